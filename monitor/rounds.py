"""When sources are due."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.schedule import next_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from monitor.model import Source, Standing

_FIRST_BACK_OFF = timedelta(minutes=1)
_LONGEST_BACK_OFF = timedelta(hours=6)
_SLACK = timedelta(minutes=1)  # by which a time server may put a clock back in the course of things
_SPREAD = 0.25  # of the wait: sources that failed together, in one outage, do not come back together


def next_check(source: Source, standing: Standing | None) -> datetime | None:
    """When a source is due; None when it was never looked at and is due now.

    A failing source is asked again sooner than its schedule says, one minute after
    the first failure and twice as long after each further one, up to a quarter longer
    so that not all that failed at once come back at once, but never before the time
    that its server named.
    """
    if standing is None or standing.last_checked is None:
        return None
    scheduled = next_run(source, standing.last_checked)
    if standing.failures:
        doubled = _FIRST_BACK_OFF * 2 ** min(standing.failures - 1, 20)
        waited = min(_LONGEST_BACK_OFF, doubled * (1 + _SPREAD * _share(source, standing.failures)))
        scheduled = min(scheduled, standing.last_checked + waited)
    return max(scheduled, standing.retry_at) if standing.retry_at else scheduled


def due_at(source: Source, standing: Standing | None, now: datetime) -> datetime | None:
    """As `next_check`, but None also where the clock was put back since the last look.

    A look in the time to come was made by a clock that went wrong then or does now. What
    follows from it, its server's wish for rest included, would else keep the source from
    being looked at until that time comes again, be it in a year.
    """
    return None if _was_later(standing, now) else next_check(source, standing)


def due(sources: Iterable[Source], standings: Mapping[str, Standing], now: datetime) -> list[Source]:
    """The sources that are due now, those that wait longest first."""
    waiting = []
    for source in sources:
        at = due_at(source, standings.get(source.id), now)
        if at is None or at <= now:
            waiting.append((at is not None, at or now, source.id, source))
    return [source for *_, source in sorted(waiting, key=lambda one: one[:3])]


def resting(sources: Iterable[Source], standings: Mapping[str, Standing], now: datetime) -> dict[str, datetime]:
    """The sources whose server asked for rest, and until when."""
    found = {}
    for source in sources:
        standing = standings.get(source.id)
        if standing and standing.retry_at and standing.retry_at > now and not _was_later(standing, now):
            found[source.id] = standing.retry_at
    return found


def _was_later(standing: Standing | None, now: datetime) -> bool:
    """Whether a source was looked at last in the time to come."""
    return bool(standing and standing.last_checked and standing.last_checked - now > _SLACK)


def _share(source: Source, failures: int) -> float:
    """A number from 0 up to 1, another one for each source and failure, and the same whenever it is asked for."""
    return hashlib.sha256(f"{source.id} {failures}".encode()).digest()[0] / 256

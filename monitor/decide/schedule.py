"""When a source is to be looked at, and when it was not read for too long: one rule for all who ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from monitor.model import Source

STALE_ROUNDS = 4
"""Rounds without a success after which a source is stale: fewer are a weekend's repair, or one long pause for rest."""

_DAY = timedelta(days=1)  # at least: what is looked at every minute is not stale after four of them
_MOMENT = timedelta(microseconds=1)


def next_run(source: Source, last: datetime) -> datetime:
    """When the schedule has a source looked at that was looked at last at `last`; in UTC."""
    if not source.cron:
        return last + source.every
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 - slow to import, and few sources have a cron

    trigger = CronTrigger.from_crontab(source.cron, timezone=ZoneInfo(source.timezone))
    # Asked for what follows `last` itself, APScheduler gives the same time again in the hour that comes twice.
    at: datetime | None = trigger.get_next_fire_time(None, last + _MOMENT)
    return at.astimezone(UTC) if at else last + source.every


def is_stale(source: Source, last_success: datetime, now: datetime) -> bool:
    """Whether a source that was read last at `last_success` missed a day and four of its rounds.

    The rounds of a source with `cron` are those that it names, however far apart: a
    weekend without any is none that was missed.
    """
    if now - last_success <= _DAY:
        return False
    if not source.cron:
        return now - last_success > STALE_ROUNDS * source.every
    round_ = last_success
    for _ in range(STALE_ROUNDS):
        round_ = next_run(source, round_)
    return now > round_

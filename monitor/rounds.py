"""When sources are due, and looking at many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

from monitor.decide.schedule import next_run
from monitor.model import Outcome, Source, Standing

Look = Callable[[Source], Outcome]

_FIRST_BACK_OFF = timedelta(minutes=1)
_LONGEST_BACK_OFF = timedelta(hours=6)


def next_check(source: Source, standing: Standing | None) -> datetime | None:
    """When a source is due; None when it was never looked at and is due now.

    A failing source is asked again sooner than its schedule says, one minute after
    the first failure and twice as long after each further one, but never before the
    time that its server named.
    """
    if standing is None or standing.last_checked is None:
        return None
    scheduled = next_run(source, standing.last_checked)
    if standing.failures:
        waited = min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2 ** min(standing.failures - 1, 20))
        scheduled = min(scheduled, standing.last_checked + waited)
    return max(scheduled, standing.retry_at) if standing.retry_at else scheduled


def due(sources: Iterable[Source], standings: Mapping[str, Standing], now: datetime) -> list[Source]:
    """The sources that are due now, those that wait longest first."""
    waiting = []
    for source in sources:
        at = next_check(source, standings.get(source.id))
        if at is None or at <= now:
            waiting.append((at is not None, at or now, source.id, source))
    return [source for *_, source in sorted(waiting, key=lambda one: one[:3])]


def resting(sources: Iterable[Source], standings: Mapping[str, Standing], now: datetime) -> dict[str, datetime]:
    """The sources whose server asked for rest, and until when."""
    found = {}
    for source in sources:
        standing = standings.get(source.id)
        if standing and standing.retry_at and standing.retry_at > now:
            found[source.id] = standing.retry_at
    return found


def look_at_all(sources: Sequence[Source], look: Look, workers: int) -> Iterator[tuple[Source, Outcome | Exception]]:
    """Look at each source, several at once; each outcome, or the error that prevented it, as it comes in."""
    if not sources:
        return
    pool = ThreadPoolExecutor(max_workers=max(1, min(workers, len(sources))))
    running: dict[Future[Outcome], Source] = {pool.submit(look, source): source for source in sources}
    wait = True
    try:
        for future in as_completed(running):
            error = future.exception()
            yield running[future], error if isinstance(error, Exception) else future.result()
    except KeyboardInterrupt:
        wait = False  # whoever presses Ctrl-C does not wait for a slow server
        raise
    finally:
        pool.shutdown(wait=wait, cancel_futures=True)

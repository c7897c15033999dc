"""A scheduler: one of those that run leads, and puts what is due into the queue; the others stand by."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.cluster.database import require
from monitor.cluster.duties import USUAL
from monitor.cluster.leading import leading
from monitor.cluster.queue import app_at, check_of, defer, delivery, spread, taken
from monitor.cluster.running import OUTAGES, Outage, Threads, hush
from monitor.cluster.surroundings import renewed
from monitor.cluster.sweeping import Sweep
from monitor.decide.timetable import latest
from monitor.delivery import DEFAULT_DIGEST
from monitor.errors import ClausewatchError
from monitor.logbook import log_thinned
from monitor.rounds import due

if TYPE_CHECKING:
    from collections.abc import Callable

    from procrastinate import App

    from monitor.cluster.duties import Duties, Timing
    from monitor.cluster.leading import Lead
    from monitor.cluster.surroundings import Stop, Surroundings

_LOG = logging.getLogger("clausewatch")

MOST_OF_A_HOST = 32
"""Jobs of one host that are put into the queue by one round: more than are done within a tick at a polite pace."""

TIDY_EVERY = 86_400.0
"""Seconds between two looks at what is not to be kept any longer: that is told in days."""

ROUNDS_MISSED = 10
"""After so many ticks without a round something is wrong with who leads: one or two are an archive that was busy."""

_SILENCE = 60.0  # seconds without a round that are no trouble, however short the tick
_AT_ONCE = 2  # threads: one for rounds, one for the configuration


def schedule(duties: Duties, around: Surroundings, stop: Stop, timing: Timing = USUAL) -> bool:
    """Lead or stand by until it is to stop; jobs that are in the queue stay there for whoever leads next.

    False where a thread still waits for the archive. Raises `ArchiveError` where there is no queue, or no database,
    when it begins.
    """
    require(around.url)
    hush()
    return asyncio.run(_Scheduler(duties, around, stop, timing).run())


class _Scheduler:
    """Leads, or waits to; everything within one thread but what asks the archive."""

    def __init__(self, duties: Duties, around: Surroundings, stop: Stop, timing: Timing) -> None:
        self._duties = duties
        self._around = around
        self._stop = stop
        self._timing = timing
        self._outage = Outage(timing.back_off)
        self._threads = Threads(_AT_ONCE, "schedule")
        self._tidied: float | None = None
        self._leads = False
        self._rounded = 0.0

    async def run(self) -> bool:
        """Lead, again and again, until it is to stop; whether all that was in hand ended."""
        work = asyncio.create_task(self._work())
        loop = asyncio.get_running_loop()
        self._stop.tell(lambda: loop.call_soon_threadsafe(work.cancel))
        tending = asyncio.create_task(self._tend())
        with suppress(asyncio.CancelledError):
            await work
        tending.cancel()
        with suppress(asyncio.CancelledError):
            await tending
        self._around.notes.stopping()
        whole = await self._threads.end(self._timing.patience)
        _LOG.info("stopped")
        return whole

    async def _work(self) -> None:
        self._around.notes.ready(self._status("standing by"))
        while True:
            try:
                async with leading(self._around.url, self._timing) as lead:
                    self._outage.is_over()
                    await self._lead(lead)
                _LOG.warning("the lead was lost; another one may have it now")
            except OUTAGES as error:
                await asyncio.sleep(self._outage.began(error))
            except Exception:  # noqa: BLE001 - what ends one time of leading must not end the next
                _LOG.exception("the lead was given up because of a bug; please report it")
                await asyncio.sleep(self._timing.back_off)

    async def _lead(self, lead: Lead) -> None:
        """Make rounds for as long as this process leads."""
        self._around.notes.ready(self._status("leading"))
        app = app_at(self._around.url)
        self._leads, self._rounded = True, time.monotonic()
        lost = asyncio.create_task(lead.lost.wait())
        rounds = asyncio.create_task(self._rounds(app))
        try:
            await asyncio.wait((lost, rounds), return_when=asyncio.FIRST_COMPLETED)
            if rounds.done():
                rounds.result()
        finally:
            self._leads = False
            for task in (lost, rounds):
                task.cancel()
            await asyncio.wait((lost, rounds))
            await app.close_async()
            if not self._stop.wished:
                self._around.notes.ready(self._status("standing by"))

    async def _rounds(self, app: App) -> None:
        await app.open_async()
        sweep = Sweep(app, self._timing)
        while True:
            began = time.monotonic()
            try:
                await self._round(app, sweep)
                self._rounded = time.monotonic()
            except ClausewatchError as error:
                _LOG.error("%s", error)
            except OUTAGES:
                raise
            except Exception:  # noqa: BLE001 - what one round cannot do the next one may
                _LOG.exception("a round could not be made because of a bug; please report it")
            await asyncio.sleep(max(0.0, self._duties.tick - (time.monotonic() - began)))

    async def _round(self, app: App, sweep: Sweep) -> None:
        """One round: what is due and what is owed goes into the queue, what was left behind goes back."""
        duties = self._duties
        await sweep.now_and_then()
        await self._threads.do(duties.remind)
        waiting = await self._threads.do(lambda: due(duties.sources, duties.archive.standings(), duties.now()))
        if waiting:
            busy = await taken(app)
            free = [source for source in waiting if source.id not in busy]
            await defer(app, [check_of(source) for source in spread(free, MOST_OF_A_HOST)])
        if await self._threads.do(lambda: owes(duties)):
            await defer(app, [delivery()])
        await self._tidy(duties.tidy)

    async def _tidy(self, tidy: Callable[[], int]) -> None:
        now = time.monotonic()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        log_thinned(await self._threads.do(tidy))

    async def _tend(self) -> None:
        """Show that this process lives, unless it leads and makes no rounds; and take a new configuration."""
        while True:
            if not self._leads or time.monotonic() - self._rounded < max(ROUNDS_MISSED * self._duties.tick, _SILENCE):
                self._around.notes.alive()
            self._duties = await self._threads.do(lambda: renewed(self._duties, self._around))
            await asyncio.sleep(self._timing.standby)

    def _status(self, what: str) -> str:
        return f"{what}, watching {len(self._duties.sources)} sources"


def owes(duties: Duties) -> bool:
    """Whether a notice may be sent now, or a digest is to be made. Raises `ArchiveError`."""
    now = duties.now()
    if duties.archive.waiting(now):
        return True
    digests = {subscriber.name: subscriber.digest for subscriber in duties.subscribers}
    return any(
        name not in digests or since > now or since <= latest(digests[name] or DEFAULT_DIGEST, now)
        for name, since in duties.archive.for_digests().items()
    )

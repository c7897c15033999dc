"""A worker: does the jobs of the queue, several at once, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from monitor.cluster.database import require
from monitor.cluster.duties import USUAL
from monitor.cluster.jobs import deliver, look
from monitor.cluster.queue import CHECK, DELIVER, PutBackError, PuttingBack, app_at, defer, delivery
from monitor.cluster.running import OUTAGES, Outage, Threads, hush
from monitor.cluster.surroundings import renewed
from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from procrastinate import App, JobContext

    from monitor.cluster.duties import Duties, Timing
    from monitor.cluster.surroundings import Stop, Surroundings
    from monitor.model import Source

_LOG = logging.getLogger("clausewatch")

_LAST = 1.0  # seconds that a thread has to end once what it waited for was broken off
_A_LOOK = 0.05  # seconds that it takes the database to find a job, or none, many times over
_POLL = 1.0  # seconds: jobs that were put back come due without a notice


def work(duties: Duties, around: Surroundings, stop: Stop, concurrency: int, timing: Timing = USUAL) -> bool:
    """Do jobs until it is to stop. False where work in hand did not end in time; its jobs go back into the queue.

    Raises `ArchiveError` where there is no queue, or no database, when it begins.
    """
    require(around.url)
    hush()
    return asyncio.run(_Works(duties, around, stop, concurrency, timing).run())


class _Waking(Worker):
    """A worker that looks for the next job as soon as one ended: it may have freed its host."""

    def wake(self) -> None:
        """Look for a job, and once more when a look that began before has ended: that one forgets the first wish."""
        self._new_job_event.set()
        asyncio.get_running_loop().call_later(_A_LOOK, self._new_job_event.set)


@dataclass(slots=True)
class _Works:
    """Does jobs, in threads; all else within one."""

    duties: Duties
    around: Surroundings
    stop: Stop
    concurrency: int
    timing: Timing
    outage: Outage = field(init=False)
    jobs: Threads = field(init=False)
    aside: Threads = field(init=False)
    known: dict[str, Source] = field(init=False)
    worker: _Waking | None = None

    def __post_init__(self) -> None:
        self.outage = Outage(self.timing.back_off)
        self.jobs, self.aside = Threads(self.concurrency, "job"), Threads(1, "aside")
        self._take(self.duties)

    async def run(self) -> bool:
        """Work until it is to stop; whether all that was in hand ended."""
        loop, leaving = asyncio.get_running_loop(), asyncio.Event()
        self.stop.tell(lambda: loop.call_soon_threadsafe(leaving.set))
        await self.aside.do(lambda: _forget_claims(self.duties))
        serving, tending = asyncio.create_task(self._serve()), asyncio.create_task(self._tend())
        await leaving.wait()
        await self._leave(serving)
        tending.cancel()
        with suppress(asyncio.CancelledError):
            await tending
        whole = all(await asyncio.gather(self.jobs.end(_LAST), self.aside.end(_LAST)))
        _LOG.info("stopped" if whole else "stopped; work that was not finished will be done by others")
        return whole

    async def _leave(self, serving: asyncio.Task[None]) -> None:
        """Finish what is in hand; after half of the patience break it off, then leave it to others."""
        _LOG.info("stopping: finishing the work in hand")
        self.around.notes.stopping()
        await self.aside.do(self.duties.stop)
        if self.worker:
            self.worker.stop()  # type: ignore[no-untyped-call] # the library says no types here
        else:
            serving.cancel()
        _, going = await asyncio.wait((serving,), timeout=self.timing.patience / 2)
        if going:
            _LOG.info("breaking off what still waits for a server; it will be done by others")
            await self.aside.do(self.duties.abort)
            await asyncio.wait((serving,), timeout=self.timing.patience / 2)
        serving.cancel()
        await asyncio.wait((serving,), timeout=1.0)

    async def _serve(self) -> None:
        """Do jobs, and begin anew whenever the database was away."""
        self.around.notes.ready(f"working on {len(self.duties.sources)} sources")
        while not self.stop.wished:
            app = app_at(self.around.url, lambda: self.stop.wished, self._ended)
            app.task(name=CHECK, retry=PuttingBack(), pass_context=True)(self._check)
            app.task(name=DELIVER, retry=PuttingBack())(self._deliver)
            pause = self.timing.standby
            try:
                await app.open_async()
                await self._round(app)
                if not self.stop.wished:  # what listens or shows that it lives was cut off
                    pause = self.outage.began(ConnectionError("a connection was cut off"))
            except OUTAGES as error:
                pause = self.outage.began(error)
            except Exception:  # noqa: BLE001 - what ends one round of work must not end the next
                _LOG.exception("the work was interrupted by a bug; please report it")
            finally:
                self.worker = None
                await app.close_async()
            if not self.stop.wished:
                await asyncio.sleep(pause)

    async def _round(self, app: App) -> None:
        self.worker = _Waking(
            app,
            name="clausewatch",
            concurrency=self.concurrency,
            fetch_job_polling_interval=_POLL,
            shutdown_graceful_timeout=self.timing.patience,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=self.timing.heartbeat,
            stalled_worker_timeout=self.timing.silence,
        )
        await self.worker.run()  # type: ignore[no-untyped-call] # the same

    def _ended(self) -> None:
        """A job ended."""
        self.outage.is_over()
        self._wake()

    def _wake(self) -> None:
        if self.worker:
            self.worker.wake()

    async def _tend(self) -> None:
        """Show that this process lives, and take a new configuration."""
        while True:
            self.around.notes.alive()
            await self.aside.do(self._renew)
            await asyncio.sleep(self.timing.standby)

    def _renew(self) -> None:
        """Take a new configuration; in one thread, so that none is taken after the one that followed it."""
        self._take(renewed(self.duties, self.around))

    def _take(self, duties: Duties) -> None:
        self.duties = duties
        self.known = {source.id: source for source in duties.sources}

    # --- jobs -------------------------------------------------------------------------

    async def _check(self, context: JobContext, source: str) -> None:
        if source not in self.known:  # whoever leads may have read a new configuration a moment before
            await self.aside.do(self._renew)
        duties, known = self.duties, self.known.get(source)
        if known is None:
            _LOG.warning("%s: is not in this worker's configuration", source)
            raise LookupError(source)
        try:
            outcome = await self.jobs.do(lambda: look(duties, known, context.job.attempts))
        except PutBackError as error:
            asyncio.get_running_loop().call_later(error.seconds, self._wake)
            raise
        if outcome and (outcome.comparison or outcome.alarms):
            with suppress(ConnectorException):  # whoever leads sees what is owed, a moment later
                await defer(context.app, [delivery()])

    async def _deliver(self) -> None:
        duties = self.duties
        await self.jobs.do(lambda: deliver(duties))


def _forget_claims(duties: Duties) -> None:
    """Let what a killed process of this machine was sending be sent now, and not two minutes later."""
    try:
        duties.archive.forget_claims()
    except ClausewatchError as error:
        _LOG.warning("%s", error)

"""The long-running watch: rounds of checks and deliveries until it is told to stop, one daemon an archive."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import platform
import signal
import threading
import time
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor as SchedulerPool
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.errors import ArchiveError, ClausewatchError, DaemonRunning
from monitor.lanes import Crew, Lanes
from monitor.render import reread_words
from monitor.rounds import due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from monitor.archive import Archive
    from monitor.delivery import Delivered
    from monitor.model import Outcome, Source

_LOG = logging.getLogger("clausewatch")
_PATIENCE = 8.0  # seconds that work in hand is given after SIGTERM; service managers kill after ten
_SETBACK = timedelta(minutes=1)  # before a source is looked at again after an error of ours


@dataclass(frozen=True, slots=True)
class Duties:
    """What the daemon does with its parts: look at a source, deliver what is owed, end exchanges.

    `wait` gives the seconds until a source's host may be asked again; `stop` lets no
    exchange begin any more, `abort` ends those under way.
    """

    sources: Sequence[Source]
    archive: Archive
    look: Callable[[Source], Outcome]
    wait: Callable[[Source], float]
    deliver: Callable[[], Delivered]
    stop: Callable[[], None]
    abort: Callable[[], None]
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """How the daemon keeps time: seconds between rounds, and how many sources at once."""

    tick: float
    workers: int


def run(duties: Duties, pace: Pace) -> bool:
    """Watch until SIGTERM or SIGINT. False when work in hand did not end in time and was left to the next start.

    What is left behind is safe: each check is recorded in one transaction, and a
    notice is owed until it was taken.
    """
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    return _watch(duties, pace, stopping)


def _watch(duties: Duties, pace: Pace, stopping: threading.Event) -> bool:
    rounds = Rounds(duties, pace.workers)
    scheduler = BackgroundScheduler(
        executors={"default": SchedulerPool(2)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone="UTC",
    )
    scheduler.add_job(rounds.begin, "interval", seconds=pace.tick, next_run_time=duties.now())
    scheduler.add_job(rounds.tell, "interval", seconds=pace.tick, next_run_time=duties.now())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler.start()
    _LOG.info("watching %d sources", len(duties.sources))
    stopping.wait()
    _LOG.info("stopping: finishing the work in hand")
    scheduler.shutdown(wait=False)
    ended = rounds.end(_PATIENCE)
    _LOG.info("stopped" if ended else "stopped; work that was not finished will be done at the next start")
    return ended


class Rounds:
    """Begins due checks without waiting for them, so that a slow host delays nobody else."""

    def __init__(self, duties: Duties, workers: int) -> None:
        self.duties = duties
        self.lanes = Lanes(duties.wait)
        self.busy: set[str] = set()
        self.setbacks: dict[str, datetime] = {}
        self.guard = threading.Lock()
        self.telling = threading.Lock()
        self.ending = False
        self.crew = Crew(self.lanes, self._look, workers)

    def begin(self) -> None:
        """One round: begin a check of every source that is due and not being looked at."""
        now = self.duties.now()
        try:
            waiting = due(self.duties.sources, self.duties.archive.standings(), now)
        except ClausewatchError as error:
            _LOG.error("%s", error)
            return
        with self.guard:
            if self.ending:
                return
            begun = [one for one in waiting if one.id not in self.busy and self.setbacks.get(one.id, now) <= now]
            self.busy.update(source.id for source in begun)
            self.lanes.add(begun)

    def tell(self) -> None:
        """Deliver what is owed."""
        with self.telling:
            if self.ending:
                return
            try:
                delivered = self.duties.deliver()
            except ClausewatchError as error:
                _LOG.error("%s", error)
                return
            except CancelledError:
                return
        for trouble in delivered.troubles:
            _LOG.warning("%s: %s%s", trouble.subscriber, trouble.error, "; given up" if trouble.parked else "")
        if delivered.sent:
            _LOG.info("told: %d", delivered.sent, extra={"event": "delivered", "sent": delivered.sent})

    def end(self, patience: float) -> bool:
        """Begin nothing more and wait for what is in hand, at most `patience` seconds; whether all ended.

        Exchanges that take longer are broken off: their sources stay due.
        """
        with self.guard:
            self.ending = True
            self.lanes.drop()
        self.duties.stop()
        deadline = time.monotonic() + patience
        if not self.crew.wait(patience / 2):
            _LOG.info("breaking off what still waits for a server; it will be done at the next start")
            self.duties.abort()
        if not self.crew.wait(deadline - time.monotonic()):
            return False
        if not self.telling.acquire(timeout=max(0.0, deadline - time.monotonic())):
            return False
        self.telling.release()
        return True

    def _look(self, source: Source) -> None:
        try:
            _log_outcome(self.duties.look(source))
        except CancelledError:
            pass  # the fetcher is closing: the source stays due
        except ClausewatchError as error:
            _LOG.error("%s: %s", source.id, error)
            self._set_back(source)
        except Exception:  # noqa: BLE001 - a bug that one page sets off must not end the watch of all others
            _LOG.exception("%s: could not be looked at because of a bug; please report it", source.id)
            self._set_back(source)
        finally:
            with self.guard:
                self.busy.discard(source.id)

    def _set_back(self, source: Source) -> None:
        with self.guard:
            self.setbacks[source.id] = self.duties.now() + _SETBACK


def _log_outcome(outcome: Outcome) -> None:
    if outcome.reread:
        _LOG.info("%s: %s", outcome.source.id, reread_words(outcome.reread), extra={"event": "read anew"})
    what = f"{outcome.kind} (revision {outcome.revision})" if outcome.revision else outcome.kind
    detail = outcome.failure.message if outcome.failure else outcome.held.reason if outcome.held else outcome.quiet
    extra = {"event": "check", "source": outcome.source.id, "outcome": outcome.kind, "revision": outcome.revision}
    level = logging.WARNING if outcome.kind in {"failed", "held"} else logging.INFO
    _LOG.log(level, "%s: %s%s", outcome.source.id, what, f": {detail}" if detail else "", extra=extra)


# --- one daemon an archive ----------------------------------------------------------


@contextmanager
def sole_daemon(archive: Path, now: datetime) -> Iterator[None]:
    """Hold the archive's daemon lock; it dies with the process, however that ends.

    Raises `DaemonRunning`, saying who holds it, where another daemon does.
    """
    handle = _lock_file(archive.resolve())
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DaemonRunning(str(archive), _holder(handle)) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(_self(now)).encode(), 0)
        yield
    finally:
        os.close(handle)


def _lock_file(archive: Path) -> int:
    place = archive.with_name(f"{archive.name}.lock")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ArchiveError(str(place), f"cannot be made ({error.strerror}); check its folder") from error


def _self(now: datetime) -> dict[str, object]:
    return {"pid": os.getpid(), "host": platform.node(), "since": now.isoformat(timespec="seconds")}


def _holder(handle: int) -> str:
    try:
        held = json.loads(os.pread(handle, 4096, 0))
        return (
            f"a daemon already works on this archive: process {held['pid']} on {held['host']}, since {held['since']}; "
            "stop it first, or give this one another archive"
        )
    except (ValueError, KeyError, TypeError):
        return "a daemon already works on this archive; stop it first, or give this one another archive"

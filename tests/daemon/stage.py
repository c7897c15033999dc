"""Daemons within this process: made-up duties, a thread that watches by them, and what it logged."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING

from monitor.daemon import Duties, Pace, Request, ServiceManager, Surroundings, watch
from monitor.delivery import Delivered
from monitor.model import NotModified, Outcome, Source, StatusReport
from tests.fakes import MemoryArchive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.archive import Archive

PATIENCE = 10.0
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",))
CLOUD = Source("harbor/cloud", ("https://harbor.example/cloud",))


@dataclass(slots=True)
class Clock:
    """A clock on the wall, that can be set."""

    at: datetime = NOON

    def now(self) -> datetime:
        """What it shows."""
        return self.at


@dataclass(slots=True)
class Work:
    """What a made-up daemon did: the sources it looked at, and the passes it began."""

    clock: Clock = field(default_factory=Clock)
    archive: Archive = field(default_factory=MemoryArchive)
    looked: list[str] = field(default_factory=list)
    passes: int = 0
    stopped: int = 0
    aborted: int = 0
    let_go: int = 0
    tidied: int = 0

    def look(self, source: Source) -> Outcome:
        """Look at a source that never changes."""
        self.looked.append(source.id)
        outcome = Outcome(source, self.clock.now(), "unchanged", 1)
        self.archive.record(source, _unchanged(outcome), outcome, ())
        return outcome

    def deliver(self) -> Delivered:
        """Find nothing owed."""
        self.passes += 1
        return Delivered()

    def tidy(self) -> int:
        """Count it."""
        self.tidied += 1
        return 0

    def stop(self) -> None:
        """Count it."""
        self.stopped += 1

    def abort(self) -> None:
        """Count it."""
        self.aborted += 1

    def leave(self) -> None:
        """Count it."""
        self.let_go += 1

    def duties(self, *sources: Source, tick: float = 0.01) -> Duties:
        """Duties that do this work."""
        return Duties(
            sources=sources,
            archive=self.archive,
            look=self.look,
            wait=lambda _: 0.0,
            deliver=self.deliver,
            report=lambda: StatusReport(()),
            stop=self.stop,
            abort=self.abort,
            let_go=self.leave,
            tidy=self.tidy,
            now=self.clock.now,
            pace=Pace(tick, 2),
        )


def _unchanged(outcome: Outcome) -> NotModified:
    return NotModified(outcome.at)


@dataclass(slots=True)
class Running:
    """A daemon that watches in a thread; `whole` is what `watch` gave."""

    requests: SimpleQueue[Request]
    thread: threading.Thread
    whole: list[bool]

    def stop(self) -> bool:
        """Ask it to stop, and give what came of that."""
        self.requests.put(Request.stop)
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        return self.whole[0]


def around(**more: object) -> Surroundings:
    """Surroundings in which nothing happens, but for what is given."""
    quiet = Surroundings(changed=lambda: False, renew=_nothing_new, manager=ServiceManager({}))
    return replace(quiet, **more)  # type: ignore[arg-type] # the fields by their names


def _nothing_new() -> Duties:
    raise AssertionError


@contextmanager
def running(duties: Duties, surroundings: Surroundings | None = None) -> Iterator[Running]:
    """A daemon that is stopped at the end."""
    requests: SimpleQueue[Request] = SimpleQueue()
    whole: list[bool] = []
    thread = threading.Thread(target=lambda: whole.append(watch(duties, surroundings or around(), requests)))
    there = Running(requests, thread, whole)
    thread.start()
    try:
        yield there
    finally:
        there.requests.put(Request.stop)
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Log(logging.Handler):
    """What the daemon logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        with self.changed:
            self.lines.append(record.getMessage())
            self.changed.notify_all()

    def holds(self, words: str, times: int = 1) -> bool:
        """Wait until so many lines hold these words; whether they do."""
        with self.changed:
            return self.changed.wait_for(lambda: sum(words in line for line in self.lines) >= times, PATIENCE)


@contextmanager
def listening() -> Iterator[Log]:
    """The daemon's log, all levels of it."""
    log, logger = Log(), logging.getLogger("clausewatch")
    before = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.INFO)
    try:
        yield log
    finally:
        logger.removeHandler(log)
        logger.setLevel(before)


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something holds; a bounded poll, for what another thread does in its own time."""
    for _ in range(int(PATIENCE / 0.005)):
        if condition():
            return
        threading.Event().wait(0.005)
    raise TimeoutError(what)

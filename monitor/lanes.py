"""Many sources at work on at once: one lane a host, so that a slow host delays nobody else.

A source whose host is being asked, or was asked a moment ago, waits in its lane and
takes no worker; what is done is given back one by one, so that nothing piles up.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from queue import Queue
from typing import TYPE_CHECKING, Generic, TypeVar

from monitor.read import host_of

if TYPE_CHECKING:
    from monitor.model import Source

Result = TypeVar("Result")
Wait = Callable[["Source"], float]
"""Gives the seconds until a source's host may be asked again."""


@dataclass(slots=True)
class _Lane:
    """The sources of one host, in the order they came, and whether one of them is at work."""

    sources: list[Source] = field(default_factory=list)  # mostly one, for which a deque would take ten times the room
    busy: bool = False


class Lanes:
    """Who may begin next: of each host one source at a time, and none before its host may be asked again.

    Safe to share between threads. `wait` is asked after each source that is done.
    """

    def __init__(self, wait: Wait) -> None:
        self._wait = wait
        self._changed = threading.Condition()
        self._lanes: dict[str, _Lane] = {}
        self._ready: deque[str] = deque()
        self._later: list[tuple[float, str]] = []  # a heap: from when on, in monotonic seconds, and which host
        self._ending = False

    def add(self, sources: Iterable[Source]) -> None:
        """Put sources into their lanes."""
        with self._changed:
            for source in sources:
                host = host_of(source.url)
                lane = self._lanes.get(host)
                if lane is None:
                    lane = self._lanes[host] = _Lane()
                    self._ready.append(host)
                lane.sources.append(source)
            self._changed.notify_all()

    def take(self) -> Source | None:
        """The next source, once there is one that may begin; None once there will be none. Say `done` after it."""
        with self._changed:
            while True:
                self._wake()
                if self._ready:
                    return self._begin(self._ready.popleft())
                if self._ending and not self._lanes:
                    return None
                self._changed.wait(self._later[0][0] - time.monotonic() if self._later else None)

    def done(self, source: Source) -> None:
        """Free the lane for the next one."""
        host = host_of(source.url)
        seconds = self._wait(source)
        with self._changed:
            lane = self._lanes[host]
            lane.busy = False
            if not lane.sources:
                del self._lanes[host]
            elif seconds > 0:
                heapq.heappush(self._later, (time.monotonic() + seconds, host))
            else:
                self._ready.append(host)
            self._changed.notify_all()

    def finish(self) -> None:
        """Let `take` give None once all that was added is done."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()

    def drop(self) -> None:
        """Forget all that has not begun, and finish."""
        with self._changed:
            self._ending = True
            self._ready.clear()
            self._later.clear()
            self._lanes = {host: _Lane(busy=True) for host, lane in self._lanes.items() if lane.busy}
            self._changed.notify_all()

    def _begin(self, host: str) -> Source:
        lane = self._lanes[host]
        lane.busy = True
        return lane.sources.pop(0)

    def _wake(self) -> None:
        while self._later and self._later[0][0] <= time.monotonic():
            self._ready.append(heapq.heappop(self._later)[1])


class Crew:
    """Threads that do the work of lanes until these are finished."""

    def __init__(self, lanes: Lanes, work: Callable[[Source], None], workers: int) -> None:
        self._lanes = lanes
        self._work = work
        self._threads = [threading.Thread(target=self._run, name=f"check-{number}") for number in range(workers)]
        for thread in self._threads:
            thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all have ended, at most so long; whether they have."""
        deadline = None if seconds is None else time.monotonic() + seconds
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while (source := self._lanes.take()) is not None:
            try:
                self._work(source)
            finally:
                self._lanes.done(source)


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """A source that was worked on, and what came of it, or the error that prevented it."""

    source: Source
    result: Result | Exception


def each(
    sources: Iterable[Source], work: Callable[[Source], Result], workers: int, wait: Wait
) -> Iterator[Done[Result]]:
    """Work on every source, several at once; what came of each, as it comes.

    No more than twice as many results as there are workers are in memory at a time.
    Whoever stops asking, or is interrupted, lets nothing more begin, and does not wait
    for what has begun: that ends by itself.
    """
    waiting = list(sources)
    if not waiting:
        return
    lanes, results = Lanes(wait), Queue[Done[Result]](workers)
    lanes.add(waiting)
    lanes.finish()

    wanted = threading.Event()
    wanted.set()

    def one(source: Source) -> None:
        done = _done(source, work)
        if wanted.is_set():
            results.put(done)

    crew = Crew(lanes, one, min(workers, len(waiting)))
    try:
        for _ in waiting:
            yield results.get()
    except BaseException:
        wanted.clear()
        lanes.drop()
        while not results.empty():  # whoever waits to put something down can end
            results.get()
        raise
    crew.wait()


def _done(source: Source, work: Callable[[Source], Result]) -> Done[Result]:
    try:
        return Done(source, work(source))
    except Exception as error:  # noqa: BLE001 - told by whoever takes the result
        return Done(source, error)

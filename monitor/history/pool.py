"""Work done beside this process: as many workers as the machine lends us, none where there is little to do.

Each worker is a process at the end of a pipe, with a thread here that waits for it.
(`concurrent.futures` keeps locks in the system besides, which Ctrl-C leaves behind.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

MOST_WORKERS = 8
"""One process records what they find, at some ten milliseconds a version against a hundred to read and compare it."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Do it; whatever is raised is raised here and now."""
        done: Future[_T] = Future()
        done.set_result(work(*args, **kwargs))
        return done


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process that waits for work at the other end of a pipe."""

    process: SpawnProcess
    pipe: Connection

    def do(self, work: Callable[..., Any], args: tuple[object, ...]) -> Any:  # noqa: ANN401 - whatever the work gives
        """Have a piece of work done. Raises what it raises, and `UsageError` where the worker is gone."""
        try:
            self.pipe.send((work, args))
            went_well, value = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise UsageError(
                "import", "a worker was ended from outside, perhaps for want of memory; run it again to go on"
            ) from error
        if not went_well:
            raise value
        return value


class _Crew(Executor):
    """Has the work done by processes, each of which is given the next piece when it is done with the last."""

    def __init__(self, count: int) -> None:
        self._workers = [_started() for _ in range(count)]
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(count)

    def submit(self, work: Callable[_P, _T], /, *args: _P.args, **_: _P.kwargs) -> Future[_T]:
        """Have it done in its turn."""
        return self._threads.submit(self._hand_out, work, args)

    def end(self, *, at_once: bool) -> None:
        """Let the workers go, in the middle of what they do if `at_once`."""
        for worker in self._workers if at_once else ():
            worker.process.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.pipe.close()
            worker.process.join()
            worker.process.close()

    def _hand_out(self, work: Callable[..., _T], args: tuple[object, ...]) -> _T:
        worker = self._free.get()
        try:
            done: _T = worker.do(work, args)
            return done
        finally:
            self._free.put(worker)


@contextmanager
def workers(wanted: int) -> Iterator[tuple[Executor, int]]:
    """An executor and how many work in it, `wanted` at most; all of them gone when the block is left."""
    count = min(wanted, processors(), MOST_WORKERS)
    if count <= 1:
        yield Here(), 1
        return
    crew = _Crew(count)
    try:
        yield crew, count
    except BaseException:
        crew.end(at_once=True)
        raise
    crew.end(at_once=False)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _started() -> _Worker:
    # Not by fork: a copied process would share this one's locks, its open archive and its threads.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(pipe: Connection) -> None:
    """Do what comes until the pipe is closed. Ctrl-C is for the process that began this one, and both end together."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            work, args = pipe.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = True, work(*args)
        except Exception as error:  # noqa: BLE001 - it is raised again where the work was given out
            error.add_note(traceback.format_exc())
            answer = False, error
        pipe.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

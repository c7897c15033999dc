"""Several processes that answer at one place, since one computes on one core alone."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 2
"""Processes where nobody says how many: two use both cores of a small machine. Each takes 65 MB at its start, and the
one beside it that compares 50."""

_WAY = 5
"""By how much the nice value of a process that answers is above that of the one beside it. Where readers never pause,
pages that are compared anew are there in half of the time, and 19 of 20 of all others a seventh later."""

_SHORT = 2.0  # seconds: a process that ends sooner would end again at once
_PAUSE = 1.0  # seconds until such a one is followed by another
_LOG = logging.getLogger("clausewatch")


def usual() -> int:
    """How many processes serve where nobody says: no more than there are cores."""
    return max(1, min(MOST, os.cpu_count() or 1))


def give_way() -> None:
    """Let the processes that this one has begun until now compute first: it has much to do that takes little."""
    os.nice(_WAY)


def in_processes(count: int, work: Callable[[int], None]) -> None:
    """Do some work in so many processes, each told its number from 0, until SIGTERM or SIGINT, which they get as well.

    One that ends by itself is followed by another. To be called before there is any thread.
    """
    parent = _Parent(work)
    parent.keep(count)


class _Parent:
    """The process that begins the others, and ends when they have ended."""

    def __init__(self, work: Callable[[int], None]) -> None:
        self._work = work
        self._begun: dict[int, tuple[int, float]] = {}
        self._leaving = False
        self._watched, self._held = os.pipe()  # nothing is ever written: it closes when this process is gone

    def keep(self, count: int) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._leave)
        for number in range(count):
            self._begin(number)
        while self._begun:
            with suppress(ChildProcessError):
                process, _ = os.wait()
                self._ended(process)

    def _begin(self, number: int) -> None:
        with _held_back():  # a signal in between would reach the new process as the old one's
            process = os.fork()
            if process:
                self._begun[process] = (number, time.monotonic())
                return
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, _exit)
        os.close(self._held)
        threading.Thread(target=_leave_with, args=(self._watched,), daemon=True).start()
        os._exit(_done(self._work, number))

    def _ended(self, process: int) -> None:
        number, begun = self._begun.pop(process, (-1, 0.0))
        if number < 0 or self._leaving:
            return
        _LOG.warning("a process that serves pages ended by itself; another one takes its place")
        if time.monotonic() - begun < _SHORT:
            time.sleep(_PAUSE)
        if not self._leaving:
            self._begin(number)

    def _leave(self, *_: object) -> None:
        self._leaving = True
        for process in list(self._begun):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)


@contextmanager
def _held_back() -> Iterator[None]:
    """Signals to stop wait until the block ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _done(work: Callable[[int], None], number: int) -> int:
    """The exit code of a process that did the work."""
    try:
        work(number)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except Exception:  # noqa: BLE001 - whatever it is, the parent begins another one
        _LOG.exception("a process that serves pages ended because of a bug; please report it")
        return 1
    return 0


def _leave_with(parent: int) -> None:
    """End when the parent does, even where it was killed: nobody else would stop this process."""
    os.read(parent, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _exit(*_: object) -> None:
    raise SystemExit(0)

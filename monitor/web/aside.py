"""Work that computes for long, done in a process of its own: beside a thread that computes all others get to wait.

with own_process() as aside:
    comparison = aside(compare, before, after)
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FAREWELL = 5.0  # seconds that a piece of work under way has when the process is told to end
_WORKER = [sys.executable, "-c", "from monitor.web.aside import serve; serve()"]

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class Aside(Protocol):
    """Does a piece of work somewhere; work and what it is given are sent there, so both can be pickled."""

    def __call__(self, work: Callable[_Asked, _Answer], /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        """What the work gives, or raises."""


def here(work: Callable[_Asked, _Answer], /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
    """Do it where it is asked for."""
    return work(*given, **named)


@contextmanager
def own_process() -> Iterator[Aside]:
    """A process that does the work, a piece at a time, until the block ends. One that dies is followed by another."""
    there = _OwnProcess()
    try:
        yield there
    finally:
        there.end()


class _OwnProcess:
    """The side of the one who asks; threads take turns."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process = _begun()

    def __call__(self, work: Callable[_Asked, _Answer], /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        asked = pickle.dumps((work, given, named), pickle.HIGHEST_PROTOCOL)
        with self._turn:
            answer = self._answer(asked)
        if isinstance(answer, _Raised):
            raise answer.error
        return cast("_Answer", answer)

    def _answer(self, asked: bytes) -> object:
        try:
            return _told(self._process, asked)
        except (OSError, EOFError, pickle.UnpicklingError):  # it was killed, perhaps for the memory that others took
            _end(self._process, 0.0)
            self._process = _begun()
            return _told(self._process, asked)

    def end(self) -> None:
        """Let the piece under way end, for some seconds."""
        _end(self._process, _FAREWELL)


def _begun() -> subprocess.Popen[bytes]:
    return subprocess.Popen(_WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _end(process: subprocess.Popen[bytes], farewell: float) -> None:
    asks, answers = _pipes(process)
    with suppress(OSError):
        asks.close()
    try:
        process.wait(farewell)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    answers.close()


def _told(process: subprocess.Popen[bytes], asked: bytes) -> object:
    asks, answers = _pipes(process)
    asks.write(asked)
    asks.flush()
    return pickle.load(answers)  # noqa: S301 - what our own process made of our own question


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    return cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)


# --- the process ---------------------------------------------------------------------------------------------------


class _Raised:
    """What the work raised."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def serve() -> None:
    """Do what is asked on standard input, until it ends: so does this process when the one that asks is gone."""
    for name in (signal.SIGTERM, signal.SIGINT):  # a terminal or a service sends them to both; the other one says when
        signal.signal(name, signal.SIG_IGN)
    asks, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that prints may come between the answers
    with suppress(EOFError, BrokenPipeError):
        while True:
            work, given, named = pickle.load(asks)  # noqa: S301 - our own parent asks
            answers.write(pickle.dumps(_done(work, given, named), pickle.HIGHEST_PROTOCOL))
            answers.flush()


def _done(work: Callable[..., object], given: Any, named: Any) -> object:  # noqa: ANN401 - whatever the work takes
    try:
        return work(*given, **named)
    except Exception as error:  # noqa: BLE001 - it is raised again where the work was asked for
        return _Raised(error)

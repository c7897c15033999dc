"""Work that computes for long, done in a process of its own: beside a thread that computes all others get to wait.

with own_process() as aside:
    comparison = aside(compare, before, after)
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from functools import cache, partial
from itertools import count
from operator import attrgetter
from typing import IO, TYPE_CHECKING, ParamSpec, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FAREWELL = 5.0  # seconds that a piece of work under way has when the process is told to end
_YOUNG, _ALL = 1, 2  # what a collection looks at: what the piece left behind, which takes 1 ms; all there is, 10 ms
_SELDOM = 32  # pieces between two collections of all
_WORKER = [sys.executable, "-c", "from monitor.web.aside import serve; serve()"]

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Other = TypeVar("_Other")


class Aside(Protocol):
    """Does a piece of work somewhere; work and what it is given are sent there, so both can be pickled."""

    def __call__(self, work: Callable[_Asked, _Answer], /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        """What the work gives, or raises."""

    def both(self, there: Callable[[], _Answer], here: Callable[[], _Other]) -> tuple[_Answer, _Other]:
        """What two pieces give, of which one is sent there, and the other is done here meanwhile."""


class _Here:
    """Does all work where it is asked for."""

    def __call__(self, work: Callable[_Asked, _Answer], /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        return work(*given, **named)

    def both(self, there: Callable[[], _Answer], here: Callable[[], _Other]) -> tuple[_Answer, _Other]:
        return there(), here()


here = _Here()


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
        return self.both(partial(work, *given, **named), lambda: None)[0]

    def both(self, there: Callable[[], _Answer], here: Callable[[], _Other]) -> tuple[_Answer, _Other]:
        asked = _packed(there)
        with self._turn:
            with suppress(OSError):  # it was killed, perhaps for the memory that others took: no answer will come
                _ask(self._process, asked)
            try:
                other = here()
            finally:  # an answer that nobody takes would be that to the next question
                answer = self._answer(asked)
        if isinstance(answer, _Raised):
            raise answer.error
        return cast("_Answer", answer), other

    def _answer(self, asked: bytes) -> object:
        try:
            return _told(self._process)
        except (OSError, EOFError, pickle.UnpicklingError):  # it was killed; another one is asked
            _end(self._process, 0.0)
            self._process = _begun()
            _ask(self._process, asked)
            return _told(self._process)

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


def _ask(process: subprocess.Popen[bytes], asked: bytes) -> None:
    asks, _ = _pipes(process)
    asks.write(asked)
    asks.flush()


def _told(process: subprocess.Popen[bytes]) -> object:
    _, answers = _pipes(process)
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
    gc.disable()  # a collection in the midst of a piece took up to a third of it: there is one when it is done
    with suppress(EOFError, BrokenPipeError):
        for done in count(1):
            work = pickle.load(asks)  # noqa: S301 - our own parent asks
            answers.write(_packed(_done(work)))
            answers.flush()
            gc.collect(_ALL if done % _SELDOM == 1 else _YOUNG)
            if done == 1:
                gc.freeze()  # what the first piece needed to be imported: nothing else would take as long to look at


def _done(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - it is raised again where the work was asked for
        return _Raised(error)


# --- what is sent --------------------------------------------------------------------------------------------------


def _packed(sent: object) -> bytes:
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(sent)
    return out.getvalue()


class _Pickler(pickle.Pickler):
    """Sends a dataclass as a call with its values: by its own way it looks up its fields, which takes as long again."""

    def reducer_override(self, one: object) -> tuple[type, tuple[object, ...]]:
        kind: type = type(one)
        values = _values_of(kind)
        return (kind, values(one)) if values else NotImplemented


@cache
def _values_of(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What gives the values of a dataclass that is made by calling it with them."""
    names = [one.name for one in fields(kind) if one.init and not one.kw_only] if is_dataclass(kind) else []
    if len(names) < 2 or len(names) != len(fields(kind)):  # noqa: PLR2004 - of one name alone it gives no tuple
        return None
    return attrgetter(*names)

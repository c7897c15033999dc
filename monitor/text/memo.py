"""Answers remembered: nearly all clauses stand word for word in every version of their terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

_MOST = 500_000  # characters, the clauses of a dozen documents, in each of some twenty memories
_LONGEST = 20_000  # characters: no clause of terms has as many, and one page of them would push out all else
_ENTRY = 100  # characters that an entry counts for besides its own: what it takes up however short it is


class Memory(Generic[_Question, _Answer]):
    """A pure function that remembers its latest answers; for answers that nobody can change, and of which None is none.

    A monitor runs for months and reads hostile pages, so what is remembered is bounded by its size: the latest
    questions and, until those are as many, the ones before. Threads may ask at once: each step leaves both whole.
    """

    __slots__ = ("_answer", "_former", "_latest", "_length", "_size")

    def __init__(self, answer: Callable[[_Question], _Answer], length: Callable[[_Question], int]) -> None:
        self._answer, self._length = answer, length
        self._latest: dict[_Question, _Answer] = {}
        self._former: dict[_Question, _Answer] = {}
        self._size = 0

    def __call__(self, question: _Question) -> _Answer:
        """The answer, remembered or new."""
        found = self._latest.get(question)
        if found is None:
            found = self._former.get(question)
            found = self._answer(question) if found is None else found
            self._keep(question, found)
        return found

    def _keep(self, question: _Question, found: _Answer) -> None:
        length = self._length(question)
        if length > _LONGEST:
            return
        self._latest[question] = found
        self._size += _ENTRY + length
        if self._size > _MOST:
            self._former, self._latest, self._size = self._latest, {}, 0


def remembered(answer: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """A pure function of a text that remembers its latest answers (see `Memory`)."""
    return Memory(answer, len)

"""Answers remembered: nearly all clauses stand word for word in every version of their terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

_MOST = 500_000  # characters, the clauses of a dozen documents, in each of some twenty memories
_LONGEST = 20_000  # characters: no clause of terms has as many, and one page of them would push out all else
_ENTRY = 100  # characters that an entry counts for besides its own: what it takes up however short it is


class Memory(dict[_Question, _Answer]):
    """A pure function that remembers its latest answers; for answers that nobody can change, and of which None is none.

    A monitor runs for months and reads hostile pages, so what is remembered is bounded by its size: the latest
    questions and, until those are as many, the ones before. Threads may ask at once: each step leaves both whole.
    It is a dictionary so that a question asked before, two thousand of which a page has, costs a look into one.
    """

    __slots__ = ("_answer", "_former", "_length", "_size")

    def __init__(self, answer: Callable[[_Question], _Answer], length: Callable[[_Question], int]) -> None:
        super().__init__()
        self._answer, self._length = answer, length
        self._former: dict[_Question, _Answer] = {}
        self._size = 0

    __call__ = dict.__getitem__

    def __missing__(self, question: _Question) -> _Answer:
        """The answer to a question that was not asked lately."""
        found = self._former.get(question)
        found = self._answer(question) if found is None else found
        self._keep(question, found)
        return found

    def _keep(self, question: _Question, found: _Answer) -> None:
        length = self._length(question)
        if length > _LONGEST:
            return
        self[question] = found
        self._size += _ENTRY + length
        if self._size > _MOST:
            self._former, self._size = dict(self), 0
            self.clear()


def remembered(answer: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """A pure function of a text that remembers its latest answers (see `Memory`)."""
    return Memory(answer, len).__getitem__

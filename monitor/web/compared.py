"""Comparisons that were made anew for a page, kept for its other view, its downloads and whoever else looks at it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from monitor.model import Comparison

MOST = 4_000_000
"""Characters of changes that are kept at most, some 20 MB: a hundred comparisons of a third of a long document."""

_ENTRY = 2_000
"""Characters that one counts for besides those of its changes."""


class Compared:
    """Comparisons by what was compared; the one not asked for longest goes first. Threads may share it.

    Two who ask for the same at once wait for one and the same comparison.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._found: OrderedDict[Hashable, Future[Comparison]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._found)

    def of(self, question: Hashable, make: Callable[[], Comparison]) -> Comparison:
        """What was kept under a question, or is made now; where that fails, whoever waited for it fails alike."""
        mine: Future[Comparison] = Future()
        with self._lock:
            found = self._found.setdefault(question, mine)
            self._found.move_to_end(question)
        return self._made(question, mine, make) if found is mine else found.result()

    def _made(self, question: Hashable, mine: Future[Comparison], make: Callable[[], Comparison]) -> Comparison:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._found[question]
            mine.set_exception(error)
            raise
        with self._lock:
            mine.set_result(made)
            self._size += _size(made)
            self._make_room()
        return made

    def _make_room(self) -> None:
        """Let go of the oldest, but not of those that are still being made: somebody may wait for them."""
        ready = [(question, one) for question, one in self._found.items() if one.done()]
        for question, one in ready:
            if self._size <= self._most:
                return
            self._size -= _size(one.result())
            del self._found[question]


def _size(comparison: Comparison) -> int:
    return _ENTRY + sum(len(edit.text) for change in comparison.changes for edit in change.edits)

"""What was made of revisions for an answer, kept for the next one: a revision never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_Made = TypeVar("_Made")


class Kept(Generic[_Made]):
    """Things by what they were made of, of `most` in size together; what was not asked for longest goes first.

    Threads may share it: two who ask for the same at once wait until it is made, once.
    """

    def __init__(self, most: int, size: Callable[[_Made], int]) -> None:
        self._most, self._size_of = most, size
        self._size = 0
        self._found: OrderedDict[Hashable, Future[_Made]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._found)

    def of(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was kept under a key, or is made now; where that fails, whoever waited for it fails alike."""
        mine: Future[_Made] = Future()
        with self._lock:
            found = self._found.setdefault(key, mine)
            self._found.move_to_end(key)
        return self._made(key, mine, make) if found is mine else found.result()

    def _made(self, key: Hashable, mine: Future[_Made], make: Callable[[], _Made]) -> _Made:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._found[key]
            mine.set_exception(error)
            raise
        with self._lock:
            mine.set_result(made)
            self._size += self._size_of(made)
            self._make_room()
        return made

    def _make_room(self) -> None:
        """Let go of the oldest, but not of those that are still being made: somebody may wait for them."""
        while self._size > self._most:
            oldest = next(key for key, one in self._found.items() if one.done())
            self._size -= self._size_of(self._found.pop(oldest).result())

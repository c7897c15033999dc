"""What was made of revisions for an answer, kept for the next one: a revision never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST = 32_000_000
"""Bytes that are kept at most: the newest redlines of some hundred documents, beside the 100 MB of the process."""


class Kept:
    """Bytes by what they were made of; what was not asked for longest goes first. Threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._found: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._found)

    def of(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What was kept under a key, or is made now. Two who ask at once may both make it."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
                return found
        made = make()
        self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: bytes) -> None:
        with self._lock:
            self._size += len(made) - len(self._found.pop(key, b""))
            self._found[key] = made
            while self._size > self._most:
                _, gone = self._found.popitem(last=False)
                self._size -= len(gone)

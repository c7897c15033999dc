"""What was taken of a message of which the rest was not, so that the next try sends only the rest."""

from __future__ import annotations

import threading

KEPT = 1_000
"""Messages that are remembered: far more than are half taken at a time, and little memory."""


class Progress:
    """Which parts of a notice its receiver took, for as long as this object lives; safe to share between threads.

    A part is a word of the channel's own: an address that took the mail, the name of a posted
    message. Whoever starts anew has forgotten all, and the notice is sent whole again: a part
    told twice is better than one never told.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken: dict[tuple[str, str], tuple[str, ...]] = {}

    def taken(self, notice: str, address: str) -> tuple[str, ...]:
        """The parts that were taken, oldest first."""
        with self._guard:
            return self._taken.get((notice, address), ())

    def add(self, notice: str, address: str, *parts: str) -> None:
        """Remember parts as taken."""
        with self._guard:
            before = self._taken.pop((notice, address), ())
            self._taken[notice, address] = (*before, *parts)
            while len(self._taken) > KEPT:
                del self._taken[next(iter(self._taken))]

    def forget(self, notice: str, address: str) -> None:
        """All of it was taken, and is not sent again."""
        with self._guard:
            self._taken.pop((notice, address), None)

"""Telling what is owed while checks go on: whoever is watched by a slow server keeps nobody waiting."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.delivery import Delivered, Trouble


class Teller:
    """Delivers on a thread of its own whenever there is something new, and once more at the end."""

    def __init__(self, deliver: Callable[[], Delivered]) -> None:
        self._deliver = deliver
        self._news = threading.Event()
        self._ending = False
        self._troubles: list[Trouble] = []
        self._thread = threading.Thread(target=self._run, name="teller")

    def tell(self) -> None:
        """Something is owed; begin to deliver it."""
        if not self._thread.is_alive():
            self._thread.start()
        self._news.set()

    def end(self) -> Iterator[Trouble]:
        """Deliver what is still owed; every notice that was not taken."""
        if self._thread.is_alive():
            self._ending = True
            self._news.set()
            self._thread.join()
        yield from self._troubles
        yield from self._deliver().troubles

    def _run(self) -> None:
        while self._news.wait() and not self._ending:
            self._news.clear()
            with suppress(ClausewatchError):  # the last delivery tells it, if it lasts
                self._troubles += self._deliver().troubles

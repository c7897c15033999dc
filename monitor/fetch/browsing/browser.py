"""The browser of a fetcher, as long as no page needs one: nothing is started and nothing imported."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.fetch.browsing.running import Running
    from monitor.fetch.browsing.visit import Rendered, Visit


class Browser:
    """Renders pages; safe to share between threads.

    After `close` every page waiting or under way raises `concurrent.futures.CancelledError`.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: Running | None = None
        self._closed = False

    def render(self, visit: Visit) -> Rendered:
        """The page once its scripts are done with it; raises `ExchangeError`."""
        with self._guard:
            if self._closed:
                raise CancelledError
            if self._running is None:
                from monitor.fetch.browsing.running import Running  # noqa: PLC0415 - asyncio takes 40 ms to import

                self._running = Running()
        return self._running.render(visit)

    def close(self) -> None:
        """End what is under way, and the browser with all it left on the disk."""
        with self._guard:
            self._closed = True
        if self._running:
            self._running.close()

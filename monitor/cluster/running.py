"""What schedulers and workers have in common: threads beside the one of the loop, and how they bear an outage."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from procrastinate.exceptions import ConnectorException

from monitor.cluster.database import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG = logging.getLogger("clausewatch")

Result = TypeVar("Result")

OUTAGES = (psycopg.Error, ConnectorException, OSError)
"""What is raised while the database is away."""


def hush() -> None:
    """Keep the libraries from logging what is said here in fewer words: of each job, and of each try to connect."""
    for name in ("procrastinate", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Outage:
    """Says once that the database cannot be used, and once that it can be again; how long to wait meanwhile."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._tries = 0

    def began(self, error: BaseException) -> float:
        """The database did not answer: the seconds to wait before the next try, longer each time."""
        if not self._tries:
            _LOG.warning("the database cannot be reached, going on as soon as it can: %s", one_line(error))
        self._tries += 1
        return min(self._longest, 0.1 * 2.0 ** min(self._tries, 10))

    def is_over(self) -> None:
        """The database answered."""
        if self._tries:
            _LOG.info("the database answers again")
        self._tries = 0


class Threads:
    """Threads for what waits for the archive or for a server; used by one loop."""

    def __init__(self, most: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)
        self._in_hand: set[asyncio.Future[Any]] = set()

    async def do(self, what: Callable[[], Result]) -> Result:
        """Do something in a thread; who is cancelled meanwhile waits no longer, while the thread goes on."""
        done = asyncio.get_running_loop().run_in_executor(self._pool, what)
        self._in_hand.add(done)
        done.add_done_callback(self._forget)
        return await asyncio.shield(done)

    async def end(self, patience: float) -> bool:
        """Begin nothing more, and wait for what is in hand, at most so many seconds; whether all ended."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._in_hand:
            await asyncio.wait(set(self._in_hand), timeout=patience)
        return not self._in_hand

    def _forget(self, done: asyncio.Future[Any]) -> None:
        self._in_hand.discard(done)
        if not done.cancelled():
            done.exception()  # who waited for it may have gone, and then nobody asked

"""What the robots.txt of each site says: remembered for a day, so that not every run asks again."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.archive.rows import time_in
from monitor.errors import ArchiveError
from monitor.model import RobotsTxt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.archive.sql import Connections

AT_ONCE = 32
"""Sites written in one transaction. Each transaction waits for the disk, and what is lost is only asked once more."""

USELESS_AFTER = timedelta(days=31)  # a day of its own, and 30 for which it may stand in for one that cannot be had


class RobotsTable:
    """robots.txt files in the archive, and those on their way there; safe to share between threads."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._pending: dict[str, RobotsTxt] = {}

    def get(self, site: str) -> RobotsTxt | None:
        """What is known of a site's robots.txt; raises `ArchiveError`."""
        with self._lock:
            if site in self._pending:
                return self._pending[site]
        with self._connections.reading() as conn:
            row = conn.execute("SELECT text, at FROM robots WHERE site = ?", (site,)).fetchone()
        return RobotsTxt(site, row["text"], datetime.fromisoformat(row["at"])) if row else None

    def put(self, robots: RobotsTxt) -> None:
        """Remember it, with the next ones."""
        with self._lock:
            self._pending[robots.site] = robots
            full = self._taken() if len(self._pending) >= AT_ONCE else ()
        self._write(full)

    def flush(self) -> None:
        """Write what is still on its way, and forget what has become useless."""
        with self._lock:
            last = self._taken()
        self._write(last, prune=True)

    def _taken(self) -> Sequence[RobotsTxt]:
        taken, self._pending = tuple(self._pending.values()), {}
        return taken

    def _write(self, several: Sequence[RobotsTxt], *, prune: bool = False) -> None:
        """An archive that is busy, full or not ours to write is no reason to fail: the site is asked again."""
        if not several:
            return
        with suppress(ArchiveError), self._connections.writing() as conn:
            conn.executemany(
                "INSERT INTO robots (site, text, at) VALUES (?, ?, ?)"
                " ON CONFLICT (site) DO UPDATE SET text = excluded.text, at = excluded.at",
                [(robots.site, robots.text, time_in(robots.at)) for robots in several],
            )
            if prune:
                horizon = max(robots.at for robots in several) - USELESS_AFTER
                conn.execute("DELETE FROM robots WHERE at < ?", (time_in(horizon),))

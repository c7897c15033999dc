"""How the whole watch stands, counted over all documents every few seconds."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.catalogue import behind
from monitor.errors import ArchiveError
from monitor.reports import read_in_a_day, sources_status

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import datetime

    from monitor.archive import Library
    from monitor.model import Source, SourceState, SourceStatus


MOST_PARTS = 80
"""Parts of pages that are kept while a board is: all pages that two thousand documents have, and some filtered."""

OLDEST = 10
"""Times `keep_for`: who looks at a board that is older waits for a new one."""


@dataclass(frozen=True, slots=True)
class Board:
    """How every document stands, with what waits for people and for messages to leave.

    `states` counts the documents in each state; `behind` are those whose last revisions the catalogue does not have.
    """

    rows: tuple[SourceStatus, ...]
    states: Mapping[SourceState, int]
    titles: Mapping[str, str]
    unreviewed: Mapping[str, int]
    owed: int
    parked: int
    read: float
    behind: frozenset[str]
    parts: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """Parts of pages that were made of it, to be shown again as long as it is."""

    def late(self, provider: str = "") -> int:
        """How many documents of a provider, or of all, the catalogue is behind with."""
        return sum(not provider or name.startswith(f"{provider}/") for name in self.behind)


class Boards:
    """Gives the board. One that is older than `keep_for` seconds is made anew beside those who look at it meanwhile."""

    def __init__(self, archive: Library, sources: Sequence[Source], keep_for: float) -> None:
        self._archive = archive
        self._sources = sources
        self._keep_for = keep_for
        self._making = threading.Lock()
        self._made: tuple[float, Board] | None = None

    def get(self, now: Callable[[], datetime]) -> Board:
        """The board. Raises `ArchiveError`."""
        made = self._made
        age = time.monotonic() - made[0] if made else float("inf")
        if made is None or age > OLDEST * self._keep_for:
            return self._renewed(now)
        if age > self._keep_for and self._making.acquire(blocking=False):
            threading.Thread(target=self._renew_beside, args=(now,), name="board", daemon=True).start()
        return made[1]

    def _renewed(self, now: Callable[[], datetime]) -> Board:
        asked = time.monotonic()
        with self._making:
            if self._made is None or self._made[0] < asked:  # else somebody made one while this one waited
                self._made = (time.monotonic(), _board(self._archive, self._sources, now()))
            return self._made[1]

    def _renew_beside(self, now: Callable[[], datetime]) -> None:
        try:
            with suppress(ArchiveError):  # whoever looks once it is too old is told
                self._made = (time.monotonic(), _board(self._archive, self._sources, now()))
        finally:
            self._making.release()


def _board(archive: Library, sources: Sequence[Source], now: datetime) -> Board:
    rows = sources_status(archive.standings(), sources, now)
    names = {source.id for source in sources}
    printed = archive.titles()
    titles = {one.id: one.title or printed.get(one.id, "") for one in sources}
    return Board(
        rows,
        Counter(row.state for row in rows),
        titles,
        {source: count for source, count in archive.unreviewed_counts().items() if source in names},
        owed=archive.owed_count(),
        parked=sum(one.notices for one in archive.backlog().given_up),
        read=read_in_a_day(rows, now),
        behind=frozenset(one.source for one in behind(archive, sources)),
    )

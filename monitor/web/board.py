"""How the whole watch stands, counted over all documents at most every other second."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from monitor.catalogue import MAKER, catch_up
from monitor.errors import ArchiveError
from monitor.reports import read_in_a_day, sources_status

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import datetime

    from markupsafe import Markup

    from monitor.archive import Library
    from monitor.model import Source, SourceState, SourceStatus


CAUGHT_UP = 8
"""Steps of catching up with the catalogue that who looks waits for: some four documents, a tenth of a second each.

Where more is new the server's own thread goes on with it, and the page says so.
"""


@dataclass(frozen=True, slots=True)
class Board:
    """How every document stands, with what waits for people and for messages to leave.

    `behind` counts the documents whose last revisions the catalogue does not have yet.
    """

    rows: tuple[SourceStatus, ...]
    titles: Mapping[str, str]
    unreviewed: Mapping[str, int]
    owed: int
    parked: int
    read: float
    behind: int
    parts: dict[Hashable, Markup] = field(default_factory=dict, repr=False, compare=False)
    """Parts of pages that were made of it, to be shown again as long as it is."""

    @property
    def states(self) -> Mapping[SourceState, int]:
        """How many documents are in each state."""
        return Counter(row.state for row in self.rows)


class Boards:
    """Gives the board; one that is younger than `keep_for` seconds is given again."""

    def __init__(self, archive: Library, sources: Sequence[Source], keep_for: float) -> None:
        self._archive = archive
        self._sources = sources
        self._keep_for = keep_for
        self._making = threading.Lock()
        self._made: tuple[float, Board] | None = None

    def get(self, now: Callable[[], datetime]) -> Board:
        """The board; while somebody else makes a new one, the one there is."""
        made = self._made
        if made and time.monotonic() - made[0] < self._keep_for:
            return made[1]
        if not self._making.acquire(blocking=made is None or not self._keep_for):
            return made[1] if made else self.get(now)
        try:
            board = _board(self._archive, self._sources, now())
            self._made = (time.monotonic(), board)
            return board
        finally:
            self._making.release()


def _board(archive: Library, sources: Sequence[Source], now: datetime) -> Board:
    steps = count()
    with suppress(ArchiveError):  # what is behind is said; it is no reason not to show the rest
        catch_up(archive, sources, lambda: next(steps) >= CAUGHT_UP)
    rows = sources_status(archive.standings(), sources, now)
    names = {source.id for source in sources}
    profiles = archive.profiles()
    titles = {one.id: one.title or (profiles[one.id].title if one.id in profiles else "") for one in sources}
    return Board(
        rows,
        titles,
        {source: count for source, count in archive.unreviewed_counts().items() if source in names},
        owed=archive.owed_count(),
        parked=sum(one.notices for one in archive.backlog().given_up),
        read=read_in_a_day(rows, now),
        behind=len(archive.uncatalogued(MAKER)),
    )

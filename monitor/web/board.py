"""How the whole watch stands, counted over all documents at most every other second."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from monitor.catalogue import behind, catch_up
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


OLDEST = 10
"""Times `keep_for`: who looks at a board that is older waits for a new one."""


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
        behind=len(behind(archive, sources)),
    )

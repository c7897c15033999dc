"""A room with histories and archives, and all that an import leaves behind, as values to compare."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.archive import Imported, open_archive
from monitor.history import commits, documents_of, import_plan, open_repository, plan_of
from monitor.wire import revision_json
from tests.history.made import repository

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.model import Standing
    from monitor.wire import Json
    from tests.history.made import Save


@dataclass(frozen=True, slots=True)
class Left:
    """What an archive holds: the rows that are printed, every check, the revisions, and how the sources stand."""

    rows: Sequence[Imported]
    checks: Sequence[tuple[object, ...]]
    revisions: Sequence[Json]
    standings: Sequence[Standing]
    memories: Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Room:
    """A folder for repositories and archives."""

    folder: Path

    def history(self, *saves: Save, name: str = "history") -> Path:
        """A repository with these commits."""
        return repository(self.folder / name, saves)

    def take(self, history: Path, *globs: str, archive: str = "archive", most: int = 1) -> list[Imported]:
        """Import a history, and give the rows that are printed."""
        found = open_repository(history)
        with open_archive(self.path(archive)) as opened:
            import_plan(plan_of(documents_of(commits(found), globs), opened), found, opened, most=most)
            return list(opened.imported())

    def path(self, archive: str = "archive") -> Path:
        """Where an archive lies."""
        return self.folder / f"{archive}.db"

    def left(self, archive: str = "archive") -> Left:
        """All that an archive holds."""
        with open_archive(self.path(archive)) as opened:
            return Left(
                list(opened.imported()),
                self.rows("SELECT source, at, outcome, revision, page, held FROM checks ORDER BY source, id", archive),
                [revision_json(revision) for revision in opened.all_revisions()],
                sorted(opened.standings().values(), key=lambda standing: standing.source),
                self.rows("SELECT source, memory FROM memories ORDER BY source", archive),
            )

    def rows(self, query: str, archive: str = "archive") -> list[tuple[object, ...]]:
        """What the archive's file answers."""
        with closing(sqlite3.connect(self.path(archive))) as conn:
            return conn.execute(query).fetchall()

    def write(self, statement: str, archive: str = "archive") -> None:
        """Change the archive's file behind its back."""
        with closing(sqlite3.connect(self.path(archive))) as conn, conn:
            conn.execute(statement)


def when(seconds: int) -> datetime:
    """A commit's time."""
    return datetime.fromtimestamp(seconds, UTC)


def outcomes(rows: Sequence[Imported]) -> list[tuple[str, bool]]:
    """What was found of each version, and whether it is told."""
    return [(row.outcome, row.alert) for row in rows]

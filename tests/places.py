"""Where an archive is kept, of either kind: a file of SQLite's, or the URL of a database of PostgreSQL's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from monitor.archive import open_archive
from monitor.archive.stored import TODAYS_READER

if TYPE_CHECKING:
    import pytest

    from monitor.archive import Reader, SqliteArchive
    from monitor.archive.postgres import PostgresArchive

Place: TypeAlias = Path | str
Stored: TypeAlias = "SqliteArchive | PostgresArchive"

KINDS = ("sqlite", "postgres")


def place_of(request: pytest.FixtureRequest) -> Place:
    """A place of the kind that is the fixture's parameter; nobody has recorded anything there."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_archive"))
    return Path(request.getfixturevalue("tmp_path"), "archive.db")


def open_at(place: Place, *, reader: Reader = TODAYS_READER) -> Stored:
    """Open the archive at a place."""
    if isinstance(place, Path):
        return open_archive(place, reader=reader)
    from monitor.archive.postgres import open_postgres  # noqa: PLC0415 - tests of SQLite need nothing of it

    return open_postgres(place, reader=reader)

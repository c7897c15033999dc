"""The two ends of a copy: archives of either kind, opened for what only a copy does to them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from monitor.archive import integrity
from monitor.archive.sqlite import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from monitor.archive.connections import Connections as SqliteConnections
    from monitor.archive.damage import Damage
    from monitor.archive.postgres.connections import PostgresConnections
    from monitor.archive.sql import Connection

_PATIENT = "SET LOCAL idle_in_transaction_session_timeout = 0"  # a large file is looked over for minutes
_NUMBERED = (("bodies", "rowid"), ("checks", "id"), ("readings", "id"), ("notices", "rowid"))


class End(Protocol):
    """An archive that is copied, or copied to."""

    @property
    def name(self) -> str:
        """What people call it; no password stands in it."""
        ...

    @property
    def is_file(self) -> bool:
        """Whether it is a file, which is looked over row by row, while a driver gives out all rows at once."""
        ...

    def viewing(self) -> AbstractContextManager[Connection]:
        """A connection that sees the archive as it is at one moment, whoever writes meanwhile."""
        ...

    def filling(self) -> AbstractContextManager[Connection]:
        """A transaction in which all is written; whatever is raised inside undoes all of it."""
        ...

    def filled(self, conn: Connection) -> None:
        """Have what is recorded next follow what was written; the caller holds the transaction."""
        ...

    def damages(self, conn: Connection) -> Iterator[Damage]:
        """All that is wrong with it, as a connection of `viewing` or `filling` sees it."""
        ...


@contextmanager
def end_at(place: Path | str, *, create: bool) -> Iterator[End]:
    """The archive at a place, made where `create` allows. Raises `ArchiveError` as those who open archives do."""
    if isinstance(place, Path):
        with open_archive(place, create=create) as in_file:
            yield SqliteEnd(str(place), in_file.connections)
        return
    from monitor.archive.postgres import open_postgres  # noqa: PLC0415 - no driver is loaded for a file

    with open_postgres(place, create=create) as in_database:
        yield PostgresEnd(in_database.connections.place, in_database.connections)


@dataclass(frozen=True, slots=True)
class SqliteEnd:
    """An archive in a file."""

    name: str
    connections: SqliteConnections
    is_file: bool = True

    @contextmanager
    def viewing(self) -> Iterator[Connection]:
        """A transaction that reads, and is undone in the end."""
        with self.connections.reading() as conn:
            conn.execute("BEGIN")
            try:
                yield conn
            finally:
                conn.execute("ROLLBACK")

    def filling(self) -> AbstractContextManager[Connection]:
        """A transaction that writes."""
        return self.connections.writing()

    def filled(self, conn: Connection) -> None:
        """Nothing: SQLite counts on from what is there."""

    def damages(self, conn: Connection) -> Iterator[Damage]:  # noqa: ARG002 - it is the one that this thread has
        """Also what SQLite finds."""
        return integrity.damages(self.connections.get())


@dataclass(frozen=True, slots=True)
class PostgresEnd:
    """An archive in a PostgreSQL database."""

    name: str
    connections: PostgresConnections
    is_file: bool = False

    def viewing(self) -> AbstractContextManager[Connection]:
        """A transaction that reads."""
        return self.connections.looking()

    @contextmanager
    def filling(self) -> Iterator[Connection]:
        """A transaction that writes, and that may be silent while the other end is looked over."""
        with self.connections.writing() as conn:
            conn.execute(_PATIENT)
            yield conn

    def filled(self, conn: Connection) -> None:
        """Numbers that the database gives out go on behind those that were given."""
        for table, column in _NUMBERED:
            conn.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"  # noqa: S608 - own words
            )

    def damages(self, conn: Connection) -> Iterator[Damage]:
        """What was recorded; after its own files PostgreSQL looks itself."""
        return integrity.damaged_rows(conn)

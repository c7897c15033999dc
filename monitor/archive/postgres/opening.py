"""Opening an archive in PostgreSQL, and making its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.archive.postgres.connections import NO_ARCHIVE, PostgresConnections
from monitor.archive.postgres.searches import TextSearch
from monitor.archive.postgres.tables import VERSION, statements
from monitor.archive.stored import TODAYS_READER, StoredArchive
from monitor.errors import ArchiveMissing, ArchiveTooNew

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.archive.pages import Reader
    from monitor.archive.sql import Connection

PATIENCE = 10.0
"""Seconds to wait for a connection, and for another writer."""


class PostgresArchive(StoredArchive):
    """A `Library` in a PostgreSQL database."""

    _index = TextSearch()
    _unlocked = " FOR UPDATE SKIP LOCKED"

    def __init__(self, connections: PostgresConnections, reader: Reader, snapshots: Path | None = None) -> None:
        super().__init__(connections, reader, snapshots)
        self.connections = connections
        """The connections, for tools that look deeper than `Library` does."""


def open_postgres(
    url: str,
    *,
    reader: Reader = TODAYS_READER,
    snapshots: Path | None = None,
    patience: float = PATIENCE,
    create: bool = False,
) -> PostgresArchive:
    """Open the archive in the database at `url`, making its tables first where `create` says so.

    Raises `ArchiveMissing`, `ArchiveTooNew`, `ArchiveLocked`, `ArchiveFull` or `ArchiveError`.
    """
    if create:
        initialise(url, patience=patience)
    connections = PostgresConnections(url, patience)
    try:
        _refuse_others(connections)
    except BaseException:
        connections.close()
        raise
    return PostgresArchive(connections, reader, snapshots)


def initialise(url: str, *, patience: float = PATIENCE) -> bool:
    """Make the archive's tables in the database at `url`; whether there were none. Raises as `open_postgres`."""
    connections = PostgresConnections(url, patience)
    try:
        with connections.writing() as conn:
            if found := _version(conn):
                if found > VERSION:
                    raise ArchiveTooNew(connections.place)
                return False
            for statement in statements():
                conn.execute(statement)
            conn.execute("INSERT INTO clausewatch (version) VALUES (?)", (VERSION,))
    finally:
        connections.close()
    return True


def _refuse_others(connections: PostgresConnections) -> None:
    """Raise where there is no archive, or one of another release."""
    with connections.reading() as conn:
        found = _version(conn)
    if found < VERSION:
        raise ArchiveMissing(connections.place, NO_ARCHIVE)
    if found > VERSION:
        raise ArchiveTooNew(connections.place)


def _version(conn: Connection) -> int:
    """The version of the tables, 0 where there are none."""
    if conn.execute("SELECT to_regclass('clausewatch') AS there").fetchone()["there"] is None:
        return 0
    return int(conn.execute("SELECT version FROM clausewatch").fetchone()["version"])

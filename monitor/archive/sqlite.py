"""The archive as one SQLite file: what most installations use."""

from __future__ import annotations

import os
import secrets
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from monitor.archive.connections import Connections, connect, named_errors
from monitor.archive.opening import is_there, left_open, look_over, tighten
from monitor.archive.schema import is_current
from monitor.archive.searches import Fts5
from monitor.archive.stored import TODAYS_READER, StoredArchive
from monitor.errors import ArchiveError, ArchiveMissing

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from monitor.archive.pages import Reader

PATIENCE = 10.0
"""Seconds to wait for another writer. Recording a check takes some 20 ms, so a hundred in a row fit."""


def open_archive(
    path: Path,
    *,
    snapshots: Path | None = None,
    create: bool = True,
    reader: Reader = TODAYS_READER,
    patience: float = PATIENCE,
) -> SqliteArchive:
    """Open the archive file at `path`, making it and its folders where `create` allows.

    `snapshots` is the folder that gets the latest text of each document, if any;
    `patience` is how many seconds to wait for another process's write. Where the one
    before was killed, the file is looked over first. Raises
    `ArchiveMissing`, `ArchiveTooNew`, `ArchiveDamaged`, `ArchiveLocked` or `ArchiveError`.
    """
    path = path.absolute()
    if not is_there(path):
        if not create:
            raise ArchiveMissing(str(path))
        _create(path)
    tighten(path)
    in_disorder = left_open(path)
    with named_errors(path), closing(connect(path, patience)) as conn:
        if in_disorder:
            look_over(conn, path)
        _bring_up_to_date(conn, path)
    return SqliteArchive(Connections(path, patience), reader, snapshots)


def _bring_up_to_date(conn: sqlite3.Connection, path: Path) -> None:
    if is_current(conn):
        return
    from monitor.archive.migrations import migrate  # noqa: PLC0415 - slow to import, and hardly ever needed

    migrate(conn, path)


def _create(path: Path) -> None:
    """Make a whole archive beside its place and link it in, so that nobody ever opens half of one."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _link_in(fresh, path)
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be made ({error.strerror}); check its folder") from error


def _link_in(fresh: Path, path: Path) -> None:
    try:
        with named_errors(path), closing(connect(fresh, PATIENCE)) as conn:
            _bring_up_to_date(conn, fresh)
        with suppress(FileExistsError):  # another process was first: its archive is as good
            path.hardlink_to(fresh)
    finally:
        fresh.unlink()


class SqliteArchive(StoredArchive):
    """A `Library` in one SQLite file."""

    _index = Fts5()

    def __init__(self, connections: Connections, reader: Reader, snapshots: Path | None = None) -> None:
        super().__init__(connections, reader, snapshots)
        self.connections = connections
        """The connections, for tools that look deeper than `Library` does: copies, integrity, searches."""

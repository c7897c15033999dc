"""A copy of an archive as it is at one moment, made while others go on writing."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from monitor.archive.connections import PRIMARY_CODE
from monitor.archive.opening import looking
from monitor.errors import ArchiveDamaged, ArchiveError, ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIDES = ("-journal", "-wal", "-shm")
_OF_THE_COPY = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})


def back_up(archive: Path, file: Path) -> int:
    """Copy an archive to a file that only its owner may read, whole or not at all; how many bytes that are.

    An archive that is there already is replaced in one step; anything else is left
    alone. Raises `ArchiveError`: `ArchiveFull` where the copy finds no room.
    """
    _refuse_to_replace(archive, file)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with looking(archive) as conn, _named_copy(file):
            _make(fresh)
            _copy(conn, fresh)
            _check(fresh, archive)
            size = _settle(fresh, file)
    finally:
        for side in ("", *_SIDES):
            with suppress(OSError):
                fresh.with_name(fresh.name + side).unlink()
    return size


def _refuse_to_replace(archive: Path, file: Path) -> None:
    with _named_copy(file):
        if not file.parent.is_dir():
            raise ArchiveError(str(file), "its folder is not there; make it, or give another file")
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size:
            raise ArchiveError(str(file), f"is in use, or {log.name} was left beside it; give another file")
        if not file.exists():
            return
        if file.samefile(archive):
            raise ArchiveError(str(file), "is the archive itself; give another file")
    if not _is_archive(file):
        raise ArchiveError(str(file), "is there already and is no clausewatch archive; give another file")


def _is_archive(file: Path) -> bool:
    try:
        with closing(_unshared(file)) as conn:
            query = "SELECT 1 FROM _sqlite_migrations WHERE migration_set = 'clausewatch'"
            return conn.execute(query).fetchone() is not None
    except sqlite3.Error:
        return False


def _make(fresh: Path) -> None:
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _copy(conn: sqlite3.Connection, fresh: Path) -> None:
    """All pages in one step: in several, each write of another process would make SQLite begin anew."""
    with closing(sqlite3.connect(f"{fresh.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # it is brought to the disk once, when it is whole
        copy.execute("PRAGMA journal_mode = OFF")
        conn.backup(copy)


def _check(fresh: Path, archive: Path) -> None:
    with closing(_unshared(fresh)) as conn:
        said = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    if said != "ok":
        what = "is damaged, so that its copy was not kept; `clausewatch verify` says what is wrong"
        raise ArchiveDamaged(str(archive), what)


def _settle(fresh: Path, file: Path) -> int:
    """Bring the copy to the disk, and then under its name."""
    _sync(fresh)
    size = fresh.stat().st_size
    fresh.replace(file)
    _sync(file.parent)
    return size


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unshared(file: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes; it makes no files beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


@contextmanager
def _named_copy(file: Path) -> Iterator[None]:
    """Turn what goes wrong with the copy into errors that name it; what is wrong with the archive passes."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(str(file), f"cannot be written ({error.strerror}); check its folder and its disk") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY_CODE
        if code == sqlite3.SQLITE_FULL:
            message = "no room is left for the copy; make room, or give a file on another disk: nothing was changed"
            raise ArchiveFull(str(file), message) from error
        if code in _OF_THE_COPY:
            raise ArchiveError(str(file), f"cannot be written ({error}); check its folder and its disk") from error
        raise

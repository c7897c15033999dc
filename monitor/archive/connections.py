"""Connections to one SQLite file: one for each thread at work, transactions that lock at once, errors with a name."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from monitor.errors import ArchiveDamaged, ArchiveError, ArchiveFull, ArchiveLocked, ArchiveMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # a notice is sent after its record is committed: a power cut must not take back what was already told
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -512",  # KiB: a check asks for a few rows
)
_SAFE = "nothing was changed"
_MESSAGES = {
    sqlite3.SQLITE_READONLY: "may not be written; check who owns it, its folder and its disk",
    sqlite3.SQLITE_IOERR: f"its disk is full or fails; look after it: {_SAFE}",
}
PRIMARY_CODE = 0xFF  # the low byte of an extended result code (sqlite.org/rescode.html)


class Connections:
    """The open connections to one archive file; `patience` is how many seconds to wait for another writer.

    A thread has one to itself while it works. The one that was put back last is given out
    first: what a connection has read it must read anew once another one wrote.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self._patience = patience
        self._changed = threading.Condition()
        self._free: list[sqlite3.Connection] = []
        self._in_hand = 0
        self._mine = threading.local()
        self._closed = False

    def get(self) -> sqlite3.Connection:
        """The connection that this thread would work with now, outside any transaction."""
        with self._in_use() as conn:
            return conn

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for statements that only read."""
        with self._in_use() as conn, named_errors(self.path):
            yield conn

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from its start; whatever is raised inside undoes all of it."""
        with self._in_use() as conn, named_errors(self.path):
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise

    changing = writing  # SQLite lets one write at a time

    def close(self) -> None:
        """Close every connection once what it is used for is done; SQLite crashes if closed in use."""
        with self._changed:
            self._closed = True
            while self._in_hand:
                self._changed.wait()
            for conn in self._free:
                conn.close()
            self._free.clear()

    @contextmanager
    def _in_use(self) -> Iterator[sqlite3.Connection]:
        """A connection for this thread alone; inside it, the same one again."""
        held: sqlite3.Connection | None = getattr(self._mine, "conn", None)
        if held is not None:
            yield held
            return
        self._mine.conn = conn = self._taken()
        try:
            yield conn
        finally:
            self._mine.conn = None
            self._put_back(conn)

    def _taken(self) -> sqlite3.Connection:
        with self._changed:
            if self._closed:
                raise ArchiveError(str(self.path), "was closed; open it again")
            self._in_hand += 1
            if self._free:
                return self._free.pop()
        try:
            with named_errors(self.path):
                return connect(self.path, self._patience)
        except BaseException:
            self._put_back(None)
            raise

    def _put_back(self, conn: sqlite3.Connection | None) -> None:
        with self._changed:
            self._in_hand -= 1
            if conn is not None:
                self._free.append(conn)
            self._changed.notify_all()


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open an existing file with the settings every connection needs; never makes one."""
    conn = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,  # each serves one thread at a time
    )
    conn.row_factory = sqlite3.Row
    try:
        for pragma in _PRAGMAS:
            conn.execute(pragma)
    except BaseException:
        conn.close()
        raise
    return conn


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the archive's errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _named(path, error) from error
    except UnicodeDecodeError as error:  # a text in the file, or in what SQLite says of it, is none any more
        raise ArchiveDamaged(str(path)) from error


def _named(path: Path, error: sqlite3.Error) -> ArchiveError:
    subject = str(path)
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = extended & PRIMARY_CODE
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return ArchiveLocked(subject)
    if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the log
        return ArchiveFull(subject)
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return ArchiveDamaged(subject)
    if code == sqlite3.SQLITE_CANTOPEN:
        return _cannot_open(path)
    return ArchiveError(subject, _MESSAGES.get(code, f"the archive could not do what was asked ({error}); {_SAFE}"))


def _cannot_open(path: Path) -> ArchiveError:
    with suppress(OSError):  # its folder may not be entered
        if not path.exists():
            return ArchiveMissing(str(path))
    return ArchiveError(str(path), "cannot be opened; check that it is a file and may be read and written")

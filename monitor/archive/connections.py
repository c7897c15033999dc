"""Connections to one SQLite file: one a thread, transactions that begin with the write lock, errors with a name."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
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
    "PRAGMA cache_size = -512",  # KiB: every thread has a connection, and asks for a few rows at a time
)
_PRIMARY_CODE = 0xFF  # the low byte of an extended result code (sqlite.org/rescode.html)


class Connections:
    """The open connections to one archive file; `patience` is how many seconds to wait for another writer."""

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self._patience = patience
        self._lock = threading.Lock()
        self._by_thread: dict[threading.Thread, sqlite3.Connection] = {}
        self._using: dict[threading.Thread, threading.RLock] = {}
        self._closed = False

    def get(self) -> sqlite3.Connection:
        """This thread's connection, opened at first need, outside any transaction."""
        thread = threading.current_thread()
        with self._lock, named_errors(self.path):
            if self._closed:
                raise ArchiveError(str(self.path), "was closed; open it again")
            if thread not in self._by_thread:
                self._close_ended()
                self._by_thread[thread] = connect(self.path, self._patience)
            return self._by_thread[thread]

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

    def close(self) -> None:
        """Close every thread's connection once what it has in hand is done; SQLite crashes if closed in use."""
        with self._lock:
            self._closed = True
            opened = list(self._by_thread.items())
            self._by_thread.clear()
        for thread, conn in opened:
            with self._using.setdefault(thread, threading.RLock()):
                conn.close()
        self._using.clear()

    @contextmanager
    def _in_use(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, which `close` does not close meanwhile."""
        with self._using.setdefault(threading.current_thread(), threading.RLock()):
            yield self.get()

    def _close_ended(self) -> None:
        """Close what ended threads left open: a daemon may start a new pool every round."""
        for thread in [thread for thread in self._by_thread if not thread.is_alive()]:
            self._by_thread.pop(thread).close()
            self._using.pop(thread, None)


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open an existing file with the settings every connection needs; never makes one."""
    conn = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,  # each serves one thread, but `close` may come from another
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


def _named(path: Path, error: sqlite3.Error) -> ArchiveError:
    subject = str(path)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return ArchiveLocked(subject)
    if code == sqlite3.SQLITE_FULL:
        return ArchiveFull(subject)
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return ArchiveDamaged(subject)
    if code == sqlite3.SQLITE_READONLY:
        return ArchiveError(subject, "may not be written; check who owns it, its folder and its disk")
    if code == sqlite3.SQLITE_CANTOPEN:
        return _cannot_open(path)
    return ArchiveError(subject, f"the archive could not do what was asked ({error}); nothing was changed")


def _cannot_open(path: Path) -> ArchiveError:
    if not path.exists():
        return ArchiveMissing(str(path))
    return ArchiveError(str(path), "cannot be opened; check that it is a file and may be read and written")

"""What is looked after when an archive is opened: who may read it, and whether it was left in good order."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.archive.connections import PRIMARY_CODE, connect, named_errors
from monitor.errors import ArchiveDamaged, ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE = ("", "-wal", "-shm", ".lock")
"""What an archive's name goes on with: the file, SQLite's log and its index, the lock of the daemon."""

_OTHERS = 0o077
_OWNER_ONLY = 0o600
_PATIENCE = 10.0  # seconds; those that only read wait for nobody but one who brings the tables up to date
_ADVICE = "restore a backup; `clausewatch verify` says what is wrong"


def is_there(path: Path) -> bool:
    """Whether there is a file of this name. Raises `ArchiveError` where its folder may not be entered."""
    try:
        return path.exists()
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be looked at ({error.strerror}); check its folder") from error


def tighten(path: Path) -> None:
    """Take from everybody but the owner what an archive was once made readable for; of files that are ours."""
    place = os.path.realpath(path)
    for name in BESIDE:
        with suppress(OSError):  # it is not there, or its disk is read-only
            state = os.stat(place + name)  # noqa: PTH116 - at every start, and a tenth of a Path's cost
            if state.st_mode & _OTHERS and state.st_uid == os.geteuid():
                os.chmod(place + name, _OWNER_ONLY)  # noqa: PTH101 - the same


def left_open(path: Path) -> bool:
    """Whether whoever had the archive open last was killed: then the log is left behind, with something in it.

    While another process has the archive open the log is there as well; of a daemon its
    lock tells. Beside a command that runs just now an archive is looked at for nothing.
    """
    place = os.path.realpath(path)
    try:
        if not os.stat(f"{place}-wal").st_size:  # noqa: PTH116 - at every start, and a tenth of a Path's cost
            return False
    except OSError:
        return False
    return not _daemon_elsewhere(f"{place}.lock")


def look_over(conn: sqlite3.Connection, path: Path) -> None:
    """Raise `ArchiveDamaged` where SQLite finds that pages of the file are not as they must be."""
    try:
        said = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & PRIMARY_CODE not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise
        said = str(error)
    if said != "ok":
        first = said.splitlines()[-1]
        raise ArchiveDamaged(str(path), f"was not closed in good order and is damaged now ({first}); {_ADVICE}")


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees the archive as it is at this moment, whoever writes meanwhile, and never writes itself.

    Text that is no UTF-8 any more comes with lone surrogates in the place of its bytes.
    Works on read-only files, folders and disks too. Raises `ArchiveError`.
    """
    with named_errors(path), closing(_connected(path)) as conn:
        conn.text_factory = _lenient
        conn.execute("BEGIN")
        conn.execute("SELECT 1 FROM sqlite_master").fetchone()  # what is seen is settled by the first statement
        yield conn


def _connected(path: Path) -> sqlite3.Connection:
    """Connect as for writing, which lets SQLite tidy up at the end; where that is not allowed, as may be."""
    try:
        return _tried(connect(path, _PATIENCE))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY_CODE not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        return _read_only(path)


def _tried(conn: sqlite3.Connection) -> sqlite3.Connection:
    try:
        conn.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        conn.close()
        raise
    return conn


def _read_only(path: Path) -> sqlite3.Connection:
    """Where nothing may be made beside the file its log cannot be read; without a log there is nothing to miss."""
    log = Path(f"{os.path.realpath(path)}-wal")
    if is_there(log) and log.stat().st_size:
        raise ArchiveError(
            str(path), f"may not be written, and what {log.name} holds is not in it yet; copy both, and use the copy"
        )
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, timeout=_PATIENCE, isolation_level=None
    )
    conn.row_factory = sqlite3.Row
    return conn


def _lenient(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _daemon_elsewhere(lock: str) -> bool:
    """Whether a daemon that is not this process holds its lock."""
    try:
        handle = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _holder(os.pread(handle, 4096, 0)) != os.getpid()
    finally:
        os.close(handle)
    return False


def _holder(text: bytes) -> object:
    try:
        return json.loads(text)["pid"]
    except (ValueError, KeyError, TypeError):
        return None

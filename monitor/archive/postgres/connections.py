"""Connections to one PostgreSQL database: a pool of them, transactions that take turns, errors with a name."""

from __future__ import annotations

import logging
import select
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from monitor.archive.postgres.statements import adapt, rows_by_name, translated
from monitor.errors import ArchiveError, ArchiveFull, ArchiveLocked, ArchiveMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection, Cursor

    from monitor.archive.postgres.statements import PostgresRow
    from monitor.archive.sql import Values

MOST = 20
"""Connections of one process at most: as many as threads of a daemon look and send at the same time."""

NOTICING_CUTS = {
    "keepalives": "1",
    "keepalives_idle": "5",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "14000",
}
"""For connections: one that was cut off somewhere on its way is noticed within 14 seconds, by probes while it is idle
and else by what was sent and not acknowledged. By default it takes the system two hours."""

_SILENCE = 30_000
"""Milliseconds after which the database ends a transaction that nothing more is heard of: one that was cut off in the
midst of it would keep all others from writing."""

logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what goes wrong is raised, and told by whoever asked

_SAFE = "nothing was changed"
# The turn goes on to the next one before the disk has what was written: else nobody could write for as long as a disk
# takes. Who wrote waits for the disk afterwards, together with others who do, and nothing is called written before.
_TURN = (
    "SET LOCAL synchronous_commit = off;"
    " SELECT pg_advisory_xact_lock(hashtextextended('clausewatch ' || current_schema(), 0))"
)
# A commit that writes next to nothing, and waits until the disk has all that was written before it.
_ON_DISK = "SELECT pg_logical_emit_message(true, 'clausewatch', '')"
NO_ARCHIVE = "has no archive yet; run `clausewatch archive init`"


class Speaker:
    """A connection that takes the archive's statements."""

    def __init__(self, conn: Connection[PostgresRow]) -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Values = (), /) -> Cursor[PostgresRow]:
        """Do one statement with these values."""
        return self.conn.execute(translated(sql), parameters or None)

    def executemany(self, sql: str, parameters: Iterable[Values], /) -> None:
        """Do one statement with each of these values."""
        with self.conn.cursor() as cursor:
            cursor.executemany(translated(sql), parameters)


class PostgresConnections:
    """The connections to one database; `patience` is how many seconds to wait for one, and for another's write."""

    def __init__(self, url: str, patience: float) -> None:
        self.url, self.place = url, place_of(url)
        self._patience = patience
        self._mine = threading.local()
        how: dict[str, Any] = {"connect_timeout": max(2, int(patience)), **NOTICING_CUTS}
        with named_errors(self.place):  # a pool would try for as long as it may, and could not say what went wrong
            psycopg.connect(url, **how).close()
        self._pool: ConnectionPool[Connection[PostgresRow]] = ConnectionPool(
            url,
            kwargs={"autocommit": True, "row_factory": rows_by_name, **how},
            min_size=0,
            max_size=MOST,
            timeout=max(patience, 1.0),
            configure=adapt,
            check=check_cut,
            open=True,
        )

    @contextmanager
    def reading(self) -> Iterator[Speaker]:
        """A connection for statements that only read."""
        with named_errors(self.place), self._in_use() as speaker:
            yield speaker

    @contextmanager
    def writing(self) -> Iterator[Speaker]:
        """A transaction beside which no other one of these writes; whatever is raised inside undoes all of it.

        Others see what was written a moment before it is on disk; it is there when the block has been left.
        """
        with named_errors(self.place), self._in_use():
            with self.changing() as speaker:
                speaker.execute(_TURN)
                yield speaker
            speaker.execute(_ON_DISK)

    @contextmanager
    def changing(self) -> Iterator[Speaker]:
        """A transaction that others may write beside."""
        with named_errors(self.place), self._in_use() as speaker, speaker.conn.transaction():
            patience = max(1, int(1000 * self._patience))
            silence = f"SET LOCAL idle_in_transaction_session_timeout = {_SILENCE}"
            speaker.execute(f"SET LOCAL lock_timeout = {patience}; {silence}")
            yield speaker

    @contextmanager
    def looking(self) -> Iterator[Speaker]:
        """A connection that sees the archive as it is at this moment, whoever writes meanwhile."""
        with named_errors(self.place), self._in_use() as speaker, speaker.conn.transaction():
            speaker.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield speaker

    def close(self) -> None:
        """Close every connection once what it is used for is done."""
        self._pool.close()

    @contextmanager
    def _in_use(self) -> Iterator[Speaker]:
        """A connection for this thread alone; inside it, the same one again."""
        held: Speaker | None = getattr(self._mine, "speaker", None)
        if held is not None:
            yield held
            return
        with self._pool.connection() as conn:
            self._mine.speaker = speaker = Speaker(conn)
            try:
                yield speaker
            finally:
                self._mine.speaker = None


def check_cut(conn: Connection[Any]) -> None:
    """Keep a pool from giving out a connection that was cut off. Raises `psycopg.OperationalError`.

    Who cuts one off, a server that ends or a system that heard nothing for too long, leaves a sign of it; the server
    is asked only where there is one, as that costs as much as a small statement does.
    """
    signs = select.poll()
    signs.register(conn.fileno(), select.POLLIN)
    if signs.poll(0):
        ConnectionPool.check_connection(conn)


def place_of(url: str) -> str:
    """A database's address for people, without what is secret in it."""
    try:
        said: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        message = "is no address of a PostgreSQL database; it begins with postgresql://"
        raise ArchiveError(url.partition("://")[0] + "://...", message) from error
    user = f"{said['user']}@" if said.get("user") else ""
    port = f":{said['port']}" if said.get("port") else ""
    return f"postgresql://{user}{said.get('host') or 'localhost'}{port}/{said.get('dbname') or ''}"


@contextmanager
def named_errors(place: str) -> Iterator[None]:
    """Turn what PostgreSQL and its driver raise into the archive's errors."""
    try:
        yield
    except (psycopg.Error, PoolTimeout, PoolClosed, TooManyRequests) as error:
        raise _named(place, error) from error


def _named(place: str, error: Exception) -> ArchiveError:
    if isinstance(error, (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)):
        return ArchiveLocked(place)
    if isinstance(error, errors.DiskFull):
        return ArchiveFull(place)
    if isinstance(error, (errors.UndefinedTable, errors.InvalidCatalogName)):
        return ArchiveMissing(place, NO_ARCHIVE)
    if isinstance(error, PoolClosed):
        return ArchiveError(place, "was closed; open it again")
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return ArchiveError(place, f"cannot be reached ({_first_line(error)}); {_SAFE}")
    return ArchiveError(place, f"the archive could not do what was asked ({_first_line(error)}); {_SAFE}")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]

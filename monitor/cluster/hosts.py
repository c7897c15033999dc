"""Whose turn it is, for each host, over all machines: a table in the database that they share, by its clock.

Who asks a host holds it for as long as an exchange can take at most; a process that is
killed meanwhile holds it until then and no longer.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
import time
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from psycopg_pool import ConnectionPool

from monitor.archive.postgres.connections import check_cut, named_errors, place_of
from monitor.cluster.database import conninfo
from monitor.errors import ArchiveError
from monitor.fetch import RestingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from types import TracebackType

MARGIN = 10.0
"""Seconds by which a host is held for longer than an exchange may take: its end is written by another connection."""

WHILE_BUSY = 0.2
"""Seconds after which it is worth looking again whether a host is free that another process asks."""

PATIENCE = 10.0
"""Seconds that a connection is waited for."""

FORGET_AFTER = "1 day"
"""After so long no host is remembered any more: crawl delays are a minute at most."""

# Each of the times is the database's. A statement that waited for another one's row compares what that wrote with the
# time at which it began itself, which is earlier: it may be refused for nothing, and is never let in too soon.
_BEGIN = """
WITH begun AS (
    INSERT INTO cluster_hosts AS known (host, started_at, pause, busy_until, holder)
    VALUES (%(host)s, now(), %(pause)s, now() + make_interval(secs => %(hold)s), %(holder)s)
    ON CONFLICT (host) DO UPDATE SET started_at = excluded.started_at, pause = excluded.pause,
        busy_until = excluded.busy_until, holder = excluded.holder
    WHERE known.busy_until <= now() AND known.rest_until <= now()
        AND known.started_at <= now() - make_interval(secs => %(pause)s)
    RETURNING host
)
SELECT EXISTS (SELECT 1 FROM begun),
    coalesce(greatest(extract(epoch FROM rest_until - now()), 0), 0)::float8,
    coalesce(greatest(extract(epoch FROM started_at - now()) + %(pause)s, 0), 0)::float8,
    coalesce(busy_until > now(), false)
FROM (SELECT 1) AS one LEFT JOIN cluster_hosts ON host = %(host)s
"""
# What was asked came to the host some time after the turn was given; the next pause is counted from when it went out.
# The disk is not waited for: a database that crashes and forgets the end of a turn lets nobody in too soon.
_END = """
UPDATE cluster_hosts SET busy_until = 'epoch', holder = '',
    started_at = greatest(started_at, now() - make_interval(secs => %(lasted)s))
WHERE host = %(host)s AND holder = %(holder)s
    AND set_config('synchronous_commit', 'off', true) = 'off'
"""
_REST = """
INSERT INTO cluster_hosts AS known (host, rest_until) VALUES (%(host)s, now() + make_interval(secs => %(seconds)s))
ON CONFLICT (host) DO UPDATE SET rest_until = greatest(known.rest_until, excluded.rest_until)
"""
_WAIT = """
SELECT greatest(extract(epoch FROM started_at - now()) + greatest(pause, %(pause)s), 0)::float8, busy_until > now()
FROM cluster_hosts WHERE host = %(host)s
"""
_FORGET = """
DELETE FROM cluster_hosts
WHERE greatest(started_at, busy_until, rest_until) < now() - %(after)s::interval
"""


@dataclass(frozen=True, slots=True)
class _State:
    """Whether a host's turn was given, and if not, for how long it rests, and when it may be asked; in seconds."""

    begun: bool
    rest: float
    left: float
    busy: bool


class Hosts:
    """The hosts as the database knows them, and its clock; safe to share between threads. Close it, or use `with`.

    Its methods raise `ArchiveError` where the database does not answer.
    """

    def __init__(self, url: str, connections: int = 4) -> None:
        self._place = place_of(url)
        self._pool = ConnectionPool(
            conninfo(url, "clausewatch hosts"),
            min_size=1,
            max_size=connections,
            kwargs={"autocommit": True},
            timeout=PATIENCE,
            reconnect_timeout=PATIENCE,
            check=check_cut,
            open=True,
        )

    def pace(self, timeout: float) -> SharedPace:
        """A pace for a fetcher whose exchanges take so many seconds at most."""
        return SharedPace(self, timeout + MARGIN)

    def now(self) -> datetime:
        """The time by the clock that all machines share."""
        found: datetime = self._ask("SELECT now()")[0]
        return found

    def begin(self, host: str, pause: float, hold: float, holder: str) -> _State:
        """Take a host's turn, if it may be asked now."""
        return _State(*self._ask(_BEGIN, host=host, pause=pause, hold=hold, holder=holder))

    def end(self, host: str, lasted: float, holder: str) -> None:
        """Give a host's turn back, that was held for so many seconds."""
        self._do(_END, host=host, lasted=lasted, holder=holder)

    def rest(self, host: str, seconds: float) -> None:
        """Let nobody ask a host for so long."""
        self._do(_REST, host=host, seconds=seconds)

    def wait(self, host: str, pause: float) -> float:
        """The seconds until a host may be asked again."""
        found = self._ask(_WAIT, host=host, pause=pause)
        if not found:
            return 0.0
        left, busy = found
        return max(float(left), WHILE_BUSY) if busy else float(left)

    def forget(self) -> None:
        """Forget the hosts that were not asked for a day and do not rest."""
        self._do(_FORGET, after=FORGET_AFTER)

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, statement: str, **values: object) -> tuple[Any, ...]:
        with named_errors(self._place), self._pool.connection() as conn:
            return conn.execute(statement.encode(), values).fetchone() or ()

    def _do(self, statement: str, **values: object) -> None:
        with named_errors(self._place), self._pool.connection() as conn:
            conn.execute(statement.encode(), values)


class SharedPace:
    """Whose turn it is, as `monitor.fetch.Pace` says it, kept over all processes that share the database.

    Raises `ArchiveError` where that does not answer.
    """

    def __init__(self, hosts: Hosts, hold: float) -> None:
        self._hosts = hosts
        self._hold = hold
        self._closed = threading.Event()

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """As `monitor.fetch.Pace.turn`."""
        holder = f"{platform.node()}/{os.getpid()}/{secrets.token_hex(8)}"
        self._begin(host, delay, holder)
        began = time.monotonic()
        try:
            yield
        finally:
            with suppress(ArchiveError):  # it is free again by itself once nobody can still be asking
                self._hosts.end(host, time.monotonic() - began, holder)

    def rest(self, host: str, seconds: float) -> None:
        """As `monitor.fetch.Pace.rest`."""
        self._hosts.rest(host, seconds)

    def wait(self, host: str, delay: float) -> float:
        """As `monitor.fetch.Pace.wait`."""
        return self._hosts.wait(host, delay)

    def close(self) -> None:
        """As `monitor.fetch.Pace.close`."""
        self._closed.set()

    def _begin(self, host: str, delay: float, holder: str) -> None:
        while not self._closed.is_set():
            state = self._hosts.begin(host, delay, self._hold, holder)
            if state.begun:
                return
            if state.rest > 0:
                raise RestingError(state.rest)
            self._closed.wait(max(state.left, WHILE_BUSY) if state.busy else state.left)
        raise CancelledError

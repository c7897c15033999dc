"""The database that a cluster shares: how it is connected to, and its tables beside those of the archive."""

from __future__ import annotations

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from monitor.archive.postgres.connections import NOTICING_CUTS, named_errors, place_of
from monitor.errors import ArchiveMissing

_CONNECTING = "5"  # seconds
_SETTING_UP = 0x636C7573  # the number of the lock under which tables are made: two that do so at once would collide

_QUEUE_IS_THERE = "SELECT to_regclass(format('%I.procrastinate_jobs', current_schema())) IS NOT NULL"

# Each request to a host writes its row, so pages are left half empty: rows are then changed where they are.
_HOSTS = """
CREATE TABLE IF NOT EXISTS cluster_hosts (
    host text PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT 'epoch',
    pause double precision NOT NULL DEFAULT 0,
    busy_until timestamptz NOT NULL DEFAULT 'epoch',
    holder text NOT NULL DEFAULT '',
    rest_until timestamptz NOT NULL DEFAULT 'epoch'
) WITH (fillfactor = 50)
"""

# Whoever looks for a job asks of each whether another one of its lock comes first; without this index that reads the
# whole queue.
_LANES = """
CREATE INDEX IF NOT EXISTS cluster_lanes ON procrastinate_jobs (lock, priority DESC, id)
WHERE status IN ('todo', 'doing')
"""


def conninfo(url: str, name: str) -> str:
    """How to connect to a database by its URL, as a client of this name; what the URL says itself is kept.

    Raises `ArchiveError` for an address that is none.
    """
    place_of(url)
    return make_conninfo(
        "", **{**NOTICING_CUTS, "connect_timeout": _CONNECTING, "application_name": name, **conninfo_to_dict(url)}
    )


def one_line(error: BaseException) -> str:
    """What an error says, in one line; its kind where it says nothing."""
    return " ".join(str(error.__cause__ or error).split()) or type(error.__cause__ or error).__name__


def set_up(url: str) -> None:
    """Make the tables of the queue and of the hosts, where they are not there yet. Raises `ArchiveError`."""
    with named_errors(place_of(url)), psycopg.connect(conninfo(url, "clausewatch archive init")) as conn:
        conn.execute("SELECT pg_advisory_xact_lock(%s)", (_SETTING_UP,))
        found = conn.execute(_QUEUE_IS_THERE).fetchone()
        if not (found and found[0]):
            conn.execute(SchemaManager(PsycopgConnector()).get_schema())
        conn.execute(_HOSTS)
        conn.execute(_LANES)


def require(url: str) -> None:
    """Raise `ArchiveMissing` where the tables of the queue are not there, `ArchiveError` where nothing answers."""
    with named_errors(place_of(url)), psycopg.connect(conninfo(url, "clausewatch")) as conn:
        found = conn.execute(_QUEUE_IS_THERE).fetchone()
    if not (found and found[0]):
        raise ArchiveMissing(place_of(url), "has no queue yet; run `clausewatch archive init`")

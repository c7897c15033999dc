"""Letting go of old pages' bytes, as `[archive] keep` asks; revisions and what was read from them stay for good.

A page that goes keeps its row, its addresses and its digest: the chain tells of it as
before. Never thinned are the pages of each source's first and last revision and of those
that somebody accepted, its last good page, one that is held, one that several sources
share, and one whose revision could not be shown without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.archive.blobs import let_go, stand_alone
from monitor.archive.rows import time_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from monitor.archive.sql import Connection, Connections

AT_ONCE = 500
"""Pages in one transaction: it holds others up for less than a second, where they wait for ten."""

_THINNABLE = """
    SELECT page FROM chain {among} GROUP BY page
    HAVING max(at) < :before AND count(DISTINCT source) = 1
        AND (max(revision) = 0 OR EXISTS (SELECT 1 FROM readings WHERE readings.page = chain.page))
        AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.key = chain.page AND pages.thinned IS NOT NULL)
        AND page NOT IN (
            SELECT page FROM standings WHERE page IS NOT NULL
            UNION SELECT held_page FROM standings WHERE held_page IS NOT NULL
            UNION SELECT page FROM revisions AS one WHERE number = 1
                OR number = (SELECT max(number) FROM revisions AS other WHERE other.source = one.source)
            UNION SELECT revisions.page FROM revisions JOIN log ON log.source = revisions.source
                AND log.revision = revisions.number AND log.kind = 'accepted'
            UNION SELECT page FROM checks WHERE at >= :before AND page IS NOT NULL
        )
    ORDER BY min(chain.source), min(chain.number)
"""


def thin(connections: Connections, keep: timedelta, now: datetime) -> int:
    """Let go of the bytes of pages that were last seen longer ago than `keep`; how many pages that were.

    Several transactions, each whole: what is interrupted goes on the next time. Raises
    `ArchiveError`, and `ArchiveDamaged` where a page that is to stay cannot be unpacked.
    """
    before = time_in(now - keep)
    with connections.reading() as conn:
        pages = _thinnable(conn, before)
    thinned = 0
    for begin in range(0, len(pages), AT_ONCE):
        with connections.writing() as conn:
            _note(conn, "going", pages[begin : begin + AT_ONCE])
            # a page may have come again meanwhile
            _note(conn, "going", _thinnable(conn, before, "WHERE page IN (SELECT name FROM going)"))
            thinned += _let_go(conn, time_in(now))
    return thinned


def _thinnable(conn: Connection, before: str | None, among: str = "") -> list[str]:
    return [row["page"] for row in conn.execute(_THINNABLE.format(among=among), {"before": before})]


def _let_go(conn: Connection, at: str | None) -> int:
    bodies = _bodies_of_none_but(conn)
    _note(conn, "gone", bodies)
    kept_against = "SELECT digest FROM bodies WHERE base IN (SELECT name FROM gone)"
    for row in conn.execute(f"{kept_against} AND digest NOT IN (SELECT name FROM gone)").fetchall():  # noqa: S608 - own
        stand_alone(conn, row["digest"])
    for body in bodies:
        let_go(conn, body)
    return conn.execute(
        "UPDATE pages SET thinned = ? WHERE key IN (SELECT name FROM going)"
        " AND EXISTS (SELECT 1 FROM parts JOIN gone ON gone.name = parts.body WHERE parts.page = pages.key)",
        (at,),
    ).rowcount


def _bodies_of_none_but(conn: Connection) -> list[str]:
    """The bodies that only the pages that go need."""
    rows = conn.execute(
        "SELECT DISTINCT body FROM parts WHERE page IN (SELECT name FROM going)"
        " AND body NOT IN (SELECT body FROM parts WHERE page NOT IN (SELECT name FROM going)"
        " AND page NOT IN (SELECT key FROM pages WHERE thinned IS NOT NULL))"
        " AND body NOT IN (SELECT body FROM readings)"
    ).fetchall()
    return [row["body"] for row in rows]


def _note(conn: Connection, table: str, names: Sequence[str]) -> None:
    """Names in a table of this connection alone, to ask for them all at once."""
    conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} AS SELECT key AS name FROM pages WHERE 1 = 0")  # noqa: S608 - a name written here
    conn.execute(f"DELETE FROM {table}")  # noqa: S608 - a name written here
    conn.executemany(f"INSERT INTO {table} (name) VALUES (?)", [(name,) for name in names])  # noqa: S608 - the same

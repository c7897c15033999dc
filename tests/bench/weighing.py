"""What measures ask of a cluster's database beside the archive, and do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg

from tests.bench.spent import cpu_of_family

if TYPE_CHECKING:
    from tests.postgres import Server

ROUND = timedelta(hours=12)
"""Between two looks at a source."""

_SAFE = {"fsync": "on", "full_page_writes": "on"}  # tests do without


def make_safe(database: Server) -> None:
    """Let commits outlive a loss of power, as PostgreSQL does by itself."""
    with psycopg.connect(database.url(), autocommit=True) as conn:
        for name, value in _SAFE.items():
            conn.execute(f"ALTER SYSTEM SET {name} = {value}")
        conn.execute("SELECT pg_reload_conf()")


def make_due(url: str, sources: int) -> None:
    """Put back when so many sources were looked at last, as if a round's time had gone by."""
    before = (datetime.now(UTC) - 2 * ROUND).isoformat()
    put_back = (
        "UPDATE standings SET last_checked = %s WHERE source IN (SELECT source FROM standings ORDER BY source LIMIT %s)"
    )
    with psycopg.connect(url) as conn:
        conn.execute(put_back, (before, sources))


def checked(url: str, since: datetime) -> int:
    """How many sources were looked at since then."""
    with psycopg.connect(url) as conn:
        row = conn.execute("SELECT count(*) FROM standings WHERE last_checked >= %s", (since.isoformat(),)).fetchone()
    return int(row[0]) if row else 0


def size(url: str) -> float:
    """What a database weighs, in megabytes."""
    with psycopg.connect(url) as conn:
        row = conn.execute("SELECT pg_database_size(current_database())").fetchone()
    return round(int(row[0]) / 1e6, 1) if row else 0.0


def tables(url: str) -> dict[str, float]:
    """The ten largest tables, with their indexes, in megabytes."""
    asked = (
        "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables"
        " ORDER BY pg_total_relation_size(relid) DESC LIMIT 10"
    )
    with psycopg.connect(url) as conn:
        return {str(name): round(int(size) / 1e6, 1) for name, size in conn.execute(asked)}


def cpu(database: Server) -> float:
    """Seconds of CPU that the server has taken."""
    first = (database.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0]
    return cpu_of_family(int(first))

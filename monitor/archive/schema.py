"""Which steps of `migrations` an archive has: asked at every start, without what it takes to make tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

STEPS = (
    "0001_pages_revisions_notices",
    "0002_learned",
    "0003_what_was_decided",
    "0004_robots",
    "0005_hosts",
    "0006_digests",
    "0007_chain",
    "0008_log",
    "0009_links",
    "0010_catalogue",
    "0011_link_hosts",
)
"""The names of all steps, in their order."""

_APPLIED = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'clausewatch'"  # where sqlite-utils notes them


def is_current(conn: sqlite3.Connection) -> bool:
    """Whether the archive has the tables of this release; False also for a database that is no archive yet."""
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return False
    return {row[0] for row in conn.execute(_APPLIED)} == set(STEPS)

"""What the last terms of each source name: the web of terms as the archive keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.archive.rows import json_in, json_out, text_in, text_out
from monitor.model import Linked, Naming

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


def keep_naming(conn: sqlite3.Connection, source: str, naming: Naming) -> None:
    """Keep what a source's terms name in the place of what they named before; the caller holds the transaction."""
    linked = [[one.name, one.target, one.kind, one.clause] for one in naming.linked]
    conn.execute(
        "INSERT INTO links (source, title, linked) VALUES (?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET title = excluded.title, linked = excluded.linked"
        " WHERE title <> excluded.title OR linked <> excluded.linked",
        (source, text_in(naming.title), json_in(linked)),
    )


def namings(conn: sqlite3.Connection) -> Mapping[str, Naming]:
    """What the last terms of each source name, by source id."""
    rows = conn.execute("SELECT source, title, linked FROM links ORDER BY source").fetchall()
    return {
        row["source"]: Naming(text_out(row["title"]), tuple(Linked(*one) for one in json_out(row["linked"])))
        for row in rows
    }

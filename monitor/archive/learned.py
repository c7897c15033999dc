"""What was learned of each host, and the few stored pages that it is learned from.

Boilerplate is remembered for a whole host, what differs at every fetch only for the
source that it was learned from: the same place on another page may hold a clause.
Marks of another reader's version are other marks; they are kept, and not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.archive.pages import load_page
from monitor.archive.rows import text_in, text_out, time_in
from monitor.model import Learned
from monitor.read import FEWEST_PAGES, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.archive.pages import Reader
    from monitor.archive.sql import Connection, Connections
    from monitor.model import Page, Source
    from monitor.read import Lesson


@dataclass(frozen=True, slots=True)
class _Desk:
    """What there is to learn from: a source's last pages in a row, oldest first, and another document of its host."""

    host: str
    learned: Learned
    pages: Sequence[Page]
    beside: tuple[str, Page] | None


def remembered(conn: Connection, source: Source, host: str, reader: str) -> Learned:
    """What this version of the reader learned of the host of a source's last good page, "" where there is none yet."""
    rows = conn.execute(
        "SELECT kind, mark FROM learned WHERE host = ? AND reader = ? AND (kind = 'boilerplate' OR source = ?)",
        (text_in(host or host_of(source.url)), reader, source.id),
    ).fetchall()
    boilerplate, restless = (
        frozenset(str(row["mark"]) for row in rows if row["kind"] == kind) for kind in ("boilerplate", "restless")
    )
    return Learned(boilerplate, restless)


def learn(connections: Connections, reader: Reader, source: Source, at: datetime) -> bool:
    """Learn from a source's last page, reading at most `FEWEST_PAGES` + 1 stored ones; whether anything was learned.

    Raises `ReadError` where a page cannot be read any more, and `ArchiveError`;
    nothing is learned then.
    """
    if reader.alike is None or reader.restless is None:
        return False
    with connections.reading() as conn:
        desk = _desk(conn, source, reader.version)
    if desk is None:
        return False
    moving = reader.restless(source, desk.pages, desk.learned) if len(desk.pages) >= FEWEST_PAGES else ()
    alike = reader.alike(source, desk.pages[-1], desk.beside[1]) if desk.beside else ()
    if not (moving or alike):
        return False
    with connections.writing() as conn:
        for name, lessons in ((source.id, [*moving, *alike]), (desk.beside[0] if desk.beside else "", alike)):
            _keep(conn, (desk.host, reader.version, name, time_in(at)), lessons)
    return True


def _desk(conn: Connection, source: Source, reader: str) -> _Desk | None:
    row = conn.execute("SELECT page, host FROM standings WHERE source = ?", (source.id,)).fetchone()
    page, host = (row["page"], text_out(row["host"])) if row else (None, "")
    if page is None or not host:
        return None
    keys = _last_in_a_row(conn, source.id)
    beside = _beside(conn, source.id, host)
    if not (keys or beside):
        return None
    pages = [load_page(conn, key) for key in (keys if keys[-1:] == [page] else [page])]
    return _Desk(
        host,
        remembered(conn, source, host, reader),
        pages,
        (beside[0], load_page(conn, beside[1])) if beside else None,
    )


def _last_in_a_row(conn: Connection, source: str) -> list[str]:
    """The keys of the last pages, oldest first, if each look brought another one; failures brought nothing to see."""
    rows = conn.execute(
        "SELECT page, outcome FROM checks WHERE source = ? AND outcome != 'failed' ORDER BY id DESC LIMIT ?",
        (source, FEWEST_PAGES),
    ).fetchall()
    keys = [row["page"] for row in rows if row["page"] and row["outcome"] != "held"]
    return keys[::-1] if len(set(keys)) == FEWEST_PAGES else []


def _beside(conn: Connection, source: str, host: str) -> tuple[str, str] | None:
    """The other source of the host that was looked at last, and the key of its page."""
    found = conn.execute(
        "SELECT source, page FROM standings WHERE host = ? AND source != ? ORDER BY last_checked DESC LIMIT 1",
        (text_in(host), source),
    ).fetchone()
    return (found["source"], found["page"]) if found else None


def _keep(conn: Connection, of: tuple[str, str, str, str | None], lessons: Iterable[Lesson]) -> None:
    host, reader, source, at = of
    conn.executemany(
        "INSERT INTO learned (host, reader, kind, mark, source, words, why, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(text_in(host), reader, one.kind, one.mark, source, text_in(one.words), one.why, at) for one in lessons],
    )

"""Finding clauses by their words, with SQLite's FTS5."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime, time
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, cast

from monitor.archive.rows import time_in, time_out
from monitor.errors import SearchTooWide
from monitor.model import Find, Query
from monitor.text.searching import Term, indexed, snippet, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.archive.sql import Connection, Row
    from monitor.model import Worded

RANKED = 1_000
"""Finds that are put in order of what stands now and how well it fits; of more than these the newest come first."""

LOOKED_AT = 100_000
"""Characters of a clause in which the words that are shown of it are looked for; of longer ones the start is shown."""


LONGEST = 2.0
"""Seconds that one search may take: a common word with a filter that nothing meets asks for a million clauses."""

_STEPS = 50_000  # of SQLite's machine between two looks at the clock: some milliseconds


@contextmanager
def bounded(conn: sqlite3.Connection, query: Query, longest: float = LONGEST) -> Iterator[None]:
    """A search that takes no more than so many seconds. Raises `SearchTooWide` where it does not."""
    until = monotonic() + longest
    conn.set_progress_handler(lambda: monotonic() > until, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise SearchTooWide(query.words) from error
        raise
    finally:
        conn.set_progress_handler(None, 0)


class _Asked(NamedTuple):
    """A query as statements take it: what the index of words is asked, and conditions on the rows it gives."""

    match: str
    where: str
    values: tuple[str, ...]


class Fts5:
    """The words of clauses in a table of FTS5, without the texts themselves."""

    def take_in(self, conn: Connection, number: int, source: str, clause: Worded) -> None:
        """Take in the words of a clause."""
        conn.execute(
            "INSERT INTO clause_words (rowid, source, heading, text) VALUES (?, ?, ?, ?)",
            (number, source, indexed(clause.heading), indexed(clause.text)),
        )

    def forget(self, conn: Connection, source: str) -> None:
        """Take out the words of a source; a table without texts must be told what they were."""
        rows = conn.execute("SELECT id, heading, text FROM clauses WHERE source = ?", (source,)).fetchall()
        conn.executemany(
            "INSERT INTO clause_words (clause_words, rowid, source, heading, text) VALUES ('delete', ?, ?, ?, ?)",
            [(row["id"], source, indexed(row["heading"]), indexed(row["text"])) for row in rows],
        )

    def finds(self, conn: Connection, query: Query, limit: int, after: int) -> Sequence[Find]:
        """The clauses that say what is asked for. Raises `SearchTooWide`."""
        with bounded(cast("sqlite3.Connection", conn), query):
            return _finds(conn, query, limit, after)

    def too_many(self, conn: Connection, query: Query) -> bool:
        """Whether more clauses say this than are ranked. Raises `SearchTooWide`."""
        terms = terms_of(query.words)
        with bounded(cast("sqlite3.Connection", conn), query):
            return any(term.wanted for term in terms) and _is_beyond(conn, _asked(query, terms))


def _finds(conn: Connection, query: Query, limit: int, after: int) -> Sequence[Find]:
    terms = terms_of(query.words)
    if not any(term.wanted for term in terms):
        return []
    asked = _asked(query, terms)
    first = "clauses.at DESC, " if query.newest else "clauses.last IS NOT NULL, clause_words.rank, "
    best = "" if _is_beyond(conn, asked) else first
    rows = conn.execute(
        "SELECT clauses.*, catalogued.revision AS newest FROM clause_words"  # noqa: S608 - own words
        " CROSS JOIN clauses ON clauses.id = clause_words.rowid"
        " JOIN catalogued ON catalogued.source = clauses.source"
        f" WHERE clause_words MATCH ? {asked.where} ORDER BY {best}clause_words.rowid DESC LIMIT ? OFFSET ?",
        (asked.match, *asked.values, limit, after),
    ).fetchall()
    return [find_from(row, terms) for row in rows]


def _is_beyond(conn: Connection, asked: _Asked) -> bool:
    count = "SELECT count(*) FROM (SELECT 1 FROM clause_words WHERE clause_words MATCH ? LIMIT ?)"
    return bool(conn.execute(count, (asked.match, RANKED + 1)).fetchone()[0] > RANKED)


def _asked(query: Query, terms: Sequence[Term]) -> _Asked:
    match = _match(terms)
    where, values = [], []
    if query.source:
        match = f"source : ^{_quoted(query.source)} AND {match}"
        where.append("clauses.source = ?")
        values.append(query.source)
    elif query.provider:
        match = f"source : ^{_quoted(query.provider)} AND {match}"
        where.append("clauses.source >= ? AND clauses.source < ?")
        values += [f"{query.provider}/", f"{query.provider}0"]
    if query.current:
        where.append("clauses.last IS NULL")
    if query.since:
        where.append("(clauses.gone IS NULL OR clauses.gone >= ?)")
        values.append(time_in(datetime.combine(query.since, time.min, UTC)) or "")
    if query.until:
        where.append("clauses.at <= ?")
        values.append(time_in(datetime.combine(query.until, time.max, UTC)) or "")
    return _Asked(match, "".join(f" AND {one}" for one in where), tuple(values))


def _match(terms: Sequence[Term]) -> str:
    """Terms in the language of FTS5 (sqlite.org/fts5.html, 3); every word in quotes, so that none is taken for more."""
    wanted = " AND ".join(_said(term) for term in terms if term.wanted)
    unwanted = " OR ".join(_said(term) for term in terms if not term.wanted)
    found = f"{{heading text}} : ({wanted})"
    return f"({found} NOT {{heading text}} : ({unwanted}))" if unwanted else found


def _said(term: Term) -> str:
    return _quoted(" ".join(term.written)) + ("*" if term.begins else "")


def _quoted(words: str) -> str:
    return '"' + indexed(words).replace('"', " ").replace("\0", " ") + '"'


def find_from(row: Row, terms: tuple[Term, ...]) -> Find:
    """What a row of `clauses`, with the last revision of its source as `newest`, says to whoever searched."""
    return Find(
        source=row["source"],
        path=row["path"],
        label=row["label"],
        heading=row["heading"],
        snippet=snippet((row["text"] or row["heading"])[:LOOKED_AT], terms),
        first=row["first"],
        at=datetime.fromisoformat(row["at"]),
        last=row["newest"] if row["last"] is None else row["last"],
        gone=time_out(row["gone"]),
    )

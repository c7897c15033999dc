"""Finding clauses by their words, with PostgreSQL's full-text search (postgresql.org/docs/15/textsearch.html).

Words are told apart and folded as `text.searching` does, so that both databases find the same; PostgreSQL is given
its vectors ready-made, with the place of each word.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from psycopg import errors

from monitor.archive.rows import time_in
from monitor.archive.searches import LONGEST, RANKED, find_from
from monitor.errors import SearchTooWide
from monitor.text.searching import terms_of, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.archive.sql import Connection
    from monitor.model import Find, Query, Worded
    from monitor.text.searching import Term

_COLUMNS = ", ".join(f"clauses.{name}" for name in "source path label heading text first at last gone".split())
_APART = 2  # places between a heading and its text: a phrase stands in one of them
_LAST_PLACE = 16_383  # the last one that a vector tells apart
_LONGEST_WORD = 500  # letters; a vector takes 2 KB
_MOST_WORDS = 60_000  # of a clause: a vector takes a megabyte


class TextSearch:
    """The words of clauses as vectors beside their rows."""

    def take_in(self, conn: Connection, number: int, source: str, clause: Worded) -> None:  # noqa: ARG002 - it stands in the row
        """Take in the words of a clause."""
        conn.execute("UPDATE clauses SET said = CAST(? AS tsvector) WHERE id = ?", (_vector(clause), number))

    def forget(self, conn: Connection, source: str) -> None:
        """Nothing: the vectors go with their rows."""

    def finds(self, conn: Connection, query: Query, limit: int, after: int) -> Sequence[Find]:
        """The clauses that say what is asked for. Raises `SearchTooWide`."""
        terms = terms_of(query.words)
        if not any(term.wanted for term in terms):
            return []
        where, values = _where(query, terms)
        with bounded(conn, query):
            order = "" if _is_beyond(conn, query, terms) else _order(query)
            rows = conn.execute(
                f"SELECT {_COLUMNS}, catalogued.revision AS newest FROM clauses"  # noqa: S608 - own words
                f" JOIN catalogued ON catalogued.source = clauses.source WHERE {where}"
                f" ORDER BY {order}clauses.id DESC LIMIT :limit OFFSET :after",
                {**values, "limit": limit, "after": after},
            ).fetchall()
        return [find_from(row, terms) for row in rows]

    def too_many(self, conn: Connection, query: Query) -> bool:
        """Whether more clauses say this than are ranked. Raises `SearchTooWide`."""
        terms = terms_of(query.words)
        with bounded(conn, query):
            return any(term.wanted for term in terms) and _is_beyond(conn, query, terms)


@contextmanager
def bounded(conn: Connection, query: Query, longest: float = LONGEST) -> Iterator[None]:
    """A search that takes no more than so many seconds. Raises `SearchTooWide` where it does not."""
    conn.execute(f"SET statement_timeout = {int(1000 * longest)}")
    try:
        yield
    except errors.QueryCanceled as error:
        raise SearchTooWide(query.words) from error
    finally:
        conn.execute("SET statement_timeout = 0")


def _order(query: Query) -> str:
    if query.newest:
        return "clauses.at DESC, "
    return "clauses.last IS NOT NULL, ts_rank_cd(clauses.said, CAST(:match AS tsquery)) DESC, "


def _is_beyond(conn: Connection, query: Query, terms: Sequence[Term]) -> bool:
    """Whether more clauses than are ranked say this at all, of the source or the provider that is asked for."""
    where, values = _where(replace(query, current=False, since=None, until=None), terms)
    count = f"SELECT count(*) FROM (SELECT 1 FROM clauses WHERE {where} LIMIT :most) AS found"  # noqa: S608 - own words
    return bool(conn.execute(count, {**values, "most": RANKED + 1}).fetchone()[0] > RANKED)


def _where(query: Query, terms: Sequence[Term]) -> tuple[str, dict[str, str | int]]:
    """The conditions on rows of `clauses`, and their values."""
    where, values = ["clauses.said @@ CAST(:match AS tsquery)"], dict[str, "str | int"](match=_match(terms))
    if query.source:
        where.append("clauses.source = :source")
        values["source"] = query.source
    elif query.provider:
        where.append("clauses.source >= :first AND clauses.source < :behind")
        values |= {"first": f"{query.provider}/", "behind": f"{query.provider}0"}
    if query.current:
        where.append("clauses.last IS NULL")
    if query.since:
        where.append("(clauses.gone IS NULL OR clauses.gone >= :since)")
        values["since"] = time_in(datetime.combine(query.since, time.min, UTC)) or ""
    if query.until:
        where.append("clauses.at <= :until")
        values["until"] = time_in(datetime.combine(query.until, time.max, UTC)) or ""
    return " AND ".join(where), values


def _match(terms: Sequence[Term]) -> str:
    """Terms as a tsquery."""
    wanted = " & ".join(_said(term) for term in terms if term.wanted)
    unwanted = " | ".join(_said(term) for term in terms if not term.wanted)
    return f"{wanted} & !({unwanted})" if unwanted else wanted


def _said(term: Term) -> str:
    words = [_quoted(word) for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.begins else ''})"


def _vector(clause: Worded) -> str:
    """The words of a heading and a text with their places, as a tsvector is written."""
    heading, text = words_in(clause.heading), words_in(clause.text)
    begin = len(heading) + _APART
    placed = [*enumerate(heading, 1), *enumerate(text, begin)][:_MOST_WORDS]
    return " ".join(f"{_quoted(word)}:{min(place, _LAST_PLACE)}" for place, word in placed)


def _quoted(word: str) -> str:
    plain = word[:_LONGEST_WORD].replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"

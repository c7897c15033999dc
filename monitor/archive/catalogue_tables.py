"""The tables of the catalogue: what lists, searches and calendars are made from, all of which can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_TABLES = (
    # up to which revision each source is in it, made by which release, and what its last terms say of themselves
    """
    CREATE TABLE catalogued (
        source TEXT PRIMARY KEY,
        revision INTEGER NOT NULL,
        maker TEXT NOT NULL,
        title TEXT NOT NULL,
        dates TEXT NOT NULL,
        rules TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE briefs (
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        words TEXT NOT NULL,
        quiet TEXT NOT NULL,
        clock TEXT NOT NULL,
        severity TEXT,
        changes INTEGER NOT NULL,
        clauses INTEGER NOT NULL,
        length INTEGER NOT NULL,
        dates TEXT,
        stated TEXT NOT NULL,
        notes TEXT NOT NULL,
        compared INTEGER NOT NULL,
        PRIMARY KEY (source, revision)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE days (
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        day TEXT NOT NULL,
        kind TEXT NOT NULL,
        words TEXT NOT NULL,
        aside TEXT NOT NULL,
        PRIMARY KEY (source, revision, name)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX days_by_day ON days (day, source)",
    # the words of clauses with the revisions in which they stood: `first` and `last`, which is NULL while they
    # stand in the last one; `at` and `gone` are when they were seen to come and to be gone
    """
    CREATE TABLE clauses (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        first INTEGER NOT NULL,
        at TEXT NOT NULL,
        last INTEGER,
        gone TEXT,
        path TEXT NOT NULL,
        label TEXT NOT NULL,
        heading TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX clauses_by_source ON clauses (source, last)",
    # without the texts themselves, which stand in `clauses`; `source` is there so that a provider can be asked for
    """
    CREATE VIRTUAL TABLE clause_words USING fts5(
        source, heading, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    # what feeds and lists of changes ask for: the newest told ones of all sources
    """
    CREATE INDEX revisions_told ON revisions (at, source, number)
    WHERE outcome IN ('changed', 'date-only', 'seen-before') AND quiet = ''
    """,
)


def make_tables(conn: sqlite3.Connection) -> None:
    """Make the tables; the caller holds the transaction."""
    for statement in _TABLES:
        conn.execute(statement)

"""A small archive with some of everything, and what `verify` finds in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlite_utils import Database

from monitor.archive import open_archive
from monitor.archive.connections import connect
from monitor.archive.integrity import damages
from monitor.archive.migrations import MIGRATIONS
from monitor.archive.opening import looking
from monitor.model import NotModified, Page, Part
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    failed,
    first,
    held,
    notice_of,
    outcome,
    page,
    see_change,
    see_first,
    terms_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import Archive

HARBOR = replace(SOURCE, id="harbor/cloud", title="Cloud Terms\ud800")
NINETY = "Payment is due in 90 days."


def fill(archive: Archive) -> None:
    """Two sources: revisions of all kinds, pages that brought none, a page that is held, and one of two parts."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    archive.record(SOURCE, page(f"{SIXTY}\n", NOON + 2 * HOUR), outcome("unchanged", 2, NOON + 2 * HOUR), ())
    archive.record(SOURCE, NotModified(NOON + 3 * HOUR), outcome("unchanged", 2, NOON + 3 * HOUR), ())
    archive.record(SOURCE, failed(NOON + 4 * HOUR, 2).failure or NotModified(NOON), failed(NOON + 4 * HOUR, 2), ())
    back = replace(changed(SIXTY, THIRTY, 3, NOON + 5 * HOUR), kind="seen-before")
    archive.record(SOURCE, page(THIRTY, NOON + 5 * HOUR), back, [notice_of(back)])
    odd = page("Are you human?", NOON + 6 * HOUR)
    archive.record(SOURCE, odd, held(odd.digest, NOON + 6 * HOUR, 3), ())
    parts = tuple(
        Part(f"https://harbor.example/{n}", f"https://harbor.example/{n}", text.encode(), "text/plain")
        for n, text in enumerate((THIRTY, NINETY))
    )
    seen = replace(first(f"{THIRTY}\n{NINETY}", NOON + 7 * HOUR), source=HARBOR)
    archive.record(HARBOR, Page(parts, NOON + 7 * HOUR), seen, ())
    confirmed = replace(changed(THIRTY, SIXTY, 2, NOON + 8 * HOUR), source=HARBOR, terms=terms_of(NINETY))
    archive.record(HARBOR, NotModified(NOON + 8 * HOUR), confirmed, ())


def filled(path: Path) -> Path:
    """An archive as `fill` makes it, closed."""
    with open_archive(path, reader=LINES, patience=0) as archive:
        fill(archive)
    return path


def found(path: Path) -> list[str]:
    """What is wrong with an archive."""
    with looking(path) as conn:
        return [str(damage) for damage in damages(conn)]


def alter(path: Path, statement: str, *values: object) -> int:
    """Alter an archive behind its back; how many rows that took."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        return conn.execute(statement, values).rowcount


def older(path: Path, current: Path, step: str) -> None:
    """An archive of the time before a step, with the rows of another one as far as it had tables for them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        MIGRATIONS.apply(Database(conn, execute_plugins=False), stop_before=step)
        conn.execute("ATTACH ? AS now", (str(current),))
        tables = conn.execute(  # an index of words keeps tables of its own, which are not ours to fill
            "SELECT name FROM main.sqlite_master"
            " WHERE type = 'table' AND name GLOB '[a-z]*' AND name NOT GLOB 'clause_words*'"
        )
        for (table,) in tables.fetchall():
            columns = ", ".join(row[1] for row in conn.execute(f"PRAGMA main.table_info({table})"))
            conn.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")  # noqa: S608 - own names


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that may alter anything, and reads as `verify` does."""
    with closing(connect(path, 0)) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        yield conn


@contextmanager
def undone(conn: sqlite3.Connection) -> Iterator[None]:
    """What is altered in the block is as it was after it."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")

"""How PostgreSQL does what it is really asked: auto_explain gives each plan, as ANALYZE and BUFFERS do."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Server

_SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_nested_statements": "on",  # what the functions do that jobs are fetched by
}
_ENTRY = re.compile(r"duration: ([\d.]+) ms  plan:\n((?:\t.*\n)+)")
_QUERY = re.compile(r"Query Text: (.*?)\n(?=\S[^\n]*\(cost=)", re.DOTALL)
_WHOLE_TABLE = re.compile(
    r"Seq Scan on (\w+).*?actual time=\S+ rows=(\d+).*(?:\n.*\bFilter: .*)?(?:\n.*Rows Removed by Filter: (\d+))?"
)
MANY_ROWS = 1_000
"""A table that is read whole for one statement is worth a word where it has so many rows."""


class Planned(NamedTuple):
    """One statement that was done: how long it took in milliseconds, and how."""

    ms: float
    plan: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What was asked, and all times that it was done."""

    text: str
    done: tuple[Planned, ...]

    @property
    def total(self) -> float:
        """Milliseconds of all of them together."""
        return sum(one.ms for one in self.done)

    def told(self) -> str:
        """The statement, what it took, and the plan of the one that took the longest."""
        slowest = max(self.done)
        figures = (
            f"{len(self.done)} times, {fmean(one.ms for one in self.done):.2f} ms on average, {slowest.ms:.2f} at most"
        )
        return f"{figures}\n{textwrap.indent(self.text, '  ')}\n{textwrap.indent(slowest.plan, '    ')}\n"

    def whole_tables(self) -> list[str]:
        """The large tables that were read whole."""
        found: dict[str, int] = {}
        for one in self.done:
            for table, rows, removed in _WHOLE_TABLE.findall(one.plan):
                found[table] = max(found.get(table, 0), int(rows) + int(removed or 0))
        return [f"{table} ({rows} rows)" for table, rows in found.items() if rows >= MANY_ROWS]


@contextmanager
def explained(database: Server) -> Iterator[Path]:
    """Let each statement of every connection that is made within the block be explained into the server's log."""
    log = database.folder / "log"
    _set(database, _SETTINGS)
    try:
        yield log
    finally:
        _set(database, dict.fromkeys(_SETTINGS, ""))


def statements(log: str) -> list[Statement]:
    """What a log says was done, those first that took the longest together."""
    by_text: dict[str, list[Planned]] = defaultdict(list)
    for ms, lines in _ENTRY.findall(log):
        whole = textwrap.dedent(lines)
        if found := _QUERY.match(whole):
            by_text[" ".join(found[1].split())].append(Planned(float(ms), whole[found.end() :].rstrip()))
    made = [Statement(text, tuple(done)) for text, done in by_text.items()]
    return sorted(made, key=lambda one: -one.total)


def _set(database: Server, settings: dict[str, str]) -> None:
    """Settings of the whole server, for the connections to come; "" gives back what was before."""
    with psycopg.connect(database.url(), autocommit=True) as conn:
        conn.execute("LOAD 'auto_explain'")  # else its settings are not known
        for name, value in settings.items():
            conn.execute(f"ALTER SYSTEM SET {name} = '{value}'" if value else f"ALTER SYSTEM RESET {name}")
        conn.execute("SELECT pg_reload_conf()")

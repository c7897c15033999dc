"""What `add` shows: one address as a sheet, a list of them as a table. Every foreign word is made safe here, last."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.cli.printing import colour, width
from monitor.cli.trying import count
from monitor.cli.wishes import without_user
from monitor.render import for_header, for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from monitor.cli.lists import Row
    from monitor.cli.trying import Tried
    from monitor.model import Clause, LeftOut, StatedDate, Terms

CLAUSE_LENGTH = 140
"""Characters shown of the first and last clause: two lines of a terminal."""

PARTS_SHOWN = 6
"""Of the parts left out, the largest: what was cut away by mistake is large."""

_WHAT_LENGTH = 44
_LONG_TITLE = 160
_BESIDE_NAME = 10  # of half a line: the id must be readable whole, the title may be cut
_OTHERS = 35  # columns of all but id and title, gaps included
_HEADER = ("lang", "clauses", "words", "date")
_STYLES = {"+": "green", "?": "bold yellow", "x": "bold red", "=": "dim"}


def sheet(tried: Tried, doubt: str) -> str:
    """How one address reads: what it calls itself, what was found, what was left out, whether it looks like terms."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(tried, doubt):
        facts.add_row(name, value)
    title = tried.terms.title if tried.terms else ""
    head = Text(for_header(title, _LONG_TITLE) or "(no title)", style="bold")
    return printed([*([head] if tried.terms else []), Padding(facts, (0, 0, 0, 2))])


def _facts(tried: Tried, doubt: str) -> Iterable[tuple[str, RenderableType]]:
    asked = tried.outcome.source.url
    yield "address", for_terminal(asked)
    if tried.found_at != asked:
        yield "found at", for_terminal(tried.found_at)
    if tried.terms:
        yield from _terms_facts(tried.terms, tried)
    verdict = Text(for_terminal(doubt), style="bold red") if doubt else Text("like terms", style="green")
    yield "not read" if tried.outcome.failure else "doubtful" if doubt else "looks", verdict
    if tried.short and not doubt:
        yield "note", Text(f"{tried.short}: see whether all of it is there", style="yellow")


def _terms_facts(terms: Terms, tried: Tried) -> Iterable[tuple[str, RenderableType]]:
    yield "language", terms.language or "unknown"
    yield from ((date.role, _date_words(date)) for date in terms.dates if date.role != "version")
    if not terms.dates:
        yield "date", _evidence_words(terms)
    if terms.version:
        yield "version", for_header(terms.version, CLAUSE_LENGTH)
    yield "clauses", f"{len(terms.clauses):,}, with {tried.words:,} words"
    if terms.clauses:
        yield "first", _clause(terms.clauses[0])
        yield "last", _clause(terms.clauses[-1])
    yield "left out", _left_out(terms.left_out)


def _date_words(date: StatedDate) -> str:
    return f"{date.value or 'has two readings'}, as in “{for_header(date.text, 60)}”"


def _evidence_words(terms: Terms) -> str:
    beside = next((one for one in terms.evidence if one.value), None)
    return f"none stated; beside the terms: {beside.value} ({for_header(beside.name, 40)})" if beside else "none stated"


def _clause(clause: Clause) -> str:
    words = " ".join(part for part in (clause.label, clause.heading, clause.text) if part)
    return f"{for_header(words, CLAUSE_LENGTH)} ({count(clause)} words)" if words else "(empty)"


def _left_out(parts: Sequence[LeftOut]) -> RenderableType:
    if not parts:
        return "nothing"
    largest = sorted(parts, key=lambda part: -part.words)[:PARTS_SHOWN]
    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(overflow="fold")
    for part in largest:
        rows.add_row(f"{part.words:,}", f"“{for_header(part.what, _WHAT_LENGTH)}” ({for_header(part.why, 60)})")
    if len(parts) > len(largest):
        rest = sum(part.words for part in parts) - sum(part.words for part in largest)
        rows.add_row(f"{rest:,}", f"in {len(parts) - len(largest)} smaller parts")
    return rows


def table(rows: Sequence[Row]) -> str:
    """How each address of a list reads, a line each, and below it what is to be said of it."""
    widest = max((cell_len(_name(row)) for row in rows if row.tried and row.tried.terms), default=0)
    names = max(len("id"), min(widest, width() // 2 - _BESIDE_NAME))
    columns = _Columns(names, max(len("title"), width() - names - _OTHERS))
    header = columns.line("  id", "title", _HEADER)
    return printed([Text(header, style="bold"), *(part for row in rows for part in _row(row, columns))])


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the columns of the table are that differ from list to list."""

    names: int
    titles: int

    def line(self, name: str, title: str, figures: tuple[str, str, str, str]) -> str:
        """One line; `name` comes with its mark, and a title that is too long is cut."""
        language, clauses, words, date = figures
        cut = title if cell_len(title) <= self.titles else f"{set_cell_size(title, self.titles - 1).rstrip()}…"
        shown = f"{set_cell_size(name, self.names + 2)} {set_cell_size(cut, self.titles)}"
        return f"{shown} {language[:4]:4} {clauses:>7} {words:>6}  {date}"


def _row(row: Row, columns: _Columns) -> Iterable[RenderableType]:
    name, style = f"{row.mark} {_name(row)}", _STYLES[row.mark]
    if row.tried and row.tried.terms:
        if cell_len(name) > columns.names + 2:
            yield Text(name, style=style)
            name = ""
        title = for_header(row.entry.title, _LONG_TITLE) if row.entry else ""
        line = Text(columns.line(name, title, _figures(row.tried)))
        line.stylize(style, 0, columns.names + 2)
        yield line
    else:
        yield Text(name, style=style)
    if row.note:
        yield Padding(Text(for_terminal(row.note), style="dim" if row.mark in {"+", "="} else "yellow"), (0, 0, 0, 4))


def _name(row: Row) -> str:
    """The id that it gets; its address where none was read."""
    return for_terminal(row.entry.id if row.entry and row.tried and row.tried.terms else without_user(row.listed.url))


def _figures(tried: Tried) -> tuple[str, str, str, str]:
    terms = tried.terms
    date = (tried.date.value or "unclear") if tried.date else "-"
    return (terms.language or "?", f"{len(terms.clauses):,}", f"{tried.words:,}", date) if terms else ("", "", "", "")


def printed(parts: Iterable[RenderableType]) -> str:
    """Parts as text for stdout, as wide as it is; coloured on a terminal."""
    out = StringIO()
    console = Console(
        file=out, width=width(), force_terminal=colour(), color_system="standard" if colour() else None,
        markup=False, highlight=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")) + "\n"

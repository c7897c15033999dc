"""A comparison and a notice as text for a terminal, a log or the text part of a mail."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.render.clock import CLOCK_HEADING, block_of_clock, said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.digest import Line, digest_lines
from monitor.render.documents import former_address, told_in, watch_words
from monitor.render.entries import Entry, folded, gravest_entries, spaced
from monitor.render.paged import page_words
from monitor.render.phrases import (
    alarm_lines,
    counts_words,
    dates_words,
    diff_command,
    headline,
    own_words,
    seen_words,
    sides_words,
    verdict_words,
)
from monitor.render.safe import for_terminal, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Comparison, Document, Edit, Notice, Severity

FULL_ENTRIES = 10
"""Changes that a notice shows word by word, gravest first: about two screens; the rest follows in short."""

_GONE = "red strike"
_CAME = "green underline"
_COMPANY = {"+": "green", "-": "red", "~": "", "": "dim"}
_SEVERITY: dict[Severity, str] = {"high": "bold red", "medium": "bold yellow", "low": "dim"}


def redline(comparison: Comparison, *, title: str, width: int = 100, colour: bool) -> str:
    """A whole comparison, gravest change first.

    With `colour`, what went is red and struck through, what came green and
    underlined (ANSI); without, they stand as `[-went-]` and `{+came+}`. Lines are
    at most `width` columns, but for words that are longer.
    """
    sheet = _Sheet(width, colour)
    sheet.line(title, "bold")
    for line in said_of_clock(comparison):
        sheet.line(line)
    sheet.line(sides_words(comparison), "dim")
    sheet.gap()
    sheet.line(verdict_words(comparison))
    _facts(sheet, comparison)
    _changes(sheet, comparison, len(comparison.changes))
    return sheet.text()


def notice_text(notice: Notice, *, width: int = 100, colour: bool) -> str:
    """A notice: the headline, what is to be said beside it, where it is from; of terms, the changes, gravest first."""
    sheet = _Sheet(width, colour)
    sheet.line(headline(notice), "bold")
    if notice.type == "terms.digest":
        _digest(sheet, notice)
    elif notice.comparison is None:
        _alarm(sheet, notice)
    else:
        _terms(sheet, notice, told_in(notice) or notice.comparison)
    return sheet.text()


def clock_text(comparison: Comparison, *, width: int) -> str:
    """All that a comparison's clock was worked out from, below a line of its own; "" where it has no clock."""
    lines = block_of_clock(comparison)
    if not lines:
        return ""
    sheet = _Sheet(width, colour=False)
    sheet.line(f"{CLOCK_HEADING}:")
    for line in lines:
        sheet.item(f"- {line}")
    return f"\n{sheet.text()}"


def _alarm(sheet: _Sheet, notice: Notice) -> None:
    sheet.gap()
    for line in alarm_lines(notice):
        sheet.line(line)
    if link := safe_url(notice.link):
        sheet.unbroken(f"New address: {link}")
    _origin(sheet, notice)


def _terms(sheet: _Sheet, notice: Notice, comparison: Comparison) -> None:
    for line in (*said_of_clock(comparison, notice.at.date()), *notice.remarks):
        sheet.line(line)
    sheet.gap()
    _facts(sheet, comparison)
    _origin(sheet, notice)
    _changes(sheet, comparison, FULL_ENTRIES)
    if notice.revision > 1:
        sheet.gap()
        sheet.unbroken(f"Whole redline: {diff_command(notice)}")


def _digest(sheet: _Sheet, notice: Notice) -> None:
    sheet.line(notice.message)
    for line in digest_lines(notice):
        match line.kind:
            case "document" | "also":
                sheet.gap()
                sheet.named(f"── {line.text}", line.beside)
            case "link":
                sheet.unbroken(f"Source: {line.text}")
            case "page":
                sheet.unbroken(f"Open {line.beside}: {line.text}")
            case "news":
                sheet.gap()
                sheet.line(line.text, "bold")
                sheet.line(line.beside, "dim")
            case "clause":
                sheet.heading(line.severity or "low", line.text, [line.beside])
            case "further":
                sheet.unbroken(f"- {_grave(line)}{line.text}  {line.beside}")
            case "command":
                sheet.unbroken(f"{line.text} {line.beside}")
            case _:
                sheet.indented(line.text, "yellow" if line.kind == "silent" else "")


def _grave(line: Line) -> str:
    return line.severity.upper().ljust(8) if line.severity else ""


class _Sheet:
    """Lines that are being written. Every foreign word comes in through `line`, `marked` or `item`."""

    def __init__(self, width: int, colour: bool) -> None:
        self._colour = colour
        self._out = StringIO()
        # rich otherwise asks the environment for colours and width; this text depends on its arguments alone.
        self._console = Console(
            file=self._out,
            width=width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def gap(self) -> None:
        self._console.print()

    def line(self, text: str, style: str = "") -> None:
        self._console.print(Text(for_terminal(text), style=style))

    def unbroken(self, text: str) -> None:
        """A line that is not broken, so that an address or a command in it can be used."""
        self._console.print(Text(for_terminal(text)), soft_wrap=True)

    def named(self, name: str, beside: str) -> None:
        self._console.print(Text.assemble((for_terminal(name), "bold"), (for_terminal(f"  {beside}"), "dim")))

    def heading(self, severity: Severity, name: str, tags: Iterable[str]) -> None:
        text = Text.assemble(
            (severity.upper().ljust(8), _SEVERITY[severity]),
            (for_terminal(name), "bold"),
            (for_terminal(f"  {', '.join(tags)}"), "dim"),
        )
        self._console.print(text)

    def item(self, text: str, style: str = "") -> None:
        self._console.print(Padding(Text(for_terminal(text), style=style), (0, 0, 0, 2), expand=False))

    def indented(self, text: str, style: str = "") -> None:
        self._console.print(Padding(Text(for_terminal(text), style=style), (0, 0, 0, 8), expand=False))

    def marked(self, edits: Iterable[Edit]) -> None:
        text = Text()
        last = ""
        for edit in edits:
            if self._colour and (last, edit.op) == ("-", "+") and not text.plain.endswith((" ", "\n")):
                text.append(" ")  # colours alone would run "30" and "60" together
            self._mark(text, edit)
            last = edit.op
        self._console.print(Padding(text, (0, 0, 0, 8), expand=False))

    def _mark(self, text: Text, edit: Edit) -> None:
        before, words, after = spaced(for_terminal(edit.text, lines=True))
        if edit.op == "=" or not words:
            text.append(before + words + after)
            return
        left, right = ("[-", "-]") if edit.op == "-" else ("{+", "+}")
        style = _GONE if edit.op == "-" else _CAME
        text.append(before)
        text.append(words if self._colour else f"{left}{words}{right}", style=style)
        text.append(after)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._out.getvalue().split("\n")).strip("\n") + "\n"


def _facts(sheet: _Sheet, comparison: Comparison) -> None:
    sheet.line(dates_words(comparison), "yellow" if comparison.dates.verdict == "silent" else "")
    for line in own_words(comparison):
        sheet.line(line)
    if comparison.changes:
        sheet.line(f"Changes: {counts_words(comparison)}")


def _origin(sheet: _Sheet, notice: Notice) -> None:
    sheet.line(seen_words(notice))
    if page := safe_url(notice.page):
        sheet.unbroken(f"Open {page_words(notice)}: {page}")
    if url := safe_url(notice.url):
        sheet.unbroken(f"Source: {url}")


def _changes(sheet: _Sheet, comparison: Comparison, full: int) -> None:
    _companies(sheet, comparison)
    found = gravest_entries(comparison)
    for entry in found[:full]:
        _entry(sheet, entry)
    if found[full:]:
        sheet.gap()
        sheet.line("Also:", "bold")
    for entry in found[full:]:
        sheet.heading(entry.severity, entry.name, entry.brief)
    for line in folded(comparison):
        sheet.gap()
        sheet.line(line)


def _companies(sheet: _Sheet, comparison: Comparison) -> None:
    for block in company_blocks(comparison):
        sheet.gap()
        sheet.line(block.head, "bold")
        for line in block.lines:
            sheet.item(line.words, _COMPANY[line.mark])
    if objection := objection_words(comparison):
        sheet.gap()
        sheet.line(objection)


def _entry(sheet: _Sheet, entry: Entry) -> None:
    sheet.gap()
    sheet.heading(entry.severity, entry.name, entry.tags)
    if entry.document:
        _document(sheet, entry.document)
    if entry.signals:
        sheet.indented("; ".join(entry.signals), "cyan")
    if entry.reason:
        sheet.indented(entry.reason, "dim")
    if entry.title:
        sheet.marked(entry.title)
    if entry.edits:
        sheet.marked(entry.short)


def _document(sheet: _Sheet, document: Document) -> None:
    """Where a document of an index is, and the line to type to watch it."""
    sheet.unbroken(f"        {document.url}")
    if former := former_address(document):
        sheet.unbroken(f"        before: {former}")
    if watching := " ".join(filter(None, watch_words(document))):
        sheet.unbroken(f"        {watching}")

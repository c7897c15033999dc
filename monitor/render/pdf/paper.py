"""Blocks of lines laid on pages, and pages drawn."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from monitor.render.pdf.fonts import runs, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Edit

WIDTH, HEIGHT = 595.28, 841.89  # A4 in points, ISO 216
MARGIN, TOP, BOTTOM = 56.0, 70.0, 64.0
ROOM = WIDTH - 2 * MARGIN

Ink: TypeAlias = Literal["ink", "quiet", "gone", "came", "grave"]
_INKS: dict[Ink, Color] = {
    "ink": HexColor("#1d2430"),
    "quiet": HexColor("#5b6472"),
    "gone": HexColor("#8c1220"),
    "came": HexColor("#0b5c2d"),
    "grave": HexColor("#a4161a"),
}
_GROUNDS: dict[str, Color] = {"-": HexColor("#fbe3e3"), "+": HexColor("#dff4e5")}
_RULE = HexColor("#c9c6bd")
_MARKS: dict[str, Ink] = {"-": "gone", "+": "came"}
_BOLDER = 0.024  # of the size: how far a stroke around the letters makes them look bold
_UNDER, _THROUGH, _THICK = -0.14, 0.27, 0.045  # of the size, from the base line
_UP, _DOWN = 0.95, 0.26  # of the size: how far the ground of a mark reaches


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its marked words, how they are set, and how far it stands in; `above` is room kept before it."""

    words: tuple[Edit, ...]
    size: float
    leading: float
    ink: Ink = "ink"
    bold: bool = False
    inset: float = 0.0
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of which the first `keep` stand on one page; `name`, where it has one, goes into the table of contents."""

    lines: tuple[Line, ...]
    keep: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every page says: two words above, two lines below; `language` is a BCP 47 tag or ""."""

    title: str
    left: str
    right: str
    foot: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Type:
    size: float
    language: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    base: float
    name: str = ""


def draw(sheet: Sheet, blocks: Iterable[Block]) -> bytes:
    """The pages as one file; equal blocks give equal bytes, since the file says nothing of when it was made."""
    pages = _paged(blocks)
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=sheet.language or None)
    canvas.setTitle(sheet.title)
    canvas.setCreator("clausewatch")
    for number, page in enumerate(pages, start=1):
        _frame(canvas, sheet, f"Page {number} of {len(pages)}")
        for placed in page:
            if placed.name:
                _contents(canvas, placed, number)
            _line(canvas, placed.line, placed.base, sheet.language)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _paged(blocks: Iterable[Block]) -> list[list[_Placed]]:
    pages: list[list[_Placed]] = [[]]
    place = HEIGHT - TOP
    for block in blocks:
        for number, line in enumerate(block.lines):
            needed = block.lines[: block.keep] if number == 0 else (line,)
            if pages[-1] and place - _high(needed) < BOTTOM:
                pages.append([])
                place = HEIGHT - TOP
            place -= line.leading + (line.above if pages[-1] else 0.0)
            pages[-1].append(_Placed(line, place, block.name if number == 0 else ""))
    return pages


def _high(lines: Sequence[Line]) -> float:
    return sum(line.leading + line.above for line in lines)


def _contents(canvas: Canvas, placed: _Placed, number: int) -> None:
    key = f"{number}/{placed.base:.0f}"
    canvas.bookmarkHorizontal(key, 0, placed.base + placed.line.leading)
    canvas.addOutlineEntry(placed.name, key)


def _frame(canvas: Canvas, sheet: Sheet, page: str) -> None:
    """The head and the foot of a page."""
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, HEIGHT - TOP + 18, WIDTH - MARGIN, HEIGHT - TOP + 18)
    canvas.line(MARGIN, BOTTOM - 14, WIDTH - MARGIN, BOTTOM - 14)
    canvas.setFillColor(_INKS["quiet"])
    small, smaller = _Type(7.5, sheet.language), _Type(6.5, sheet.language)
    _words(canvas, (MARGIN, HEIGHT - TOP + 24), sheet.left, small)
    _words(canvas, (_right(sheet.right, small), HEIGHT - TOP + 24), sheet.right, small)
    for row, words in enumerate(sheet.foot):
        _words(canvas, (MARGIN, BOTTOM - 24 - 9 * row), words, smaller)
    _words(canvas, (_right(page, small), BOTTOM - 24), page, small)


def _right(words: str, kind: _Type) -> float:
    return WIDTH - MARGIN - width(words, kind.size, kind.language)


def _line(canvas: Canvas, line: Line, base: float, language: str) -> None:
    at = MARGIN + line.inset
    for edit in line.words:
        wide = width(edit.text, line.size, language)
        if edit.op in _GROUNDS:
            canvas.setFillColor(_GROUNDS[edit.op])
            canvas.rect(at, base - _DOWN * line.size, wide, (_UP + _DOWN) * line.size, stroke=0, fill=1)
        ink = _INKS[_MARKS.get(edit.op, line.ink)]
        canvas.setFillColor(ink)
        canvas.setStrokeColor(ink)
        _words(canvas, (at, base), edit.text, _Type(line.size, language, line.bold))
        _stroke(canvas, edit.op, (at, base, wide), line.size)
        at += wide


def _stroke(canvas: Canvas, mark: str, place: tuple[float, float, float], size: float) -> None:
    """A line through what went and under what came, seen without colours too."""
    if mark not in _MARKS:
        return
    at, base, wide = place
    high = base + (_THROUGH if mark == "-" else _UNDER) * size
    canvas.setLineWidth(_THICK * size)
    canvas.line(at, high, at + wide, high)


def _words(canvas: Canvas, place: tuple[float, float], words: str, kind: _Type) -> None:
    text = canvas.beginText(*place)
    if kind.bold:
        canvas.setLineWidth(_BOLDER * kind.size)
        text.setTextRenderMode(2)  # fill and stroke, ISO 32000-1, 9.3.6: the font comes in one weight
    for run in runs(words, kind.language):
        text.setFont(run.font, kind.size)
        text.textOut(run.text)
    if kind.bold:
        text.setTextRenderMode(0)
    canvas.drawText(text)

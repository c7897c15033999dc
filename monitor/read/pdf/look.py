"""Paragraphs and tables as blocks: what is a heading, an item or a row, by size, weight and place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.model import Link
from monitor.read.blocks import Block
from monitor.read.pdf.joining import Hyphens, hyphens_of
from monitor.read.pdf.lines import usual_size
from monitor.read.pdf.paragraphs import LEADER, Paragraph, leading_of, paragraphs_of
from monitor.read.pdf.tables import Table, parted
from monitor.text.fold import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.read.pdf.lines import Line
    from monitor.read.pdf.tables import Row
    from monitor.read.pdf.words import Word

_LARGER = 1.1  # times the usual size: a heading's letters; 10 % is what the eye takes for larger
_LONGEST_LARGE = 40  # words of a heading in larger letters
_MOSTLY_BOLD = 0.5  # of the letters: where most are bold, weight shows no heading
_ALIKE = 0.4  # points: sizes this close are one size, rounded differently
_LEADING = " .·…_"  # what leads the eye to a page number
_FEWEST_ENTRIES = 3  # of a list of contents
_DEEPEST = 6  # levels of headings
_INDENT = 6.0  # points: starts of lines that are closer stand at one indent


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks that a document's lines make up, in reading order."""
    leading = leading_of(lines)
    parts: list[Paragraph | Table] = []
    for piece in parted(lines, leading):
        if isinstance(piece, Table):
            parts.append(piece)
        else:
            parts.extend(paragraphs_of(piece, leading))
    look = _look(lines, [part for part in parts if isinstance(part, Paragraph)])
    blocks: list[Block] = []
    for part in parts:
        blocks.extend(_table(part, look) if isinstance(part, Table) else _paragraph(part, look))
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a document's text looks like: its usual size, the sizes of its headings, its indents and hyphens."""

    size: float
    bold: bool  # whether most of it is
    larger: tuple[float, ...]  # sizes of headings, the largest first
    indents: tuple[float, ...]  # where labels and bullets begin, from the left
    hyphens: Hyphens
    contents: bool  # whether dots lead to page numbers in it

    def level(self, size: float) -> int:
        """The level of a heading in a size: the largest is the first."""
        return min(_DEEPEST, 1 + sum(larger > size + _ALIKE for larger in self.larger))

    def indent(self, place: float) -> int:
        """How many indents lie left of a place."""
        return sum(indent < place - _INDENT / 2 for indent in self.indents)


def _look(lines: Sequence[Line], paragraphs: Sequence[Paragraph]) -> _Look:
    words = [word for line in lines for word in line.words]
    size = usual_size(words)
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold) > _MOSTLY_BOLD * letters
    large = {part.size for part in paragraphs if part.size >= _LARGER * size and len(part.words) <= _LONGEST_LARGE}
    hyphens = hyphens_of([line.words for line in part.lines] for part in paragraphs)
    starts = [part.indent for part in paragraphs if part.label or part.glyph]
    return _Look(
        size, bold, _distinct(large, _ALIKE)[::-1], _distinct(starts, _INDENT), hyphens, _lists_pages(paragraphs)
    )


def _lists_pages(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether dots lead to numbers of pages that there are, and not to amounts on a form."""
    led = [found.group(1) for part in paragraphs if (found := LEADER.search(part.lines[-1].text))]
    count = paragraphs[-1].lines[-1].page + 1 if paragraphs else 0
    return len(led) >= _FEWEST_ENTRIES and all(int(number) <= count for number in led if number.isdigit())


def _distinct(values: Iterable[float], apart: float) -> tuple[float, ...]:
    """Values in order, one for each group of those that are hardly apart."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > apart:
            found.append(value)
    return tuple(found)


def _paragraph(part: Paragraph, look: _Look) -> list[Block]:
    words = _joined([line.words for line in part.lines], look)
    if part.glyph:
        return _item(words, part, look)
    text = tidy("".join(words.pieces))
    if look.contents and (leader := LEADER.search(text)):
        return [Block("item", text[: leader.start()].rstrip(_LEADING), 1, links=words.links)]
    if not text:
        return []
    bold = _bold_lead(words, look)
    if _is_heading(part, look):
        return [Block("heading", text, look.level(part.size), bold=bold, links=words.links)]
    level = look.indent(part.indent)
    if not part.label:
        level = max(0, level - 1)
    return [Block("paragraph", text, level, bold=bold, links=words.links)]


def _item(words: _Words, part: Paragraph, look: _Look) -> list[Block]:
    text = tidy("".join(words.pieces)[len(part.glyph) :])
    if not text:
        return []
    rest = _Words(words.pieces[1:], words.bold[1:], words.links) if words.pieces[0].strip() == part.glyph else words
    return [Block("item", text, look.indent(part.indent) + 1, bold=_bold_lead(rest, look), links=words.links)]


def _is_heading(part: Paragraph, look: _Look) -> bool:
    """Larger letters; of what is only bold, the words decide later, as in every format."""
    return part.size >= _LARGER * look.size and len(part.words) <= _LONGEST_LARGE


def _table(table: Table, look: _Look) -> list[Block]:
    if table.lists_pages:
        return [Block("item", _cell(row, 0, look).text.rstrip(_LEADING), 1) for row in table.rows]
    rows = [[_cell(row, place, look) for place in range(len(row))] for row in table.rows]
    header = tuple(cell.text for cell in rows[0]) if table.bold else ()
    return [
        Block(
            "row",
            " | ".join(cell.text for cell in row if cell.text),
            cells=tuple(cell.text for cell in row),
            header=header if number else (),
            links=tuple(link for cell in row for link in cell.links),
        )
        for number, row in enumerate(rows)
    ]


def _cell(row: Row, place: int, look: _Look) -> _Cell:
    words = _joined([run.words for run in row[place]], look)
    return _Cell(tidy("".join(words.pieces)), words.links)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of several lines as pieces of one text, which of them are bold, and the links that they make."""

    pieces: tuple[str, ...]
    bold: tuple[bool, ...]
    links: tuple[Link, ...]


def _joined(lines: Sequence[Sequence[Word]], look: _Look) -> _Words:
    pieces: list[tuple[str, Word]] = []
    for number, line in enumerate(lines):
        pieces += [(f"{word.text} ", word) for word in line[:-1]]
        after = lines[number + 1][0] if number + 1 < len(lines) else None
        text, gap = look.hyphens.joined(line[-1], after) if after else (line[-1].text, "")
        pieces.append((text + gap, line[-1]))
    links = [
        Link(tidy("".join(text for text, _ in linked)), target)
        for target, linked in groupby(pieces, key=lambda piece: piece[1].link)
        if target
    ]
    return _Words(tuple(text for text, _ in pieces), tuple(word.bold for _, word in pieces), tuple(links))


def _bold_lead(words: _Words, look: _Look) -> int:
    """How many characters of the tidied text are bold from its start on; none where bold is the usual weight."""
    lead: list[str] = []
    if look.bold:
        return 0
    for text, bold in zip(words.pieces, words.bold, strict=True):
        if not bold:
            break
        lead.append(text)
    return len(tidy("".join(lead)))

"""Which row each box stands in, how wide its words are, and what stands aside. Lengths are in CSS pixels."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from monitor.render.graph.layers import layered
from monitor.render.safe import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.render.graph.picked import Box, Graph, Line

WIDTH = 160.0
GUTTER = 26.0
"""Between two boxes of a row, and beside the outermost ones: room for the lines that pass."""

COLUMNS = 4
COLUMNS_BESIDE_ASIDE = 3
"""Boxes in a row: with these a picture fits the text column of the pages without being made smaller."""

TITLE_SIZE = 13.0
NOTE_SIZE = 9.6
"""Less than the 11 that it is drawn with: notes are not bold."""

LEADING = 16.0
INSET = 9.0
MOST_LINES = 3

_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_BROAD = frozenset("mwMW@%—…")
_SHARES = {"Lu": 0.79, "Ll": 0.66, "Nd": 0.7, "Mn": 0.0, "Me": 0.0, "Cf": 0.0}
"""How wide a character of each Unicode category is, as a share of the font size, in a wide bold face (DejaVu Sans)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A box in its row (-1 for aside) with its words in lines; `left` is its left edge."""

    box: Box
    row: int
    left: float
    title: tuple[str, ...]
    note: str

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + WIDTH

    @property
    def centre(self) -> float:
        """The middle between its edges."""
        return self.left + WIDTH / 2

    @property
    def height(self) -> float:
        """What its words need."""
        return 2 * INSET + LEADING * (len(self.title) + 1) - 2


@dataclass(frozen=True, slots=True)
class Plan:
    """The boxes in rows from above, and those aside from above; `width` is that of the rows with room at both sides."""

    rows: tuple[tuple[Cell, ...], ...]
    aside: tuple[Cell, ...]
    width: float

    @property
    def cells(self) -> dict[str, Cell]:
        """Every box by its key."""
        return {cell.box.key: cell for cell in chain(*self.rows, self.aside)}


def planned(graph: Graph) -> Plan:
    """The boxes in their rows: what belongs together by layers, what only names others below, the rest aside."""
    boxes = {box.key: box for box in graph.boxes}
    belong = {end for line in graph.lines if line.kind != "linked" for end in (line.source, line.target)}
    naming = {line.source for line in graph.lines if not {line.source, line.target} & belong}
    alone = [box.key for box in graph.boxes if box.subject or box.key in naming]
    aside = [key for key in boxes if key not in belong and key not in alone]
    columns = COLUMNS_BESIDE_ASIDE if aside else COLUMNS
    layers = layered([key for key in boxes if key in belong], _pairs(graph.lines))
    layers += [[key for key in alone if key not in belong]]
    rows = [row for layer in layers for row in _wrapped(layer, columns)]
    width = max((_row_width(row) for row in rows), default=0.0) + 2 * GUTTER
    placed = tuple(
        tuple(_cell(boxes[key], number, _left(row, place, width)) for place, key in enumerate(row))
        for number, row in enumerate(rows)
    )
    levels = {key: number for number, row in enumerate(rows) for key in row}
    return Plan(placed, tuple(_cell(boxes[key], -1, 0.0) for key in _by_level(aside, graph.lines, levels)), width)


def _pairs(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """What stands above what, as the lines say it: the whole above its parts."""
    for line in lines:
        if line.kind == "parent":
            yield (line.target, line.source)
        elif line.kind == "part":
            yield (line.source, line.target)


def _wrapped(layer: Sequence[str], columns: int) -> list[Sequence[str]]:
    """A layer in rows: neighbours below one another, so that what has the same ties shares a way beside them."""
    rows = -(-len(layer) // columns)
    return [layer[one::rows] for one in range(rows)]


def _row_width(row: Sequence[str]) -> float:
    return len(row) * (WIDTH + GUTTER) - GUTTER


def _left(row: Sequence[str], place: int, width: float) -> float:
    return (width - _row_width(row)) / 2 + place * (WIDTH + GUTTER)


def _by_level(aside: Sequence[str], lines: Iterable[Line], levels: Mapping[str, int]) -> list[str]:
    """What stands aside in the order of the rows that it is tied to."""
    tied: dict[str, list[int]] = {key: [] for key in aside}
    for line in lines:
        for one, other in ((line.source, line.target), (line.target, line.source)):
            if one in tied and other in levels:
                tied[one].append(levels[other])
    return sorted(aside, key=lambda key: sum(tied[key]) / len(tied[key]) if tied[key] else 0.0)


def _cell(box: Box, row: int, left: float) -> Cell:
    room = WIDTH - 2 * INSET
    title = tuple(wrapped(box.title, room, TITLE_SIZE, MOST_LINES)) or ("(no title)",)
    return Cell(box, row, left, title, "".join(wrapped(box.note, room, NOTE_SIZE, 1)))


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """A text in at most so many lines that fit the room, as far as widths can be told without the font."""
    lines: list[str] = []
    rest = " ".join(for_terminal(text).split())
    while rest and len(lines) < most:
        fits = _fitting(rest, room, size)
        if fits == len(rest):
            return [*lines, rest]
        if len(lines) + 1 == most:
            return [*lines, f"{rest[: _fitting(rest, room - size, size)].rstrip()}…"]
        space = rest.rfind(" ", 1, fits + 1)
        cut = space if space > 0 else max(fits, 1)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return lines


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters of a text fit."""
    used = 0.0
    for number, one in enumerate(text):
        used += _share(one) * size
        if used > room:
            return number
    return len(text)


def _share(one: str) -> float:
    if one in _NARROW:
        return 0.42
    if one in _BROAD or unicodedata.east_asian_width(one) in "WF":
        return 1.05
    return _SHARES.get(unicodedata.category(one), 0.7)

"""Marked words broken into lines of a given width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Edit
from monitor.render.pdf.fonts import EAST_ASIAN, width
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = pattern(rf"\n|[^\S\n]+|{EAST_ASIAN.pattern}|(?:(?!{EAST_ASIAN.pattern})\S)+")


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: size and line height in points, the width there is, the language that forms of Han follow."""

    size: float
    leading: float
    room: float
    language: str = ""


@dataclass(slots=True)
class _Box:
    """What no line may end within: pieces of a word, each with its mark, and the space before it."""

    pieces: list[Edit] = field(default_factory=list)
    space: Edit | None = None


def break_lines(edits: Iterable[Edit], kind: Type) -> Iterator[tuple[Edit, ...]]:
    """Lines that fit the room; in each, neighbours of one mark are one piece. A line end in the words is kept."""
    line: list[Edit] = []
    used = 0.0
    for box in _boxes(edits):
        if box is None:
            yield _joined(line)
            line, used = [], 0.0
            continue
        for part in _fitting(box, kind):
            space = _wide([part.space], kind) if part.space and line else 0.0
            if line and used + space + _wide(part.pieces, kind) > kind.room:
                yield _joined(line)
                line, used, space = [], 0.0, 0.0
            if part.space and line:
                line.append(part.space)
            line += part.pieces
            used += space + _wide(part.pieces, kind)
    if line:
        yield _joined(line)


def _boxes(edits: Iterable[Edit]) -> Iterator[_Box | None]:
    """Boxes in order; None is a line end."""
    box = _Box()
    for edit in edits:
        for piece in _PIECE.findall(edit.text):
            ends = piece.isspace() or EAST_ASIAN.match(piece)
            if ends and box.pieces:
                yield box
                box = _Box()
            if piece == "\n":
                box = _Box()
                yield None
            elif piece.isspace():
                box.space = Edit(edit.op, " ")
            else:
                box.pieces.append(Edit(edit.op, piece))
    if box.pieces:
        yield box


def _fitting(box: _Box, kind: Type) -> Iterator[_Box]:
    """A box as it is, or one that is wider than any line, such as an address, in parts that fit."""
    if _wide(box.pieces, kind) <= kind.room:
        yield box
        return
    part, used = _Box(space=box.space), 0.0
    for piece in box.pieces:
        for character in piece.text:
            wide = width(character, kind.size, kind.language)
            if used + wide > kind.room and part.pieces:
                yield part
                part, used = _Box(), 0.0
            part.pieces.append(Edit(piece.op, character))
            used += wide
    yield part


def _wide(pieces: Iterable[Edit], kind: Type) -> float:
    return sum(width(piece.text, kind.size, kind.language) for piece in pieces)


def _joined(pieces: Iterable[Edit]) -> tuple[Edit, ...]:
    joined: list[Edit] = []
    for piece in pieces:
        if joined and joined[-1].op == piece.op:
            joined[-1] = Edit(piece.op, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)

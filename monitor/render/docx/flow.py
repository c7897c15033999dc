"""Two terms as one run of paragraphs, in which each word and each paragraph mark is kept, gone or come.

A paragraph mark is a character like any other: where it is gone or come, its paragraph and the next one are joined
by accepting or rejecting. Hence the texts of both sides follow from the pieces, one by one, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from monitor.compare import word_edits
from monitor.render.docx.order import Block, Placed, placed
from monitor.render.safe import for_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.model import Clause, Comparison, Edit, Terms

Op: TypeAlias = Literal["=", "-", "+", "<", ">"]
"""Kept, gone, come, gone by a move, come by a move."""

_FROM: Mapping[Op, Op] = {"=": "<", "-": "-"}
_TO: Mapping[Op, Op] = {"=": ">", "+": "+"}
_GONE = frozenset({"-", "<"})
_COME = frozenset({"+", ">"})


class Piece(NamedTuple):
    """A run of characters that may stand in Word: a tab is a tab, a line end a line break."""

    op: Op
    text: str
    bold: bool = False


class Edge(NamedTuple):
    """Where a move with this number begins or ends."""

    op: Op
    move: int
    begins: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces up to a paragraph mark, and whose shape the paragraph has: `before` when rejected, `after` accepted."""

    pieces: tuple[Piece | Edge, ...]
    mark: Op
    before: Clause | None
    after: Clause | None


def paragraphs(old: Terms, new: Terms, comparison: Comparison) -> list[Paragraph]:
    """Every clause of both terms as a paragraph; those of both sides are one, with the words that differ."""
    return _closed([paragraph for one in placed(old, new, comparison) for paragraph in _block(one)])


# --- one block ----------------------------------------------------------------------------------------------


def _block(one: Placed) -> list[Paragraph]:
    if one.part == "here":
        return _split(_stream(one.block))
    kept: Mapping[Op, Op] = _FROM if one.part == "from" else _TO
    stream = [piece._replace(op=kept[piece.op]) for piece in _stream(one.block) if piece.op in kept]
    return _between_edges([_told_alike(paragraph) for paragraph in _split(stream)], kept["="], one.block.move)


def _told_alike(moved: Paragraph) -> Paragraph:
    """A moved paragraph whose mark is told as its last words are: else LibreOffice leaves an empty one behind."""
    last = moved.pieces[-1] if moved.pieces else None
    return replace(moved, mark=last.op) if last else moved


def _between_edges(moved: list[Paragraph], op: Op, move: int) -> list[Paragraph]:
    moved[0] = replace(moved[0], pieces=(Edge(op, move, begins=True), *moved[0].pieces))
    moved[-1] = replace(moved[-1], pieces=(*moved[-1].pieces, Edge(op, move, begins=False)))
    return moved


class _Mark(NamedTuple):
    """The end of a paragraph."""

    op: Op
    before: Clause | None
    after: Clause | None


def _split(stream: Iterable[Piece | _Mark]) -> list[Paragraph]:
    found, pieces = [], []
    for one in stream:
        if isinstance(one, Piece):
            pieces.append(one)
            continue
        found.append(Paragraph(tuple(pieces), one.op, one.before, one.after))
        pieces = []
    return found


def _stream(block: Block) -> Iterator[Piece | _Mark]:
    """Labels, headings, texts and paragraph marks of a block's clauses, those of both sides interwoven."""
    if not block.new:
        return _alone("-", block.old)
    if not block.old:
        return _alone("+", block.new)
    return _Weave(block).stream()


def _alone(op: Literal["-", "+"], clauses: Iterable[Clause]) -> Iterator[Piece | _Mark]:
    for clause in clauses:
        old, new = (clause, None) if op == "-" else (None, clause)
        yield from _opening(old, new)
        if clause.text:
            yield Piece(op, for_word(clause.text))
        yield _Mark(op, old, new)


def _opening(old: Clause | None, new: Clause | None) -> Iterator[Piece]:
    """What stands before the text: the label as a run of its own, a tab, the heading, a space."""
    before, after = _parts(old), _parts(new)
    yield from _whole(before[0], after[0])
    yield from _whole(*("\t" if parts[0] else "" for parts in (before, after)))
    for op, text in word_edits(before[1], after[1]):
        yield Piece(op, for_word(text), bold=True)
    yield from _whole(*(" " if parts[1] and parts[2] else "" for parts in (before, after)))


def _parts(clause: Clause | None) -> tuple[str, str, str]:
    return (clause.label or "", clause.heading, clause.text) if clause else ("", "", "")


def _whole(before: str, after: str) -> Iterator[Piece]:
    """What is told as a whole, for half a label is none."""
    found: tuple[tuple[Op, str], ...] = (("=", after),) if before == after else (("-", before), ("+", after))
    for op, text in found:
        if text:
            yield Piece(op, text if text == "\t" else for_word(text))


class _Weave:
    """The clauses of both sides of a block along the edits of their texts."""

    def __init__(self, block: Block) -> None:
        self._old, self._new = block.old, block.new
        self._edits = _edits(block)
        self._ends = {"-": _ends(block.old), "+": _ends(block.new)}
        self._at = {"-": 0, "+": 0}
        self._clause = {"-": 0, "+": 0}

    def stream(self) -> Iterator[Piece | _Mark]:
        yield from _opening(self._old[0], self._new[0])
        for op, text in self._edits:
            for piece in text.splitlines(keepends=True) if "\n" in text else (text,):
                yield from self._piece(op, piece)
        yield _Mark("=", *self._clauses())

    def _clauses(self) -> tuple[Clause, Clause]:
        return self._old[self._clause["-"]], self._new[self._clause["+"]]

    def _piece(self, op: Literal["=", "-", "+"], text: str) -> Iterator[Piece | _Mark]:
        """A piece of the edits, which has a line end at its end only."""
        ending = {side: self._steps_over(side, len(text)) for side in ("-", "+") if op in {"=", side}}
        if not any(ending.values()):
            yield Piece(op, for_word(text))
            return
        if text[:-1]:
            yield Piece(op, for_word(text[:-1]))
        yield from self._ended(ending)

    def _steps_over(self, side: str, length: int) -> bool:
        """Go on within the joined texts of a side; whether that passes the line end between two of its clauses."""
        self._at[side] += length
        return self._at[side] - 1 in self._ends[side]

    def _ended(self, ending: Mapping[str, bool]) -> Iterator[Piece | _Mark]:
        """A line end that parts two clauses of one side or of both; on the other it may be a line end of the text."""
        before, after = self._clauses()
        for side, parts in ending.items():
            self._clause[side] += parts
        old, new = self._clauses()
        if all(ending.get(side) for side in ("-", "+")):
            yield _Mark("=", before, after)
            yield from _opening(old, new)
        elif ending.get("-"):
            yield from (Piece("+", "\n"),) if "+" in ending else ()
            yield _Mark("-", before, None)
            yield from _opening(old, None)
        else:
            yield from (Piece("-", "\n"),) if "-" in ending else ()
            yield _Mark("+", None, after)
            yield from _opening(None, new)


def _edits(block: Block) -> Sequence[Edit]:
    """The edits as told, where they lead from the old texts to the new ones, else such that do."""
    before, after = ("\n".join(clause.text for clause in side) for side in (block.old, block.new))
    kept = "".join(edit.text for edit in block.edits if edit.op != "+")
    came = "".join(edit.text for edit in block.edits if edit.op != "-")
    return block.edits if (kept, came) == (before, after) else word_edits(before, after)


def _ends(clauses: Sequence[Clause]) -> frozenset[int]:
    """Where the line ends stand by which the texts of the clauses are joined."""
    lengths = accumulate(len(clause.text) + 1 for clause in clauses)
    return frozenset(length - 1 for length in list(lengths)[:-1])


# --- the end of the document ------------------------------------------------------------------------------


def _closed(found: list[Paragraph]) -> list[Paragraph]:
    """The same with a last paragraph mark that stays: the last one of a document can neither go nor come."""
    last = max((place for place, paragraph in enumerate(found) if paragraph.mark == "="), default=-1)
    head, tail = found[: last + 1], found[last + 1 :]
    if not tail:
        return head
    gone = [paragraph for paragraph in tail if paragraph.mark in _GONE]
    come = [paragraph for paragraph in tail if paragraph.mark in _COME]
    if gone and come:
        return [*head, *gone[:-1], *_ending(_joined(gone[-1], come[0]), come[1:])]
    if not head:
        return _ending(tail[0], tail[1:])
    return [*head[:-1], *_shifted(head[-1], tail)]


def _joined(gone: Paragraph, come: Paragraph) -> Paragraph:
    """One paragraph of the last that went and the first that came; the mark that stays ends both."""
    return Paragraph((*gone.pieces, *come.pieces), come.mark, gone.before, come.after)


def _ending(first: Paragraph, rest: Sequence[Paragraph]) -> list[Paragraph]:
    *before, last = first, *rest
    return [*before, replace(last, mark="=", before=last.before or first.before, after=last.after or first.after)]


def _shifted(kept: Paragraph, tail: Sequence[Paragraph]) -> list[Paragraph]:
    """A tail of one side: the mark of the paragraph before it goes or comes instead of the last one."""
    *between, last = tail
    op: Op = "+" if last.mark in _COME else "-"
    last = replace(last, mark="=", before=last.before or kept.before, after=last.after or kept.after)
    return [replace(kept, mark=op), *between, last]

"""Blocks as clauses: which are headings, what label each bears, and what stands under what.

Identity never rests on labels here or later; labels and headings only say where a
clause stands. A label's place follows, in this order, from its decimal parts
("4.2" under "4"), from list nesting, from the sequence ("(b)" after "(a)"), and,
where a text numbers two levels alike at one indent, from the sentence before: an
item that ends in a colon leads in the next level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from monitor.model import Clause, ClauseRole
from monitor.read.blocks import Block
from monitor.read.headings import Titled, titled
from monitor.text.fold import key
from monitor.text.labels import Label, as_roman, label_of, marks_its_own_level, split_label
from monitor.text.memo import Memory, remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.read.blocks import BlockKind

_TITLE_RANK = 0
_LINE_RANK = 7  # a heading known by its look alone stands below every heading of the markup
_LABEL_RANK = 8  # and above what only bears a label
_LONGEST_SEGMENT = 60  # characters of a heading or first cell in a path
_DEEPEST = 30  # clauses one under another: the deepest terms met have 8; what is deeper stands beside
_DEFINITION = pattern(
    r'^"+[^"]{1,80}"\)?\s+(?:\([^)]*\)\s+)?(?:means?|refers? to|shall mean|has the meaning|have the meaning|'
    r"includes?|bedeutet|bezeichnet|"
    r"signifie|désigne|significa|se refiere|oznacza|betekent)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)  # not frozen, which takes several times as long to make: nobody else sees them
class _Open:
    """A clause that others may stand under.

    `level` is how deep in lists it stands; `nest` the same for its label, where an
    outermost list counts as the text around it; `lead_in`: it ends in a colon.
    """

    rank: int
    path: str
    depth: int
    label: Label | None = None
    nest: int = 0
    level: int = 0
    lead_in: bool = False


_OUTSIDE = _Open(_TITLE_RANK, "", -1)  # what a clause stands under that stands under no other


class _At(NamedTuple):
    """A block, by its first fields, and its surroundings, as far as they say whether it is a heading.

    `after_kind` is "" where what stands behind does not matter.
    """

    kind: BlockKind
    text: str
    level: int
    marker: str | None
    bold: int
    first: bool
    marked_up: bool
    after_kind: BlockKind | Literal[""]
    after_text: str
    after_level: int


def clauses_of(blocks: Sequence[Block]) -> tuple[Clause, ...]:
    """The clauses of a document, in reading order, each with its place."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    marked_up = max(levels, default=0) > 1
    placer = _Placer(levels.count(1))
    inside = False, marked_up, *_NOTHING_BEHIND
    last = len(blocks) - 1
    for number, block in enumerate(blocks):
        if number and (marked_up or number == last):
            around = inside
        else:
            around = not number, marked_up, *(blocks[number + 1][:3] if number < last else _NOTHING_BEHIND)
        label, parts = _divided(block[:5] + around)
        placer.place(block, label, parts)
    return _contents_tagged(placer.clauses)


_NOTHING_BEHIND: tuple[BlockKind | Literal[""], str, int] = "", "", 0


def _divide(
    question: tuple[BlockKind, str, int, str | None, int, bool, bool, BlockKind | Literal[""], str, int],
) -> tuple[Label | None, Titled]:
    """A block's label, heading and text; the question is what makes an `_At`, which takes longer to make."""
    at = _At(*question)
    block = Block(*question[:5])
    after = Block(at.after_kind, at.after_text, at.after_level) if at.after_kind else None
    label, rest = _label(block)
    return label, titled(block, label, rest, after, first=at.first, marked_up=at.marked_up)


_divided = Memory(_divide, lambda question: len(question[1]) + len(question[8]))


def _label(block: Block) -> tuple[Label | None, str]:
    """A block's label and the rest of its text; a label printed in the text wins over the list's own number."""
    if block.kind == "row":
        return None, block.text
    label, rest = split_label(block.text, heading=block.kind == "heading")
    if block.marker and (label is None or label.style.startswith("named")):  # "1. Clause 7 applies" refers to clause 7
        return label_of(block.marker), block.text
    marker = label_of(block.marker) if block.marker else None
    if marker and label and marks_its_own_level(marker, label):
        return marker, block.text
    return label, rest


class _Placer:
    """Places one block after another under those that are open."""

    def __init__(self, titles: int) -> None:
        self.titles = titles
        self.clauses: list[Clause] = []
        self.open: list[_Open] = []
        self.used: dict[str, int] = {}

    def place(self, block: Block, label: Label | None, parts: Titled) -> None:
        if parts.level is not None:
            self._heading(block, label, parts)
        elif label is not None:
            self._labelled(block, label, parts)
        else:
            self._plain(block, parts)

    def _heading(self, block: Block, label: Label | None, parts: Titled) -> None:
        if label is None and (not self.clauses or self._is_title(block, parts)):
            self._add(block, None, parts, _segment(parts.heading), "heading")
            self.open = [_OUTSIDE]
            return
        rank = parts.level or (_LABEL_RANK if label else _LINE_RANK)
        prefix = self._prefix(label)
        if prefix is not None:
            del self.open[prefix + 1 :]
        elif rank == _LABEL_RANK and label is not None:
            label = self._make_room(label, 0)
        else:
            while self.open and self.open[-1].rank >= rank:
                self.open.pop()
        clause = self._add(block, label, parts, label.segment if label else _segment(parts.heading), "heading")
        self.open.append(_Open(rank, clause.path, clause.depth, label, lead_in=True))

    def _is_title(self, block: Block, parts: Titled) -> bool:
        """The only first-level heading of a document names it, whatever lines stand above."""
        return self.titles == 1 and parts.level == 1 and block.kind == "heading"

    def _labelled(self, block: Block, label: Label, parts: Titled) -> None:
        level = block.level + block.quoted
        nest = level - 1 if block.kind == "item" and level else level
        prefix = self._prefix(label)
        if prefix is not None:
            del self.open[prefix + 1 :]
        else:
            label = self._make_room(label, nest)
        clause = self._add(block, label, parts, label.segment, "item" if block.kind == "item" else "paragraph")
        self.open.append(
            _Open(_LABEL_RANK, clause.path, clause.depth, label, nest, level, parts.text.rstrip().endswith((":", "：")))
        )

    def _plain(self, block: Block, parts: Titled) -> None:
        if self.open and self.open[-1].rank == _LABEL_RANK:
            self._leave_labels(block)
        kind = block.kind
        if kind == "row":
            self._add(block, None, parts, _segment(block.cells[0] if block.cells else ""), "row")
        else:
            self._add(block, None, parts, _segment(parts.heading), "item" if kind == "item" else "paragraph")

    def _leave_labels(self, block: Block) -> None:
        """Close the labelled clauses that stand as deep in lists as a block without a label, or deeper."""
        level = block.level + block.quoted
        deepest = level if block.kind == "item" and level else level + 1
        while self.open and self.open[-1].rank == _LABEL_RANK and self.open[-1].level >= deepest:
            self.open.pop()

    def _prefix(self, label: Label | None) -> int | None:
        """Where the clause is open whose decimal label this one continues."""
        if label is None or label.style not in {"d", "mixed"} or len(label.parts) < 2:  # noqa: PLR2004
            return None
        for place in range(len(self.open) - 1, -1, -1):
            other = self.open[place].label
            if other is not None and len(other.parts) < len(label.parts) and _continues(other, label):
                return place
        return None

    def _make_room(self, label: Label, nest: int) -> Label:
        """Close what this label does not stand under, and give it back in the reading that its neighbours decide."""
        while self.open and self.open[-1].rank == _LABEL_RANK and self.open[-1].nest > nest:
            self.open.pop()
        if label.style.startswith("named"):
            return self._room_for_named(label)
        if len(label.parts) > 1:
            while self.open and self.open[-1].rank == _LABEL_RANK:
                self.open.pop()
            return label
        readings = [label, as_roman(label)] if label.ambiguous else [label]
        for reading in readings:
            place = self._sibling_before(reading, nest)
            if place is not None:
                del self.open[place:]
                return reading
        label = readings[-1] if readings[-1].value == 1 else label
        if label.value == 1 and self.open and self.open[-1].lead_in:
            return label
        self._restart(label, nest)
        return label

    def _room_for_named(self, label: Label) -> Label:
        """End what a label such as "Annex 2" does not stand under: numbers, "Annex 1"; it may stand under "Part 1"."""
        while self.open and self.open[-1].rank == _LABEL_RANK:
            other = self.open[-1].label
            if other is not None and other.style.startswith("named") and other.style != label.style:
                alike = [one for one in self.open if one.label and one.label.style == label.style]
                if not alike:
                    break
            self.open.pop()
        return label

    def _sibling_before(self, label: Label, nest: int) -> int | None:
        """Where the clause stands that this label follows; of two, the outer once the inner list ended."""
        places = [p for p in self._alike(label, nest) if self._value(p) + 1 == label.value]
        if len(places) > 1 and self.clauses[-1].text.endswith("."):
            return places[0]
        return places[-1] if places else None

    def _restart(self, label: Label, nest: int) -> None:
        """Numbering that begins again, or skips: beside the open clause like it, or a level up from its list."""
        places = self._alike(label, nest)
        if not places:
            return
        if label.value == 1 and len(places) > 1:
            del self.open[places[-2] :]
        elif label.value == 1 or self._value(places[-1]) < label.value:
            del self.open[places[-1] :]
        else:
            del self.open[places[0] :]

    def _alike(self, label: Label, nest: int) -> list[int]:
        return [
            place
            for place, other in enumerate(self.open)
            if other.rank == _LABEL_RANK and other.label and other.label.style == label.style and other.nest == nest
            and len(other.label.parts) == 1
        ]  # fmt: skip

    def _value(self, place: int) -> int:
        label = self.open[place].label
        return label.value if label else 0

    def _add(self, block: Block, label: Label | None, parts: Titled, segment: str, role: ClauseRole) -> Clause:
        if len(self.open) > _DEEPEST:
            del self.open[_DEEPEST:]
        parent = self.open[-1] if self.open else _OUTSIDE
        above = parent.path
        path = self._unique(f"{above}/{segment}" if above and segment else segment or above or "-")
        text = parts.text
        if text.startswith('"') and role in {"paragraph", "item"} and _DEFINITION.match(text):
            role = "definition"
        elif role == "paragraph" and not label and block.quoted:
            role = "quote"
        printed = label.printed if label else None
        columns = block.header if role == "row" else ()
        clauses = self.clauses
        clause = Clause(  # by place: with ten names it takes a third longer
            path,
            printed,
            parts.heading,
            text,
            parent.depth + 1,
            len(clauses) + 1,
            role,
            block.links,
            block.hidden,
            columns,
        )
        clauses.append(clause)
        return clause

    def _unique(self, path: str) -> str:
        """The path, or where it is taken the path with ~2, ~3 and so on."""
        used = self.used
        while path in used:
            used[path] += 1
            path = f"{path}~{used[path]}"
        used[path] = 1
        return path


def _continues(outer: Label, inner: Label) -> bool:
    if inner.style == "d":
        return (outer.style == "d" or outer.style.startswith("named")) and inner.parts[
            : len(outer.parts)
        ] == outer.parts
    core = inner.printed.rstrip(".)")
    return core.startswith(f"{outer.printed.rstrip('.:)').split()[-1]}.")


def _segment(text: str) -> str:
    if not text:
        return ""
    return text.replace("/", " ").strip()[:_LONGEST_SEGMENT].strip().rstrip(".:")


# --- contents lists ------------------------------------------------------------------

CONTENTS_TITLES = frozenset(
    {
        "contents", "table of contents", "on this page", "in this article", "summary of contents", "inhalt",
        "inhaltsverzeichnis", "sommaire", "table des matières", "índice", "indice", "spis treści", "inhoud", "innehåll",
    }
)  # fmt: skip
_LONGEST_ENTRY = 300  # characters of a heading that is repeated in a list of contents
_FEWEST_ENTRIES = 3  # entries in a row that repeat headings further down; two could be chance


def _contents_tagged(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Lists that mirror the headings below them are tagged: they say nothing of their own."""
    last_heading = {
        key(clause.heading): clause.ordinal
        for clause in clauses
        if clause.heading and len(clause.heading) <= _LONGEST_ENTRY
    }
    tagged = list(clauses)
    run: list[int] = []
    for place, clause in enumerate(clauses):
        if not clause.heading and (
            (clause.links and _only_leads_down(clause)) or _names(clause, last_heading) > clause.ordinal
        ):
            run.append(place)
        elif run:
            _tag(tagged, run)
            run = []
    _tag(tagged, run)
    return tuple(tagged)


def _tag(clauses: list[Clause], run: Sequence[int]) -> None:
    """Tag what stands at these places, one behind the other, and the title above them, where they are many enough."""
    if len(run) < _FEWEST_ENTRIES:
        return
    titled_above = run[0] and _is_contents_title(clauses[run[0] - 1])
    for place in range(run[0] - bool(titled_above), run[-1] + 1):
        clauses[place] = replace(clauses[place], role="contents")


def _names(clause: Clause, headings: Mapping[str, int]) -> int:
    """Where the last heading stands that reads like a clause; 0 where none does."""
    text = clause.text
    return headings.get(_worded(text), 0) if headings and len(text) <= _LONGEST_ENTRY else 0


_worded = remembered(key)


def _is_contents_title(clause: Clause) -> bool:
    return key(clause.heading or clause.text) in CONTENTS_TITLES


def _only_leads_down(clause: Clause) -> bool:
    """Whether a clause is nothing but a link to a place further down the same page."""
    links = clause.links
    return len(links) == 1 and links[0].text == clause.text and links[0].target.startswith("#")

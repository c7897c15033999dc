"""Lines as paragraphs: where one ends, which go on over a page, and how their lines are joined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.read.pdf.lines import usual_size
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.pdf.lines import Line
    from monitor.read.pdf.words import Word
    from monitor.text.labels import Label

# In multiples of the size of the letters, unless said otherwise.
_WIDER = 1.18  # times the usual distance of lines: a paragraph's distance is seldom less than a fifth more
_USUAL_LEADING = 1.2  # distance of lines where a document has too few to measure
_TIGHT = (0.9, 2.2)  # distances that lines of one paragraph may have: closer is overprinted, wider is a gap
_INDENT = 0.7  # a line that begins further right or left than this is indented
_OTHER_SIZE = 0.08  # of the size: text this much smaller or larger is another paragraph
_ROOM = 0.3  # spaces that a word would have needed
_HEADING_LEADING = 1.7  # lines of one heading are no further apart
_GLYPH = pattern(r"[•◦▪▸‣∙○●■□◆➢➤✓❖·\ue000-\uf8ff]|[-–—*o](?=\s)")
_PLAIN_GLYPHS = frozenset("-–—*o")  # which begin wrapped lines too
_HUNG = 3  # words of a label, such as "Section 4 -"
_SENTENCE_END = pattern(r"[.:;!?。；：！？][\"'”’)\]]*$")
_ITEM_END = pattern(r"(?:[.:;,。；：，][\"'”’)\]]*|\b(?:and|or|und|oder|et|ou|y|o|e|en|of))$")
LEADER = pattern(r"(?:[.·…_]\s*){3,}(\d{1,4}|[ivxl]{1,6})$")
"""The dots and the page number that end a line of a list of contents."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `label` and `glyph` are what its first line begins with."""

    lines: tuple[Line, ...]
    label: Label | None = None
    glyph: str = ""

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return usual_size(self.words)

    @property
    def indent(self) -> float:
        """How far its first line begins from the edge of its column."""
        return self.lines[0].left - self.lines[0].edge

    @property
    def body(self) -> float:
        """Where its lines after the first begin: after the label, where a label hangs before them."""
        if len(self.lines) > 1:
            return self.lines[1].left
        return self.text_left

    @property
    def text_left(self) -> float:
        """Where the text of the first line begins, its label or bullet aside."""
        line = self.lines[0]
        return line.words[1].left if (self.label or self.glyph) and len(line.words) > 1 else line.left


def leading_of(lines: Sequence[Line]) -> float:
    """The usual distance between baselines, as a multiple of the size of the letters."""
    found: Counter[float] = Counter()
    for before, line in pairwise(lines):
        ratio = _distance(before, line)
        if ratio is not None and _TIGHT[0] <= ratio <= _TIGHT[1]:
            found[round(ratio * 20) / 20] += 1
    return found.most_common(1)[0][0] if found else _USUAL_LEADING


def _distance(before: Line, line: Line) -> float | None:
    """From one baseline to the next in sizes of letters; None where both do not stand in one column."""
    if (before.page, before.column) != (line.page, line.column) or line.base <= before.base:
        return None
    return (line.base - before.base) / max(line.size, 1.0)


def paragraphs_of(lines: Sequence[Line], leading: float) -> list[Paragraph]:
    """The paragraphs that lines in reading order make up."""
    found: list[Paragraph] = []
    for line in lines:
        start = _start(line)
        if found and not _begins(found[-1], line, start, leading):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(start)
    return found


def _start(line: Line) -> Paragraph:
    """A line as the beginning of a paragraph, with the label or bullet that it begins with."""
    glyph = _GLYPH.match(line.text)
    if glyph and len(line.words) > 1:
        return Paragraph((line,), None, glyph.group())
    return Paragraph((line,), split_label(line.text)[0])


def is_hung(line: Line) -> bool:
    """Whether a line begins with a label or a bullet that hangs before its text, a tab away."""
    if len(line.runs[0].words) > _HUNG:
        return False
    text = " ".join(word.text for word in line.runs[0].words)
    glyph = _GLYPH.match(f"{text} ")
    label, rest = split_label(text)
    bare = text.replace(".", "").isdigit()
    return bool(glyph and glyph.end() == len(text)) or (label is not None and not rest) or bare


def _begins(last: Paragraph, line: Line, start: Paragraph, leading: float) -> bool:
    """Whether a line begins a paragraph of its own and does not go on with the last one."""
    before = last.lines[-1]
    if abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size) or LEADER.search(before.text):
        return True
    distance = _distance(before, line)
    ended = _ended_early(before, line)
    if distance is None:
        return not _goes_on(last, line, start, ended=ended)
    if line.bold != before.bold and ended:
        return True
    if before.bold and line.bold and not last.label and not start.label and distance <= max(_HEADING_LEADING, leading):
        return False
    if distance > _WIDER * leading:
        return True
    return _begins_by_place(last, line, start, ended=ended)


def _begins_by_place(last: Paragraph, line: Line, start: Paragraph, *, ended: bool) -> bool:
    """Of lines at the usual distance: by their label, their indent and the room that the line before left."""
    before, size = last.lines[-1], max(line.size, 1.0)
    moved = abs(line.left - last.body) > _INDENT * size
    if start.glyph:
        return start.glyph not in _PLAIN_GLYPHS or ended or moved or last.glyph == start.glyph
    if start.label:
        return _label_begins(last, line, start.label, moved=moved, ended=ended)
    if moved and ended:
        return True
    whole = bool(_SENTENCE_END.search(before.text))
    if len(last.lines) > 1 and line.left - last.body > _INDENT * size:
        return whole or ended  # the first line of a paragraph is indented
    if len(last.lines) > 1 and last.body - line.left > _INDENT * size:
        return whole or ended  # an indented passage is over
    return ended and (whole or not line.text[:1].islower())


def _label_begins(last: Paragraph, line: Line, label: Label, *, moved: bool, ended: bool) -> bool:
    """Whether a label at the start of a line is one, and no number or reference that a line happens to begin with."""
    before = last.lines[-1]
    if ended or (last.label and label.style == last.label.style and abs(line.left - last.lines[0].left) < line.size):
        return True
    if label.style.startswith("named"):
        return bool(_SENTENCE_END.search(before.text))
    if moved and line.left < last.text_left:
        return bool(_ITEM_END.search(before.text))
    return bool(_SENTENCE_END.search(before.text)) or (moved and bool(_ITEM_END.search(before.text)))


def _ended_early(before: Line, line: Line) -> bool:
    return has_room(before.margin - before.right, before.size, line)


def has_room(room: float, size: float, line: Line) -> bool:
    """Whether a line's first word would have had room at the end of the one before, which was then ended on purpose."""
    first = line.words[0]
    return first.right - first.left + 2 * _ROOM * size < room


def _goes_on(last: Paragraph, line: Line, start: Paragraph, *, ended: bool) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    before = last.lines[-1]
    if start.glyph or start.label or line.bold or before.bold:
        return False
    if _SENTENCE_END.search(before.text):
        return False
    return line.text[:1].islower() or not ended

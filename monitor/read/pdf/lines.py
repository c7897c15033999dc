"""Words as lines in reading order: runs of words, lines of runs, columns of lines."""

from __future__ import annotations

from bisect import bisect, bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.read.pdf.words import Word

# All in multiples of the size of the letters.
_SAME_LINE = 0.35  # between baselines: half a line of close-set text; raised figures stand less high
_GAP_WRITTEN = 1.6  # between words that were written one after another: justified text has such spaces
_GAP_CELL = 1.0  # the same, where other spaces of the line are far narrower: justified text has even ones
_UNEVEN = 2.5  # times the narrowest space
_GAP_MET = 0.8  # between words that only stand beside each other: columns are further apart
_OVERLAP = -0.5  # letters that lean into the next word

_FEWEST_IN_COLUMN = 3  # lines; of fewer nobody can say that they are a column
_NARROWEST = 0.2  # of the width of the text: a column of labels or figures is narrower
_FILLED = 0.5  # of a column's width by its usual line: cells of tables are filled less
_AS_DENSE = 0.65  # lines by height, of one column to the other: cells beside longer ones leave gaps
_MOST_CROSSING = 0.34  # of the lines, such as titles above two columns
_HEADING = 1.3  # times the usual size
_CLEAR = 1.2  # sizes of its letters above and below a heading without a line of the other column
_LABELLED = 2  # runs of a line of text at most: a label and what it hangs before
_WHOLE, _ACROSS, _FIRST, _SECOND = 0, 3, 10, 20  # the columns of a line: none, over several, in the one, in the other
_PLACES = 120  # that are tried for the gap between columns: every third point of a page
_DEEPEST = 3  # divisions of a page into columns within columns


@dataclass(frozen=True, slots=True)
class Run:
    """Words beside one another with only spaces between them: from where to where, baseline (downwards), usual size."""

    words: tuple[Word, ...]
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one baseline, from left to right, in a column that reaches from `edge` to `margin`.

    `bold` says that all its words are; `text` are its words, spaces between.
    """

    runs: tuple[Run, ...]
    words: tuple[Word, ...]
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    edge: float = 0.0
    margin: float = 0.0
    page: int = 0
    column: int = 0


def run_of(words: Sequence[Word]) -> Run:
    """A run of words; a raised figure's baseline is not the run's."""
    base = words[0].base if len(words) == 1 else max(words, key=lambda word: len(word.text)).base
    return Run(tuple(words), words[0].left, words[-1].right, base, usual_size(words))


def line_of(runs: Sequence[Run]) -> Line:
    """A line of runs, from left to right."""
    words = tuple(word for run in runs for word in run.words)
    text = " ".join(word.text for word in words)
    bold = all(word.bold for word in words)
    size = runs[0].size if len(runs) == 1 else usual_size(words)
    return Line(tuple(runs), words, text, words[0].left, words[-1].right, runs[0].base, size, bold)


def usual_size(words: Iterable[Word]) -> float:
    """The size in which most letters are set."""
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    if len(sizes) == 1:
        return next(iter(sizes))
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def runs_of(words: Sequence[Word]) -> list[Run]:
    """Words as runs: as they were written one after another, then as they stand beside each other."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _follows(runs[-1][-1], word, _GAP_WRITTEN):
            runs[-1].append(word)
        else:
            runs.append([word])
    joined: list[Run] = []
    for line in rows_of([run_of(piece) for run in runs for piece in _cells(run)]):
        at = len(joined)
        for run in line.runs:
            if len(joined) > at and _follows(joined[-1].words[-1], run.words[0], _GAP_MET):
                joined[-1] = run_of((*joined[-1].words, *run.words))
            else:
                joined.append(run)
    return joined


def _cells(words: list[Word]) -> list[tuple[Word, ...]]:
    """Words in one line, parted at spaces that are wide beside its others: those between cells of a table."""
    gaps = [after.left - word.right for word, after in pairwise(words)]
    widest = max(_GAP_CELL * words[0].size, _UNEVEN * min(gaps, default=0.0))
    cells: list[list[Word]] = [[words[0]]]
    for word, gap in zip(words[1:], gaps, strict=True):
        if gap > widest:
            cells.append([])
        cells[-1].append(word)
    return [tuple(cell) for cell in cells]


def _follows(before: Word, word: Word, widest: float) -> bool:
    size = max(before.size, word.size, 1.0)
    gap = word.left - before.right
    return abs(word.base - before.base) <= _SAME_LINE * size and _OVERLAP * size <= gap <= widest * size


def rows_of(runs: Iterable[Run]) -> list[Line]:
    """Runs that share a baseline as one line, lines from the top down."""
    rows: list[list[Run]] = []
    base = size = 0.0
    for run in sorted(runs, key=lambda run: run.base):
        if rows and run.base - base <= _SAME_LINE * min(size, run.size):
            rows[-1].append(run)
            if run.size > size:
                base, size = run.base, run.size
        else:
            rows.append([run])
            base, size = run.base, run.size
    return [line_of(sorted(row, key=lambda run: run.left)) for row in rows]


def in_reading_order(runs: Sequence[Run], page: int) -> list[Line]:
    """A page's lines as they are read: column by column where there are columns, from the top down."""
    lines: list[Line] = []
    for column, region in _regions(list(runs), _DEEPEST):
        rows = rows_of(region)
        if rows:
            edge, margin = min(row.left for row in rows), _margin(rows)
            lines.extend(replace(row, edge=edge, margin=margin, page=page, column=column) for row in rows)
    return lines


def _margin(rows: Sequence[Line]) -> float:
    """Where the lines of a column end that are full; the rows of a table may reach further than its text."""
    return max((row.right for row in rows if len(row.runs) <= _LABELLED), default=rows[0].right)


def _regions(runs: list[Run], depth: int) -> list[tuple[int, list[Run]]]:
    """Parts of a page in reading order, each with its column's number; what reaches across columns parts them."""
    gap = _gap(runs) if depth else None
    if gap is None:
        return [(_WHOLE, runs)]
    found: list[tuple[int, list[Run]]] = []
    band: list[Run] = []
    beside = _Beside(runs, gap)
    for run in sorted(runs, key=lambda run: run.base):
        if _reaches(run, gap) or beside.leaves_room(run):
            found += _side_by_side(band, gap, depth)
            band = []
            if found and found[-1][0] == _ACROSS:
                found[-1][1].append(run)
            else:
                found.append((_ACROSS, [run]))
        else:
            band.append(run)
    return found + _side_by_side(band, gap, depth)


def _reaches(run: Run, gap: float) -> bool:
    return run.left < gap < run.right


class _Beside:
    """Which runs are headings above both columns although they reach over one: the other leaves room beside them."""

    def __init__(self, runs: Sequence[Run], gap: float) -> None:
        self.gap = gap
        self.usual = usual_size(word for run in runs for word in run.words)
        within = [run for run in runs if not _reaches(run, gap)]
        self.bases = {side: sorted(run.base for run in within if (run.left > gap) == side) for side in (True, False)}

    def leaves_room(self, run: Run) -> bool:
        """Whether the other column stands above and below a heading, but not beside it."""
        if run.size < _HEADING * self.usual:
            return False
        bases = self.bases[run.left <= self.gap]
        above, below = (bisect(bases, run.base + side * _CLEAR * run.size) for side in (-1, 1))
        return 0 < above == below < len(bases)


def _side_by_side(band: list[Run], gap: float, depth: int) -> list[tuple[int, list[Run]]]:
    left = [run for run in band if run.right <= gap]
    right = [run for run in band if run.right > gap]
    first = _regions(left, depth - 1) if left else []
    second = _regions(right, depth - 1) if right else []
    return [(_FIRST + column, region) for column, region in first] + [
        (_SECOND + column, region) for column, region in second
    ]


def _gap(runs: list[Run]) -> float | None:
    """The middle of the gap between two columns of text, where there is one."""
    if len(runs) < 2 * _FEWEST_IN_COLUMN:
        return None
    edge, margin = min(run.left for run in runs), max(run.right for run in runs)
    step = (1 - 2 * _NARROWEST) * (margin - edge) / _PLACES
    places = [edge + _NARROWEST * (margin - edge) + step * number for number in range(_PLACES + 1)]
    lefts, rights = sorted(run.left for run in runs), sorted(run.right for run in runs)
    crossing = [bisect_left(lefts, place) - bisect(rights, place) for place in places]
    fewest = min(crossing, default=len(runs))
    if fewest > _MOST_CROSSING * len(runs):
        return None
    at = _middle_of_longest([count == fewest for count in crossing])
    left = [run for run in runs if run.right <= places[at]]
    right = [run for run in runs if run.left >= places[at]]
    return places[at] if _are_columns(left, right) else None


def _middle_of_longest(flags: list[bool]) -> int:
    best, start = (0, 0), 0
    for place, flag in enumerate([*flags, False]):
        if not flag:
            best = max(best, (place - start, start))
            start = place + 1
    return best[1] + best[0] // 2


def _are_columns(left: list[Run], right: list[Run]) -> bool:
    """Whether both sides are text that goes on downwards, and not the cells of a table."""
    sides = [rows_of(left), rows_of(right)]
    if min(len(side) for side in sides) < _FEWEST_IN_COLUMN:
        return False
    reach = max(row.right for row in sides[1]) - min(row.left for row in sides[0])
    for side in sides:
        width = max(row.right for row in side) - min(row.left for row in side)
        if width < _NARROWEST * reach or median(row.right - row.left for row in side) < _FILLED * width:
            return False
    sparse, dense = sorted(_density(side) for side in sides)
    return sparse >= _AS_DENSE * dense


def _density(side: list[Line]) -> float:
    """Lines by the height that they take: cells of a table leave gaps beside longer cells."""
    height = side[-1].base - side[0].base
    return (len(side) - 1) / height if height > 0 else 1.0

"""Tables among lines: columns that several lines share, and rows whose cells may have several lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.read.pdf.paragraphs import has_room, is_hung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.pdf.lines import Line, Run

_FEWEST_LINES = 2  # with several runs: one alone is a line with a wide space
_WITHIN = 3.0  # points that a cell may reach beyond its column
_ROW_GAP = 1.2  # times the usual distance of lines: rows that are set apart have more between them
_FURTHEST = 3.5  # times the usual distance: beyond it the table has ended

Row = tuple[tuple["Run", ...], ...]  # the runs of each cell


def _text(run: Run) -> str:
    return " ".join(word.text for word in run.words)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell its runs in reading order; `bold` says that the first row is set in bold."""

    rows: tuple[Row, ...]
    bold: bool = False

    @property
    def lists_pages(self) -> bool:
        """Whether it is a list of contents without dots: titles, and page numbers that do not fall."""
        if any(len(row) != 2 or len(row[1]) != 1 or not _text(row[1][0]).isdigit() for row in self.rows):  # noqa: PLR2004
            return False
        pages = [int(_text(row[1][0])) for row in self.rows]
        return len(pages) > _FEWEST_LINES and pages == sorted(pages) and pages[-1] < 1000  # noqa: PLR2004 - no year


def parted(lines: Sequence[Line], leading: float) -> list[list[Line] | Table]:
    """Lines in reading order, those of tables as tables."""
    found: list[list[Line] | Table] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at, leading)
        table = _table(lines[at:end], leading) if end > at else None
        if table:
            found.append(table)
            at = end
            continue
        if not found or isinstance(found[-1], Table):
            found.append([])
        plain = found[-1]
        if isinstance(plain, list):
            plain.extend(lines[at : max(end, at + 1)])
        at = max(end, at + 1)
    return found


def _is_tabular(line: Line) -> bool:
    return len(line.runs) > (2 if is_hung(line) else 1)


def _end(lines: Sequence[Line], at: int, leading: float) -> int:
    """Where a table that begins at a line ends; the same place where none begins."""
    if not _is_tabular(lines[at]):
        return at
    columns = _columns(lines[at : at + 1])
    end, last = at + 1, at + 1
    while end < len(lines) and _is_near(lines[end - 1], lines[end], leading):
        if _is_tabular(lines[end]):
            columns = _columns([*lines[at:last], lines[end]])
            if len(columns) < 2:  # noqa: PLR2004 - what runs across the columns is no row
                break
            last = end + 1
        elif not _is_within(lines[end], columns):
            break
        end += 1
    while last < end and not _is_apart(lines[last - 1], lines[last], leading):
        last += 1  # what goes on with a cell of the last row
    return last


def _is_near(before: Line, line: Line, leading: float) -> bool:
    if (before.page, before.column) != (line.page, line.column):
        return False
    return line.base - before.base <= _FURTHEST * leading * max(line.size, 1.0)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where the columns reach: runs that overlap stand in one column."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted((run.left, run.right) for line in lines if _is_tabular(line) for run in line.runs):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _is_within(line: Line, columns: list[tuple[float, float]]) -> bool:
    """Whether a line of one run goes on with a cell; a run in the last column may be longer than those above."""
    left, right = line.left, line.right
    following = [*columns[1:], (line.margin + _WITHIN, 0.0)]
    return any(
        first - _WITHIN <= left and right < after[0] for (first, _), after in zip(columns, following, strict=True)
    )


def _table(lines: Sequence[Line], leading: float) -> Table | None:
    columns = _columns(lines)
    if sum(map(_is_tabular, lines)) < _FEWEST_LINES or len(columns) < 2:  # noqa: PLR2004 - a list is no table
        return None
    rows: list[list[Line]] = []
    apart = [_is_apart(before, line, leading) for before, line in pairwise(lines)]
    for number, line in enumerate(lines):
        if not rows or (apart[number - 1] if any(apart) else _begins_row(lines[number - 1], line, columns[0])):
            rows.append([])
        rows[-1].append(line)
    return Table(tuple(_row(row, columns) for row in rows), all(line.bold for line in rows[0]))


def _begins_row(before: Line, line: Line, first: tuple[float, float]) -> bool:
    """In a table without space between its rows: a line with a first cell that goes on with no other."""
    if line.left >= first[1]:
        return False
    cell = before.runs[0]
    return len(line.runs) > 1 or cell.left >= first[1] or has_room(first[1] - cell.right, cell.size, line)


def _is_apart(before: Line, line: Line, leading: float) -> bool:
    return line.base - before.base > _ROW_GAP * leading * max(line.size, 1.0)


def _row(lines: Sequence[Line], columns: list[tuple[float, float]]) -> Row:
    cells: list[list[Run]] = [[] for _ in columns]
    for line in lines:
        for run in line.runs:
            place = max((number for number, (left, _) in enumerate(columns) if left - _WITHIN <= run.left), default=0)
            cells[place].append(run)
    return tuple(tuple(cell) for cell in cells)

"""Rows of a table and items of a list as entries: their name, and what is said beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.compare.companypairs import entry
from monitor.compare.companywords import COMPANY_COLUMN, NAME_COLUMN, TELLING_COLUMN, is_a_sort
from monitor.text.fold import key
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.compare.companypairs import Entry
    from monitor.model import Clause

_PAREN = pattern(r"^(?P<name>[^()]{2,80}\S)\s*\((?P<rest>[^()]{2,200})\)[.;]?$")
_SEPARATORS = (" - ", " • ", " · ", " | ", ": ", "; ")  # dashes were folded to one when the terms were read
_REPEAT = pattern(r"~\d+$")
_ALIKE = 2 / 3  # of a list's items: so many must be split by the same sign for its pieces to be columns
_LONGEST_ITEM = 30  # words: what is longer is a clause on companies and no entry
_LONGEST_HEADER = 5  # words of a column's header, where the reader did not know it for one
_ORDINAL = pattern(r"\d{1,5}[.)]?")
_ORDINALS = pattern(r"#|s/?n|n[°ºr]|(?:(?:s|sl|serial|lfd)\.?\s*)?(?:no|nr|number)|item|row", re.IGNORECASE)


def columns_of(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The headers of a table: those that the reader found, or its first row where it reads like headers."""
    first = clauses[0]
    columns = next((clause.columns for clause in clauses[:2] if any(clause.columns)), ())
    if columns or first.role != "row":
        return columns
    cells = tuple(first.text.split(" | "))
    heads = len(cells) > 1 and all(len(cell.split()) <= _LONGEST_HEADER for cell in cells)
    said = heads and NAME_COLUMN.search(cells[0]) and any(TELLING_COLUMN.search(cell) for cell in cells[1:])
    return cells if said else ()


def is_header(row: Clause, columns: Sequence[str]) -> bool:
    """Whether a row holds nothing but the headers of its table."""
    return bool(columns) and row.text == " | ".join(cell for cell in columns if cell)


def entries_of(clauses: Sequence[Clause]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a table or list, companies or not, and its columns."""
    columns = columns_of(clauses)
    if any(columns) or any(" | " in clause.text for clause in clauses if clause.role == "row"):
        return tuple(_rows(clauses, columns)), columns
    return tuple(_items(clauses)), ()


def _rows(clauses: Sequence[Clause], columns: tuple[str, ...]) -> Iterator[Entry]:
    rows = [(clause.path, clause.text.split(" | ")) for clause in clauses if not is_header(clause, columns)]
    if _is_numbered([cells for _, cells in rows], columns):
        rows, columns = [(path, cells[1:] or cells) for path, cells in rows], columns[1:]
    at = _name_place(columns)
    known = _known_cells([cells for _, cells in rows], columns)
    above, name = "", ""
    for path, printed in rows:
        if len(printed) == 1 < len(columns) and is_a_sort(printed[0]):
            continue
        base = _REPEAT.sub("", path)
        below = at == 0 and name and base == above and len(printed) < len(columns) and key(printed[0]) != key(name)
        cells = [name, *printed] if below else printed  # the name's cell reaches down into this row
        labels = _labels(cells, columns, known, at)
        place = labels.index(columns[at]) if columns and columns[at] in labels else 0
        above, name = base, cells[place]
        beside = (*cells[:place], *cells[place + 1 :]), (*labels[:place], *labels[place + 1 :])
        yield entry(name, labels[place], *beside, path)


def _is_numbered(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> bool:
    """Whether the first column only counts the rows: that number is another one once a row above went."""
    firsts = [cells[0] for cells in rows if len(cells) > 1]
    if not firsts or not all(map(_ORDINAL.fullmatch, firsts)):
        return False
    numbers = [int(first.rstrip(".)")) for first in firsts]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
    return counted or bool(columns and _ORDINALS.fullmatch(columns[0].strip(" .:")))


def _name_place(columns: Sequence[str]) -> int:
    """Which column has the names."""
    places = [place for place, column in enumerate(columns) if COMPANY_COLUMN.search(column)]
    places += [place for place, column in enumerate(columns) if NAME_COLUMN.search(column)]
    return 0 if 0 in places else next(iter(places), 0)


def _known_cells(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> list[set[str]]:
    """What the rows say in each column that have all of them."""
    if all(len(row) == len(columns) for row in rows):
        return []  # nobody asks
    whole = [row for row in rows if len(row) == len(columns)]
    return [{key(row[place]) for row in whole} for place in range(len(columns))]


def _labels(cells: Sequence[str], columns: tuple[str, ...], known: Sequence[set[str]], name: int) -> tuple[str, ...]:
    """The header of each cell. An empty cell leaves no trace in its row: what other rows say shows which one it was.

    Where the names come first, no row is without one.
    """
    if len(cells) == len(columns):
        return columns
    labels = [columns[0] if columns else ""] if name == 0 else []
    at = len(labels)
    for cell in cells[at:]:
        at = next((place for place in range(at, len(columns)) if key(cell) in known[place]), len(columns)) + 1
        labels.append(columns[at - 1] if at <= len(columns) else "")
    if len(cells) < len(columns) and all(labels):
        return tuple(labels)
    return (columns[0] if columns and name == 0 else "", *[""] * (len(cells) - 1))


def _items(clauses: Sequence[Clause]) -> Iterator[Entry]:
    """Items as entries: cut into cells where most of them are cut alike."""
    texts = [_spoken(clause) for clause in clauses]
    sign = _sign([text for text in texts if len(text.split()) <= _LONGEST_ITEM])
    for clause, text in zip(clauses, texts, strict=True):
        name, *cells = _cut(text, sign)
        yield entry(name, "", cells, [""] * len(cells), clause.path)


def _sign(texts: Sequence[str]) -> str:
    """What most of the items are cut by; "(" for a name with the rest in brackets."""
    most = _ALIKE * len(texts)
    if not texts:
        return ""
    found = (sign for sign in _SEPARATORS if sum(sign in text for text in texts) >= most)
    return next(found, "(" if sum(bool(_PAREN.match(text)) for text in texts) >= most else "")


def _spoken(clause: Clause) -> str:
    heading = clause.heading.rstrip(" .:")
    return f"{heading}: {clause.text}" if heading and clause.text else heading or clause.text


def _cut(text: str, sign: str) -> tuple[str, ...]:
    text = text.rstrip(";,")
    if sign == "(":
        match = _PAREN.match(text)
        return (match.group("name"), match.group("rest")) if match else (text,)
    cells = [cell.strip() for cell in text.split(sign)] if sign else [text.strip()]
    return tuple(cell for cell in cells if cell) or (text,)

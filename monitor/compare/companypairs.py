"""Entries of two lists of companies: which one became which, and in what they differ."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Cell
from monitor.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

_LEGAL_FORMS = frozenset(
    "inc incorporated llc ltd limited gmbh mbh ag se sa sas sasu sarl srl spa bv nv ab aps oy oyj as asa plc pty pte "
    "pvt corp corporation co kk llp lp kg kgaa ohg ug sl slu ltda sro doo kft zrt ulc limitada aktiebolag sca".split()
)
_ALSO_WORDS = frozenset("as se sa spa co ab sl ag ug lp".split())  # no legal forms in small letters
_NO_WORD = "\x00"  # of a name without words


@dataclass(frozen=True, slots=True)
class Entry:
    """One company of a list.

    `cells` are what is said beside its name, `columns` their headers, "" where none is
    known; `header` is that of the name, `spot` the path of its clause. `full` is the name
    folded, `bare` the same without legal forms.
    """

    name: str
    header: str
    cells: tuple[str, ...]
    columns: tuple[str, ...]
    spot: str
    full: str
    bare: str


def entry(name: str, header: str, cells: Sequence[str], columns: Sequence[str], spot: str) -> Entry:
    """An entry as it stands in a list."""
    first, *rest = words(name) or [_NO_WORD]
    bare = " ".join([first, *(word for word in rest if word not in _LEGAL_FORMS)])
    return Entry(name, header, tuple(cells), tuple(columns), spot, " ".join([first, *rest]), bare)


def full_name(name: str) -> str:
    """A name folded, as it is the `full` one of an entry."""
    return " ".join(words(name) or [_NO_WORD])


def is_legal_form(word: str) -> bool:
    """Whether a word as printed is the legal form of a company: "Ltd.", "S.A."."""
    folded = key(word)
    return folded in _LEGAL_FORMS and not (folded in _ALSO_WORDS and word.islower())


Pairs = list[tuple[Entry, Entry]]


def paired(
    olds: Sequence[Entry], news: Sequence[Entry], became: Mapping[str, str]
) -> tuple[Pairs, list[Entry], list[Entry]]:
    """The entries that stayed, in pairs, those that went and those that came.

    `became` says which old clause each new one was, by paths, where a clause changed. An
    entry is known by its name without legal form where only one name is told so; one
    that is renamed by what is said beside its name, or by its clause.
    """
    shared = _shared_by_several(olds) | _shared_by_several(news)

    def identity(one: Entry) -> Hashable:
        return one.full if one.bare in shared else one.bare

    def beside(one: Entry) -> Hashable:
        return one.bare.partition(" ")[0], tuple(map(key, one.cells)) or one.spot

    def clause(one: Entry) -> Hashable:
        return one.bare.partition(" ")[0], became.get(one.spot, one.spot)

    pairs: Pairs = []
    gone, came = list(olds), list(news)
    for mark in (_printed, _whole, identity, beside, clause):
        more, gone, came = _matched(gone, came, mark)
        pairs += more
    return pairs, gone, came


def _shared_by_several(entries: Iterable[Entry]) -> set[str]:
    """The names without legal form that several names have."""
    names: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        names[one.bare].add(one.full)
    return {bare for bare, full in names.items() if len(full) > 1}


def _printed(one: Entry) -> Hashable:
    return one.name, one.cells


def _whole(one: Entry) -> Hashable:
    return one.full, tuple(map(key, one.cells))


def _matched(
    gone: Sequence[Entry], came: Sequence[Entry], mark: Callable[[Entry], Hashable]
) -> tuple[Pairs, list[Entry], list[Entry]]:
    """The entries of one mark in pairs, in order, and what is left of both sides."""
    where: dict[Hashable, deque[Entry]] = defaultdict(deque)
    for one in gone:
        where[mark(one)].append(one)
    pairs, left = [], []
    for other in came:
        found = where.get(mark(other))
        if found:
            pairs.append((found.popleft(), other))
        else:
            left.append(other)
    still = {one.spot for queue in where.values() for one in queue}
    return pairs, [one for one in gone if one.spot in still], left


# --- in what two differ ------------------------------------------------------------------------------------


def alone(one: Entry, *, new: bool) -> tuple[Cell, ...]:
    """All cells of an entry that came, or went."""
    cells = zip((one.header, *one.columns), (one.name, *one.cells), strict=True)
    return tuple(Cell(column, None, cell) if new else Cell(column, cell, None) for column, cell in cells)


def differing(old: Entry, new: Entry) -> tuple[Cell, ...]:
    """The cells in which two entries of one company say something else."""
    if (old.name, old.cells, old.columns) == (new.name, new.cells, new.columns):
        return ()  # nearly every one
    named = () if old.full == new.full else (Cell(new.header or old.header, old.name, new.name),)
    if all(old.columns) and all(new.columns):
        return (*named, *_by_column(old, new))
    if len(old.cells) == len(new.cells):
        return (*named, *_by_place(old, new))
    return (*named, *_by_words(old, new))


def _by_column(old: Entry, new: Entry) -> list[Cell]:
    """Cells under the same header; what stands under another one with the same words is no change."""
    where: dict[str, deque[str]] = defaultdict(deque)
    for column, cell in zip(old.columns, old.cells, strict=True):
        where[key(column)].append(cell)
    found, fresh = [], []
    for column, cell in zip(new.columns, new.cells, strict=True):
        before = where[key(column)].popleft() if where.get(key(column)) else None
        if before is None:
            fresh.append(Cell(column, None, cell))
        elif key(before) != key(cell):
            found.append(Cell(column, before, cell))
    columns = {key(column): column for column in old.columns}
    gone = [Cell(columns[mark], cell, None) for mark, queue in where.items() for cell in queue]
    return [*found, *_unlike(gone, fresh)]


def _by_place(old: Entry, new: Entry) -> list[Cell]:
    columns = (after or before for before, after in zip(old.columns, new.columns, strict=True))
    cells = zip(columns, old.cells, new.cells, strict=True)
    return [Cell(column, before, after) for column, before, after in cells if key(before) != key(after)]


def _by_words(old: Entry, new: Entry) -> list[Cell]:
    gone = [Cell(column, cell, None) for column, cell in zip(old.columns, old.cells, strict=True)]
    came = [Cell(column, None, cell) for column, cell in zip(new.columns, new.cells, strict=True)]
    return _unlike(gone, came)


def _unlike(gone: Sequence[Cell], came: Sequence[Cell]) -> list[Cell]:
    """The cells that went and came, without those of equal words."""
    said = {key(cell.old or "") for cell in gone} & {key(cell.new or "") for cell in came}
    return [cell for cell in (*gone, *came) if key(cell.old or cell.new or "") not in said]

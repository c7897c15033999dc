"""In which order the clauses of two terms stand in one document, and which of them belong together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rapidfuzz.distance import Indel, LCSseq

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from monitor.model import Change, Clause, Comparison, Edit, Terms

Part: TypeAlias = Literal["here", "from", "to"]

_ALIKE = 0.5
"""Half of the letters in common: a stated date or an entry of the contents that was changed, and is no other."""

_UNCOMPARED = frozenset({"date", "note", "contents"})


@dataclass(frozen=True, slots=True)
class Block:
    """Clauses of both sides that are the same passage, each side without a gap; one side is empty where it has none.

    `edits` lead from the old texts to the new ones, where somebody told them; `move` is
    the number of its move, 0 where it stayed.
    """

    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    edits: tuple[Edit, ...] = ()
    move: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A block where it stands; of a move there are two, one where it stood and one where it stands now."""

    block: Block
    part: Part = "here"


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """A passage of both sides: the places of its first clauses, how many there are, and what was told of it."""

    old: int
    new: int
    olds: int = 1
    news: int = 1
    change: Change | None = None

    @property
    def moved(self) -> bool:
        return self.change is not None and (self.change.moved or self.change.kind == "moved")


def placed(old: Terms, new: Terms, comparison: Comparison) -> list[Placed]:
    """Every clause of both terms once, those that were moved on either side, in reading order of both."""
    pairs = _pairs(old.clauses, new.clauses, comparison.changes)
    stays = _in_order([pair for pair in pairs if not pair.moved])
    moves = {pair: number for number, pair in enumerate((one for one in pairs if one not in stays), start=1)}
    merged = _Merge(old.clauses, new.clauses, pairs, moves)
    return list(merged.placed(sorted(stays, key=lambda pair: pair.old)))


class _Merge:
    """Goes through both terms at once, from one passage that stayed to the next."""

    def __init__(
        self, old: Sequence[Clause], new: Sequence[Clause], pairs: Iterable[_Pair], moves: dict[_Pair, int]
    ) -> None:
        self._old, self._new, self._moves = old, new, moves
        self._by_old = {pair.old: pair for pair in pairs}
        self._by_new = {pair.new: pair for pair in self._by_old.values()}

    def placed(self, stays: Iterable[_Pair]) -> Iterator[Placed]:
        i = j = 0
        for pair in stays:
            yield from self._gone(i, pair.old)
            yield from self._come(j, pair.new)
            yield Placed(self._block(pair))
            i, j = pair.old + pair.olds, pair.new + pair.news
        yield from self._gone(i, len(self._old))
        yield from self._come(j, len(self._new))

    def _gone(self, place: int, end: int) -> Iterator[Placed]:
        while place < end:
            pair = self._by_old.get(place)
            yield Placed(self._block(pair), "from") if pair else Placed(Block((self._old[place],), ()))
            place += pair.olds if pair else 1

    def _come(self, place: int, end: int) -> Iterator[Placed]:
        while place < end:
            pair = self._by_new.get(place)
            yield Placed(self._block(pair), "to") if pair else Placed(Block((), (self._new[place],)))
            place += pair.news if pair else 1

    def _block(self, pair: _Pair) -> Block:
        old = tuple(self._old[pair.old : pair.old + pair.olds])
        new = tuple(self._new[pair.new : pair.new + pair.news])
        return Block(old, new, pair.change.edits if pair.change else (), self._moves.get(pair, 0))


def _pairs(old: Sequence[Clause], new: Sequence[Clause], changes: Iterable[Change]) -> list[_Pair]:
    """What belongs together, in the order of the old terms, each clause in one pair at most."""
    olds, news = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    pairs = []
    for change in changes:
        pair = _told(change, old, new)
        if pair and _free(pair, olds, news):
            pairs.append(pair)
        gone, come = _places(change.old, old), _places(change.new, new)
        for place in gone:
            olds.pop(place, None)
        for place in come:
            news.pop(place, None)
    pairs.extend(_unchanged(old, new, list(olds), list(news)))
    return sorted(pairs, key=lambda pair: pair.old)


def _free(pair: _Pair, olds: dict[int, None], news: dict[int, None]) -> bool:
    return all(place in olds for place in range(pair.old, pair.old + pair.olds)) and all(
        place in news for place in range(pair.new, pair.new + pair.news)
    )


def _told(change: Change, old: Sequence[Clause], new: Sequence[Clause]) -> _Pair | None:
    """A change as a pair; None where one side is empty, or clauses of others stand between its own."""
    gone, come = _places(change.old, old), _places(change.new, new)
    if not (_in_one(gone, change.old) and _in_one(come, change.new)):
        return None
    return _Pair(gone[0], come[0], len(gone), len(come), change)


def _places(clauses: Iterable[Clause], terms: Sequence[Clause]) -> list[int]:
    places = (clause.ordinal - 1 for clause in clauses)
    return [place for place in places if 0 <= place < len(terms)]


def _in_one(places: Sequence[int], clauses: Sequence[Clause]) -> bool:
    return bool(places) and list(places) == list(range(places[0], places[0] + len(clauses)))


def _unchanged(old: Sequence[Clause], new: Sequence[Clause], olds: list[int], news: list[int]) -> Iterator[_Pair]:
    """The clauses that no change tells of: equal ones, and between those the dates and notes that nobody compares."""
    blocks = LCSseq.editops([_key(old[place]) for place in olds], [_key(new[place]) for place in news])
    i = j = 0
    for block in blocks.as_matching_blocks():
        yield from _alike(old, new, olds[i : block.a], news[j : block.b])
        i, j = block.a + block.size, block.b + block.size
        equal = zip(olds[block.a : i], news[block.b : j], strict=True)
        yield from (_Pair(*places) for places in equal)


def _key(clause: Clause) -> Hashable:
    return clause.label, clause.heading, clause.text


def _alike(old: Sequence[Clause], new: Sequence[Clause], gone: Iterable[int], come: Iterable[int]) -> Iterator[_Pair]:
    waiting = [place for place in come if new[place].role in _UNCOMPARED]
    for place in gone:
        if old[place].role not in _UNCOMPARED:
            continue
        for number, candidate in enumerate(waiting):
            if _similar(old[place], new[candidate]):
                yield _Pair(place, candidate)
                waiting = waiting[number + 1 :]
                break


def _similar(one: Clause, other: Clause) -> bool:
    words = (f"{clause.heading} {clause.text}" for clause in (one, other))
    return one.role == other.role and Indel.normalized_similarity(*words) >= _ALIKE


def _in_order(pairs: Sequence[_Pair]) -> frozenset[_Pair]:
    """The most pairs that stand in the same order on both sides (Fredman 1975)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, pair in enumerate(pairs):
        at = bisect_left(ends, pair.new)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [pair.new]
        last[at : at + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return frozenset(found)

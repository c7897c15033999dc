"""Which old clause became which new one, by words and place, never by labels or markup.

In this order: exact anchors in sequence (patience: words that stand once on both
sides first); exact moves; splits and merges by containment; similar clauses between
anchors; similar clauses anywhere; weakly similar ones between anchors. Each
clause is used once. Ties fall by similarity, then distance, then reading order,
so the result never depends on hashing or load.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from monitor.compare.units import Unit, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# On real revisions of terms, unrelated paragraphs reach .30 and paragraphs with two words in five replaced fall to .50.
_SIMILAR = 0.55
_WEAKLY_SIMILAR = 0.42
_NAMESAKES = 0.6  # rows with one first cell, definitions of one term: alike whatever else they say
_WORTH_A_LOOK = 0.25  # of the words in sequence: below it nothing else can make two clauses alike
_LONG_PART = 9  # words: what a shorter clause keeps of a longer one may be chance
_KEPT = 0.8  # of the shorter clause's telling words, in sequence within the longer one
_LONELY = 0.3  # for the only two clauses of a kind that are left between two that stayed
_SHORT = 8  # words: in shorter clauses one changed word weighs so much that a lower bar is right
_SHORT_SIMILAR = 0.34
_JOINED = 0.74  # how much of the whole its parts must give together
_GAIN = 0.07  # how much better than its best part alone
_PART_WITHIN = 0.6  # how much of each part must stand in the whole
_SMALLEST_PART = 3  # words
_MOST_PARTS = 8
_LONG_MOVE = 4  # words: a shorter clause that vanishes here and appears there is a coincidence
_LARGEST_GAP = 60  # clauses: beyond it candidates are looked up by rare words instead of compared each with each
_RARE = 24  # a word in more clauses than this finds no candidates
_CANDIDATES = 6


@dataclass(slots=True)
class Alignment:
    """What became what, by position: pairs, splits (one to many), merges (many to one); the rest came or went."""

    pairs: dict[int, int] = field(default_factory=dict)
    splits: dict[int, tuple[int, ...]] = field(default_factory=dict)
    merges: dict[int, tuple[int, ...]] = field(default_factory=dict)  # new position -> old positions
    moved: set[int] = field(default_factory=set)  # old positions
    used_old: set[int] = field(default_factory=set)
    used_new: set[int] = field(default_factory=set)

    def pair(self, old: int, new: int) -> None:
        """Say that one clause became another."""
        self.pairs[old] = new
        self.used_old.add(old)
        self.used_new.add(new)


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Align two lists of clauses."""
    aligner = _Aligner(old, new)
    aligner.anchors()
    aligner.exact_moves()
    aligner.joined()
    aligner.between(_SIMILAR)
    aligner.anywhere()
    aligner.between(_WEAKLY_SIMILAR)
    aligner.lonely()
    aligner.carried()
    aligner.mark_moved()
    return aligner.found


class _Aligner:
    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.found = Alignment()
        self.weights = Weights([*old, *new])

    # --- equal words ---

    def anchors(self) -> None:
        for i, j in _patience([unit.code for unit in self.old], [unit.code for unit in self.new]):
            self.found.pair(i, j)

    def exact_moves(self) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for j in self._free_new():
            places[self.new[j].code].append(j)
        for i in list(self._free_old()):
            unit = self.old[i]
            options = places.get(unit.code)
            if not options or (
                unit.size < _LONG_MOVE and self._above(self.old, i) != self._above(self.new, options[0])
            ):
                continue
            best = min(options, key=lambda j: (self._above(self.old, i) != self._above(self.new, j), abs(i - j), j))
            options.remove(best)
            self.found.pair(i, best)

    def _above(self, units: Sequence[Unit], place: int) -> str:
        """The heading a clause stands under, as words."""
        for k in range(place - 1, max(-1, place - 80), -1):
            if units[k].clause.role == "heading":
                return units[k].code
        return ""

    # --- splits and merges ---

    def joined(self) -> None:
        for olds, news in list(self._gaps()):
            if len(olds) * len(news) > _LARGEST_GAP * _LARGEST_GAP:
                continue
            for i in olds:
                run = self._parts(self.old[i], self.new, [j for j in news if j not in self.found.used_new])
                if run:
                    self.found.splits[i] = run
                    self.found.used_old.add(i)
                    self.found.used_new.update(run)
            for j in news:
                if j in self.found.used_new:
                    continue
                run = self._parts(self.new[j], self.old, [i for i in olds if i not in self.found.used_old])
                if run:
                    self.found.merges[j] = run
                    self.found.used_new.add(j)
                    self.found.used_old.update(run)

    def _parts(self, whole: Unit, units: Sequence[Unit], free: Sequence[int]) -> tuple[int, ...] | None:
        """The run of neighbouring clauses that together say what `whole` says, better than any one of them."""
        within = {
            k: units[k].size >= _SMALLEST_PART and _containment(units[k].code, whole.code) >= _PART_WITHIN for k in free
        }
        best: tuple[float, tuple[int, ...]] | None = None
        for start, first in enumerate(free):
            if not within[first]:
                continue
            run: tuple[int, ...] = (first,)
            code, alone = units[first].code, Indel.normalized_similarity(units[first].code, whole.code)
            for k in free[start + 1 : start + _MOST_PARTS]:
                if k != run[-1] + 1 or not within[k]:
                    break
                run, code = (*run, k), code + units[k].code
                alone = max(alone, Indel.normalized_similarity(units[k].code, whole.code))
                together = Indel.normalized_similarity(code, whole.code)
                if together >= max(_JOINED, alone + _GAIN) and (best is None or together > best[0]):
                    best = together, run
        return best[1] if best else None

    # --- similar words ---

    def between(self, bar: float) -> None:
        for olds, news in list(self._gaps()):
            if len(olds) * len(news) > _LARGEST_GAP * _LARGEST_GAP:
                self._ordered(self._candidates(olds, news, bar))
            else:
                for i, j in self._best_in_order(olds, news, bar):
                    self.found.pair(i, j)

    def _best_in_order(self, olds: Sequence[int], news: Sequence[int], bar: float) -> list[tuple[int, int]]:
        """The pairs in sequence with the largest sum of similarity (Needleman and Wunsch 1970, gaps free)."""
        scores = [[self._score(i, j, bar) for j in news] for i in olds]
        best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
        for a in range(len(olds) - 1, -1, -1):
            for b in range(len(news) - 1, -1, -1):
                paired = best[a + 1][b + 1] + scores[a][b] if scores[a][b] else 0.0
                best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
        pairs, a, b = [], 0, 0
        while a < len(olds) and b < len(news):
            if scores[a][b] and best[a][b] == best[a + 1][b + 1] + scores[a][b]:
                pairs.append((olds[a], news[b]))
                a, b = a + 1, b + 1
            elif best[a][b] == best[a + 1][b]:
                a += 1
            else:
                b += 1
        return pairs

    def _score(self, i: int, j: int, bar: float) -> float:
        """How alike two clauses are, or 0 below the bar; clauses of one kind, and long ones, a little more."""
        score = self.similarity(i, j)
        left, right = self.old[i], self.new[j]
        if min(left.size, right.size) <= _SHORT and bar < _SIMILAR:
            bar = _SHORT_SIMILAR
        if left.name and left.name == right.name and left.clause.role == right.clause.role:
            return max(score, _NAMESAKES)
        return score if score >= bar else 0.0

    def similarity(self, i: int, j: int) -> float:
        """From 0 to 1: the mean of words in sequence and of telling words in common."""
        left, right = self.old[i].code, self.new[j].code
        sequence = Indel.normalized_similarity(left, right, score_cutoff=_WORTH_A_LOOK)
        if not sequence:
            return 0.0
        score = (sequence + self.weights.overlap(left, right)) / 2
        shorter = min(len(left), len(right))
        if score < _SIMILAR and shorter >= _LONG_PART and self._kept(left, right) >= _KEPT:
            return _SIMILAR  # the one was cut down to, or grown from, the other
        return score

    def _kept(self, left: str, right: str) -> float:
        """How much of the shorter text's telling words, in sequence, stands in the longer one."""
        shorter, longer = sorted((left, right), key=len)
        kept = sum(self.weights.of(code) for code in _common(shorter, longer))
        return kept / sum(self.weights.of(code) for code in shorter)

    def anywhere(self) -> None:
        candidates = self._candidates(list(self._free_old()), list(self._free_new()), _SIMILAR)
        candidates += self._namesakes()
        for _, i, j in candidates:
            if (
                i not in self.found.used_old
                and j not in self.found.used_new
                and min(self.old[i].size, self.new[j].size) >= _SHORT
            ):
                self.found.pair(i, j)

    def _namesakes(self) -> list[tuple[float, int, int]]:
        """Free clauses of one name under one heading, where no other bears it."""
        where: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for j in self._free_new():
            where[self._full_name(self.new[j])].append(j)
        olds = [i for i in self._free_old() if self.old[i].name]
        counts = Counter(self._full_name(self.old[i]) for i in olds)
        found = []
        for i in olds:
            news = where.get(self._full_name(self.old[i]), [])
            if len(news) == 1 and counts[self._full_name(self.old[i])] == 1 and self.similarity(i, news[0]) >= _LONELY:
                found.append((_NAMESAKES, i, news[0]))
        return found

    def _full_name(self, unit: Unit) -> tuple[str, str, str]:
        return unit.above, unit.clause.role, unit.name

    def _ordered(self, candidates: list[tuple[float, int, int]]) -> None:
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for _, i, j in candidates:
            if i not in chosen and j not in taken:
                chosen[i] = j
                taken.add(j)
        olds = sorted(chosen)
        for k in _longest_rising([chosen[i] for i in olds]):
            self.found.pair(olds[k], chosen[olds[k]])

    def _candidates(self, olds: Sequence[int], news: Sequence[int], bar: float) -> list[tuple[float, int, int]]:
        """Pairs above the bar, best first: for each old clause the few new ones that share most of its rare words."""
        where: dict[str, list[int]] = defaultdict(list)
        for j in news:
            for code in set(self.new[j].code):
                if self.weights.count(code) <= _RARE:
                    where[code].append(j)
        found = []
        for i in olds:
            votes: Counter[int] = Counter()
            for code in sorted(set(self.old[i].code)):
                for j in where.get(code, ()):
                    votes[j] += 1
            for j, _ in sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0] - i), vote[0]))[:_CANDIDATES]:
                score = self.similarity(i, j)
                if score >= bar:
                    found.append((score, i, j))
        return sorted(found, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1], one[2]))

    def lonely(self) -> None:
        """The only clause left on each side between two that stayed, of one role: what stood there reads otherwise."""
        for olds, news in list(self._gaps()):
            if len(olds) != 1 or len(news) != 1:
                continue
            i, j = olds[0], news[0]
            left, right = self.old[i].clause, self.new[j].clause
            if left.role != right.role:
                continue
            titles = left.role == "heading" and left.label == right.label and self._goes_on(i, j)
            if titles or self.similarity(i, j) >= _LONELY:
                self.found.pair(i, j)

    def _goes_on(self, i: int, j: int) -> bool:
        """Whether the clause after the one became the clause after the other."""
        return self.found.pairs.get(i + 1) == j + 1

    def carried(self) -> None:
        """A short clause, such as a heading, that stands beside the same moved neighbour on both sides went with it."""
        where: dict[str, list[int]] = defaultdict(list)
        for j in self._free_new():
            where[self.new[j].code].append(j)
        for i in list(self._free_old()):
            for j in where.get(self.old[i].code, ()):
                beside = self.found.pairs.get(i + 1) == j + 1 or self.found.pairs.get(i - 1, -2) == j - 1
                if beside and j not in self.found.used_new:
                    self.found.pair(i, j)
                    break

    # --- places ---

    def mark_moved(self) -> None:
        """What stands out of sequence has moved: as few clauses as possible, and of equal choices the shorter ones."""
        groups = [(i, j, self.old[i].size) for i, j in self.found.pairs.items()]
        groups += [(i, js[0], self.old[i].size) for i, js in self.found.splits.items()]
        groups += [(olds[0], j, self.new[j].size) for j, olds in self.found.merges.items()]
        groups.sort()
        kept = set(_heaviest_rising([j for _, j, _ in groups], [size for _, _, size in groups]))
        self.found.moved = {groups[k][0] for k in range(len(groups)) if k not in kept}

    def _free_old(self) -> Iterator[int]:
        return (i for i in range(len(self.old)) if i not in self.found.used_old)

    def _free_new(self) -> Iterator[int]:
        return (j for j in range(len(self.new)) if j not in self.found.used_new)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """What is still free between neighbouring pairs that stand in sequence."""
        olds = sorted(self.found.pairs)
        fixed = [(olds[k], self.found.pairs[olds[k]]) for k in _longest_rising([self.found.pairs[i] for i in olds])]
        last_i = last_j = -1
        for i, j in [*fixed, (len(self.old), len(self.new))]:
            free_old = [k for k in range(last_i + 1, i) if k not in self.found.used_old]
            free_new = [k for k in range(last_j + 1, j) if k not in self.found.used_new]
            if free_old and free_new:
                yield free_old, free_new
            last_i, last_j = i, j


def _common(shorter: str, longer: str) -> str:
    """The longest common subsequence of two codes."""
    return "".join(
        shorter[code.src_start : code.src_end] for code in Indel.opcodes(shorter, longer) if code.tag == "equal"
    )


def _containment(part: str, whole: str) -> float:
    """How much of `part` stands in `whole`, in sequence, from 0 to 1."""
    common = (len(part) + len(whole) - Indel.distance(part, whole)) // 2
    return common / len(part) if part else 0.0


def _patience(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Equal items in sequence: what is unique on both sides first, then between those (Cohen 2003)."""
    found: list[tuple[int, int]] = []
    ranges = [(0, len(old), 0, len(new))]
    while ranges:
        a, b, c, d = ranges.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        anchors = _unique_anchors(old, new, (a, b, c, d))
        if not anchors:
            continue
        found.extend(anchors)
        edges = [(a - 1, c - 1), *anchors, (b, d)]
        ranges.extend((i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges) if i + 1 < k and j + 1 < m)
    return sorted(found)


def _unique_anchors(old: Sequence[str], new: Sequence[str], span: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    a, b, c, d = span
    counts_old, counts_new = Counter(old[a:b]), Counter(new[c:d])
    place = {new[j]: j for j in range(c, d) if counts_new[new[j]] == 1}
    pairs = [(i, place[old[i]]) for i in range(a, b) if counts_old[old[i]] == 1 and old[i] in place]
    return [pairs[k] for k in _longest_rising([j for _, j in pairs])]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest rising run of values (Schensted 1961), in order."""
    tails: list[int] = []
    tail_values: list[int] = []
    before: list[int] = []
    for k, value in enumerate(values):
        place = bisect_left(tail_values, value)
        before.append(tails[place - 1] if place else -1)
        if place == len(tails):
            tails.append(k)
            tail_values.append(value)
        else:
            tails[place] = k
            tail_values[place] = value
    return _traced(before, tails[-1] if tails else -1)


def _heaviest_rising(values: Sequence[int], sizes: Iterable[int]) -> list[int]:
    """The positions of a rising run with the most members and, among those, the most words."""
    order = {value: rank for rank, value in enumerate(sorted(values), 1)}
    tree: list[tuple[int, int, int]] = [(0, 0, -1)] * (
        len(values) + 1
    )  # members, words, position: a Fenwick tree of maxima
    before, best = [], (0, 0, -1)
    for k, (value, size) in enumerate(zip(values, sizes, strict=True)):
        rank, reached = order[value] - 1, (0, 0, -1)
        while rank > 0:
            reached = max(reached, tree[rank])
            rank -= rank & -rank
        before.append(reached[2])
        mine = (reached[0] + 1, reached[1] + size, k)
        best = max(best, mine)
        rank = order[value]
        while rank <= len(values):
            tree[rank] = max(tree[rank], mine)
            rank += rank & -rank
    return _traced(before, best[2])


def _traced(before: Sequence[int], last: int) -> list[int]:
    run = []
    while last >= 0:
        run.append(last)
        last = before[last]
    return run[::-1]

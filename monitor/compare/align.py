"""Which old clause became which new one, by words and place, never by labels or markup.

In this order: exact anchors in sequence (patience: words that stand once on both
sides first); exact moves; splits and merges by containment; similar clauses between
anchors; similar clauses anywhere; weakly similar ones between anchors. Each
clause is used once. Ties fall by similarity, then distance, then reading order,
so the result never depends on hashing or load.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from monitor.compare.sequences import common, containment, heaviest_rising, left_over, longest_rising, patience
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
_SENTENCE = 6  # words that left a clause together: fewer may have been deleted here and written there
_SPLIT_OFF = 0.75  # of the telling words that left, which must stand in the new clause
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
    aligner.titles()
    aligner.sentences()
    aligner.carried()
    aligner.mark_moved()
    return aligner.found


class _Aligner:
    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.found = Alignment()

    @cached_property
    def weights(self) -> Weights:
        """Counted when they are first asked for: where only equal clauses stand on both sides, nobody does."""
        return Weights([*self.old, *self.new])

    # --- equal words ---

    def anchors(self) -> None:
        for i, j in patience([unit.code for unit in self.old], [unit.code for unit in self.new]):
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
        within = {k: _is_part(units[k], whole) for k in free}
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
                gained = together >= max(_JOINED, alone + _GAIN) or together == 1.0
                if gained and (best is None or together > best[0]):
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
        if score < _SIMILAR and left.clause.role == right.clause.role and _grew(left.code, right.code):
            return _SIMILAR
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
        kept = sum(self.weights.of(code) for code in common(shorter, longer))
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
        for k in longest_rising([chosen[i] for i in olds]):
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
            shared = set(self.old[i].code).intersection(where)
            votes = Counter(chain.from_iterable([where[code] for code in shared]))
            ranked = [(-count, abs(j - i), j) for j, count in votes.items()]
            for _, _, j in nsmallest(_CANDIDATES, ranked):
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

    def titles(self) -> None:
        """A heading whose words went became the free heading that most of its clauses stand under now."""
        if not (_any_heading(self.old, self._free_old()) and _any_heading(self.new, self._free_new())):
            return
        over_old, over_new = _headings(self.old), _headings(self.new)
        votes = Counter((over_old[i], over_new[j]) for i, j in self.found.pairs.items())
        sizes_old, sizes_new = Counter(over_old), Counter(over_new)
        for (i, j), count in sorted(votes.items()):
            most = 2 * count > max(sizes_old[i], sizes_new[j])
            if most and min(i, j) >= 0 and i not in self.found.used_old and j not in self.found.used_new:
                self.found.pair(i, j)

    def sentences(self) -> None:
        """A sentence that left for a new clause nearby was split off; one from a clause now gone was merged in."""
        for i, j in sorted(self.found.pairs.items()):
            before, after = self.old[i].code, self.new[j].code
            if before == after:
                continue
            taker = self._near((before, after), self.new, j, self.found.used_new)
            if taker is not None:
                del self.found.pairs[i]
                self.found.splits[i] = (min(j, taker), max(j, taker))
                self.found.used_new.add(taker)
                continue
            giver = self._near((after, before), self.old, i, self.found.used_old)
            if giver is not None:
                del self.found.pairs[i]
                self.found.merges[j] = (min(i, giver), max(i, giver))
                self.found.used_old.add(giver)

    def _near(self, codes: tuple[str, str], units: Sequence[Unit], place: int, used: set[int]) -> int | None:
        """The free clause close by that holds most of the words of the first code that the second one lacks."""
        beside = (place + 1, place - 1, place + 2, place - 2)
        free = [k for k in beside if 0 <= k < len(units) and k not in used]
        left = left_over(*codes) if free else ""
        if len(left) < _SENTENCE:
            return None
        for k in free:
            kept = sum(self.weights.of(code) for code in common(*sorted((left, units[k].code), key=len)))
            if kept >= _SPLIT_OFF * sum(self.weights.of(code) for code in left):
                return k
        return None

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
        kept = set(heaviest_rising([j for _, j, _ in groups], [size for _, _, size in groups]))
        self.found.moved = {groups[k][0] for k in range(len(groups)) if k not in kept}

    def _free_old(self) -> Iterator[int]:
        return (i for i in range(len(self.old)) if i not in self.found.used_old)

    def _free_new(self) -> Iterator[int]:
        return (j for j in range(len(self.new)) if j not in self.found.used_new)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """What is still free between neighbouring pairs that stand in sequence."""
        free_old, free_new = list(self._free_old()), list(self._free_new())
        if not (free_old and free_new):
            return
        olds = sorted(self.found.pairs)
        fixed = [olds[k] for k in longest_rising([self.found.pairs[i] for i in olds])]
        before, after = _between(free_old, fixed), _between(free_new, [self.found.pairs[i] for i in fixed])
        for gap, news in after.items():
            if gap in before:
                yield before[gap], news


def _between(free: Sequence[int], fixed: Sequence[int]) -> dict[int, list[int]]:
    """Free places by the gap that they lie in, in order: how many fixed places stand before them."""
    gaps: dict[int, list[int]] = defaultdict(list)
    for place in free:
        gaps[bisect(fixed, place)].append(place)
    return gaps


def _any_heading(units: Sequence[Unit], places: Iterable[int]) -> bool:
    return any(units[place].clause.role == "heading" for place in places)


def _headings(units: Sequence[Unit]) -> list[int]:
    """For each clause the place of the heading right above it, -1 for none; a heading stands under the one before."""
    above, found = -1, []
    for place, unit in enumerate(units):
        found.append(above)
        if unit.clause.role == "heading":
            above = place
    return found


def _grew(left: str, right: str) -> bool:
    """Whether the one text is the whole beginning or end of the other."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= _SMALLEST_PART and (longer.startswith(shorter) or longer.endswith(shorter))


def _is_part(unit: Unit, whole: Unit) -> bool:
    """Whether a clause stands in another one: most of its words, or for a short heading all, at its beginning."""
    if unit.size < _SMALLEST_PART:
        return unit.clause.role == "heading" and whole.code.startswith(unit.code)
    return containment(unit.code, whole.code) >= _PART_WITHIN

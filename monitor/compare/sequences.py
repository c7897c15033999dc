"""Sequences of words and places: what two have in common, and what of them stands in order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import islice, pairwise
from operator import lt
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def left_over(code: str, other: str) -> str:
    """What of a code has no place in the other, in sequence."""
    return "".join(code[op.src_start : op.src_end] for op in Indel.opcodes(code, other) if op.tag == "delete")


def common(shorter: str, longer: str) -> str:
    """The longest common subsequence of two codes."""
    return "".join(
        shorter[code.src_start : code.src_end] for code in Indel.opcodes(shorter, longer) if code.tag == "equal"
    )


def containment(part: str, whole: str) -> float:
    """How much of `part` stands in `whole`, in sequence, from 0 to 1."""
    common = (len(part) + len(whole) - Indel.distance(part, whole)) // 2
    return common / len(part) if part else 0.0


def patience(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
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
    return [pairs[k] for k in longest_rising([j for _, j in pairs])]


def longest_rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest rising run of values (Schensted 1961), in order."""
    if _rises(values):
        return list(range(len(values)))
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


def heaviest_rising(values: Sequence[int], sizes: Iterable[int]) -> list[int]:
    """The positions of a rising run with the most members and, among those, the most words."""
    if _rises(values):
        return list(range(len(values)))
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


def _rises(values: Sequence[int]) -> bool:
    """Whether values rise all the way, as they do where nothing moved: nearly always."""
    return all(map(lt, values, islice(values, 1, None)))


def _traced(before: Sequence[int], last: int) -> list[int]:
    run = []
    while last >= 0:
        run.append(last)
        last = before[last]
    return run[::-1]

"""Which box stands above which, and in which order the boxes of one layer stand.

Layers by the longest path, and their order by the barycentre of what each box is tied to (Sugiyama, Tagawa and Toda,
"Methods for visual understanding of hierarchical system structures", IEEE Transactions on Systems, Man, and
Cybernetics 11(2), 1981). Boxes are known by their keys.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Pair: TypeAlias = tuple[str, str]
"""A box that stands above another one, and that other one."""

_SWEEPS = 8
"""Downwards and upwards by turns: webs of terms settle within four."""


def layered(keys: Sequence[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """The boxes in layers from above, each in an order with few crossings; loops are cut where they close.

    >>> layered(["fees", "terms"], [("terms", "fees")])
    [['terms'], ['fees']]
    """
    kept = without_loops(keys, sorted(set(pairs)))
    ranks = _ranks(keys, kept)
    layers: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for one in keys:
        layers[ranks[one]].append(one)
    return _ordered([layer for layer in layers if layer], kept)


def without_loops(keys: Sequence[str], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without those that close a loop, as a walk downwards from the first keys on comes upon them."""
    below: dict[str, list[str]] = {one: [] for one in keys}
    for upper, lower in pairs:
        below[upper].append(lower)
    headless = set(keys) - {lower for _, lower in pairs}
    closing: set[Pair] = set()
    done: set[str] = set()

    def walk(one: str, above: tuple[str, ...]) -> None:
        for other in below[one]:
            if other == one or other in above:
                closing.add((one, other))
            elif other not in done:
                walk(other, (*above, one))
        done.add(one)

    for one in sorted(keys, key=lambda key: key not in headless):
        if one not in done:
            walk(one, ())
    return [pair for pair in pairs if pair not in closing]


def _ranks(keys: Sequence[str], pairs: Sequence[Pair]) -> dict[str, int]:
    """How many layers are above each box; what nothing stands above is moved down to what it is above."""
    ranks = dict.fromkeys(keys, 0)
    for _ in keys:
        for upper, lower in pairs:
            ranks[lower] = max(ranks[lower], ranks[upper] + 1)
    lowers = {lower for _, lower in pairs}
    for one in keys:
        below = [ranks[lower] for upper, lower in pairs if upper == one]
        if below and one not in lowers:
            ranks[one] = min(below) - 1
    return ranks


def _ordered(layers: list[list[str]], pairs: Sequence[Pair]) -> list[list[str]]:
    """The layers in the order that crossed least."""
    best = now = layers
    fewest = crossings(layers, pairs)
    for sweep in range(_SWEEPS):
        now = _swept(now, pairs, down=sweep % 2 == 0)
        if (crossed := crossings(now, pairs)) < fewest:
            best, fewest = now, crossed
    return best


def _swept(layers: list[list[str]], pairs: Sequence[Pair], *, down: bool) -> list[list[str]]:
    """Each layer, from one side to the other, in the order of the barycentres of what it is tied to on that side."""
    places = _places(layers)
    tied: dict[str, list[str]] = {}
    for upper, lower in pairs:
        one, other = (lower, upper) if down else (upper, lower)
        tied.setdefault(one, []).append(other)
    found = [list(layer) for layer in layers]
    for number in range(len(layers)) if down else reversed(range(len(layers))):
        found[number].sort(key=lambda one: _centre(one, tied.get(one, ()), places))
        places |= _places([found[number]])
    return found


def _centre(one: str, tied: Sequence[str], places: Mapping[str, float]) -> float:
    return sum(places[other] for other in tied) / len(tied) if tied else places[one]


def _places(layers: Iterable[Sequence[str]]) -> dict[str, float]:
    """Where each box is within its layer, from 0 to 1."""
    return {one: (place + 0.5) / len(layer) for layer in layers for place, one in enumerate(layer)}


def crossings(layers: Sequence[Sequence[str]], pairs: Iterable[Pair]) -> int:
    """How many lines between the same two layers cross one another."""
    levels = {one: number for number, layer in enumerate(layers) for one in layer}
    places = _places(layers)
    spans: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for upper, lower in pairs:
        spans.setdefault((levels[upper], levels[lower]), []).append((places[upper], places[lower]))
    return sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for found in spans.values() for a, b in combinations(found, 2))

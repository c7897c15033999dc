"""Where each section of rewritten terms went."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.model import SectionPair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.compare.units import Unit, Weights

_SOME = 0.12  # of the telling words: below it two sections share only the language of terms
_ROUNDING = 1e-6  # far more than two sums of the same weights can differ by


def section_map(old: Sequence[Unit], new: Sequence[Unit], weights: Weights) -> tuple[SectionPair, ...]:
    """Old sections with the new ones that keep most of their words, in old order; then the new ones without an old."""
    before, after = _sections(old), _sections(new)
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, a, b in sorted(_scored([code for _, code in before], [code for _, code in after], weights)):
        if a not in partner and b not in taken:
            partner[a] = (b, -score)
            taken.add(b)
    pairs = [_pair(name, after, partner.get(a)) for a, (name, _) in enumerate(before)]
    fresh = [SectionPair("", name, 0.0) for b, (name, _) in enumerate(after) if b not in taken]
    return tuple(pair for pair in (*pairs, *fresh) if pair.old or pair.new)


def _scored(before: Sequence[str], after: Sequence[str], weights: Weights) -> Iterator[tuple[float, int, int]]:
    """The sections that share enough words, most of them first: measured only where they may, for there are many."""
    lefts, rights = ([_weighed(code, weights) for code in codes] for codes in (before, after))
    for a, left in enumerate(lefts):
        for b, right in enumerate(rights):
            score = weights.overlap(before[a], after[b]) if _share(left, right) > _SOME - _ROUNDING else 0.0
            if score >= _SOME:
                yield -score, a, b


def _weighed(code: str, weights: Weights) -> dict[str, float]:
    return {word: count * weights.of(word) for word, count in Counter(code).items()}


def _share(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The overlap, but for what the order of a sum makes of it."""
    shared = sum([min(left[word], right[word]) for word in left.keys() & right.keys()])
    return 2 * shared / ((sum(left.values()) + sum(right.values())) or 1.0)


def _pair(name: str, after: Sequence[tuple[str, str]], found: tuple[int, float] | None) -> SectionPair:
    return SectionPair(name, after[found[0]][0], round(found[1], 2)) if found else SectionPair(name, "", 0.0)


def _sections(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """The topmost headings below the title, each with the words that stand under it."""
    depths = Counter(unit.clause.depth for unit in units[1:] if unit.clause.role == "heading")
    top = min(depths, default=0)
    sections: list[tuple[str, str]] = []
    for unit in units:
        if unit.clause.role == "heading" and unit.clause.depth <= top:
            label = f"{unit.clause.label} " if unit.clause.label else ""
            sections.append((f"{label}{unit.clause.heading}", ""))
        name, code = sections.pop() if sections else ("", "")
        sections.append((name, code + unit.code))
    return sections

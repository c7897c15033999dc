"""References that no longer fit: their words stayed, and what they refer to is called otherwise now, or is gone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from monitor.compare.renumber import label_core, refers_elsewhere
from monitor.model import Signal
from monitor.text.patterns import pattern
from monitor.text.references import REFERRING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from monitor.compare.align import Alignment
    from monitor.compare.units import Unit

_NAMES = "|".join(sorted(REFERRING - {"§", "part", "parts"}))
_NUMBER = pattern(r"\d{1,3}(?:\.\d{1,3})*")
_REFERENCE = pattern(
    rf"\b(?:{_NAMES})\s+(?P<label>{_NUMBER.pattern})(?![\w%.]*\d)|§\s*(?P<mark>\d{{1,3}})\b", re.IGNORECASE
)


def broken_references(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> dict[int, Signal]:
    """For each old clause whose label is no longer its own: a signal with the clauses that still refer to it by it.

    Only labels that stand once in the old terms count; where numbering restarts,
    nobody can say which clause a reference meant.
    """
    left = _left_labels(old, new, found)
    kept = _kept_references(old, new, found.pairs, set(left.values())) if left else {}
    broken = {}
    for i, label in left.items():
        if label in kept:
            now = new[found.pairs[i]].clause.label if i in found.pairs else None
            broken[i] = Signal("reference", old[i].clause.label or label, now, tuple(kept[label]))
    return broken


def _left_labels(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> dict[int, str]:
    """The numbers that only one old clause bore, where that clause bears another label now, or is gone."""
    labels = [label_core(unit.clause) for unit in old]
    counts = Counter(labels)
    left = {}
    for i, label in enumerate(labels):
        if label is None or counts[label] > 1 or not _NUMBER.fullmatch(label):
            continue
        now = new[found.pairs[i]].clause if i in found.pairs else None
        if (now is None and i not in found.used_old) or (now is not None and now.label and label_core(now) != label):
            left[i] = label
    return left


def _kept_references(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int], wanted: AbstractSet[str]
) -> dict[str, list[str]]:
    """The wanted labels that clauses refer to on both sides, with the new paths of those clauses."""
    kept: dict[str, list[str]] = defaultdict(list)
    for i, j in sorted(pairs.items(), key=lambda pair: pair[1]):
        text = new[j].clause.text
        if "§" not in text and wanted.isdisjoint(_NUMBER.findall(text)):  # the search takes ten times as long
            continue
        after = _references(text).intersection(wanted)
        for label in sorted(_references(old[i].clause.text) & after) if after else ():
            kept[label].append(new[j].clause.path)
    return kept


def _references(text: str) -> set[str]:
    return {
        match.group("label") or match.group("mark")
        for match in _REFERENCE.finditer(text)
        if not refers_elsewhere(text, match.end())
    }

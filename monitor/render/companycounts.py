"""How many companies joined or left lists of them, in the words of a headline."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Change, CompanyChange, CompanyChangeKind, Comparison

KINDS: tuple[CompanyChangeKind, ...] = ("added", "removed", "changed")
_NOUNS = (
    (pattern(r"sub-?\s?processor|auftragsverarbeiter|sous-traitant|subencarg", re.IGNORECASE), "sub-processor"),
    (pattern(r"sub-?\s?contractor|subunternehmer", re.IGNORECASE), "subcontractor"),
    (pattern(r"affiliate", re.IGNORECASE), "affiliate"),
    (pattern(r"licensor", re.IGNORECASE), "licensor"),
    (pattern(r"vendor", re.IGNORECASE), "vendor"),
    (pattern(r"supplier", re.IGNORECASE), "supplier"),
    (pattern(r"carrier", re.IGNORECASE), "carrier"),
    (pattern(r"partner", re.IGNORECASE), "partner"),
    (pattern(r"provider", re.IGNORECASE), "provider"),
)


def only_companies(comparison: Comparison) -> str:
    """What happened to companies in lists, where that is all: "2 sub-processors added, 1 removed"; else ""."""
    if not comparison.companies or comparison.rewrite:
        return ""
    now = {one.clause for one in comparison.companies if one.kind != "removed"}
    before = {one.clause for one in comparison.companies if one.kind == "removed"}
    told = all(_is_told(change, now, before) for change in comparison.substantive)
    return _counted(comparison.companies) if told else ""


def _is_told(change: Change, now: set[str], before: set[str]) -> bool:
    """Whether what was changed is told as what happened to companies."""
    side, paths = (change.new, now) if change.new else (change.old, before)
    return all(clause.path in paths for clause in side)


def _counted(companies: Iterable[CompanyChange]) -> str:
    found: dict[str, Counter[CompanyChangeKind]] = {}
    for one in companies:
        found.setdefault(_noun(one.list), Counter())[one.kind] += 1
    return "; ".join(_nouned(noun, counts) for noun, counts in found.items())


def _nouned(noun: str, counts: Counter[CompanyChangeKind]) -> str:
    (first, number), *rest = [(kind, counts[kind]) for kind in KINDS if counts[kind]]
    many = "companies" if noun == "company" else f"{noun}s"
    words = [f"{number:,} {noun if number == 1 else many} {first}", *(f"{count:,} {kind}" for kind, count in rest)]
    return ", ".join(words)


def _noun(name: str) -> str:
    return next((noun for words, noun in _NOUNS if words.search(name)), "company")

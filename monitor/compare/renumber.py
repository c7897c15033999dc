"""Which label became which, and whether a changed reference only follows that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern
from monitor.text.references import REFERRING

if TYPE_CHECKING:
    from monitor.compare.units import Unit
    from monitor.model import Clause

LabelMap = Mapping[str, frozenset[str]]

_CORE = pattern(r"[^\W_]+(?:\.[^\W_]+)*")
_DECIMAL = pattern(r"\d+(?:\.\d+)+$")
_ITEM = pattern(r"(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})$")
_JOINING = frozenset("and or to through und oder bis et ou à y o e ed en of i och".split())
_OWN = frozenset("these this terms agreement policy document statement conditions present".split())
_OTHER_DOCUMENT = pattern(
    r"\s*(?:\([^)]{1,8}\)\s*)*of\s+(?:the|our|your|its|that|such)?\s*(?!(?:these|this|the\s+(?:terms|agreement|"
    r"policy|present))\b)[^\W\d_]",
    re.IGNORECASE,
)


def label_core(clause: Clause) -> str | None:
    """A clause's label without its punctuation, lower case: "4.2", "a", "a.1"."""
    return _core_of(clause.label) if clause.label else None


@lru_cache(maxsize=4_096)  # labels: asked for several times a clause, and most documents use the same ones
def _core_of(label: str) -> str | None:
    found = _CORE.findall(label)
    return found[-1].lower() if found else None


def label_map(pairs: Iterable[tuple[Unit, Unit]]) -> dict[str, frozenset[str]]:
    """What each old label is called now; labels that are used twice may have become several."""
    became: dict[str, set[str]] = {}
    for old, new in pairs:
        before, after = label_core(old.clause), label_core(new.clause)
        if before and after:
            became.setdefault(before, set()).add(after)
    for label, names in _implied(became).items():
        became.setdefault(label, names)
    return {label: frozenset(names) for label, names in became.items()}


def _implied(became: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What the labels above became, where those below agree: "10.1" and "10.2" as "11.1" and "11.2" make "10" "11"."""
    above: dict[str, set[str]] = {}
    for label, names in became.items():
        if _DECIMAL.match(label):
            above.setdefault(label.rpartition(".")[0], set()).update(name.rpartition(".")[0] for name in names)
    return {label: names for label, names in above.items() if len(names) == 1 and "" not in names}


def only_follows(old: Sequence[str], new: Sequence[str], labels: LabelMap) -> bool:
    """Whether two texts, as words, differ only in references that follow the renumbering."""
    if len(old) != len(new):
        return False
    differing = [place for place, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    return bool(differing) and all(_follows(old, place, new[place], labels) for place in differing)


def _follows(words: Sequence[str], place: int, after: str, labels: LabelMap) -> bool:
    return after in labels.get(words[place], ()) and _is_reference(words, place)


def _is_reference(words: Sequence[str], place: int) -> bool:
    """A number that a word like "Section" leads to, alone or in a list; "4.2" needs no such word."""
    if _of_another_document(words, place):
        return False
    if _DECIMAL.match(words[place]):
        return True
    for before in range(place - 1, max(-1, place - 12), -1):
        word = words[before]
        if word in REFERRING:
            return True
        if not (word in _JOINING or _ITEM.match(word) or _DECIMAL.match(word)):
            return False
    return False


def _of_another_document(words: Sequence[str], place: int) -> bool:
    """Whether "of the SLA" stands behind the reference, and not "of these terms"."""
    after = place + 1
    while after < len(words) and (
        words[after] in _JOINING or _ITEM.match(words[after]) or _DECIMAL.match(words[after])
    ):
        if words[after] == "of":
            break
        after += 1
    if after >= len(words) or words[after] != "of":
        return False
    return not _OWN.intersection(words[after + 1 : after + 3])


def refers_elsewhere(text: str, end: int) -> bool:
    """Whether the reference that ends there names another document ("Section 1.9 of the SLA")."""
    return bool(_OTHER_DOCUMENT.match(text[end : end + 60]))

"""What within a change a reader looks for first: values that were exchanged, and where links lead."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from monitor.model import Signal
from monitor.text.addresses import same_place, still_the_same
from monitor.text.fold import key
from monitor.text.printed import printed_addresses
from monitor.text.values import Value, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Clause, Edit

_KINDS = ("duration", "money", "percentage", "date", "number", "modal", "negation", "carve-out")


def value_signals(edits: Sequence[Edit]) -> tuple[Signal, ...]:
    """The values that went, came or were exchanged between the two texts of a change."""
    gone, came = _touched(edits, "-"), _touched(edits, "+")
    there = {value.kind for value in (*gone, *came)}
    found: list[Signal] = []
    for kind in [kind for kind in _KINDS if kind in there]:
        before = [value for value in gone if value.kind == kind]
        after = [value for value in came if value.kind == kind]
        found.extend(_paired(kind, before, after))
    return tuple(found)


def link_signals(change: Change) -> tuple[Signal, ...]:
    """Links, by their words, that lead elsewhere now, and of a change of nothing else the printed addresses."""
    before = {key(link.text): link.target for clause in change.old for link in clause.links}
    after = {key(link.text): link.target for clause in change.new for link in clause.links}
    found = [(before[text], target) for text, target in after.items() if text in before]
    if change.kind == "relinked":
        found += _addresses(change)
    told: dict[tuple[str, str], Signal] = {}
    for old, new in found:
        places = _place(old), _place(new)
        if not still_the_same(*places):
            told.setdefault(places, Signal("link", old, new))
    return tuple(told.values())


def _addresses(change: Change) -> list[tuple[str, str]]:
    """The printed addresses of a change, those of both sides in pairs; none where their number differs."""
    before, after = _printed(change.old), _printed(change.new)
    return list(zip(before, after, strict=True)) if len(before) == len(after) else []


def _printed(clauses: Sequence[Clause]) -> list[str]:
    return [one.text for clause in clauses for one in printed_addresses(f"{clause.heading} {clause.text}")]


def _place(address: str) -> str:
    """The place of a link's target or of an address as it is printed."""
    printed = printed_addresses(address)
    return printed[0].place if len(printed) == 1 and printed[0].text == address else same_place(address)


def _touched(edits: Sequence[Edit], op: str) -> list[Value]:
    """The values of one side that an edit of that side touches, in reading order."""
    text, spans = "", []
    for edit in edits:
        if edit.op in {"=", op}:
            if edit.op == op:
                spans.append((len(text), len(text) + len(edit.text)))
            text += edit.text
    return values(text, spans) if spans else []


def _paired(kind: str, before: list[Value], after: list[Value]) -> list[Signal]:
    """Values that stand on both sides only moved within the text; the others pair up in reading order."""
    left, right = [one.text for one in before], [one.text for one in after]
    same = Counter(map(key, left)) & Counter(map(key, right)) if left and right else None
    if same:
        left, right = _without(left, same), _without(right, same)
    return [Signal(kind, one, other) for one, other in zip_longest(left, right)]


def _without(texts: list[str], same: Counter[str]) -> list[str]:
    left = Counter(same)
    out = []
    for text in texts:
        if left[key(text)] > 0:
            left[key(text)] -= 1
        else:
            out.append(text)
    return out

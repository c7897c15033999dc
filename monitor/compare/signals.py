"""What within a change a reader looks for first, each with the words it was found in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.model import ChangeKind, Edit, Severity, Signal
from monitor.text.fold import key
from monitor.text.values import Value, values

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAVE = {"duration", "money", "percentage", "date", "number", "modal", "negation", "carve-out"}
_KINDS = ("duration", "money", "percentage", "date", "number", "modal", "negation", "carve-out")


def signals_of(edits: Sequence[Edit]) -> tuple[Signal, ...]:
    """The values that went, came or were exchanged between the two texts of a change."""
    gone = _touched(edits, "-")
    came = _touched(edits, "+")
    found: list[Signal] = []
    for kind in _KINDS:
        before = [value for value in gone if value.kind == kind]
        after = [value for value in came if value.kind == kind]
        found.extend(_paired(kind, before, after))
    return tuple(found)


def _touched(edits: Sequence[Edit], op: str) -> list[Value]:
    """The values of one side that an edit of that side touches, in reading order."""
    text, spans = "", []
    for edit in edits:
        if edit.op in {"=", op}:
            if edit.op == op:
                spans.append((len(text), len(text) + len(edit.text)))
            text += edit.text
    return [one for one in values(text) if any(one.start < b and a < one.end for a, b in spans)]


def _paired(kind: str, before: list[Value], after: list[Value]) -> list[Signal]:
    """Values that stand on both sides only moved within the text; the others pair up in reading order."""
    same = Counter(key(one.text) for one in before) & Counter(key(one.text) for one in after)
    left, right = _without(before, same), _without(after, same)
    longest = max(len(left), len(right))
    olds = [*left, *[None] * (longest - len(left))]
    news = [*right, *[None] * (longest - len(right))]
    return [Signal(kind, one, other) for one, other in zip(olds, news, strict=True)]


def _without(found: list[Value], same: Counter[str]) -> list[str]:
    left = Counter(same)
    out = []
    for one in found:
        if left[key(one.text)] > 0:
            left[key(one.text)] -= 1
        else:
            out.append(one.text)
    return out


def severity_of(  # noqa: PLR0911 - one return a rule, the gravest first
    kind: ChangeKind, signals: Sequence[Signal], topics: Sequence[str]
) -> tuple[Severity, str]:
    """How grave a change is, and why in one sentence. It orders what is told; it never hides anything."""
    telling = [signal for signal in signals if signal.kind in _GRAVE]
    if kind in {"renumbered", "relinked", "reformatted"}:
        return "low", "The words are the same."
    if topics and telling:
        return "high", f"It changes {_named(telling[0])} in a clause on {topics[0]}."
    if topics and kind in {"added", "removed"}:
        return "high", f"A clause on {topics[0]} was {kind}."
    if telling:
        return "medium", f"It changes {_named(telling[0])}."
    if topics and kind not in {"moved", "split", "merged"}:
        return "medium", f"It rewords a clause on {topics[0]}."
    if kind in {"added", "removed"}:
        return "medium", f"A clause was {kind}."
    return "low", "No figure, duty or exception changes, and no topic of weight is touched."


def _named(signal: Signal) -> str:
    if signal.old and signal.new:
        return f"{signal.old} to {signal.new}"
    return f"{signal.kind} ({'removed' if signal.old else 'added'}: {signal.old or signal.new})"

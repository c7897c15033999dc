"""How grave a change is, and why. It orders what is told; it never hides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import ChangeKind, Severity, Signal

_TELLING = frozenset(
    {"duration", "money", "percentage", "date", "number", "modal", "negation", "carve-out", "definition", "company"}
)


def severity_of(  # noqa: PLR0911 - one return a rule, the gravest first
    kind: ChangeKind, signals: Sequence[Signal], topics: Sequence[str]
) -> tuple[Severity, str]:
    """The severity of a change and the sentence that says why; never from length alone."""
    broken = next((signal for signal in signals if signal.kind == "reference"), None)
    if kind in {"renumbered", "relinked", "reformatted"}:
        return ("medium", _broken_words(broken)) if broken else ("low", "The words are the same.")
    if kind == "moved":
        return "low", "It stands elsewhere now, with the same words."
    telling = [signal for signal in signals if signal.kind in _TELLING]
    if topics and telling:
        return "high", f"It changes {_named(telling[0])} in a clause on {topics[0]}."
    if topics and kind in {"added", "removed"}:
        return "high", f"A clause on {topics[0]} was {kind}."
    if telling:
        return "medium", f"It changes {_named(telling[0])}."
    if broken:
        return "medium", _broken_words(broken)
    if topics and kind not in {"split", "merged"}:
        return "medium", f"It rewords a clause on {topics[0]}."
    if kind in {"added", "removed"}:
        return "medium", f"A clause was {kind}."
    return "low", "No figure, duty or exception changes, and no topic of weight is touched."


def _broken_words(signal: Signal | None) -> str:
    where = ", ".join(signal.where[:3]) if signal else ""
    return f"A reference to it in {where} no longer fits."


def _named(signal: Signal) -> str:
    if signal.kind == "definition":
        return f"what \u201c{signal.new or signal.old}\u201d means"
    if signal.old and signal.new:
        return f"{signal.old} to {signal.new}"
    return f"a {signal.kind} ({'removed' if signal.old else 'added'}: {signal.old or signal.new})"

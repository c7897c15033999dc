"""How grave a change is, and why. It orders what is told; it never hides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.text.fold import words
from monitor.text.slips import doubled_word, mistyped_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import ChangeKind, Clause, Severity, Signal

_TELLING = frozenset(
    {"duration", "money", "percentage", "date", "number", "modal", "negation", "carve-out", "definition", "company"}
)
_UNWEIGHTY = {
    "renumbered": "The words are the same.",
    "relinked": "The words are the same; what they lead to is not.",
    "reformatted": "The words are the same.",
}


def severity_of(  # noqa: PLR0911 - one return a rule, the gravest first
    kind: ChangeKind, signals: Sequence[Signal], topics: Sequence[str], slip: str = ""
) -> tuple[Severity, str]:
    """The severity of a change and the sentence that says why; never from length alone.

    `slip` says what slip of the pen was mended, and nothing else changed: it weighs little, unless a value is touched.
    """
    broken = next((signal for signal in signals if signal.kind == "reference"), None)
    if kind in _UNWEIGHTY:
        return ("medium", _broken_words(broken)) if broken else ("low", _UNWEIGHTY[kind])
    if kind == "moved":
        return "low", "It stands elsewhere now, with the same words."
    telling = [signal for signal in signals if signal.kind in _TELLING]
    if slip and not (telling or broken):
        return "low", slip
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


def slip_in(olds: Sequence[Clause], news: Sequence[Clause], counts: Mapping[str, int]) -> str:
    """The sentence that names a doubled or mistyped word as all that changed, or ""; `counts` is of both documents."""
    before, after = _words(olds), _words(news)
    if doubled := doubled_word(before, after):
        verb = "removed" if len(after) < len(before) else "printed"
        return f"A doubled word was {verb} (\u201c{doubled} {doubled}\u201d)."
    if mistyped := mistyped_word(before, after, counts):
        return f"A typing error was mended (\u201c{mistyped[0]}\u201d, now \u201c{mistyped[1]}\u201d)."
    return ""


def _words(clauses: Sequence[Clause]) -> list[str]:
    return words(" ".join(f"{clause.heading} {clause.text}" for clause in clauses))


def _broken_words(signal: Signal | None) -> str:
    where = ", ".join(signal.where[:3]) if signal else ""
    return f"A reference to it in {where} no longer fits."


def _named(signal: Signal) -> str:
    if signal.kind == "definition":
        return f"what \u201c{signal.new or signal.old}\u201d means"
    if signal.old and signal.new:
        return f"{signal.old} to {signal.new}"
    return f"a {signal.kind} ({'removed' if signal.old else 'added'}: {signal.old or signal.new})"

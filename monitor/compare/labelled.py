"""Labels that are words: "Clause 7" in a list of the clauses that survive, the initial before a person's name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.model import Clause

_NAMES_CLAUSE = pattern(r"([^\W\d_]{3,}\.?|§+)\s*[^\W_]")
_INITIAL = pattern(r"[A-Z]\.$")
_SURNAME = pattern(r"(?:[A-Z]\. ?){0,3}[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?(?=[ ,;.]|$)")
_NEAR = 3  # clauses, and letters: so many of a list may have gone between two that stay
_BEGINS = frozenset({"A.", "I."})  # what the labels of a list begin with: an initial stands in none


def with_said_labels(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, and as text those labels that say something: what has no other words, and a name's initial."""
    begun: dict[int, bool] = {}
    for place, clause in enumerate(clauses):
        begun = {depth: True for depth in begun if depth <= clause.depth}
        if clause.label in _BEGINS:
            begun[clause.depth] = True
        if not clause.label or clause.heading or clause.role == "heading":
            yield clause
        elif not clause.text:
            yield _said(clause) if _is_listed(clauses, place) else clause
        else:
            initial = clause.depth not in begun and _INITIAL.match(clause.label) and not _is_counted(clauses, place)
            yield _said(clause) if initial and _SURNAME.match(clause.text) else clause


def _said(clause: Clause) -> Clause:
    return replace(clause, label=None, text=f"{clause.label} {clause.text}".strip())


def _is_counted(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a letter stands among others that count: the list may have lost its "A.", or some in between."""
    clause = clauses[place]
    beside = (*clauses[max(0, place - _NEAR) : place], *clauses[place + 1 : place + 1 + _NEAR])
    letters = [other.label for other in beside if other.depth == clause.depth and _INITIAL.match(other.label or "")]
    return any(label and clause.label and abs(ord(label[0]) - ord(clause.label[0])) <= _NEAR for label in letters)


def _is_listed(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a label without a text names a clause, and is none above what follows it."""
    clause = clauses[place]
    name = _name(clause)
    if not name:
        return False
    after = clauses[place + 1 : place + 2]
    if not after or name in {_name(other) for other in (*clauses[max(0, place - 1) : place], *after)}:
        return True
    return clause.role == "item" and (after[0].role == "item" or after[0].depth <= clause.depth)


def _name(clause: Clause) -> str:
    """What sort of part a label without a text names: "clause", "annex"; "" for another clause."""
    match = None if clause.text or clause.heading else _NAMES_CLAUSE.match(clause.label or "")
    return match.group(1).casefold() if match else ""

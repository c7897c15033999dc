"""Definitions that changed, with the clauses that use the defined term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Signal
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.compare.units import Unit
    from monitor.model import Clause

_DEFINED = pattern(
    r"^\"+(?P<quoted>[^\"]{2,60})\"|^(?P<bare>[A-Z][\w' -]{1,50}?)\s+(?:means|shall mean|has the meaning|refers to)\b"
)
_INTRODUCED = pattern(r"\((?:(?:the|each,?|collectively,?|together,?|an?)\s+)*\"(?P<term>[^\"]{2,60})\"\)")
_MOST = 12  # clauses that are named; a term on every line is of no help to name them all


def definition_signals(olds: Sequence[Clause], news: Sequence[Clause], after: Sequence[Unit]) -> tuple[Signal, ...]:
    """A signal for each term whose definition went, came, or was changed in these clauses."""
    before, now = _terms(olds), _terms(news)
    own = {clause.path for clause in news}
    signals = []
    for term in dict.fromkeys([*before, *now]):
        where = tuple(_users(term, after, own))[:_MOST]
        signals.append(Signal("definition", term if term in before else None, term if term in now else None, where))
    return tuple(signals)


def _terms(clauses: Sequence[Clause]) -> list[str]:
    found = []
    for clause in clauses:
        match = _DEFINED.match(clause.text or clause.heading) if clause.role == "definition" else None
        if match:
            found.append(match.group("quoted") or match.group("bare"))
    return found


def introduced(text: str) -> list[str]:
    """The terms that a passage introduces in brackets: (the "Service")."""
    return [match.group("term") for match in _INTRODUCED.finditer(text)]


def _users(term: str, after: Sequence[Unit], own: set[str]) -> list[str]:
    pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
    return [
        unit.clause.path
        for unit in after
        if term in unit.clause.text and unit.clause.path not in own and pattern.search(unit.clause.text)
    ]

"""How far a revision is from the one that was accepted: a sentence that is told with every change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Distance, Outcome

_LONGEST_NAME = 80  # characters of a name or a contract within a sentence: longer ones are no names
_JOINERS = "\u200c\u200d"  # several scripts are misspelt without them
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def since_accepted(outcome: Outcome, accepted: Distance | None) -> Outcome:
    """An outcome that is told, with how far it is from what was accepted; any other as it is."""
    if accepted is None or not outcome.alert or outcome.comparison is None:
        return outcome
    here = replace(accepted, changes=accepted.changes + 1)
    return replace(outcome, remarks=(*outcome.remarks, distance_words(here, outcome.revision)))


def distance_words(accepted: Distance, number: int) -> str:
    """A sentence on how far a revision is from the accepted one, `changes` being those up to it.

    As in "Revision 3 was accepted by Ann Lee on 2 March 2026 (contract C-17); this is
    revision 7, the 4th change since." Names have no control characters, and at most 80.
    """
    contract = f" (contract {_name(accepted.ref)})" if accepted.ref else ""
    head = f"Revision {accepted.revision} was accepted by {_name(accepted.by)} on {_day(accepted.at)}{contract}"
    return f"{head}{_since(accepted, number)}."


def _since(accepted: Distance, number: int) -> str:
    if number == accepted.revision:
        return ""
    if number < accepted.revision:
        return f"; this is revision {number}, which came before it"
    which = f"the {_ordinal(accepted.changes)} change since" if accepted.changes else "with no change told since"
    return f"; this is revision {number}, {which}"


def _name(text: str) -> str:
    """A name on one line, without what moves a cursor or turns the order of words around."""
    seen = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    name = " ".join(seen.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"

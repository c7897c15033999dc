"""Which of the documents that an index gained or lost are watched already, by which source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import WATCHED, Signal, address_of, is_of_document
from monitor.text.addresses import same_place

if TYPE_CHECKING:
    from monitor.model import Change, Outcome, Source


def with_watched(outcome: Outcome) -> Outcome:
    """The outcome with a signal at each document of an index that says which source watches it, if any."""
    comparison = outcome.comparison
    if comparison is None or outcome.source.kind != "index":
        return outcome
    changes = tuple(_named(change, outcome.source) for change in comparison.changes)
    return replace(outcome, comparison=replace(comparison, changes=changes))


def _named(change: Change, source: Source) -> Change:
    """What watches a document at its new address, or at its old one: that is where a withdrawn one was."""
    if not is_of_document(change):
        return change
    places = [same_place(address_of(clause)) for clause in (*change.new, *change.old)]
    by = next((source.watched[place] for place in places if place in source.watched), None)
    return replace(change, signals=(*change.signals, Signal(WATCHED, None, by)))

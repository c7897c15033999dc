"""What a document says of its own changes, and what follows for one change: read from its own clauses, nothing else.

English only. Nothing here is advice, and nothing is made up: where nothing is stated, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Amendment, Rules, Seen, lists_documents
from monitor.rules.acceptance import continued_use_of
from monitor.rules.amendment import about_changes, amendment_of
from monitor.rules.belonging import belonging
from monitor.rules.clock import Governing, changes_rules, clock_of, has_clock
from monitor.rules.leaving import termination_of
from monitor.rules.objecting import objection_of
from monitor.rules.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Comparison, Revision, Terms
    from monitor.rules.sentences import Sentence

__all__ = [
    "Governing",
    "Said",
    "amendment_in",
    "changes_rules",
    "clock_of",
    "has_clock",
    "rules_of",
    "said_in",
    "timed",
]


def rules_of(terms: Terms) -> Rules:
    """What a document says of how it is changed, what going on to use means, and which rights customers have."""
    if lists_documents(terms):
        return Rules()
    if terms.language not in {"en", ""}:
        return Rules(read=False)
    sentences = tuple(sentences_of(terms))
    about = tuple(about_changes(sentences))
    return Rules(
        _amendment(about, sentences),
        continued_use_of(about, sentences),
        termination_of(sentences),
        objection_of(about, sentences),
    )


def amendment_in(terms: Terms) -> Amendment | None:
    """As `rules_of`, only how a document is changed, half of the work; None where its language is not read."""
    if lists_documents(terms):
        return Amendment()
    if terms.language not in {"en", ""}:
        return None
    sentences = tuple(sentences_of(terms))
    return _amendment(tuple(about_changes(sentences)), sentences)


def _amendment(about: Sequence[Sentence], sentences: Sequence[Sentence]) -> Amendment:
    amendment = amendment_of(about)
    return belonging(sentences) or Amendment() if amendment.mechanism == "not-stated" else amendment


@dataclass(frozen=True, slots=True)
class Said:
    """What two versions of a document say of how it is changed: all that the newer one says, and how the older did."""

    rules: Rules
    before: Amendment | None


def said_in(old: Terms, new: Terms) -> Said:
    """What terms and those before them say of changes of the document."""
    return Said(rules_of(new), amendment_in(old))


def timed(comparison: Comparison, said: Said, revision: Revision | None = None) -> Comparison:
    """A comparison that has a clock (see `has_clock`) with it: by what its terms say, and when `revision` was seen.

    That is the newer terms' revision, where they are one's.
    """
    kept = revision.comparison.clock if revision and revision.comparison else None
    decides = Governing(kept.governed_by, kept.governing, kept.rules) if kept and kept.governing else None
    seen = Seen(revision.at if revision else None, kept.seen.last_not if kept else None)
    clock = clock_of(said.rules, comparison, seen, before=said.before, governing=decides)
    return replace(comparison, clock=clock)

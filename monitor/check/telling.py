"""What is told of a change beside the change: since when it binds, and whom else it concerns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide import seen_since
from monitor.errors import ReadError
from monitor.linked import dependants_of, governing, named_by, naming_of, web_near
from monitor.model import Seen
from monitor.rules import Governing, amendment_in, changes_rules, clock_of, has_clock, rules_of

if TYPE_CHECKING:
    from monitor.archive import Archive
    from monitor.model import Dependant, Outcome, Past, Rules, Source, Terms


def timed(outcome: Outcome, past: Past, archive: Archive, watched: tuple[Source, ...]) -> Outcome:
    """An outcome with the clock of its change: by what its terms say of changes, or the terms that they belong to."""
    comparison, terms = outcome.comparison, outcome.terms or past.terms
    if not (comparison and terms and has_clock(comparison)):
        return outcome
    rules = rules_of(terms)
    before = amendment_in(past.terms) if past.terms and changes_rules(comparison) else None
    decides = _governing(outcome.source, rules, terms, archive, watched)
    seen = Seen(seen_since(past.held, outcome), past.last_success)
    clock = clock_of(rules, comparison, seen, before=before, governing=decides)
    return replace(outcome, comparison=replace(comparison, clock=clock))


def _governing(
    source: Source, rules: Rules, terms: Terms, archive: Archive, watched: tuple[Source, ...]
) -> Governing | None:
    """The watched document that decides how these terms are changed, where they leave it to another one."""
    name = rules.amendment.other
    if rules.amendment.mechanism != "other-document" or not name or not watched:
        return None
    said = naming_of(source.id, terms)
    namings = {**archive.links_near(source, named_by(said, watched)), source.id: said}
    found = governing(web_near(source.id, watched, namings), source.id, name)
    parent = next((one for one in watched if one.id == found), None)
    standing = archive.standings().get(parent.id) if parent else None
    if parent is None or standing is None or not standing.revision:
        return None
    try:
        theirs = archive.terms(parent, standing.revision)
    except ReadError:
        return None
    return Governing(theirs.title or parent.title or name, parent.id, rules_of(theirs))


def dependants(outcome: Outcome, archive: Archive, watched: tuple[Source, ...]) -> tuple[Dependant, ...]:
    """The watched documents beside terms that alert: by what these say now, and by what they said before."""
    if not watched:
        return ()
    source = outcome.source
    said = naming_of(source.id, outcome.terms) if outcome.terms else None
    before = archive.links_near(source, named_by(said, watched))
    now = {**before, source.id: said} if said else before
    near = (one for names in (before, now) for one in dependants_of(web_near(source.id, watched, names), source.id))
    return tuple({one.source.id: one for one in near}.values())

"""What a page means that is taken for the terms: which of its changes are news, and whom they concern."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.holding import believed
from monitor.decide.lines import Turns, first_lines, is_known, turned
from monitor.decide.moving import moved_on, stood_still
from monitor.decide.news import FLAPPING, narrowed, news_of, remark_on
from monitor.decide.settling import name_of
from monitor.model import Comparison, Memory, Outcome, OutcomeKind, Past, Source
from monitor.text.numbering import renumbered_headings, scheme_changed

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.news import News
    from monitor.decide.plausible import Sight
    from monitor.model import Terms

_FEW_NUMBERS = 0.5  # of the numbered headings


def accept(source: Source, past: Past, sight: Sight, now: datetime) -> Outcome:
    """What a page means that is taken for the terms, whatever it looks like."""
    terms, comparison = sight.terms, sight.comparison
    memory = believed(past.memory, terms.digest)
    if comparison is None:
        return Outcome(source, now, "first", past.revision + 1, terms, lines=first_lines(terms, now), memory=memory)
    if comparison.verdict == "none":
        memory = replace(memory, moving=stood_still(memory.moving, past.terms, terms, now))
        return Outcome(source, now, "unchanged", past.revision, terms, memory=memory)
    lines = turned(past, terms, comparison, now)
    if comparison.verdict == "cosmetic":
        memory = replace(memory, moving=stood_still(memory.moving, past.terms, terms, now))
        return Outcome(source, now, "cosmetic", past.revision, terms, lines=lines, memory=memory)
    turns = Turns(past, terms, now)
    movement = moved_on(memory.moving, comparison, turns, now)
    memory = replace(memory, moving=movement.moving)
    if comparison.verdict == "renumbered":
        told = _is_cited_otherwise(comparison, terms) and not is_known(past, terms)
        kind: OutcomeKind = "changed" if told else "renumbered"
        return Outcome(source, now, kind, past.revision + 1, terms, comparison, lines=lines, memory=memory)
    news = news_of(past, comparison, turns)
    remarks = remark_on(news, [name_of(clause) for clause in movement.named])
    shown = comparison if news.quiet else narrowed(comparison, news)
    memory = _adrift(memory, past, news, now)
    outcome = Outcome(
        source, now, "changed", past.revision + 1, terms, shown, lines=lines, remarks=remarks, memory=memory
    )
    return _called(outcome, past, news, past.known[terms.digest] if is_known(past, terms) else None)


def _called(outcome: Outcome, past: Past, news: News, known: int | None) -> Outcome:
    """The outcome by its name, with whom it concerns; `known` is the revision that had the whole text before."""
    if not news.returns:
        back = known is not None and bool(news.quiet)
        kind: OutcomeKind = "seen-before" if back else "changed" if news.changes or news.quiet else "date-only"
        return replace(outcome, kind=kind, earlier=known if back else None, quiet=news.quiet)
    audience, untold = _concerned(past, news)
    earlier = news.earlier if known is None else known
    return replace(outcome, kind="seen-before", earlier=earlier, quiet=news.quiet or untold, audience=audience)


def _concerned(past: Past, news: News) -> tuple[frozenset[str] | None, str]:
    """Whom a return concerns: those who were told of what it undoes; all where nobody was; and why it does nobody."""
    if news.undone <= past.quiet:
        return None, "it undoes what nobody was told of"
    names = frozenset[str]().union(*(past.told.get(number, ()) for number in news.undone))
    return names or None, ""


def _adrift(memory: Memory, past: Past, news: News, now: datetime) -> Memory:
    """While wording flaps unheard, the last revision that was told is remembered until it settles."""
    if news.quiet == FLAPPING:
        return replace(memory, adrift=memory.adrift or past.revision, drifted=now)
    return memory if news.quiet else replace(memory, adrift=0, drifted=None)


def _is_cited_otherwise(comparison: Comparison, terms: Terms) -> bool:
    """Whether clauses are to be cited otherwise: by their section's number, too, or as some headings got another one.

    Where most headings did, a list counts from another number; markup does that by itself.
    """
    if scheme_changed(comparison):
        return True
    if not renumbered_headings(comparison):
        return False
    numbered = sum(bool(clause.label and clause.heading) for clause in terms.clauses)
    moved = sum(bool(change.new and change.new[0].heading) for change in comparison.changes)
    return moved <= _FEW_NUMBERS * numbered

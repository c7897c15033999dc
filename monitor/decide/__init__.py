"""From what was found and what was known to one outcome. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.alarms import alarmed
from monitor.decide.lines import Turns, first_lines, is_known, turned
from monitor.decide.moving import moved_on, settled, settles_at, stood_still
from monitor.decide.news import FLAPPING, narrowed, news_of, remark_on
from monitor.decide.plausible import Doubt, Sight, plausible
from monitor.model import Comparison, Failure, Held, NotModified, Outcome, OutcomeKind, Past, Source
from monitor.text.numbering import renumbered_headings, scheme_changed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from monitor.model import Clause, Memory, Terms

__all__ = [
    "DISMISSED",
    "FLAPPING",
    "Doubt",
    "Sight",
    "accept",
    "alarmed",
    "decide",
    "decide_without_page",
    "looks_again",
    "marks_of",
    "plausible",
    "settle",
    "settling",
    "unchanged",
]

DISMISSED = "dismissed"
"""The kind of a held page that an operator said is not the terms."""

_CONFIRMED_BY_TIME = frozenset({"shrunk", "lost", "unconfirmed"})
_KNOWN_BY_TEXT = frozenset({"shrunk", "lost", "unconfirmed", "language", "truncated", "elsewhere", "partial", "bare"})
_KIND = "kind:"
_FEW_NUMBERS = 0.5  # of the numbered headings


def decide(source: Source, past: Past, sight: Sight, now: datetime) -> Outcome:
    """What a page that was read means for a source with this past.

    One that is not plausible is held; one that is merely much shorter, or lost a part,
    only until it was seen again unchanged after `hold`. Where the source has `confirm`, so is what would
    be told, until it was seen again after that time.
    """
    doubt = _doubt(past, sight)
    if doubt and not (doubt.kind in _CONFIRMED_BY_TIME and _stood(past.held, sight, source.hold, now)):
        return _hold(source, past, sight, doubt, now)
    outcome = accept(source, past, sight, now)
    if doubt or not source.confirm or not outcome.alert or _stood(past.held, sight, source.confirm, now):
        return outcome
    return _hold(source, past, sight, Doubt("unconfirmed"), now)


def accept(source: Source, past: Past, sight: Sight, now: datetime) -> Outcome:
    """What a page means that is taken for the terms, whatever it looks like."""
    terms, comparison = sight.terms, sight.comparison
    if comparison is None:
        memory = _believed(past.memory)
        return Outcome(source, now, "first", past.revision + 1, terms, lines=first_lines(terms, now), memory=memory)
    known = past.terms is not None and terms.digest == past.terms.digest
    lines = None if known else turned(past, terms, now)
    if comparison.verdict in {"none", "cosmetic"}:
        kind: OutcomeKind = "unchanged" if comparison.verdict == "none" else "cosmetic"
        memory = _believed(replace(past.memory, moving=stood_still(past.memory.moving, now)))
        return Outcome(source, now, kind, past.revision, terms, lines=lines, memory=memory)
    if comparison.verdict == "renumbered":
        told = _is_cited_otherwise(comparison, terms) and not is_known(past, terms)
        other: OutcomeKind = "changed" if told else "renumbered"
        moving = moved_on(past.memory.moving, comparison, Turns(past, terms, now), now).moving
        memory = _believed(replace(past.memory, moving=moving))
        return Outcome(source, now, other, past.revision + 1, terms, comparison, lines=lines, memory=memory)
    return replace(_changed(source, past, sight, comparison, now), lines=lines)


def decide_without_page(source: Source, past: Past, fetched: NotModified | Failure, now: datetime) -> Outcome:
    """What it means that there is no page to read: nothing changed, or the document could not be had."""
    if isinstance(fetched, NotModified):
        return unchanged(source, past, now)
    return Outcome(source, now, "failed", past.revision, failure=fetched)


def unchanged(source: Source, past: Past, now: datetime) -> Outcome:
    """The same page as last time."""
    memory = _believed(replace(past.memory, moving=stood_still(past.memory.moving, now)))
    return Outcome(source, now, "unchanged", past.revision, memory=memory if memory != past.memory else None)


def settling(past: Past, now: datetime) -> Sequence[tuple[Clause, Clause]]:
    """The muted clauses that have settled by now with other words than were told: as told, and as they are."""
    return settled(past.memory.moving, past.terms, now) if past.memory.moving and past.terms else ()


def settle(outcome: Outcome, past: Past, comparison: Comparison) -> Outcome:
    """An outcome without a change, at which muted clauses settled: how they differ from what was told is told."""
    names = ", ".join(_name(change.new[0]) for change in comparison.substantive if change.new)
    remark = f"{names}: stands still again; this is how it differs from what was told last."
    return replace(
        outcome,
        kind="changed",
        revision=past.revision + 1,
        terms=outcome.terms or past.terms,
        comparison=comparison,
        remarks=(remark,),
    )


def marks_of(held: Held) -> frozenset[str]:
    """By what a dismissed page is known again: its text; one that only states what is wrong differs each time."""
    if held.kind in _KNOWN_BY_TEXT or not held.kind:
        return frozenset({held.text})
    return frozenset({held.text, f"{_KIND}{held.kind}"})


def looks_again(source: Source, past: Past) -> datetime | None:
    """When a look at the very same page would next mean something else, because time alone confirms or settles it."""
    times = [settles_at(past.memory.moving, source.every)]
    held = past.held
    if held and held.kind in _CONFIRMED_BY_TIME and held.steady:
        wait = source.confirm if held.kind == "unconfirmed" else source.hold
        times.append(held.steady + wait if wait else None)
    return min((at for at in times if at), default=None)


def _doubt(past: Past, sight: Sight) -> Doubt | None:
    dismissed = past.memory.dismissed
    doubt = plausible(past, sight)
    if sight.terms.digest in dismissed or (doubt and f"{_KIND}{doubt.kind}" in dismissed):
        return Doubt("dismissed")
    return doubt


def _stood(held: Held | None, sight: Sight, wait: timedelta, now: datetime) -> bool:
    """Whether this very text was seen before and, seen again, has been there for so long."""
    return bool(held and held.text == sight.terms.digest and held.steady and now - held.steady >= wait)


def _hold(source: Source, past: Past, sight: Sight, doubt: Doubt, now: datetime) -> Outcome:
    """Held since the first page in a row that was held for this reason, its text since it was first seen so."""
    before, text = past.held, sight.terms.digest
    since = before.since if before and before.kind == doubt.kind else now
    steady = before.steady if before and before.text == text and before.steady else now
    held = Held(doubt.reason, sight.page.digest, since, doubt.kind, text, steady)
    return Outcome(source, now, "held", past.revision, held=held)


def _changed(source: Source, past: Past, sight: Sight, comparison: Comparison, now: datetime) -> Outcome:
    """Words or stated dates differ: which of that is news decides what it is."""
    terms = sight.terms
    turns = Turns(past, terms, now)
    movement = moved_on(past.memory.moving, comparison, turns, now)
    news = news_of(past, comparison, turns)
    told = comparison if news.quiet else narrowed(comparison, news)
    known = is_known(past, terms)
    earlier = past.known[terms.digest] if known else news.earlier
    audience, undone = _concerned(past, earlier) if news.returns and earlier else (None, "")
    back = bool(news.returns) or (bool(news.quiet) and known)
    return Outcome(
        source,
        now,
        "seen-before" if back else "changed" if news.changes or news.quiet else "date-only",
        past.revision + 1,
        terms,
        told,
        earlier=earlier if back else None,
        quiet=news.quiet or undone,
        remarks=remark_on(news, [_name(clause) for clause in movement.named]),
        audience=audience,
        memory=_believed(replace(past.memory, moving=movement.moving)),
    )


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


def _concerned(past: Past, earlier: int) -> tuple[frozenset[str] | None, str]:
    """Whom a return to an earlier revision concerns: those who were told of what it undoes; and why it does nobody."""
    undone = range(earlier + 1, past.revision + 1)
    if undone and all(number in past.quiet for number in undone):
        return None, "it undoes what nobody was told of"
    names = frozenset[str]().union(*(past.told.get(number, ()) for number in undone))
    return names or None, ""


def _believed(memory: Memory) -> Memory:
    """What is remembered once a page is believed: that pages of a kind were dismissed counts for one outage only."""
    kept = frozenset(mark for mark in memory.dismissed if not mark.startswith(_KIND))
    return memory if kept == memory.dismissed else replace(memory, dismissed=kept)


def _name(clause: Clause) -> str:
    """A clause as people call it."""
    return " ".join(filter(None, (clause.label, clause.heading))) or f"“{clause.text[:60]}”"

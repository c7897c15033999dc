"""From what was found and what was known to one outcome. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.alarms import alarmed
from monitor.decide.distance import distance_words, since_accepted
from monitor.decide.holding import (
    CONFIRMED_BY_TIME,
    DISMISSED,
    Grounds,
    believed,
    doubt_of,
    hold,
    is_confirmed,
    marks_of,
    seen_since,
    stood,
    what_is_told,
)
from monitor.decide.judging import accept
from monitor.decide.moving import stood_still
from monitor.decide.news import KNOWN_AS_MOVING
from monitor.decide.plausible import Doubt, Sight, plausible
from monitor.decide.settling import looks_again, settle, settling
from monitor.decide.shells import wants_browser
from monitor.decide.watching import with_watched
from monitor.model import Failure, Memory, NotModified, Outcome, Past, Source

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "DISMISSED",
    "KNOWN_AS_MOVING",
    "Doubt",
    "Sight",
    "accept",
    "alarmed",
    "decide",
    "decide_without_page",
    "distance_words",
    "looks_again",
    "marks_of",
    "plausible",
    "seen_since",
    "settle",
    "settling",
    "since_accepted",
    "stands_still",
    "unchanged",
    "wants_browser",
    "with_watched",
]


def decide(source: Source, past: Past, sight: Sight, now: datetime) -> Outcome:
    """What a page that was read means for a source with this past.

    One that is not plausible is held; one that is merely much shorter, or lost a part,
    only until it was seen again unchanged after `hold`. Where the source has `confirm`,
    so is what would be told, until it was seen again after that time.
    """
    doubt, text = doubt_of(past, sight), sight.terms.digest
    if doubt and not (doubt.kind in CONFIRMED_BY_TIME and stood(past.held, text, source.hold, now)):
        return hold(source, past, sight, Grounds(doubt, text), now)
    outcome = accept(source, past, sight, now)
    if doubt or not source.confirm or not outcome.alert:
        return outcome
    told = what_is_told(outcome)
    if told <= past.memory.dismissed:
        return hold(source, past, sight, Grounds(Doubt("dismissed"), text), now)
    if is_confirmed(past.held, told, source.confirm, now):
        return outcome
    return hold(source, past, sight, Grounds(Doubt("unconfirmed"), text, told), now)


def decide_without_page(source: Source, past: Past, fetched: NotModified | Failure, now: datetime) -> Outcome:
    """What it means that there is no page to read: nothing changed, or the document could not be had."""
    if isinstance(fetched, NotModified):
        return unchanged(source, past, now)
    return Outcome(source, now, "failed", past.revision, failure=fetched)


def stands_still(memory: Memory) -> bool:
    """Whether a look at the very same page finds nothing that its memory waits for: nothing moves or drifts."""
    return not memory.moving and not memory.adrift and memory.drifted is None


def unchanged(source: Source, past: Past, now: datetime) -> Outcome:
    """The same page as last time."""
    memory = believed(past.memory)
    memory = replace(memory, moving=stood_still(memory.moving, past.terms, past.terms, now))
    return Outcome(source, now, "unchanged", past.revision, memory=memory if memory != past.memory else None)

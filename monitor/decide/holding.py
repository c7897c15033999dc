"""Pages that are held: since when, by what they are known again, and when time has confirmed them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.decide.lines import text_key, words_of
from monitor.decide.plausible import Doubt, Sight, plausible
from monitor.model import Held, Outcome

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.model import Change, Memory, Past, Source

DISMISSED = "dismissed"
"""The kind of a held page that an operator said is not the terms."""

CONFIRMED_BY_TIME = frozenset({"shrunk", "lost", "delisted", "unconfirmed"})
"""The kinds of held pages that may yet be the terms, if they stay as they are."""

_KNOWN_BY_TEXT = CONFIRMED_BY_TIME | {"language", "truncated", "elsewhere", "partial", "bare"}
_KIND = "kind:"
_AT = ":"


def doubt_of(past: Past, sight: Sight) -> Doubt | None:
    """Why a page is not believed, if it is not: by what it looks like, or because it was dismissed."""
    if past.terms and sight.terms.digest == past.terms.digest:
        return None
    dismissed = past.memory.dismissed
    doubt = plausible(past, sight)
    if sight.terms.digest in dismissed or (doubt and f"{_KIND}{doubt.kind}" in dismissed):
        return Doubt("dismissed")
    return doubt


def marks_of(held: Held) -> frozenset[str]:
    """By what a dismissed page is known again: its text; one that only states what is wrong differs each time."""
    texts = frozenset(one.partition(_AT)[0] for one in held.text.split())
    return texts if held.kind in _KNOWN_BY_TEXT or not held.kind else texts | {f"{_KIND}{held.kind}"}


def believed(memory: Memory, digest: str = "") -> Memory:
    """What is remembered once a page is believed: that pages of a kind were dismissed counts for one outage only."""
    kept = frozenset(mark for mark in memory.dismissed if not mark.startswith(_KIND) and mark != digest)
    return memory if kept == memory.dismissed else replace(memory, dismissed=kept)


def what_is_told(outcome: Outcome) -> frozenset[str]:
    """A key for each change that an outcome tells; one for its stated dates where it tells only these."""
    comparison = outcome.comparison
    if comparison is None:
        return frozenset()
    dates = " ".join(f"{date.role} {date.value or date.text}" for date in comparison.new.dates)
    return frozenset(text_key(_said(change)) for change in comparison.substantive) or frozenset({text_key(dates)})


def is_confirmed(held: Held | None, keys: frozenset[str], wait: timedelta, now: datetime) -> bool:
    """Whether all of these changes were seen so long ago, and since; or some of them twice as long.

    The latter because a page may print something new at each visit, for which the others need not wait.
    """
    seen = first_seen(held)
    times = [seen.get(key, now) for key in keys]
    return bool(times) and (now - max(times) >= wait or now - min(times) >= 2 * wait)


def first_seen(held: Held | None) -> dict[str, datetime]:
    """When each of the texts that a page is held with was first seen."""
    pairs = (one.partition(_AT) for one in held.text.split()) if held else ()
    return {key: datetime.fromtimestamp(int(at), UTC) for key, _, at in pairs if at}


def seen_since(held: Held | None, outcome: Outcome) -> datetime:
    """When what an outcome tells was first seen: while it was held, if it is what was held, else at this look."""
    times = first_seen(held)
    held_before = [times[key] for key in what_is_told(outcome) if key in times]
    if held_before:
        return min(held_before)
    if held and outcome.terms and held.text == outcome.terms.digest:
        return held.steady or held.since
    return outcome.at


def stood(held: Held | None, text: str, wait: timedelta, now: datetime) -> bool:
    """Whether this text was held before and has been there for so long."""
    return bool(held and held.text == text and held.steady and now - held.steady >= wait)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a page is held, and the digest of its text; where it waits to be confirmed, the keys of what it tells."""

    doubt: Doubt
    text: str
    keys: frozenset[str] = frozenset()


def hold(source: Source, past: Past, sight: Sight, grounds: Grounds, now: datetime) -> Outcome:
    """Held since the first page in a row that was held for this reason, its text since it was first seen so."""
    before, doubt = past.held, grounds.doubt
    since = before.since if before and before.kind == doubt.kind else now
    if grounds.keys:
        seen = first_seen(before)
        times = {key: seen.get(key, now) for key in sorted(grounds.keys)}
        text = " ".join(f"{key}{_AT}{int(at.timestamp())}" for key, at in times.items())
        steady = min(times.values())
    else:
        text = grounds.text
        steady = before.steady if before and before.steady and before.text == text else now
    return Outcome(
        source,
        now,
        "held",
        past.revision,
        held=Held(doubt.reason, sight.page.digest, since, doubt.kind, text, steady),
    )


def _said(change: Change) -> str:
    old, new = (" ".join(map(words_of, clauses)) for clauses in (change.old, change.new))
    return f"{change.kind} {old} / {new}"

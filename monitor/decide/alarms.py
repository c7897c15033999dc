"""What operators are told of a source: each thing once, when it begins, and once that it is over.

What was told is remembered as marks (`Memory.warned`): "failing", "stale" and
"held:KIND" stay until it is over (`monitor.decide.troubles`), "moved:ASKED NEW" as long
as that address is asked for. A message's first line says what is wrong, as it goes on after the
document's name; the lines after it say more, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.decide.moves import Move, moves_of
from monitor.decide.schedule import is_stale
from monitor.decide.troubles import Told, told_of
from monitor.model import Alarm, Failure, Held
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Fetched, NotModified, Outcome, Page, Past, Source

FAILING = "failing"
STALE = "stale"
HELD = "held:"
MOVED = "moved:"
DISMISSED = "held:dismissed"

_ELSEWHERE = frozenset(
    {"challenge", "login", "consent", "blocked", "maintenance", "error", "script", "placeholder", "dismissed"}
)  # what stands where a redirect led is then no document that could have moved there
_AT_LEAST = timedelta(hours=12)  # of trouble before a source is stale: after a pause of ours the first check may fail
_MOST_MOVES = 4  # told of one address: one that differs at every visit, with a token say, is no move
_LONGEST_REASON = 500  # characters; our own reasons have some 150
_WITHDRAWN = pattern(r"\banswered (?:404|410)\b")  # as `monitor.fetch.status` words it
_INGEST = "`clausewatch ingest` files a text that came another way."
_ADVICE = {"robots": _INGEST, "blocked": _INGEST, "withdrawn": f"If it was withdrawn, take the source out. {_INGEST}"}
"""What can be done beside what the failure itself says."""

_MEANWHILE = "Nothing is to be done: what changed meanwhile is told as any other change."
_MINUTES, _HOURS = timedelta(hours=2), timedelta(days=2)  # up to which times are told in minutes, and in hours


@dataclass(frozen=True, slots=True)
class Watch:
    """What operators are told now, the marks of what stays told, and since when no check succeeded."""

    alarms: tuple[Alarm, ...] = ()
    warned: frozenset[str] = frozenset()
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A check without success: what was there before, what it found, since when there was none, what was told."""

    source: Source
    past: Past
    outcome: Outcome
    since: datetime
    told: Told

    @property
    def lasts(self) -> timedelta:
        return self.outcome.at - self.since

    def is_news(self, kind: str, detail: str = "") -> bool:
        """Whether it was not told, nor told and over a short time ago."""
        return f"{kind}{detail}" not in self.told.standing and not self.told.rests(kind, self.outcome.at)


def alarmed(source: Source, past: Past, outcome: Outcome, fetched: Fetched, now: datetime) -> Outcome:
    """The outcome with what operators are told of it, and with a memory that says so where that is news."""
    watch = alarms_of(source, past, outcome, None if isinstance(fetched, Failure) else fetched, now)
    memory = past.memory if outcome.memory is None else outcome.memory
    if (watch.warned, watch.failing_since) != (memory.warned, memory.failing_since):
        memory = replace(memory, warned=watch.warned, failing_since=watch.failing_since)
        return replace(outcome, alarms=watch.alarms, memory=memory)
    return replace(outcome, alarms=watch.alarms) if watch.alarms else outcome


def alarms_of(source: Source, past: Past, outcome: Outcome, page: Page | NotModified | None, now: datetime) -> Watch:
    """What to tell operators of a check, given what they were told before; `page` is what was fetched, if any was."""
    before = past.memory.warned
    moves, moved = _moves(source, outcome, page, before)
    told = told_of(mark for mark in before if not mark.startswith(MOVED))
    if outcome.failure is None and outcome.held is None:
        ends, left = told.after_success(now, troubled=past.memory.failing_since is not None)
        over = (_recovered(past, told, now),) if ends else ()
        return Watch((*over, *moves), moved | left.marks)
    if outcome.held and _is_dismissed(past, outcome.held):
        standing = frozenset(DISMISSED if mark.startswith(HELD) else mark for mark in told.standing)
        told = replace(told, standing=standing)
    told = told.after_trouble(outcome.failure)
    trouble = _Trouble(source, past, outcome, past.memory.failing_since or now, told)
    found = dict(_found(trouble))
    return Watch((*found.values(), *moves), moved | told.adding(found).marks, trouble.since)


def _found(trouble: _Trouble) -> Iterator[tuple[str, Alarm]]:
    """What is to be told of a check without success, each with its mark."""
    failure, held = trouble.outcome.failure, trouble.outcome.held
    if failure and trouble.is_news(FAILING) and _fails(trouble):
        yield FAILING, _failing(trouble, failure)
    elif held and trouble.is_news(HELD, held.kind) and not _is_known(trouble.past, held):
        yield f"{HELD}{held.kind}", _held(trouble, held)
    elif not trouble.told.standing - {DISMISSED} and trouble.is_news(STALE) and _stale_by_now(trouble):
        yield STALE, _stale(trouble)


def _is_known(past: Past, held: Held) -> bool:
    """Whether nobody needs to be told of a held page: its change only waits to be seen again, or it was dismissed."""
    return held.kind == "unconfirmed" or _is_dismissed(past, held)


# --- failing --------------------------------------------------------------------------------------------


def _fails(trouble: _Trouble) -> bool:
    """Whether it failed so often in a row, or more than once and for so long.

    Where the host rests nobody was asked: that counts for how long it lasts, and not for how often it was tried.
    """
    count = trouble.past.failures + 1
    often = count - trouble.told.unasked >= trouble.source.failures
    return often or (count > 1 and trouble.lasts >= trouble.source.failing)


def _failing(trouble: _Trouble, failure: Failure) -> Alarm:
    count = trouble.past.failures + 1
    since = _time(trouble.since)
    checks = f"the check at {since} failed" if count == 1 else f"{count} checks in a row failed since {since}"
    if trouble.told.unasked:
        checks = f"no check succeeded since {since}"
    withdrawn = bool(_WITHDRAWN.search(failure.message))
    wrong = "has been withdrawn or has moved" if withdrawn else "cannot be read"
    lines = [
        f"{wrong}, {checks}",
        f"{_clipped(failure.message)}.",
        _ADVICE.get("withdrawn" if withdrawn else failure.kind, ""),
        _again(trouble),
        _kept(trouble.past),
    ]
    return Alarm("failing", _lines(lines))


def _again(trouble: _Trouble) -> str:
    over = trouble.told.over if trouble.told.resting else None
    if over is None:
        return ""
    return (
        f"It comes and goes: it was read again at {_time(over)}. That it is over is told after a day without trouble."
    )


def _kept(past: Past) -> str:
    if not past.revision:
        return "Nothing is watched until it can be read."
    return (
        f"Revision {past.revision} stays the last good one: a change made meanwhile is told once it can be read again."
    )


# --- held -----------------------------------------------------------------------------------------------


def _is_dismissed(past: Past, held: Held) -> bool:
    """Whether an operator said that this page, or those of its kind, are not the terms."""
    return held.kind == "dismissed" or not {held.text, f"kind:{held.kind}"}.isdisjoint(past.memory.dismissed)


def _held(trouble: _Trouble, held: Held) -> Alarm:
    lines = [
        f"is held, because {_clipped(held.reason)}",
        f"Subscribers are told nothing of this page. {_compared(trouble.past)}",
        _again(trouble),
        _way_out(trouble.source, held),
    ]
    if held.kind in {"shrunk", "lost"}:
        believed = (held.steady or held.since) + trouble.source.hold
        lines.append(f"If it stays as it is, it is taken for the terms by itself, from {_time(believed)} on.")
    return Alarm("held", _lines(lines))


def _compared(past: Past) -> str:
    if not past.revision:
        return "There is no revision yet: the first page that is believed begins it."
    return f"Revision {past.revision} stays the last good one."


def _way_out(source: Source, held: Held) -> str:
    release = f"`clausewatch release {source.id}` takes the page for the terms"
    if held.kind == "dismissed":
        return f"Find where the terms are now, and correct the url. {release}."
    return f"Look at the page. {release}; `clausewatch dismiss {source.id}` says that it is not."


# --- stale ----------------------------------------------------------------------------------------------


def _stale_by_now(trouble: _Trouble) -> bool:
    """Whether it was not read for too long, beside how long it may fail, or a change may wait to be seen."""
    last = trouble.past.last_success
    if last is None or trouble.lasts < _AT_LEAST:
        return False
    return is_stale(trouble.source, last, trouble.outcome.at - _allowed(trouble.source, trouble.outcome.held))


def _allowed(source: Source, held: Held | None) -> timedelta:
    if held is None:
        return source.failing
    return (source.confirm or timedelta()) if held.kind == "unconfirmed" else timedelta()


def _stale(trouble: _Trouble) -> Alarm:
    outcome, last = trouble.outcome, trouble.past.last_success or trouble.since
    lines = [f"was not read for {_span(outcome.at - last)}, since {_time(last)}"]
    if outcome.failure:
        lines += [f"{_clipped(outcome.failure.message)}.", _ADVICE.get(outcome.failure.kind, "")]
    if outcome.held:
        lines += [f"A page is held, because {_clipped(outcome.held.reason)}.", _way_out(trouble.source, outcome.held)]
    return Alarm("stale", _lines([*lines, _kept(trouble.past)]))


# --- over -----------------------------------------------------------------------------------------------


def _recovered(past: Past, told: Told, now: datetime) -> Alarm:
    if past.memory.failing_since is None and told.well:
        lines = [f"is read again, at every check since {_time(told.well)}"]
        return Alarm("recovered", _lines([*lines, _MEANWHILE]))
    since = past.memory.failing_since or past.last_success
    lasted = f", after {_span(now - since)}" if since else ""
    lines = [f"is read again{lasted}"]
    if since:
        lines.append(f"No check succeeded between {_time(since)} and {_time(now)}.")
    lines.append(_MEANWHILE)
    return Alarm("recovered", _lines(lines))


# --- moved ----------------------------------------------------------------------------------------------


def _moves(
    source: Source, outcome: Outcome, page: Page | NotModified | None, before: frozenset[str]
) -> tuple[tuple[Alarm, ...], frozenset[str]]:
    """What is to be told of other addresses, and the marks of what was: those of addresses no longer asked for go."""
    told = frozenset(mark for mark in before if mark.startswith(tuple(f"{MOVED}{asked} " for asked in source.urls)))
    if page is None or (outcome.held and outcome.held.kind in _ELSEWHERE):
        return (), told
    fresh = {f"{MOVED}{move.asked} {move.to}": move for move in moves_of(page, outcome.terms)}
    news = {mark: move for mark, move in fresh.items() if mark not in told and _counted(told, move) < _MOST_MOVES}
    return tuple(_moved(source, move) for move in news.values()), told | news.keys()


def _counted(told: Iterable[str], move: Move) -> int:
    return sum(mark.startswith(f"{MOVED}{move.asked} ") for mark in told)


def _moved(source: Source, move: Move) -> Alarm:
    if move.certain:
        lines = ["has moved", "The server says that it is at another address for good; it is still read from there."]
    else:
        lines = ["may have moved", "The page calls another address its own. It is still read where it was asked for."]
    if move.asked != source.url:
        lines.append(f"It is asked for at {move.asked}.")
    lines.append("Look at the new address, and correct the url if the document is there. Nothing is done by itself.")
    return Alarm("moved", _lines(lines), move.to)


# --- words ----------------------------------------------------------------------------------------------


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in lines if line)


def _clipped(reason: str) -> str:
    return reason.rstrip(".") if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _span(length: timedelta) -> str:
    """A length of time in the largest unit of which there are two."""
    minutes = int(length.total_seconds() // 60)
    if length < _MINUTES:
        return "a moment" if minutes < 1 else "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"{minutes // 60} hours" if length < _HOURS else f"{length.days} days"

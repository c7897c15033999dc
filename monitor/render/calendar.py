"""The calendar of deadlines as an iCalendar file (RFC 5545), made of what the archive holds and of nothing else.

The same revisions give the same bytes, and an event its identifier for ever: what a
later revision says is a further event, and takes none away.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from icalendar import Alarm, Calendar, Event

from monitor.render.clock import NOT_ADVICE, clock_line, in_time
from monitor.render.phrases import diff_command, document_name, provider_name, time_words
from monitor.render.safe import clip, for_header, for_terminal, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Clock, Comparison, Revision, StatedDate

Kind: TypeAlias = Literal["binds", "act-by", "announced", "effective"]

AHEAD = timedelta(days=7)
"""How long before the last day to act one is reminded: enough to have a contract read, and to answer."""

DESCRIBED = 1_200
"""Characters of a description's longest part: what a calendar shows without a scroll bar or two."""

_PRODUCT = "-//clausewatch//calendar of deadlines//EN"
_TOLD = frozenset({"changed", "date-only", "seen-before"})
_SUMMARIES: dict[Kind, str] = {
    "binds": "Binds from",
    "act-by": "Act by",
    "announced": "Announced for today",
    "effective": "In effect",
}
_DAY_LENGTH = len("2026-12-01")


@dataclass(frozen=True, slots=True)
class Dated:
    """A revision with the dates that its terms state of themselves."""

    revision: Revision
    dates: tuple[StatedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day in the calendar. `name` tells it from the others of its revision, for ever; `words` say why it is there."""

    day: date
    kind: Kind
    name: str
    revision: Revision
    words: str
    aside: str = ""

    @property
    def uid(self) -> str:
        """The event's identifier (RFC 7986, 5.3: a UUID), made of source, revision and kind."""
        told = f"clausewatch:{self.revision.source}@{self.revision.number}/{self.name}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, told.encode("utf-8", "backslashreplace").decode()))


def deadlines(found: Iterable[Dated]) -> tuple[Deadline, ...]:
    """The days that these revisions give, in the order of time; those of one source are given oldest first.

    Told changes give the days since when they bind and until when one can act, and the
    days that their terms announce; every revision gives the effective dates that lay
    ahead when it was seen, where its source did not give that day already.
    """
    given: dict[str, set[date]] = {}
    days: list[Deadline] = []
    for one in found:
        known = given.setdefault(one.revision.source, set())
        for deadline in _of_revision(one):
            if deadline.kind in {"binds", "act-by"} or deadline.day not in known:
                days.append(deadline)
            if deadline.kind != "act-by":
                known.add(deadline.day)
    return tuple(sorted(days, key=_place))


def calendar_text(provider: str, found: Iterable[Deadline]) -> str:
    """An iCalendar file of these days, for one provider; every line ends in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", for_header(f"{provider_name(provider)}: deadlines of terms"))
    for deadline in found:
        calendar.add_component(_event(deadline))
    return bytes(calendar.to_ical()).decode("utf-8")


def _place(one: Deadline) -> tuple[date, str, int, str]:
    return one.day, one.revision.source, one.revision.number, one.name


# --- which days -------------------------------------------------------------------------------------------


def _of_revision(one: Dated) -> Iterator[Deadline]:
    revision = one.revision
    if revision.comparison and revision.outcome in _TOLD and not revision.quiet:
        yield from _of_change(revision, revision.comparison)
    effective = [day for stated in one.dates if stated.role == "effective" and (day := _day(stated.value))]
    for number, day in enumerate(effective, start=1):
        if day > revision.at.astimezone(UTC).date():
            yield Deadline(day, "effective", f"effective-{number}", revision, "The terms state this effective date.")


def _of_change(revision: Revision, comparison: Comparison) -> Iterator[Deadline]:
    if clock := comparison.clock:
        words = clock_line(clock, revision.at.astimezone(UTC).date(), comparison.new.language)
        if day := _day(clock.bound_since):
            yield Deadline(day, "binds", "binds", revision, words)
        if day := _day(clock.act_by):
            yield Deadline(day, "act-by", "act-by", revision, words, _what_to_do(clock))
    for number, notice in enumerate(comparison.notices, start=1):
        if day := _day(notice.date):
            yield Deadline(day, "announced", f"announced-{number}", revision, f"The terms say: {notice.text}")


def _day(value: str | None) -> date | None:
    """An ISO day as a date; None for a month, a year and whatever is no day."""
    try:
        return date.fromisoformat(value) if value and len(value) == _DAY_LENGTH else None
    except ValueError:
        return None


def _what_to_do(clock: Clock) -> str:
    """What can be done until then: "30 days to object"."""
    why, objection = clock.why.casefold(), clock.rules.objection
    if objection.right and "object" in why:  # several rights may stand in the terms: the reason names that of this day
        return f"{in_time(objection)} to object".strip()
    return "to leave" if clock.rules.termination_by_customer.right and "leave" in why else ""


# --- events -----------------------------------------------------------------------------------------------


def _event(deadline: Deadline) -> Event:
    event = Event()
    event.add("uid", deadline.uid)
    event.add("dtstamp", deadline.revision.at.astimezone(UTC))
    event.add("dtstart", deadline.day)
    event.add("summary", _summary(deadline))
    event.add("description", "\n".join(_description(deadline)))
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody from meetings
    if url := safe_url(deadline.revision.url):
        event.add("url", url)
    if deadline.kind == "act-by":
        event.add_component(_alarm(deadline))
    return event


def _summary(deadline: Deadline) -> str:
    aside = f" ({deadline.aside})" if deadline.aside else ""
    return for_header(f"{_SUMMARIES[deadline.kind]}: {document_name(deadline.revision)}{aside}")


def _description(deadline: Deadline) -> Iterator[str]:
    revision = deadline.revision
    yield _one_line(deadline.words)
    if url := safe_url(revision.url):
        yield f"Source: {url}"
    yield f"Revision {revision.number}, seen {time_words(revision.at)}"
    if revision.number > 1:
        yield _one_line(f"Whole redline: {diff_command(revision)}")
    yield NOT_ADVICE


def _one_line(text: str) -> str:
    return clip(" ".join(for_terminal(text).split()), DESCRIBED)


def _alarm(deadline: Deadline) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -AHEAD)
    alarm.add("description", _summary(deadline))
    return alarm

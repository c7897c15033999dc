"""The calendar of deadlines as an iCalendar file (RFC 5545), made of what the archive holds and of nothing else.

The same revisions give the same bytes, and an event its identifier for ever: what a
later revision says is a further event, and takes none away.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

from monitor.model import Day, DayKind
from monitor.render.clock import NOT_ADVICE, clock_line, in_time
from monitor.render.phrases import diff_command, document_name, provider_name, time_words
from monitor.render.safe import clip, for_header, for_terminal, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Clock, Comparison, Revision, StatedDate

AHEAD = timedelta(days=7)
"""How long before the last day to act one is reminded: enough to have a contract read, and to answer."""

DESCRIBED = 1_200
"""Characters of a description's longest part: what a calendar shows without a scroll bar or two."""

_PRODUCT = "-//clausewatch//calendar of deadlines//EN"
DAY_WORDS: dict[DayKind, str] = {
    "binds": "Binds from",
    "act-by": "Act by",
    "announced": "Announced for today",
    "effective": "In effect",
}
"""What a day is, before the name of its document."""

_ORDER: tuple[DayKind, ...] = ("binds", "act-by", "announced", "effective")  # what is worked out before what is said
_DAY_LENGTH = len("2026-12-01")


@dataclass(frozen=True, slots=True)
class Dated:
    """A revision with the dates that its terms state of themselves."""

    revision: Revision
    dates: tuple[StatedDate, ...] = ()


def deadlines(found: Iterable[Dated]) -> tuple[Day, ...]:
    """The days that these revisions give, in the order of time.

    Told changes give the days since when they bind and until when one can act, and the
    days that their terms announce; every revision gives the effective dates that lay
    ahead when it was seen, where its source did not give that day already.
    """
    return distinct(chain.from_iterable(days_of(one) for one in found))


def distinct(days: Iterable[Day]) -> tuple[Day, ...]:
    """Days in the order of time, without those that only say again what an earlier revision of their source gave."""
    given: dict[str, set[date]] = {}
    kept: list[Day] = []
    for one in sorted(days, key=lambda one: (one.source, one.revision, _ORDER.index(one.kind), one.name)):
        known = given.setdefault(one.source, set())
        if one.kind in {"binds", "act-by"} or one.day not in known:
            kept.append(one)
        if one.kind != "act-by":
            known.add(one.day)
    return tuple(sorted(kept, key=lambda one: (one.day, one.source, one.revision, one.name)))


def event_id(given: Day) -> str:
    """The event's identifier (RFC 7986, 5.3: a UUID), made of source, revision and kind."""
    told = f"clausewatch:{given.source}@{given.revision}/{given.name}"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, told.encode("utf-8", "backslashreplace").decode()))


def calendar_text(provider: str, found: Iterable[Day]) -> str:
    """An iCalendar file of these days, for one provider; every line ends in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", for_header(f"{provider_name(provider)}: deadlines of terms"))
    for deadline in found:
        calendar.add_component(_event(deadline))
    return bytes(calendar.to_ical()).decode("utf-8")


# --- which days -------------------------------------------------------------------------------------------


def days_of(one: Dated) -> Iterator[Day]:
    """All days that one revision gives."""
    revision = one.revision
    if revision.comparison and revision.told:
        yield from _of_change(revision, revision.comparison)
    effective = [day for stated in one.dates if stated.role == "effective" and (day := _day(stated.value))]
    for number, day in enumerate(effective, start=1):
        if day > revision.at.astimezone(UTC).date():
            yield _given(revision, day, "effective", f"effective-{number}", "The terms state this effective date.")


def _of_change(revision: Revision, comparison: Comparison) -> Iterator[Day]:
    if clock := comparison.clock:
        words = clock_line(clock, revision.at.astimezone(UTC).date(), comparison.new.language)
        if day := _day(clock.bound_since):
            yield _given(revision, day, "binds", "binds", words)
        if day := _day(clock.act_by):
            yield replace(_given(revision, day, "act-by", "act-by", words), aside=_what_to_do(clock))
    for number, notice in enumerate(comparison.notices, start=1):
        if day := _day(notice.date):
            yield _given(revision, day, "announced", f"announced-{number}", f"The terms say: {notice.text}")


def _given(revision: Revision, day: date, kind: DayKind, name: str, words: str) -> Day:
    return Day(
        source=revision.source,
        revision=revision.number,
        at=revision.at,
        title=revision.title,
        url=revision.url,
        day=day,
        kind=kind,
        name=name,
        words=words,
    )


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


def _event(given: Day) -> Event:
    event = Event()
    event.add("uid", event_id(given))
    event.add("dtstamp", given.at.astimezone(UTC))
    event.add("dtstart", given.day)
    event.add("summary", _summary(given))
    event.add("description", "\n".join(_description(given)))
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody from meetings
    if url := safe_url(given.url):
        event.add("url", url)
    if given.kind == "act-by":
        event.add_component(_alarm(given))
    return event


def _summary(given: Day) -> str:
    aside = f" ({given.aside})" if given.aside else ""
    return for_header(f"{DAY_WORDS[given.kind]}: {document_name(given)}{aside}")


def _description(given: Day) -> Iterator[str]:
    yield _one_line(given.words)
    if url := safe_url(given.url):
        yield f"Source: {url}"
    yield f"Revision {given.revision}, seen {time_words(given.at)}"
    if given.revision > 1:
        yield _one_line(f"Whole redline: {diff_command(given)}")
    yield NOT_ADVICE


def _one_line(text: str) -> str:
    return clip(" ".join(for_terminal(text).split()), DESCRIBED)


def _alarm(given: Day) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -AHEAD)
    alarm.add("description", _summary(given))
    return alarm

"""The calendar of deadlines: which days stand in it, and that any calendar program reads them as they were meant."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from monitor.model import AdvanceNotice, Comparison, Revision, StatedDate
from monitor.render.calendar import Dated, calendar_text, deadlines, event_id
from monitor.render.clock import NOT_ADVICE, clock_line
from tests.render import golden
from tests.render.clocks import AFTER_DAYS, NOT_STATED, ON_POSTING, hostile_clock, told
from tests.render.examples import AT, HOSTILE, TITLE, URL
from tests.render.test_clock import clocks, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from monitor.model import Clock, Day, OutcomeKind

NAMES = {"BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "SUMMARY", "DTSTART", "DTSTAMP", "UID", "DESCRIPTION"}
NAMES |= {"TRANSP", "URL", "ACTION", "TRIGGER"}

MARCH = AdvanceNotice("1", "2027-03-01", "A new version applies from 1 March 2027.")
APRIL = AdvanceNotice("2", "2027-04-01", "Prices change on 1 April 2027.")


def effective(value: str | None) -> StatedDate:
    """An effective date that the terms state."""
    return StatedDate("effective", f"Effective: {value}", value, "day")


def dated(
    clock: Clock | None = None,
    number: int = 7,
    outcome: OutcomeKind = "changed",
    *,
    notices: tuple[AdvanceNotice, ...] = (),
    dates: tuple[StatedDate, ...] = (),
) -> Dated:
    """A revision of Northline's voice terms, seen an hour later than the one before."""
    comparison = told(NOT_STATED).comparison
    assert comparison
    comparison = replace(comparison, clock=clock, notices=notices)
    at = AT + number * timedelta(hours=1)
    return Dated(Revision("northline/voice-terms", number, at, outcome, TITLE, URL, "d", "p", comparison), dates)


def titled(one: Dated, title: str) -> Dated:
    """The same revision under another title."""
    return replace(one, revision=replace(one.revision, title=title))


def events(found: Iterable[Dated], provider: str = "northline") -> list[Event]:
    """The events as a calendar program reads them from the file."""
    return Calendar.from_ical(calendar_text(provider, deadlines(found)).encode()).events


def days(found: Iterable[Dated]) -> list[tuple[str, str]]:
    """The days that these revisions give, each with what kind it is."""
    return [(one.day.isoformat(), one.kind) for one in deadlines(found)]


def text(event: Event, name: str) -> str:
    """A property of an event as words."""
    return str(event.get(name))


# --- which days ---------------------------------------------------------------------------------------------


def test_a_change_gives_the_day_it_binds_from_and_the_day_to_act_by() -> None:
    """Each is an event of its own, in the order of time."""
    assert days([dated(AFTER_DAYS)]) == [("2026-04-01", "act-by"), ("2026-04-02", "binds")]
    assert days([dated(ON_POSTING)]) == [("2026-03-02", "binds")]


def test_what_is_not_stated_gives_no_day() -> None:
    """A clock without days is no deadline, and neither is a change without a clock."""
    assert days([dated(NOT_STATED), dated()]) == []


def test_what_was_told_to_nobody_gives_no_deadline() -> None:
    """Neither a revision that brought only new numbers, nor one that was kept quiet."""
    quiet = dated(AFTER_DAYS)
    quiet = replace(quiet, revision=replace(quiet.revision, quiet="muted by nobody"))
    assert days([dated(AFTER_DAYS, outcome="renumbered"), quiet]) == []


def test_what_is_announced_stands_on_its_day() -> None:
    """With the words that announce it; a day that the clock gives already is not told twice."""
    (event,) = events([dated(notices=(MARCH,))])
    assert event.start == date(2027, 3, 1)
    assert text(event, "SUMMARY") == f"Announced for today: {TITLE}"
    assert text(event, "DESCRIPTION").startswith("The terms say: A new version applies from 1 March 2027.\n")
    both = dated(replace(ON_POSTING, bound_since="2027-03-01"), notices=(MARCH, APRIL))
    assert days([both]) == [("2027-03-01", "binds"), ("2027-04-01", "announced")]


def test_an_effective_date_counts_where_it_lay_ahead() -> None:
    """Also of a first revision, which has no comparison; of several revisions that state it, the first gives it."""
    dates = (effective("2026-03-02"), effective("2027-01-01"), effective("2027-02"), effective(None))
    first = dated(number=1, outcome="first", dates=dates)
    first = replace(first, revision=replace(first.revision, comparison=None))
    assert days([first, dated(dates=dates)]) == [("2027-01-01", "effective")]
    assert days([dated(dates=(StatedDate("updated", "1 January 2027", "2027-01-01", "day"),))]) == []


def test_one_document_hides_no_day_of_another() -> None:
    """Two documents of a provider may take effect on the same day."""
    other = dated(dates=(effective("2027-01-01"),))
    other = replace(other, revision=replace(other.revision, source="northline/fax-terms"))
    assert len(days([dated(dates=(effective("2027-01-01"),)), other])) == 2


def test_a_later_revision_takes_no_deadline_away() -> None:
    """Its own are further events; the earlier ones keep their identifiers, their days and their words."""
    before = dated(AFTER_DAYS, notices=(APRIL,), dates=(effective("2027-05-01"),))
    after = dated(replace(AFTER_DAYS, act_by="2026-05-01"), 8, notices=(APRIL,), dates=(effective("2027-06-01"),))
    early, late = ({text(one, "UID"): one.to_ical() for one in events(found)} for found in ([before], [before, after]))
    assert early.items() <= late.items()
    assert (len(early), len(late)) == (4, 7)


# --- the file ---------------------------------------------------------------------------------------------


def test_the_calendar_is_as_it_was_read_and_approved() -> None:
    """Byte for byte: two revisions with everything that can stand in it."""
    found = (
        dated(AFTER_DAYS, notices=(MARCH,), dates=(effective("2027-01-01"),)),
        titled(dated(hostile_clock(HOSTILE[30]), 8, notices=(replace(APRIL, text=HOSTILE[11]),)), HOSTILE[30]),
    )
    golden.check("clock.calendar.ics", calendar_text("northline", deadlines(found)))


def test_identifiers_never_change() -> None:
    """They are made of source, revision and kind: neither the day nor the words have a part in them."""
    uids = {one.kind: event_id(one) for one in deadlines([dated(AFTER_DAYS, notices=(MARCH,))])}
    assert uids == {
        "act-by": "b1fa7a91-ca94-5b14-bd32-36f2cd771c3b",
        "announced": "bc004045-1697-5cd1-bb3b-fec050860ae6",
        "binds": "f5fffe44-2764-55b8-86d0-6978af5b0fc0",
    }
    moved = titled(dated(replace(AFTER_DAYS, bound_since="2027-07-07", why="otherwise")), "New Title")
    assert {event_id(one) for one in deadlines([moved])} <= set(uids.values())


def test_an_event_says_what_to_do_and_why() -> None:
    """The document and the way to act in its title; the rule, its clause, the source and the redline below."""
    act, binds = events([dated(AFTER_DAYS)])
    assert text(act, "SUMMARY") == f"Act by: {TITLE} (30 days to object)"
    assert text(binds, "SUMMARY") == f"Binds from: {TITLE}"
    assert text(act, "DESCRIPTION").split("\n") == [
        clock_line(AFTER_DAYS, AT.date()),
        f"Source: {URL}",
        "Revision 7, seen 2 March 2026, 16:05 UTC",
        "Whole redline: clausewatch diff northline/voice-terms@6 northline/voice-terms@7",
        NOT_ADVICE,
    ]
    assert text(act, "URL") == URL
    assert text(act, "TRANSP") == "TRANSPARENT"
    assert act.get("DTSTAMP").dt == datetime(2026, 3, 2, 16, 5, tzinfo=UTC)
    assert type(act.start) is date  # all day, on whatever clocks


def test_one_can_leave_where_one_cannot_object() -> None:
    """The right that is there is named, and none that is not."""
    leaving, nothing = (
        replace(AFTER_DAYS, why="One can leave.", rules=replace(NOT_STATED.rules, termination_by_customer=right))
        for right in (AFTER_DAYS.rules.termination_by_customer, type(AFTER_DAYS.rules.objection)())
    )
    assert text(events([dated(leaving)])[0], "SUMMARY") == f"Act by: {TITLE} (to leave)"
    assert text(events([dated(nothing)])[0], "SUMMARY") == f"Act by: {TITLE}"


def test_a_week_before_the_last_day_one_is_reminded() -> None:
    """Only of what one can act on."""
    act, binds = events([dated(AFTER_DAYS)])
    (alarm,) = act.walk("VALARM")
    assert (alarm.get("TRIGGER").dt, str(alarm.get("ACTION"))) == (timedelta(days=-7), "DISPLAY")
    assert str(alarm.get("DESCRIPTION")) == text(act, "SUMMARY")
    assert binds.walk("VALARM") == []


def test_no_deadline_is_a_calendar_all_the_same() -> None:
    """Whoever subscribes to it before there is one is told of no fault."""
    calendar = Calendar.from_ical(calendar_text("northline", ()).encode())
    assert (calendar.events, str(calendar.get("X-WR-CALNAME"))) == ([], "Northline: deadlines of terms")


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_adds_no_line_and_no_component(hostile: str) -> None:
    """Whatever a title, a rule, a quote, an announcement or a provider says is words of its own property."""
    one = titled(dated(hostile_clock(hostile), notices=(replace(MARCH, text=hostile),)), hostile)
    one = replace(one, revision=replace(one.revision, url=hostile))
    made = calendar_text(hostile, deadlines([one]))
    assert_well_formed(made)
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(made)]
    assert names.count("BEGIN") == 5
    assert set(names) <= NAMES
    read = Calendar.from_ical(made.encode())
    assert [one.name for one in read.walk()] == ["VCALENDAR", *["VEVENT"] * 2, "VALARM", "VEVENT"]


def unfolded(made: str) -> list[str]:
    """The content lines (RFC 5545, 3.1)."""
    return made.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def assert_well_formed(made: str) -> None:
    """Every line ends in CRLF and has at most 75 octets, and nothing in it is a control."""
    assert made.endswith("\r\n")
    for line in made.encode().split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x1f\x7f]", line)
        line.decode()


changed: st.SearchStrategy[OutcomeKind] = st.sampled_from(["changed", "date-only", "seen-before"])
notices = st.lists(st.builds(AdvanceNotice, words, st.dates().map(date.isoformat) | words, words), max_size=2)


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(clocks, changed, notices.map(tuple), words)
def test_the_days_of_any_clock_are_read_back_from_the_file(
    clock: Clock, outcome: OutcomeKind, announced: tuple[AdvanceNotice, ...], title: str
) -> None:
    """The same days and identifiers, and the same bytes once more."""
    one = titled(dated(clock, outcome=outcome, notices=announced), title)
    found = deadlines([one])
    made = calendar_text("northline", found)
    assert_well_formed(made)
    read = Calendar.from_ical(made.encode()).events
    assert [(event.start, text(event, "UID")) for event in read] == [(each.day, event_id(each)) for each in found]
    assert len({event_id(each) for each in found}) == len(found)
    assert [text(event, "SUMMARY") for event in read] == [summary(each) for each in found]
    assert calendar_text("northline", deadlines([one])) == made
    assert {each.day for each in found if each.kind == "binds"} == whole(clock.bound_since)
    assert {each.day for each in found if each.kind == "act-by"} == whole(clock.act_by)


def summary(deadline: Day) -> str:
    """An event's title, from the file with that event alone."""
    (event,) = Calendar.from_ical(calendar_text("x", [deadline]).encode()).events
    return text(event, "SUMMARY")


def whole(value: str | None) -> set[date]:
    """The day of an ISO date, if it is one."""
    try:
        return {date.fromisoformat(value or "")} if len(value or "") == 10 else set()
    except ValueError:
        return set()


def test_a_comparison_is_never_needed_for_what_it_does_not_hold() -> None:
    """A revision without one gives what its terms state, and no more."""
    bare = dated(AFTER_DAYS)
    bare = replace(bare, revision=replace(bare.revision, comparison=None))
    assert isinstance(dated().revision.comparison, Comparison)
    assert days([bare]) == []

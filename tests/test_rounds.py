"""When sources are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Source, Standing
from monitor.rounds import due, due_at, next_check, resting

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def source(name: str = "northline/voice", every: timedelta = 6 * HOUR) -> Source:
    """A source that is looked at every so often."""
    return Source(name, (f"https://northline.example/{name}",), every=every)


def by_cron(cron: str, timezone: str = "UTC") -> Source:
    """A source that is looked at by the calendar."""
    return Source("northline/voice", ("https://northline.example/voice",), cron=cron, timezone=timezone)


def checked(at: datetime = NOON, *, failures: int = 0, retry_at: datetime | None = None) -> Standing:
    """How a source stands that was looked at."""
    return Standing("northline/voice", 1, at, failures=failures, retry_at=retry_at)


# --- one source -----------------------------------------------------------------------


@pytest.mark.parametrize("standing", [None, Standing("northline/voice")])
def test_a_source_that_was_never_looked_at_is_due_now(standing: Standing | None) -> None:
    """Whatever its schedule."""
    assert next_check(source(), standing) is None
    assert next_check(by_cron("0 0 1 1 *"), standing) is None


def test_a_source_is_due_again_after_its_interval() -> None:
    """Counted from the last look."""
    assert next_check(source(every=2 * HOUR), checked()) == NOON + 2 * HOUR


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 360), (99, 360)])
def test_a_failing_source_is_asked_sooner_and_then_less_and_less_often(failures: int, minutes: int) -> None:
    """After one minute, then twice as long each time and up to a quarter longer, at most six hours."""
    at = next_check(source(every=24 * HOUR), checked(failures=failures))
    assert at is not None
    assert minutes * MINUTE <= at - NOON <= min(1.25 * minutes * MINUTE, 6 * HOUR)


def test_sources_that_failed_together_do_not_come_back_together() -> None:
    """Each has a wait of its own, and always the same."""
    sources = [source(f"northline/{number}") for number in range(20)]
    times = [next_check(one, checked(failures=4)) for one in sources]
    assert len(set(times)) > 10
    assert times == [next_check(one, checked(failures=4)) for one in sources]


def test_backing_off_never_delays_a_look_that_the_schedule_asks_for() -> None:
    """A source for every minute is asked every minute also when it fails."""
    assert next_check(source(every=MINUTE), checked(failures=9)) == NOON + MINUTE


def test_the_time_that_a_server_names_is_kept() -> None:
    """It puts off what is due sooner, and hastens nothing."""
    later = NOON + 12 * HOUR
    assert next_check(source(), checked(failures=1, retry_at=later)) == later
    assert next_check(source(), checked(retry_at=NOON + MINUTE)) == NOON + 6 * HOUR


@given(
    every=st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
    failures=st.integers(0, 10_000),
    rest=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_the_next_look_lies_between_the_last_one_and_the_schedule(
    every: timedelta, failures: int, rest: timedelta | None
) -> None:
    """Always later than the last one; never later than planned, but for what the server asked."""
    retry_at = NOON + rest if rest is not None else None
    at = next_check(source(every=every), checked(failures=failures, retry_at=retry_at))
    assert at is not None
    assert NOON < at <= max(NOON + every, retry_at or NOON)
    assert retry_at is None or at >= retry_at


@given(failures=st.integers(1, 500))
def test_each_further_failure_waits_at_least_as_long(failures: int) -> None:
    """The delays never shrink while a source fails."""
    waits = [next_check(source(every=48 * HOUR), checked(failures=number)) for number in (failures, failures + 1)]
    assert all(waits)
    assert waits == sorted(waits, key=lambda at: at or NOON)


# --- the calendar -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ((2026, 3, 27, 6, 0), (2026, 3, 30, 5, 0)),  # Friday, then Monday, in summer time since Sunday
        ((2026, 10, 23, 5, 0), (2026, 10, 26, 6, 0)),  # and back in winter time
        ((2026, 3, 27, 5, 59), (2026, 3, 27, 6, 0)),
    ],
)
def test_a_cron_expression_means_the_clock_on_the_wall(last: tuple[int, ...], following: tuple[int, ...]) -> None:
    """Seven in Stockholm on working days stays seven when the clocks change."""
    watched = by_cron("0 7 * * mon-fri", "Europe/Stockholm")
    assert next_check(watched, checked(_utc(*last))) == _utc(*following)


def _utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_an_hour_that_is_skipped_or_comes_twice_stops_nothing() -> None:
    """A look at half past two goes on through the nights in which the clocks change, also where it comes twice."""
    watched = by_cron("30 2 * * *", "Europe/Stockholm")
    for start in (_utc(2026, 3, 26, 12, 0), _utc(2026, 10, 22, 12, 0)):
        times = [start]
        for _ in range(6):
            following = next_check(watched, checked(times[-1]))
            assert following is not None
            assert following.tzinfo is UTC
            times.append(following)
        gaps = [later - earlier for earlier, later in pairwise(times[1:])]
        assert all(timedelta(0) < gap <= 49 * HOUR for gap in gaps), gaps


@given(
    last=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    zone=st.sampled_from(["UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
def test_a_daily_look_comes_later_and_within_two_days(last: datetime, zone: str, hour: int, minute: int) -> None:
    """Whatever the zone and the time of the year; and where that time of the day exists, it is that time."""
    at = next_check(by_cron(f"{minute} {hour} * * *", zone), checked(last))
    assert at is not None
    assert timedelta(0) < at - last <= 49 * HOUR
    local = at.astimezone(ZoneInfo(zone))
    naive = local.replace(hour=hour, minute=minute)
    exists = naive.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == naive.replace(tzinfo=None)
    assert not exists or (local.hour, local.minute) == (hour, minute)


def test_a_failing_source_with_a_cron_expression_is_asked_sooner_too() -> None:
    """It does not wait for next year."""
    at = next_check(by_cron("0 0 1 1 *"), checked(failures=1))
    assert at is not None
    assert at - NOON < 2 * MINUTE


# --- many sources -----------------------------------------------------------------------


def test_those_that_wait_longest_come_first() -> None:
    """The never seen before all others; what is not due is left out."""
    names = ("a/late", "a/later", "a/new", "a/soon")
    sources = [source(name) for name in names]
    standings = {
        "a/late": checked(NOON - 7 * HOUR),
        "a/later": checked(NOON - 8 * HOUR),
        "a/soon": checked(NOON - 5 * HOUR),
    }
    assert [one.id for one in due(sources, standings, NOON)] == ["a/new", "a/later", "a/late"]


def test_a_source_is_due_at_its_very_time() -> None:
    """Not a moment before."""
    at = NOON + 6 * HOUR
    standings = {"northline/voice": checked()}
    assert due([source()], standings, at) == [source()]
    assert due([source()], standings, at - timedelta(microseconds=1)) == []


def test_those_whose_server_asked_for_rest_are_named_with_the_time() -> None:
    """Once the time has come they rest no more."""
    until = NOON + HOUR
    standings = {"northline/voice": checked(failures=1, retry_at=until), "a/awake": checked()}
    sources = [source(), source("a/awake"), source("a/new")]
    assert resting(sources, standings, NOON) == {"northline/voice": until}
    assert resting(sources, standings, until) == {}


# --- a clock that was set -----------------------------------------------------------------


@pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(days=365)])
def test_a_source_that_was_looked_at_in_the_time_to_come_is_due(back: timedelta) -> None:
    """The clock was put back: neither the schedule nor a server's wish of that time keeps the source until then."""
    standings = {"northline/voice": checked(failures=1, retry_at=NOON + 12 * HOUR)}
    now = NOON - back
    assert due([source()], standings, now) == [source()]
    assert due_at(source(), standings["northline/voice"], now) is None
    assert resting([source()], standings, now) == {}


def test_a_clock_that_a_time_server_puts_right_hastens_nothing() -> None:
    """A source that was looked at a moment ahead of time keeps its schedule."""
    now = NOON - timedelta(seconds=30)
    assert due([source()], {"northline/voice": checked()}, now) == []
    assert due_at(source(), checked(), now) == next_check(source(), checked())

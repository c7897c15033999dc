"""When digests are due and quiet hours end, also where the clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decide.timetable import following, latest, quiet_until
from monitor.model import QuietHours, Timetable

STOCKHOLM = "Europe/Stockholm"  # 2026: forward on 29 March at 2:00, back on 25 October at 3:00
KOLKATA = "Asia/Kolkata"  # UTC and five hours and a half
LORD_HOWE = "Australia/Lord_Howe"  # half an hour: forward on 4 October at 2:00, back on 5 April at 2:00
ZONES = ("UTC", STOCKHOLM, KOLKATA, LORD_HOWE, "America/St_Johns", "Pacific/Chatham", "America/New_York")
STEP = timedelta(microseconds=1)


def utc(text: str) -> datetime:
    """A time in UTC in 2026, from "03-29 01:30"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


# --- timetables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timetable", "now", "before", "after"),
    [
        (Timetable(time(8)), "03-02 07:59", "03-01 08:00", "03-02 08:00"),
        (Timetable(time(8)), "03-02 08:00", "03-02 08:00", "03-03 08:00"),
        (Timetable(time(8)), "03-02 23:59", "03-02 08:00", "03-03 08:00"),
        (Timetable(time(0)), "03-02 00:00", "03-02 00:00", "03-03 00:00"),
        # Stockholm: an hour ahead in winter, two in summer
        (Timetable(time(8), STOCKHOLM), "03-28 12:00", "03-28 07:00", "03-29 06:00"),
        (Timetable(time(8), STOCKHOLM), "10-24 12:00", "10-24 06:00", "10-25 07:00"),
        (Timetable(time(0, 30), STOCKHOLM), "03-01 23:00", "02-28 23:30", "03-01 23:30"),
        # a time that the clocks skip is what they show an hour later; the next day has it again
        (Timetable(time(2, 30), STOCKHOLM), "03-29 01:00", "03-28 01:30", "03-29 01:30"),
        (Timetable(time(2, 30), STOCKHOLM), "03-29 01:30", "03-29 01:30", "03-30 00:30"),
        # of one that comes twice the first counts, and the second is no further one
        (Timetable(time(2, 30), STOCKHOLM), "10-25 00:29", "10-24 00:30", "10-25 00:30"),
        (Timetable(time(2, 30), STOCKHOLM), "10-25 01:30", "10-25 00:30", "10-26 01:30"),
        # half hours
        (Timetable(time(8), KOLKATA), "03-02 02:29", "03-01 02:30", "03-02 02:30"),
        (Timetable(time(2, 15), LORD_HOWE), "10-03 15:30", "10-02 15:45", "10-03 15:45"),
        (Timetable(time(1, 45), LORD_HOWE), "04-04 14:50", "04-04 14:45", "04-05 15:15"),
    ],
)
def test_a_daily_time_comes_once_a_day_on_the_clocks_of_its_zone(
    timetable: Timetable, now: str, before: str, after: str
) -> None:
    """Also on the days with 23 and 25 hours."""
    assert latest(timetable, utc(now)) == utc(before)
    assert following(timetable, utc(now)) == utc(after)


@pytest.mark.parametrize(
    ("timetable", "now", "before", "after"),
    [
        (Timetable(time(8), weekday=0), "03-02 08:00", "03-02 08:00", "03-09 08:00"),
        (Timetable(time(8), weekday=0), "03-02 07:59", "02-23 08:00", "03-02 08:00"),
        (Timetable(time(8), weekday=0), "03-08 23:59", "03-02 08:00", "03-09 08:00"),
        (Timetable(time(8), weekday=6), "03-02 00:00", "03-01 08:00", "03-08 08:00"),
        # it is Monday there before it is in UTC, and Sunday still after
        (Timetable(time(0, 30), STOCKHOLM, 0), "03-01 23:29", "02-22 23:30", "03-01 23:30"),
        (Timetable(time(4), KOLKATA, 0), "03-01 22:30", "03-01 22:30", "03-08 22:30"),
        (Timetable(time(23, 30), "America/St_Johns", 6), "03-02 02:59", "02-23 03:00", "03-02 03:00"),
        # a week with an hour less, and one with an hour more
        (Timetable(time(8), STOCKHOLM, 6), "03-28 12:00", "03-22 07:00", "03-29 06:00"),
        (Timetable(time(8), STOCKHOLM, 6), "10-24 12:00", "10-18 06:00", "10-25 07:00"),
        # over the end of a year
        (Timetable(time(8), weekday=3), "12-31 07:59", "12-24 08:00", "12-31 08:00"),
    ],
)
def test_a_weekly_time_comes_on_its_day_there(timetable: Timetable, now: str, before: str, after: str) -> None:
    """Whatever day it is in UTC."""
    assert latest(timetable, utc(now)) == utc(before)
    assert following(timetable, utc(now)) == utc(after)


MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC
CHANGES_OF_CLOCKS = st.builds(
    lambda day, minutes: utc(f"{day} 12:00") + timedelta(minutes=minutes),
    st.sampled_from(["03-28", "10-24", "04-04", "10-03"]),
    st.integers(0, 24 * 60),
)
NOW = MOMENTS | CHANGES_OF_CLOCKS
SMALL_HOURS = st.builds(time, st.integers(0, 4), st.sampled_from([0, 15, 30, 45]))  # in which clocks are changed
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)) | SMALL_HOURS
TIMETABLES = st.builds(Timetable, TIMES, st.sampled_from(ZONES), st.none() | st.integers(0, 6))


@given(TIMETABLES, NOW)
def test_now_is_between_the_latest_time_and_the_following(timetable: Timetable, now: datetime) -> None:
    """And there is none between these two: each is the other's neighbour."""
    before, after = latest(timetable, now), following(timetable, now)
    assert before <= now < after
    assert latest(timetable, after) == after
    assert latest(timetable, after - STEP) == before
    assert following(timetable, before) == after


@given(TIMETABLES, NOW)
def test_times_are_a_day_or_a_week_apart(timetable: Timetable, now: datetime) -> None:
    """But for the hour by which the clocks are put forward or back."""
    apart = following(timetable, now) - latest(timetable, now)
    length = timedelta(days=1 if timetable.weekday is None else 7)
    assert length - timedelta(hours=1) <= apart <= length + timedelta(hours=1)


@given(TIMETABLES, NOW)
def test_a_time_is_what_the_clocks_show_then(timetable: Timetable, now: datetime) -> None:
    """On the right day; but for a time that they skip, which they show later."""
    shown = following(timetable, now).astimezone(ZoneInfo(timetable.timezone))
    assert shown.time().replace(fold=0) >= timetable.at
    skipped = shown.time().replace(fold=0) != timetable.at
    assert not skipped or shown.utcoffset() != (shown - timedelta(hours=2)).utcoffset()
    assert timetable.weekday in {None, shown.weekday()}


# --- quiet hours --------------------------------------------------------------------------

NIGHT = QuietHours(time(22), time(7), STOCKHOLM)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (None, "03-02 03:00", None),
        (QuietHours(time(12), time(13)), "03-02 11:59", None),
        (QuietHours(time(12), time(13)), "03-02 12:00", "03-02 13:00"),
        (QuietHours(time(12), time(13)), "03-02 13:00", None),
        (NIGHT, "03-02 20:59", None),
        (NIGHT, "03-02 21:00", "03-03 06:00"),
        (NIGHT, "03-03 00:00", "03-03 06:00"),
        (NIGHT, "03-03 05:59", "03-03 06:00"),
        (NIGHT, "03-03 06:00", None),
        (QuietHours(time(22), time(0)), "03-02 23:59", "03-03 00:00"),
        (QuietHours(time(0), time(7), KOLKATA), "03-02 18:30", "03-03 01:30"),
        # a short night and a long one
        (NIGHT, "03-28 21:00", "03-29 05:00"),
        (NIGHT, "10-24 20:00", "10-25 06:00"),
        # a start that the clocks skip is behind them at once
        (QuietHours(time(2, 30), time(5), STOCKHOLM), "03-29 01:15", "03-29 03:00"),
        # an end that the clocks skip; one that they show twice is over the second time
        (QuietHours(time(22), time(2, 30), STOCKHOLM), "03-29 00:59", "03-29 01:30"),
        (QuietHours(time(22), time(2, 30), STOCKHOLM), "10-25 00:45", "10-25 01:30"),
        (QuietHours(time(22), time(2, 30), STOCKHOLM), "10-25 01:15", "10-25 01:30"),
        (QuietHours(time(22), time(2, 30), STOCKHOLM), "10-25 01:30", None),
        (QuietHours(time(2, 15), time(2, 45), STOCKHOLM), "10-25 01:20", "10-25 01:45"),
    ],
)
def test_quiet_hours_are_on_the_clocks_of_their_zone(quiet: QuietHours | None, now: str, until: str | None) -> None:
    """From their first minute to before their last, over midnight where the end is earlier than the start."""
    assert quiet_until(quiet, utc(now)) == (utc(until) if until else None)


SPANS = st.tuples(TIMES, TIMES).filter(lambda ends: ends[0] != ends[1])
QUIET = st.builds(lambda ends, zone: QuietHours(ends[0], ends[1], zone), SPANS, st.sampled_from(ZONES))


def shown_within(quiet: QuietHours, now: datetime) -> bool:
    """Whether the clocks show a time of the quiet hours."""
    shown = now.astimezone(ZoneInfo(quiet.timezone)).time()
    if quiet.start < quiet.end:
        return quiet.start <= shown < quiet.end
    return shown >= quiet.start or shown < quiet.end


def clocks_change(timezone: str, now: datetime) -> bool:
    """Whether the clocks are put forward or back within a day."""
    around = {(now + timedelta(days=days)).astimezone(ZoneInfo(timezone)).utcoffset() for days in (-1, 1)}
    return len(around) > 1


@given(QUIET, NOW)
def test_nobody_is_disturbed_while_the_clocks_show_quiet_hours(quiet: QuietHours, now: datetime) -> None:
    """And anybody may be at all other times, but for the hours in which the clocks are put forward or back."""
    if shown_within(quiet, now):
        assert quiet_until(quiet, now) is not None
    elif not clocks_change(quiet.timezone, now):
        assert quiet_until(quiet, now) is None


@given(QUIET, NOW)
def test_quiet_hours_end_within_the_day(quiet: QuietHours, now: datetime) -> None:
    """After now, and somebody may be disturbed then, unless clocks that change make the next ones begin early."""
    until = quiet_until(quiet, now)
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert quiet_until(quiet, until) is None or clocks_change(quiet.timezone, until)

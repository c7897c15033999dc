"""When a source is due, and when it was not read for too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decide.schedule import is_stale, next_run
from monitor.model import Source

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
FRIDAY = MONDAY + 4 * DAY


def source(**more: object) -> Source:
    """A source with some schedule."""
    return Source("northline/voice", ("https://northline.example/voice",), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("every", "fresh", "stale"),
    [
        (timedelta(minutes=1), DAY, DAY + timedelta(seconds=1)),
        (6 * HOUR, DAY, 25 * HOUR),
        (DAY, 4 * DAY, 4 * DAY + HOUR),
        (timedelta(days=999_999), timedelta(days=2_000_000), timedelta(days=2_500_000)),
    ],
)
def test_a_source_is_stale_after_four_rounds_and_a_day(every: timedelta, fresh: timedelta, stale: timedelta) -> None:
    """Both must have passed; however long a round is, nothing overflows."""
    seen = datetime(1, 1, 1, tzinfo=UTC)
    looked_at = source(every=every)
    assert not is_stale(looked_at, seen, seen + fresh)
    assert is_stale(looked_at, seen, seen + stale) == (stale > 4 * every)


def test_a_source_with_cron_is_stale_once_four_of_its_runs_brought_nothing() -> None:
    """Read on Friday at seven, and looked at on working days only, it is not stale before Thursday at seven."""
    on_working_days = source(cron="0 7 * * mon-fri")
    assert not is_stale(on_working_days, FRIDAY, FRIDAY + 6 * DAY)
    assert is_stale(on_working_days, FRIDAY, FRIDAY + 6 * DAY + timedelta(minutes=1))


def test_a_source_with_cron_is_not_stale_within_a_day() -> None:
    """Though many runs brought nothing."""
    often = source(cron="*/5 * * * *")
    assert not is_stale(often, MONDAY, MONDAY + DAY)
    assert is_stale(often, MONDAY, MONDAY + DAY + timedelta(seconds=1))


def test_the_time_zone_of_a_cron_counts() -> None:
    """Seven in Stockholm is six in UTC, in winter."""
    assert next_run(source(cron="0 7 * * *", timezone="Europe/Stockholm"), MONDAY) == MONDAY + DAY - HOUR


@given(st.sampled_from([None, "0 7 * * mon-fri", "*/20 * * * *", "0 0 1 * *"]), st.integers(0, 90 * 24 * 60))
def test_what_is_stale_stays_stale(cron: str | None, minutes: int) -> None:
    """Until it is read again, a later look finds it so, too."""
    looked_at, now = source(cron=cron), MONDAY + timedelta(minutes=minutes)
    if is_stale(looked_at, MONDAY, now):
        assert is_stale(looked_at, MONDAY, now + HOUR)
        assert next_run(looked_at, MONDAY) < now

"""When a timetable's time came last and comes next, and until when nobody is to be disturbed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, time

    from monitor.model import QuietHours, Timetable

_DAY = timedelta(days=1)
_WEEK = 7


def latest(timetable: Timetable, now: datetime) -> datetime:
    """The last time of a timetable that is not after `now`, in UTC.

    A time that the clocks skip in spring is the one they show an hour later; of one
    that comes twice in autumn the first counts.
    """
    return next(at for at in _times(timetable, now, -_DAY) if at <= now)


def following(timetable: Timetable, now: datetime) -> datetime:
    """The first time of a timetable after `now`, in UTC."""
    return next(at for at in _times(timetable, now, _DAY) if at > now)


def quiet_until(quiet: QuietHours | None, now: datetime) -> datetime | None:
    """When the quiet hours end that it is in now, in UTC; None outside them.

    Where the clocks skip or repeat a start or an end, the longer hours count: nobody is
    disturbed while the clocks show a quiet time.
    """
    if quiet is None:
        return None
    today = now.astimezone(ZoneInfo(quiet.timezone)).date()
    overnight = _DAY if quiet.end <= quiet.start else timedelta()
    for day in (today - _DAY, today):
        start = min(_both(day, quiet.start, quiet.timezone))
        end = max(_both(day + overnight, quiet.end, quiet.timezone))
        if start <= now < end:
            return end
    return None


def _times(timetable: Timetable, now: datetime, step: timedelta) -> Iterator[datetime]:
    """The times of a timetable, from a day beyond today's on, going one way; two weeks hold one of each."""
    day = now.astimezone(ZoneInfo(timetable.timezone)).date() - step
    for _ in range(2 * _WEEK):
        if timetable.weekday in {None, day.weekday()}:
            yield _at(day, timetable.at, timetable.timezone)
        day += step


def _both(day: date, at: time, timezone: str) -> tuple[datetime, datetime]:
    """A time by the clocks before and after they were put forward or back, nearly always the same (PEP 495)."""
    return _at(day, at, timezone), _at(day, at.replace(fold=1), timezone)


def _at(day: date, at: time, timezone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)

"""How a subscriber says when it is told and of what it is not: digests, quiet hours, muting; told as other values are.

Each rule gives the value, or raises ValueError with what to do (see `monitor.sources.values`).
"""

from __future__ import annotations

from datetime import date, time

from monitor.model import Mute, QuietHours, Timetable
from monitor.sources.config import DEFAULT_TIMEZONE
from monitor.sources.values import listed, nearest, shown, text, timezone
from monitor.text import fold
from monitor.text.patterns import pattern

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIMETABLE_EXAMPLE = 'write for example "daily 08:00", "weekly mon 08:00" or "daily 08:00 Europe/Stockholm"'
_QUIET_EXAMPLE = 'write for example "22:00-07:00" or "22:00-07:00 Europe/Stockholm"'
_UNTIL_EXAMPLE = 'write for example "northline/voice until 2027-01-31"'
_TIME = pattern(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # other forms of ISO 8601 are hardly ever meant
_UNTIL = " until "
_CLAUSE = "#"


def timetable(value: object) -> Timetable:
    """A time of each day or of one day of each week, such as "weekly mon 08:00 Europe/Stockholm"."""
    whole = text(value)
    match _words(whole):
        case ["daily", at, *zone] if len(zone) <= 1:
            return Timetable(_time(at, whole, _TIMETABLE_EXAMPLE), _zone(zone))
        case ["weekly", day, at, *zone] if len(zone) <= 1:
            return Timetable(_time(at, whole, _TIMETABLE_EXAMPLE), _zone(zone), _weekday(day))
    raise ValueError(f"{shown(whole)} is no timetable; {_TIMETABLE_EXAMPLE}")


def quiet_hours(value: object) -> QuietHours:
    """From when to when nobody is to be disturbed, such as "22:00-07:00 Europe/Stockholm"."""
    whole = text(value)
    hours, *zone = _words(whole)
    begin, dash, end = hours.partition("-")
    if not dash or len(zone) > 1:
        raise ValueError(f"{shown(whole)} is no span of quiet hours; {_QUIET_EXAMPLE}")
    quiet = QuietHours(_time(begin, whole, _QUIET_EXAMPLE), _time(end, whole, _QUIET_EXAMPLE), _zone(zone))
    if quiet.start == quiet.end:
        raise ValueError(f"{shown(whole)} leaves no time to tell anything; {_QUIET_EXAMPLE}")
    return quiet


def mute(value: object) -> Mute:
    """Sources, or clauses of them, until a day or for good, such as "northline/voice#4/* until 2027-01-31"."""
    whole = text(value)
    what, until, day = whole.rpartition(_UNTIL)
    sources, mark, clause = (what if until else whole).strip().partition(_CLAUSE)
    if not sources:
        raise ValueError(f'names no source; write for example "northline/voice" before "{_CLAUSE}" or "until"')
    if mark and not clause:
        raise ValueError(f'names no clause behind "{_CLAUSE}"; write for example "northline/voice#4/*"')
    return Mute(sources, clause, _day(day.strip(), whole) if until else None)


def telling_words(value: object) -> str:
    """A word or phrase that can stand in a text."""
    phrase = text(value)
    if not fold.words(phrase):
        raise ValueError(f'{shown(phrase)} holds no word; write for example "30 days"')
    return phrase


def _words(whole: str) -> list[str]:
    """Its words, each as secret as the whole."""
    return [type(whole)(word) for word in whole.split()]


def _time(words: str, whole: str, example: str) -> time:
    match = _TIME.fullmatch(words)
    if not match:
        raise ValueError(f"{shown(whole)} names no time of the day, from 00:00 to 23:59; {example}")
    return time(int(match[1]), int(match[2]))


def _zone(words: list[str]) -> str:
    return timezone(words[0]) if words else DEFAULT_TIMEZONE


def _weekday(word: str) -> int:
    if word not in WEEKDAYS:
        raise ValueError(f"{shown(word)} is no day of the week; {nearest(word, WEEKDAYS) or listed(WEEKDAYS)}")
    return WEEKDAYS.index(word)


def _day(words: str, whole: str) -> date:
    try:
        if _DAY.fullmatch(words):
            return date.fromisoformat(words)
    except ValueError:
        pass  # a day that no month has
    raise ValueError(f'{shown(whole)} has no day behind "until"; {_UNTIL_EXAMPLE}')

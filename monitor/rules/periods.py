"""Periods as rules print them: "thirty (30) days", "10 business days", "one month"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Unit

_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=1,
    )
} | {"a": 1, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "twenty-one": 21}
_NUMBER = "|".join(sorted(_WORDS, key=len, reverse=True))
PERIOD = (
    rf"(?<![\w.,-])(?:\d{{1,3}}|{_NUMBER})(?:[\s-]*\(\s*[\w-]+\s*\))?[\s-]+"
    r"(?:(?:business|working|calendar|consecutive|full|clear)[\s-]+)?(?:days?|weeks?|months?)\b'?"
)
"""A period, to be put into a longer pattern; without groups of its own."""

_PERIOD = pattern(
    rf"(?<![\w.,-])(?P<number>\d{{1,3}}|{_NUMBER})(?:[\s-]*\(\s*(?P<again>[\w-]+)\s*\))?[\s-]+"
    r"(?:(?P<kind>business|working|calendar|consecutive|full|clear)[\s-]+)?(?P<unit>day|week|month)s?\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7, "month": 30}


class Period(NamedTuple):
    """A number of days (a month counts as 30) and what it was printed in; `start` and `end` are its place."""

    days: int
    unit: Unit
    start: int
    end: int


def periods(text: str) -> Iterator[Period]:
    """The periods in a text, in reading order."""
    for match in _PERIOD.finditer(text):
        number = _number(match["number"])
        if number:
            yield Period(number * _DAYS[match["unit"].lower()], _unit(match), match.start(), match.end())


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.get(word.lower(), 0)


def _unit(match: re.Match[str]) -> Unit:
    if (match["kind"] or "").lower() in {"business", "working"}:
        return "business days"
    units: dict[str, Unit] = {"day": "days", "week": "weeks", "month": "months"}
    return units[match["unit"].lower()]

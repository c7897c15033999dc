"""Printed dates as values: "8 July 2026", "July 8, 2026", "2026年7月8日", "07/2026".

A value is "2026-07-08", "2026-07" or "2026", as precise as it was printed. Dates
of figures alone whose order is not certain (03/04/2024) have no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Precision

_MONTHS = {
    1: "january jan januar jänner januari janvier janv enero ene janeiro gennaio gen styczeń stycznia января",
    2: "february feb februar februari février fevrier févr fev febrero fevereiro febbraio luty lutego февраля",
    3: "march mar märz maerz maart mars marzo março marco marzec marca марта",
    4: "april apr avril avr abril abr aprile kwiecień kwietnia апреля",
    5: "may mai mei maj mayo maio maggio mag maja мая",
    6: "june jun juni juin junio junho giugno giu czerwiec czerwca июня",
    7: "july jul juli juillet juil julio julho luglio lug lipiec lipca июля",
    8: "august aug augustus augusti août aout agosto ago sierpień sierpnia августа",
    9: "september sep sept septembre septiembre setiembre setembro set settembre wrzesień września сентября",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott październik października октября",
    11: "november nov novembre noviembre novembro listopad listopada ноября",
    12: "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre grudzień grudnia декабря",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
MONTH_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
"""The names of months, as alternatives of a regular expression."""

_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"""
      (?P<y1>{_YEAR})\s*[年년](?:\s*(?P<m1>\d{{1,2}})\s*[月월](?:\s*(?P<d1>\d{{1,2}})\s*[日일])?)?
    | (?<![\w.\-/])(?P<y2>{_YEAR})[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?!\w)
    | (?<!\w)(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|\.)?(?:\s+(?:de|of|di|den))?[\s\-]+(?P<m3>{MONTH_NAMES})\.?,?
      (?:\s+(?:de|del|of))?[\s\-]+(?P<y3>{_YEAR})(?!\d)
    | (?<!\w)(?P<m4>{MONTH_NAMES})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<y4>{_YEAR})(?!\d)
    | (?<!\w)(?P<m5>{MONTH_NAMES})\.?,?(?:\s+(?:de|of|del))?\s+(?P<y5>{_YEAR})(?!\d)
    | (?<![\w./\-])(?P<a6>\d{{1,2}})(?P<sep>[./\-])(?P<b6>\d{{1,2}})(?P=sep)(?P<y6>{_YEAR}|\d{{2}})(?!\w)
    | (?<![\w./\-])(?P<m7>0?[1-9]|1[0-2])/(?P<y7>{_YEAR})(?!\w)
    | (?<![\w.\-/])(?P<y8>{_YEAR})-(?P<m8>0[1-9]|1[0-2])(?![\w\-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINT = re.compile(
    rf"{_YEAR}|\d[./\-]\d{{1,2}}[./\-]\d\d"
)  # in every date; most clauses have none, and `_DATE` is slow
_BARE_YEAR = re.compile(rf"(?<![\w.\-/]){_YEAR}(?![\w\-/])")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text: where it stands, and what it means (`value` None where that is not certain)."""

    start: int
    end: int
    text: str
    value: str | None
    precision: Precision


def printed_dates(text: str) -> list[PrintedDate]:
    """The dates in a text, in order; a bare year counts only where the text holds no fuller date."""
    if not _HINT.search(text):
        return []
    found = [made for match in _DATE.finditer(text) if (made := _made(match))]
    if found:
        return found
    return [PrintedDate(m.start(), m.end(), m.group(), m.group(), "year") for m in _BARE_YEAR.finditer(text)]


def _made(match: re.Match[str]) -> PrintedDate | None:
    groups = match.groupdict()
    if groups["a6"]:
        return _figures(match)
    number = next(n for n in "1234578" if groups.get(f"y{n}"))
    year, month, day = groups[f"y{number}"], groups.get(f"m{number}"), groups.get(f"d{number}")
    if month is None:
        return PrintedDate(match.start(), match.end(), match.group(), year, "year")
    in_year = int(month) if month.isdigit() else _MONTH_OF[month.casefold()]
    if day is None:
        return _valued(match, int(year), in_year, None)
    return _valued(match, int(year), in_year, int(day))


def _valued(match: re.Match[str], year: int, month: int, day: int | None) -> PrintedDate | None:
    try:
        checked = date(year, month, day or 1)
    except ValueError:
        return None
    value = checked.isoformat() if day else checked.isoformat()[:7]
    return PrintedDate(match.start(), match.end(), match.group(), value, "day" if day else "month")


def _figures(match: re.Match[str]) -> PrintedDate | None:
    """Day and month in figures: with dots the day stands first; else only a number above 12 tells them apart."""
    first, second, year = int(match["a6"]), int(match["b6"]), int(match["y6"])
    year += 2000 if len(match["y6"]) == 2 else 0  # noqa: PLR2004 - a year of two figures
    months = 12
    if match["sep"] == "." or first > months or first == second:
        return _valued(match, year, second, first)
    if second > months:
        return _valued(match, year, first, second)
    return PrintedDate(match.start(), match.end(), match.group(), None, "day")


def last_day(value: str) -> str:
    """The last day that a date value covers, as "2020-10-31" for "2020-10"; of a day, the day."""
    if len(value) == len("2020"):
        return f"{value}-12-31"
    if len(value) == len("2020-10"):
        year, month = int(value[:4]), int(value[5:])
        after = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(after.toordinal() - 1).isoformat()
    return value

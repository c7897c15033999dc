"""Printed dates as values: "8 July 2026", "July 8, 2026", "2026年7月8日", "令和8年7月8日", "07/2026".

A value is "2026-07-08", "2026-07" or "2026", as precise as it was printed. Dates
of figures alone whose order is not certain (03/04/2024) have no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from monitor.text.fold import CJK
from monitor.text.memo import remembered
from monitor.text.patterns import pattern
from monitor.text.references import REFERRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Precision

_MONTHS = {
    1: "january jan januar jänner jän januari janvier janv enero ene janeiro gennaio gen styczeń stycznia января "
    "ledna tammikuuta ianuarie január ocak",
    2: "february feb februar februari février fevrier févr fevr fev febrero fevereiro febbraio luty lutego "
    "февраля února helmikuuta februarie február şubat",
    3: "march mar märz maerz mär maart mrt mars marts marzo março marco marzec marca марта března maaliskuuta martie "
    "március mart",
    4: "april apr avril avr abril abr aprile kwiecień kwietnia апреля dubna huhtikuuta aprilie április nisan",
    5: "may mai mei maj mayo maio maggio mag maja мая května toukokuuta május mayıs",
    6: "june jun juni juin junio junho giugno giu czerwiec czerwca июня června kesäkuuta iunie június haziran",
    7: "july jul juli juillet juil julio julho luglio lug lipiec lipca июля července heinäkuuta iulie július temmuz",
    8: "august aug augustus augusti août aout agosto ago sierpień sierpnia августа srpna elokuuta augusztus ağustos",
    9: "september sep sept septembre septiembre setiembre setembro set settembre wrzesień września сентября září "
    "syyskuuta septembrie szeptember eylül",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott październik października октября října "
    "lokakuuta octombrie október ekim",
    11: "november nov novembre noviembre novembro listopad listopada ноября listopadu marraskuuta noiembrie kasım",
    12: "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre desember grudzień grudnia "
    "декабря prosince joulukuuta decembrie aralık",
}
_MONTH_OF = {name.replace("ı", "i"): number for number, names in _MONTHS.items() for name in names.split()}
_MONTH_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before the era's first
_HAN = {**dict(zip("〇一二三四五六七八九", range(10), strict=True)), "零": 0, "○": 0}

_YEAR = r"(?:19|20)\d{2}"
_ERA_YEAR = rf"(?:{'|'.join(_ERAS)})\s?(?:\d{{1,3}}|元)"
_HAN_YEAR = r"[一二][〇零○一二三四五六七八九]{3}"
_ASIDE = r"(?:\s?[(（][^()（）]{2,12}[)）])?"  # the same year in another count: 2024年（令和6年）
_CLOCK = r"(?:T\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
_ORDINAL = r"(?:st|nd|rd|th|er|re|\.?[ºª°]|\.)?"
_START = rf"(?<![./\-])(?<![^\W{CJK}])"  # beside CJK letters a date stands without a space
_END = rf"(?![^\W{CJK}]|[./\-]\d)"
_FIGURES_FIRST = pattern(
    rf"""
      (?P<y1>{_YEAR}|{_ERA_YEAR})\s?[年년]{_ASIDE}(?:\s?(?P<m1>\d{{1,2}})\s?[月월](?:\s?(?P<d1>\d{{1,2}})\s?[日일])?)?
    | (?P<y2>{_HAN_YEAR})年(?:(?P<m2>[一二三四五六七八九十]{{1,2}})月(?:(?P<d2>[一二三四五六七八九十]{{1,3}})日)?)?
    | {_START}(?:
        (?P<y3>{_YEAR})(?P<s3>[-/.])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}}){_CLOCK}{_END}
      | (?P<y4>{_YEAR})\.\s(?P<m4>\d{{1,2}})\.\s(?P<d4>\d{{1,2}}){_END}
      | (?P<y5>{_YEAR})\.?[\s\-/](?P<m5>{_MONTH_NAMES})\b\.?[\s\-/](?P<d5>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\w)
      | (?P<y6>{_YEAR})-(?P<m6>0[1-9]|1[0-2])(?![\w\-])
      | (?P<d7>\d{{1,2}})-(?P<m7>{_MONTH_NAMES})-(?P<y7>\d{{2}})(?![\w\-])
      | (?P<d8>\d{{1,2}}){_ORDINAL}(?:\s(?:de|of|di|den|day\sof))?[\s\-/]\s?(?P<m8>{_MONTH_NAMES})\b\.?,?
        (?:\s(?:de|del|do|of))?[\s\-/]\s?(?P<y8>{_YEAR})(?!\d)
      | (?P<d9>\d{{1,2}})\.\s?(?P<m9>\d{{1,2}})\.\s(?P<y9>{_YEAR})(?!\w)
      | (?:(?P<ma>0?[1-9]|1[0-2])/|(?P<mb>0[1-9]|1[0-2])\.)(?P<ya>{_YEAR}){_END}
      | (?P<first>\d{{1,2}})(?P<sep>[./\-])(?P<second>\d{{1,2}})(?P=sep)(?P<year>{_YEAR}|\d{{2}}){_END}
      )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAME_FIRST = pattern(
    rf"""
      (?P<m1>{_MONTH_NAMES})\b\.?,?[\s\-]\s?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s?,\s?|[\s\-])(?P<y1>{_YEAR})(?!\d)
    | (?!(?:out|set|ago)\s)(?P<m2>{_MONTH_NAMES})\b\.?,?(?:\s(?:de|of|del|do))?[\s\-/](?P<y2>{_YEAR})(?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_START_OF_DATE = pattern(rf"\d+|[^\W\d_{CJK}]{{3,}}|{'|'.join(_ERAS)}|{_HAN_YEAR}(?=年)")
_PLAIN_HINT = r"(?:19|20)\d\d|\d[./\-]\d{1,2}[./\-]\d\d|\d-[a-z]{3,9}\.?-\d\d"
_HINT = pattern(  # the same for ASCII, in a third of the time; one is in every date, and most clauses have none
    r"[0-9](?:(?<=1)9\d\d|(?<=2)0\d\d|[./\-]\d{1,2}[./\-]\d\d|-[a-z]{3,9}\.?-\d\d)", re.IGNORECASE
)
_ANY_HINT = pattern(rf"{_PLAIN_HINT}|{_ERA_YEAR}|{_HAN_YEAR}年", re.IGNORECASE)
_BEFORE, _AFTER = 40, 50  # characters beside a year, or beside the figures, that a date may take at the most
_BARE_YEAR = pattern(rf"(?<![\w.\-/]){_YEAR}(?![\w\-/]|\.\d)")
_MOST_STARTS = 100_000  # words and figures beside years that are tried in one text: 0.3 s; a clause has a few dozen

_NARROW = {**{0xFF10 + figure: str(figure) for figure in range(10)}, 0xFF0F: "/", 0xFF0E: ".", 0xFF0D: "-", 0x3000: " "}
_VERSIONING = frozenset("version versión versione versão versie wersja ver v release rev build no nr".split())
_LONGEST_WINDOW = 2_000  # characters
_SHORT_YEAR = 2  # figures
_LAST_WORD = pattern(r"([^\W\d_]+|§)\.?\s*$")
_DATING = pattern(
    r"(?:[:：(]|\b(?:vom|ab|am|den|dal|del|du|le|de|od|dnia|per|van|from|on|of|since|stand|dated?|datum|updated?))\s*$",
    re.IGNORECASE,
)
_LAWS = pattern(
    r"\b(?:ley|lei|legge|loi|laws?|acts?|ustaw\w*|dz\.?\s?u|decret\w*|d\.?\s?lgs|dekret\w*|regulations?|regulamento|"
    r"reglamento|regolamento|règlement|verordnung|verordening|rozporządzen\w*|förordning|directives?|directiva|"
    r"direttiva|diretiva|richtlinie|richtlijn|dyrektyw\w*|resolution|circular|decision|case|no|nr|nº|n°|eu|eg|ec|ue|"
    r"we|ce|rgpd|gdpr)\b[^:;|]{0,25}$",
    re.IGNORECASE,
)


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
    return list(_dates(text))


@remembered
def _dates(text: str) -> tuple[PrintedDate, ...]:
    plain = text if text.isascii() else text.translate(_NARROW)
    if not _hint(plain).search(plain):
        return ()
    found = [made for match in _matches(plain) if (made := _made(match, text))]
    years = () if found else islice(_BARE_YEAR.finditer(plain), _MOST_STARTS)
    return (*found, *(_printed(match, text, match.group(), "year") for match in years))


def _hint(plain: str) -> re.Pattern[str]:
    return _HINT if plain.isascii() else _ANY_HINT


def _matches(plain: str) -> Iterator[re.Match[str]]:
    """What is shaped like a date, from figures or the name of a month on; tried only near years."""
    tried = after = 0
    for start, end in _windows(plain):
        for first in _START_OF_DATE.finditer(plain, start, end):
            if first.start() < after:
                continue
            word = first.group()
            named = word[0] > "9" and _month(word)
            if not named and word[0].isascii() and not word[0].isdigit():
                continue
            tried += 1
            match = (_NAME_FIRST if named else _FIGURES_FIRST).match(plain, first.start())
            if match:
                after = match.end()
                yield match
        if tried > _MOST_STARTS:
            return


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that lie near a year, in order and apart."""
    start = end = -1
    for hint in _hint(plain).finditer(plain):
        if hint.start() - _BEFORE > end or end - start > _LONGEST_WINDOW:
            if end >= 0:
                yield start, end
            start = max(0, end, hint.start() - _BEFORE)
        end = min(len(plain), hint.end() + _AFTER)
    if end >= 0:
        yield start, end


def _made(match: re.Match[str], text: str) -> PrintedDate | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    if "year" in groups:
        return _figures(match, text)
    year, form = next((value, name[1:]) for name, value in groups.items() if name[0] == "y")
    if form == "a" and _LAWS.search(match.string, max(0, match.start() - _BEFORE), match.start()):
        return None  # the law 7/2021 is no month
    month, day = groups.get(f"m{form}") or groups.get("mb"), groups.get(f"d{form}")
    if month is None:
        return _printed(match, text, str(_year(year)), "year")
    return _valued(match, text, _year(year), _number(month), _number(day) if day else None)


def _printed(match: re.Match[str], text: str, value: str | None, precision: Precision) -> PrintedDate:
    start, end = match.span()
    return PrintedDate(start, end, text[start:end], value, precision)


def _year(printed: str) -> int:
    """A year of four figures, of two, of an era, or in Han figures."""
    if printed.isdigit():
        return int(printed) + (2000 if len(printed) == _SHORT_YEAR else 0)
    era, rest = printed[:2], printed[2:].strip()
    if era in _ERAS:
        return _ERAS[era] + (1 if rest == "元" else int(rest))
    return int("".join(str(_HAN[figure]) for figure in printed))


def _number(printed: str) -> int:
    """A month or a day: its figures, its name, or its Han figures up to 三十一."""
    if printed.isdigit():
        return int(printed)
    if printed[0] in _HAN or printed[0] == "十":
        tens, _, ones = printed.rpartition("十")
        return (_HAN.get(tens, 1) * 10 if "十" in printed else 0) + _HAN.get(ones, 0)
    return _month(printed)


def _month(name: str) -> int:
    """The number of the month of this name, 0 for another word; a Turkish i has its dot or not."""
    return _MONTH_OF.get(name.replace("İ", "i").casefold().replace("ı", "i"), 0)


def _valued(match: re.Match[str], text: str, year: int, month: int, day: int | None) -> PrintedDate | None:
    try:
        checked = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    value = checked.isoformat() if day is not None else checked.isoformat()[:7]
    return _printed(match, text, value, "month" if day is None else "day")


def _figures(match: re.Match[str], text: str) -> PrintedDate | None:
    """Day and month in figures: with dots the day stands first; else only a number above 12 tells them apart."""
    first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
    if _is_numbering(match):
        return None
    months = 12
    if match["sep"] == "." or first > months or first == second:
        return _valued(match, text, year, second, first)
    if second > months:
        return _valued(match, text, year, first, second)
    if not (first and second):
        return None
    return _printed(match, text, None, "day")


def _is_numbering(match: re.Match[str]) -> bool:
    """Whether "1.2.20" numbers a clause or a release: a word before it says so, or none says that it is a day."""
    if len(match["year"]) != _SHORT_YEAR:
        return False
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    word = _LAST_WORD.search(before)
    if word and word.group(1).casefold() in REFERRING | _VERSIONING:
        return True
    two_figures_each = len(match["first"]) == len(match["second"]) == len("01")
    return match["sep"] == "." and not two_figures_each and not _DATING.search(before)


def last_day(value: str) -> str:
    """The last day that a date value covers, as "2020-10-31" for "2020-10"; of a day, the day."""
    if len(value) == len("2020"):
        return f"{value}-12-31"
    if len(value) == len("2020-10"):
        year, month = int(value[:4]), int(value[5:])
        after = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(after.toordinal() - 1).isoformat()
    return value

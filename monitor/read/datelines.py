"""Dates that a text states, with their roles: by the words before them, or after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import DateRole, StatedDate
from monitor.read.datewords import (
    LABEL,
    ROLE_NAMES,
    SPEAKS_OF_TERMS,
    VERSION,
    beyond,
    is_filler,
    may_name_version,
    says_nothing_else,
)
from monitor.text.ages import ages_in, is_only_an_age
from monitor.text.dates import PrintedDate, printed_dates
from monitor.text.fold import CJK, words
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_LINE = 140  # characters of a line that says nothing but a date
_FAR = 40  # characters between a label and its date
_FAR_WORDS = 3  # the same in words: "updated for you on"
_MOST = 50  # dates of one clause that are looked at: a list of more of them dates other things
_LONGEST_READ = 20_000  # characters at each end of a clause: all of it, but where a whole document is one clause
_LONGEST_STATEMENT = 400  # characters of a sentence around its date, in which it may name the document
_BREAK = pattern(r"[.;!?]\s|。")
_SHIFTS = pattern(
    r"\d|\b(?:after|before|until|till|within|expires?|bis|nach|vor|innerhalb|après|avant|jusqu\w*|hasta|después|antes|"
    r"até|após|depois|fino|dopo|entro|tot|na|voor|binnen|do|po|przed|till|efter|före|inom)\b|まで|以前|以後|后|後|前|之前",
    re.IGNORECASE,
)
_ANOTHER = pattern(
    r"\b(?:replac\w+|supersed\w+|previous|prior|earlier|former|archived|ersetzt|vorherige\w*|frühere\w*|remplac\w+|"
    r"précédente\w*|sustituye\w*|reemplaza\w*|anterior\w*|substitu\w+|sostitui\w+|precedent\w+|vervangt|vorige|"
    r"zastępuje\w*|poprzedni\w*|ersätter|tidigare)\b[^.;!?]*$",
    re.IGNORECASE,
)
_DATE_OF = pattern(
    r"(?<![^\W_])(?:date|data|fecha|datum|dato|дата)\s(?:of\s|de\s|d'|di\s|da\s|the\s|la\s|le\s|entrata\s|entrada\s){0,3}$",
    re.IGNORECASE,
)
_BEHIND = pattern(r"\s?[(（\[,:、\-]?\s?(?:起|より|から|に|付け?で?|자로?|부터)?\s?")
_CLOSED = pattern(r"\s?(?:[)）\].;,|。、]|$)")
_ON_CJK = pattern(rf"[{CJK}]")
_SENTENCE_END = pattern(r"[.!?]\s|。")


@dataclass(frozen=True, slots=True)
class _Found:
    """A stated date, where its label and it stand together, and whether its label alone says that it dates."""

    start: int
    end: int
    stated: StatedDate
    vague: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What a text states: its dates, its version as printed, and whether it says nothing else.

    `only` lets names stand beside them, as in a title; `beyond` holds these, and whatever else no list of words has.
    `vague` says that no label tells more than that there is a date, or a year.
    """

    dates: tuple[StatedDate, ...] = ()
    version: str | None = None
    only: bool = False
    vague: bool = False
    beyond: tuple[str, ...] = ()


NOTHING = Line()
"""What nearly every text states."""


def line_of(text: str) -> Line:
    """Read what a text states; dates of vague labels count only where the text says nothing else."""
    if len(text) <= _LONGEST_LINE:
        return _short_line(text)
    if len(text) > 2 * _LONGEST_READ:
        text = f"{text[:_LONGEST_READ]} ... {text[-_LONGEST_READ:]}"
    printed = [date for date in printed_dates(text) if date.precision != "year"]
    return _line(text, _found(text, printed[:_MOST]), None, only=False)


@remembered  # each step of reading asks the same of a line: three times for one of a page
def _short_line(text: str) -> Line:
    """What a line states that is short enough to say nothing else; bare years may be its date."""
    printed = printed_dates(text)
    full = [date for date in printed if date.precision != "year"]
    version = _version(text, full) if may_name_version(text) else None
    found = _found(text, printed[:_MOST]) if printed else []
    if not found and version is None:
        return _aged(text)
    beside = _beside(text, found, version, full)
    only = says_nothing_else(*beside, others=1 if found else 0)
    more = (*beyond(*beside), *_unlabelled(found, version, full)) if only else ()
    if only and version and not found:
        return Line(_date_of_version(full), _printed_version(version), only, beyond=more)
    return replace(_line(text, found, version, only=only), beyond=more)


def _aged(text: str) -> Line:
    """What a line states that says how long ago the document was updated: nothing that could be compared."""
    ages = ages_in(text)
    if not ages:
        return NOTHING
    if is_only_an_age(text):  # what it is said of stands in a line of its own
        return Line(only=True)
    rest = _without(text, ages)
    if not any(match.lastgroup in {"r0", "r2"} for match in LABEL.finditer(rest)):
        return NOTHING
    last = ages[-1][1]
    return Line(only=True, beyond=beyond(LABEL.sub(" ", rest[:last]), LABEL.sub(" ", rest[last:])))


def _line(text: str, found: Sequence[_Found], version: re.Match[str] | None, *, only: bool) -> Line:
    dates = tuple(one.stated for one in found if only or _is_statement(text, one))
    vague = bool(found) and all(one.vague for one in found)
    return Line(dates, _printed_version(version) if version and only else None, only, vague)


def _date_of_version(printed: Sequence[PrintedDate]) -> tuple[StatedDate, ...]:
    """The one date that stands beside a version label alone."""
    return tuple(StatedDate("version", one.text, one.value, one.precision) for one in printed if len(printed) == 1)


def stated_dates(text: str, *, prose: bool = True) -> list[StatedDate]:
    """The dates of a text that follow, or are followed by, words that say what they date."""
    if not prose and len(text) > _LONGEST_LINE:
        return []
    return list(line_of(text).dates)


def says_only_a_date(text: str) -> bool:
    """Whether a text is a stated date and its label, and nothing else."""
    if len(text) > _LONGEST_LINE:
        return False
    line = line_of(text)
    return line.only and bool(line.dates)


def bare_date(text: str) -> StatedDate | None:
    """The date that a text is, with no word beside it but a weekday or an article: a document's own date line."""
    printed = printed_dates(text) if len(text) <= _LONGEST_LINE else []
    if len(printed) != 1 or printed[0].precision == "year":
        return None
    rest = words(text[: printed[0].start] + " " + text[printed[0].end :])
    if any(word not in _BESIDE_BARE for word in rest):
        return None
    return StatedDate("updated", printed[0].text, printed[0].value, printed[0].precision)


_BESIDE_BARE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonntag lundi mardi mercredi jeudi vendredi samedi dimanche le den den el vom r z dnia il".split()
)


def _found(text: str, printed: Sequence[PrintedDate]) -> list[_Found]:
    labels = [_label_before(text, date) for date in printed]
    from_before = bool(labels) and labels[0] is not None
    found = []
    for date, before in zip(printed, labels, strict=True):
        after = _label_after(text, date)
        label = before if before and (from_before or not after) else after
        if label and not _ANOTHER.search(text, max(0, label.start - _FAR), label.start):
            start, end = _around(text, min(label.start, date.start), max(label.end, date.end))
            stated = StatedDate(label.role, text[start:end], date.value, date.precision)
            found.append(_Found(start, end, stated, label.vague or date.precision == "year"))
    return found


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A stated date with the "Date of" before its label and the bracket that closes behind it."""
    before = _DATE_OF.search(text, max(0, start - _FAR), start)
    closes = text[end : end + 1] in {")", "）"} and re.search("[(（]", text[start:end])
    return before.start() if before else start, end + bool(closes)


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    role: DateRole
    vague: bool


def _label_before(text: str, date: PrintedDate) -> _Label | None:
    """The nearest label before the date, not across another sentence."""
    base = max(0, date.start - _FAR)
    best = None
    for match in LABEL.finditer(text, base, date.start):
        if _leads_to(match, text[match.end() : date.start]):
            best = match
    return _labelled(best) if best else None


def _leads_to(label: re.Match[str], between: str) -> bool:
    """Whether the words between a label and a date leave them together."""
    if _BREAK.search(between) or len(words(between)) > _FAR_WORDS:
        return False
    if label.lastgroup == "any":
        return not words(between) or between.strip(" :：").casefold() in {"as of", "the", "du", "del", "de", "z dnia"}
    if label.lastgroup == "r3":
        return not re.search(r"[^\W\d_]{3,}", between)
    return not _SHIFTS.search(between)


def _label_after(text: str, date: PrintedDate) -> _Label | None:
    """A label right behind the date: "2024年5月1日 改定", "1 May 2024 (effective)", "am 1. Mai 2024 in Kraft"."""
    gap = _BEHIND.match(text, date.end)
    match = LABEL.match(text, gap.end()) if gap else None
    if match is None or match.lastgroup == "any" or text[match.end() : match.end() + 1] in {":", "："}:
        return None
    if not _ON_CJK.match(match.group()) and not _CLOSED.match(text, match.end()):
        return None
    return _labelled(match)


def _labelled(match: re.Match[str]) -> _Label:
    name = match.lastgroup or "any"
    return _Label(match.start(), match.end(), ROLE_NAMES[name], name in {"any", "r3"})


def _is_statement(text: str, found: _Found) -> bool:
    """Whether a sentence that says more speaks of the document: another date may be a law's, or a price's."""
    if found.vague:
        return False
    before = _SENTENCE_END.split(text[max(0, found.start - _LONGEST_STATEMENT) : found.start])[-1]
    after = _SENTENCE_END.split(text[found.end : found.end + _LONGEST_STATEMENT])[0]
    heads_it = found.stated.role == "updated" or re.search("[:：]", found.stated.text)
    return bool(heads_it and is_filler(before)) or bool(SPEAKS_OF_TERMS.search(f"{before} {after}"))


def _version(text: str, dates: Sequence[PrintedDate]) -> re.Match[str] | None:
    """The version label in a text; the figures of its dates are none."""
    for match in VERSION.finditer(text):
        if not any(match.start() < date.end and date.start < match.end() for date in dates):
            return match
    return None


def _printed_version(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _unlabelled(
    found: Sequence[_Found], version: re.Match[str] | None, dates: Sequence[PrintedDate]
) -> tuple[str, ...]:
    """The dates without a label: they may end what another one begins. One may belong to the version."""
    bare = [date.text for date in dates if not any(one.start <= date.start < one.end for one in found)]
    return tuple(bare[1 if version else 0 :])


def _beside(
    text: str, found: Sequence[_Found], version: re.Match[str] | None, dates: Sequence[PrintedDate]
) -> tuple[str, str]:
    """What stands before and after the dates, their labels and the version of a text."""
    spans = [(one.start, one.end) for one in found] + ([version.span()] if version else [])
    last = max(end for _, end in spans)
    kept = _without(text, spans + ages_in(text) + [(date.start, date.end) for date in dates])
    return LABEL.sub(" ", kept[:last]), kept[last:]


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces where the spans are."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text

"""Values that a reader of terms looks for first: durations, money, percentages, numbers, duties, negations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.dates import printed_dates
from monitor.text.memo import remembered
from monitor.text.patterns import pattern
from monitor.text.references import REFERRING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen eighteen "
    "twenty "
    "twenty-one twenty-four thirty forty forty-five forty-eight fifty sixty seventy-two ninety hundred"
).replace(" ", "|")
_COUNT = rf"(?:\d+(?:[.,]\d+)*|(?:{_NUMBER_WORDS})(?:\s*\(\d+\))?)"
_UNITS = (
    "seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|stunden?|tagen?|wochen?|monaten?|jahren?|"
    "heures?|jours?|semaines?|"
    "mois|ans?|années?|horas?|días?|dias|semanas?|mes(?:es)?|años?|anos?|giorni|settimane|mesi|anni|dagen|"
    "weken|maanden|jaar|dni|"
    "miesięcy|lat|dagar|veckor|månader|år"
)
_QUALIFIER = r"(?:\s*\(\d+\))?(?:[\s-]+(?:business|working|calendar|consecutive|full))?[\s-]+"
_CURRENCY = r"(?:us\$|a\$|c\$|\$|€|£|¥|₹|usd|eur|gbp|chf|sek|jpy|aud|cad|inr|pln)"
_PATTERNS = {  # in small letters, because of `_IN_SMALL`; those that begin with a set are found twice as fast
    "duration": pattern(rf"(?<![\w.]){_COUNT}{_QUALIFIER}(?:{_UNITS})(?!\w)", re.IGNORECASE),
    "money": pattern(
        rf"{_CURRENCY}\s*\d+(?:[.,]\d+)*(?:\s*(?:million|billion|thousand|k|m|bn))?(?!\w)"
        rf"|(?<![\w.])\d+(?:[.,]\d+)*\s*(?:{_CURRENCY}|dollars?|euros?|pounds?|cents?)(?!\w)",
        re.IGNORECASE,
    ),
    "percentage": pattern(
        rf"(?<![\w.]){_COUNT}\s*(?:%|percent\b|per\s+cent\b|prozent\b|pour\s+cent\b|por\s+ciento\b)", re.IGNORECASE
    ),
    "carve-out": pattern(
        r"\b(?:except(?:\s+(?:as|for|that|where|to\s+the\s+extent))?|unless|other\s+than|excluding|"
        r"provided\s+that|notwithstanding|"
        r"including\s+but\s+not\s+limited\s+to|including\s+without\s+limitation|subject\s+to|to\s+the\s+extent)\b",
        re.IGNORECASE,
    ),
    "number": pattern(r"\d(?<![\w.].)\d*(?:[.,]\d+)*(?![\w%])"),
    "modal": pattern(  # may must might, shall should shan't, will would won't, can can't could cannot, need
        r"[cmnsw](?<!\w.)(?:(?<=c)(?:an't|an|ould|annot)|(?<=m)(?:ay|ust|ight)|(?<=s)(?:han't|hall|hould)|"
        r"(?<=w)(?:on't|ill|ould)|(?<=n)eed)(?:\s+not|n't)?\b(?:\s+(?:only|at any time))?",
        re.IGNORECASE,
    ),
    "negation": pattern(  # not no never none nor neither nicht ne-pas nunca não niet nie, without, kein, jamais, geen
        r"[gjknw](?<!\w.)(?:(?<=n)(?:ot|o|ever|one|or|either|icht|e\s+\w+\s+pas|unca|ão|iet|ie)|(?<=w)ithout|"
        r"(?<=k)ein\w*|(?<=j)amais|(?<=g)een)\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


_IN_SMALL = {kind: pattern(shape.pattern) for kind, shape in _PATTERNS.items()}
"""The same for ASCII text in small letters, in half of the time."""

_HINTS = {
    "money": (
        "$", "usd", "eur", "gbp", "chf", "sek", "jpy", "aud", "cad", "inr", "pln", "dollar", "pound", "cent",
    ),
    "percentage": ("%", "cent", "prozent", "ciento"),
    "carve-out": (
        "except", "unless", "other", "excluding", "provided", "notwithstanding", "including", "subject", "extent",
    ),
}  # fmt: skip
"""What stands, in small letters, in every value of a kind in ASCII: to look for that takes a tenth of the time."""

_OF_FIGURES = frozenset({"money", "number"})  # what is not looked for in a text without figures
_FIGURE = pattern(r"\d")
_ENUMERATOR = pattern(r"\(\d{1,2}\)")
_COUNTED = pattern(rf"(?:{_NUMBER_WORDS})\s*$", re.IGNORECASE)


class Value(NamedTuple):
    """A value of a kind, where it stands, as printed."""

    kind: str
    start: int
    end: int
    text: str


_Place = tuple[int, int, str]  # from where to where, and the kind of value that stands there


def values(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[Value]:
    """The values in a text, in reading order; a duration's number is no number of its own.

    Where there are `spans`, from a place in the text to another, only those of which a part stands in one of them.
    """
    places = _places(text)
    if spans is not None:
        places = [one for one in places if _touches(one, spans)]
    return [
        Value(kind, start, end, text[start:end])
        for start, end, kind in places
        if kind != "number" or not _is_reference(text, start)
    ]


def _touches(place: _Place, spans: Sequence[tuple[int, int]]) -> bool:
    first, last, _ = place
    for start, end in spans:  # noqa: SIM110 - a generator takes twice as long
        if first < end and start < last:
            return True
    return False


def _is_reference(text: str, start: int) -> bool:
    """Whether a number names a clause or an item: behind "Section", or alone in brackets with no number word before."""
    if text[max(0, start - 1) : start] == "(" and _ENUMERATOR.match(text, start - 1):
        return not _COUNTED.search(text[max(0, start - 20) : start - 1])
    before = text[max(0, start - 20) : start].split()
    return bool(before) and before[-1].casefold() in REFERRING


@remembered
def _places(text: str) -> Sequence[_Place]:
    """Where values stand in a text, and numbers that may name a clause; what one takes is no other's."""
    has_figures = bool(_FIGURE.search(text))
    plain = text.isascii()  # beyond it there are letters that a pattern takes for a k or an s
    lower = text.lower() if plain else text
    found = [(one.start, one.end, "date") for one in printed_dates(text) if one.precision != "year"]
    taken = bytearray(len(text))  # a 1 for each character that belongs to a value
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    for kind, shape in (_IN_SMALL if plain else _PATTERNS).items():
        if kind in _OF_FIGURES and not has_figures:
            continue
        if plain and kind in _HINTS and not any(map(lower.__contains__, _HINTS[kind])):
            continue
        for match in shape.finditer(lower):
            start, end = match.span()
            if 1 not in taken[start:end]:
                found.append((start, end, kind))
                taken[start:end] = b"\1" * (end - start)
    return sorted(found)

"""Clauses made ready for comparison: their words as strings of one character a word."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from monitor.compare.labelled import with_said_labels
from monitor.text.ages import ages_in, without_ages
from monitor.text.fold import key
from monitor.text.memo import Memory
from monitor.text.patterns import pattern
from monitor.text.spelling import spelled_words
from monitor.text.visits import without_visit_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Clause, ClauseRole, Terms

NOT_COMPARED: frozenset[ClauseRole] = frozenset({"note", "contents"})
_DATE_REST = 2  # words beside its dates that make a date line say something else too ("for new customers")
_COPYRIGHT = pattern(r"\W*(?:\(c\)|copyright)\W+(?:\(c\)\W*)?(?:19|20)\d{2}", re.IGNORECASE)
_YEAR = pattern(r"\b(?:19|20)\d{2}\b")
_FORMER = pattern(r"\b(?:previous|prior|earlier|former|archived?|past|view|see|read|versions?|here)\b", re.IGNORECASE)
_AGED = pattern(r"[^|.;()·•]*$")  # what leads to "5 days ago" in its line
_TERM = pattern(r'"+[^"]{1,80}"')
_FIRST, _SURROGATES, _SURROGATES_LENGTH, _LAST = 0x100, 0xD800, 0x800, 0x10FFFF


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause and its words, heading included, label not; `code` has one character a word, equal for equal words.

    `above` is the heading it stands under. `name` is what tells it from its neighbours
    whatever else it says: a row's first cell, a defined term, a run-in heading; or "".
    The words stand in one edition's spelling; `spoken` is the text that they were taken from, in `language`.
    """

    clause: Clause
    words: tuple[str, ...]
    code: str
    above: str = ""
    name: str = ""
    spoken: str = ""
    language: str = ""

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.words)


class Codebook:
    """Gives every distinct word a character of its own, past the surrogates, for tools that compare strings."""

    def __init__(self) -> None:
        self._code = _Codes().__getitem__
        self._texts: dict[tuple[str, ...], str] = {}

    def whole(self, tokens: tuple[str, ...]) -> str:
        """The code of a text; most texts stand on both sides."""
        code = self._texts.get(tokens)
        if code is None:
            code = self._texts[tokens] = self.encode(tokens)
        return code

    def encode(self, tokens: Iterable[str]) -> str:
        """One character a token."""
        return "".join(map(self._code, tokens))


class _Codes(dict[str, str]):
    """The characters of tokens, each given out when its token is first asked for."""

    def __missing__(self, token: str) -> str:
        point = _FIRST + len(self)
        point += _SURROGATES_LENGTH if point >= _SURROGATES else 0
        code = self[token] = chr(min(point, _LAST))
        return code


def units_of(terms: Terms, book: Codebook, apart: frozenset[ClauseRole] = NOT_COMPARED) -> list[Unit]:
    """The clauses of terms to compare, in reading order: all but the roles that stand `apart`.

    Stated dates are no words here: they are compared as dates.
    """
    masked = _Mask.of(terms)
    entries = frozenset() if "note" in apart else frozenset(map(key, terms.notes))
    units = []
    headings: list[Clause] = []
    for clause in with_said_labels(terms.clauses):
        while headings and headings[-1].depth >= clause.depth:
            headings.pop()
        above = headings[-1].heading if headings else ""
        if clause.role == "heading":
            headings.append(clause)
        if clause.role in apart or (clause.role == "note" and _is_aged(clause, entries)):
            continue
        spoken = _spoken(clause, masked)
        found = words_of(spoken, terms.language, len(clause.heading))
        if len(found) >= (_DATE_REST if clause.role == "date" else 1):
            units.append(Unit(clause, found, book.whole(found), above, _name(clause), spoken, terms.language))
    return units


def words_of(spoken: str, language: str, title: int = 0) -> tuple[str, ...]:
    """The words of a text, a heading of `title` characters first, as two are compared: folded, in one spelling."""
    return _worded((spoken, language, title))


def _word(text: tuple[str, str, int]) -> tuple[str, ...]:
    return tuple(spelled_words(*text))


_worded = Memory(_word, lambda text: len(text[0]))


def _spoken(clause: Clause, masked: _Mask) -> str:
    """What a clause says: no stated dates, no links of a date line to former versions, no years of a copyright.

    And nothing that each visit gets anew, such as the id of a request.
    """
    whole = f"{clause.heading} {clause.text}"
    if clause.role == "note":
        whole = without_ages(whole)
    if _COPYRIGHT.match(whole):
        return _YEAR.sub(" ", whole)
    whole = masked.off(whole)
    if clause.role != "date":
        return without_visit_tokens(whole.strip())
    whole = _ageless(whole)
    for link in clause.links:
        whole = whole.replace(link.text, " ")
    return _FORMER.sub(" ", whole)


def _is_aged(clause: Clause, entries: frozenset[str]) -> bool:
    """Whether a note is none of the provider's list of revisions, but says how long ago the document was updated."""
    whole = f"{clause.heading} {clause.text}"
    return bool(ages_in(whole)) and key(without_ages(whole)) not in entries


def _ageless(whole: str) -> str:
    """A line of dates without what it says was done "5 days ago"."""
    for start, end in reversed(ages_in(whole)):
        whole = f"{_AGED.sub('', whole[:start])} {whole[end:]}"
    return whole


@dataclass(frozen=True, slots=True)
class _Mask:
    """What is no word of the terms: their stated dates, and the version that they print.

    Of `texts`, in small letters, one stands in all that the pattern matches; to look for them is ten times as fast.
    """

    pattern: re.Pattern[str]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, terms: Terms) -> _Mask:
        """The mask of terms."""
        texts = sorted({date.text for date in terms.dates}, key=len, reverse=True)
        parts = [re.escape(text) for text in texts]
        if terms.version:
            texts.append(terms.version)
            parts.append(
                rf"(?<!\w)(?:version|versi[óo]n\w*|vers[ãi]\w+|wersja|v\.)\s*:?\s*{re.escape(terms.version)}(?!\w)"
            )
        return cls(re.compile("|".join(parts), re.IGNORECASE), tuple(text.lower() for text in texts))

    def off(self, whole: str) -> str:
        """The text with spaces in the place of what is masked."""
        lower = whole.lower()
        if whole.isascii() and not any(text in lower or not text.isascii() for text in self.texts):
            return whole
        return self.pattern.sub(" ", whole) if self.texts else whole


def _name(clause: Clause) -> str:
    if clause.role == "heading":
        return ""
    if clause.role == "row":
        return key(clause.text.partition(" | ")[0])
    if clause.role == "definition" and (match := _TERM.match(clause.text)):
        return key(match.group())
    return key(clause.heading) if clause.heading else ""


class Weights:
    """How telling a word is: rare words weigh more (inverse document frequency over the clauses of both sides)."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._in = Counter(chain.from_iterable([set(unit.code) for unit in units]))
        self._all = len(units) + 1
        self._weights: dict[str, float] = {}
        self._weighed: dict[str, tuple[dict[str, float], float]] = {}

    def of(self, code: str) -> float:
        """The weight of a word, by its code."""
        weight = self._weights.get(code)
        if weight is None:
            weight = self._weights[code] = math.log(self._all / (self._in[code] or 1)) + 0.1
        return weight

    def count(self, code: str) -> int:
        """In how many clauses a word stands."""
        return self._in[code]

    def overlap(self, old: str, new: str) -> float:
        """The weighted share of words two codes have in common, from 0 to 1 (Dice on multisets)."""
        (left, left_weight), (right, right_weight) = self._weigh(old), self._weigh(new)
        common = sum([min(weight, right[code]) for code, weight in left.items() if code in right])
        total = left_weight + right_weight
        return 2 * common / total if total else 0.0

    def _weigh(self, codes: str) -> tuple[dict[str, float], float]:
        """What each word of a text weighs with its repetitions, and all of them: a clause is compared with several."""
        known = self._weighed.get(codes)
        if known is None:
            weights: dict[str, float] = {}
            for code in codes:
                weights[code] = weights.get(code, 0.0) + self.of(code)
            known = self._weighed[codes] = weights, sum(weights.values())
        return known

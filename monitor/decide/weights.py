"""How many words terms have, and how many of the last good ones a page has kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.fold import CJK
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Change, Clause, Comparison, Terms

_NOT_COMPARED = frozenset({"date", "note", "contents"})
_CHARACTER = pattern(f"[{CJK}]")


_PROSE = 150  # words: pages that only say what is wrong have fewer, and no shorter terms need to be told from them
_PROSE_CLAUSES = 4
_PROSE_CLAUSE = 10  # words: entries of menus and names of products are shorter


@dataclass(frozen=True, slots=True)
class Kept:
    """Words before and now, and the share of those before that still stand."""

    before: int
    now: int
    share: float


def weight(text: str) -> int:
    """How many words a text has, Chinese and Japanese by character; a rough count, as quick as can be."""
    count = len(text.split())
    return count if text.isascii() else count + len(_CHARACTER.findall(text))


def size_of(terms: Terms) -> int:
    """How many words the clauses have that are compared."""
    return _words(clause for clause in terms.clauses if clause.role not in _NOT_COMPARED)


def has_words(terms: Terms, enough: int) -> bool:
    """Whether the clauses that are compared have so many words; nearly all terms have them in their first clauses."""
    count = 0
    for clause in terms.clauses:
        count += 0 if clause.role in _NOT_COMPARED else weight(clause.heading) + weight(clause.text)
        if count >= enough:
            return True
    return False


def is_prose(terms: Terms) -> bool:
    """Whether the clauses are whole paragraphs, and several."""
    long = count = 0
    for clause in terms.clauses:
        if (words := weight(clause.text)) >= _PROSE_CLAUSE:
            long, count = long + 1, count + words
        if long >= _PROSE_CLAUSES and count > _PROSE:
            return True
    return False


def kept_of(last: Terms, terms: Terms, comparison: Comparison) -> Kept:
    """What a page has kept of the last good terms."""
    before = size_of(last)
    gone = sum(_gone(change) for change in comparison.substantive)
    return Kept(before, size_of(terms), max(0.0, 1 - gone / before) if before else 1.0)


def _gone(change: Change) -> int:
    if not change.new:
        return _words(change.old)
    return sum(weight(edit.text) for edit in change.edits if edit.op == "-")


def _words(clauses: Iterable[Clause]) -> int:
    return sum(weight(clause.heading) + weight(clause.text) for clause in clauses)

"""Words that are searched for: how a query is written, what an index takes in, and where words stand in a text.

A query is words, "phrases in quotes", words with a star for whatever begins so, and
words or phrases with a minus before them for what is not wanted. Case and accents do
not count. Chinese, Japanese and Thai are written without spaces between words, so each
of their characters is taken for a word by itself and words of them for phrases.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from monitor.text.patterns import pattern

MOST_TERMS = 30
"""Words and phrases of a query that count: a longer one is a clause that was pasted, whose first words find it."""

SNIPPET = 320
"""Characters of a snippet: two or three lines of a page."""

_SPACELESS = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ALONE = pattern(rf"[{_SPACELESS}]")
_TERM = pattern(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = pattern(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+")
_LEAD = 80  # characters before the first word that was found


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `begins` is true for one that may go on, `wanted` false for one that may not stand there."""

    written: tuple[str, ...]
    begins: bool = False
    wanted: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(folded(word) for word in self.written)


def indexed(text: str) -> str:
    """A text as an index of words takes it: what is written without spaces gets some."""
    return _ALONE.sub(lambda found: f" {found.group()} ", text)


def words_in(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [folded(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def plain_words(text: str) -> str:
    """A text without lone surrogates, which are no UTF-8: a question mark stands for each."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def folded(text: str) -> str:
    """A text without what does not count: case and accents."""
    if text.isascii():  # nearly all words are: three times as fast
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def terms_of(query: str) -> tuple[Term, ...]:
    """What a query asks for; nothing where it has no word."""
    found = []
    for minus, phrase, word in _TERM.findall(query):
        words = tuple(_WORD.findall(unicodedata.normalize("NFC", phrase or word)))
        if words:
            found.append(Term(words, begins=word.endswith("*"), wanted=not minus))
    return tuple(found[:MOST_TERMS])


def snippet(text: str, terms: tuple[Term, ...]) -> tuple[tuple[str, bool], ...]:
    """What fits of a text around the first words that were asked for: runs, each with whether it was asked for."""
    text = unicodedata.normalize("NFC", text)
    marks = _marks(text, tuple(term for term in terms if term.wanted))
    start = max(0, marks[0][0] - _LEAD) if marks and marks[0][1] > SNIPPET else 0
    start = text.find(" ", start, marks[0][0]) + 1 or start if start else 0  # text without spaces has no better place
    end = len(text) if len(text) - start <= SNIPPET else start + SNIPPET
    runs: list[tuple[str, bool]] = [("…", False)] if start else []
    place = start
    for first, last in marks:
        if first < place or last > end:
            continue
        runs += [(text[place:first], False), (text[first:last], True)]
        place = last
    runs += [(text[place:end], False), ("…" if end < len(text) else "", False)]
    return tuple(run for run in runs if run[0])


def _marks(text: str, terms: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Where the words of terms stand, first and last character of each phrase, in order.

    A clause may be a whole page without an end, so each of its words is held against the first words of all
    terms at once.
    """
    words = [(found.start(), found.end(), folded(found.group())) for found in _WORD.finditer(text)]
    starts = _starts(terms)
    firsts = frozenset(starts)
    begun = tuple(term.words[0] for term in terms if term.begins and len(term.written) == 1)
    marks: set[tuple[int, int]] = set()
    for place, (first, last, word) in enumerate(words):
        if begun and word.startswith(begun):
            marks.add((first, last))
        if word in firsts:
            marks.update(
                (first, words[place + len(wanted) - 1][1])
                for wanted, begins in starts[word]
                if _matches([word for _, _, word in words[place : place + len(wanted)]], wanted, begins=begins)
            )
    return sorted(marks)


def _starts(terms: tuple[Term, ...]) -> dict[str, set[tuple[tuple[str, ...], bool]]]:
    """Terms, each with whether it may go on, by their first words; those of one word that may go on are not in it."""
    found: dict[str, set[tuple[tuple[str, ...], bool]]] = {}
    for term in terms:
        if len(term.written) > 1 or not term.begins:
            found.setdefault(term.words[0], set()).add((term.words, term.begins))
    return found


def _matches(words: list[str], wanted: tuple[str, ...], *, begins: bool) -> bool:
    if len(words) < len(wanted):
        return False
    *rest, last = wanted
    return words[:-1] == rest and (words[-1].startswith(last) if begins else words[-1] == last)

"""What a page says it is in the place of terms, in its title, its headings or its sentences, and what it lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.decide.phrases import calls, mentions, names_terms, said, sentences, states, supposes, topical
from monitor.decide.said import StateKind
from monitor.decide.weights import has_words, is_prose, size_of, weight

if TYPE_CHECKING:
    from monitor.model import Clause, Terms

State: TypeAlias = StateKind | Literal["bare"]

_LONG = 400  # words: no page that only says what is wrong is longer; the shortest of 264 pages of real terms has 195
_LONGEST_WORD = 20  # characters: what is written in longer ones is no language, and is not looked through
_SHORT = 100  # words: of a longer page that has no sentence the reader has made rows or items
_FORM = 40  # words around a form that asks for a password; many pages have one in their header
_MOST = 0.4  # of a short page's words are in sentences that say what is wrong
_NEARLY_ALL = 0.6  # the same, where the title is one that terms bear
_FIRST_HEADINGS = 3  # clauses in which a document's own headings begin
WHATEVER_LENGTH: frozenset[State] = frozenset({"challenge", "blocked", "maintenance", "missing", "error"})
"""What a heading says however long the page is."""

_SENTENCE_WORDS = 3  # and an end, or else
_SENTENCE_LENGTH = 60  # characters: no menu entry or button is longer
_FOOTERS = ("(c)", "©", "copyright")  # what stands under every page, in sentences or not
_ENDS = (".", "!", "?", ";", ":", "。", "！", "？")


def state_of(terms: Terms) -> State | None:
    """What the page says it is in the place of terms: in its heading, its title, or nearly all its sentences."""
    headings = [clause.heading for clause in terms.clauses[:_FIRST_HEADINGS] if clause.heading]
    titled = any(map(names_terms, headings))
    prose = is_prose(terms) and not terms.surface.password
    if has_words(terms, _LONG) or _characters(terms) >= _LONG * _LONGEST_WORD:
        return _loud(headings, terms.title if prose else "", titled=titled)
    if kind := _spoken(terms):
        return kind
    if prose:
        return _loud(headings, terms.title, titled=titled)
    for title in headings[:1] if titled else (*headings, terms.title, terms.surface.title):
        if kind := states(title) or calls(title):
            return kind
    return _shape(terms, size_of(terms))


def _loud(headings: list[str], title: str, *, titled: bool) -> State | None:
    """What the first headings of a page say that is no short one; of a page of prose, which has a `title`, only that.

    "Rate limits" or "Access restricted" over a part of it are headings as terms have them.
    """
    if title:
        headings = [heading for heading in headings if heading == title and not topical(heading)]
    loud = (states(heading) for heading in (headings[:1] if titled else headings) if mentions(heading, WHATEVER_LENGTH))
    return next((kind for kind in loud if kind in WHATEVER_LENGTH), None)


def _spoken(terms: Terms) -> State | None:
    """What most of the sentences say, where they say the same sort of thing."""
    named = is_named(terms)
    spent: Counter[StateKind] = Counter()
    total = 0
    for sentence in (one for clause in terms.clauses for one in _sentences(clause)):
        kind = said(sentence)
        total += weight(sentence)
        if kind and not (named and (kind == "consent" or supposes(sentence))):  # a policy on cookies asks for it, too
            spent[kind] += weight(sentence)
    if not total or spent.total() < (_NEARLY_ALL if named else _MOST) * total:
        return None
    return max(spent, key=lambda kind: (kind != "error", spent[kind]))  # "try again" says less than what it follows


def _shape(terms: Terms, size: int) -> State | None:
    """What is missing on a short page: text, a sentence, or anything but a form."""
    named = is_named(terms)
    if terms.surface.password and size < _FORM and not named:
        return "login"
    if not any(clause.text for clause in terms.clauses) and size < _SHORT:
        return "bare"
    spoken = any(is_sentence(clause.text) for clause in terms.clauses)
    if terms.surface.refresh and size < _SHORT and not named:
        return "redirect"
    if named or spoken or size >= _SHORT:
        return None
    return None if any(names_terms(clause.text) for clause in terms.clauses) else "bare"


def is_named(terms: Terms) -> bool:
    """Whether the title or one of the first headings is one that terms bear."""
    headings = (clause.heading for clause in terms.clauses[:_FIRST_HEADINGS])
    return any(map(names_terms, (terms.title, terms.surface.title, *headings)))


def _characters(terms: Terms) -> int:
    return sum(len(clause.heading) + len(clause.text) for clause in terms.clauses)


def _sentences(clause: Clause) -> list[str]:
    """The sentences of a clause, and its heading unless that is the name of terms: a shell has it, too."""
    heading = [] if names_terms(clause.heading) else sentences(clause.heading)
    return [*heading, *sentences(clause.text)]


def is_sentence(text: str) -> bool:
    """Whether a text says something, as menu entries, buttons and names do not; a footer's notice counts for none."""
    if text.lower().startswith(_FOOTERS):
        return False
    return len(text) >= _SENTENCE_LENGTH or (weight(text) >= _SENTENCE_WORDS and text.rstrip("\"')").endswith(_ENDS))

"""How a change of a document takes effect, as the document says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from monitor.model import Amendment, Mechanism
from monitor.rules.effects import Fact, Kind, facts_of
from monitor.rules.hints import any_of, mentions
from monitor.rules.sentences import REPEAT, Sentence
from monitor.rules.words import (
    DOCUMENT,
    GOES_ON,
    HEADED_BY_CHANGE,
    HEADED_BY_ELSE,
    OF_DOCUMENT,
    OF_OTHERS,
    OF_SECTION,
    OF_SOMETHING_ELSE,
    REFERS_BACK,
)
from monitor.text.memo import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_REACHES = 3
"""Clauses after one that names the document in which a sentence may go on about its changes."""

_OWN_TOO = any_of(rf"\b(?:this|these|our)\s+(?:\w+\s+){{0,3}}?{DOCUMENT}")
_OF_CHANGES = (
    "amend", "modif", "chang", "updat", "revis", "alter", "replac", "vary", "vari", "version", "effect", "continu",
    "notif", "announc", "post", "check", "review", "visit", "part of",
)  # fmt: skip
"""One of these stands in every sentence about changes."""

_MECHANISMS: tuple[tuple[Kind, Mechanism], ...] = (
    ("days", "after-days"),
    ("posting", "on-posting"),
    ("date", "on-date"),
    ("promise", "on-notice"),
    ("notice", "on-notice"),
    ("posted", "on-posting"),
    ("consent", "with-consent"),
)
"""What wins over what: a number over an explicit effect, that over a promise of notice, that over mere posting."""


def amendment_of(about: Sequence[Sentence]) -> Amendment:
    """The rule for material changes, as the sentences that speak of changes state it."""
    facts = [fact for sentence in about for fact in facts_of(sentence)]
    for annexed in (False, True):
        chosen = _gravest([fact for fact in facts if fact.annexed == annexed])
        if chosen:
            return chosen
    return Amendment()


def about_changes(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences that speak of changes of the document itself."""
    last, path = -_REACHES - 1, ""
    for sentence in sentences:
        text = sentence.whole
        if not (mentions(text, *_OF_CHANGES) or sentence.clause == last):
            continue
        of = _of_what(text)
        if of == "else":
            continue
        if of == "document":
            last, path = sentence.clause, REPEAT.sub("", sentence.path)
            yield sentence
            continue
        below = REPEAT.sub("", sentence.path)
        follows = sentence.clause - last <= _REACHES and (below == path or below.startswith(f"{path}/"))
        if follows and GOES_ON.search(text):
            yield sentence
            continue
        if (follows or _headed(sentence)) and REFERS_BACK.search(text) and not OF_SOMETHING_ELSE.search(text):
            yield sentence


@remembered  # most sentences stand in both versions of terms that are compared
def _of_what(text: str) -> Literal["document", "else", "unsaid"]:
    """Whether a sentence speaks of changes of the document, of those of a section or of others' documents."""
    if OF_SECTION.search(text) or (OF_OTHERS.search(text) and not _OWN_TOO.search(text)):
        return "else"
    return "document" if OF_DOCUMENT.tells(text) else "unsaid"


def _headed(sentence: Sentence) -> bool:
    """Whether a sentence stands under a heading that announces changes of the document."""
    heading = sentence.heading.rpartition(" / ")[2]
    return bool(HEADED_BY_CHANGE.search(heading)) and not HEADED_BY_ELSE.search(heading)


def _gravest(facts: Sequence[Fact]) -> Amendment | None:
    """The rule that wins; one for minor changes counts only where no other is stated."""
    for minor in (False, True):
        stated = [fact for fact in facts if (fact.scope == "minor") == minor]
        for kind, mechanism in _MECHANISMS:
            found = [fact for fact in stated if fact.kind == kind]
            if found:
                return _rule(_first(found), mechanism)
    return None


def _first(facts: Sequence[Fact]) -> Fact:
    """The first fact for material changes, else the first."""
    return next((fact for fact in facts if fact.scope == "material"), facts[0])


def _rule(fact: Fact, mechanism: Mechanism) -> Amendment:
    sentence = fact.sentence
    if fact.period is None:
        return Amendment(mechanism, clause=sentence.path, quote=sentence.text)
    return Amendment(
        mechanism,
        days=fact.period.days,
        clause=sentence.path,
        quote=sentence.text,
        unit=fact.period.unit,
        start=fact.start,
    )

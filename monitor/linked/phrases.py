"""The sentences by which terms say that they belong to another document. English only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.fold import key, tidy
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000
"""Characters of a clause that are looked at: no clause of terms has as many."""

_OFTEN = r"(?:(?:shall|will|also|hereby|only|automatically|expressly|therefore|each)\s+){0,3}"
_BELONGS = (
    r"(?:(?:is|are|be|forms?|becomes?|constitutes?)\s+(?:(?:hereby|also|made|an?|integral|inseparable|essential)\s+){0,3}"
    r"part\s+of|"
    r"(?:is|are|be)\s+(?:(?:hereby|made|deemed)\s+){0,2}incorporated(?:\s+by(?:\s+this)?\s+reference)?,?\s+(?:in|into)|"
    r"(?:is|are|be)\s+(?:(?:also|hereby|further|additionally)\s+)?(?:subject\s+to|governed\s+(?:exclusively\s+)?by)|"
    r"(?:is|are|be)\s+(?:an?\s+|in\s+)?(?:supplement|supplemental|supplementary|additional|addition|addendum|annex|"
    r"schedule|exhibit|appendix|amendment)\s+to|"
    r"(?:is|are|be)\s+(?:provided|offered|made|issued|entered\s+into|agreed)\s+(?:under|pursuant\s+to)|"
    r"appl(?:y|ies)\s+in\s+addition\s+to|supplements?|amends?(?:\s+and\s+supplements?)?)"
)
_SUBJECT = (  # "This Supplement", "These terms and conditions ("the Supplement"), including its annexes,"
    r"\b(?:this|these)\s+(?:[\w'&/-]+\s+){0,8}?[\w'&/-]+(?:\s*\([^()]{0,120}\))?(?:,[^,.;]{0,80},)?,?"
    r"(?:\s+(?:which|that))?\s+"
)
_BELONGING = pattern(rf"{_SUBJECT}{_OFTEN}{_BELONGS}(?:,?\s+and\s+{_OFTEN}{_BELONGS}){{0,2}}(?![\w-])", re.IGNORECASE)
_DEFINED_THERE = pattern(
    r"\b(?:not\s+(?:otherwise\s+|expressly\s+|specifically\s+)?defined|undefined)\b[^.;]{0,160}?\bmeanings?\b[^.;]{0,80}?"
    r"\b(?:in|under|by)\s+",
    re.IGNORECASE,
)
_CUES = (
    "part of", "incorporated", "subject to", "governed", "supplement", "addition", "addendum to", "annex to",
    "schedule to", "exhibit to", "appendix to", "amend", "d under", "made under", "into under", "pursuant",
)  # fmt: skip
_REACH = 160  # characters behind the phrase in which the other document is named
_STOP = pattern(
    r"[;:]|[.!?](?=\s|$)|,?\s(?:between|except|unless|provided\s+that|which|and\s+(?:appl|shall|will|is|are)\w*)\b"
)
_SENTENCE_END = pattern(r"(?<=[.!?])\s+(?=[\"'(\[]*[A-Z0-9])")
_NAME = pattern(
    r"(?<![\w])[A-Z][\w'&/-]*(?:\s(?:(?:of|for|and|on|to)\s(?:the\s)?)?[A-Z][\w'&/-]*){0,9}(?:\s\((?:the\s|our\s)?\"?[A-Z]{2,7}\"?\))?"
)
_DOCUMENT = pattern(
    r"\b(?:Agreements?|Terms|Conditions|Contracts?|Polic(?:y|ies)|Statements?|Addendum|Addenda|Supplement|Notice|"
    r"Licen[cs]e|Schedules?|Rules|GTCs?|MSA|DPA|EULA|TOS|AUP|SLA|AGB|TERMS|CONDITIONS|AGREEMENT|POLICY)\b"
)
_ALONE = pattern(r"(?:GTC|MSA|DPA|EULA|TOS|AUP|SLA|AGB)s?$")
_QUOTED_ACRONYM = pattern(r"\((?:the\s|our\s)?\"?([A-Z]{2,7})\"?\)$")
_LAW = pattern(r"\b(?:Act|Laws?|Regulations?|Directive|Convention|Courts?|Code(?!\s+of\s+Conduct))\b")
_OWN = pattern(r"\b(?:this|these|such|said)\s+$", re.IGNORECASE)
_BEFORE = 12  # characters before a name in which "these" stands
_FEWEST_WORDS = 2  # of a name: "the Agreement" is a term that the document defines


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a sentence says that the terms belong to: the words in which it is named, and the names among them."""

    words: str
    names: tuple[str, ...]


@remembered
def belongings(text: str) -> tuple[Belonging, ...]:
    """What the sentences of a clause say that its terms belong to: mostly nothing.

    >>> belongings("This Supplement is part of the Northline Customer Agreement.")[0].names
    ('Northline Customer Agreement',)
    """
    return tuple(_of_sentences(tidy(text[:LONGEST]))) if _may_belong(text) else ()


def _may_belong(text: str) -> bool:
    """Whether a phrase of belonging may stand in a text: mostly none does, and a pattern takes longer to say so."""
    lower = text.lower()
    if "defined" in lower and "meaning" in lower:
        return True
    return ("this " in lower or "these " in lower) and any([cue in lower for cue in _CUES])  # noqa: C419 - faster than a generator


def _of_sentences(text: str) -> Iterator[Belonging]:
    for sentence in filter(_may_belong, _SENTENCE_END.split(text)):
        for phrase in (_BELONGING, _DEFINED_THERE):
            for match in phrase.finditer(sentence):
                behind = sentence[match.end() : match.end() + _REACH]
                stop = _STOP.search(behind)
                yield _belonging(behind[: stop.start()] if stop else behind)


def _belonging(words: str) -> Belonging:
    """What is named in these words: the first document."""
    for match in _NAME.finditer(words):
        name = match.group()
        if not _OWN.search(words[max(0, match.start() - _BEFORE) : match.start()]) and _is_document(name):
            return Belonging(words, (_QUOTED_ACRONYM.sub(r"(\1)", name),))
    return Belonging(words, ())


def _is_document(name: str) -> bool:
    if _ALONE.match(name):
        return True
    several = len(key(name).split()) >= _FEWEST_WORDS
    return several and bool(_DOCUMENT.search(name)) and not _LAW.search(name)

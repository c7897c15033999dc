"""The agreement that a document belongs to, where it states no rule of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Amendment
from monitor.rules.hints import any_of
from monitor.rules.words import DOCUMENT
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.rules.sentences import Sentence

_THIS = (
    rf"\b(?:this|these|the)\s+(?:[\w'&()\",-]+\s+){{0,12}}?(?:{DOCUMENT}|(?:exhibit|schedule|annex|appendix|"
    rf"attachment|sla|order form|statement of work)\b)"
)
_IS_PART = (
    r"(?:(?:is|are|forms?|being|constitutes?|becomes?|shall form|"
    r"will form)\s+(?:\w+\s+)?(?:an?\s+)?(?:\w+\s+){0,2}?part of"
    r"|supplements?|(?:is|are)\s+supplement(?:al|ary) to|(?:is|"
    r"are)\s+(?:hereby\s+)?(?:attached to\s+(?:and\s+)?)?incorporated\s+(?:\w+\s+){0,2}?(?:in|into|to|within)"
    r"|(?:is|are)\s+(?:\w+\s+)?(?:governed by|subject to)(?:\s+and\s+\w+)?|(?:is|are)\s+an?\s+(?:addendum|"
    r"annex|exhibit|schedule|supplement|appendix|amendment) to|amends)"
)
_BELONGS = any_of(
    rf"{_THIS}(?:[^.;]{{0,240}}?)\b{_IS_PART}\b",
    rf"^it\s+(?:also\s+)?{_IS_PART}\b",
    r"^\W*(?:schedule|exhibit|annex|appendix|attachment|addendum)(?:\s+\w{1,3})?\s+to\b",
)
_NAMED = pattern(
    r"(?P<name>[A-Z][\w&'.-]*(?:\s+(?:(?:of|for|and|to|the|on|certain)\s+){0,2}[A-Z][\w&'.-]*){0,9})"
    r"(?:\s*\((?:the\s+)?[\"']?(?P<short>[A-Z]{2,8}s?)[\"']?\))?"
)
_UNNAMED = any_of(r"^\W*(?:an?|the|your|our|any|such|each)\s+(?:[\w-]+\s+){0,4}?(?:agreement|contract|terms)\b")
_NAMED_AFTER = any_of(
    r"\b(?:meanings?|definitions?)\b[^.]{0,60}\b(?:in|under|by|to them in)\s+(?:the|our|your)\s+(?=[A-Z])",
)
_DECIDES = pattern(rf"\b(?:{DOCUMENT})|\bAgreement\b|\bGTC\b|\bTerms\b|\bMSA\b|\bContract\b", re.IGNORECASE)
_LAW = any_of(r"\b(?:laws?|act|regulations?|directive|courts?|state of|gdpr|ccpa|jurisdiction|arbitration|clauses)\b")
_EARLY = 40
"""Clauses within which a document says what it belongs to: at its top, or in a first section of definitions."""

_NEAR = 160
"""Characters behind "is part of" in which the other document is named."""

_BARE = any_of(r"^(?:the |an? )?(?:agreement|contract|terms|addendum|policy)$")


def belonging(sentences: Sequence[Sentence]) -> Amendment | None:
    """The document that decides, where this one says that it is part of that, supplements it or is subject to it."""
    for sentence in sentences:
        if sentence.clause >= _EARLY:
            break
        found = _BELONGS.search(sentence.text)
        name = _name_behind(sentence.text[found.end() :]) if found else None
        if name:
            return Amendment(
                "other-document", other=_fuller(name, sentences), clause=sentence.path, quote=sentence.text
            )
    return None


def _name_behind(text: str) -> str | None:
    """The document's name behind "is part of": capitalised words, with what they are called for short in brackets."""
    named = _name_in(text[:_NEAR])
    return named or ("Agreement" if _UNNAMED.search(text) else None)


def _name_in(text: str) -> str | None:
    """The first name of a document in a text."""
    for found in _NAMED.finditer(text):
        name = found["name"].rstrip(".")
        if _LAW.search(name):
            return None
        if _DECIDES.search(name):
            return f"{name} ({found['short']})" if found["short"] else name
    return None


def _fuller(name: str, sentences: Sequence[Sentence]) -> str:
    """A name that says more than "the Agreement": that of the document which defines the words of this one."""
    if not _BARE.search(name):
        return name
    for sentence in sentences:
        if sentence.clause >= _EARLY:
            break
        defined = _NAMED_AFTER.search(sentence.text)
        fuller = _name_in(sentence.text[defined.end() :][:_NEAR]) if defined else None
        if fuller and not _BARE.search(fuller):
            return fuller
    return name

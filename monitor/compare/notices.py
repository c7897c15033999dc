"""Announcements of what is to come: a coming version, or a day from which the terms apply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import AdvanceNotice
from monitor.text.announcements import is_announcement as tells_of_update
from monitor.text.dates import printed_dates
from monitor.text.fold import key
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from monitor.model import Clause, Terms

_ANNOUNCES = pattern(
    r"\b(?:will|shall)\s+(?:be|become|take|come|apply|enter|replace|go)\b|\b(?:takes?|comes?|goes|go)\s+into\s+(?:effect|force)\b|"
    r"\btakes?\s+effect\b|\beffective\s+(?:as\s+of|from|on|beginning|starting)\b|\bupcoming\b|\bnew\s+version\b|"
    r"\bupdated\s+(?:version|terms|policy)\b|\bwe(?:'re|\s+are)\s+(?:updating|changing|making\s+changes)\b|\bstarting\s+(?:on|from)\b|"
    r"\btreten\b.*\bin\s+kraft\b|\bgelten\s+ab\b|\bentre\w*\s+en\s+vigueur\b|\bentrar\w*\s+en\s+vigor\b",
    re.IGNORECASE,
)
_SPEAKS_OF_TERMS = pattern(
    r"terms|agreement|policy|statement|notice|addendum|version|update|change|conditions|bedingungen|conditions|términos|termini",
    re.IGNORECASE,
)
_SENTENCE = pattern(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?")
_LONGEST = 300  # characters that are shown of an announcement


def advance_notices(old: Terms, new: Terms, on: date | None) -> tuple[AdvanceNotice, ...]:
    """What the new terms announce and the old ones did not; of a known day, only what lies ahead of it."""
    told = {key(notice.text) for notice in _announced(old)}
    return tuple(
        notice
        for notice in _announced(new)
        if key(notice.text) not in told and (on is None or notice.date > on.isoformat()[: len(notice.date)])
    )


def is_announcement(clause: Clause) -> bool:
    """Whether a clause tells of an update of the terms and is no part of them."""
    return tells_of_update(f"{clause.heading} {clause.text}")


def _announced(terms: Terms) -> Iterator[AdvanceNotice]:
    for clause in terms.clauses:
        if clause.role not in {"date", "note", "contents"}:
            yield from (AdvanceNotice(clause.path, day, sentence) for day, sentence in _days_within(clause.text))


@remembered
def _days_within(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_within(text))


def _within(text: str) -> Iterator[tuple[str, str]]:
    """The days that a text announces, as values, each with the sentence that does."""
    if not (printed_dates(text) and _ANNOUNCES.search(text)):
        return
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if not (_ANNOUNCES.search(sentence) and _SPEAKS_OF_TERMS.search(sentence)):
            continue
        for printed in printed_dates(sentence):
            if printed.value and printed.precision == "day":
                yield printed.value, sentence[:_LONGEST]
                break

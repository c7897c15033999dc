"""What a document states of itself: its dates with their roles, its version, its own list of revisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Clause, StatedDate
from monitor.read.datelines import NOTHING, Line, bare_date, line_of, says_only_a_date, stated_dates
from monitor.read.datewords import CHANGE_WORD, NEGATIONS, NOTES_HEADING
from monitor.text.ages import ages_in, without_ages
from monitor.text.dates import printed_dates
from monitor.text.fold import tidy, words
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Stated", "says_only_a_date", "stated", "stated_dates"]

_LONGEST_DATE_LINE = 140  # characters; longer clauses further down than the ends are not looked at
_ENDS = 12  # clauses at the top, and as many at the bottom, where a document speaks of itself
_TOP = 6  # clauses at the top, where a bare date is the document's own
_LONGEST_NOTE = 60  # words; longer text below a list of revisions is a clause again
_NO_NOTE = pattern(
    r"^\W*c\W+(?:19|20)\d\d|©|copyright|all\s+rights\s+reserved|\bcontact\s+us|\bquestions\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """The clauses with their date and note roles set, and what they state."""

    clauses: tuple[Clause, ...]
    dates: tuple[StatedDate, ...]
    version: str | None
    notes: tuple[str, ...]


def stated(clauses: Sequence[Clause]) -> Stated:
    """Find what the document states of itself, and mark the clauses that say nothing else."""
    marked, notes = _notes(list(clauses))
    dates: list[StatedDate] = []
    said: list[StatedDate] = []  # in sentences, which may speak of another day than the document's own
    version: str | None = None
    title = _title(marked)
    names = _names(title)
    foot = len(marked) - _ENDS
    for place, clause in enumerate(marked):
        near_an_end = place < _ENDS or place >= foot
        whole = _whole(clause)
        if clause.role == "note" or not (near_an_end or len(whole) <= _LONGEST_DATE_LINE):
            continue
        line = line_of(whole)
        if line is NOTHING and place >= _TOP:
            continue
        if line.vague and not near_an_end:
            continue  # "Date: 1 May 2024" dates a signature or an order there
        found = line.dates
        if not (found or dates or said) and place < _TOP:
            found = _dateline(clause)
        version = version or (line.version if near_an_end else None)
        only = _says_only(line, frozenset() if title is clause else names)
        aged = only and not (found or line.version)  # "18 days ago" is no date to compare: it stands apart, as notes do
        if (found and (only or not line.dates)) or (only and near_an_end) or aged:
            marked[place] = replace(clause, role="note" if aged else "date")
            dates.extend(found)
        elif near_an_end:
            said.extend(found)
    own_roles = {date.role for date in dates}
    dates.extend(date for date in said if date.role not in own_roles)
    dates.extend(date for date in _newest_note(notes) if date not in dates)
    return Stated(tuple(marked), tuple(dates), version, tuple(notes))


def _title(clauses: Sequence[Clause]) -> Clause | None:
    return next((clause for clause in clauses[:_TOP] if clause.role == "heading"), None)


def _names(title: Clause | None) -> frozenset[str]:
    return frozenset(words(title.heading) if title else ()) - NEGATIONS


def _says_only(line: Line, names: frozenset[str]) -> bool:
    """Whether a clause says no more than its dates: beside what goes with every date only the document's own name.

    Any other word could be the one that counts: "not valid from", "price guarantee valid from".
    """
    return line.only and all(word in names for one in line.beyond for word in words(one))


def _dateline(clause: Clause) -> tuple[StatedDate, ...]:
    """A line that is a date and nothing else, as it stands beneath a title; a link to an older text is none."""
    if clause.role not in {"paragraph", "heading"} or clause.links:
        return ()
    found = bare_date(_whole(clause))
    return (found,) if found else ()


def _whole(clause: Clause) -> str:
    heading, text = clause.heading, clause.text
    return (f"{heading} {text}" if heading and text else heading or text).strip()


# --- the provider's own list of revisions ---------------------------------------------


def _notes(clauses: list[Clause]) -> tuple[list[Clause], list[str]]:
    """The provider's own list of revisions: what follows a heading that says so, as long as it reads like one."""
    notes: list[str] = []
    end = 0
    for place, clause in enumerate(clauses):
        if place < end or not _begins_notes(clause):
            continue
        end = _end_of_notes(clauses, place)
        notes.extend(_entries(clauses[place:end]))
        for inside in range(place, end):
            clauses[inside] = replace(clauses[inside], role="note")
    return clauses, notes


def _begins_notes(clause: Clause) -> bool:
    heading, role = clause.heading, clause.role
    if heading:
        return role == "heading" and _heads_notes(heading)
    text = clause.text
    return _heads_notes(text.partition(" | ")[0] if role == "row" else text)


@remembered
def _heads_notes(title: str) -> bool:
    return bool(NOTES_HEADING.match(title))


def _end_of_notes(clauses: Sequence[Clause], start: int) -> int:
    """Where the list that begins there ends: at a heading without a date, or at what is no entry like those before."""
    first = clauses[start] if clauses[start].role == "row" else None
    before = clauses[start]
    for place in range(start + 1, len(clauses)):
        clause = clauses[place]
        if not _goes_on(clause, before, first, clauses[start]):
            return place
        first = first or (None if clause.role == "heading" else clause)
        before = clause
    return len(clauses)


def _goes_on(clause: Clause, before: Clause, first: Clause | None, title: Clause) -> bool:
    """Whether a clause is the next entry: dated, or like the first one in its kind and in what it speaks of."""
    dated = _is_dated(clause)
    if clause.role == "heading":
        return dated and clause.depth > title.depth
    if len(words(clause.text)) > _LONGEST_NOTE:
        return False
    if dated or first is None:
        return first is None or first.role != "row" or clause.role == "row"
    return _undated_goes_on(clause, before, first)


def _undated_goes_on(clause: Clause, before: Clause, first: Clause) -> bool:
    """Below a line that is a date stands what it brought; else an entry is of the first one's kind."""
    if _NO_NOTE.search(clause.text):
        return False
    if _is_only_date(first):
        return clause.role != "paragraph" or _is_only_date(before)
    if _is_dated(first) and first.role == "paragraph":
        return clause.role != "paragraph"
    return clause.role == first.role and (clause.role != "paragraph" or _speaks_like(clause, first))


def _speaks_like(clause: Clause, first: Clause) -> bool:
    """Whether an undated line tells of a change, where the first of its list does."""
    return bool(CHANGE_WORD.search(_whole(clause))) or not CHANGE_WORD.search(_whole(first))


def _is_dated(clause: Clause) -> bool:
    """Whether an entry has a date; a year counts where it stands first, unlike that of a copyright."""
    whole = _whole(clause)
    return any(date.precision != "year" or date.start == 0 for date in printed_dates(whole))


def _is_only_date(clause: Clause) -> bool:
    return bare_date(_whole(clause)) is not None


def _entries(clauses: Sequence[Clause]) -> list[str]:
    """What the entries read; a table's header row and the title are none."""
    below = [clause for clause in clauses[1:] if clause.role != "row" or printed_dates(clause.text)]
    entries = (clause.text if clause.role == "row" else _whole(clause) for clause in below)
    return [entry for entry in map(_without_age, entries) if entry]


def _without_age(entry: str) -> str:
    """An entry without how long ago it was made, and nothing of one that says no more than that."""
    if not ages_in(entry):
        return entry
    line = line_of(entry)
    return "" if line.only and not (line.dates or line.version) else tidy(without_ages(entry))


def _newest_note(notes: Sequence[str]) -> list[StatedDate]:
    """The newest date of a dated list of revisions, as the date of the last update."""
    dated = [date for note in notes for date in printed_dates(note)[:1] if date.value and date.precision != "year"]
    if not dated:
        return []
    newest = max(dated, key=lambda date: date.value or "")
    return [StatedDate("updated", newest.text, newest.value, newest.precision)]

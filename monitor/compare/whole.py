"""The comparison of two whole documents: their changes, their dates, and what follows for the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.compare.align import align
from monitor.compare.changes import changes_of
from monitor.compare.companies import company_changes
from monitor.compare.dates import compare_dates, notes_only_grew, stated_moved
from monitor.compare.indexes import compare_listed
from monitor.compare.notices import advance_notices
from monitor.compare.sections import section_map
from monitor.compare.units import NOT_COMPARED, Codebook, Weights, units_of
from monitor.model import SUBSTANTIVE, Change, Comparison, Side, Terms, Verdict, lists_documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_REWRITE = 0.5  # of the words of each side: more of them gone makes it a rewrite


def compare(old: Terms, new: Terms, *, on: date | None = None) -> Comparison:
    """How `new` differs from `old`. `on` is the day the new text was seen; without it a stated month accuses nobody."""
    if (old.clauses or new.clauses) and lists_documents(old) and lists_documents(new):
        return compare_listed(old, new)
    if old.clauses == new.clauses:
        return _of_equal(old, new, on)
    book = Codebook()
    sides = _side_of(old), _side_of(new)
    apart = NOT_COMPARED if notes_only_grew(*sides) else NOT_COMPARED - {"note"}  # history that was rewritten is text
    before, after = units_of(old, book, apart), units_of(new, book, apart)
    changes = changes_of(before, after, align(before, after))
    rewrite = _is_rewrite(changes, sum(unit.size for unit in before), sum(unit.size for unit in after))
    substantive = any(change.kind in SUBSTANTIVE for change in changes)
    return Comparison(
        verdict=_verdict(changes, sides, identical=False),
        old=sides[0],
        new=sides[1],
        dates=compare_dates(*sides, text_changed=substantive, on=on),
        changes=changes,
        rewrite=rewrite,
        notices=advance_notices(old, new, on),
        sections=section_map(before, after, Weights([*before, *after])) if rewrite else (),
        companies=company_changes(old, new, changes),
    )


def _of_equal(old: Terms, new: Terms, on: date | None) -> Comparison:
    """The comparison of terms that have the same clauses: there is nothing to align."""
    sides = _side_of(old), _side_of(new)
    return Comparison(
        verdict=_verdict((), sides, identical=True),
        old=sides[0],
        new=sides[1],
        dates=compare_dates(*sides, text_changed=False, on=on),
        changes=(),
        notices=advance_notices(old, new, on),
    )


def _side_of(terms: Terms) -> Side:
    """What a comparison keeps of terms."""
    return Side(terms.title, terms.language, terms.digest, len(terms.clauses), terms.dates, terms.version, terms.notes)


def _verdict(changes: Sequence[Change], sides: tuple[Side, Side], *, identical: bool) -> Verdict:
    if any(change.kind in SUBSTANTIVE for change in changes):
        return "substantive"
    if stated_moved(*sides):
        return "date-only"
    if any(change.kind == "renumbered" for change in changes):
        return "renumbered"
    return "none" if identical else "cosmetic"


def _is_rewrite(changes: Sequence[Change], before: int, after: int) -> bool:
    """Whether most words of both sides are gone, and most of the new ones are new."""
    gone = sum(len(edit.text.split()) for change in changes for edit in change.edits if edit.op == "-")
    came = sum(len(edit.text.split()) for change in changes for edit in change.edits if edit.op == "+")
    return bool(before and after) and gone > _REWRITE * before and came > _REWRITE * after

"""What the page says of itself against what its text did."""

from __future__ import annotations

from datetime import date

import pytest

from tests.compare.documents import SUPPLY, diff

EDIT = ("30 days", "60 days")
BUMP = ("5 January 2026", "1 March 2026")
MONTH = ("Updated: 5 January 2026", "Updated: January 2026")


def changed(text: str, *edits: tuple[str, str]) -> str:
    """The text with each edit made."""
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("edits", "verdict", "dates"),
    [
        ((), "none", "unchanged"),
        ((EDIT,), "substantive", "silent"),
        ((BUMP,), "date-only", "date-only"),
        ((EDIT, BUMP), "substantive", "announced"),
        ((("5 January 2026", "January 5, 2026"),), "cosmetic", "unchanged"),
    ],
)
def test_the_dates_verdict(edits: tuple[tuple[str, str], ...], verdict: str, dates: str) -> None:
    """Text and date moved, one of them, or neither; another form of the same day is nothing."""
    comparison = diff(SUPPLY, changed(SUPPLY, *edits), on=date(2026, 3, 2))
    assert (comparison.verdict, comparison.dates.verdict) == (verdict, dates)


@pytest.mark.parametrize(
    ("on", "dates"), [(date(2026, 1, 20), "undetermined"), (date(2026, 2, 1), "silent"), (None, "undetermined")]
)
def test_a_month_accuses_nobody_before_it_ends(on: date | None, dates: str) -> None:
    """A stated month covers every day in it; without a known day it is not held against anyone."""
    old = changed(SUPPLY, MONTH)
    assert diff(old, changed(old, EDIT), on=on).dates.verdict == dates


def test_a_page_without_dates_is_undated() -> None:
    """Who states no date cannot be silent about it."""
    old = SUPPLY.replace("Updated: 5 January 2026\n\n", "")
    assert diff(old, changed(old, EDIT), on=date(2026, 3, 2)).dates.verdict == "undated"


def test_a_new_entry_of_the_revision_list_is_date_only() -> None:
    """A note on a revision is part of what the page says of itself."""
    old = SUPPLY + "\n## Change history\n\nMoved the section on samples.\n"
    new = old + "\nReworded the preamble.\n"
    comparison = diff(old, new)
    assert (comparison.verdict, comparison.dates.verdict) == ("date-only", "date-only")
    assert comparison.new.notes[-1] == "Reworded the preamble."


def test_history_that_was_rewritten_is_a_change() -> None:
    """An entry that is gone from the provider's own list of revisions is told as removed."""
    old = SUPPLY + "\n## Change history\n\nMoved the section on samples.\n\nRaised the limit of liability.\n"
    comparison = diff(old, old.replace("Raised the limit of liability.\n", ""))
    assert [change.kind for change in comparison.changes] == ["removed"]


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("Last updated: 03/04/2024", "Last updated: 05/06/2024", "date-only"),
        ("Effective 1 May 2024 for new customers only.", "Effective 1 May 2024 for all customers.", "substantive"),
        ("Version 1 - Update date: March 31, 2022.", "Version 2 - Update date: March 31, 2023.", "date-only"),
    ],
)
def test_a_date_line_says_what_else_it_says(old: str, new: str, verdict: str) -> None:
    """A date of two readings that reads otherwise moved; words beside a date are words."""
    assert (
        diff(SUPPLY.replace("Updated: 5 January 2026", old), SUPPLY.replace("Updated: 5 January 2026", new)).verdict
        == verdict
    )


def test_a_date_printed_once_more_announces_nothing() -> None:
    """The same line at the bottom, too, does not excuse an edit."""
    new = changed(SUPPLY, EDIT) + "\nUpdated: 5 January 2026\n"
    assert diff(SUPPLY, new, on=date(2026, 3, 2)).dates.verdict == "silent"


def test_a_notice_of_a_coming_day_is_not_the_day_of_the_text() -> None:
    """What a sentence says of another version does not stand for the document's own date line."""
    old = SUPPLY.replace("Updated: 5", "A version that takes effect as of 8 July 2026 is ready.\n\nEffective 5")
    new = changed(SUPPLY, EDIT).replace("Updated: 5 January", "Effective 8 July")
    dates = diff(old, new, on=date(2026, 7, 9)).dates
    assert (dates.verdict, dates.old, dates.new) == ("announced", "2026-01-05", "2026-07-08")

"""Which words a change brought or took away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import word_edits
from monitor.model import Change, Clause, Edit
from monitor.text.changed import has_changed


def clause(text: str, heading: str = "") -> Clause:
    """A clause with these words."""
    return Clause(path="4", label="4", heading=heading, text=text, depth=1, ordinal=1)


def modified(old: str, new: str) -> Change:
    """A text that became another."""
    return Change("modified", (clause(old),), (clause(new),), word_edits(old, new))


PERIOD = modified("You pay, within 30 days, by Letter.", "You pay, within 60 days, by E-Mail.")


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("30", True),
        ("60", True),
        ("30 days", True),
        ("within 60 DAYS by", True),
        ("letter.", True),
        ("“e-mail”", True),
        ("pay", False),
        ("days", False),
        ("you pay", False),
        ("6", False),
        ("60 letter", False),
        ("30 days by e-mail", False),
        ("90", False),
    ],
)
def test_whole_words_that_came_or_went_are_found(phrase: str, *, found: bool) -> None:
    """And phrases with such a word in them, on one side, without case and punctuation; no word that stayed."""
    assert has_changed(PERIOD, [phrase]) is found
    assert has_changed(PERIOD, ["fax", phrase]) is found


def test_all_of_an_added_or_removed_clause_came_or_went() -> None:
    """Its heading, too."""
    text = clause("No fax is sent.", "Fax machines")
    for change in (
        Change("added", (), (text,), word_edits("", text.text)),
        Change("removed", (text,), (), word_edits(text.text, "")),
        Change("removed", (text,), ()),
    ):
        assert has_changed(change, ["no fax"])
        assert has_changed(change, ["fax machines"])
        assert not has_changed(change, ["sent fax"])


def test_of_another_heading_the_words_that_differ_count() -> None:
    """Those that both have did not change."""
    change = Change("retitled", (clause("Words.", "Fair use"),), (clause("Words.", "Acceptable use"),))
    assert has_changed(change, ["fair"])
    assert has_changed(change, ["acceptable use"])
    assert not has_changed(change, ["use"])
    assert not has_changed(change, ["words"])


def test_a_clause_that_moved_brought_no_word() -> None:
    """Its words stayed."""
    same = clause("No fax is sent.", "Fax")
    assert not has_changed(Change("moved", (same,), (same,), (Edit("=", same.text),)), ["fax", "sent"])


@given(st.text(), st.text(), st.text())
def test_a_phrase_without_words_is_never_found(old: str, new: str, marks: str) -> None:
    """Nor does any text stop the search."""
    change = modified(old, new)
    assert not has_changed(change, [])
    assert not has_changed(change, ["...", " "])
    has_changed(change, [marks])

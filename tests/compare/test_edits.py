"""Edits fall on what readers take for one: words, addresses, amounts."""

from __future__ import annotations

import pytest

from monitor.compare import word_edits


@pytest.mark.parametrize(
    ("gone", "came"),
    [
        ("harbour", "harbor"),
        ("don't", "do"),
        ("customer's", "customers'"),
        ("https://quay.example/a", "https://quay.example/b"),
        ("http", "https"),
        ("5", "15"),
        ("1,000.50", "1,000.05"),
        ("€5,000", "€500"),
        ("99.9%", "99.5%"),
        ("(30)", "(60)"),
        ("Über", "über"),
        ("line2", "line3"),
        ("契", "約"),
    ],
)
def test_an_edit_has_all_of_a_word_and_nothing_beside_it(gone: str, came: str) -> None:
    """Whatever it is made of."""
    edits = word_edits(f"Now {gone} then.", f"Now {came} then.")
    assert [(edit.op, edit.text) for edit in edits] == [("=", "Now "), ("-", gone), ("+", came), ("=", " then.")]


def test_what_most_of_the_shorter_text_says_stays_in_one_piece() -> None:
    """Also where as few edits would cut it in two."""
    kept = " due upon arrival of the crates at the quay of the harbour"
    edits = word_edits(f"All is{kept}", f"Upon demand it is due{kept} and the depot")
    assert [edit.text for edit in edits if edit.op == "="] == [" is", kept]


def test_a_text_that_repeats_itself_is_compared() -> None:
    """What stands in many places is looked for in some of them."""
    old, new = "x " + "a " * 30 + "y", "a " * 4_000
    edits = word_edits(old, new)
    assert "".join(edit.text for edit in edits if edit.op != "+") == old
    assert "".join(edit.text for edit in edits if edit.op != "-") == new

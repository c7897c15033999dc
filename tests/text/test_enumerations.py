"""Enumerations within a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.enumerations import address_at, inline_items

NESTED = "You must (a) pay; (b) (i) return, or (ii) destroy it; and (c) tell us."


def test_items_have_addresses_and_places() -> None:
    """An inner item stands within its outer one, up to the next of its level."""
    assert [(one.address, NESTED[one.start : one.end]) for one in inline_items(NESTED)] == [
        ("(a)", "(a) pay; "),
        ("(b)", "(b) (i) return, or (ii) destroy it; and "),
        ("(b)(i)", "(i) return, or "),
        ("(b)(ii)", "(ii) destroy it; and "),
        ("(c)", "(c) tell us."),
    ]


def test_a_place_is_in_its_innermost_item() -> None:
    """A word before the first item is in none."""
    items = inline_items(NESTED)
    assert address_at(items, NESTED.index("destroy")) == "(b)(ii)"
    assert address_at(items, NESTED.index("must")) == ""


@pytest.mark.parametrize("text", ["", "as (a) says", "see 4(a) and 4(b) there", "(we) pay (or) not", "(2) and (3)"])
def test_what_is_no_enumeration_has_no_items(text: str) -> None:
    """A lone mark, references, words in brackets, and what does not begin at its beginning."""
    assert inline_items(text) == []


@given(st.lists(st.sampled_from("(a) (b) (c) (i) (ii) (1) (2) (A) word ; , .".split()), max_size=30))
def test_items_lie_within_the_text_and_begin_with_their_mark(pieces: list[str]) -> None:
    """Whatever the order of marks, each item is a stretch of the text."""
    text = " ".join(pieces)
    for item in inline_items(text):
        assert 0 <= item.start < item.end <= len(text)
        assert item.address.endswith(text[item.start : text.index(")", item.start) + 1])


@pytest.mark.parametrize("piece", ["(a) ", "(a) x ; (i) ", "(", "(1"])
def test_a_wall_of_marks_is_read_within_bounds(piece: str) -> None:
    """Each mark is looked at once."""
    inline_items(piece * (1_000_000 // len(piece)))

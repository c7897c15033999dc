"""Slips of the pen, and what is none."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.slips import doubled_word, mistyped_word

COUNTS = Counter(
    "agreement obligation contract contact customer information complaint leistung party employer".split() * 9
)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("recieve", "receive"),
        ("teh", "the"),
        ("seperate", "separate"),
        ("occured", "occurred"),
        ("custoemr", "customer"),
        ("infomration", "information"),
        ("obligaton", "obligation"),
        ("agreeement", "agreement"),
    ],
)
def test_a_mistyped_word_is_known_in_both_directions(wrong: str, right: str) -> None:
    """By a list of forms that are no words, or because the right word stands all over the text."""
    old, new = ["each", wrong, "counts"], ["each", right, "counts"]
    assert mistyped_word(old, new, COUNTS + Counter(old + new)) == (wrong, right)
    assert mistyped_word(new, old, COUNTS + Counter(old + new)) == (right, wrong)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("may", "must"),
        ("shall", "will"),
        ("or", "of"),
        ("to", "by"),
        ("not", "now"),
        ("from", "form"),
        ("10", "100"),
        ("2024", "2025"),
        ("user", "users"),
        ("agreement", "agreements"),
        ("employer", "employee"),
        ("terminate", "terminated"),
        ("lawful", "unlawful"),
        ("contract", "contact"),
        ("complaint", "compliant"),
        ("leistung", "leitung"),
        ("party", "parties"),
        ("licensor", "licensee"),
        ("include", "exclude"),
    ],
)
def test_another_word_is_no_slip(old: str, new: str) -> None:
    """Where one letter makes another word, nobody knows that it was mistyped."""
    assert mistyped_word([old], [new], COUNTS + Counter([old, new])) is None


def test_a_second_change_is_no_slip_alone() -> None:
    """Beside a mended word nothing else may differ."""
    assert mistyped_word("teh fee rises".split(), "the fee falls".split(), COUNTS) is None
    assert mistyped_word("teh fee".split(), "the fee rises".split(), COUNTS) is None


def test_a_word_that_stands_elsewhere_too_was_meant() -> None:
    """What is printed twice was hardly mistyped."""
    assert mistyped_word(["infomration"], ["information"], COUNTS + Counter({"infomration": 2})) is None


@given(st.lists(st.sampled_from("the fee of each order".split()), min_size=1, max_size=8), st.data())
def test_a_doubled_word_is_found_wherever_it_stands(spoken: list[str], data: st.DataObject) -> None:
    """Printed once or twice, nothing else differs, in either direction."""
    at = data.draw(st.integers(0, len(spoken) - 1))
    doubled = [*spoken[:at], spoken[at], *spoken[at:]]
    assert doubled_word(doubled, spoken) == doubled_word(spoken, doubled) == spoken[at]


@pytest.mark.parametrize(
    ("old", "new"), [("a fee", "a a fee now"), ("10 10 days", "10 days"), ("a fee", "the a fee"), ("a fee", "a fee")]
)
def test_what_else_comes_or_goes_is_no_doubled_word(old: str, new: str) -> None:
    """A figure printed twice may be two, and another word is another word."""
    assert doubled_word(old.split(), new.split()) is None

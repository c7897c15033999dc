"""The values that a reader of terms looks for first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.values import values


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("within thirty (30) days of notice", "duration", "thirty (30) days"),
        ("a 30-day notice", "duration", "30-day"),
        ("five business days later", "duration", "five business days"),
        ("binnen 30 Tagen", "duration", "30 Tagen"),
        ("sous 3 mois", "duration", "3 mois"),
        ("US$ 1,000.50 at most", "money", "US$ 1,000.50"),
        ("the sum of €10 million", "money", "€10 million"),
        ("pays 10 EUR", "money", "10 EUR"),
        ("at 99.9% of the time", "percentage", "99.9%"),
        ("five percent more", "percentage", "five percent"),
        ("on 1 May 2024 it ends", "date", "1 May 2024"),
        ("up to 3 users", "number", "3"),
        ("you must not", "modal", "must not"),
        ("you can't", "modal", "can't"),
        ("you will never", "negation", "never"),
        ("all, unless you agree", "carve-out", "unless"),
        ("fees, including but not limited to taxes", "carve-out", "including but not limited to"),
    ],
)
def test_a_value_is_found_as_printed(text: str, kind: str, found: str) -> None:
    """Each kind of value is told by its name, as it stands in the text."""
    assert (kind, found) in [(value.kind, value.text) for value in values(text)]


def test_the_number_of_a_duration_is_no_number_of_its_own() -> None:
    """What one value took belongs to no other."""
    assert [value.kind for value in values("30 days, 5 % and $ 7 on 1 May 2024")] == [
        "duration",
        "percentage",
        "money",
        "date",
    ]


@given(st.lists(st.sampled_from("30 days 5 % $ may not unless 1 May 2024 (3) , . including but limited to".split())))
def test_values_stand_in_order_and_apart(chosen: list[str]) -> None:
    """Values come in reading order, each where it says, and none within another."""
    text = " ".join(chosen)
    found = values(text)
    assert all(text[value.start : value.end] == value.text for value in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(
    st.lists(st.sampled_from("30 days Section 5 % $ (3) may not unless 1 May 2024 one hundred cents and".split())),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9))),
)
def test_only_what_a_span_touches_is_found_where_spans_are_named(
    chosen: list[str], starts: list[tuple[int, int]]
) -> None:
    """Each as it is found in the whole text."""
    text = " ".join(chosen)
    spans = [(start, start + length) for start, length in starts]
    touched = [one for one in values(text) if any(one.start < end and start < one.end for start, end in spans)]
    assert values(text, spans) == touched

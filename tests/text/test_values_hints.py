"""A text in which no value of a kind can stand is not searched for one; what is found does not depend on that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.values import values

WORDS = (
    "US$ A$ $ usd EUR gbp Chf sek JPY aud cad INR pln dollars Dollar euros euro pounds pound CENTS cent million "
    "k m 5 1,000 30 (3) five percent PER cent Prozent pour por ciento % Except as unless OTHER than excluding "
    "provided that notwithstanding including but not limited to without limitation Subject to the extent where . , ; "
    "May NOT shall Never No days BUSINESS Month"
).split()
ALONE = [
    *("US$ 5", "usd 5", "5 EUR", "gbp 5", "CHF 5", "5 sek", "JPY 5", "5 aud", "Cad 5", "INR 5", "5 pln", "5 Dollars"),
    *("5 euros", "5 Pounds", "5 cents", "5 %", "five percent", "5 PER  CENT", "5 Prozent", "5 pour cent"),
    *("5 por ciento", "Except as", "unless", "other than", "EXCLUDING", "provided that", "notwithstanding"),
    *("including without limitation", "Subject to", "to the extent"),
]
BEYOND_ASCII = " ß"  # such a text is searched for every kind


@pytest.mark.parametrize("text", ALONE)
def test_every_word_that_makes_a_value_is_looked_for(text: str) -> None:
    """Whatever its letters' case, and with nothing else beside it."""
    kinds = {value.kind for value in values(text)} & {"money", "percentage", "carve-out"}
    assert kinds == {value.kind for value in values(text + BEYOND_ASCII)} & {"money", "percentage", "carve-out"}
    assert kinds


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_what_is_found_does_not_depend_on_where_was_looked(chosen: list[str]) -> None:
    """A letter behind it all that belongs to no value changes none of them."""
    text = " ".join(chosen)
    assert values(text) == values(text + BEYOND_ASCII)

"""Addresses as they are printed in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.addresses import same_places
from monitor.text.printed import printed_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to legal@northline.example.", ["legal@northline.example"]),
        ("see https://www.northline.example/a_(b), or call", ["https://www.northline.example/a_(b)"]),
        ("(see northline.com/terms)", ["northline.com/terms"]),
        ("Visit Northline.com, our site", ["Northline.com"]),
        ("Mail [email protected] now", ["[email protected]"]),
        ("legal [at] northline [dot] example", ["legal [at] northline [dot] example"]),
        ("legal(at)northline.example", ["legal(at)northline.example"]),
        ("legal at northline dot example is", ["legal at northline dot example"]),
        ("northline.example and harbor.io", ["northline.example", "harbor.io"]),
    ],
)
def test_addresses_are_found_as_they_are_printed(text: str, found: list[str]) -> None:
    """Without the stop or bracket that the sentence puts behind them."""
    assert [one.text for one in printed_addresses(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Call +49 30 1234567 or fax 030/7654321",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Section 4.2.a and version 2.0.1",
        "This applies.In case of doubt",
        "of the contract.Es gilt",
        "Northline.com B.V. is the seller",
        "see terms.pdf and node.js, e.g. here",
        "keep your email protected",
        "U.S. law, S.A. de C.V.",
        "John.Smith met us at ten",
    ],
)
def test_other_figures_and_names_are_no_addresses(text: str) -> None:
    """A number, a party, a file or a lost space is what the terms say."""
    assert printed_addresses(text) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://northline.example/terms/", "http://www.Northline.example/terms?utm_source=x#part", True),
        ("northline.example", "https://www.northline.example/", True),
        ("Legal@Northline.example", "mailto:legal@northline.example", True),
        ("legal [at] northline [dot] example", "legal@northline.example", True),
        ("[email protected]", "legal@northline.example", True),
        ("[email protected]", "https://northline.example/@legal", False),
        ("legal@northline.example", "claims@northline.example", False),
        ("legal-desk@northline.example", "legal_desk@northline.example", False),
        ("https://northline.example/a", "https://northline.example/b", False),
        ("northline.example", "northline.example.evil.com", False),
    ],
)
def test_one_place_in_two_forms_is_one(one: str, other: str, same: bool) -> None:
    """The form of an address says nothing; where it leads does."""
    (left,), (right,) = printed_addresses(one), printed_addresses(other)
    assert same_places(left.place, right.place) is same


@given(st.text(alphabet="ab@. :/([-]dot\n1", max_size=200))
def test_addresses_stand_in_order_where_they_say(text: str) -> None:
    """Any text is read, and each address found is a piece of it behind the one before."""
    at = 0
    for one in printed_addresses(text):
        assert at <= one.start < one.end
        assert text[one.start : one.end] == one.text
        at = one.end


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a@", "[at]", "a dot ", "a at b dot ", "www.", "https://", "x.com/", ")", "a-"]
)
def test_a_long_text_is_searched_within_bounds(piece: str) -> None:
    """Hundreds of thousands of characters that look like the start of an address are nothing to wait for."""
    printed_addresses(piece * (200_000 // len(piece)))

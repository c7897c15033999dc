"""Addresses without what differs between two visits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.addresses import same_place, without_tracking


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://n.example/a?utm_source=mail", "https://n.example/a"),
        ("https://n.example/a?id=1&utm_source=mail&b=2", "https://n.example/a?id=1&b=2"),
        ("https://n.example/a?gclid=1#part", "https://n.example/a#part"),
        ("https://n.example/a;jsessionid=AB12?x=1", "https://n.example/a?x=1"),
        ("https://n.example/a?x=1&_=123", "https://n.example/a?x=1"),
        ("https://n.example/a?mycid=1", "https://n.example/a?mycid=1"),
        ("see (https://n.example/a?utm_source=mail) there", "see (https://n.example/a) there"),
        ("What is a? It is no address.", "What is a? It is no address."),
    ],
)
def test_tracking_is_taken_off(address: str, clean: str) -> None:
    """Parameters that follow a visitor go, those that lead somewhere stay."""
    assert without_tracking(address) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a/", "http://www.n.example/a"),
        ("https://n.example/a?x=1&y=2", "https://n.example/a?y=2&x=1"),
        ("https://n.example/a#one", "https://n.example/a#two"),
        ("https://n.example/a?utm_source=1", "https://n.example/a"),
        ("#one", "#two"),
    ],
)
def test_two_ways_to_one_place_are_one(one: str, other: str) -> None:
    """Scheme, final slash, order of parameters and fragments lead nowhere else."""
    assert same_place(one) == same_place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a", "https://n.example/b"),
        ("https://n.example/a?id=1", "https://n.example/a?id=2"),
        ("mailto:a@n.example", "mailto:b@n.example"),
        ("https://n.example/a", "https://m.example/a"),
    ],
)
def test_two_places_stay_two(one: str, other: str) -> None:
    """Another host, path, parameter or mail address is another place."""
    assert same_place(one) != same_place(other)


@given(st.text(st.sampled_from("ab?&=#/:[]()utm_sid;jsessionid. "), max_size=60))
def test_any_text_can_be_cleaned_and_once_is_enough(text: str) -> None:
    """No address is too broken to be looked at."""
    same_place(text)
    assert without_tracking(without_tracking(text)) == without_tracking(text)

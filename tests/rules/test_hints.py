"""A sentence that cannot give a right is not searched for one; what is found does not depend on that."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.rules import leaving, words
from monitor.rules.hints import EachOf, Hinted, Leftmost, any_of, mentions
from tests.rules.documents import rules

CHANGING = "We may amend these Terms when we post them. "
BEYOND_ASCII = " (§)."  # a sentence with such a letter is searched in any case

LEAVING = (
    "If you DISAGREE with the change, you may terminate your account.",
    "If you object to the change, you may close your account.",
    "Where this is Unacceptable, Customer may terminate the Agreement.",
    "If you do not accept the change, you may stop using the service.",
    "You have an opportunity to terminate these Terms before the change takes effect.",
)
DENIED = (
    "Customer may not terminate this order for Convenience.",
    "There is no right to terminate a plan for convenience.",
    "Neither party is to terminate it for CONVENIENCE.",
)

PATTERNS = {name: one for module in (words, leaving) for name, one in vars(module).items()}
HINTED = (
    {name: one for name, one in PATTERNS.items() if isinstance(one, Hinted)}
    | {
        f"{name} {n}": part
        for name, one in PATTERNS.items()
        if isinstance(one, Leftmost)
        for n, part in enumerate(one.parts)
    }
    | {
        f"{name} {n}": Hinted("|".join(one.hints), part.pattern)
        for name, one in PATTERNS.items()
        if isinstance(one, EachOf)
        for n, part in enumerate(one.parts)
    }
)


@pytest.mark.parametrize("name", sorted(HINTED))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_what_a_pattern_finds_has_one_of_its_hints(name: str, data: st.DataObject) -> None:
    """Whatever sentence in small letters is made of the pattern."""
    shape = re.compile(HINTED[name].shape.pattern)
    assert mentions(data.draw(st.from_regex(shape)), *HINTED[name].hints)


@pytest.mark.parametrize("sentence", LEAVING)
def test_a_right_to_leave_upon_a_change_is_found_by_its_words(sentence: str) -> None:
    """Whatever their case, and as it is found where every sentence is searched."""
    plain, other = (rules(f"1. {CHANGING}{one}").termination_by_customer for one in (sentence, sentence + BEYOND_ASCII))
    assert plain.right is True
    assert (plain.right, plain.days, plain.unit, plain.before_effect) == (
        True,
        other.days,
        other.unit,
        other.before_effect,
    )


@pytest.mark.parametrize("sentence", DENIED)
def test_a_right_to_leave_that_is_denied_is_found_by_its_words(sentence: str) -> None:
    """Whatever their case, and as it is found where every sentence is searched."""
    plain, other = (rules(f"1. {CHANGING}{one}").termination_by_customer for one in (sentence, sentence + BEYOND_ASCII))
    assert (plain.right, other.right) == (False, False)


@given(st.text("ab c", max_size=12))
def test_what_begins_first_is_found_and_at_one_place_what_is_named_first(text: str) -> None:
    """As by one pattern of all the shapes."""
    shapes = ("b+c", "a b", "ab?", "a")
    found, expected = Leftmost(*(Hinted("a|b", shape) for shape in shapes)).search(text), any_of(*shapes).search(text)
    assert (found and found.span()) == (expected and expected.span())


@given(st.text("ab c", max_size=12))
def test_each_shape_tells_by_itself(text: str) -> None:
    """As one pattern of all of them."""
    assert EachOf("b|c", "bc", "c.b").tells(text) is bool(any_of("bc", "c.b").search(text))

"""The sentences by which terms say that they belong to another document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.linked.phrases import belongings

AGREEMENT = "Northline Customer Agreement"


@pytest.mark.parametrize(
    "said",
    [
        "These Supplemental Terms are part of the {}.",
        "These supplemental terms (the 'Supplement') form an integral part of the {} and apply solely to Voice.",
        'This Addendum ("DPA"), with its annexes, is incorporated into and forms part of our {} or other agreement.',
        "This Supplement supplements the {}.",
        "These Terms, which supplement the {}, apply to messages.",
        "This Service Level Agreement is subject to the {}.",
        "The customer agrees. This Policy shall be governed by the {} between the parties.",
        "These Terms apply in addition to the {}.",
        "Capitalized terms not defined in this Supplement shall have the meanings ascribed to them in the {}.",
        "Terms not otherwise defined here have the meaning given in the {}",
    ],
)
def test_a_document_says_what_it_belongs_to(said: str) -> None:
    """In each of the usual ways, and whatever stands before and behind."""
    [belonging] = belongings(said.format(AGREEMENT))
    assert belonging.names == (AGREEMENT,)


def test_an_abbreviation_stays_with_the_name() -> None:
    """Without the quotes around it, whichever these are."""
    [belonging] = belongings("This SLA is provided under the Harbor Cloud Master Services Agreement (the “MSA”).")
    assert belonging.names == ("Harbor Cloud Master Services Agreement (MSA)",)


@pytest.mark.parametrize(
    "said",
    [
        "Your use is subject to these Terms and the Privacy Policy.",
        "The Fee Schedule forms part of these Terms.",
        "The Fee Schedule is part of the Northline Customer Agreement.",
        "These Terms are subject to change.",
        "This DPA is subject to the General Data Protection Regulation and the Consumer Code.",
        "These terms are part of the Agreement.",
        "These Terms are governed by the laws of Norway.",
        "We supplement these Terms with guides.",
    ],
)
def test_other_sentences_name_no_parent(said: str) -> None:
    """What is incorporated, a law, and a term that the document defines are none."""
    assert [name for one in belongings(said) for name in one.names] == []


@given(text=st.text(max_size=200), before=st.sampled_from(["this ", "These Terms are part of ", "not defined "]))
def test_any_text_can_be_looked_at(text: str, before: str) -> None:
    """And gives words that stand in it."""
    assert all(isinstance(one.words, str) for one in belongings(before + text))

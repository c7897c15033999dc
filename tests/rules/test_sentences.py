"""Sentences end where people end them."""

from __future__ import annotations

import pytest

from monitor.rules.sentences import sentences_of
from tests.compare.documents import terms


def sentences(text: str) -> list[str]:
    """The sentences of terms that say this."""
    return [one.text for one in sentences_of(terms(f"# Terms\n\n{text}\n"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We may change it. You may leave.", ["We may change it.", "You may leave."]),
        ("Is it so? It is! We know; You know.", ["Is it so?", "It is!", "We know;", "You know."]),
        ('We call it "terms." You agree.', ['We call it "terms.', "You agree."]),
        ("It ends (at once.) (Others stay.)", ["It ends (at once.", "(Others stay.)"]),
        ("Fees are due. 30 days pass.", ["Fees are due.", "30 days pass."]),
        ("They are: one. a) two. b) three.", ["They are: one.", "a) two.", "b) three."]),
        ("We know; a) it stays one.", ["We know; a) it stays one."]),
        ("Northline Inc. may change it. See No. 5 of it.", ["Northline Inc. may change it.", "See No. 5 of it."]),
        ("The Co. and the Ltd. Both agree.", ["The Co. and the Ltd. Both agree."]),
        ("It is up to approx. Ten days.", ["It is up to approx. Ten days."]),
        ("Disco. Then more.", ["Disco.", "Then more."]),
        ("It is done. and goes on.", ["It is done. and goes on."]),
    ],
)
def test_a_text_is_cut_behind_each_of_its_sentences(text: str, found: list[str]) -> None:
    """Not behind a word that is cut short, nor where no new one begins."""
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("You'll agree.", "You will agree."),
        ("They're bound and we've told you.", "They are bound and we have told you."),
        ("We won't change it.", "We will not change it."),
        ("You can't leave, and don't.", "You cannot leave, and do not."),
        ("The customer's 'nt and wan't stay.", "The customer's 'nt and wa not stay."),
    ],
)
def test_contractions_are_written_out_for_what_looks_for_words(said: str, whole: str) -> None:
    """Whatever stands before their apostrophe."""
    (sentence,) = sentences_of(terms(f"# Terms\n\n{said}\n"))
    assert (sentence.text, sentence.whole) == (said, whole)

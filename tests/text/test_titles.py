"""Whether a document is meant by a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.titles import best, likeness, marks_of, says_little

ORDER = [
    ("Northline Voice Terms", "Northline Voice Terms"),
    ("Voice Terms", "Northline Voice Terms"),
    ("General Terms and Conditions for NORTHLINE Services (GTC)", "Northline General Terms and Conditions"),
    ("GTC", "Northline General Terms and Conditions"),
]


@pytest.mark.parametrize(("name", "title"), ORDER)
def test_a_name_need_not_agree_to_the_letter(name: str, title: str) -> None:
    """The provider's name, articles, weak words and an abbreviation make no other document."""
    assert likeness(name, title, "northline") > 0
    assert likeness(f"the {name}", title.upper(), "northline") > 0


def test_the_surer_of_two_likenesses_counts_more() -> None:
    """The same words, those but the provider's, those but weak ones, and an abbreviation last."""
    assert [likeness(*pair, "northline") for pair in ORDER] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Privacy Policy", "Northline General Terms and Conditions"),
        ("Voice Terms", "Northline Voice Supplemental Terms"),
        ("Terms of Service", "Northline Terms"),
        ("Service Terms of Use", "Online Terms of Use"),
        ("Agreement", "Agreement"),
        ("the Terms", "Northline Terms"),
        ("DPA", "Northline Acceptable Use Policy"),
        ("", "Northline Terms"),
        ("()", ""),
    ],
)
def test_another_document_is_not_meant(name: str, title: str) -> None:
    """Nor any by a word that every document goes by."""
    assert likeness(name, title, "northline") == 0


def test_an_abbreviation_in_brackets_counts_on_both_sides() -> None:
    """Where both give it; in the plural it is the same."""
    assert likeness("Master Terms of Trade (GTCs)", "Conditions for Everybody (GTC)") == 1


def test_the_best_of_several_titles_wins_and_two_as_good_give_none() -> None:
    """One owner may go by several titles."""
    titles = [
        ("a", "Voice Terms and Conditions"),
        ("b", "Northline Voice Terms"),
        ("b", "Voice"),
        ("c", "Fee Schedule"),
    ]
    assert best("Northline Voice Terms", titles, "northline") == "b"
    assert best("Voice Terms", [*titles, ("d", "NORTHLINE Voice Terms")], "northline") == ""
    assert best("Privacy Policy", titles, "northline") == ""


@pytest.mark.parametrize(("name", "little"), [("the Agreement", True), ("Terms", True), ("Voice Terms", False)])
def test_a_word_that_every_document_goes_by_says_little(name: str, little: bool) -> None:
    """With or without an article."""
    assert says_little(name) is little


@given(name=st.text(max_size=60), title=st.text(max_size=60))
def test_likeness_is_mutual_and_never_fails(name: str, title: str) -> None:
    """But for an abbreviation alone, which stands for a title and not the reverse."""
    there, back = likeness(name, title), likeness(title, name)
    if min(there, back) > 1:
        assert there == back


WORDS = st.sampled_from(
    "Northline General Terms and Conditions Services Service Online (GTC) GTC GT (GTCs) VT Voice".split()
)


@given(
    st.lists(WORDS, max_size=6).map(" ".join),
    st.lists(WORDS, max_size=6).map(" ".join),
    st.sampled_from(["", "northline"]),
)
def test_what_a_name_means_shares_a_mark_with_it(name: str, title: str, provider: str) -> None:
    """Looking only at titles that share one misses none."""
    assert not likeness(name, title, provider) or marks_of(name, provider) & marks_of(title, provider)


def test_names_of_other_documents_share_no_mark() -> None:
    """Else all titles would have to be looked at."""
    assert not marks_of("Voice Terms", "northline") & marks_of("Northline Privacy Policy (PP)", "northline")

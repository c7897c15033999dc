"""Whatever is searched for, wherever: snippets are words of the text, and marks are words that were asked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.searching import MOST_TERMS, SNIPPET, Term, folded, indexed, snippet, terms_of

words = st.sampled_from(
    ["notice", "Notice,", "Zahlung", "café", "cafe\u0301", "30", "days", "通知する", "a_b", "ﬁne", "İ"]
)
spaces = st.sampled_from([" ", "  ", "\n", "-", "\u00a0", "", "\0", "\u202e", "ไทย"])
texts = st.one_of(st.text(max_size=200), st.lists(st.one_of(words, spaces), max_size=200).map("".join))
queries = st.one_of(st.text(max_size=60), st.lists(st.one_of(words, st.sampled_from('" -*')), max_size=9).map("".join))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("payment invoice", (Term(("payment",)), Term(("invoice",)))),
        ('"within 30 days"', (Term(("within", "30", "days")),)),
        ('"within 30', (Term(("within", "30")),)),
        ("terminat*", (Term(("terminat",), begins=True),)),
        ("-fees", (Term(("fees",), wanted=False),)),
        ('-"late fees"', (Term(("late", "fees"), wanted=False),)),
        ("e-mail", (Term(("e", "mail")),)),
        ("通知", (Term(("通", "知")),)),
        ("", ()),
        ('" - * ""', ()),
    ],
)
def test_a_query_is_words_phrases_beginnings_and_what_is_not_wanted(query: str, terms: tuple[Term, ...]) -> None:
    """In the order in which they are written."""
    assert terms_of(query) == terms


@given(queries, texts)
def test_what_is_shown_is_a_part_of_the_text(query: str, text: str) -> None:
    """But for the marks of what was left out, and never much of it."""
    runs = snippet(text, terms_of(query))
    whole, said = unicodedata.normalize("NFC", text), "".join(run for run, _ in runs)
    if not said.startswith("…") or said in whole:
        assert said in whole or said.removesuffix("…") in whole
    else:
        assert said[1:] in whole or said[1:].removesuffix("…") in whole
    assert len(said) <= SNIPPET + 2
    assert all(run for run, _ in runs)


@given(queries, texts)
def test_what_is_marked_was_asked_for(query: str, text: str) -> None:
    """Word for word, but for case and accents, or by its beginning."""
    terms = [term for term in terms_of(query) if term.wanted]
    for run, marked in snippet(text, tuple(terms)):
        if marked:
            said = [word for term in terms_of(f'"{run}"') for word in term.words]
            assert any(_fits(said, term) for term in terms)


def _fits(said: list[str], term: Term) -> bool:
    *rest, last = term.words
    return said[:-1] == rest and (said[-1].startswith(last) if term.begins else said[-1] == last)


@given(
    st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1, max_size=200), st.sampled_from(["beta", "BETA"])
)
def test_the_first_word_that_was_asked_for_is_always_shown(said: list[str], word: str) -> None:
    """However far into the clause it stands."""
    marked = [run for run, found in snippet(" ".join(said), terms_of(word)) if found]
    assert bool(marked) == ("beta" in said)


@given(st.text(max_size=100))
def test_the_index_takes_in_every_sign(text: str) -> None:
    """What is written without spaces between words gets some, and nothing else happens to it."""
    assert "".join(indexed(text).split()) == "".join(text.split())


@given(st.text(max_size=50))
def test_folding_once_is_enough(text: str) -> None:
    """Whether a word was folded before does not matter for what is plain ASCII by then."""
    once = folded(text)
    assert not once.isascii() or folded(once) == once


def test_a_pasted_clause_is_searched_for_by_its_first_words() -> None:
    """So that no query grows without end."""
    assert len(terms_of("word " * 500)) == MOST_TERMS


def test_what_was_found_in_a_long_text_without_spaces_is_shown() -> None:
    """Its part around the words is shown, not its start and not what comes after its first space."""
    filling = "甲乙丙丁" * 300
    runs = snippet(f"{filling}通知{filling} x", terms_of("通知"))
    assert ("通知", True) in runs

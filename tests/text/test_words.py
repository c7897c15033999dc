"""What a word is, and what two texts have in common that say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import key, tidy, words

SEEN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80)  # what can stand on a page
PLAIN = st.sampled_from("notice fee 30 1.50 kündigen 第 § % service's x2".split())
TYPOGRAPHY = {
    "'": ["\u2019", "\u2018", "\u02bc"],
    '"': ["\u201c", "\u201d", "\u201e", "\u00ab"],
    "-": ["\u2013", "\u2014", "\u2010", "\u2212"],
    " ": ["\u00a0", "\u2009", "\n", "\t", "  ", "\u200b \u00ad"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You\u2019ll pay \u20ac 1.50 within 30\u00a0days.", ["you'll", "pay", "€", "1.50", "within", "30", "days"]),
        ("1,000.50 of it", ["1,000.50", "of", "it"]),
        ("99.9% (§ 3)", ["99.9", "%", "§", "3"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("the ﬁne so\u00adft\u200bware", ["the", "fine", "software"]),
        ("料金を30円", ["料", "金", "を", "30", "円"]),
        ("ｆｕｌｌ １０", ["full", "10"]),
        ("snake_case and/or e-mail", ["snake", "case", "and", "or", "e", "mail"]),
        ("'quoted' -- ... !?", ["quoted"]),
        ("", []),
    ],
)
def test_words_are_folded_runs_of_letters_and_figures(text: str, expected: list[str]) -> None:
    """Case, typography and punctuation are no part of a word; separators of a number are."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("15 days", "1.5 days"), ("1,000", "1000"), ("€ 5", "$ 5"), ("5 %", "5"), ("may", "must"), ("§ 3", "3")],
)
def test_what_counts_keeps_texts_apart(one: str, other: str) -> None:
    """A separator, a currency or a sign that changes a figure changes the words."""
    assert key(one) != key(other)


@given(SEEN)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    """What is tidy stays as it is."""
    assert tidy(tidy(text)) == tidy(text)


@given(SEEN)
def test_a_key_is_its_own_key(text: str) -> None:
    """The words of the words are the words."""
    assert words(key(text)) == words(text)


@given(SEEN)
def test_tidying_keeps_the_words(text: str) -> None:
    """What is read off the page has the words of the page."""
    assert words(tidy(text)) == words(text)


@given(st.lists(PLAIN, min_size=1, max_size=8), st.data())
def test_typography_is_no_word(chosen: list[str], data: st.DataObject) -> None:
    """Another kind of quote, dash or space leaves the words alone."""
    text = '"' + " - ".join(chosen) + '"'
    typeset = "".join(data.draw(st.sampled_from([letter, *TYPOGRAPHY.get(letter, ())])) for letter in text)
    assert words(typeset) == words(text)


@given(st.lists(PLAIN, min_size=1, max_size=8), st.data())
def test_a_word_exchanged_is_seen(chosen: list[str], data: st.DataObject) -> None:
    """One word put for another gives another key, wherever it stands."""
    place = data.draw(st.integers(0, len(chosen) - 1))
    other = data.draw(PLAIN.filter(lambda word: word != chosen[place]))
    assert key(" ".join([*chosen[:place], other, *chosen[place + 1 :]])) != key(" ".join(chosen))


def test_control_characters_are_gone() -> None:
    """What could steer a terminal or a reading direction does not come through."""
    assert tidy("fee\x1b[31m \u202eeef\u202c\x00\x07\x9b") == "fee[31m eef"


def test_half_a_character_is_shown_as_broken() -> None:
    """A lone surrogate, which no file can hold, becomes the replacement character."""
    assert tidy("a\ud800b") == "a\ufffdb"


def test_vowel_signs_tell_words_apart() -> None:
    """A sign that stands above or below its letter is part of the word, in Hindi and Thai as elsewhere."""
    assert words("की") != words("का")
    assert words("ข้อตกลง") != words("ขอตกลง")

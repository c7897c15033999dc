"""What a word is, and what two texts have in common that say the same."""

from __future__ import annotations

import sys
import unicodedata

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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("< 99.9 %", "> 99.9 %"),
        ("<99.9 %", "99.9 %"),
        ("where a < b holds", "where a b holds"),
        ("\u2265 99.9 %", "\u2264 99.9 %"),
        (">= 99.9 %", "> 99.9 %"),
        ("-2 %", "+2 %"),
        ("at -5 \u00b0C", "at 5 \u00b0C"),
        ("at \u22125 \u00b0C", "at 5 \u00b0C"),
        ("5 | -2", "5 | 2"),
        ("\u00b1 5", "5"),
        ("Data | \u2717", "Data | \u2713"),
        ("\u274c", "\u2705"),
        ("\u2610", "\u2611"),
        ("\u2610", "\u2612"),
        ("\u2611", "\u2612"),
        ("\u20a9 1000", "\u20bd 1000"),
        ("1\u00bd times", "11/2 times"),
        ("10\u00b2", "102"),
        ("10\u207b\u00b2", "10\u00b2"),
    ],
)
def test_a_sign_that_says_something_keeps_texts_apart(one: str, other: str) -> None:
    """More or less, plus or minus, yes or no, one currency or another: tables say it with a sign."""
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u2714\ufe0f", "\u2705"),
        ("\u2611", "\u2713"),
        ("\u2717", "\u274c"),
        ("\u2265 5", ">= 5"),
        ("\u00b15", "+/-5"),
        ("1\u00bd", "1 1/2"),
        ("m\u00b2", "m2"),
        ("5-10 days", "5 \u2013 10 days"),
        ("5\u201310 days", "5 \u201310 days"),
        ("10%-20%", "10% \u2013 20%"),
        ("- 5 items", "\u2022 5 items"),
        ("Settings > Account", "Settings \u203a Account"),
        ("-> 5 items", "\u2192 5 items"),
        ("mail <legal@northline.example>", "mail legal@northline.example"),
        ("a state-of-the-art 5-year plan", "a state of the art 5 year plan"),
    ],
)
def test_a_sign_that_says_nothing_is_no_word(one: str, other: str) -> None:
    """Dashes of lists and ranges, arrows and brackets are typography; ticks of all shapes are one."""
    assert key(one) == key(other)


def test_every_currency_sign_is_a_word() -> None:
    """All that Unicode calls a currency sign."""
    signs = (chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Sc")
    assert [sign for sign in signs if not words(sign)] == []


@given(
    st.text(
        st.sampled_from("5%a <>=+-/~|(\u2265\u00b1\u2212\u2713\u2610\u00bd\u00b2\u207b\u00ad\u2003\u2028"), max_size=12
    )
)
def test_signs_obey_the_laws_of_words(text: str) -> None:
    """The words of a key, and those of a tidy text, are the words."""
    assert words(key(text)) == words(text) == words(tidy(text))


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


@given(st.text("ab1 2.,+-/'%$()", max_size=20))
def test_plain_text_is_read_by_the_same_rules_as_any_other(text: str) -> None:
    """The short cut for letters and figures ends where a sign or a separator counts."""
    assert words(f"{text} \u00e9") == [*words(text), "\u00e9"]


@given(
    st.text("abCD", min_size=3, max_size=3), st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=20)
)
def test_the_letters_that_a_line_begins_with_stay_what_its_words_begin_with(letters: str, rest: str) -> None:
    """So lines of plain text can be told apart without reading their words."""
    assert key(letters + rest).startswith(letters.lower())

"""What is a printed label, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.labels import as_roman, label_of, roman, split_label

LABELS = [
    ("1. Scope", "1.", (1,), "Scope"),
    ("1) Scope", "1)", (1,), "Scope"),
    ("(1) Scope", "(1)", (1,), "Scope"),
    ("4.2 Availability", "4.2", (4, 2), "Availability"),
    ("4.2.1. Availability", "4.2.1.", (4, 2, 1), "Availability"),
    ("(a) the fees", "(a)", (1,), "the fees"),
    ("(aa) the fees", "(aa)", (27,), "the fees"),
    ("b) the fees", "b)", (2,), "the fees"),
    ("B. Fees", "B.", (2,), "Fees"),
    ("(iv) the fees", "(iv)", (4,), "the fees"),
    ("XII. Fees", "XII.", (12,), "Fees"),
    ("A.1. Fees", "A.1.", (1, 1), "Fees"),
    ("B.2.iii Fees", "B.2.iii", (2, 2, 3), "Fees"),
    ("Section 4", "Section 4", (4,), ""),
    ("SECTION 4. FEES", "SECTION 4.", (4,), "FEES"),
    ("Section 4: Fees", "Section 4:", (4,), "Fees"),
    ("Section 4 – Fees", "Section 4", (4,), "Fees"),
    ("Article III Fees", "Article III", (3,), "Fees"),
    ("Schedule B", "Schedule B", (2,), ""),
    ("Annex 2: Security", "Annex 2:", (2,), "Security"),
    ("§ 3 Haftung", "§ 3", (3,), "Haftung"),
    ("§ 3a Haftung", "§ 3a", (3,), "Haftung"),
    ("Artikel 5 Haftung", "Artikel 5", (5,), "Haftung"),
    ("Artículo 5. Tarifas", "Artículo 5.", (5,), "Tarifas"),
    ("Cláusula 3 – Preço", "Cláusula 3", (3,), "Preço"),
    ("Articolo 7: Prezzi", "Articolo 7:", (7,), "Prezzi"),
    ("Bijlage 1", "Bijlage 1", (1,), ""),
    ("Załącznik 2", "Załącznik 2", (2,), ""),
    ("المادة 4", "المادة 4", (4,), ""),
    ("第3条（料金）", "第3条", None, "（料金）"),
    ("第三条 定义", "第三条", None, "定义"),
    ("一、总则", "一、", None, "总则"),
    ("（二）费用", "（二）", None, "费用"),
    ("8. General terms apply", "8.", (8,), "General terms apply"),
    ("6. Marketing messages", "6.", (6,), "Marketing messages"),
    ("5. Decisions we take", "5.", (5,), "Decisions we take"),
    ("2. May we contact you?", "2.", (2,), "May we contact you?"),
]

NO_LABELS = [
    "10% of the fees",
    "10 % of the fees",
    "30. April 2024",
    "1. Mai 2024 tritt dies in Kraft",
    "1. January 2024",
    "30 days after notice",
    "99.9% availability",
    "1,000 users",
    "2024. A year",
    "Section 4 applies to you",
    "Section 4.2 of the order applies",
    "Clause 7 applies",
    "§ 3 gilt entsprechend",
    "Annex III to the agreement",
    "part of the service",
    "I agree to this",
    "Mr. Smith signs",
    "(we) pay",
    "(and) more",
    "(e.g. fees)",
    "4(a) of the order",
    "12.05.2024 is the day",
    "",
]


@pytest.mark.parametrize(("text", "printed", "parts", "rest"), LABELS)
def test_a_label_is_split_from_its_text(text: str, printed: str, parts: tuple[int, ...] | None, rest: str) -> None:
    """The label is kept as printed, with its numbers, and the text goes on after it."""
    label, after = split_label(text)
    assert label is not None
    assert (label.printed, after) == (printed, rest)
    assert parts is None or label.parts == parts


@pytest.mark.parametrize("text", NO_LABELS)
def test_what_is_no_label_stays_in_the_text(text: str) -> None:
    """An amount, a date, a reference or an abbreviation at the start of a sentence is not taken from it."""
    assert split_label(text) == (None, text)


def test_a_bare_number_is_a_label_in_a_heading_only() -> None:
    """Clause 3 is "3 Fees" where it is marked up as a heading; in a sentence 3 is an amount."""
    label, rest = split_label("3 Fees", heading=True)
    assert label is not None
    assert (label.parts, rest) == ((3,), "Fees")
    assert split_label("3 fees are due") == (None, "3 fees are due")


@pytest.mark.parametrize(
    ("printed", "letter", "number"), [("(i)", 9, 1), ("(v)", 22, 5), ("x.", 24, 10), ("C)", 3, 100)]
)
def test_letters_that_are_numbers_too_have_two_readings(printed: str, letter: int, number: int) -> None:
    """The label "(i)" is the ninth letter or the Roman one, and says that it cannot know."""
    label = label_of(printed)
    assert label is not None
    assert label.ambiguous
    assert (label.value, as_roman(label).value) == (letter, number)
    assert as_roman(label).style != label.style


@pytest.mark.parametrize(
    ("text", "segment"),
    [("4.2. Fees", "4.2"), ("(a) fees", "(a)"), ("a) fees", "a"), ("Section 4: Fees", "Section 4"), ("一、总则", "一")],
)
def test_a_path_has_the_label_without_its_stop(text: str, segment: str) -> None:
    """The same label with another stop after it leads to the same place."""
    label, _ = split_label(text)
    assert label is not None
    assert label.segment == segment


@pytest.mark.parametrize("text", ["iiii", "vx", "ic", "abc"])
def test_letters_in_a_wrong_order_are_no_roman_number(text: str) -> None:
    """Only a number as it is properly written counts."""
    assert roman(text) is None


@given(st.integers(1, 399))
def test_roman_numbers_have_one_value(number: int) -> None:
    """No two numbers are written alike, and each that is read back is itself."""
    ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
    written = "c" * (number // 100) + tens[number // 10 % 10] + ones[number % 10]
    assert roman(written) == number


@given(st.text(max_size=40))
def test_splitting_never_loses_a_letter(text: str) -> None:
    """What is not in the label is in the rest."""
    label, rest = split_label(text)
    assert text.endswith(rest)
    assert label is None or text.startswith(label.printed)


@given(st.lists(st.integers(1, 999), min_size=2, max_size=4))
def test_a_decimal_label_has_the_numbers_it_prints(numbers: list[int]) -> None:
    """Any depth of decimals is one label."""
    printed = ".".join(map(str, numbers))
    label, rest = split_label(f"{printed} Fees")
    assert label is not None
    assert (label.parts, rest) == (tuple(numbers), "Fees")

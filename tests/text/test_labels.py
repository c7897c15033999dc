"""What is a printed label, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import words
from monitor.text.labels import as_roman, label_of, marks_its_own_level, roman, split_label

PIECES = (
    "1. 4.2 (a) (iv) 2.(a) 4(a) Art. 5 § 3 Abs. Exhibit A-1 ① １． 第3条 Primera.- 1º 1.5 hours % (555) 555-0100 2024 "
    "May Fees fees - : You U.S. 料金"
).split()
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
    ("§ 3 HAFTUNG", "§ 3", (3,), "HAFTUNG"),
    ("§ 3 AGB", "§ 3", (3,), "AGB"),
    ("J. Miscellaneous", "J.", (10,), "Miscellaneous"),
    ("(5) The customer pays", "(5)", (5,), "The customer pays"),
    ("1. Jahresgebühr", "1.", (1,), "Jahresgebühr"),
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
    ("１．目的", "１．", (1,), "目的"),
    ("３．１ 料金", "３．１", (3, 1), "料金"),
    ("（１）料金", "（１）", (1,), "料金"),
    ("① 料金", "①", (1,), "料金"),
    ("⑳ End", "⑳", (20,), "End"),
    ("⑴ 料金", "⑴", (1,), "料金"),
    ("第3条の2（料金）", "第3条の2", (3,), "（料金）"),
    ("第十二条之一 定义", "第十二条之一", (12,), "定义"),
    ("(二) 费用", "(二)", (2,), "费用"),
    ("（イ）料金", "（イ）", (2,), "料金"),
    ("제3조(목적)", "제3조", (3,), "(목적)"),
    ("제 12 조 목적", "제 12 조", (12,), "목적"),
    ("나. 목적", "나.", (2,), "목적"),
    ("б) услуги", "б)", (2,), "услуги"),
    ("Статья 5. Оплата", "Статья 5.", (5,), "Оплата"),
    ("Art. 5 Haftung", "Art. 5", (5,), "Haftung"),
    ("Art. 5. Fees", "Art. 5.", (5,), "Fees"),
    ("Article 1er - Objet", "Article 1er", (1,), "Objet"),
    ("1º Objeto", "1º", (1,), "Objeto"),
    ("1.º Objeto", "1.º", (1,), "Objeto"),
    ("1.- Objeto", "1.-", (1,), "Objeto"),
    ("Primera.- Objeto", "Primera.-", (1,), "Objeto"),
    ("PRIMERA. OBJETO", "PRIMERA.", (1,), "OBJETO"),
    ("SEGUNDA - DO PREÇO", "SEGUNDA -", (2,), "DO PREÇO"),
    ("Décima tercera.- Fuero", "Décima tercera.-", (13,), "Fuero"),
    ("VIGÉSIMA PRIMERA. FUERO", "VIGÉSIMA PRIMERA.", (21,), "FUERO"),
    ("Cláusula primera. Objeto", "Cláusula primera.", (1,), "Objeto"),
    ("4(a) Fees are due", "4(a)", (4, 1), "Fees are due"),
    ("4.2(b)(i) Fees", "4.2(b)(i)", (4, 2, 2, 1), "Fees"),
    ("2.(a) You pay.", "2.(a)", (2, 1), "You pay."),
    ("2. (a) You pay.", "2.", (2,), "(a) You pay."),
    ("1.a) fees", "1.a)", (1, 1), "fees"),
    ("1a) fees", "1a)", (1, 1), "fees"),
    ("Exhibit A-1", "Exhibit A-1", (1, 1), ""),
    ("Exhibit A-1: Fees", "Exhibit A-1:", (1, 1), "Fees"),
    ("Annex 1A", "Annex 1A", (1,), ""),
    ("1.5 Hours of Operation", "1.5", (1, 5), "Hours of Operation"),
    ("(1) 30 days after notice", "(1)", (1,), "30 days after notice"),
    ("13.12.10 Application of Law", "13.12.10", (13, 12, 10), "Application of Law"),
    ("8. 8 July 2024 was a Monday", "8.", (8,), "8 July 2024 was a Monday"),
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
    "10. 3. 2024 tritt dies in Kraft",
    "1º de enero de 2024",
    "2024. 5. 1. 시행",
    "(555) 555-0100",
    "(555) 555-0100 is our number",
    "1.5 hours a day",
    "2.5 % of the fees",
    "2.5% of the fees",
    "1.000 Nutzer",
    "3.5 Stunden",
    "§ 3 Abs. 2 BGB gilt",
    "§ 3 Abs. 2",
    "§ 307 BGB gilt nicht",
    "§ 13 TMG",
    "§ 4 ProdHaftG bleibt unberührt",
    "Art. 28 GDPR governs it",
    "(5) working days after a fault",
    "30) days after the invoice",
    "14. Tag nach dem Kauf",
    "5. % of the fee",
    "Art. 6 (1) lit. f applies",
    "Art. 6 Abs. 1 lit. f DSGVO",
    "Primera. el cliente paga",
    "Segunda-feira",
    "First. We pay",
    "Punkt 5 gilt",
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
    assert split_label("1 May 2024", heading=True) == (None, "1 May 2024")


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
    [
        ("4.2. Fees", "4.2"),
        ("(a) fees", "(a)"),
        ("a) fees", "a"),
        ("Section 4: Fees", "Section 4"),
        ("一、总则", "一"),
        ("１．目的", "１"),
        ("1.- Objeto", "1"),
        ("4(a) Fees", "4(a)"),
        ("1）料金", "1"),
    ],
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


@given(st.lists(st.sampled_from(PIECES), max_size=5))
def test_no_word_is_lost_between_a_label_and_its_text(pieces: list[str]) -> None:
    """Label and rest have the words of the whole, however labels follow one another."""
    whole = " ".join(pieces)
    label, rest = split_label(whole)
    assert words(f"{label.printed if label else ''} {rest}") == words(whole)


@pytest.mark.parametrize(
    ("marker", "text", "own"),
    [("2.", "(a) You pay.", True), ("3.", "i. You pay.", True), ("2.", "(b) You pay.", False), ("1.", "1) Pay.", False),
     ("1.", "(a) You pay.", False), ("2.", "2. Pay.", False), ("2.", "4.1 Pay.", False)],
)  # fmt: skip
def test_a_lists_number_may_stand_beside_a_label_of_its_text(marker: str, text: str, own: bool) -> None:
    """It numbers the item where the text begins an inner list, and repeats what the text counts elsewhere."""
    outer, (inner, _) = label_of(marker), split_label(text)
    assert outer is not None
    assert inner is not None
    assert marks_its_own_level(outer, inner) is own


@pytest.mark.parametrize("piece", ["1.1", "x.i.", "a.", "(a) ", "Section ", "décim", "(", "1(a)", "第1", "é"])
def test_a_long_text_is_split_at_its_start(piece: str) -> None:
    """A label is short: the rest of a text is not looked through for its end."""
    split_label(piece * (3_000_000 // len(piece)))


@given(st.lists(st.integers(1, 999), min_size=2, max_size=4))
def test_a_decimal_label_has_the_numbers_it_prints(numbers: list[int]) -> None:
    """Any depth of decimals is one label."""
    printed = ".".join(map(str, numbers))
    label, rest = split_label(f"{printed} Fees")
    assert label is not None
    assert (label.parts, rest) == (tuple(numbers), "Fees")

"""What is a clause, what label and heading it bears, and what it stands under."""

from __future__ import annotations

import pytest

from tests.read.reading import PROSE, html, labels, paths, roles, said, text


def doc(*blocks: str) -> str:
    """A document of blocks, a title above them."""
    return "\n\n".join(["# Northline Terms", *blocks])


def places(*blocks: str) -> list[str]:
    """Where the blocks of a document stand, its title left out."""
    return paths(text(doc(*blocks)))[1:]


# --- numbering ----------------------------------------------------------------------------


def test_decimals_stand_under_what_they_continue() -> None:
    """A clause 4.2.1 stands under 4.2, and that under 4, headings or not."""
    assert places("## 4. Fees", "4.1 You pay.", "4.2 We bill:", "4.2.1 monthly; or", "4.2.2 yearly.", "## 5. End") == [
        *("4", "4/4.1", "4/4.2", "4/4.2/4.2.1", "4/4.2/4.2.2", "5"),
    ]


def test_letters_and_roman_numbers_nest_by_their_sequence() -> None:
    """A list within a list ends where the outer one goes on."""
    blocks = "(a) pay: ", "(i) fees;", "(ii) taxes;", "(b) keep records;", "(c) tell:", "(i) us;", "(ii) them."
    assert places("**1. Duties.** You shall:", *blocks, "**2. End.** It ends.") == [
        *("1", "1/(a)", "1/(a)/(i)", "1/(a)/(ii)", "1/(b)", "1/(c)", "1/(c)/(i)", "1/(c)/(ii)", "2"),
    ]


def test_an_i_after_an_h_is_a_letter() -> None:
    """What a label that is letter and number means, its neighbours say."""
    assert places("**1. Duties.** You shall:", *(f"({letter}) do it;" for letter in "fghijk")) == [
        "1",
        *(f"1/({letter})" for letter in "fghijk"),
    ]


def test_a_v_after_a_iv_is_a_number() -> None:
    """Within Roman numbers (v) is five, and stands beside (iv)."""
    numbers = ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)"]
    assert places("**1. Duties.** You shall:", *(f"{number} do it;" for number in numbers)) == [
        "1",
        *(f"1/{number}" for number in numbers),
    ]


def test_two_levels_numbered_alike_are_told_by_their_lead_in() -> None:
    """An item that ends in a colon leads in the next level, which counts from 1 as it does."""
    lines = [
        "1. Laws. You will not:",
        "1. impair it;",
        "2. resell it.",
        "1. Copies. You will not:",
        "1. copy it.",
        "1. End it.",
    ]
    assert places("\n".join(f"  {line}" for line in lines)) == ["1", "1/1", "1/2", "1~2", "1~2/1", "1~3"]


def test_numbering_that_begins_again_has_paths_of_its_own() -> None:
    """Under another heading the same labels are other clauses; at the top they are told apart by a count."""
    assert places(
        "## 1. Scope", "1.1 One thing is.", "## Glossary", '1.1 "Fee" means money.', "## Regions", "1.1 One is."
    ) == [
        *("1", "1/1.1", "Glossary", "Glossary/1.1", "Regions", "Regions/1.1"),
    ]
    assert places(f"1. {PROSE}", f"2. {PROSE}", "***", f"1. {PROSE}", f"2. {PROSE}") == ["1", "2", "1~2", "2~2"]


def test_numbers_that_skip_stay_side_by_side() -> None:
    """A missing or misplaced number moves no clause below another."""
    assert places(f"1. {PROSE}", f"3. {PROSE}", f"2. {PROSE}") == ["1", "3", "2"]


def test_paragraphs_and_their_labels_are_siblings_in_german() -> None:
    """A section sign heads numbered paragraphs, and those their letters."""
    blocks = "(1) Alles gilt.", "(2) Der Kunde zahlt:", "a) monatlich oder", "b) jährlich.", "(3) Mehr gilt nicht."
    assert places("§ 1 Geltung", *blocks, "§ 2 Preise", "(1) Der Preis gilt.") == [
        *("§ 1", "§ 1/(1)", "§ 1/(2)", "§ 1/(2)/a", "§ 1/(2)/b", "§ 1/(3)", "§ 2", "§ 2/(1)"),
    ]


def test_marked_up_annexes_hold_their_own_numbers() -> None:
    """An annex that is a heading opens numbering of its own."""
    assert places("## 1. Scope", PROSE, "# Annex 1", "## 1. Data", PROSE, "# Annex 2 – Locks", "1. We lock.") == [
        *("1", "1~2", "Annex 1", "Annex 1/1", "Annex 1/1~2", "Annex 2", "Annex 2/1"),
    ]


def test_an_annex_without_markup_holds_its_own_numbers() -> None:
    """A line that says no more than "Annex 1" ends what stood before it."""
    blocks = "2. Fees", "(a) You pay the fees.", "(b) You pay the taxes.", "Annex 1", "1. Data", PROSE
    assert paths(text("\n\n".join(["Northline Terms", "1. Scope", PROSE, *blocks])))[-3:] == [
        *("Annex 1", "Annex 1/1", "Annex 1/1~2"),
    ]


def test_labelled_paragraphs_between_numbers_stand_under_them() -> None:
    """In plain text "1." is a list item and "(a)" a paragraph: the second still stands under the first."""
    blocks = "1. You shall:", "(a) pay the fees;", "(b) keep records.", "2. We shall:", "(a) serve you."
    assert places(*blocks) == ["1", "1/(a)", "1/(b)", "2", "2/(a)"]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (
            ("第一条（適用）", "本規約は適用されます。", "第二条（料金）", "料金を支払います。"),
            ["第一条", "第一条~2", "第二条", "第二条~2"],
        ),
        (("一、总则", "本条款适用。", "二、费用", "用户支付费用。"), ["一", "一~2", "二", "二~2"]),
    ],
)
def test_chinese_and_japanese_numbers_follow_one_another(blocks: tuple[str, ...], expected: list[str]) -> None:
    """The second article stands beside the first."""
    assert paths(text("\n\n".join(["利用規約", *blocks])))[1:] == expected


# --- headings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ("**Fees and Taxes**", "Fees and Taxes"),
        ("FEES AND TAXES", "FEES AND TAXES"),
        ("**4. Fees**", "Fees"),
        ("Section 4. Fees", "Fees"),
        ("ARTICLE III – FEES", "FEES"),
        ("4. The Fees.", "The Fees."),
        ("Fees and Taxes", "Fees and Taxes"),
    ],
)
def test_a_line_that_looks_like_a_heading_is_one(block: str, heading: str) -> None:
    """Bold, capitals, or a short labelled or capitalised line before other text."""
    terms = text(doc(block, PROSE))
    assert (terms.clauses[1].heading, terms.clauses[1].role) == (heading, "heading")
    assert terms.clauses[2].path.startswith(f"{terms.clauses[1].path}~") or terms.clauses[2].depth == 1


@pytest.mark.parametrize(
    "block",
    [
        "WE ARE NOT LIABLE FOR ANY LOSS OF DATA, PROFIT OR TRADE THAT YOU OR OTHERS MAY SUFFER FROM THE USE OF IT.",
        "**You must pay the fees.**",
        "**We may stop;**",
        "You must tell us of it",
        "1 May 2024",
        "30 days",
    ],
)
def test_a_sentence_is_no_heading(block: str) -> None:
    """Neither length, a verb nor a stop makes a heading of bold words or capitals."""
    assert not text(doc(block, PROSE)).clauses[1].heading


@pytest.mark.parametrize(
    ("block", "heading", "rest"),
    [
        ("**4. Fees.** You pay.", "Fees.", "You pay."),
        ("**Late payment:** we charge interest.", "Late payment:", "we charge interest."),
        ("**Late payment** – We charge interest.", "Late payment", "We charge interest."),
        ("4.2 Late Payment. We charge interest.", "Late Payment.", "We charge interest."),
        (f"4.2 Late Payment; Interest: {PROSE}", "Late Payment; Interest:", PROSE),
        ("**Note** that we charge.", "", "Note that we charge."),
        ("4.2 You must pay. We charge interest.", "", "You must pay. We charge interest."),
        ("**(i)** any data is lost.", "", "any data is lost."),
    ],
)
def test_a_heading_may_run_into_its_paragraph(block: str, heading: str, rest: str) -> None:
    """The bold or title-cased words before a stop are the clause's heading, and its text goes on after them."""
    clause = text(doc(block, PROSE)).clauses[1]
    assert (clause.heading, clause.text) == (heading, rest)


def test_the_same_heading_twice_has_two_paths() -> None:
    """Repeats are counted, and what stands under them keeps apart."""
    assert places("## General", "One thing.", "## General", "Two things.") == [
        *("General", "General~2", "General~3", "General~3~2"),
    ]


@pytest.mark.parametrize("taken", ["A~2", "A/B"])
def test_no_two_clauses_share_a_path(taken: str) -> None:
    """Even a heading that looks like another's count or place."""
    found = places("## A", "x is.", "## A", "y is.", f"## {taken}", "z is.", "### B", "## A", "### B")
    assert len(set(found)) == len(found)


# --- roles ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entries", ["1. Scope\n2. Fees\n3. Term", "- [Scope](#1)\n- [Fees](#2)\n- [Term](#3)", "Scope\n\nFees\n\nTerm"]
)
def test_a_list_that_mirrors_the_headings_is_contents(entries: str) -> None:
    """Contents are tagged, for they say nothing of their own; the clauses below them are not."""
    terms = text(doc(entries, "## 1. Scope", PROSE, "## 2. Fees", PROSE, "## 3. Term", PROSE))
    assert [one for one, role in zip(said(terms), roles(terms), strict=True) if role == "contents"] == [
        "Scope",
        "Fees",
        "Term",
    ]


def test_two_words_that_are_headings_too_are_no_contents() -> None:
    """Two could be chance: a list of what one pays for is part of the terms."""
    assert "contents" not in roles(text(doc("You pay for:", "- Voice\n- Fax", "## Voice", PROSE, "## Fax", PROSE)))


@pytest.mark.parametrize(
    "words",
    [
        '"Fee" means the money.',
        "“Fee” has the meaning given in the order.",
        '"Data" (or "Customer Data") means data.',
        "„Dienst“ bezeichnet den Dienst.",
        "« Service » désigne le service.",
        '**"Fee"** means the money.',
    ],
)
def test_a_definition_is_told_from_a_paragraph(words: str) -> None:
    """A quoted term and a verb that defines it, in the languages of terms."""
    assert roles(text(doc(words)))[1] == "definition"


def test_enumerations_within_a_sentence_stay_in_it() -> None:
    """Inline items are words of their clause."""
    terms = text(doc("1. We may (a) stop it; (b) change it; and (c) end it."))
    assert (labels(terms)[1:], said(terms)[1]) == (["1."], "We may (a) stop it; (b) change it; and (c) end it.")


def test_wherever_a_clause_stands_it_has_its_place_and_depth() -> None:
    """Ordinals count from one without a gap; what stands below is deeper."""
    terms = html(
        f"<h1>T</h1><h2>1. A</h2><p>{PROSE}</p><ol type=a><li>{PROSE}<ol type=i><li>{PROSE}</ol></ol><h2>2. B</h2>"
    )
    assert [one.ordinal for one in terms.clauses] == [1, 2, 3, 4, 5, 6]
    assert [one.depth for one in terms.clauses] == [0, 0, 1, 1, 2, 0]

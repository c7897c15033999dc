"""What each edit of a document is called."""

from __future__ import annotations

import pytest

from tests.compare.documents import SUPPLY, diff, kinds, only


def test_the_same_text_twice_is_no_change() -> None:
    """Nothing is reported of a text compared with itself."""
    comparison = diff(SUPPLY, SUPPLY)
    assert (comparison.verdict, comparison.changes, comparison.dates.verdict) == ("none", (), "unchanged")


def test_a_changed_duration_is_exactly_that() -> None:
    """One clause is modified, and its edits hold nothing but the two durations."""
    change = only(diff(SUPPLY, SUPPLY.replace("30 days", "60 days")), "modified")
    assert [edit for edit in change.edits if edit.op != "="] == [("-", "30"), ("+", "60")]
    assert [(signal.kind, signal.old, signal.new) for signal in change.signals] == [("duration", "30 days", "60 days")]
    assert change.new[0].path == "2~2"


def test_an_inserted_section_renumbers_and_modifies_nothing() -> None:
    """A new section is added; the later ones, and the reference that follows them, are only renumbered."""
    new = SUPPLY
    for number in (6, 5, 4, 3):
        new = new.replace(f"## {number}. ", f"## {number + 1}. ")
    new = new.replace("Section 5", "Section 6").replace(
        "## 4. Delivery", "## 3. Samples\n\nNorthline lends samples for a week free of charge.\n\n## 4. Delivery"
    )
    comparison = diff(SUPPLY, new)
    assert kinds(comparison) == {"added": 2, "renumbered": 5}
    assert comparison.verdict == "substantive"


def test_new_numbers_alone_are_one_notice() -> None:
    """Another numbering scheme changes no word: the verdict is renumbered."""
    new = SUPPLY
    for number in range(1, 7):
        new = new.replace(f"## {number}. ", f"## A.{number}. ")
    comparison = diff(SUPPLY, new.replace("Section 5", "Section A.5"))
    assert comparison.verdict in {"renumbered", "substantive"}
    assert kinds(diff(SUPPLY, new)) == {"renumbered": 6}


def test_a_reference_that_does_not_follow_is_a_modification() -> None:
    """A reference that points elsewhere without any renumbering changed what the clause says."""
    change = only(diff(SUPPLY, SUPPLY.replace("Section 5 alone", "Section 2 alone")), "modified")
    assert change.new[0].path == "3~2"


def test_a_reference_to_another_document_is_words() -> None:
    """The numbers of another document are not ours to follow."""
    old = SUPPLY.replace("by Section 5 alone", "by Section 5 of the Carrier Rules")
    new = old.replace("## 5. Liability", "## 6. Liability").replace("## 6. Ending", "## 7. Ending")
    comparison = diff(old, new.replace("Section 5 of", "Section 6 of"))
    assert kinds(comparison) == {"modified": 1, "renumbered": 2}


def test_a_label_that_moved_from_under_a_reference_is_a_signal() -> None:
    """The clause that was renumbered says which other clauses still refer to it by its old number."""
    new = SUPPLY.replace("## 5. Liability", "## 7. Liability")
    change = only(diff(SUPPLY, new), "renumbered")
    assert [(signal.kind, signal.old, signal.new, signal.where) for signal in change.signals] == [
        ("reference", "5.", "7.", ("3~2",))
    ]
    assert change.severity == "medium"


def test_a_clause_that_moved_is_moved() -> None:
    """One paragraph carried to another section is one move, and nothing was added or removed."""
    sentence = "An order binds both sides once Northline has confirmed it in writing or has begun to deliver.\n\n"
    new = SUPPLY.replace(sentence, "") + "\n" + sentence
    assert kinds(diff(SUPPLY, new)) == {"moved": 1}


def test_a_clause_that_moved_and_changed_is_both() -> None:
    """A carried paragraph with another word in it is modified and flagged as moved."""
    sentence = "An order binds both sides once Northline has confirmed it in writing or has begun to deliver.\n\n"
    new = SUPPLY.replace(sentence, "") + "\n" + sentence.replace("in writing", "by mail")
    change = only(diff(SUPPLY, new), "modified")
    assert change.moved


def test_a_heading_moves_with_its_clause() -> None:
    """A whole section carried elsewhere is told as moves, its short heading among them."""
    section = SUPPLY[SUPPLY.index("## 1. Orders") : SUPPLY.index("## 2. Prices")]
    rest = SUPPLY.replace(section, "")
    assert set(kinds(diff(SUPPLY, rest + "\n" + section))) == {"moved"}


def test_a_split_clause_is_one_split() -> None:
    """A paragraph that became two is one change with two new clauses."""
    new = SUPPLY.replace("in the order. Late", "in the order.\n\nLate")
    change = only(diff(SUPPLY, new), "split")
    assert (len(change.old), len(change.new)) == (1, 2)
    assert [edit for edit in change.edits if edit.op != "="] == [("-", " "), ("+", "\n")]


def test_merged_clauses_are_one_merger() -> None:
    """Two paragraphs that became one are one change with two old clauses."""
    old = SUPPLY.replace("in the order. Late", "in the order.\n\nLate")
    change = only(diff(old, SUPPLY), "merged")
    assert (len(change.old), len(change.new)) == (2, 1)


def test_another_heading_over_the_same_words_is_retitled() -> None:
    """Only the heading's words changed."""
    change = only(diff(SUPPLY, SUPPLY.replace("5. Liability", "5. Limits of liability")), "retitled")
    assert (change.old[0].heading, change.new[0].heading) == ("Liability", "Limits of liability")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three months' notice", "three months’ notice"),
        ("5,000 for", "5,000\u00a0for"),
        ("in writing or", "**in writing** or"),
        ("## 5. Liability", "**5. Liability**"),
        ("Northline answers", "Northline answers\n"),
        ("in writing", "in wri\u00adting"),
    ],
)
def test_typography_and_markup_change_no_word(old: str, new: str) -> None:
    """Quotes, spaces, emphasis, wrapping and heading markup are at most cosmetic."""
    comparison = diff(SUPPLY, SUPPLY.replace(old, new, 1))
    assert comparison.verdict in {"none", "cosmetic"}
    assert not comparison.substantive


def test_a_link_that_leads_elsewhere_is_relinked() -> None:
    """The words are the same; where they lead is told, with both addresses."""
    old = SUPPLY.replace("in the order.", "in the [order](https://northline.example/order).")
    change = only(diff(old, old.replace("example/order", "example/orders-2026")), "relinked")
    assert [(signal.kind, signal.new) for signal in change.signals] == [
        ("link", "https://northline.example/orders-2026")
    ]


def test_tracking_in_a_link_is_nothing() -> None:
    """A link with another campaign or session leads to the same place."""
    old = SUPPLY.replace("in the order.", "in the [order](https://northline.example/order).")
    new = old.replace("example/order)", "example/order?utm_source=mail&session=0a1b)")
    assert diff(old, new).verdict == "none"


def test_a_change_says_which_item_it_falls_in() -> None:
    """An edit within an enumeration inside a clause names the item."""
    old = SUPPLY.replace("## 4. Use\n\nThe customer", "4. The customer")
    change = only(diff(old, old.replace("on animals", "on people")), "modified")
    assert change.within == ("4(c)",)


def test_a_row_that_changed_is_a_row_that_changed() -> None:
    """A table is compared row by row, whatever rows come before."""
    old = (
        "# Fees\n\n| Service | Fee |\n| --- | --- |\n| Calls at home | 2 cents |\n"
        "| Calls abroad | 9 cents |\n| Texts | 1 cent |\n"
    )
    new = old.replace("| Texts | 1 cent |", "| Faxes sent by night | 4 cents |\n| Texts | 3 cents |")
    assert kinds(diff(old, new)) == {"added": 1, "modified": 1}


def test_a_rewrite_is_said_to_be_one_with_a_map() -> None:
    """Where most words of both sides are gone, the sections that took over are named."""
    new = """# Northline Supply Terms

Updated: 1 March 2026

## 1. How you buy

You buy by pressing the button in our shop; we then send you a receipt that closes the deal.

## 2. What it costs

The shop shows every price with tax. Cards are charged when parcels leave our store.

## 3. If something breaks

We repair or replace what fails within two years. For loss we pay at most EUR 5,000, save for intent.
"""
    comparison = diff(SUPPLY, new)
    assert comparison.rewrite
    assert {pair.old for pair in comparison.sections} >= {"1. Orders", "5. Liability"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("* rope;\n* oil; and\n* tar.", "* rope;\n* oil;\n* tar; and\n* pitch.", {"added": 1, "reformatted": 2}),
        ("(c) 2025 Northline Ltd", "(c) 2026 Northline Ltd", {"reformatted": 1}),
        ("The U.S. office answers.", "The US office answers.", {"reformatted": 1}),
        (
            "* Peat.\n* Barge logs kept\n* Reed.",
            "* Peat.\n* Barge logs kept for three years.\n* Reed.",
            {"modified": 1},
        ),
        (
            "Goods stay ours, and the buyer insures them.",
            "Goods stay ours, or the buyer insures them.",
            {"modified": 1},
        ),
    ],
)
def test_what_is_close_to_nothing_and_what_is_not(old: str, new: str, expected: dict[str, int]) -> None:
    """A wandering "and", a copyright's year and dots in an abbreviation say nothing; one word that decides does."""
    assert kinds(diff(f"{SUPPLY}\n{old}\n", f"{SUPPLY}\n{new}\n")) == expected

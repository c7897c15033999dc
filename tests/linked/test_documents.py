"""What terms name, each document once, and how it stands to them; from real pages."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.linked import linked_in, naming_of
from monitor.model import Linked, Page, Part, Source, Terms
from monitor.read import read

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LONG = "General Terms and Conditions for NORTHLINE Services (GTC)"
URL = "https://northline.example/voice"


def terms(*clauses: str, title: str = "Northline Voice Supplement") -> Terms:
    """The terms of a page with these clauses."""
    body = "\n\n".join([f"# {title}", *(f"{n}. {clause}" for n, clause in enumerate(clauses, 1))])
    page = Page((Part(URL, URL, body.encode(), "text/markdown"),), NOON)
    return read(page, Source("northline/voice", (URL,)))


def kinds(*clauses: str) -> list[tuple[str, str, str]]:
    """Kind, name and path of the address of each."""
    return [
        (one.kind, one.name, one.target.removeprefix("https://northline.example"))
        for one in linked_in(terms(*clauses), "northline")
    ]


def test_parents_stand_before_parts_and_these_before_the_rest() -> None:
    """Each with its address, or named without one."""
    assert kinds(
        "See how we handle data in the [Privacy Policy](/privacy).",
        "The [Fee Schedule](/fees) forms part of these terms, and so does the Acceptable Use Policy.",
        "These terms are part of the [Customer Agreement](/agreement).",
    ) == [
        ("parent", "Customer Agreement", "/agreement"),
        ("part", "Fee Schedule", "/fees"),
        ("part", "Acceptable Use Policy", ""),
        ("linked", "Privacy Policy", "/privacy"),
    ]  # fmt: skip


def test_a_parent_that_is_named_in_one_sentence_and_linked_in_another_counts_once() -> None:
    """With the address; its abbreviation is no reason for a second one."""
    found = kinds(
        f"Terms not defined here have the meaning given in the {LONG}.",
        "Payment follows the [General Terms and Conditions](/gtc).",
    )
    assert found == [("parent", "General Terms and Conditions", "/gtc")]


def test_terms_that_name_themselves_for_short_name_no_other_document() -> None:
    """An addendum on data speaks of itself as the DPA."""
    clauses = ("The DPA is incorporated by reference into each order.", "The SLA is incorporated by reference.")
    found = linked_in(terms(*clauses, title="Northline Data Processing Addendum"), "northline")
    assert [one.name for one in found] == ["SLA"]


def test_a_parent_without_a_link_keeps_its_longest_name() -> None:
    """As both the sentence that incorporates and the one that belongs have it."""
    found = kinds(
        f"Terms not defined here have the meaning given in the {LONG}.",
        "The General Terms and Conditions are incorporated by reference.",
    )
    assert found == [("parent", LONG, "")]


def test_a_link_within_the_name_is_the_parent() -> None:
    """Also where its words alone say little."""
    found = kinds("This supplement forms part of the Northline [Agreement](/agreement).")
    assert found == [("parent", "Agreement", "/agreement")]


def test_a_document_is_no_parent_of_itself() -> None:
    """Where a sentence calls it by its own title."""
    assert kinds("These terms are part of the Northline Voice Supplement.") == []


def test_a_hostile_page_names_no_thousands_of_parents() -> None:
    """The first twenty are enough."""
    clauses = " ".join(f"This supplement is part of the Harbor {'X' * n} Agreement." for n in range(1, 200))
    assert len([one for one in linked_in(terms(clauses)) if one.kind == "parent"]) == 20


def test_a_naming_has_the_page_s_own_title() -> None:
    """Beside what it names, with the clause that says so."""
    naming = naming_of("northline/voice", terms("This supplement is part of the Northline Customer Agreement."))
    assert naming.title == "Northline Voice Supplement"
    assert naming.linked == (Linked("Northline Customer Agreement", "", "parent", "1"),)

"""`read` and `diff` of a part of a page, and what `show` says of what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.stage import Desk

NOTE = "Was this page of use to you?"
SENTENCES = {
    "voice": (
        "Northline connects calls within its network and to the networks of others that it has agreements with.",
        "The customer pays the price of each call as it stands in the list that the order names.",
        "Calls to emergency numbers are free of charge, and they are connected before all other calls.",
        "A call that is cut off by the network is credited with the next invoice, if the customer asks for it.",
    ),
    "storage": (
        "Harbor stores the files that its customers send, on machines that stand in two different towns.",
        "Files which a customer deletes are gone from both towns after a week, and from all copies of them.",
        "Whoever shares a folder with others answers for what these others put into it.",
        "Space that is used beyond the plan is counted by the day and charged with the month.",
    ),
}


def document(name: str, days: int) -> str:
    """One of two documents on a page, under an anchor of its own."""
    clauses = (
        f"Northline carries the calls of customers in {name} to the networks of others that it has agreements with.",
        f"The customer in {name} pays each invoice within {days} days after it came, unless agreed otherwise.",
    )
    paragraphs = "".join(f"<h3>{number}. Part {number}</h3><p>{one}</p>" for number, one in enumerate(clauses, 1))
    return f"<section id={name.lower()}><h2>Terms for {name}</h2>{paragraphs}</section>"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk whose website has a page with two documents."""
    aside = "<p class=promo>Change to our newest plan today, and speak with everybody for as long as you like.</p>"
    body = f"<h1>All terms</h1>{document('Europe', 30)}{aside}{document('America', 14)}"
    desk.put("legal", f"<html><title>Legal</title><body>{body}</body></html>", kind="text/html")
    desk.configure()
    return desk


def said(desk: Desk, address: str, *options: str) -> list[str]:
    """The clauses of an address, as they are read."""
    row = desk.inside("read", address, *options, "--format", "json").json[0]
    return [clause["heading"] or clause["text"] for clause in row["clauses"]]


def test_an_anchor_chooses_the_document_that_is_read(office: Desk) -> None:
    """The server is asked for the page; one anchor that is gone is named, with the address."""
    address = office.url("legal")
    assert said(office, f"{address}#america")[0] == "Terms for America"
    assert "Terms for Europe" not in said(office, f"{address}#america")
    assert {"Terms for Europe", "Terms for America"} < set(said(office, address))
    gone = office.inside("read", f"{address}#asia")
    assert (gone.code, gone.out) == (2, "")
    assert gone.err.startswith(f"clausewatch: {address}#asia: nothing on the page bears the anchor #asia")
    assert {one.path for one in office.site.asked if "legal" in one.path} >= {office.path("legal")}
    assert not [one for one in office.site.asked if "#" in one.path]


def test_two_documents_of_one_page_are_compared(office: Desk) -> None:
    """Each under its anchor, and a gone one is trouble."""
    address = office.url("legal")
    diff = office.inside("diff", f"{address}#europe", f"{address}#america", "--format", "json")
    signals = [signal for change in diff.json["changes"] for signal in change["signals"]]
    assert diff.code == 1
    assert ("duration", "30 days", "14 days") in [(one["kind"], one["old"], one["new"]) for one in signals]
    assert office.inside("diff", f"{address}#europe", f"{address}#europe").code == 0
    gone = office.inside("diff", f"{address}#europe", f"{address}#asia")
    assert (gone.code, gone.out, "#asia: nothing on the page" in gone.err) == (2, "", True)


@pytest.mark.parametrize(
    ("options", "first", "absent"),
    [
        (("--select", "#america"), "Terms for America", "Terms for Europe"),
        (("--section", "Terms for America"), "Terms for America", "Terms for Europe"),
        (("--start", "Terms for America"), "Terms for America", "Terms for Europe"),
        (("--start", "#europe h3:nth-of-type(2)", "--end", ".promo"), "Part 2", "Terms for America"),
        (("--end", "Terms for America"), "All terms", "Terms for America"),
        (("--remove", "#europe", "--remove", ".promo"), "All terms", "Terms for Europe"),
    ],
)
def test_a_part_of_a_page_can_be_asked_for(office: Desk, options: tuple[str, ...], first: str, absent: str) -> None:
    """As a source's keys would, so that they can be tried before they are written down."""
    clauses = said(office, office.url("legal"), *options)
    assert (clauses[0], absent in clauses) == (first, False)


@pytest.mark.parametrize(
    "options",
    [("--select", "#asia"), ("--remove", "#asia"), ("--section", "Asia"), ("--start", "Asia"), ("--end", "Asia")],
)
def test_what_is_asked_for_and_not_on_the_page_is_named(office: Desk, options: tuple[str, str]) -> None:
    """With the address; nothing else of the page is read in its place."""
    ended = office.inside("read", office.url("legal"), *options)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: {office.url('legal')}: ")
    assert options[1] in ended.err


def test_show_says_what_was_learned_and_left_out(desk: Desk) -> None:
    """What two documents of one host print alike, and what differs at every fetch, each with its reason."""
    desk.configure(desk.source("voice"), desk.source("storage"))
    for number in (1204, 1310, 1344, 1466):
        for name, sentences in SENTENCES.items():
            count = f"<p>{number:,} people have read this page.</p>" if name == "voice" else ""
            clauses = "".join(f"<h2>Part {n}</h2><p>{one}</p>" for n, one in enumerate(sentences, 1))
            desk.put(name, f"<main><h1>{name}</h1>{clauses}{count}<p>{NOTE}</p></main>", kind="text/html")
        desk.inside("check")
    shown = desk.inside("show", "northline/voice").out
    clauses, _, rest = shown.partition("\nLeft out: ")
    assert NOTE not in clauses
    assert "people have read" not in clauses
    assert "(differs at every fetch)" in rest
    assert "“Was this page of use to you?”" in rest
    assert f"(printed alike on other pages of 127.0.0.1:{desk.site.port})" in rest
    left_out = desk.inside("show", "northline/voice", "--format", "json").json["left_out"]
    assert {one["what"] for one in left_out} == {NOTE, "1,466 people have read this page."}

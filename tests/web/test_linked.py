"""The pages of linked terms: what belongs together, and what is named but not watched."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.check import check
from monitor.model import Linked, Naming, Page, Part, Source, Tie
from monitor.web import links, make_app
from monitor.web.ties import MOST_NAMERS, MOST_ROWS, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import Archive

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MASTER = Source("northline/master", ("https://northline.example/master",), "Northline Customer Agreement")
VOICE = Source("northline/voice", ("https://northline.example/voice",), "Voice Supplement")
QUAY = Source("quay/dns", ("https://quay.example/dns",), "Quay DNS Terms")
SOURCES = (MASTER, VOICE, QUAY)
HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">'
TEXTS = {
    MASTER.id: "# Northline Customer Agreement\n\n1. Payment is due in 30 days.\n\n2. See also the "
    "[Fair Use Policy](https://northline.example/fair-use).\n",
    VOICE.id: "# Voice Supplement\n\n1. This Supplement is part of the [Northline Customer Agreement](https://northline."
    "example/master).\n\n2. The [Fee Schedule](https://northline.example/fees) is incorporated into this Supplement by "
    "reference.\n\n3. See our [Pricing Terms](https://northline.example/pricing) and the [Fair Use Policy]"
    "(https://northline.example/fair-use).\n",
    QUAY.id: f"# {HOSTILE}\n\n1. Payment is due in 14 days. See the [Northline Customer Agreement](https://northline."
    "example/master) and the [Quay Annex Terms](https://quay.example/annex?a=1&b='$(id)').\n",
}


def see(archive: Archive, source: Source) -> None:
    """Look at a source once."""
    page = Page((Part(source.url, source.url, TEXTS[source.id].encode(), "text/markdown"),), NOON)
    check(source, NOON, fetch=lambda *_: page, archive=archive, subscribers=[], sources=SOURCES)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[TestClient]:
    """The pages over three documents that name one another and others."""
    with open_archive(tmp_path / "archive.db") as opened:
        for source in SOURCES:
            see(opened, source)
        with TestClient(make_app(SOURCES, opened, lambda: NOON)) as client:
            yield client


def naming(name: str, *linked: Linked) -> Naming:
    """What a document calls itself, and what it names."""
    return Naming(name, linked)


def test_the_list_has_every_provider_with_its_documents(pages: TestClient) -> None:
    """And leads to each; the head of every page leads to the list."""
    html = pages.get("/linked").text
    assert '<a href="/linked/northline">Northline</a></th><td>2</td>' in html
    assert '<a href="/linked/quay">Quay</a></th><td>1</td>' in html
    assert '<a href="/linked" aria-current="page">' in html


def test_a_provider_is_drawn_and_told_in_words(pages: TestClient) -> None:
    """What is missing first, then what is watched, then what is no terms."""
    html = pages.get("/linked/northline").text
    assert '<svg class="graph"' in html
    assert html.index("Named, but not watched") < html.index("<h2>Watched</h2>") < html.index("not likely to be terms")
    assert "<code>clausewatch add https://northline.example/fees</code>" in html
    assert "<code>clausewatch add https://northline.example/pricing</code>" not in html
    assert html.index("Fee Schedule</a></th>") < html.index("Fair Use Policy</a></th>")


def test_a_document_that_several_name_stands_once_with_all_of_them(pages: TestClient) -> None:
    """Each namer leads to its own picture."""
    html = pages.get("/linked/northline").text
    assert html.count("clausewatch add https://northline.example/fair-use") == 1
    row = html[html.index("Fair Use Policy</a></th>") :].partition("</tr>")[0]
    assert links.document_linked(MASTER.id) in row
    assert links.document_linked(VOICE.id) in row


def test_a_document_shows_what_it_names_and_what_names_it(pages: TestClient) -> None:
    """Also a document of another provider that only links to it."""
    html = pages.get("/documents/northline/master/linked").text
    assert '<g class="box watched subject">' in html
    assert f'<a class="box watched" href="{links.document_linked(VOICE.id)}">' in html
    assert f'<a class="box watched" href="{links.document_linked(QUAY.id)}">' in html
    assert "Fee Schedule" not in html


def test_every_address_in_the_pages_leads_somewhere(pages: TestClient) -> None:
    """Of ours, from the list on."""
    seen: set[str] = set()
    waiting = {"/linked"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = pages.get(address)
        assert answer.status_code == 200, address
        found = {one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)"', answer.text)}
        waiting |= {one for one in found if "linked" in one or "/clause" in one} - seen
    assert links.document_linked(QUAY.id) in seen


@pytest.mark.parametrize("address", ["/linked/none", "/documents/northline/none/linked", "/linked/%3Cscript%3E"])
def test_what_is_not_watched_has_no_picture(pages: TestClient, address: str) -> None:
    """It is said to be missing, without markup of the address."""
    answer = pages.get(address)
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_hostile_names_and_addresses_stay_words(pages: TestClient) -> None:
    """In the picture, in the tables and in what is to be typed."""
    for address in ("/linked/quay", "/documents/quay/dns/linked", "/documents/northline/master/linked"):
        html = pages.get(address).text
        assert "<script>" not in html
        assert "<img" not in html
        assert 'style="' not in html


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "https://x.example/ ;rm", "file:///x"])
def test_what_is_no_web_address_is_neither_led_to_nor_to_be_typed(target: str) -> None:
    """The name is shown alone."""
    (row,) = told([Tie("quay/dns", Linked("Annex", target, "part"))], ["quay/dns"]).wanted
    assert (row.name, row.address, row.command) == ("Annex", "", "")


def test_what_is_to_be_typed_is_one_word_to_a_shell() -> None:
    """Whatever stands in the address."""
    target = "https://quay.example/annex?a=1&b='$(id)';`id`"
    (row,) = told([Tie("quay/dns", Linked("Annex", target, "part"))], ["quay/dns"]).wanted
    assert shlex.split(row.command) == ["clausewatch", "add", target]


def test_tables_and_lists_of_namers_are_cut_and_say_so() -> None:
    """So that a page of a provider with thousands of names stays small."""
    many = [Tie("q/a", Linked(f"Terms {one}", f"https://q.example/{one}", "part")) for one in range(MOST_ROWS + 7)]
    found = told(many, ["q/a"])
    assert (len(found.wanted), found.cut) == (MOST_ROWS, 7)
    shared = [Tie(f"q/d{one}", Linked("Terms", "https://q.example/terms", "part")) for one in range(9)]
    (row,) = told(shared, [tie.source for tie in shared]).wanted
    assert (len(row.first), len(row.namers)) == (MOST_NAMERS, 9)

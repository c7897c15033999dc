"""The pages show what the archive holds, lead to one another, and take nothing from a page for markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.catalogue import catch_up
from monitor.check import check
from monitor.model import LogEntry, Page, Part, Source
from monitor.web import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import Archive, Library

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",))
QUAY = Source("quay/dns", ("https://quay.example/dns",), "Quay DNS Terms")
HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">'


def document(title: str, days: int, last: str = "Faults are looked into.") -> str:
    """Terms of three clauses."""
    rule = "Changes to these terms take effect when they are posted."
    return f"# {title}\n\n1. Payment is due in {days} days.\n\n2. {rule}\n\n3. {last}\n"


def see(archive: Archive, source: Source, text: str, at: datetime) -> None:
    """Look at a source that says this."""
    page = Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)
    check(source, at, fetch=lambda *_: page, archive=archive, subscribers=[], sources=(VOICE, QUAY))


def fill(archive: Archive) -> None:
    """Two documents, one of which changed."""
    see(archive, VOICE, document("Northline Voice Terms", 30), NOON)
    see(archive, QUAY, document("Quay DNS Terms", 14), NOON)
    see(archive, VOICE, document("Northline Voice Terms", 60), NOON + DAY)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Library]:
    """Two documents, one of which changed."""
    with open_archive(tmp_path / "archive.db") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def pages(archive: Library) -> Iterator[TestClient]:
    """The pages over it, two days later."""
    with TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + 2 * DAY)) as client:
        yield client


def links(html: str) -> set[str]:
    """The addresses of this site to which a page leads, without anchors; signing in is the guard's."""
    found = {target.partition("#")[0] for target in re.findall(r'href="([^"]*)"', html) if target.startswith("/")}
    return {unescape(target) for target in found if not target.startswith("/login")}


def test_the_overview_names_every_document_and_how_it_stands(archive: Library, pages: TestClient) -> None:
    """By provider, with the last change, and what nobody has looked at."""
    catch_up(archive, [VOICE, QUAY])
    html = pages.get("/").text
    assert "Northline Voice Terms" in html
    assert "Quay DNS Terms" in html
    assert "3 March 2026, 12:00 UTC" in html
    assert "<strong>1</strong> changes" not in html
    assert "<strong>1</strong> change that nobody has looked at" in html


def test_the_overview_can_be_narrowed_and_ordered(archive: Library, pages: TestClient) -> None:
    """A state that no document is in shows none; what is no state or order is as none given."""
    catch_up(archive, [VOICE, QUAY])
    assert "No document is held." in pages.get("/", params={"state": "held"}).text
    ordered = pages.get("/", params={"order": "change"}).text
    assert ordered.index("Northline") < ordered.index("Quay")
    assert pages.get("/", params={"state": "<b>", "order": "<b>"}).status_code == 200


def test_every_link_leads_to_a_page(pages: TestClient) -> None:
    """From the overview on, whatever can be followed answers."""
    seen: set[str] = set()
    waiting = {"/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = pages.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            waiting |= links(answer.text) - seen
    assert {"/documents/northline/voice/2/change", "/documents/northline/voice/1", "/static/style.css"} <= seen


def test_a_document_shows_its_revisions_newest_first_with_their_clocks(pages: TestClient) -> None:
    """What changed, since when it binds, and what the document says of its changes."""
    html = pages.get("/documents/northline/voice").text
    assert html.index("1 clause changed (high)") < html.index("watched from now on")
    assert "Bound since 3 March 2026" in html
    assert "Amendment: on posting" in html


def test_a_change_is_shown_as_a_redline(pages: TestClient) -> None:
    """Words that went and came are marked as such."""
    html = pages.get("/documents/northline/voice/2/change").text
    assert "<del>30</del>" in html
    assert "<ins>60</ins>" in html


def test_a_revision_shows_its_clauses_with_a_place_to_link_to(pages: TestClient) -> None:
    """Each clause has an anchor of its own."""
    html = pages.get("/documents/northline/voice/1").text
    assert 'id="clause-2"' in html
    assert "Payment is due in 30 days." in html


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/documents/northline/voice/" + "9" * 5000,
        "/documents/northline/none",
        "/documents/northline/voice/9",
        "/documents/northline/voice/1/change",
    ],
)
def test_what_is_not_there_is_said_to_be_missing(pages: TestClient, address: str) -> None:
    """With a page that leads back, and the status of it."""
    answer = pages.get(address)
    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_what_was_done_with_a_document_stands_on_its_page(archive: Library, pages: TestClient) -> None:
    """Who accepted which revision, and how many changes came since."""
    archive.note(LogEntry(VOICE.id, 1, "accepted", "Ann Lee", NOON, ref="C-17"))
    html = pages.get("/documents/northline/voice").text
    assert "Revision 1 was accepted by <bdi>Ann Lee</bdi>" in html
    assert "1 change since" in html


def test_hostile_words_stay_words(archive: Library, pages: TestClient) -> None:
    """Markup in titles, clauses, names and addresses of a page is shown, never obeyed."""
    see(archive, QUAY, document(HOSTILE, 14, HOSTILE), NOON + DAY)
    archive.note(LogEntry(QUAY.id, 1, "commented", HOSTILE, NOON, note=HOSTILE))
    for address in ("/", "/documents/quay/dns", "/documents/quay/dns/2", "/documents/quay/dns/2/change"):
        html = pages.get(address).text
        assert "<script>" not in html
        assert "<img" not in html
    assert "<script>" not in pages.get("/documents/%3Cscript%3E/x").text

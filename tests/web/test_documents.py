"""A document's page says how it stands, grew and is read; its text says since when each clause reads so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.check import check
from monitor.model import Failure
from monitor.web import make_app
from monitor.web.documents import ROWS
from tests.web.test_pages import DAY, NOON, QUAY, VOICE, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive

FAULTS = "Faults are looked into within a day of a notice by the customer."


def terms(days: int, stated: str = "1 March 2026") -> str:
    """Terms that state a date."""
    return f"# Voice Terms\n\nLast updated: {stated}\n\n1. Payment is due in {days} days.\n\n2. {FAULTS}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """A document that changed twice: once with its date, once without."""
    with open_archive(tmp_path / "archive.db") as opened:
        see(opened, VOICE, terms(30), NOON)
        see(opened, VOICE, terms(60, "3 March 2026"), NOON + DAY)
        see(opened, VOICE, terms(90, "3 March 2026"), NOON + 40 * DAY)
        yield opened


@pytest.fixture
def pages(archive: SqliteArchive) -> TestClient:
    """The pages over it."""
    return TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + 41 * DAY))


def test_a_silent_edit_stands_out(pages: TestClient) -> None:
    """The change that the page does not date is called so, the other one announced."""
    html = pages.get("/documents/northline/voice").text
    silent, announced, _first = html.split("<li>\n<p><strong>")[1:4]
    assert "Silent edit" in silent
    assert "still says 3 March 2026" in silent
    assert "Silent edit" not in announced
    assert "announced" in announced


def test_the_history_is_drawn_with_a_way_to_each_change(pages: TestClient) -> None:
    """As a picture that says in words what it shows."""
    html = pages.get("/documents/northline/voice").text
    picture = re.search(r"<svg class=\"history\".*?</svg>", html, re.DOTALL)
    assert picture
    assert "3 revisions from 2 March 2026 to 11 April 2026" in picture[0]
    assert picture[0].count("<a ") == 2
    assert picture[0].count('class="silent"') == 1


def test_each_clause_says_since_when_it_reads_so(pages: TestClient) -> None:
    """The revision that brought its words, with a way to its change."""
    html = pages.get("/documents/northline/voice/3").text
    payment, faults = html[html.index("Payment is due") :], html[html.index("Faults are looked") :]
    assert "since revision 3" in payment[: payment.index("</p>")]
    assert "/documents/northline/voice/3/change" in payment[: payment.index("</p>")]
    assert "from the first" in faults[: faults.index("</p>")]
    assert "since revision 2" in pages.get("/documents/northline/voice/2").text


def test_the_looks_at_it_are_counted_by_what_came_of_them(archive: SqliteArchive, pages: TestClient) -> None:
    """With why the last one failed."""
    for hours in (1, 2):
        at = NOON + 40 * DAY + timedelta(hours=hours)
        failure = Failure("blocked", "the server <b>wants</b> nobody", at, transient=True)
        check(VOICE, at, fetch=lambda *_, failed=failure: failed, archive=archive, subscribers=[])
    html = pages.get("/documents/northline/voice").text
    assert "<strong>failed</strong> 2 times" in html
    assert "the server &lt;b&gt;wants&lt;/b&gt; nobody" in html


def test_how_it_is_read_is_said(archive: SqliteArchive) -> None:
    """What is selected, and how often it is looked at."""
    chosen = replace(VOICE, select="main > .terms", section="Charges", every=timedelta(hours=12))
    html = TestClient(make_app((chosen,), archive, lambda: NOON)).get("/documents/northline/voice").text
    assert "main &gt; .terms" in html
    assert "Charges" in html
    assert "every 12 hours" in html


def test_a_watched_document_without_a_revision_says_why(pages: TestClient) -> None:
    """It is there, though nothing of it is known yet."""
    answer = pages.get("/documents/quay/dns")
    assert answer.status_code == 200
    assert "not looked at so far" in answer.text


def test_a_long_history_goes_on_below(archive: SqliteArchive, pages: TestClient) -> None:
    """With a way to the earlier revisions."""
    for number in range(ROWS):
        see(archive, VOICE, terms(100 + number), NOON + (50 + number) * DAY)
    html = pages.get("/documents/northline/voice").text
    further = re.search(r'href="([^"]*before=[^"]*)"', html)
    assert further
    rest = pages.get(further[1]).text
    assert "watched from now on" in rest
    assert "watched from now on" not in html
    assert pages.get("/documents/northline/voice?before=<b>").status_code == 200


def test_a_document_that_is_not_watched_any_more_keeps_its_page(archive: SqliteArchive) -> None:
    """What it was called and said can still be looked up."""
    client = TestClient(make_app((QUAY,), archive, lambda: NOON))
    assert "not watched any more" in client.get("/documents/northline/voice").text
    assert client.get("/documents/northline/voice/2").status_code == 200

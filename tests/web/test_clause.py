"""One clause is followed through time, whatever number it had and wherever it stood."""

from __future__ import annotations

import html as markup
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.web import make_app
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive

CLAUSE = "/documents/northline/voice/clause"
PAY = "Payment is due in {} days after the invoice was sent to the customer."
FAULTS = "Faults are looked into within {} of a notice by the customer."
FAIR = "Fair use means that no line is let to others for money."
STORMS = "Northline is not liable for storms, floods, strikes or cut cables."


def terms(*clauses: str, under: str = "Liability") -> str:
    """Numbered clauses, and a heading with one clause below it."""
    rows = "\n\n".join(f"{number}. {text}" for number, text in enumerate(clauses, 1))
    return f"# Northline Voice Terms\n\n{rows}\n\n## {under}\n\n(a) {STORMS}\n"


HISTORY = (
    terms(PAY.format(30), FAULTS.format("a day")),
    terms(PAY.format(30), FAIR, FAULTS.format("a day")),
    terms(PAY.format(30), FAIR, FAULTS.format("two days")),
    terms(FAULTS.format("two days"), PAY.format(30), FAIR, under="Limits of liability"),
    terms(FAULTS.format("two days"), PAY.format(60), under="Limits of liability"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """A document whose clauses were renumbered, reworded, moved and removed, in this order."""
    with open_archive(tmp_path / "archive.db") as opened:
        for days, text in enumerate(HISTORY):
            see(opened, VOICE, text, NOON + days * DAY)
        yield opened


@pytest.fixture
def pages(archive: SqliteArchive) -> Iterator[TestClient]:
    """The pages over it."""
    with TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + timedelta(days=9))) as client:
        yield client


def shown(html: str) -> list[str]:
    """The revisions that a page tells of, newest first, each as text."""
    rows = re.findall(r"<li>\n<h2>(.*?)</li>", html, re.DOTALL)
    return [" ".join(markup.unescape(re.sub(r"<[^>]*>", "", row)).split()) for row in rows]


def test_a_clause_is_followed_through_new_numbers_and_places(pages: TestClient) -> None:
    """From the last revision, where it is the first, to the first, where it was the second."""
    html = pages.get(CLAUSE, params={"path": "1"}).text
    rows = shown(html)
    assert [row[:10] for row in rows] == ["Revision 4", "Revision 3", "Revision 2", "Revision 1"]
    assert "moved" in rows[0]
    assert "It stood at 3 until then, and at 1 from then on." in rows[0]
    assert "3. Faults are looked into within two days" in rows[1]
    assert "renumbered" in rows[2]
    assert "2. Faults are looked into within a day" in rows[3]
    assert "It has read as it does now since revision 3, seen 4 March 2026" in html


def test_a_clause_of_an_earlier_revision_is_followed_forward_as_well(pages: TestClient) -> None:
    """What was called 2 in the first revision is another clause than what is called so now."""
    earlier = shown(pages.get(CLAUSE, params={"path": "2", "revision": "1"}).text)
    assert earlier == shown(pages.get(CLAUSE, params={"path": "1"}).text)
    assert "Payment is due in 60 days" in shown(pages.get(CLAUSE, params={"path": "2"}).text)[0]


def test_a_clause_that_was_removed_keeps_its_history(pages: TestClient) -> None:
    """Found by the path that it had last, with the words that went and when it came."""
    html = pages.get(CLAUSE, params={"path": "3"}).text
    rows = shown(html)
    assert "It was removed with revision 5" in html
    assert [row[:10] for row in rows] == ["Revision 5", "Revision 4", "Revision 2"]
    assert FAIR in rows[0]
    assert "<del>3. Fair use" in html
    assert "added" in rows[-1]


def test_a_clause_below_a_heading_that_was_renamed_is_the_same(archive: SqliteArchive, pages: TestClient) -> None:
    """Its path is another one since, but what happened to it before is its history still, from either end."""
    reworded = HISTORY[-1].replace("strikes", "riots")
    see(archive, VOICE, reworded, NOON + 5 * DAY)
    see(archive, VOICE, reworded.replace("Limits of liability", "Our liability"), NOON + 6 * DAY)
    html = pages.get(CLAUSE, params={"path": "Our liability/(a)"}).text
    assert "since revision 6" in html
    assert STORMS in shown(html)[-1]
    early = pages.get(CLAUSE, params={"path": "Liability/(a)", "revision": "1"}).text
    assert shown(early) == shown(html)


def test_what_changed_below_a_clause_belongs_to_its_history(archive: SqliteArchive, pages: TestClient) -> None:
    """With a link to the history of what changed."""
    see(archive, VOICE, HISTORY[-1].replace("strikes", "riots"), NOON + 5 * DAY)
    html = pages.get(CLAUSE, params={"path": "Limits of liability"}).text
    rows = shown(html)
    assert rows[0].startswith("Revision 6")
    assert "Below it" in rows[0]
    assert "Its heading was “Liability” until then." in rows[1]
    assert "path=Limits+of+liability%2F%28a%29&amp;revision=6" in html


def test_every_clause_of_a_revision_leads_to_its_history(pages: TestClient) -> None:
    """And each of these pages is there."""
    for number in (1, 5):
        html = pages.get(f"/documents/northline/voice/{number}").text
        found = [markup.unescape(one) for one in re.findall(r'href="([^"]*/clause\?[^"]*)"', html)]
        assert len(found) == html.count('id="clause-')
        assert [pages.get(address).status_code for address in found] == [200] * len(found)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"path": ""},
        {"path": "99"},
        {"path": "1/../../etc/passwd"},
        {"path": HOSTILE},
        {"path": "\x00' OR 1=1 --"},
        {"path": "1" * 20_000},
        {"path": "1", "revision": "9"},
        {"path": "1", "revision": HOSTILE},
        {"path": "3", "revision": "1"},
    ],
)
def test_a_clause_that_is_not_there_is_said_to_be_missing(pages: TestClient, asked: dict[str, str]) -> None:
    """Whatever stands in the address."""
    answer = pages.get(CLAUSE, params=asked)
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_hostile_clauses_stay_words_through_time(archive: SqliteArchive, pages: TestClient) -> None:
    """In headings, which make paths, and in texts."""
    see(archive, VOICE, terms(PAY.format(90), HOSTILE, under=HOSTILE), NOON + 5 * DAY)
    html = pages.get("/documents/northline/voice/6").text
    for address in re.findall(r'href="([^"]*/clause\?[^"]*)"', html):
        answer = pages.get(markup.unescape(address))
        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert "<img" not in answer.text

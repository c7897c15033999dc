"""Any two revisions can be compared anew, looked at and taken along."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.model import Brief, LogEntry
from monitor.web import links, make_app
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, document, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive

COMPARE = "/documents/northline/voice/compare"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """A document that changed twice."""
    with open_archive(tmp_path / "archive.db") as opened:
        for days, term in enumerate((30, 45, 60)):
            see(opened, VOICE, document("Northline Voice Terms", term), NOON + days * DAY)
        yield opened


@pytest.fixture
def pages(archive: SqliteArchive) -> Iterator[TestClient]:
    """The pages over it."""
    with TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + 4 * DAY)) as client:
        yield client


def test_two_revisions_are_compared_across_those_between(pages: TestClient) -> None:
    """With the redline and the clock of the whole way."""
    html = pages.get(COMPARE, params={"old": "1", "new": "3"}).text
    assert "<del>30</del>" in html
    assert "<ins>60</ins>" in html
    assert "45 days" not in html
    assert "<ins>45" not in html
    assert "Bound since 4 March 2026" in html


def test_a_document_offers_its_revisions_to_be_compared(pages: TestClient) -> None:
    """In a form that needs no script, with the last two chosen."""
    html = pages.get("/documents/northline/voice").text
    assert f'action="{COMPARE}"' in html
    assert '<option value="2" selected>' in html
    assert '<option value="3" selected>' in html
    assert 'value="accepted"' not in html


def test_the_accepted_revision_can_be_one_of_them(archive: SqliteArchive, pages: TestClient) -> None:
    """By its mark; as long as none was accepted, that is said."""
    asked = {"old": "accepted", "new": "3"}
    answer = pages.get(COMPARE, params=asked)
    assert answer.status_code == 404
    assert "No revision of northline/voice was accepted yet." in answer.text
    archive.note(LogEntry(VOICE.id, 1, "accepted", "Ann Lee", NOON))
    assert "<del>30</del>" in pages.get(COMPARE, params=asked).text
    assert '<option value="accepted" selected>' in pages.get("/documents/northline/voice").text


def test_a_revision_does_not_differ_from_itself(pages: TestClient) -> None:
    """Which is said instead of showing nothing, whatever form was asked for."""
    answer = pages.get(COMPARE, params={"old": "2", "new": "2", "format": "docx"})
    assert answer.status_code == 200
    assert "Revision 2 does not differ from itself" in answer.text


def test_two_revisions_are_also_shown_side_by_side(pages: TestClient) -> None:
    """And stay so when others are chosen; the texts lead to their histories in these revisions."""
    html = pages.get(COMPARE, params={"old": "1", "new": "3", "view": "sides"}).text
    assert '<div class="sides">' in html
    assert "Side by side, in full" not in html
    assert '<input type="hidden" name="view" value="sides">' in html
    assert "/clause?path=1&amp;revision=3" in html
    assert 'name="view"' not in pages.get(COMPARE, params={"old": "1", "new": "3"}).text


def test_a_revision_that_is_too_old_to_be_listed_is_still_the_chosen_one() -> None:
    """Long lists have the newest alone, and the form says what is shown."""
    templates = Environment(loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined)
    templates.filters["time"] = str
    listed = [Brief(VOICE.id, 900, NOON, "changed", "")]
    shown = {"to": links, "name": VOICE.id, "accepted": None, "revisions": listed, "older": 3, "newer": 900}
    html = templates.get_template("choose.html").render(shown)
    assert html.count('<option value="3" selected>') == 1
    assert html.count('<option value="900" selected>') == 1


def test_a_comparison_says_that_it_is_made_anew(pages: TestClient) -> None:
    """And leads to what was recorded, where these two are a revision and the one before."""
    recorded = 'href="/documents/northline/voice/3/change"'
    beside, apart = (pages.get(COMPARE, params={"old": old, "new": "3"}).text for old in ("2", "1"))
    assert "compared anew" in beside
    assert recorded in beside
    assert recorded not in apart


def test_going_back_in_time_is_said_and_binds_nobody(pages: TestClient) -> None:
    """What came since is struck out then, and no day is given since when that binds."""
    html = pages.get(COMPARE, params={"old": "3", "new": "1"}).text
    assert "This goes back in time" in html
    assert "<del>60</del>" in html
    assert "Bound since" not in html


def test_words_that_came_back_bind_nobody_anew(archive: SqliteArchive, pages: TestClient) -> None:
    """No day is given where two revisions say the same."""
    see(archive, VOICE, document("Northline Voice Terms", 30), NOON + 3 * DAY)
    told = {new: pages.get(COMPARE, params={"old": "1", "new": new, "format": "json"}).json() for new in ("3", "4")}
    assert (told["4"]["verdict"], told["4"]["clock"]) == ("none", None)
    assert told["3"]["clock"]["bound_since"] == "2026-03-04"


@pytest.mark.parametrize(
    "asked",
    [
        {"old": "9", "new": "1"},
        {"old": "1", "new": "0"},
        {"old": "-1", "new": "1"},
        {"old": "<script>", "new": "1"},
        {"old": "١", "new": "1"},
        {"old": "9" * 5000, "new": "1"},
        {"old": "1", "new": "2", "format": "exe"},
    ],
)
def test_what_cannot_be_compared_is_not_there(pages: TestClient, asked: dict[str, str]) -> None:
    """A revision that there is not, what is none, a form that is not known."""
    answer = pages.get(COMPARE, params=asked)
    assert answer.status_code == 404
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("form", "ending", "media"),
    [
        ("json", "json", "application/json"),
        ("markdown", "md", "text/markdown; charset=utf-8"),
        ("html", "html", "text/html; charset=utf-8"),
        ("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_comparison_can_be_taken_along(pages: TestClient, form: str, ending: str, media: str) -> None:
    """As a file under a name of plain letters, never shown in its place."""
    answer = pages.get(COMPARE, params={"old": "1", "new": "3", "format": form})
    assert answer.headers["content-disposition"] == f'attachment; filename="northline-voice-1-to-3.{ending}"'
    assert answer.headers["content-type"] == media
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content


def test_the_files_hold_the_comparison_that_is_shown(pages: TestClient) -> None:
    """The same change in each of them."""
    files = {
        form: pages.get(COMPARE, params={"old": "1", "new": "3", "format": form}).content
        for form in ("json", "markdown", "html", "docx")
    }
    assert json.loads(files["json"])["changes"][0]["kind"] == "modified"
    assert b"60" in files["markdown"]
    assert b"<ins>60</ins>" in files["html"]
    with zipfile.ZipFile(BytesIO(files["docx"])) as word:
        assert b"<w:ins " in word.read("word/document.xml")


def test_a_file_has_a_plain_name_whatever_the_document_is_called(archive: SqliteArchive) -> None:
    """No quote ends the header early, and no letter beyond ASCII stands in it."""
    odd = replace(VOICE, id='nörth"; x=/vo ice\r\nSet-Cookie: a')
    for days in (0, 1):
        see(archive, odd, document("Odd Terms", 30 + days), NOON + days * DAY)
    address = "/documents/n%C3%B6rth%22%3B%20x%3D/vo%20ice%0D%0ASet-Cookie%3A%20a"
    with TestClient(make_app((odd,), archive, lambda: NOON + 4 * DAY)) as client:
        answer = client.get(f"{address}/compare", params={"old": "1", "new": "2", "format": "json"})
        assert client.get(f"{address}/2/page/1").status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="n-rth-x-vo-ice-Set-Cookie-a-1-to-2.json"'
    assert "set-cookie" not in answer.headers


def test_hostile_words_stay_words_when_compared(archive: SqliteArchive, pages: TestClient) -> None:
    """In the title and in clauses, on the page and in the file."""
    see(archive, VOICE, document(HOSTILE, 90, HOSTILE), NOON + 3 * DAY)
    for form in ("", "html"):
        html = pages.get(COMPARE, params={"old": "1", "new": "4", "format": form}).text
        assert "alert(1)" in html
        assert "<script>" not in html
        assert "<img" not in html

"""A change is read in one text or side by side, linked to for good, and taken along as it was recorded."""

from __future__ import annotations

import html as markup
import json
import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.render import redline_page
from monitor.web import make_app
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from monitor.archive import SqliteArchive

CHANGE = "/documents/northline/voice/{}/change"
PAY = "Payment is due within {} days of the invoice."
FAIR = "Fair use means that no line is let to others for money, and that no dialler is connected to it."
FAULTS = "Faults are looked into within two days of a notice by the customer."
STORMS = "Northline is not liable for storms, floods, strikes or cut cables."
NOTICES = "Notices are sent to the address that the customer gave last."
CALLS = "Emergency calls are possible only while there is power at the site of the customer."


def terms(*clauses: str) -> str:
    """Numbered clauses under a title."""
    rows = "\n\n".join(f"{number}. {text}" for number, text in enumerate(clauses, 1))
    return f"# Northline Voice Terms\n\n{rows}\n"


HISTORY = (
    terms(FAIR, PAY.format(30), FAULTS, STORMS, NOTICES),
    terms(PAY.format(60), FAULTS, STORMS, NOTICES, FAIR),
    terms(CALLS, PAY.format(60), FAULTS, STORMS, FAIR),
)


@contextmanager
def opened(folder: Path) -> Iterator[SqliteArchive]:
    """A document of which a clause moved and another was reworded; then one was removed, and one added above all."""
    with open_archive(folder / "archive.db") as archive:
        for days, text in enumerate(HISTORY):
            see(archive, VOICE, text, NOON + days * DAY)
        yield archive


def client_of(archive: SqliteArchive) -> TestClient:
    """The pages over an archive."""
    return TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + 9 * DAY))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteArchive]:
    """The document, for tests that only read."""
    with opened(tmp_path_factory.mktemp("change")) as archive:
        yield archive


@pytest.fixture(scope="module")
def pages(archive: SqliteArchive) -> Iterator[TestClient]:
    """The pages over it."""
    with client_of(archive) as client:
        yield client


def read(pages: TestClient, number: int, **asked: str) -> BeautifulSoup:
    """The page of a change."""
    answer = pages.get(CHANGE.format(number), params=asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def said(page: Tag, selector: str) -> list[str]:
    """What stands in the elements of a page."""
    return [" ".join(one.get_text().split()) for one in page.select(selector)]


def test_a_change_is_shown_in_one_text_and_leads_to_both_sides(pages: TestClient) -> None:
    """Which of the views it is, is marked for those who do not see it, too."""
    page = read(pages, 2)
    assert said(page, "del") == ["30"] * 2  # in the text, and folded below it
    assert said(page, ".views [aria-current]") == ["One text"]
    assert [one["href"] for one in page.select(".views a")] == [CHANGE.format(2), f"{CHANGE.format(2)}?view=sides"]


def test_side_by_side_has_the_old_text_left_and_the_new_one_right(pages: TestClient) -> None:
    """Whole, for each change; a side that there is not says so."""
    page = read(pages, 2, view="sides")
    assert said(page, ".views [aria-current]") == ["Side by side"]
    columns = said(page, "#change-1 .sides > div")
    assert columns[0].endswith(PAY.format(30))
    assert columns[1].endswith(PAY.format(60))
    assert said(page, "#change-1 .sides > div:first-child ins") == []
    assert said(page, "#change-1 .sides > div:last-child del") == []
    added = read(pages, 3, view="sides").find("article", id="change-1")
    assert added is not None
    assert "Before: no such clause" in added.get_text()


def test_a_view_that_is_not_known_is_the_first_one(pages: TestClient) -> None:
    """Instead of no page."""
    assert said(read(pages, 2, view=HOSTILE), ".views [aria-current]") == ["One text"]


@pytest.mark.parametrize("view", ["inline", "sides"])
def test_a_moved_clause_leads_to_the_place_it_left_and_back(pages: TestClient, view: str) -> None:
    """In both views."""
    page = read(pages, 2, view=view)
    left = page.select_one("p.left")
    assert left is not None
    link = left.select_one("a")
    assert link is not None
    moved = page.select_one(str(link["href"]))
    assert moved is not None
    assert moved.select_one(f"a[href='#{left['id']}']") is not None


def test_each_change_says_why_it_is_as_grave_as_it_is(pages: TestClient) -> None:
    """Also where its signals say what changed; with the topics of its clause."""
    article = read(pages, 2).select_one("#change-1")
    assert article is not None
    words = article.get_text()
    assert "duration: 30 days → 60 days" in words
    assert "It changes 30 days to 60 days in a clause on fees and taxes." in words
    assert "Topics: fees and taxes" in words


def test_a_change_has_an_anchor_that_others_do_not_alter(pages: TestClient) -> None:
    """That of its clause's path; of a clause that is gone, one that no clause of this path now can have."""
    page = read(pages, 3)
    marks = {str(one["id"]): one for one in page.select("a.permalink")}
    assert marks.keys() >= {"clause-1", "gone-4"}
    assert all(one["href"] == f"#{mark}" for mark, one in marks.items())


def test_every_change_leads_to_the_history_of_its_clause(pages: TestClient) -> None:
    """Of one that is gone to where it still was."""
    for number in (2, 3):
        html = pages.get(CHANGE.format(number)).text
        found = [markup.unescape(one) for one in re.findall(r'href="([^"]*/clause\?[^"]*)"', html)]
        assert len(found) == html.count("<article")
        assert [pages.get(address).status_code for address in found] == [200] * len(found)
    assert "path=4&revision=2" in " ".join(found)


def test_the_history_of_a_clause_leads_to_its_very_change(pages: TestClient) -> None:
    """And where it got another number alone, to the page of that revision."""
    html = pages.get("/documents/northline/voice/clause", params={"path": "2", "revision": "3"}).text
    assert f'href="{CHANGE.format(2)}#clause-1"' in html
    assert f'href="{CHANGE.format(3)}"' in html
    assert read(pages, 2).find(id="clause-1") is not None


def test_clauses_with_another_number_alone_stand_in_one_table(pages: TestClient) -> None:
    """Old and new number and name, under headers; unfolded, as there are few."""
    page = read(pages, 2)
    assert said(page, ".folded th[scope=col]") == ["Old number", "New number", "Clause"]
    rows = [said(row, "td") for row in page.select(".folded tbody tr")]
    assert [row[:2] for row in rows] == [["3", "2"], ["4", "3"], ["5", "4"]]
    folded = page.select_one("details.folded")
    assert folded is not None
    assert folded.has_attr("open")


def test_a_change_leads_to_the_revisions_beside_it(pages: TestClient) -> None:
    """To their changes; the first revision has none, so to its text."""
    page = read(pages, 2)
    assert {one["href"] for one in page.select(".turn [rel=prev]")} == {"/documents/northline/voice/1"}
    assert {one["href"] for one in page.select(".turn [rel=next]")} == {CHANGE.format(3)}
    assert read(pages, 3).select(".turn [rel=next]") == []


@pytest.mark.parametrize(
    ("form", "ending", "media"),
    [
        ("json", "json", "application/json"),
        ("markdown", "md", "text/markdown; charset=utf-8"),
        ("html", "html", "text/html; charset=utf-8"),
    ],
)
def test_a_change_can_be_taken_along(pages: TestClient, form: str, ending: str, media: str) -> None:
    """As a file under a plain name, never shown in its place; the page offers it."""
    address = f"{CHANGE.format(2)}?format={form}"
    assert read(pages, 2).select(f".downloads a[href='{address}']")
    answer = pages.get(address)
    assert answer.headers["content-disposition"] == f'attachment; filename="northline-voice-2-change.{ending}"'
    assert answer.headers["content-type"] == media
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "60" in answer.text


def test_the_files_are_of_the_change_as_it_was_recorded(archive: SqliteArchive, pages: TestClient) -> None:
    """They hold the comparison of the archive; the Word file, which is made anew, is that of the comparison's page."""
    recorded = archive.revision(VOICE.id, 2).comparison
    assert recorded is not None
    files = {form: pages.get(CHANGE.format(2), params={"format": form}).text for form in ("json", "html")}
    assert json.loads(files["json"])["counts"] == recorded.counts
    assert files["html"] == redline_page(recorded, title="Northline Voice Terms", url=VOICE.url)
    words = [one["href"] for one in read(pages, 2).select(".downloads a") if one.get_text() == "Word"]
    assert words == ["/documents/northline/voice/compare?old=1&new=2&format=docx"]
    assert pages.get(str(words[0])).status_code == 200


def test_one_download_is_marked_to_be_copied(pages: TestClient) -> None:
    """The Markdown, which a script makes a button of."""
    assert [one["href"] for one in read(pages, 2).select("a[data-copy]")] == [f"{CHANGE.format(2)}?format=markdown"]


@pytest.mark.parametrize("form", ["exe", "docx", HOSTILE, "\x00"])
def test_a_form_that_a_change_does_not_have_is_not_there(pages: TestClient, form: str) -> None:
    """Said with those that it has."""
    answer = pages.get(CHANGE.format(2), params={"format": form})
    assert answer.status_code == 404
    assert "A change is downloaded as html, markdown, json." in answer.text
    assert "<script>" not in answer.text


def test_what_was_done_with_a_revision_stands_below_its_change(pages: TestClient) -> None:
    """With the place to say more."""
    assert said(read(pages, 2), "#review h2") == ["What was done with revision 2"]


def test_hostile_words_stay_words_in_a_change(tmp_path: Path) -> None:
    """In headings, which make paths and with them anchors and addresses, and in texts."""
    with opened(tmp_path) as archive, client_of(archive) as client:
        see(archive, VOICE, HISTORY[-1] + f"\n## {HOSTILE}\n\n(a) {HOSTILE}\n", NOON + 5 * DAY)
        for view in ("inline", "sides"):
            html = client.get(CHANGE.format(4), params={"view": view}).text
            page = BeautifulSoup(html, "lxml")
            ids = [str(one["id"]) for one in page.find_all(id=True)]
            assert "alert(1)" in html
            assert "<script>" not in html
            assert "<img" not in html
            assert len(ids) == len(set(ids))
            for one in page.select("article a"):
                assert set(one.attrs) <= {"href", "id", "class", "aria-label"}


def test_a_history_is_found_by_the_path_that_was_recorded(tmp_path: Path) -> None:
    """Also where the text is read otherwise by now: here only a section of it is, in which the clause is not."""
    with open_archive(tmp_path / "archive.db") as archive:
        for days in (30, 60):
            see(
                archive,
                VOICE,
                f"# Terms\n\n## Money\n\n1. {PAY.format(days)}\n\n## Rest\n\n2. {FAULTS}\n",
                NOON + days * DAY,
            )
        pages = make_app((replace(VOICE, section="Rest"),), archive, lambda: NOON + 99 * DAY)
        with TestClient(pages) as client:
            text = client.get("/documents/northline/voice/2").text
            found = read(client, 2).select_one(".leads a:not(.permalink)")
            assert found is not None
            answer = client.get(str(found["href"]))
    assert PAY.format(60) not in text
    assert answer.status_code == 200
    assert PAY.format(60) in answer.text

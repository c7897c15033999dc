"""The page of a revision can be kept as it was sent, and is never shown by a browser."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.archive.retention import thin
from monitor.check import check
from monitor.model import Page, Part, Source
from monitor.web import make_app
from tests.web.test_pages import DAY, NOON, document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive

PLANS = Source("northline/plans", ("https://northline.example/plans", "https://northline.example/plans/annex"))
RAW = "/documents/northline/plans/{}/page/{}"
SCRIPT = "<p>Plans <script>alert(1)</script> are sold by the month, and end when the month ends.</p>"


def bodies(days: int) -> tuple[bytes, bytes]:
    """The two parts of the page."""
    return document("Northline Plans", days).encode(), f"<html><body>{SCRIPT}</body></html>".encode()


def see(archive: SqliteArchive, days: int) -> None:
    """Look at the source while payment is due in this many days, a day for each of these."""
    at = NOON + days * DAY
    kinds = ("text/markdown", "text/html")
    parts = (Part(url, url, body, kind) for url, body, kind in zip(PLANS.urls, bodies(days), kinds, strict=True))
    page = Page(tuple(parts), at)
    check(PLANS, at, fetch=lambda *_: page, archive=archive, subscribers=[], sources=(PLANS,))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """A document in two parts that changed twice."""
    with open_archive(tmp_path / "archive.db") as opened:
        for days in (10, 20, 30):
            see(opened, days)
        yield opened


@pytest.fixture
def pages(archive: SqliteArchive) -> Iterator[TestClient]:
    """The pages over it."""
    with TestClient(make_app((PLANS,), archive, lambda: NOON + 40 * DAY)) as client:
        yield client


def test_each_part_is_sent_byte_for_byte_as_a_file(pages: TestClient) -> None:
    """Under a name and a type that say nothing of what it holds, with its digest and its time."""
    for part, body in enumerate(bodies(20), 1):
        answer = pages.get(RAW.format(2, part))
        assert answer.content == body
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == (f'attachment; filename="northline-plans-2-page-{part}.bin"')
        digest = hashlib.sha256(body)
        assert answer.headers["repr-digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
        assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    assert pages.get(RAW.format(2, 1)).headers["last-modified"] == "Sun, 22 Mar 2026 12:00:00 GMT"


def test_a_revision_leads_to_its_page_with_digest_and_time(pages: TestClient) -> None:
    """One line for each part; nothing of the page itself is shown as markup."""
    html = pages.get("/documents/northline/plans/2").text
    for part, body in enumerate(bodies(20), 1):
        assert f'href="{RAW.format(2, part)}"' in html
        assert hashlib.sha256(body).hexdigest() in html
    assert "22 March 2026, 12:00 UTC" in html
    assert "<script>" not in html


def test_a_page_whose_bytes_were_let_go_is_said_to_be_gone(archive: SqliteArchive, pages: TestClient) -> None:
    """With the digest that it had, and without a link on its revision."""
    assert thin(archive.connections, timedelta(days=1), NOON + 400 * DAY) == 1
    answer = pages.get(RAW.format(2, 1))
    assert answer.status_code == 410
    assert hashlib.sha256(bodies(20)[0]).hexdigest() in answer.text
    html = pages.get("/documents/northline/plans/2").text
    assert "were let go" in html
    assert RAW.format(2, 1) not in html


@pytest.mark.parametrize(
    ("number", "part"), [("2", "0"), ("2", "3"), ("9", "1"), ("2", "-1"), ("2", "<b>"), ("x", "1")]
)
def test_a_part_that_is_not_there_is_said_to_be_missing(pages: TestClient, number: str, part: str) -> None:
    """A revision has the parts that it has."""
    answer = pages.get(RAW.format(number, part))
    assert answer.status_code == 404
    assert "<b>" not in answer.text

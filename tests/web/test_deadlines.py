"""Days ahead stand on one page: until when one can act, from when changes bind, and what terms announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.catalogue import catch_up
from monitor.web import make_app
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta
    from pathlib import Path

    from monitor.archive import SqliteArchive

RULE = "Changes to these terms take effect 30 days after they are posted."


def terms(title: str, days: int) -> str:
    """Terms that say when their changes bind."""
    return f"# {title}\n\n1. Payment is due in {days} days.\n\n2. {RULE}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """Two documents that changed, one of them long ago."""
    with open_archive(tmp_path / "archive.db") as opened:
        see(opened, QUAY, terms(HOSTILE, 14), NOON - 90 * DAY)
        see(opened, QUAY, terms(HOSTILE, 21), NOON - 80 * DAY)
        see(opened, VOICE, terms("Northline Voice Terms", 30), NOON)
        see(opened, VOICE, terms("Northline Voice Terms", 60), NOON + DAY)
        catch_up(opened, (VOICE, QUAY))
        yield opened


def pages(archive: SqliteArchive, after: timedelta) -> TestClient:
    """The pages, so long after the first look."""
    return TestClient(make_app((VOICE, QUAY), archive, lambda: NOON + after))


def test_a_day_ahead_leads_to_the_change_that_gives_it(archive: SqliteArchive) -> None:
    """Below the name of its month."""
    html = pages(archive, 2 * DAY).get("/deadlines").text
    assert "<h2>April 2026</h2>" in html
    assert "Binds from" in html
    assert 'href="/documents/northline/voice/2/change"' in html
    assert "quay/dns" not in html  # more than a month past


def test_a_day_that_is_past_is_listed_for_a_month(archive: SqliteArchive) -> None:
    """And then no more."""
    assert "In the last 30 days" in pages(archive, 40 * DAY).get("/deadlines").text
    assert "No day ahead is known." in pages(archive, 40 * DAY).get("/deadlines").text
    assert "In the last 30 days" not in pages(archive, 70 * DAY).get("/deadlines").text


def test_one_provider_is_asked_for_by_its_name(archive: SqliteArchive) -> None:
    """What is no provider has no days; its name does nothing."""
    client = pages(archive, -60 * DAY)
    assert "quay/dns" in client.get("/deadlines", params={"provider": "quay"}).text
    assert "quay/dns" not in client.get("/deadlines", params={"provider": "northline"}).text
    html = client.get("/deadlines", params={"provider": HOSTILE}).text
    assert "<script>" not in html
    assert "<img" not in html

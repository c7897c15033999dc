"""A comparison that was made for one page is there for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.web import make_app
from monitor.web.reading import Reading
from tests.web.test_pages import DAY, NOON, VOICE, document, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette

    from monitor.archive import SqliteArchive

COMPARE = "/documents/northline/voice/compare"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """A document that changed twice."""
    with open_archive(tmp_path / "archive.db") as opened:
        for days, term in enumerate((30, 45, 60)):
            see(opened, VOICE, document("Northline Voice Terms", term), NOON + days * DAY)
        yield opened


def reading_of(app: Starlette) -> Reading:
    """The pages to read closely of an application."""
    for route in app.routes:
        endpoint = getattr(route, "endpoint", None)
        pages = getattr(getattr(endpoint, "__wrapped__", endpoint), "__self__", None)
        if isinstance(pages, Reading):
            return pages
    raise LookupError


def test_both_views_and_the_files_of_a_pair_are_of_one_comparison(archive: SqliteArchive) -> None:
    """The same two the other way round, and others, are compared for themselves."""
    app = make_app((VOICE,), archive, lambda: NOON + 4 * DAY)
    with TestClient(app) as pages:
        pair = {"old": "1", "new": "3"}
        for more in ({}, {"view": "sides"}, {"format": "json"}, {"format": "docx"}):
            assert pages.get(COMPARE, params={**pair, **more}).status_code == 200
        assert len(reading_of(app).compared) == 1
        assert "Bound since" in pages.get(COMPARE, params=pair).text
        assert "Bound since" not in pages.get(COMPARE, params={"old": "3", "new": "1"}).text
        pages.get(COMPARE, params={"old": "2", "new": "3"})
    assert len(reading_of(app).compared) == 3

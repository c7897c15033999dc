"""A comparison that was made for one page is there for the next one, and made once whoever asks for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.web import make_app
from monitor.web.compared import Compared
from monitor.web.reading import Reading
from tests.compare.documents import diff
from tests.web.test_pages import DAY, NOON, VOICE, document, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette

    from monitor.archive import SqliteArchive
    from monitor.model import Comparison

COMPARE = "/documents/northline/voice/compare"
THERE = diff("1. Fees are due in 30 days.", "1. Fees are due in 60 days.")
PATIENCE = 30.0


class Question:
    """A question that says when it is looked up."""

    def __init__(self) -> None:
        self.asked = Event()

    def __hash__(self) -> int:
        self.asked.set()
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question)


def refused() -> Comparison:
    """What must not be made again."""
    message = "it was made already"
    raise AssertionError(message)


def test_what_was_compared_is_kept() -> None:
    """Under its question; another question is another comparison."""
    compared = Compared()
    assert compared.of(("a", 1), lambda: THERE) is THERE
    assert compared.of(("a", 1), refused) is THERE
    assert compared.of(("a", 2), lambda: THERE) is THERE
    assert len(compared) == 2


def test_two_who_ask_at_once_wait_for_one_comparison() -> None:
    """The second one asks while the first one's is still being made, and makes none."""
    compared, began, second = Compared(), Event(), Question()

    def slowly() -> Comparison:
        began.set()
        assert second.asked.wait(PATIENCE)
        return THERE

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(compared.of, Question(), slowly)
        assert began.wait(PATIENCE)
        other = pool.submit(compared.of, second, refused)
        assert first.result(PATIENCE) is THERE
        assert other.result(PATIENCE) is THERE


def test_what_failed_is_tried_again() -> None:
    """A failure is for whoever asked then, and not kept."""
    compared = Compared()
    with pytest.raises(AssertionError):
        compared.of("a", refused)
    assert compared.of("a", lambda: THERE) is THERE


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """Once all of them together are larger than they may be."""
    compared = Compared(most=5_000)  # two of them: what one counts for besides its words is the most of it
    for question in ("a", "b", "a", "c"):
        compared.of(question, lambda: THERE)
    assert len(compared) == 2
    assert compared.of("a", refused) is THERE
    assert compared.of("c", refused) is THERE
    for number in range(100):
        compared.of(number, lambda: THERE)
    assert len(compared) == 2


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
        pages = getattr(getattr(route, "endpoint", None), "__self__", None)
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

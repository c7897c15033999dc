"""What the archive remembers of robots.txt files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.archive import open_archive
from monitor.archive.robots import AT_ONCE
from monitor.model import RobotsTxt
from tests.fakes import MemoryArchive
from tests.places import open_at

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.archive import Archive, SqliteArchive
    from tests.places import Place

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "https://northline.example"
RULES = RobotsTxt(SITE, "User-agent: *\nDisallow: /drafts'\"\x00\u2028\U0001f6ab\n", NOON)


def _kept_by(archive: Archive) -> None:
    assert archive.robots(SITE) is None
    archive.keep_robots(RULES)
    archive.keep_robots(RobotsTxt(f"{SITE}:8443", "", NOON))
    assert archive.robots(SITE) == RULES
    later = RobotsTxt(SITE, "", NOON + DAY)
    archive.keep_robots(later)
    assert archive.robots(SITE) == later
    assert archive.robots(f"{SITE}:8443") == RobotsTxt(f"{SITE}:8443", "", NOON)
    assert archive.robots("https://harbor.example") is None


def test_of_each_site_the_last_answer_is_known(place: Place) -> None:
    """Whatever stands in it, and whether it is written yet or not."""
    with open_at(place) as archive:
        _kept_by(archive)


def test_the_archive_in_memory_does_the_same() -> None:
    """It stands for the real one in other tests."""
    _kept_by(MemoryArchive())


def test_what_was_kept_is_known_when_the_archive_is_opened_again(place: Place) -> None:
    """One site, or more than are written at once."""
    sites = [f"https://host-{number}.example" for number in range(AT_ONCE + 3)]
    with open_at(place) as archive:
        archive.keep_robots(RULES)
        for site in sites:
            archive.keep_robots(RobotsTxt(site, "", NOON))
    with open_at(place) as archive:
        assert archive.robots(SITE) == RULES
        assert all(archive.robots(site) == RobotsTxt(site, "", NOON) for site in sites)


def test_several_sites_are_written_together(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """Not one by one: each transaction would wait for the disk."""
    for number in range(AT_ONCE - 1):
        archive.keep_robots(RobotsTxt(f"https://host-{number}.example", "", NOON))
    count = "SELECT count(*) FROM robots"
    assert aside.execute(count).fetchone() == (0,)
    archive.keep_robots(RULES)
    assert aside.execute(count).fetchone() == (AT_ONCE,)


def test_sites_not_asked_for_a_month_are_forgotten(place: Place) -> None:
    """The table does not grow with every host that was ever redirected to."""
    with open_at(place) as archive:
        archive.keep_robots(RULES)
    with open_at(place) as archive:
        archive.keep_robots(RobotsTxt("https://harbor.example", "", NOON + 30 * DAY))
    with open_at(place) as archive:
        assert archive.robots(SITE) == RULES
        archive.keep_robots(RobotsTxt("https://harbor.example", "", NOON + 32 * DAY))
    with open_at(place) as archive:
        assert archive.robots(SITE) is None


def test_an_archive_that_is_busy_remembers_nothing_and_goes_on(path: Path) -> None:
    """A site is asked once more: that is no reason to fail."""
    with open_archive(path):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_archive(path, patience=0) as archive:
        archive.keep_robots(RULES)
        other.execute("BEGIN IMMEDIATE")
    with open_archive(path) as archive:
        assert archive.robots(SITE) is None

"""What sources name, in an archive of an earlier release, and with what others did to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.archive.links import keep_naming
from monitor.errors import ArchiveError
from monitor.model import Linked, Naming
from tests.archive.chained import older
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, first, page, see_change, see_first
from tests.places import open_at

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.archive import SqliteArchive
    from tests.places import Place

BELONGING = "This supplement is part of the Northline Customer Agreement."
NAMED = (Linked("Northline Customer Agreement", "", "parent", "1"),)


@pytest.fixture
def current(path: Path) -> Path:
    """An archive of today with one revision that belongs to another document."""
    place = path.with_name("current.db")
    with open_archive(place, reader=LINES) as archive:
        archive.record(SOURCE, page(BELONGING), first(BELONGING), ())
    return place


def test_an_archive_of_an_earlier_release_knows_what_its_last_terms_name(path: Path, current: Path) -> None:
    """Nothing has to be fetched for that."""
    older(path, current, "0009_links")
    with open_archive(path, reader=LINES, create=False) as archive:
        assert archive.links()[SOURCE.id].linked == NAMED


def test_an_older_archive_whose_readings_are_damaged_can_still_be_opened(path: Path, current: Path) -> None:
    """What cannot be read names nothing until its next page."""
    older(path, current, "0009_links")
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("UPDATE bodies SET frame = x'00'")
    with open_archive(path, reader=LINES, create=False) as archive:
        assert archive.links() == {}
        assert archive.standings()[SOURCE.id].revision == 1


def test_a_record_that_is_undone_leaves_what_was_named(archive: SqliteArchive) -> None:
    """It stands in the transaction of its check."""
    see_first(archive)
    before = archive.links()
    conn = archive.connections.get()
    conn.set_authorizer(
        lambda action, name, *_: (
            sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_INSERT, "notices") else sqlite3.SQLITE_OK
        )
    )
    with pytest.raises(ArchiveError):
        see_change(archive, THIRTY, BELONGING, 2, NOON + HOUR, "legal")
    conn.set_authorizer(None)
    assert archive.links() == before
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    assert archive.links() == before


def test_what_may_be_tied_to_a_source_is_its_provider_s_what_names_its_host_and_what_is_asked_for(place: Place) -> None:
    """Of thousands of sources no others are unpacked."""
    wharf = "https://wharf.example/terms"
    told = {
        SOURCE.id: Naming("Terms", ()),
        f"{SOURCE.id}-more": Naming("More", ()),
        "harbor/linking": Naming("Linking", (Linked("Terms", SOURCE.url.upper(), "part", "1"),)),
        "wharf/named": Naming("Named", ()),
        "wharf/stranger": Naming("Stranger", (Linked("Wharf Terms", wharf, "linked", "1"),)),
    }
    with open_at(place) as archive:
        with archive.connections.writing() as conn:
            for name, naming in told.items():
                keep_naming(conn, name, naming)
        near = archive.links_near(SOURCE, ["wharf/named"])
    assert set(near) == set(told) - {"wharf/stranger"}
    assert all(near[name] == told[name] for name in near)

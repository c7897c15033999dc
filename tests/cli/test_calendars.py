"""`export ics`: a calendar of deadlines for each provider, of what the archive holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from monitor.archive import open_archive
from monitor.model import Source, StatedDate
from tests.archive.made_up import HOUR, NOON, SIXTY, SOURCE, THIRTY, changed, first, page, terms_of
from tests.render.clocks import AFTER_DAYS

if TYPE_CHECKING:
    from monitor.archive import Archive
    from tests.cli.stage import Desk, Ended

CLOUD = Source("harbor/cloud", ("https://harbor.example/cloud",), "Cloud Terms")
EFFECTIVE = StatedDate("effective", "Effective: 1 January 2027", "2027-01-01", "day")
FAX = Source("northline/fax", ("https://northline.example/fax",), "Fax Terms")


def record(archive: Archive, source: Source) -> None:
    """A first sight, and a change with a clock an hour later."""
    archive.record(source, page(THIRTY), replace(first(THIRTY), source=source), ())
    told = changed(THIRTY, SIXTY, 2, NOON + HOUR)
    assert told.comparison
    told = replace(told, source=source, comparison=replace(told.comparison, clock=AFTER_DAYS))
    archive.record(source, page(SIXTY, NOON + HOUR), told, ())


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with an archive of two providers, one of which has two documents."""
    desk.archive.parent.mkdir()
    with open_archive(desk.archive) as archive:
        record(archive, SOURCE)
        record(archive, FAX)
        coming = replace(terms_of(THIRTY), dates=(EFFECTIVE,))
        archive.record(CLOUD, page(f"Files. {THIRTY}"), replace(first(THIRTY), source=CLOUD, terms=coming), ())
    return desk


def export(desk: Desk, *arguments: str) -> Ended:
    """Run the command on that archive."""
    return desk.inside("export", "ics", *arguments, "--archive", str(desk.archive))


def summaries(made: str | bytes) -> list[str]:
    """What stands in a calendar, as a calendar program reads it."""
    return [str(event.get("SUMMARY")) for event in Calendar.from_ical(made).events]


def test_the_deadlines_of_a_provider_go_to_stdout(shelf: Desk) -> None:
    """All its documents in one calendar, and nothing beside it."""
    ended = export(shelf, "northline")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\r\n") == ended.out.count("\n")
    assert summaries(ended.out) == [
        "Act by: Northline – Fax Terms (30 days to object)",
        "Act by: Northline – Messaging Terms (30 days to object)",
        "Binds from: Northline – Fax Terms",
        "Binds from: Northline – Messaging Terms",
    ]


def test_one_source_may_be_named(shelf: Desk) -> None:
    """Its deadlines alone, into a file where one is named."""
    ended = export(shelf, "northline/fax", "--output", "fax.ics")
    assert (ended.code, ended.out, ended.err) == (0, "", "written to fax.ics\n")
    assert len(summaries((shelf.folder / "fax.ics").read_bytes())) == 2


def test_every_provider_has_a_file_in_a_folder(shelf: Desk) -> None:
    """The folder is made; of a source that is named, the file is named after it."""
    assert export(shelf, "--output", "own/deadlines").code == 0
    assert export(shelf, "northline/fax", "--output", "own/deadlines").code == 0
    files = {file.name: summaries(file.read_bytes()) for file in (shelf.folder / "own" / "deadlines").iterdir()}
    assert {name: len(found) for name, found in files.items()} == {
        "harbor.ics": 1,
        "northline.fax.ics": 2,
        "northline.ics": 4,
    }


def test_a_first_revision_gives_the_effective_date_that_it_states(shelf: Desk) -> None:
    """It has no comparison; its terms are asked."""
    (event,) = Calendar.from_ical(export(shelf, "harbor").out).events
    assert (str(event.get("SUMMARY")), event.start.isoformat()) == ("In effect: Harbor – Cloud Terms", "2027-01-01")


def test_the_same_archive_gives_the_same_bytes(shelf: Desk) -> None:
    """Today and at any other time; what comes later takes nothing away."""
    before = export(shelf, "northline").out
    assert export(shelf, "northline").out == before
    with open_archive(shelf.archive) as archive:
        later = NOON + timedelta(days=90)
        archive.record(FAX, page(THIRTY, later), replace(changed(SIXTY, THIRTY, 3, later), source=FAX), ())
    assert export(shelf, "northline").out == before


def test_several_providers_are_not_poured_into_one_stream(shelf: Desk) -> None:
    """The error says what to name."""
    ended = export(shelf)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "clausewatch: export ics: the archive has 2 providers; name one, or a folder with --output DIR\n"
    )


@pytest.mark.parametrize("name", ["nowhere", "northline/nowhere", "north", "../northline", "northline/"])
def test_what_the_archive_does_not_know_is_named(shelf: Desk, name: str) -> None:
    """And no file is written."""
    ended = export(shelf, name, "--output", "new")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: {name}: the archive has no revision of it; ")
    assert not (shelf.folder / "new").exists()


def test_a_place_that_cannot_be_written_is_named(shelf: Desk) -> None:
    """A file where a folder is to be, and a folder that is not there."""
    (shelf.folder / "taken").write_text("", "utf-8")
    assert export(shelf, "--output", "taken").err.startswith("clausewatch: taken: cannot be made a folder (")
    assert export(shelf, "harbor", "--output", "no/where.ics").err.startswith(
        "clausewatch: no/where.ics: cannot be wri"
    )
    assert "cannot be written (File name too long)" in export(shelf, "harbor", "--output", "z" * 300).err


def test_no_deadline_is_said_to_be_none(desk: Desk) -> None:
    """The calendar is written all the same; of an archive without a revision nothing is."""
    desk.archive.parent.mkdir()
    with open_archive(desk.archive) as archive:
        empty = export(desk)
        archive.record(SOURCE, page(THIRTY), first(THIRTY), ())
    assert (empty.code, empty.out, empty.err) == (0, "", "clausewatch: the archive has no revision yet\n")
    ended = export(desk)
    assert (ended.code, ended.err) == (0, "clausewatch: northline: no deadline is known yet\n")
    assert summaries(ended.out) == []

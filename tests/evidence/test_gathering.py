"""The evidence of one revision, as files in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from monitor.errors import UnknownRevision
from monitor.evidence import NamedFile, evidence_of, zipped
from monitor.evidence.verify_chain import faults
from monitor.model import Clock, LogEntry, Page, Part, Revision, Seen
from monitor.wire import clock_json
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    first,
    page,
    see_change,
    see_first,
    terms_of,
)
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.evidence import Evidence
    from tests.places import Place, Stored

CLOCK = Clock("2026-03-02", "2026-04-01", "14/14.2", "binds on posting", Seen(NOON, NOON - HOUR))


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """An empty archive."""
    with open_at(place, reader=LINES) as opened:
        yield opened


def bodies(evidence: Evidence) -> dict[str, bytes]:
    """Its files by name."""
    return {file.name: file.body for file in evidence.files}


def written(evidence: Evidence, folder: Path) -> Path:
    """Its files in a folder."""
    for file in evidence.files:
        place = folder / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.body)
    return folder


def test_the_clock_goes_with_the_change_that_has_one(archive: Stored) -> None:
    """As the diff has it; without one there is no such file."""
    see_first(archive)
    told = changed(THIRTY, SIXTY, 2, NOON + HOUR)
    assert told.comparison
    timed = replace(told, comparison=replace(told.comparison, clock=CLOCK))
    archive.record(SOURCE, page(SIXTY, NOON + HOUR), timed, ())
    see_change(archive, SIXTY, THIRTY, 3, NOON + 2 * HOUR)
    assert json.loads(bodies(evidence_of(archive, SOURCE, 2))["clock.json"]) == clock_json(CLOCK)
    assert "clock.json" not in bodies(evidence_of(archive, SOURCE, 3))


def test_what_people_said_among_themselves_is_not_handed_out(archive: Stored) -> None:
    """Of the log only acceptances are there, and no file where there is none."""
    see_first(archive)
    said = LogEntry(SOURCE.id, 1, "commented", "Ada", NOON, "we are in breach of this")
    archive.note(said)
    assert "log.json" not in bodies(evidence_of(archive, SOURCE, 1))
    archive.note(replace(said, kind="assigned", to="Bob"))
    archive.note(replace(said, kind="accepted", note="signed"))
    packed = bodies(evidence_of(archive, SOURCE, 1))
    assert [entry["note"] for entry in json.loads(packed["log.json"])["log"]] == ["signed"]
    assert not any(b"in breach" in body for body in packed.values())


def test_a_revision_without_a_recorded_change_is_compared_anew(archive: Stored) -> None:
    """The evidence says that this redline is not the archive's."""
    see_first(archive)
    archive.record(SOURCE, page(SIXTY, NOON + HOUR), replace(first(SIXTY, NOON + HOUR), revision=2), ())
    evidence = evidence_of(archive, SOURCE, 2)
    files = bodies(evidence)
    assert json.loads(files["evidence.json"])["redline"] == "made anew"
    assert json.loads(files["redline.json"])["new"]["digest"] == terms_of(SIXTY).digest
    assert "new/change.zst" not in files
    assert any("made anew" in remark for remark in evidence.remarks)


def test_words_that_are_no_unicode_go_through(archive: Stored, tmp_path: Path) -> None:
    """Half a surrogate pair in text, title and address; the links can still be made anew."""
    odd = replace(SOURCE, title="Terms \udc80\u202e", urls=("https://northline.example/\ud800",))
    body = "In 30\ud800 days.".encode("utf-8", "surrogatepass")
    seen = Page((Part(odd.url, odd.url, body, "text/html\r\nX: y/../.."),), NOON)
    archive.record(odd, seen, replace(first("In 30\ud800 days."), source=odd), ())
    told = replace(changed("In 30\ud800 days.", "In 60\udfff days.", 2, NOON + HOUR), source=odd)
    archive.record(odd, page("In 60\udfff days.", NOON + HOUR), told, ())
    for number in (1, 2):
        evidence = evidence_of(archive, odd, number)
        assert all(file.name.isascii() and ".." not in file.name for file in evidence.files)
        assert list(faults(written(evidence, tmp_path / str(number)))) == []
        bodies(evidence)["README.txt"].decode("utf-8")


def test_links_of_other_sources_stay_away(archive: Stored, tmp_path: Path) -> None:
    """Whoever gets the zip learns nothing of what else is watched; the links still fit the last one."""
    see_first(archive)
    other = replace(SOURCE, id="harbor/secret", urls=("https://harbor.example/secret",))
    archive.record(
        other, Page((Part(other.url, other.url, b"Other."),), NOON), replace(first("Other."), source=other), ()
    )
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    evidence = evidence_of(archive, SOURCE, 2)
    assert all(b"harbor" not in file.body for file in evidence.files)
    chain = json.loads(bodies(evidence)["chain.json"])
    assert [link["number"] for link in chain["links"]] == [1, 3]
    assert chain["head"] == {"number": 3, "link": evidence.link}
    assert list(faults(written(evidence, tmp_path / "files"))) == []


def test_there_is_no_evidence_of_what_never_was(archive: Stored) -> None:
    """An error names the revision."""
    see_first(archive)
    with pytest.raises(UnknownRevision, match="northline/messaging@2"):
        evidence_of(archive, SOURCE, 2)


@pytest.mark.parametrize("year", [1970, 2026, 2500])
def test_a_zip_can_be_made_whatever_the_time(year: int) -> None:
    """A zip knows the years from 1980 to 2107 only."""
    at = datetime(year, 2, 28, 23, 59, 59, tzinfo=UTC)
    with ZipFile(BytesIO(zipped([NamedFile("a.txt", b"a")], at))) as packed:
        [entry] = packed.infolist()
    assert entry.date_time[0] == min(max(year, 1980), 2107)


def test_a_revision_knows_its_link(archive: Stored) -> None:
    """The one to note elsewhere."""
    see_first(archive)
    [revision] = archive.revisions(SOURCE.id)
    assert isinstance(revision, Revision)
    assert evidence_of(archive, SOURCE, 1).link == archive.proof(SOURCE.id).links[0].link

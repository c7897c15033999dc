"""Old pages are let go where that is asked for, and nothing that a revision needs goes with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import SqliteArchive
from monitor.archive.blobs import load_body
from monitor.archive.integrity import damaged_rows, tally
from monitor.archive.retention import thin
from monitor.errors import ArchiveDamaged
from monitor.model import LogEntry
from tests.archive.chained import found
from tests.archive.made_up import HOUR, LINES, NOON, SOURCE, changed, first, held, outcome, page, see_first, terms_of
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import LogKind
    from tests.places import Place, Stored

DAY = timedelta(days=1)
KEEP = 30 * DAY
LATER = NOON + 100 * DAY
TEXTS = [f"{'A clause that stays as it is, and is long enough. ' * 40}\nAmended {n} times." for n in range(50)]


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """A fresh archive of each kind."""
    with open_at(place, reader=LINES) as opened:
        yield opened


def record(archive: Stored, number: int, text: str, days: int) -> None:
    """A revision, so many days after the first."""
    at = NOON + days * DAY
    archive.record(SOURCE, page(text, at), changed(TEXTS[number - 2], text, number, at), ())


def years(archive: Stored, revisions: int = 6) -> None:
    """A revision every other day, more or less alike, so that most are kept against the one before."""
    see_first(archive, TEXTS[0])
    for number in range(2, revisions + 1):
        record(archive, number, TEXTS[number - 1], 2 * number)


def whole(archive: Stored) -> list[bool]:
    """Of which revisions the page's bytes are there, in their order."""
    with archive.connections.reading() as conn:
        rows = conn.execute(
            "SELECT pages.thinned FROM revisions JOIN pages ON pages.key = revisions.page ORDER BY number"
        ).fetchall()
    return [row["thinned"] is None for row in rows]


def faults(archive: Stored) -> list[str]:
    """What is wrong with an archive."""
    if isinstance(archive, SqliteArchive):
        return found(archive.connections.path)
    with archive.connections.reading() as conn:
        return [str(damage) for damage in damaged_rows(conn)]


def alter(archive: Stored, statement: str, *values: object) -> None:
    """Alter an archive behind its back."""
    with archive.connections.writing() as conn:
        conn.execute(statement, values)


def test_old_pages_go_and_every_revision_can_still_be_shown(archive: Stored) -> None:
    """The first and the last stay; all texts and changes are as before, and the archive is whole."""
    years(archive)
    before = list(archive.revisions(SOURCE.id))
    assert thin(archive.connections, KEEP, LATER) == 4
    assert whole(archive) == [True, False, False, False, False, True]
    assert [archive.terms(SOURCE, number) for number in range(1, 7)] == [terms_of(text) for text in TEXTS[:6]]
    assert list(archive.revisions(SOURCE.id)) == before
    assert faults(archive) == []
    with archive.connections.reading() as conn:
        assert (tally(conn).pages, tally(conn).thinned) == (6, 4)


def test_the_page_of_what_was_accepted_stays(archive: Stored) -> None:
    """Whatever its age, and though another revision was accepted since; one that was only acknowledged goes."""
    years(archive)
    deeds: tuple[tuple[int, LogKind], ...] = ((3, "accepted"), (4, "acknowledged"), (5, "accepted"))
    for number, kind in deeds:
        archive.note(LogEntry(SOURCE.id, number, kind, "Ann Lee", LATER))
    assert thin(archive.connections, KEEP, LATER) == 2
    assert whole(archive) == [True, False, True, False, True, True]
    assert faults(archive) == []


def test_a_thinned_page_takes_no_room_but_its_row(archive: Stored) -> None:
    """Its bytes are gone from the file, its digest is there."""
    years(archive)
    thin(archive.connections, KEEP, LATER)
    gone = page(TEXTS[2]).digest
    with archive.connections.reading() as conn:
        [row] = conn.execute(
            "SELECT length(frame) AS size, pages.digest FROM bodies JOIN parts ON body = bodies.digest"
            " JOIN pages ON key = page WHERE body = ?",
            (gone,),
        ).fetchall()
    assert (row["size"], row["digest"]) == (0, gone)


def test_what_was_kept_against_a_page_that_goes_is_kept_alone(archive: Stored) -> None:
    """Pages that stay are unpacked without those that went, also where these lay many steps below."""
    years(archive, 45)
    assert thin(archive.connections, KEEP, NOON + 90 * DAY) == 28
    with archive.connections.reading() as conn:
        for number in range(30, 46):
            assert load_body(conn, page(TEXTS[number - 1]).digest, "page") == TEXTS[number - 1].encode()
    assert faults(archive) == []


def test_pages_that_were_seen_since_stay(archive: Stored) -> None:
    """It counts when a page came last, not when it came first; and once more changes nothing."""
    years(archive)
    assert thin(archive.connections, KEEP, NOON + 37 * DAY) == 2
    assert thin(archive.connections, KEEP, NOON + 37 * DAY) == 0
    assert whole(archive) == [True, False, False, True, True, True]


def test_a_page_that_comes_again_and_again_stays(archive: Stored) -> None:
    """It was stored long ago, and seen yesterday: a later reader may have to read it."""
    years(archive, 3)
    for days in (8, 98):
        for number, text in enumerate((f"{TEXTS[2]}\n", f"{TEXTS[2]}\n\n")):
            at = NOON + (days + number) * DAY
            archive.record(SOURCE, page(text, at), outcome("unchanged", 3, at), ())
    assert thin(archive.connections, KEEP, LATER) == 1
    assert whole(archive) == [True, False, True]


def test_pages_that_brought_no_revision_go_too(archive: Stored) -> None:
    """Those that only differ in their markup, which are most; but none that is held."""
    years(archive, 2)
    for number in range(1, 5):
        at = NOON + (10 + number) * DAY
        archive.record(SOURCE, page(TEXTS[1] + "\n" * number, at), outcome("unchanged", 2, at), ())
    odd = page("Are you human?", NOON + 20 * DAY)
    archive.record(SOURCE, odd, held(odd.digest, odd.at, 2), ())
    assert thin(archive.connections, KEEP, LATER) == 3
    assert archive.held_page(SOURCE.id) == odd
    assert faults(archive) == []


def test_a_page_that_comes_again_is_kept_again(archive: Stored, place: Place) -> None:
    """The provider goes back to an old text: it is whole, so that later readers can read it."""
    years(archive)
    thin(archive.connections, KEEP, LATER)
    at = LATER + HOUR
    back = replace(changed(TEXTS[5], TEXTS[2], 7, at), kind="seen-before")
    archive.record(SOURCE, page(TEXTS[2], at), back, ())
    assert whole(archive) == [True, False, True, False, False, True, True]
    with open_at(place, reader=replace(LINES, version="2")) as newer:
        assert newer.past(SOURCE, at).former is None
        assert newer.past(SOURCE, at).terms == terms_of(TEXTS[2])
    assert faults(archive) == []


def test_a_later_reader_takes_what_was_read_of_a_thinned_page(archive: Stored, place: Place) -> None:
    """It cannot read it anew."""
    years(archive)
    thin(archive.connections, KEEP, LATER)
    with open_at(place, reader=replace(LINES, version="2")) as newer:
        assert newer.terms(SOURCE, 3) == terms_of(TEXTS[2])


def test_a_revision_that_could_not_be_shown_without_its_page_keeps_it(archive: Stored) -> None:
    """What was read is only remembered; where it is not, the page stays."""
    years(archive)
    alter(archive, "DELETE FROM readings")
    assert thin(archive.connections, KEEP, LATER) == 0


def test_a_page_that_two_sources_share_stays(archive: Stored) -> None:
    """What one of them reads from it is not what the other does."""
    other = replace(SOURCE, id="northline/messaging-eu", section="stays")
    years(archive)
    for number, text in enumerate(TEXTS[1:4], 1):
        seen = first(text) if number == 1 else changed(TEXTS[number - 1], text, number)
        archive.record(other, page(text), replace(seen, source=other), ())
    assert thin(archive.connections, KEEP, LATER) == 1
    assert whole(archive).count(False) == 1


def test_bytes_that_went_without_a_word_are_damage(archive: Stored) -> None:
    """Only what is marked as thinned is; a mark alone is none either."""
    years(archive)
    thin(archive.connections, KEEP, LATER)
    alter(archive, "UPDATE pages SET thinned = NULL WHERE digest = ?", page(TEXTS[2]).digest)
    alter(archive, "UPDATE pages SET thinned = '2026' WHERE digest = ?", page(TEXTS[5]).digest)
    lines = faults(archive)
    assert sum("marked as thinned" in line for line in lines) == 2
    assert any("the bytes of its last or its held page are gone" in line for line in lines)


def test_nothing_goes_from_a_damaged_archive(archive: Stored) -> None:
    """Whoever must restore a backup has lost nothing more."""
    years(archive)
    alter(archive, "UPDATE bodies SET frame = ? WHERE digest = ?", b"\0", page(TEXTS[5]).digest)
    with pytest.raises(ArchiveDamaged):
        thin(archive.connections, KEEP, LATER)
    assert all(whole(archive))


def test_the_bytes_of_a_thinned_page_that_come_from_another_address_are_kept(archive: Stored) -> None:
    """What one page was let go of is what another one holds when it comes: that is recorded whole."""
    years(archive)
    thin(archive.connections, KEEP, LATER)
    moved = page(TEXTS[2], LATER, url="https://northline.example/moved")
    archive.record(SOURCE, moved, changed(TEXTS[5], TEXTS[2], 7, LATER), ())
    with archive.connections.reading() as conn:
        assert load_body(conn, moved.digest, "page") == TEXTS[2].encode()
    assert whole(archive) == [True, False, True, False, False, True, True]
    assert faults(archive) == []

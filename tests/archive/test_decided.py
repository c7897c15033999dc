"""What was decided is kept: held pages, what is remembered of texts and checks, what nobody was told, readings anew."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.archive import Reader, open_archive
from monitor.decide.news import FLAPPING
from monitor.errors import ArchiveError, NothingHeld
from monitor.model import Alarm, Held, Line, Memory, Moving, Notice, NotModified
from tests.archive.chained import older
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    first,
    held,
    markdown,
    notice_of,
    outcome,
    page,
    read_lines,
    see_first,
    terms_of,
)
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import Archive
    from tests.places import Place

WALL = page("Checking your browser.", NOON + HOUR)
CHALLENGED = replace(
    held(WALL.digest, NOON + HOUR),
    held=Held("it checks its reader", WALL.digest, NOON + HOUR, "challenge", "text-of-wall", NOON + HOUR),
)


@pytest.fixture
def archive(place: Place) -> Iterator[Archive]:
    """A fresh archive of each kind."""
    with open_at(place, reader=LINES) as opened:
        yield opened


def test_a_held_page_can_be_had_again(archive: Archive) -> None:
    """As it was fetched, until the terms are back."""
    see_first(archive, THIRTY)
    archive.record(SOURCE, WALL, CHALLENGED, ())
    assert archive.held_page(SOURCE.id).digest == WALL.digest
    assert archive.past(SOURCE, NOON).held == CHALLENGED.held
    archive.record(SOURCE, NotModified(NOON + 2 * HOUR), outcome("unchanged", 1, NOON + 2 * HOUR), ())
    with pytest.raises(NothingHeld, match="no page of it is held"):
        archive.held_page(SOURCE.id)


def test_a_dismissed_page_is_let_go_of_and_known_again(archive: Archive) -> None:
    """By the marks that were given; what is held of it later waits for nobody."""
    see_first(archive, THIRTY)
    archive.record(SOURCE, WALL, CHALLENGED, ())
    assert archive.dismiss(SOURCE.id, frozenset({"text-of-wall"})) == CHALLENGED.held
    past = archive.past(SOURCE, NOON)
    assert (past.held, past.memory.dismissed, past.revision) == (None, frozenset({"text-of-wall"}), 1)
    assert CHALLENGED.held is not None
    again = replace(CHALLENGED, held=replace(CHALLENGED.held, kind="dismissed"))
    archive.record(SOURCE, WALL, again, ())
    assert archive.standings()[SOURCE.id].held is None


def test_where_nothing_is_held_nothing_is_dismissed(archive: Archive) -> None:
    """Also of a source that was never seen."""
    with pytest.raises(NothingHeld):
        archive.dismiss(SOURCE.id, frozenset())


def test_memory_and_lines_come_back_as_they_were_given(archive: Archive) -> None:
    """And stay until others are given."""
    clause = replace(terms_of(THIRTY).clauses[0], role="item", hidden=True)
    memory = Memory(
        moving={"4/4.2": Moving(NOON, NOON + HOUR, 3, ("a", "b"), 9, muted=True, told=clause, steady=NOON)},
        dismissed=frozenset({"x", "kind:challenge"}),
        warned=frozenset({"failing"}),
        failing_since=NOON,
    )
    lines = {"00ff00ff00ff00ff": Line(3, 7, NOON), "0123456789abcdef": Line(70_000, 1, NOON)}
    told = replace(first(THIRTY), memory=memory, lines=lines)
    archive.record(SOURCE, page(THIRTY), told, ())
    archive.record(SOURCE, NotModified(NOON), outcome("unchanged", 1), ())
    past = archive.past(SOURCE, NOON)
    assert past.memory == memory
    assert dict(past.lines) == {**lines, "0123456789abcdef": Line(65_535, 1, NOON)}


def test_a_revision_says_why_nobody_was_told_of_it(archive: Archive) -> None:
    """And what was told with it; one that flaps was told of as such, and does not count as unknown."""
    see_first(archive, THIRTY)
    quiet = replace(changed(THIRTY, SIXTY, 2, NOON + HOUR), quiet="only a notice", remarks=("once", "twice"))
    archive.record(SOURCE, page(SIXTY, NOON + HOUR), quiet, ())
    flapping = replace(changed(SIXTY, THIRTY, 3, NOON + 2 * HOUR), quiet=FLAPPING)
    archive.record(SOURCE, page(THIRTY, NOON + 2 * HOUR), flapping, ())
    _, second, third = archive.revisions(SOURCE.id)
    assert (second.quiet, second.remarks, third.quiet) == ("only a notice", ("once", "twice"), FLAPPING)
    assert archive.past(SOURCE, NOON).quiet == frozenset({2})


def test_the_past_names_who_was_told_of_what(archive: Archive) -> None:
    """Whoever has a notice of a revision, on its way or delivered; notices of the source itself tell of none."""
    see_first(archive, THIRTY)
    told = changed(THIRTY, SIXTY, 2, NOON + HOUR)
    alarm = Alarm("held", "it is held")
    ops = Notice("msg_1", "source.held", NOON, "ops", SOURCE.id, "T", "https://x.example/", 2, "held", None)
    notices = (notice_of(told), notice_of(told, "desk"), replace(ops, message=alarm.message))
    archive.record(SOURCE, page(SIXTY, NOON + HOUR), told, notices)
    assert archive.past(SOURCE, NOON).told == {2: frozenset({"legal", "desk"})}
    back = {owed.notice.id: owed.notice for owed in archive.owed(NOON + 2 * HOUR)}
    assert (back["msg_1"].comparison, back["msg_1"].message) == (None, "it is held")


def test_a_notice_tells_a_change_or_has_a_message(archive: Archive) -> None:
    """One with neither is refused, and with it the whole record."""
    see_first(archive, THIRTY)
    empty = Notice("msg_1", "source.held", NOON, "ops", SOURCE.id, "T", "https://x.example/", 1, "held", None)
    with pytest.raises(ArchiveError):
        archive.record(SOURCE, NotModified(NOON), outcome("unchanged", 1), (empty,))


# --- read anew -------------------------------------------------------------------------


def test_a_better_reader_shows_once_what_it_reads_otherwise(place: Place) -> None:
    """As the past's former terms, for a line in the log; the next check finds nothing to say."""
    with open_at(place, reader=LINES) as archive:
        see_first(archive, f"{THIRTY}\n{SIXTY}")
        assert archive.past(SOURCE, NOON).former is None
    better = Reader("2", lambda page, *_: read_lines(page, replace(SOURCE, section="30")), markdown)
    with open_at(place, reader=better) as archive:
        past = archive.past(SOURCE, NOON)
        assert past.former == terms_of(f"{THIRTY}\n{SIXTY}")
        assert past.terms == terms_of(THIRTY)
        assert archive.past(SOURCE, NOON).former is None


def test_other_selectors_show_once_what_they_leave_out(archive: Archive) -> None:
    """A selector is as much a reading as a reader is."""
    see_first(archive, f"{THIRTY}\n{SIXTY}")
    narrow = replace(SOURCE, section="60")
    past = archive.past(narrow, NOON)
    assert past.former == terms_of(f"{THIRTY}\n{SIXTY}")
    assert past.terms is not None
    assert [clause.text for clause in past.terms.clauses] == [SIXTY]


def test_a_reading_that_gives_the_same_clauses_is_nothing_to_say(place: Place) -> None:
    """Only what moved is worth a line."""
    with open_at(place, reader=LINES) as archive:
        see_first(archive, THIRTY)
    with open_at(place, reader=replace(LINES, version="2")) as archive:
        assert archive.past(SOURCE, NOON).former is None


# --- older archives ----------------------------------------------------------------------


def test_an_archive_of_the_release_before_keeps_its_notices(path: Path) -> None:
    """They are owed as they were, and tell their change."""
    with open_archive(path, reader=LINES) as archive:
        see_first(archive, THIRTY)
        change = changed(THIRTY, SIXTY, 2, NOON + HOUR)
        archive.record(SOURCE, page(SIXTY, NOON + HOUR), change, (notice_of(change),))
        told = [owed.notice for owed in archive.owed(NOON + 9 * HOUR)]
        assert told
    current = path.rename(path.with_name("current.db"))
    older(path, current, "0003_what_was_decided")
    with open_archive(path, reader=LINES) as archive:
        assert [owed.notice for owed in archive.owed(NOON + 9 * HOUR)] == told
        past = archive.past(SOURCE, NOON)
        assert (dict(past.lines), past.memory, past.quiet) == ({}, Memory(), frozenset())


def test_a_page_held_by_the_release_before_stays_held(path: Path) -> None:
    """Its kind was not kept then."""
    with open_archive(path, reader=LINES) as archive:
        see_first(archive, THIRTY)
        archive.record(SOURCE, WALL, CHALLENGED, ())
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE standings SET held = ?", (json.dumps(["why", "digest", NOON.isoformat()]),))
        conn.commit()
    with open_archive(path, reader=LINES) as archive:
        assert archive.past(SOURCE, NOON).held == Held("why", "digest", NOON)

"""The log of what people did with revisions: only ever added to, and whole."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.archive import Archive, open_archive
from monitor.archive.chain import link_of
from monitor.archive.integrity import damages, tally
from monitor.archive.opening import looking
from monitor.errors import UnknownRevision
from monitor.model import Distance, LogEntry, LogKind, Unreviewed
from tests.archive.chained import HARBOR, filled, found, older, tampering, undone
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, changed, first, page, see_change, see_first
from tests.fakes import MemoryArchive
from tests.places import KINDS, open_at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive

DAY = timedelta(days=1)
Step: TypeAlias = tuple[LogKind, int]


@pytest.fixture(params=[*KINDS, "memory"])
def store(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An empty archive of each kind."""
    if request.param == "memory":
        yield MemoryArchive()
        return
    with open_at(place_of(request), reader=LINES) as opened:
        yield opened


def entry(kind: LogKind, revision: int, by: str = "Ann Lee", days: int = 1, **more: str) -> LogEntry:
    """Something that was done some days after the first sight."""
    return LogEntry(SOURCE.id, revision, kind, by, NOON + days * DAY, **more)


def watch(archive: Archive, changes: int) -> None:
    """See a source for the first time, and then change that often, an hour apart."""
    see_first(archive)
    for number in range(2, changes + 2):
        texts = (THIRTY, SIXTY) if number % 2 == 0 else (SIXTY, THIRTY)
        see_change(archive, *texts, number, NOON + number * HOUR)


def waiting(archive: Archive) -> list[int]:
    """The revisions that nobody has looked at."""
    return [one.revision for one in archive.unreviewed()]


# --- what every archive promises --------------------------------------------------------


def test_what_is_noted_is_given_back_newest_first(store: Archive) -> None:
    """With every name and text as it was given, of one source or of all."""
    watch(store, 1)
    store.record(HARBOR, page(THIRTY), replace(first(THIRTY), source=HARBOR), ())
    entries = [
        entry("accepted", 1, "Ann Lee", 0, ref="C-17", note="signed in Malmö"),
        entry("assigned", 2, to="Bob\x1b[31m"),
        LogEntry(HARBOR.id, 1, "commented", "陳 \ud800", NOON, note="two\nlines"),
        entry("acknowledged", 2),
    ]
    for one in entries:
        store.note(one)
    assert list(store.log()) == entries[::-1]
    assert list(store.log(SOURCE.id)) == [entries[3], entries[1], entries[0]]
    assert list(store.log("northline/nothing")) == []


@pytest.mark.parametrize("revision", [0, 2, 99])
def test_a_revision_that_is_not_there_is_refused(store: Archive, revision: int) -> None:
    """And nothing is noted."""
    see_first(store)
    with pytest.raises(UnknownRevision, match=f"{SOURCE.id}@{revision}"):
        store.note(entry("accepted", revision))
    assert list(store.log()) == []


def test_the_distance_is_that_from_the_revision_accepted_last(store: Archive) -> None:
    """Also where an earlier one was accepted after a later one; it counts the changes since, or up to a revision."""
    watch(store, 4)
    assert store.accepted(SOURCE.id) is None
    store.note(entry("accepted", 3, "Bob"))
    store.note(entry("accepted", 2, ref="C-17", days=2))
    store.note(entry("acknowledged", 5, "Carol"))
    assert store.accepted(SOURCE.id) == Distance(2, "Ann Lee", NOON + 2 * DAY, "C-17", 3)
    assert [accepted.changes for to in range(1, 6) if (accepted := store.accepted(SOURCE.id, to))] == [0, 0, 1, 2, 3]
    assert store.accepted(HARBOR.id) is None


def test_what_nobody_was_told_of_is_no_distance_and_waits_for_nobody(store: Archive) -> None:
    """Neither a quiet revision nor a renumbering."""
    watch(store, 1)
    quiet = replace(changed(SIXTY, THIRTY, 3, NOON + 9 * HOUR), quiet="it oscillates")
    store.record(SOURCE, page(THIRTY, NOON + 9 * HOUR), quiet, ())
    numbers = replace(changed(THIRTY, SIXTY, 4, NOON + 10 * HOUR), kind="renumbered")
    store.record(SOURCE, page(SIXTY, NOON + 10 * HOUR), numbers, ())
    store.note(entry("accepted", 1))
    accepted = store.accepted(SOURCE.id)
    assert accepted is not None
    assert accepted.changes == 1
    assert waiting(store) == [2]


def test_changes_wait_until_they_are_accepted_or_acknowledged(store: Archive) -> None:
    """An acceptance covers what came before it; an acknowledgement only its revision, and a comment nothing."""
    watch(store, 4)
    assert waiting(store) == [2, 3, 4, 5]
    store.note(entry("commented", 2, note="why?"))
    store.note(entry("acknowledged", 4))
    assert waiting(store) == [2, 3, 5]
    store.note(entry("accepted", 3))
    assert waiting(store) == [5]
    store.note(entry("accepted", 1))
    assert waiting(store) == [2, 3, 5]


def test_what_waits_is_listed_oldest_first_with_who_has_it(store: Archive) -> None:
    """Of several to whom it was assigned, the last; of sources that nobody accepted anything of as well."""
    watch(store, 1)
    at = NOON + HOUR
    store.record(HARBOR, page(THIRTY), replace(first(THIRTY), source=HARBOR), ())
    store.record(HARBOR, page(SIXTY, at), replace(changed(THIRTY, SIXTY, 2, at), source=HARBOR), ())
    store.note(entry("assigned", 2, to="Bob"))
    store.note(entry("assigned", 2, to="Carol"))
    assert list(store.unreviewed()) == [
        Unreviewed(HARBOR.id, 2, at),
        Unreviewed(SOURCE.id, 2, NOON + 2 * HOUR, "Carol"),
    ]


def test_the_past_knows_what_was_accepted_and_a_glance_need_not(store: Archive) -> None:
    """It goes with the past of the next check."""
    watch(store, 2)
    assert store.past(SOURCE, NOON).accepted is None
    store.note(entry("accepted", 1))
    assert store.past(SOURCE, NOON).accepted == store.accepted(SOURCE.id)
    assert store.glance(SOURCE).accepted is None


kinds: st.SearchStrategy[LogKind] = st.sampled_from(["accepted", "acknowledged", "assigned", "commented"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(kinds, st.integers(1, 5)), max_size=8))
def test_archives_agree_on_what_waits_whatever_was_noted(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """In memory as on disk, and the log on disk is whole."""
    path = tmp_path_factory.mktemp("log") / "archive.db"
    twin = MemoryArchive()
    with open_archive(path, reader=LINES) as archive:
        for one in (archive, twin):
            watch(one, 4)
            for kind, revision in steps:
                one.note(entry(kind, revision))
        assert list(archive.log()) == list(twin.log())
        assert archive.accepted(SOURCE.id) == twin.accepted(SOURCE.id)
        assert list(archive.unreviewed()) == list(twin.unreviewed())
    assert found(path) == []


# --- the file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET by_name = 'Mallory'",
        "UPDATE log SET number = 9 WHERE number = 2",
        "DELETE FROM log",
        "DELETE FROM log WHERE number = 2",
        "INSERT OR REPLACE INTO log SELECT * FROM log WHERE number = 1",
        (
            "INSERT INTO log SELECT 7, previous, source, revision, digest, kind, by_name, at, note, ref, to_name, link"
            " FROM log WHERE number = 1"
        ),
    ],
)
def test_the_file_itself_refuses_to_alter_the_log(
    archive: SqliteArchive, aside: sqlite3.Connection, statement: str
) -> None:
    """Whoever writes to it with whatever program; an entry that replaces one, or leaves a gap, is refused too."""
    see_first(archive)
    for by in ("Ann Lee", "Bob"):
        archive.note(entry("accepted", 1, by))
    with pytest.raises(sqlite3.IntegrityError, match="the log is only ever added to"):
        aside.execute(statement)
    assert [one.by for one in archive.log()] == ["Bob", "Ann Lee"]


def test_a_revision_that_somebody_accepted_cannot_be_taken_out(
    archive: SqliteArchive, aside: sqlite3.Connection
) -> None:
    """The foreign key holds it."""
    see_first(archive)
    archive.note(entry("accepted", 1))
    aside.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        aside.execute("DELETE FROM revisions")


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed archive with a log; whoever alters it puts it back."""
    path = filled(tmp_path_factory.mktemp("noted") / "archive.db")
    with open_archive(path, reader=LINES) as archive:
        archive.note(entry("accepted", 1, ref="C-17", note="signed"))
        archive.note(entry("assigned", 2, to="Bob \ud800"))
        archive.note(LogEntry(HARBOR.id, 2, "commented", "Carol", NOON, note="why?"))
    return path


@pytest.fixture
def unguarded(noted: Path) -> Iterator[sqlite3.Connection]:
    """A connection that alters the log, as somebody would who takes its triggers away first."""
    with tampering(noted) as conn, undone(conn):
        for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        yield conn


def test_a_sound_log_is_whole_and_counted(noted: Path) -> None:
    """Its last link is there to be noted elsewhere."""
    assert found(noted) == []
    with looking(noted) as conn:
        held = tally(conn)
    assert (held.entries, len(held.last_entry)) == (3, 64)


COLUMNS = (
    "previous", "source", "revision", "digest", "kind", "by_name", "at", "note", "ref", "to_name", "link",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_changed_entry_is_found(unguarded: sqlite3.Connection, number: int, column: str) -> None:
    """Whichever of its values it was, and in whichever entry."""
    more = "1" if column == "revision" else "'x'"
    joined = "+" if column == "revision" else "||"
    unguarded.execute(f"UPDATE log SET {column} = {column} {joined} {more} WHERE number = ?", (number,))  # noqa: S608 - own names
    lines = [str(damage) for damage in damages(unguarded)]
    assert any(line.startswith(f"log {number} (") and line.endswith("; restore a backup") for line in lines)


def test_an_entry_that_was_made_anew_has_the_next_one_against_it(unguarded: sqlite3.Connection) -> None:
    """Though its own link fits what it says."""
    unguarded.execute("UPDATE log SET by_name = 'Mallory' WHERE number = 1")
    row = unguarded.execute("SELECT * FROM log WHERE number = 1").fetchone()
    unguarded.execute("UPDATE log SET link = ? WHERE number = 1", (link_of(row[name] for name in COLUMNS[:-1]),))
    assert [str(damage) for damage in damages(unguarded)] == [
        f"log 2 ({SOURCE.id}@2): does not follow the entry before it: one of the two was altered; restore a backup"
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "log 1: missing before entry 2"),
        (2, "log 2: missing before entry 3"),
        (3, "log 3: missing: 3 entries were noted, not 2"),
    ],
)
def test_a_missing_entry_is_found(unguarded: sqlite3.Connection, number: int, said: str) -> None:
    """The first, one between, and the last."""
    unguarded.execute("DELETE FROM log WHERE number = ?", (number,))
    assert [str(damage) for damage in damages(unguarded)] == [f"{said}; restore a backup"]


def test_an_entry_says_of_which_words_it_is(unguarded: sqlite3.Connection) -> None:
    """A revision that was given another text is not the one that was accepted."""
    unguarded.execute("UPDATE revisions SET digest = 'other' WHERE source = ? AND number = 1", (SOURCE.id,))
    lines = [str(damage) for damage in damages(unguarded)]
    assert f"log 1 ({SOURCE.id}@1): is of another text than its revision has: one of the two was altered" in "".join(
        lines
    )


def test_an_entry_whose_revision_is_gone_is_named(unguarded: sqlite3.Connection) -> None:
    """By its number and by the revision."""
    unguarded.execute("DELETE FROM revisions WHERE source = ? AND number = 2", (HARBOR.id,))
    lines = [str(damage) for damage in damages(unguarded)]
    assert f"log 3 ({HARBOR.id}@2): what it needs of revisions is missing; restore a backup" in lines


def test_an_archive_of_before_the_log_gets_an_empty_one(path: Path) -> None:
    """And takes entries at once."""
    older(path, filled(path.with_name("current.db")), "0008_log")
    with open_archive(path, reader=LINES, create=False) as archive:
        assert list(archive.log()) == []
        archive.note(entry("accepted", 3))
        assert archive.accepted(SOURCE.id) == Distance(3, "Ann Lee", NOON + DAY)
    assert found(path) == []

"""What the SQLite archive promises beyond the contract: its file, its locks, its faults and its size."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.archive.blobs import json_bytes, pack
from monitor.archive.migrations import migrate
from monitor.archive.recording import remember_text
from monitor.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveTooNew,
)
from monitor.read import read
from monitor.wire import terms_json
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    first,
    outcome,
    page,
    see_change,
    see_first,
    terms_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive import SqliteArchive

ROOT = Path(__file__).parents[2]


def count(conn: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name written here


# --- the file -------------------------------------------------------------------


def test_only_the_owner_may_read_the_archive(path: Path, archive: SqliteArchive) -> None:
    """The file and those beside it carry the mode 0600, and no scaffolding is left."""
    see_first(archive)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert {file.name for file in path.parent.iterdir()} <= {"archive.db", "archive.db-wal", "archive.db-shm"}


def test_an_archive_is_made_only_where_that_is_allowed(path: Path) -> None:
    """A mistyped path is an error, not an empty archive."""
    with pytest.raises(ArchiveMissing, match=r"archive\.db"):
        open_archive(path, reader=LINES, create=False)
    assert not path.parent.exists()


def test_an_archive_stays_between_runs(path: Path) -> None:
    """What was recorded is there when it is opened again."""
    with open_archive(path, reader=LINES) as archive:
        see_first(archive)
    with open_archive(path, reader=LINES, create=False) as archive:
        assert archive.past(SOURCE, NOON).terms == terms_of(THIRTY)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file in the place of the folder is told with its path."""
    (tmp_path / "data").write_text("")
    with pytest.raises(ArchiveError, match=r"archive\.db: cannot be made"):
        open_archive(tmp_path / "data" / "archive.db", reader=LINES)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    """The error says that it cannot be opened."""
    with pytest.raises(ArchiveError, match="cannot be opened"):
        open_archive(tmp_path, reader=LINES)


def test_an_archive_that_was_taken_away_is_not_made_anew(path: Path, archive: SqliteArchive) -> None:
    """A thread that comes later does not quietly start an empty one."""
    path.unlink()
    with ThreadPoolExecutor(1) as pool, pytest.raises(ArchiveMissing):
        pool.submit(archive.owed_count).result()


def test_every_connection_has_its_settings(archive: SqliteArchive) -> None:
    """Write-ahead log, foreign keys and full synchronisation hold in every thread."""

    def settings() -> list[object]:
        conn = archive.connections.get()
        return [
            conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys", "synchronous")
        ]

    with ThreadPoolExecutor(1) as pool:
        assert settings() == pool.submit(settings).result() == ["wal", 1, 2]


def test_two_openers_of_a_new_archive_meet_in_one(path: Path) -> None:
    """Whoever comes second finds the archive of whoever came first."""
    together = Barrier(4, timeout=10)

    def work(number: int) -> None:
        together.wait()
        with open_archive(path, reader=LINES) as archive:
            source = replace(SOURCE, id=f"northline/terms-{number}")
            archive.record(source, page(THIRTY), replace(first(THIRTY), source=source), ())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with open_archive(path, reader=LINES) as archive:
        assert len(archive.standings()) == 4


def test_ended_threads_leave_no_connection_open(path: Path, archive: SqliteArchive) -> None:
    """A daemon that starts a pool every round does not run out of files."""
    for _ in range(20):
        thread = Thread(target=archive.owed_count)
        thread.start()
        thread.join()
    assert sum(held == str(path) for held in _open_files()) <= 3


def _open_files() -> Iterator[str]:
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # it may be the one that lists them
            yield str(descriptor.readlink())


def test_a_closed_archive_says_so(path: Path) -> None:
    """Using it again is an error with a name."""
    archive = open_archive(path, reader=LINES)
    archive.close()
    with pytest.raises(ArchiveError, match="was closed"):
        archive.owed_count()


def test_without_another_reader_an_archive_reads_as_clausewatch_does(path: Path) -> None:
    """The reader that checks use is the one that reads stored pages."""
    html = page(f"<html><body><main><h1>Terms</h1><p>{THIRTY}</p></main></body></html>")
    html = replace(html, parts=(replace(html.parts[0], content_type="text/html"),))
    terms = read(html, SOURCE)
    with open_archive(path) as archive:
        archive.record(SOURCE, html, replace(outcome("first", 1), terms=terms), ())
        archive.connections.get().execute("DELETE FROM readings")
        assert archive.terms(SOURCE, 1) == terms


# --- faults ---------------------------------------------------------------------


def test_a_newer_archive_is_refused(path: Path) -> None:
    """Tables of a later release are not touched."""
    with open_archive(path, reader=LINES) as archive, archive.connections.writing() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('clausewatch', '9999_later', '')"
        )
    with pytest.raises(ArchiveTooNew, match="newer clausewatch"):
        open_archive(path, reader=LINES)


def test_tables_are_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """A step that fails half-way leaves the database as it was."""
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as conn:
        conn.set_authorizer(
            lambda action, name, *_: (
                sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_CREATE_TABLE, "notices") else sqlite3.SQLITE_OK
            )
        )
        with pytest.raises(sqlite3.DatabaseError):
            migrate(conn, tmp_path / "new.db")
        assert conn.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """The file is named and left alone."""
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match=r"archive\.db"):
        open_archive(path, reader=LINES)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    """Another program's tables are not mixed with ours."""
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ArchiveDamaged, match="no clausewatch archive"):
        open_archive(path, reader=LINES)


def test_an_archive_that_stays_busy_is_named(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """Whoever waits too long is told; reading goes on meanwhile, also of what no reading is remembered."""
    see_first(archive)
    aside.execute("BEGIN IMMEDIATE")
    with pytest.raises(ArchiveLocked, match="busy"):
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    with open_archive(archive.connections.path, reader=replace(LINES, version="2"), patience=0) as newer:
        assert newer.past(SOURCE, NOON).terms == terms_of(THIRTY)
    aside.execute("ROLLBACK")
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)


def test_a_full_disk_loses_nothing(archive: SqliteArchive) -> None:
    """The check is refused whole with a clear error, and recorded once there is room."""
    see_first(archive)
    conn = archive.connections.get()
    conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
    noise = random.Random(1).randbytes(200_000).hex()  # noqa: S311 - made-up bytes
    with pytest.raises(ArchiveFull, match="no room"):
        see_change(archive, THIRTY, noise, 2, NOON + HOUR, "legal")
    assert (archive.past(SOURCE, NOON).revision, archive.owed_count(), count(conn, "checks")) == (1, 0, 1)
    conn.execute("PRAGMA max_page_count = 1000000")
    see_change(archive, THIRTY, noise, 2, NOON + HOUR, "legal")
    assert archive.owed_count() == 1


def test_an_archive_that_may_not_be_written_can_still_be_read(archive: SqliteArchive) -> None:
    """Writing names the fault; reading does not need to write."""
    see_first(archive)
    archive.connections.get().execute("PRAGMA query_only = ON")
    with pytest.raises(ArchiveError, match="may not be written"):
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    assert archive.past(replace(SOURCE, section="Payment"), NOON).terms == terms_of(THIRTY)


def flip_last_byte(conn: sqlite3.Connection, table: str) -> None:
    """Alter every frame of a table by one bit."""
    for row, frame in conn.execute(f"SELECT rowid, frame FROM {table}").fetchall():  # noqa: S608 - a name written here
        flipped = bytes([*frame[:-1], frame[-1] ^ 1])
        conn.execute(f"UPDATE {table} SET frame = ? WHERE rowid = ?", (flipped, row))  # noqa: S608 - the same


def test_a_flipped_byte_is_found_and_named(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """Bytes that are not those recorded are never taken for them: not a reading's, not a page's, not a change's."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    flip_last_byte(aside, "bodies")
    with pytest.raises(ArchiveDamaged, match=f"^reading of page {page(SIXTY).digest}"):
        archive.past(SOURCE, NOON)
    aside.execute("DELETE FROM readings")
    with pytest.raises(ArchiveDamaged, match=f"^page {page(SIXTY).digest}"):
        archive.past(SOURCE, NOON)
    flip_last_byte(aside, "changes")
    with pytest.raises(ArchiveDamaged, match=f"^change {SOURCE.id}@2"):
        archive.revisions(SOURCE.id)


def test_exchanged_bytes_are_found(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """Bytes that unpack well but are another's are found by their digest, for a reading as for a page."""
    see_first(archive)
    body = pack(json_bytes(terms_json(terms_of(SIXTY))))
    aside.execute("UPDATE bodies SET size = ?, frame = ?", (body.size, body.frame))
    with pytest.raises(
        ArchiveDamaged, match=f"^reading of page {page(THIRTY).digest}: .* not those that were recorded"
    ):
        archive.past(SOURCE, NOON)
    aside.execute("DELETE FROM readings")
    with pytest.raises(ArchiveDamaged, match=f"^page {page(THIRTY).digest}: .* not those that were recorded"):
        archive.past(SOURCE, NOON)


def test_an_altered_address_is_found(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """Where a page came from is as sure as its bytes."""
    see_first(archive)
    aside.execute("UPDATE parts SET url = 'https://elsewhere.example/'")
    aside.execute("DELETE FROM readings")
    with pytest.raises(ArchiveDamaged, match=page(THIRTY).digest):
        archive.past(SOURCE, NOON)


def test_a_frame_that_lies_about_its_size_is_not_unpacked(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """A few bytes cannot become gigabytes."""
    see_first(archive)
    bomb = pack(bytes(50_000_000))
    aside.execute("UPDATE bodies SET frame = ?", (bomb.frame,))
    aside.execute("DELETE FROM readings")
    with pytest.raises(ArchiveDamaged, match="size is wrong"):
        archive.past(SOURCE, NOON)


def test_damage_to_an_old_page_does_not_stop_new_ones(archive: SqliteArchive, aside: sqlite3.Connection) -> None:
    """A new page that cannot be kept against its forerunner is kept alone."""
    see_first(archive)
    aside.execute("UPDATE bodies SET frame = x'00'")
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    aside.execute("DELETE FROM readings")
    assert archive.past(SOURCE, NOON).terms == terms_of(SIXTY)


def test_a_slower_process_does_not_take_a_text_back_to_an_earlier_revision(archive: SqliteArchive) -> None:
    """Of the revisions that had a text the last counts, in whatever order they are remembered."""
    see_first(archive)
    with archive.connections.writing() as conn:
        for revision in (1, 3, 2):
            remember_text(conn, SOURCE.id, "d", revision)
    assert archive.past(SOURCE, NOON).known["d"] == 3


# --- killed ---------------------------------------------------------------------

RECORD_AND_STOP = """
import sys
from pathlib import Path
from monitor.archive import open_archive
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, THIRTY, see_change, see_first

archive = open_archive(Path(sys.argv[1]), reader=LINES)
see_first(archive)

def stop(statement):
    if statement.startswith(sys.argv[2]):
        print("here", flush=True)
        sys.stdin.read()

archive.connections.get().set_trace_callback(stop)
see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
"""


@pytest.mark.parametrize("statement", ["INSERT INTO revisions", "INSERT INTO notices", "COMMIT"])
def test_a_kill_within_a_record_leaves_the_archive_whole(path: Path, statement: str) -> None:
    """The record before is there, of the one that was under way there is nothing, and it can be made again."""
    command = [sys.executable, "-c", RECORD_AND_STOP, str(path), statement]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"here\n"
        child.kill()
    with open_archive(path, reader=LINES, create=False) as archive:
        conn = archive.connections.get()
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert (archive.past(SOURCE, NOON).revision, archive.owed_count(), count(conn, "pages")) == (1, 0, 1)
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
        assert archive.owed_count() == 1

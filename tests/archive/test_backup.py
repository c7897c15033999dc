"""A copy made while others write: whole, for the owner alone, and never half there."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.archive.backup import back_up
from monitor.errors import ArchiveDamaged, ArchiveError
from tests.archive.chained import alter, fill, filled, found
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, see_change

if TYPE_CHECKING:
    from monitor.archive import SqliteArchive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    return tmp_path / "copy.db"


def test_a_copy_holds_what_the_archive_held_at_that_moment(archive: SqliteArchive, copy: Path) -> None:
    """It can be opened in its place, and what is recorded later is not in it."""
    fill(archive)
    assert back_up(archive.connections.path, copy) == copy.stat().st_size
    see_change(archive, THIRTY, SIXTY, 4, NOON + 9 * HOUR)
    assert found(copy) == []
    with open_archive(copy, reader=LINES, create=False) as opened:
        assert [one.number for one in opened.revisions(SOURCE.id)] == [1, 2, 3]
        assert opened.owed_count() == 2


def test_only_the_owner_may_read_a_copy_and_nothing_lies_beside_it(archive: SqliteArchive, copy: Path) -> None:
    """Its mode is 0600, and it is one file."""
    fill(archive)
    back_up(archive.connections.path, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {one.name for one in copy.parent.iterdir()} == {"data", "copy.db"}


def test_copies_are_whole_while_others_write(archive: SqliteArchive, copy: Path) -> None:
    """Each is a moment of the archive, and no write is lost to it."""
    fill(archive)

    def write() -> None:
        for number in range(4, 24):
            see_change(archive, THIRTY, f"{THIRTY} {number}", number, NOON + (5 + number) * HOUR, "legal")

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        for _ in range(5):
            back_up(archive.connections.path, copy)
            assert found(copy) == []
        writing.result()
    assert len(archive.revisions(SOURCE.id)) == 23


def test_an_older_copy_is_replaced_in_one_step(archive: SqliteArchive, copy: Path) -> None:
    """Whoever reads the old one reads it to its end."""
    fill(archive)
    back_up(archive.connections.path, copy)
    with copy.open("rb") as old:
        see_change(archive, THIRTY, SIXTY, 4, NOON + 9 * HOUR)
        back_up(archive.connections.path, copy)
        assert old.read(15) == b"SQLite format 3"
        assert old.fileno()
        assert Path(f"/proc/self/fd/{old.fileno()}").readlink() != copy
    assert found(copy) == []


@pytest.mark.parametrize("content", [b"", b"my notes", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_what_is_no_archive_is_not_replaced(archive: SqliteArchive, copy: Path, content: bytes) -> None:
    """A file of anything else stays as it is."""
    copy.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"copy\.db: is there already and is no clausewatch archive"):
        back_up(archive.connections.path, copy)
    assert copy.read_bytes() == content


def test_a_database_of_something_else_is_not_replaced(archive: SqliteArchive, copy: Path) -> None:
    """Another program's database is none of ours."""
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ArchiveError, match="no clausewatch archive"):
        back_up(archive.connections.path, copy)


def test_the_archive_itself_is_not_replaced(archive: SqliteArchive, copy: Path) -> None:
    """Also where another name leads to it."""
    fill(archive)
    copy.symlink_to(archive.connections.path)
    with pytest.raises(ArchiveError, match=r"is in use|is the archive itself"):
        back_up(archive.connections.path, copy)
    assert len(archive.revisions(SOURCE.id)) == 3


def test_an_archive_that_others_work_on_is_not_replaced(archive: SqliteArchive, tmp_path: Path) -> None:
    """What it still has in its log would be mixed into the copy."""
    fill(archive)
    other = filled(tmp_path / "other.db")
    with pytest.raises(ArchiveError, match="is in use"):
        back_up(other, archive.connections.path)


@pytest.mark.parametrize("place", ["nowhere/copy.db", "data/archive.db/copy.db"])
def test_a_folder_that_is_not_there_is_named(archive: SqliteArchive, tmp_path: Path, place: str) -> None:
    """And nothing is made."""
    with pytest.raises(ArchiveError, match=r"copy\.db: its folder is not there"):
        back_up(archive.connections.path, tmp_path / place)


def test_a_damaged_archive_gives_no_copy(tmp_path: Path, copy: Path) -> None:
    """The copy before stays; a backup that is no good is worse than an old one."""
    path = filled(tmp_path / "archive.db")
    back_up(path, copy)
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    before = copy.read_bytes()
    with pytest.raises(ArchiveDamaged, match=r"archive\.db: is damaged"):
        back_up(path, copy)
    assert copy.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir() if "copy" in one.name} == {"copy.db"}


FULL = """
import resource, sys
from pathlib import Path
from monitor.archive.backup import back_up
from monitor.errors import ArchiveError

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]))
except ArchiveError as error:
    print(error)
"""


def test_a_copy_that_finds_no_room_leaves_nothing_behind(archive: SqliteArchive, copy: Path) -> None:
    """The archive is as it was, the older copy too, and the error names the copy."""
    fill(archive)
    back_up(archive.connections.path, copy)
    before = copy.read_bytes()
    command = [sys.executable, "-c", FULL, str(archive.connections.path), str(copy)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout
    assert said.startswith(f"{copy}: cannot be written")
    assert copy.read_bytes() == before
    assert {one.name for one in copy.parent.iterdir()} == {"data", "copy.db"}
    assert found(archive.connections.path) == []


def test_an_archive_that_was_altered_by_hand_is_copied_as_it_is(tmp_path: Path, copy: Path) -> None:
    """A backup is no judge of its contents; `verify` finds the same in both."""
    path = filled(tmp_path / "archive.db")
    alter(path, "UPDATE revisions SET title = 'Other Terms'")
    back_up(path, copy)
    assert found(copy) == found(path) != []

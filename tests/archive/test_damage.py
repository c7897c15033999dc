"""How an archive is opened that was killed, may not be written, or was made readable for others."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.archive.opening import left_open, tighten
from monitor.errors import ArchiveDamaged
from tests.archive.chained import filled, found
from tests.archive.made_up import LINES, NOON, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive import SqliteArchive

ROOT = Path(__file__).parents[2]

RECORD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from monitor.archive import open_archive
from tests.archive.chained import fill
from tests.archive.made_up import LINES

fill(open_archive(Path(sys.argv[1]), reader=LINES))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(path: Path) -> Path:
    """An archive whose last process was killed with everything still in the log."""
    die_recording(path)
    return path


def die_recording(path: Path) -> None:
    """Fill an archive in a process that is killed then."""
    subprocess.run([sys.executable, "-c", RECORD_AND_DIE, str(path)], cwd=ROOT, timeout=30, check=False)


def spoil(path: Path) -> None:
    """Overwrite a page of the file that holds rows."""
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)


# --- killed -------------------------------------------------------------------------------


def test_an_archive_that_was_killed_is_known_by_its_log(killed: Path) -> None:
    """It is looked over, nothing is lost, and once it was closed it is not looked over again."""
    assert left_open(killed)
    with open_archive(killed, reader=LINES, create=False) as archive:
        assert archive.past(SOURCE, NOON).revision == 3
    assert not left_open(killed)
    assert found(killed) == []


def test_damage_after_a_kill_is_told_at_the_start(path: Path) -> None:
    """Before anything is built upon it, with what to do."""
    filled(path)
    spoil(path)
    Path(f"{path}-wal").write_bytes(b"what a killed process left")
    with pytest.raises(ArchiveDamaged, match=r"archive\.db: was not closed in good order and is damaged now \(.+\);"):
        open_archive(path, reader=LINES, create=False)


def test_tables_whose_description_is_no_text_any_more_are_damage(path: Path) -> None:
    """What SQLite says of them cannot even be read."""
    data = filled(path).read_bytes()
    assert data.count(b"CREATE TABLE pages") == 1
    path.write_bytes(data.replace(b"CREATE TABLE pages", b"CREATE TABLE \xff\xfeges"))
    with pytest.raises(ArchiveDamaged, match="is damaged or no clausewatch archive"):
        open_archive(path, reader=LINES, create=False)


def test_an_archive_that_was_closed_is_not_looked_over(path: Path) -> None:
    """A start costs what it did: the damage is found where it lies."""
    filled(path)
    assert not left_open(path)


def test_an_archive_that_a_daemon_works_on_is_not_looked_over(archive: SqliteArchive) -> None:
    """Its log is in use; commands beside a daemon start as fast as ever. The daemon itself looks."""
    path = archive.connections.path
    archive.owed_count()
    archive.forget_claims()
    with archive.connections.writing() as conn:
        conn.execute("UPDATE standings SET snapshot = 0")
        conn.execute("DELETE FROM robots")
        conn.execute("CREATE TABLE scratch (x)")
    assert left_open(path)
    lock = path.with_name("archive.db.lock")
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for pid, looked_over in ((os.getppid(), False), (os.getpid(), True)):
            file.seek(0)
            file.truncate()
            json.dump({"pid": pid, "host": "here"}, file)
            file.flush()
            assert left_open(path) is looked_over


# --- who may read it ------------------------------------------------------------------------


def test_an_archive_that_others_could_read_is_the_owners_alone_once_opened(killed: Path) -> None:
    """With all that lies beside it, also where a link leads to it; folders and snapshots are left alone."""
    Path(f"{killed}.lock").touch()
    beside = [*killed.parent.iterdir()]
    assert len(beside) == 4
    for file in beside:
        file.chmod(0o644)
    link = killed.parent.parent / "link.db"
    link.symlink_to(killed)
    snapshot = killed.parent / "terms.md"
    snapshot.write_text("terms")
    snapshot.chmod(0o644)
    tighten(link)
    assert {stat.S_IMODE(file.stat().st_mode) for file in beside} == {0o600}
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o644
    for file in beside:
        file.chmod(0o640)
    with open_archive(killed, reader=LINES, create=False):
        assert stat.S_IMODE(killed.stat().st_mode) == 0o600


# --- not ours to write ----------------------------------------------------------------------

AS_SOMEBODY_ELSE = """
import os, sys
from pathlib import Path
from monitor.archive import open_archive
from monitor.archive.blobs import json_bytes
from monitor.archive.integrity import damages
from monitor.archive.opening import looking
from monitor.errors import ArchiveError
from monitor.model import NotModified
from tests.archive.made_up import LINES, NOON, SOURCE, outcome

json_bytes([])  # it loads more at its first use, which may lie where only the owner reads
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
try:
    with open_archive(path, reader=LINES, create=False) as archive:
        archive.record(SOURCE, NotModified(NOON), outcome("unchanged", 3), ())
    print("written")
except ArchiveError as error:
    print(error)
try:
    with looking(path) as conn:
        print("whole" if not list(damages(conn)) else "damaged")
except ArchiveError as error:
    print(error)
"""


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are its user's alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def read_only(path: Path) -> None:
    """Let everybody read what lies in a folder, and nobody write there."""
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)


def as_somebody_else(path: Path) -> list[str]:
    """What somebody is told who may only read it: on recording a check, and on looking whether it is whole."""
    command = [sys.executable, "-c", AS_SOMEBODY_ELSE, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_archive_that_may_only_be_read_says_so_and_can_be_verified(shelf: Path) -> None:
    """File and folder are read-only; recording names the file, and nothing is changed."""
    path = filled(shelf / "archive.db")
    read_only(path)
    before = path.read_bytes()
    recording, looking = as_somebody_else(path)
    assert recording.startswith(f"{path}: may not be written; check who owns it")
    assert looking == "whole"
    assert path.read_bytes() == before


def test_a_read_only_archive_with_a_log_asks_for_a_copy(shelf: Path) -> None:
    """What is in the log cannot be read there, and is not left out quietly."""
    path = shelf / "archive.db"
    die_recording(path)
    Path(f"{path}-shm").unlink()
    read_only(path)
    assert "copy both, and use the copy" in as_somebody_else(path)[1]


def test_a_folder_that_may_not_be_entered_is_named(shelf: Path) -> None:
    """It is not said that there is no archive: there may be one."""
    path = filled(shelf / "archive.db")
    shelf.chmod(0o700)
    recording, _ = as_somebody_else(path)
    assert recording.startswith(f"{path}: cannot be looked at (Permission denied)")


# --- no room --------------------------------------------------------------------------------

WITHOUT_ROOM = """
import random, resource, sys
from pathlib import Path
from monitor.archive import open_archive
from monitor.errors import ArchiveError
from tests.archive.made_up import HOUR, LINES, NOON, SOURCE, THIRTY, see_change

def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

path = Path(sys.argv[1])
noise = random.Random(1).randbytes(400_000).hex()
room(10_000)
try:
    open_archive(path, reader=LINES, create=False)
except ArchiveError as error:
    print(error)
room(200_000)
with open_archive(path, reader=LINES, create=False) as archive:
    try:
        see_change(archive, THIRTY, noise, 4, NOON + 9 * HOUR, "legal")
    except ArchiveError as error:
        print(error)
    print(archive.past(SOURCE, NOON).revision, archive.owed_count())
    room(resource.RLIM_INFINITY)
    see_change(archive, THIRTY, noise, 4, NOON + 9 * HOUR, "legal")
    print(archive.past(SOURCE, NOON).revision, archive.owed_count())
"""


def test_files_that_cannot_grow_lose_nothing(path: Path) -> None:
    """The log finds no room, or not enough of it: each is told, and the check is recorded once there is some."""
    filled(path)
    command = [sys.executable, "-c", WITHOUT_ROOM, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    opening, recording, before, after = done.stdout.splitlines()
    assert opening.startswith(f"{path}: no room is left on the disk; make room, then run again")
    assert recording.startswith(f"{path}: its disk is full or fails; look after it")
    assert (before, after) == ("3 2", "4 3")
    assert found(path) == []

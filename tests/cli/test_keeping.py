"""`clausewatch verify` and `clausewatch backup`: one line when all is well, each fault on a line, 2 on trouble."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.stage import terms

if TYPE_CHECKING:
    from tests.cli.stage import Desk


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """A desk with an archive of two revisions."""
    desk.put("voice", terms())
    desk.configure(desk.source("voice"))
    desk.inside("check")
    desk.put("voice", terms(60))
    assert desk.inside("check").code == 1
    return desk


def alter(desk: Desk, statement: str) -> None:
    """Alter the archive behind its back."""
    with closing(sqlite3.connect(desk.archive, isolation_level=None)) as conn:
        conn.execute(statement)


def test_a_whole_archive_is_told_in_one_line(kept: Desk) -> None:
    """By configuration and by path alike; the last link is there to be noted elsewhere."""
    by_config, by_path = kept.inside("verify"), kept.inside("verify", "--archive", str(kept.archive))
    assert by_config == by_path
    line = r"whole: 1 sources, 2 revisions, 2 pages, 2 links; last link [0-9a-f]{64}\n"
    assert re.fullmatch(line, by_config.out)
    assert (by_config.code, by_config.err) == (0, "")


def test_each_fault_is_a_line_that_names_row_and_revision(kept: Desk) -> None:
    """On stdout; on stderr how many they are and what to do. The exit code is 2."""
    alter(kept, "UPDATE revisions SET title = 'Other\x1b[2K Terms' WHERE number = 1")
    alter(kept, "DELETE FROM changes")
    ended = kept.inside("verify")
    assert ended.code == 2
    first, second = ended.out.splitlines()
    assert first.startswith("revisions northline/voice@1: its row")
    assert second.startswith("revisions northline/voice@2: its row was altered, or its row in changes is missing")
    assert "2 faults; keep the file as it is, and restore a backup beside it" in ended.err
    assert "\x1b" not in ended.out


def test_hostile_names_in_a_fault_move_no_cursor(kept: Desk) -> None:
    """Whatever stands in the file, a fault stays on its line."""
    alter(kept, "UPDATE chain SET source = 'a' || char(10) || 'whole: 9 sources' || char(27) || '[2K' WHERE number = 2")
    ended = kept.inside("verify")
    assert ended.code == 2
    assert "\x1b" not in ended.out
    assert not re.search(r"^whole", ended.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "more"), [("verify", ()), ("backup", ("copy.db",)), ("status", ()), ("check", ()), ("history", ())]
)
def test_what_is_no_archive_any_more_is_an_error_in_one_line(kept: Desk, command: str, more: tuple[str, ...]) -> None:
    """Random bytes in its place: each command names the file, ends with 2 and makes nothing of it."""
    kept.archive.write_bytes(b"\x8f" * 20_000)
    ended = kept.inside(command, *more)
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert f"{kept.archive}: is damaged or no clausewatch archive; restore a backup" in ended.err
    assert kept.archive.read_bytes() == b"\x8f" * 20_000


@pytest.mark.parametrize("command", ["verify", "status", "check"])
def test_an_archive_of_a_newer_release_is_refused(kept: Desk, command: str) -> None:
    """It is left as it is, and the message says what to do."""
    alter(kept, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('clausewatch', '9999_x', '')")
    ended = kept.inside(command)
    assert ended.code == 2
    assert "was written by a newer clausewatch; upgrade this one" in ended.err


@pytest.mark.parametrize(("command", "more"), [("verify", ()), ("backup", ("copy.db",))])
def test_where_there_is_no_archive_none_is_made(desk: Desk, command: str, more: tuple[str, ...]) -> None:
    """A mistyped path is an error."""
    ended = desk.inside(command, *more, "--archive", "nowhere.db")
    assert ended.code == 2
    assert "nowhere.db: there is no archive here yet" in ended.err
    assert list(desk.folder.iterdir()) == []


def test_a_backup_stands_in_for_the_archive(kept: Desk) -> None:
    """Every command takes it as `--archive`, and it is as whole."""
    made = kept.inside("backup", "copy.db")
    assert (made.code, made.out) == (0, "")
    assert made.err.startswith("written to copy.db (")
    assert kept.inside("verify", "--archive", "copy.db") == kept.inside("verify")
    history = kept.inside("history", "--archive", "copy.db")
    assert (history.code, history.out.count("northline/voice@")) == (0, 2)


def test_a_backup_replaces_nothing_but_an_older_one(kept: Desk) -> None:
    """A mistyped name costs nobody a file."""
    notes = kept.folder / "notes.txt"
    notes.write_text("mine")
    refused = kept.inside("backup", "notes.txt")
    assert refused.code == 2
    assert "notes.txt: is there already and is no clausewatch archive; give another file" in refused.err
    assert notes.read_text() == "mine"
    assert kept.inside("backup", "copy.db").code == kept.inside("backup", "copy.db").code == 0

"""What is counted over all documents is counted now and then, and nobody waits for it but the first."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.web.board import Boards
from tests.cli.stage import until
from tests.web.test_pages import NOON, VOICE, document, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    """One document, seen once."""
    with open_archive(tmp_path / "archive.db") as opened:
        see(opened, VOICE, document("Northline Voice Terms", 30), NOON)
        yield opened


def clock() -> datetime:
    """The hour of the tests."""
    return datetime(2026, 3, 4, tzinfo=UTC)


def test_a_board_is_made_anew_for_each_who_looks_where_none_is_kept(archive: SqliteArchive) -> None:
    """What was recorded a moment ago stands in it."""
    boards = Boards(archive, (VOICE,), keep_for=0)
    assert boards.get(clock).unreviewed == {}
    see(archive, VOICE, document("Northline Voice Terms", 60), NOON.replace(hour=13))
    assert boards.get(clock).unreviewed == {VOICE.id: 1}


def test_a_board_that_is_kept_is_given_again(archive: SqliteArchive) -> None:
    """With all that was made of it."""
    boards = Boards(archive, (VOICE,), keep_for=60)
    board = boards.get(clock)
    see(archive, VOICE, document("Northline Voice Terms", 60), NOON.replace(hour=13))
    assert boards.get(clock) is board


def test_an_old_board_is_given_while_a_new_one_is_made(archive: SqliteArchive) -> None:
    """Who comes next is given the new one."""
    boards = Boards(archive, (VOICE,), keep_for=0.2)
    board = boards.get(clock)
    see(archive, VOICE, document("Northline Voice Terms", 60), NOON.replace(hour=13))
    until(lambda: boards.get(clock).unreviewed == {VOICE.id: 1}, "a new board is there")
    assert board.unreviewed == {}
    until(lambda: all(one.name != "board" for one in threading.enumerate()), "nothing of it is left")

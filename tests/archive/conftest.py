"""A fresh SQLite archive, and another connection to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from tests.archive.made_up import LINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive lies; neither it nor its folder is there yet."""
    return tmp_path / "data" / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[SqliteArchive]:
    """A fresh archive that does not wait for others."""
    with open_archive(path, reader=LINES, patience=0) as opened:
        yield opened


@pytest.fixture
def aside(archive: SqliteArchive) -> Iterator[sqlite3.Connection]:
    """Another process's connection to the same file."""
    with closing(sqlite3.connect(archive.connections.path, isolation_level=None, timeout=0)) as conn:
        yield conn

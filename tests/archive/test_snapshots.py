"""The files that hold the latest text of each document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.errors import ArchiveError
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import SqliteArchive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where texts are written; it is not there yet."""
    return tmp_path / "snapshots"


@pytest.fixture
def written(path: Path, folder: Path) -> Iterator[SqliteArchive]:
    """An archive that writes texts."""
    with open_archive(path, reader=LINES, snapshots=folder) as opened:
        yield opened


def test_the_latest_text_lies_in_a_file(written: SqliteArchive, folder: Path) -> None:
    """Each revision replaces it; nothing else is left in the folder."""
    see_first(written)
    assert (folder / "northline" / "messaging.md").read_text() == f"- {THIRTY}\n"
    see_change(written, THIRTY, SIXTY, 2, NOON + HOUR)
    assert (folder / "northline" / "messaging.md").read_text() == f"- {SIXTY}\n"
    assert [file for file in folder.rglob("*") if file.is_file()] == [folder / "northline" / "messaging.md"]


def test_a_reader_of_the_file_keeps_a_whole_text(written: SqliteArchive, folder: Path) -> None:
    """Whoever has the old file open goes on reading the old text: the file is replaced, not rewritten."""
    see_first(written)
    with (folder / "northline" / "messaging.md").open() as opened:
        see_change(written, THIRTY, SIXTY, 2, NOON + HOUR)
        assert opened.read() == f"- {THIRTY}\n"


def test_an_unchanged_check_leaves_the_file_alone(written: SqliteArchive, folder: Path) -> None:
    """What a person wrote into it stays until there is a new revision."""
    see_first(written)
    file = folder / "northline" / "messaging.md"
    file.write_text("mine")
    written.record(SOURCE, page(THIRTY), outcome("unchanged", 1, NOON + HOUR), ())
    assert file.read_text() == "mine"


def test_a_missing_file_is_written_again(written: SqliteArchive, folder: Path) -> None:
    """Any check brings it back, also one that found nothing new."""
    see_first(written)
    (folder / "northline" / "messaging.md").unlink()
    written.record(SOURCE, page(THIRTY), outcome("unchanged", 1, NOON + HOUR), ())
    assert (folder / "northline" / "messaging.md").read_text() == f"- {THIRTY}\n"


def test_a_file_that_cannot_be_written_is_told_and_made_up_for(written: SqliteArchive, folder: Path) -> None:
    """The record stands, the error names the file, and the next check writes it."""
    see_first(written)
    file = folder / "northline" / "messaging.md"
    file.unlink()
    file.mkdir()
    with pytest.raises(ArchiveError, match=r"messaging\.md: could not be written .* is recorded"):
        see_change(written, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    assert (written.past(SOURCE, NOON).revision, written.owed_count()) == (2, 1)
    assert list(file.parent.iterdir()) == [file]
    file.rmdir()
    file.write_text("stale")
    written.record(SOURCE, page(SIXTY), outcome("unchanged", 2, NOON + HOUR), ())
    assert file.read_text() == f"- {SIXTY}\n"


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "a/b/c", "a", "A/b", "a/b\n", "a/.b", "a/b\0"]
)
def test_no_name_leads_out_of_the_folder(written: SqliteArchive, tmp_path: Path, name: str) -> None:
    """A source whose id is no provider/document gets no file anywhere."""
    source = replace(SOURCE, id=name)
    with pytest.raises(ArchiveError, match="no provider/document"):
        written.record(source, page(THIRTY), replace(first(THIRTY), source=source), ())
    assert list(tmp_path.rglob("*.md")) == []


def test_no_link_leads_out_of_the_folder(written: SqliteArchive, folder: Path, tmp_path: Path) -> None:
    """A provider's folder that is a link to elsewhere is not followed."""
    (tmp_path / "elsewhere").mkdir()
    folder.mkdir()
    (folder / "northline").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="leads out of"):
        see_first(written)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_hostile_text_makes_a_readable_file(written: SqliteArchive, folder: Path) -> None:
    """Lone surrogates, which no file can hold, are replaced."""
    see_first(written, "Due \ud800 soon\x00.")
    assert (folder / "northline" / "messaging.md").read_bytes() == b"- Due ? soon\x00.\n"

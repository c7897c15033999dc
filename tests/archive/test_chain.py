"""The hash chain: what gets a link, what a link is, and that older archives get theirs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.archive.schema import STEPS
from monitor.errors import ArchiveError
from monitor.model import NotModified
from tests.archive.chained import HARBOR, filled, found, older
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    first,
    outcome,
    page,
    see_change,
    see_first,
)

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.archive import SqliteArchive


def links(path: Path) -> list[tuple[object, ...]]:
    """The chain, row by row."""
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT * FROM chain ORDER BY number").fetchall()


def sha256(values: list[str]) -> str:
    """The digest of a JSON array, as docs/archive.md describes it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_each_revision_and_each_other_new_page_gets_a_link(path: Path) -> None:
    """In the order of the checks, whatever came of them; a page that came again gets one only with a revision."""
    filled(path)
    told = [(row[0], row[2], row[7]) for row in links(path)]
    assert told == [
        (1, SOURCE.id, 1),
        (2, SOURCE.id, 2),
        (3, SOURCE.id, 0),
        (4, SOURCE.id, 3),
        (5, SOURCE.id, 0),
        (6, HARBOR.id, 1),
        (7, HARBOR.id, 2),
    ]


def test_a_check_that_brings_nothing_new_adds_no_link(archive: SqliteArchive) -> None:
    """Neither a page that is kept already, nor one that was not sent again."""
    see_first(archive)
    archive.record(SOURCE, page(THIRTY, NOON + HOUR), outcome("unchanged", 1, NOON + HOUR), ())
    archive.record(SOURCE, NotModified(NOON + 2 * HOUR), outcome("unchanged", 1, NOON + 2 * HOUR), ())
    assert len(links(archive.connections.path)) == 1


def test_a_link_is_the_digest_that_the_docs_describe(path: Path) -> None:
    """Anyone can compute it without this program."""
    filled(path)
    with closing(sqlite3.connect(path)) as conn:
        conn.row_factory = sqlite3.Row
        rows = conn.execute("SELECT * FROM chain ORDER BY number").fetchall()
        kept = conn.execute("SELECT key, digest, at FROM pages WHERE key = ?", (rows[1]["page"],)).fetchone()
        revision = conn.execute(
            "SELECT number, at, outcome, title, url, digest, page, quiet, remarks FROM revisions"
            " WHERE source = ? AND number = 2",
            (SOURCE.id,),
        ).fetchone()
        change = conn.execute("SELECT frame FROM changes WHERE source = ?", (SOURCE.id,)).fetchone()["frame"]
    values = [str(value) for value in (*kept, *revision)]
    assert rows[1]["record"] == sha256([*values, hashlib.sha256(change).hexdigest()])
    for before, row in zip(["", *(row["link"] for row in rows)], rows, strict=False):
        assert row["previous"] == before
        told = [str(row[name]) for name in ("previous", "source", "digest", "url", "at", "revision", "record")]
        assert row["link"] == sha256(told)


def test_a_history_that_was_imported_is_chained(archive: SqliteArchive) -> None:
    """Each of its revisions, as if it had been watched."""
    at = NOON + HOUR
    looks = [(page(THIRTY), first(THIRTY)), (page(SIXTY, at), changed(THIRTY, SIXTY, 2, at))]
    archive.record_history(SOURCE, looks, (), None)
    assert [row[7] for row in links(archive.connections.path)] == [1, 2]
    assert found(archive.connections.path) == []


def test_a_record_that_is_undone_leaves_no_link(archive: SqliteArchive) -> None:
    """The link stands in the transaction of its check."""
    see_first(archive)
    conn = archive.connections.get()
    conn.set_authorizer(
        lambda action, name, *_: (
            sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_INSERT, "notices") else sqlite3.SQLITE_OK
        )
    )
    with pytest.raises(ArchiveError):
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    conn.set_authorizer(None)
    assert len(links(archive.connections.path)) == 1


@pytest.mark.parametrize("step", STEPS[1:])
def test_an_archive_of_every_earlier_release_gets_the_chain_it_would_have_had(path: Path, step: str) -> None:
    """It is brought forward when it is opened, loses nothing, and is whole."""
    current = filled(path.with_name("current.db"))
    older(path, current, step)
    with open_archive(path, reader=LINES, create=False) as archive:
        assert archive.past(SOURCE, NOON).revision == 3
        assert archive.owed_count() == 2
    assert links(path) == links(current)
    assert found(path) == []


def test_an_older_archive_that_is_damaged_can_still_be_opened(path: Path) -> None:
    """What is gone gets no link, and `verify` names it."""
    older(path, filled(path.with_name("current.db")), "0007_chain")
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("DELETE FROM pages WHERE digest = ?", (page(SIXTY).digest,))
    with open_archive(path, reader=LINES, create=False) as archive:
        assert archive.past(SOURCE, NOON).revision == 3
    missing = "revisions northline/messaging@2: what it needs of pages is missing"
    assert any(line.startswith(missing) for line in found(path))

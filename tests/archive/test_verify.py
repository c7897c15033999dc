"""What `verify` finds: any byte altered and any row missing in what was recorded, and nothing in a sound archive."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive import open_archive
from monitor.archive.blobs import Packed, pack, seal
from monitor.archive.chain import link_of
from monitor.archive.integrity import damages, tally
from monitor.archive.opening import looking
from tests.archive.chained import HARBOR, alter, fill, filled, found, tampering, undone
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, page, see_change, see_first

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDED = ("bodies", "pages", "parts", "revisions", "changes", "chain")
"""The tables of which every byte and every row counts."""

MOVING = {
    "checks": {"error", "held"},
    "standings": {
        "last_success",
        "last_change",
        "failures",
        "failure",
        "held",
        "retry_at",
        "page_at",
        "validators",
        "snapshot",
        "host",
    },
}
"""Tables that lean on the recorded ones, with the columns for which docs/archive.md says that no one keeps a digest."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed archive with some of everything; whoever alters it puts it back."""
    return filled(tmp_path_factory.mktemp("sound") / "archive.db")


@pytest.fixture(scope="module")
def conn(sound: Path) -> Iterator[sqlite3.Connection]:
    """A connection that alters it."""
    with tampering(sound) as opened:
        yield opened


def cells(conn: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    """Every value of a table that is not null, by row and column."""
    cursor = conn.execute(f"SELECT rowid, * FROM {table}")  # noqa: S608 - a name written here
    names = [column[0] for column in cursor.description][1:]
    rows = [tuple(row) for row in cursor.fetchall()]
    return [(row[0], name) for row in rows for name, value in zip(names, row[1:], strict=True) if value is not None]


def flipped(value: object, at: int) -> object:
    """A value with one bit of one byte turned around."""
    if isinstance(value, int):
        return value ^ 1
    data = bytearray(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape"))
    if not data:
        return "x"
    data[at % len(data)] ^= 1
    return bytes(data) if isinstance(value, bytes) else data.decode("utf-8", "surrogateescape")


def flip(conn: sqlite3.Connection, table: str, place: int, column: str, at: int) -> None:
    """Alter one byte of one value."""
    value = conn.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (place,)).fetchone()[0]  # noqa: S608 - names
    conn.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (flipped(value, at), place))  # noqa: S608 - names


def test_a_sound_archive_is_whole(sound: Path) -> None:
    """Nothing is found, and the tally says what there is."""
    assert found(sound) == []
    with looking(sound) as conn:
        held = tally(conn)
    assert (held.sources, held.revisions, held.pages, held.links, held.thinned) == (2, 5, 5, 7, 0)
    assert len(held.last_link) == 64


@pytest.mark.parametrize("table", RECORDED)
def test_one_altered_byte_in_any_value_is_found(conn: sqlite3.Connection, table: str) -> None:
    """In every row and every column of what was recorded."""
    for place, column in cells(conn, table):
        with undone(conn), suppress(sqlite3.IntegrityError):  # a key that another row has
            flip(conn, table, place, column, 7)
            assert next(damages(conn), None), (place, column)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_byte_of_what_is_packed_counts(conn: sqlite3.Connection, data: st.DataObject) -> None:
    """Also those that unpacking takes no notice of."""
    table = data.draw(st.sampled_from(("bodies", "changes")))
    sizes = dict(conn.execute(f"SELECT rowid, length(frame) FROM {table}").fetchall())  # noqa: S608 - a name
    place = data.draw(st.sampled_from(sorted(sizes)))
    with undone(conn):
        flip(conn, table, place, "frame", data.draw(st.integers(0, sizes[place] - 1)))
        assert any(str(damage).startswith((table, "revisions")) for damage in damages(conn))


@pytest.mark.parametrize("table", [*MOVING])
def test_what_moves_on_is_held_against_what_was_recorded(conn: sqlite3.Connection, table: str) -> None:
    """A source that stands elsewhere is found, and a check of another time, revision or outcome than the chain's."""
    for place, column in cells(conn, table):
        revising = (
            table == "standings"
            or conn.execute(
                "SELECT 1 FROM checks JOIN chain USING (source, at) WHERE chain.revision AND checks.id = ?", (place,)
            ).fetchone()
        )
        if column in MOVING[table] or not revising:
            continue
        with undone(conn), suppress(sqlite3.IntegrityError):
            flip(conn, table, place, column, 7)
            assert next(damages(conn), None), (place, column)


@pytest.mark.parametrize("table", [*RECORDED, *MOVING])
def test_one_missing_row_is_found_wherever_it_was(conn: sqlite3.Connection, table: str) -> None:
    """The first, the last and every one between, with nothing else altered."""
    for (place,) in conn.execute(f"SELECT rowid FROM {table}").fetchall():  # noqa: S608 - a name written here
        with undone(conn):
            conn.execute(f"DELETE FROM {table} WHERE rowid = ?", (place,))  # noqa: S608 - the same
            assert next(damages(conn), None), place


def test_a_last_revision_that_was_taken_out_with_its_link_is_missed(conn: sqlite3.Connection) -> None:
    """The end of the chain may be cut off; where the source stands, and that it was checked, tells."""
    with undone(conn):
        for table, column in (("revisions", "number"), ("changes", "revision"), ("chain", "revision")):
            conn.execute(f"DELETE FROM {table} WHERE source = ? AND {column} = 2", (HARBOR.id,))  # noqa: S608 - names
        lines = [str(damage) for damage in damages(conn)]
    assert any(line.startswith("revisions harbor/cloud@2: missing: the source stands at revision 2") for line in lines)


def test_a_revision_that_was_taken_out_with_all_that_tells_of_it_leaves_a_gap(conn: sqlite3.Connection) -> None:
    """Whatever else was made to fit."""
    with undone(conn):
        for table, column in (("revisions", "number"), ("changes", "revision"), ("chain", "revision")):
            conn.execute(f"DELETE FROM {table} WHERE source = ? AND {column} = 2", (SOURCE.id,))  # noqa: S608 - names
        lines = [str(damage) for damage in damages(conn)]
    assert "revisions northline/messaging@2: missing before revision 3; restore a backup" in lines


def forge(conn: sqlite3.Connection, number: int, digest: str) -> None:
    """Make a last link that fits its row and the one before it."""
    last = dict(conn.execute("SELECT * FROM chain ORDER BY number DESC LIMIT 1").fetchone())
    if number == last["number"]:
        conn.execute("DELETE FROM chain WHERE number = ?", (number,))
    else:
        last["previous"] = last["link"]
    row = {**last, "number": number, "digest": digest}
    row["link"] = link_of(row[name] for name in ("previous", "source", "digest", "url", "at", "revision", "record"))
    columns = ", ".join(row)
    conn.execute(f"INSERT INTO chain ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))  # noqa: S608 - own


def test_a_forged_last_link_does_not_agree_with_its_page(conn: sqlite3.Connection) -> None:
    """Nothing comes after it that would tell."""
    with undone(conn):
        forge(conn, 7, "0" * 64)
        assert [str(damage).partition(" (")[0] for damage in damages(conn)] == ["chain 7"]


def test_a_revision_with_two_links_is_named(conn: sqlite3.Connection) -> None:
    """Also where the second one fits in every way."""
    with undone(conn):
        forge(conn, 8, conn.execute("SELECT digest FROM chain WHERE number = 7").fetchone()[0])
        assert [str(damage) for damage in damages(conn)] == [
            "revisions harbor/cloud@2: has more than one link in the chain; restore a backup"
        ]


def test_what_sqlite_finds_in_the_file_comes_first(tmp_path: Path) -> None:
    """A page of the file that holds nothing sensible any more, and what can still be read beside it."""
    path = filled(tmp_path / "archive.db")
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    lines = found(path)
    assert lines[0].startswith("archive, file: cannot be read to the end (database disk image is malformed)")
    assert all(line.endswith("; restore a backup") for line in lines)


def test_pages_of_the_file_that_belong_to_nothing_are_found(tmp_path: Path) -> None:
    """What only SQLite itself can see."""
    path = filled(tmp_path / "archive.db")
    with tampering(path) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("DELETE FROM sqlite_master WHERE name = 'checks_by_source'")
    assert {line.partition(": ")[0] for line in found(path)} == {"archive"}


def test_each_fault_names_row_and_revision_and_says_what_to_do(tmp_path: Path) -> None:
    """Gravest first: lost bytes, then pages, revisions and the chain."""
    path = filled(tmp_path / "archive.db")
    body = page(SIXTY).digest
    alter(path, "UPDATE bodies SET frame = x'00' WHERE digest = ?", body)
    alter(path, "UPDATE revisions SET title = 'Other Terms' WHERE number = 3")
    alter(path, "DELETE FROM changes WHERE revision = 2 AND source = ?", HARBOR.id)
    alter(path, "DELETE FROM chain WHERE number = 3")
    altered, link, title, change, page_ = found(path)
    assert altered.startswith(f"bodies {body} (northline/messaging@2): its stored bytes")
    assert altered.endswith("; restore a backup")
    assert link.startswith("chain 3: missing before link 4, northline/messaging@3")
    assert title.startswith("revisions northline/messaging@3: its row")
    assert change.startswith("revisions harbor/cloud@2: its row was altered, or its row in changes is missing")
    assert page_.startswith("pages ")
    assert page_.endswith("has no link in the chain; restore a backup")


def test_an_exchanged_body_is_found_though_all_its_sums_are_right(tmp_path: Path) -> None:
    """The SHA-256 by which a body is known is that of its bytes."""
    path = filled(tmp_path / "archive.db")
    other = pack(b"Payment is due in 5 days.")
    values = (other.size, other.frame, seal(None, 0, other), page(THIRTY).digest)
    alter(path, "UPDATE bodies SET size = ?, frame = ?, seal = ? WHERE digest = ?", *values)
    assert "are not those that were recorded" in found(path)[0]


def test_bodies_kept_against_one_another_are_found(tmp_path: Path) -> None:
    """Two that need each other can never be unpacked, and never hold the search up."""
    path = tmp_path / "archive.db"
    texts = [f"{THIRTY}\n{'A clause that stays as it is. ' * 20}{n}" for n in range(3)]
    with open_archive(path, reader=LINES) as archive:
        see_first(archive, texts[0])
        for number, (old, new) in enumerate(zip(texts, islice(texts, 1, None), strict=False), 2):
            see_change(archive, old, new, number, NOON + number * HOUR)
    first, second, _ = (page(text).digest for text in texts)
    alter(path, "UPDATE bodies SET base = ? WHERE digest = ?", second, first)
    assert any(line.startswith(f"bodies {first}") for line in found(path))


def test_an_altered_chain_is_found_though_each_link_fits_its_row(tmp_path: Path) -> None:
    """Who makes one link anew has the next one against them."""
    path = filled(tmp_path / "archive.db")
    alter(path, "UPDATE chain SET link = ? WHERE number = 4", "0" * 64)
    assert {line.split(":")[0].split(" (")[0] for line in found(path)} == {"chain 4", "chain 5"}


def test_it_looks_at_one_moment_while_others_write(tmp_path: Path) -> None:
    """What is recorded meanwhile is neither seen in part nor kept from being recorded."""
    path = tmp_path / "archive.db"
    with open_archive(path, reader=LINES) as archive:
        fill(archive)
        with looking(path) as conn:
            going = damages(conn)
            writer = threading.Thread(
                target=see_change, args=(archive, THIRTY, SIXTY, 4, NOON + 9 * HOUR, "legal"), daemon=True
            )
            writer.start()
            writer.join(10)
            assert list(going) == []
            assert tally(conn).revisions == 5
        assert found(path) == []
        assert len(archive.revisions(SOURCE.id)) == 4


def test_hostile_names_in_altered_rows_break_nothing(tmp_path: Path) -> None:
    """Bytes that are no text, and values of another type, end in a line."""
    path = filled(tmp_path / "archive.db")
    alter(path, "UPDATE revisions SET title = CAST(x'fffe41' AS TEXT), url = x'ff', digest = 7 WHERE number = 1")
    alter(path, "UPDATE bodies SET size = 'many', frame = 7 WHERE rowid = 1")
    assert found(path)


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    """A few bytes with a forged size do not become gigabytes."""
    path = filled(tmp_path / "archive.db")
    bomb = pack(bytes(50_000_000))
    forged = Packed(10, bomb.frame)
    alter(path, "UPDATE bodies SET frame = ?, size = 10, seal = ? WHERE rowid = 1", bomb.frame, seal(None, 0, forged))
    assert any("size is wrong" in line for line in found(path))

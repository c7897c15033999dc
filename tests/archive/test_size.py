"""What the archive takes to keep pages and readings, and that all of it comes back."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive.blobs import KEYFRAME_EVERY, keep_body, load_body, pack, unpack
from monitor.archive.migrations import migrate
from tests.archive.made_up import (
    HOUR,
    NOON,
    SOURCE,
    THIRTY,
    outcome,
    page,
    see_change,
    see_first,
    terms_of,
)

if TYPE_CHECKING:
    from monitor.archive import SqliteArchive


def count(conn: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name written here


def test_thirty_nearly_equal_pages_take_little_room(archive: SqliteArchive) -> None:
    """Thirty pages of 40 KB that differ in a line each take under a twentieth of their size, and all come back."""
    dice = random.Random(7)  # noqa: S311 - made-up words
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(2, 9))) for _ in range(2000)]
    lines = [" ".join(dice.choices(words, k=20)) for _ in range(320)]
    texts = []
    for number in range(30):
        lines[dice.randrange(len(lines))] = f"Amended {number} times."
        texts.append("\n".join(lines))
    see_first(archive, texts[0])
    for number, (old, new) in enumerate(pairwise(texts), 2):
        see_change(archive, old, new, number, NOON + number * HOUR)
    conn = archive.connections.get()
    sums = "SELECT sum(size), sum(length(frame)) FROM bodies WHERE digest IN"
    raw, kept = conn.execute(f"{sums} (SELECT body FROM parts)").fetchone()  # noqa: S608 - written here
    raw_readings, kept_readings = conn.execute(f"{sums} (SELECT body FROM readings)").fetchone()  # noqa: S608 - the same
    assert raw == sum(len(text.encode()) for text in texts) > 30 * 35_000
    assert kept < 0.05 * raw
    assert kept_readings < 0.05 * raw_readings
    conn.execute("DELETE FROM readings")
    assert [archive.terms(SOURCE, number) for number in range(1, 31)] == [terms_of(text) for text in texts]


def test_a_page_of_megabytes_is_kept_against_its_forerunner() -> None:
    """What is equal is found over the whole length of a large page."""
    noise = random.Random(3).randbytes(6_000_000)  # noqa: S311 - made-up bytes
    changed = noise[:3_000_000] + b"Amended." + noise[3_000_000:]
    packed = len(pack(changed, noise).frame)  # a name of its own: pytest would print megabytes
    assert packed < 1000


def test_what_was_read_takes_little_room(archive: SqliteArchive) -> None:
    """A page whose bytes differ at every visit but read alike adds no reading's bytes."""
    see_first(archive)
    for number in range(1, 10):
        at = NOON + number * HOUR
        archive.record(SOURCE, page(THIRTY + "\n" * number, at), outcome("unchanged", 1, at), ())
        assert archive.past(SOURCE, at).terms == terms_of(THIRTY)
    conn = archive.connections.get()
    assert (count(conn, "readings"), count(conn, "bodies")) == (10, 10 + 1)


@settings(deadline=None)  # how fast it is depends on who else is at work
@given(data=st.binary(max_size=3000), base=st.binary(max_size=3000))
def test_any_bytes_come_back_from_a_frame(data: bytes, base: bytes) -> None:
    """Packing loses nothing, with any bytes as dictionary."""
    assert unpack(pack(data, base), "page", base) == data


@settings(deadline=None)  # the same
@given(bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=2 * KEYFRAME_EVERY + 2))
def test_any_row_of_bodies_comes_back(bodies: list[bytes]) -> None:
    """Each body kept against the one before is read back as it was, in chains that stay short."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        conn.row_factory = sqlite3.Row
        migrate(conn, Path("archive.db"))
        digests = [hashlib.sha256(body).hexdigest() for body in bodies]
        for digest, body, forerunner in zip(digests, bodies, [None, *digests], strict=False):
            keep_body(conn, digest, body, forerunner)
        for digest, body in zip(digests, bodies, strict=True):
            assert load_body(conn, digest, "page") == body
        assert conn.execute("SELECT max(depth) FROM bodies").fetchone()[0] < KEYFRAME_EVERY

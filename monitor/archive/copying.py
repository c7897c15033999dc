"""An archive moved whole, from a file to a database or the other way, as it stood at one moment.

Rows are copied as they are, numbers and digests included, so that the hash chain and its last link are the same.
What can be made again from them, the catalogue, is left behind. All is written in one transaction, and read again
before that ends: what was copied is there unaltered, or nothing is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from monitor.archive.integrity import tally
from monitor.archive.rows import RawText
from monitor.errors import ArchiveDamaged, ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from monitor.archive.damage import Damage
    from monitor.archive.ends import End
    from monitor.archive.integrity import Tally
    from monitor.archive.sql import Connection, Row, Value

Heard: TypeAlias = "Callable[[int, int], None]"
"""Hears how many rows are done, out of how many; each is written, and then read again."""

BATCH = 500
"""Rows at a time."""

BATCH_OF_BYTES = 25
"""The same, of tables whose rows hold bytes: those of a long PDF take some MB."""

_PRINT = 16  # bytes of the digest of a row
_WHOLE = 1 << (8 * _PRINT)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the record: its primary key, and the columns that hold bytes and no text.

    Rows come in waves, lowest first, so that none comes before one that it leans on; `wave` gives the number of a
    row's. With `placed` also a row's place among those of its time is kept, its `rowid`.
    """

    name: str
    key: tuple[str, ...]
    blobs: tuple[str, ...] = ()
    wave: str = "0"
    placed: bool = False


TABLES = (
    Table("bodies", ("digest",), blobs=("frame",), wave="depth", placed=True),
    Table("pages", ("key",)),
    Table("parts", ("page", "ordinal")),
    Table("checks", ("id",)),
    Table("revisions", ("source", "number")),
    Table("changes", ("source", "revision"), blobs=("frame",)),
    Table("texts", ("source", "digest")),
    Table("readings", ("id",)),
    Table("standings", ("source",)),
    Table("memories", ("source",)),
    Table("lines", ("source",), blobs=("packed",)),
    Table("learned", ("host", "reader", "kind", "mark", "source")),
    Table("imports", ("document", "revision")),
    Table("robots", ("site",)),
    # a gathered notice leans on its digest, which is younger
    Table("notices", ("id",), wave="CASE WHEN digest IS NULL THEN 0 ELSE 1 END", placed=True),
    Table("chain", ("number",)),
    Table("log", ("number",)),
    Table("links", ("source",)),
    Table("link_hosts", ("host", "source")),
)
"""What is copied, in this order: no table leans on a later one."""

CATALOGUE = ("catalogued", "briefs", "days", "clauses", "clause_words")
"""What is not: it is made again from the revisions by whoever needs it first."""


@dataclass(slots=True)
class Print:
    """What rows come to, in whatever order they are: their number, and the sum of their digests."""

    rows: int = 0
    total: int = 0

    def take(self, rows: Iterable[Sequence[Value]]) -> None:
        """Take in rows."""
        for row in rows:
            self.rows += 1
            self.total = (self.total + int.from_bytes(_digest(row))) % _WHOLE


@dataclass(slots=True)
class _Progress:
    heard: Heard
    of: int
    done: int = 0

    def advance(self, rows: int) -> None:
        self.done += rows
        self.heard(self.done, self.of)


def copy_archive(source: End, target: End, heard: Heard) -> Tally:
    """Copy all that is recorded; what the copy holds.

    Raises `ArchiveError`, and has then written nothing: the target holds something, or one of the two cannot be
    used; `ArchiveDamaged` where the archive is not whole, or its copy is not the same.
    """
    with source.viewing() as old, target.filling() as new:
        _refuse_unless_empty(new, target.name)
        progress = _Progress(heard, 2 * sum(_count(old, table) for table in TABLES))
        prints = {table.name: _copied(table, old, new, progress) for table in TABLES}
        target.filled(new)
        _compare(prints, new, target.name, progress)
        _refuse_damaged(source.name, source.damages(old) if source.is_file else target.damages(new))
        held = tally(new)
        if held != tally(old):
            raise ArchiveDamaged(target.name, "what was written is not what was read; nothing was kept, try again")
    return held


def _refuse_unless_empty(conn: Connection, name: str) -> None:
    if any(conn.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone() for table in TABLES):  # noqa: S608 - own words
        raise ArchiveError(name, "holds an archive already; give a place that is empty, nothing was changed there")


def _count(conn: Connection, table: Table) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608 - own words


def _copied(table: Table, old: Connection, new: Connection, progress: _Progress) -> Print:
    """Copy one table; what its rows come to."""
    read = Print()
    columns = _columns(table, old)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - own words
    for rows in _batches(table, columns, old):
        new.executemany(insert, rows)
        read.take(rows)
        progress.advance(len(rows))
    return read


def _compare(prints: dict[str, Print], new: Connection, name: str, progress: _Progress) -> None:
    """Read all again. Raises `ArchiveDamaged` where a table is not what was read of it."""
    for table in TABLES:
        written = Print()
        for rows in _batches(table, _columns(table, new), new):
            written.take(rows)
            progress.advance(len(rows))
        if written != prints[table.name]:
            what = f"its {table.name} are not those that were read; nothing was kept, look after its disk and try again"
            raise ArchiveDamaged(name, what)


def _refuse_damaged(name: str, damages: Iterator[Damage]) -> None:
    """Raise where something is wrong with either end: both hold the same, so that one is looked over for both."""
    for damage in damages:
        message = f"is not whole, so that no copy was kept ({damage}); `clausewatch verify` lists what is wrong"
        raise ArchiveDamaged(name, message)


def _columns(table: Table, conn: Connection) -> tuple[str, ...]:
    """The columns of a table in the order of their names, which is the same everywhere; of an empty one, its key."""
    row = conn.execute(f"SELECT * FROM {table.name} LIMIT 1").fetchone()  # noqa: S608 - own words
    named = {*(row.keys() if row else table.key)}
    return tuple(sorted({*named, "rowid"} if table.placed else named))


def _batches(table: Table, columns: tuple[str, ...], conn: Connection) -> Iterator[list[tuple[Value, ...]]]:
    """The rows of a table, wave by wave and within one in the order of their keys, so many at a time."""
    waves = conn.execute(f"SELECT DISTINCT {table.wave} AS wave FROM {table.name} ORDER BY 1").fetchall()  # noqa: S608 - own words
    key = ", ".join(table.key)
    chosen = f"SELECT {', '.join(columns)} FROM {table.name} WHERE {table.wave} = ?"  # noqa: S608 - own words
    most = BATCH_OF_BYTES if table.blobs else BATCH
    behind = f" AND ({key}) > ({', '.join('?' * len(table.key))})"
    for wave in waves:
        last: tuple[Value, ...] = ()
        while True:
            found = f"{chosen}{behind if last else ''} ORDER BY {key} LIMIT {most}"
            rows = conn.execute(found, (wave["wave"], *last)).fetchall()
            if not rows:
                break
            yield [_as_they_are(table, columns, row) for row in rows]
            last = tuple(_as_it_is(table, name, rows[-1][name]) for name in table.key)


def _as_they_are(table: Table, columns: tuple[str, ...], row: Row) -> tuple[Value, ...]:
    return tuple(_as_it_is(table, name, row[name]) for name in columns)


def _as_it_is(table: Table, column: str, value: Value) -> Value:
    """A value as both kinds take it: a file does not tell a text that is no UTF-8 from bytes."""
    return RawText(value) if isinstance(value, bytes) and column not in table.blobs else value


def _digest(row: Sequence[Value]) -> bytes:
    digest = hashlib.blake2b(digest_size=_PRINT)
    for value in row:
        kind, data = _written(value)
        digest.update(b"%c%d:" % (kind, len(data)))
        digest.update(data)
    return digest.digest()


def _written(value: Value) -> tuple[bytes, bytes]:
    """A value as bytes, behind a letter for what it is."""
    if value is None:
        return b"n", b""
    if isinstance(value, bytes):
        return b"b", value
    return (b"t", value.encode()) if isinstance(value, str) else (b"i", str(value).encode())

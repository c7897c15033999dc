"""Which version of a recorded history became which checks, and what is printed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.archive.rows import text_in, text_out, time_in
from monitor.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.archive.sql import Connection
    from monitor.model import OutcomeKind


@dataclass(frozen=True, slots=True)
class Imported:
    """A version of a recorded document, and what was made of it.

    `document` is its path and `revision` the commit that brought it, which is the
    `ordinal`-th of the history. `at` is when it was looked at first and `looked` when
    last; up to `until` no further look would have found anything else.
    """

    document: str
    revision: str
    ordinal: int
    source: str
    at: datetime
    looked: datetime
    until: datetime
    outcome: OutcomeKind
    alert: bool


def imported_from(conn: Connection, document: str | None) -> Iterator[Imported]:
    """The versions that were imported, of one document or of all, in time order."""
    chosen, values = ("", ()) if document is None else (" WHERE document = ?", (text_in(document),))
    query = f"SELECT * FROM imports{chosen} ORDER BY at, ordinal, document"  # noqa: S608 - own words
    for row in conn.execute(query, values):
        yield Imported(
            text_out(row["document"]),
            row["revision"],
            row["ordinal"],
            row["source"],
            datetime.fromisoformat(row["at"]),
            datetime.fromisoformat(row["looked"]),
            datetime.fromisoformat(row["until"]),
            row["outcome"],
            bool(row["alert"]),
        )


def keep_imported(conn: Connection, rows: Iterable[Imported]) -> None:
    """Keep what is printed of versions; of one that was imported before, what is printed of it now."""
    conn.executemany(
        "INSERT INTO imports (document, revision, ordinal, source, at, looked, until, outcome, alert)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (document, revision) DO UPDATE SET ordinal = excluded.ordinal,"
        " source = excluded.source, at = excluded.at, looked = excluded.looked, until = excluded.until,"
        " outcome = excluded.outcome, alert = excluded.alert",
        [
            (
                text_in(row.document),
                row.revision,
                row.ordinal,
                row.source,
                time_in(row.at),
                time_in(row.looked),
                time_in(row.until),
                row.outcome,
                int(row.alert),
            )
            for row in rows
        ],
    )


def refuse_late(source: str, last: datetime | None, expected: datetime | None) -> None:
    """Refuse looks that were made of a source as it was, where it was checked since. Raises `ArchiveError`."""
    if last != expected:
        raise ArchiveError(source, "was checked by another process meanwhile; nothing was changed, run it again")

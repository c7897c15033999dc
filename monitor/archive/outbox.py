"""Notices on their way: owed until their channel takes them, put off after a failed try, parked when given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.archive.blobs import Packed, from_json_bytes, unpack
from monitor.archive.rows import notice_row, owed_from, text_in, text_out, time_in, time_out
from monitor.errors import ArchiveDamaged, ArchiveError
from monitor.wire import diff_from

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from monitor.model import Comparison, Notice, Owed


def add_notices(conn: sqlite3.Connection, notices: Iterable[Notice]) -> None:
    """Owe these notices; one that is known by its id already is left as it is."""
    conn.executemany(
        "INSERT INTO notices (id, type, at, subscriber, source, title, url, revision, outcome, earlier, change,"
        " remarks, message, link) VALUES (:id, :type, :at, :subscriber, :source, :title, :url, :revision,"
        " :outcome, :earlier, :change, :remarks, :message, :link)"
        " ON CONFLICT (id) DO NOTHING",
        [notice_row(notice) for notice in notices],
    )


def owed_notices(conn: sqlite3.Connection, now: datetime) -> list[Owed]:
    """What may be sent now, oldest first."""
    return _with_comparisons(
        conn,
        conn.execute(
            "SELECT * FROM notices WHERE state = 'owed' AND (not_before IS NULL OR not_before <= ?) ORDER BY at, rowid",
            (time_in(now),),
        ).fetchall(),
    )


def parked_notices(conn: sqlite3.Connection) -> list[Owed]:
    """What was given up, oldest first."""
    return _with_comparisons(
        conn, conn.execute("SELECT * FROM notices WHERE state = 'parked' ORDER BY at, rowid").fetchall()
    )


def count_owed(conn: sqlite3.Connection) -> int:
    """How many notices wait, put off or not."""
    return int(conn.execute("SELECT count(*) FROM notices WHERE state = 'owed'").fetchone()[0])


def delivery_waits(conn: sqlite3.Connection, since: datetime) -> list[float]:
    """Seconds from seen to told, shortest first; a text that was filed with a date of long ago waited for nobody."""
    rows = conn.execute(
        "SELECT at, delivered_at FROM notices WHERE delivered_at >= :since AND at >= :since", {"since": time_in(since)}
    ).fetchall()
    times = ((time_out(row["at"]), time_out(row["delivered_at"])) for row in rows)
    return sorted((told - seen).total_seconds() for seen, told in times if seen and told)


def told_of(conn: sqlite3.Connection, source: str) -> dict[int, frozenset[str]]:
    """Which subscribers have a notice of each revision of a source."""
    told: dict[int, set[str]] = {}
    for row in conn.execute(
        "SELECT change, subscriber FROM notices WHERE source = ? AND change IS NOT NULL", (source,)
    ):
        told.setdefault(row["change"], set()).add(text_out(row["subscriber"]))
    return {revision: frozenset(names) for revision, names in told.items()}


def mark_delivered(conn: sqlite3.Connection, notice: str, at: datetime) -> None:
    """Its channel took it at `at`."""
    _refuse_unknown(conn, notice)
    conn.execute(
        "UPDATE notices SET state = 'delivered', delivered_at = :at, attempts = attempts + 1,"
        " first_tried = coalesce(first_tried, :at), not_before = NULL, error = NULL"
        " WHERE id = :id AND state <> 'delivered'",
        {"id": notice, "at": time_in(at)},
    )


def mark_put_off(conn: sqlite3.Connection, notice: str, at: datetime, until: datetime, error: str) -> None:
    """Its channel did not take it at `at`; what another process delivered meanwhile stays delivered."""
    _refuse_unknown(conn, notice)
    conn.execute(
        "UPDATE notices SET state = 'owed', attempts = attempts + 1, first_tried = coalesce(first_tried, :at),"
        " not_before = :until, error = :error WHERE id = :id AND state <> 'delivered'",
        {"id": notice, "at": time_in(at), "until": time_in(until), "error": text_in(error)},
    )


def mark_parked(conn: sqlite3.Connection, notice: str, at: datetime, error: str) -> None:
    """It was tried at `at` for the last time."""
    _refuse_unknown(conn, notice)
    conn.execute(
        "UPDATE notices SET state = 'parked', attempts = attempts + 1, first_tried = coalesce(first_tried, :at),"
        " not_before = NULL, error = :error WHERE id = :id AND state <> 'delivered'",
        {"id": notice, "at": time_in(at), "error": text_in(error)},
    )


def change(conn: sqlite3.Connection, source: str, revision: int) -> Comparison | None:
    """How a revision differs from the one before, where there is one."""
    row = conn.execute(
        "SELECT size, frame FROM changes WHERE source = ? AND revision = ?", (source, revision)
    ).fetchone()
    if row is None:
        return None
    return diff_from(from_json_bytes(unpack(Packed(row["size"], row["frame"]), f"change {source}@{revision}")))


def _with_comparisons(conn: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Owed]:
    """Each notice with what it tells; the notices of one revision share one comparison."""
    told = {(row["source"], row["change"]) for row in rows if row["change"] is not None}
    comparisons = {key: _change_told(conn, *key) for key in told}
    return [owed_from(row, comparisons.get((row["source"], row["change"]))) for row in rows]


def _change_told(conn: sqlite3.Connection, source: str, revision: int) -> Comparison:
    comparison = change(conn, source, revision)
    if comparison is None:
        raise ArchiveDamaged(f"change {source}@{revision}", "is missing though notices tell of it; restore a backup")
    return comparison


def _refuse_unknown(conn: sqlite3.Connection, notice: str) -> None:
    if conn.execute("SELECT 1 FROM notices WHERE id = ?", (notice,)).fetchone() is None:
        raise ArchiveError(f"notice {notice}", "is not in the archive; nothing was changed")

"""Notices on their way: owed until their channel takes them, put off after a failed try, parked when given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.archive.blobs import Packed, from_json_bytes, unpack
from monitor.archive.owner import has_ended, this_process
from monitor.archive.protocol import LONGEST_CLAIM, LONGEST_WAIT
from monitor.archive.rows import notice_row, owed_from, text_in, text_out, time_in, time_out
from monitor.errors import ArchiveDamaged, ArchiveError
from monitor.model import Backlog, GivenUp, Waiting
from monitor.wire import diff_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.archive.sql import Connection, Connections, Row
    from monitor.model import Comparison, Notice, Owed

_UNCLAIMED = "(claimed_until IS NULL OR claimed_until NOT BETWEEN :soon AND :claim)"
_SENDABLE = f"state = 'owed' AND (not_before IS NULL OR not_before NOT BETWEEN :soon AND :wait) AND {_UNCLAIMED}"
_BY_AGE = "at, rowid"
_OLDEST = f"ORDER BY {_BY_AGE}"


class StoredOutbox:
    """An `Outbox` in an archive's database."""

    _connections: Connections
    _unlocked = ""
    """How a statement asks for rows that nobody else is just changing, where several may write at once."""

    def owe(self, notice: Notice) -> None:
        """Owe a notice that no check gave; one that is known by its id already is left as it is."""
        with self._connections.writing() as conn:
            add_notices(conn, [notice])

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """The notices that may be sent now, the least tried and oldest first: owed, not put off, claimed by nobody."""
        return self._waiting(_SENDABLE, now, f"ORDER BY attempts, not_before, {_BY_AGE}")

    def owed(self, now: datetime) -> Sequence[Owed]:
        """As `waiting`, each with all that it tells: for whoever looks at them, not for sending."""
        return self._whole(_SENDABLE, now)

    def claim(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        """Take a notice to send it, so that no other process does before `until`; None where it is not to be had."""
        return self._claimed(_SENDABLE, notice, now, until)

    def forget_claims(self) -> None:
        """Let go of the claims of processes that have ended, as far as that can be told."""
        with self._connections.writing() as conn:
            held = conn.execute("SELECT DISTINCT claimed_by FROM notices WHERE claimed_until IS NOT NULL").fetchall()
            ended = [(by,) for (by,) in held if by and has_ended(text_out(by))]
            conn.executemany("UPDATE notices SET claimed_until = NULL WHERE claimed_by = ?", ended)

    def owed_count(self) -> int:
        """How many notices wait to be delivered, those put off included, parked ones and those for digests not."""
        return self._count("owed")

    def waits(self, since: datetime) -> Sequence[float]:
        """Seconds from seen to told of every notice delivered since then, shortest first."""
        with self._connections.reading() as conn:
            return delivery_waits(conn, since)

    def waiting_parked(self) -> Sequence[Waiting]:
        """The notices that were given up; least tried first, so that one that fails again stands before no other."""
        return self._waiting("state = 'parked'", order=f"ORDER BY attempts, {_BY_AGE}")

    def parked(self) -> Sequence[Owed]:
        """As `waiting_parked`, each with all that it tells."""
        return self._whole("state = 'parked'")

    def backlog(self) -> Backlog:
        """Since when what is owed waits, what waits for digests, and what was given up and why."""
        with self._connections.reading() as conn:
            oldest = conn.execute("SELECT min(at) FROM notices WHERE state = 'owed'").fetchone()[0]
            waiting = conn.execute("SELECT count(*) FROM notices WHERE state = 'waiting'").fetchone()[0]
            parked = conn.execute(
                "SELECT subscriber, error, count(*) AS notices, min(at) AS since FROM notices WHERE state = 'parked'"
                " GROUP BY subscriber, error ORDER BY since, subscriber"
            ).fetchall()
        return Backlog(time_out(oldest), int(waiting), tuple(_given_up(row) for row in parked))

    def claim_parked(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        """As `claim`, for one that was given up."""
        return self._claimed(f"state = 'parked' AND {_UNCLAIMED}", notice, now, until)

    def delivered(self, notice: str, at: datetime) -> None:
        """Remember that a notice was taken by its channel."""
        self._tried(notice, "delivered", {"at": time_in(at), "delivered": time_in(at)})

    def put_off(self, notice: str, at: datetime, until: datetime, error: str) -> None:
        """Remember that a notice was not taken at `at`, why, and not to try before `until`."""
        self._tried(notice, "owed", {"at": time_in(at), "until": time_in(until), "error": text_in(error)})

    def put_off_behind(self, tried: Owed, at: datetime, until: datetime, error: str) -> int:
        """Put off all else that may be sent to the subscriber of one that was not taken, as tried as that is."""
        values = {
            "subscriber": text_in(tried.notice.subscriber),
            "attempts": tried.attempts + 1,
            "until": time_in(until),
            "error": text_in(error),
            **_now(at),
        }
        with self._connections.writing() as conn:
            return conn.execute(
                "UPDATE notices SET not_before = :until, error = :error, first_tried = coalesce(first_tried, :now),"
                " attempts = CASE WHEN attempts > :attempts THEN attempts ELSE :attempts END"
                f" WHERE subscriber = :subscriber AND {_SENDABLE}",
                values,
            ).rowcount

    def park(self, notice: str, at: datetime, error: str) -> None:
        """Give a notice up until it is asked for by hand."""
        self._tried(notice, "parked", {"at": time_in(at), "error": text_in(error)})

    def park_overdue(self, subscriber: str, at: datetime, first_tried: datetime, error: str) -> int:
        """Give up what is owed to a subscriber and was to be sent at `first_tried` or before; how many that were."""
        values = {"subscriber": text_in(subscriber), "first": time_in(first_tried), "error": text_in(error), **_now(at)}
        with self._connections.writing() as conn:
            return conn.execute(
                "UPDATE notices SET state = 'parked', not_before = NULL, claimed_until = NULL, error = :error"
                f" WHERE subscriber = :subscriber AND first_tried <= :first AND state = 'owed' AND {_UNCLAIMED}",
                values,
            ).rowcount

    def for_digests(self) -> Mapping[str, datetime]:
        """Since when something waits for each subscriber's next digest."""
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT subscriber, min(at) AS first FROM notices WHERE state = 'waiting' GROUP BY subscriber"
            ).fetchall()
        return {text_out(row["subscriber"]): datetime.fromisoformat(row["first"]) for row in rows}

    def gather(self, digest: Notice, until: datetime) -> int:
        """Owe a digest of all that waits for its subscriber since `until` or before; of how many. Nothing where 0.

        To one that is owed already nothing is added: it may be on its way.
        """
        of = {"id": digest.id, "subscriber": text_in(digest.subscriber), "until": time_in(until)}
        which = "subscriber = :subscriber AND state = 'waiting' AND at <= :until"
        with self._connections.writing() as conn:
            if not conn.execute(f"SELECT 1 FROM notices WHERE {which}", of).fetchone():
                return 0
            if conn.execute("SELECT 1 FROM notices WHERE id = :id", of).fetchone():
                return 0
            add_notices(conn, [digest])
            return conn.execute(f"UPDATE notices SET state = 'gathered', digest = :id WHERE {which}", of).rowcount

    def _waiting(self, which: str, now: datetime | None = None, order: str = _OLDEST) -> list[Waiting]:
        with self._connections.reading() as conn:
            rows = conn.execute(f"SELECT id, subscriber FROM notices WHERE {which} {order}", _now(now)).fetchall()
        return [Waiting(row["id"], text_out(row["subscriber"])) for row in rows]

    def _whole(self, which: str, now: datetime | None = None) -> list[Owed]:
        with self._connections.reading() as conn:
            rows = conn.execute(f"SELECT * FROM notices WHERE {which} {_OLDEST}", _now(now)).fetchall()
            return [_with_all_it_tells(conn, row) for row in rows]

    def _count(self, state: str) -> int:
        with self._connections.reading() as conn:
            return int(conn.execute("SELECT count(*) FROM notices WHERE state = ?", (state,)).fetchone()[0])

    def _claimed(self, which: str, notice: str, now: datetime, until: datetime) -> Owed | None:
        values = {"id": notice, "until": time_in(until), "by": text_in(this_process()), **_now(now)}
        with self._connections.changing() as conn:
            taken = conn.execute(
                "UPDATE notices SET claimed_until = :until, claimed_by = :by"
                f" WHERE id = (SELECT id FROM notices WHERE id = :id AND {which}{self._unlocked})",
                values,
            )
        if not taken.rowcount:
            return None
        with self._connections.reading() as conn:  # a digest may tell of thousands: nobody else waits for that
            row = conn.execute("SELECT * FROM notices WHERE id = ?", (notice,)).fetchone()
            return _with_all_it_tells(conn, row)

    def _tried(self, notice: str, state: str, said: dict[str, str | bytes | None]) -> None:
        """What became of a try: `said` is when it was, and until when it waits, when it was taken, or what went wrong.

        What another process delivered meanwhile stays delivered.
        """
        values = {"until": None, "delivered": None, "error": None, **said, "id": notice, "state": state}
        with self._connections.changing() as conn:
            if conn.execute("SELECT 1 FROM notices WHERE id = ?", (notice,)).fetchone() is None:
                raise ArchiveError(f"notice {notice}", "is not in the archive; nothing was changed")
            conn.execute(
                "UPDATE notices SET state = :state, attempts = attempts + 1, first_tried = coalesce(first_tried, :at),"
                " delivered_at = :delivered, not_before = :until, claimed_until = NULL, error = :error"
                " WHERE id = :id AND state <> 'delivered'",
                values,
            )


def _given_up(row: Row) -> GivenUp:
    since = datetime.fromisoformat(row["since"])
    return GivenUp(text_out(row["subscriber"]), text_out(row["error"] or ""), row["notices"], since)


def add_notices(conn: Connection, notices: Iterable[Notice]) -> None:
    """Owe these notices, or keep them for a digest; one that is known by its id already is left as it is."""
    conn.executemany(
        "INSERT INTO notices (id, type, at, subscriber, source, title, url, revision, outcome, earlier, change,"
        " remarks, message, link, state) VALUES (:id, :type, :at, :subscriber, :source, :title, :url, :revision,"
        " :outcome, :earlier, :change, :remarks, :message, :link, :state)"
        " ON CONFLICT (id) DO NOTHING",
        [notice_row(notice) for notice in notices],
    )


def delivery_waits(conn: Connection, since: datetime) -> list[float]:
    """Seconds from seen to told, shortest first; a text that was filed with a date of long ago waited for nobody."""
    rows = conn.execute(
        "SELECT at, delivered_at FROM notices WHERE delivered_at >= :since AND at >= :since", {"since": time_in(since)}
    ).fetchall()
    times = ((time_out(row["at"]), time_out(row["delivered_at"])) for row in rows)
    return sorted((told - seen).total_seconds() for seen, told in times if seen and told)


def told_of(conn: Connection, source: str) -> dict[int, frozenset[str]]:
    """Which subscribers have a notice of each revision of a source."""
    told: dict[int, set[str]] = {}
    for row in conn.execute(
        "SELECT change, subscriber FROM notices WHERE source = ? AND change IS NOT NULL", (source,)
    ):
        told.setdefault(row["change"], set()).add(text_out(row["subscriber"]))
    return {revision: frozenset(names) for revision, names in told.items()}


def change(conn: Connection, source: str, revision: int) -> Comparison | None:
    """How a revision differs from the one before, where there is one."""
    row = conn.execute(
        "SELECT size, frame FROM changes WHERE source = ? AND revision = ?", (source, revision)
    ).fetchone()
    if row is None:
        return None
    return diff_from(from_json_bytes(unpack(Packed(row["size"], row["frame"]), f"change {source}@{revision}")))


def _with_all_it_tells(conn: Connection, row: Row) -> Owed:
    """A notice with its comparison; a digest with all that it gathered."""
    owed = owed_from(row, _comparison_of(conn, row))
    if owed.notice.type != "terms.digest":
        return owed
    rows = conn.execute(f"SELECT * FROM notices WHERE digest = ? {_OLDEST}", (row["id"],)).fetchall()
    gathered = tuple(owed_from(one, _comparison_of(conn, one)).notice for one in rows)
    return replace(owed, notice=replace(owed.notice, gathered=gathered))


def _comparison_of(conn: Connection, row: Row) -> Comparison | None:
    return None if row["change"] is None else _change_told(conn, row["source"], row["change"])


def _change_told(conn: Connection, source: str, revision: int) -> Comparison:
    comparison = change(conn, source, revision)
    if comparison is None:
        raise ArchiveDamaged(f"change {source}@{revision}", "is missing though notices tell of it; restore a backup")
    return comparison


def _now(at: datetime | None) -> dict[str, str | None]:
    """The times that tell what may be sent: just after now, and how far a claim and a wait can reach."""
    if at is None:
        return {}
    return {
        "now": time_in(at),
        "soon": time_in(at + timedelta(microseconds=1)),
        "claim": time_in(at + LONGEST_CLAIM),
        "wait": time_in(at + LONGEST_WAIT),
    }

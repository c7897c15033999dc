"""What people did with revisions, in the order in which it was noted: entries are added, never altered or taken out.

Each entry holds the one before it, as the links of the `chain` do: its `link` is the
SHA-256 of a JSON array of strings in UTF-8, without spaces:

    [previous, source, revision, digest, kind, by, at, note, ref, to]

`previous` is the link of the entry before, "" for the first; `digest` is that of the
revision's text, so that an acceptance says of which words it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from monitor.archive.chain import link_of, said
from monitor.archive.damage import Damage
from monitor.archive.rows import text_in, text_out, time_in
from monitor.archive.sql import EVERY
from monitor.errors import UnknownRevision
from monitor.model import ALERTING, Distance, LogEntry, Place, Unreviewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.archive.sql import Connection, Connections, Row

_LINKED = ("previous", "source", "revision", "digest", "kind", "by_name", "at", "note", "ref", "to_name")
ALERTING_WORDS = ", ".join(f"'{kind}'" for kind in sorted(ALERTING))
TOLD = (
    f"revisions.outcome IN ({ALERTING_WORDS}) AND revisions.quiet = '' AND EXISTS (SELECT 1 FROM changes"  # noqa: S608 - own words
    " WHERE changes.source = revisions.source AND changes.revision = revisions.number)"
)
"""Whether a revision's change is one of those that are told; in the words of the index `revisions_told`."""

_ACCEPTED = (
    "SELECT log.*, (SELECT count(*) FROM revisions WHERE revisions.source = log.source"  # noqa: S608 - own words
    " AND revisions.number > log.revision AND (CAST(:to AS INTEGER) IS NULL OR revisions.number <= :to)"
    f" AND {TOLD}) AS changes FROM log WHERE source = :source AND kind = 'accepted' ORDER BY number DESC LIMIT 1"
)
_WAITING = (
    " LEFT JOIN accepted ON accepted.source = revisions.source"  # noqa: S608 - own words
    f" WHERE revisions.number > coalesce(accepted.revision, 0) AND {TOLD}"
    " AND NOT EXISTS (SELECT 1 FROM log WHERE kind = 'acknowledged'"
    " AND log.source = revisions.source AND log.revision = revisions.number)"
)
_LAST_ACCEPTED = (
    "WITH accepted AS (SELECT source, revision FROM log"
    " WHERE number IN (SELECT max(number) FROM log WHERE kind = 'accepted' GROUP BY source))"
)
_ASSIGNEE = (
    "(SELECT to_name FROM log WHERE kind = 'assigned' AND log.source = revisions.source"
    " AND log.revision = revisions.number ORDER BY log.number DESC LIMIT 1)"
)
_NEXT = (
    " AND (CAST(:at AS TEXT) IS NULL OR (revisions.at, revisions.source, revisions.number) > (:at, :source, :number))"
    f" AND (CAST(:to AS TEXT) IS NULL OR coalesce({_ASSIGNEE}, '') = :to)"
    " ORDER BY revisions.at, revisions.source, revisions.number LIMIT :limit"
)
_TOLD_TO = f"SELECT revisions.source, revisions.number, revisions.at, {_ASSIGNEE} AS to_name"
_UNREVIEWED = f"{_LAST_ACCEPTED} {_TOLD_TO} FROM revisions{_WAITING}{_NEXT}"
# somebody's changes are few among all: they are looked up, and not looked for
_GIVEN = "(SELECT DISTINCT source, revision FROM log WHERE kind = 'assigned' AND to_name = :to) AS given"
_UNREVIEWED_OF = (
    f"{_LAST_ACCEPTED} {_TOLD_TO} FROM {_GIVEN}"
    f" CROSS JOIN revisions ON revisions.source = given.source AND revisions.number = given.revision{_WAITING}{_NEXT}"
)
_COUNTED = (
    f"{_LAST_ACCEPTED} SELECT revisions.source, count(*) AS changes FROM revisions{_WAITING} GROUP BY revisions.source"  # noqa: S608 - own words
)


class StoredLog:
    """The log in an archive's database."""

    _connections: Connections

    def note(self, entry: LogEntry) -> None:
        """Add an entry to the log. Raises `UnknownRevision` where the archive does not have its revision."""
        with self._connections.writing() as conn:
            add_entry(conn, entry)

    def log(self, source: str | None = None) -> Sequence[LogEntry]:
        """What was noted, of one source or of all, newest first."""
        chosen, values = ("", ()) if source is None else (" WHERE source = ?", (source,))
        with self._connections.reading() as conn:
            rows = conn.execute(f"SELECT * FROM log{chosen} ORDER BY number DESC", values).fetchall()  # noqa: S608 - own words
        return [_entry_from(row) for row in rows]

    def accepted(self, source: str, to: int | None = None) -> Distance | None:
        """The revision of a source that was accepted last; None where none was.

        Its distance counts to the last revision, or to the one of the number `to`.
        """
        with self._connections.reading() as conn:
            return accepted_of(conn, source, to)

    def unreviewed(self) -> Sequence[Unreviewed]:
        """The told changes since what was accepted last that nobody acknowledged, oldest first."""
        return self.unreviewed_part(EVERY)

    def unreviewed_part(self, limit: int, after: Place | None = None, to: str | None = None) -> Sequence[Unreviewed]:
        """As `unreviewed`, so many at most after a place; with `to` those given to somebody, or with "" to nobody."""
        at, source, number = (time_in(after.at), after.source, after.number) if after else (None, None, None)
        chosen = None if to is None else text_in(to)
        values = {"limit": limit, "at": at, "source": source, "number": number, "to": chosen}
        with self._connections.reading() as conn:
            rows = conn.execute(_UNREVIEWED_OF if to else _UNREVIEWED, values).fetchall()
        return [
            Unreviewed(row["source"], row["number"], datetime.fromisoformat(row["at"]), text_out(row["to_name"] or ""))
            for row in rows
        ]

    def assignees(self) -> Sequence[str]:
        """Everybody to whom a change was ever given, in the order of their names."""
        with self._connections.reading() as conn:
            rows = conn.execute("SELECT DISTINCT to_name FROM log WHERE kind = 'assigned'").fetchall()
        return sorted(text_out(row["to_name"]) for row in rows)

    def unreviewed_counts(self) -> Mapping[str, int]:
        """How many told changes of each source wait for somebody to look at them, by source id; 0 is left out."""
        with self._connections.reading() as conn:
            return {row["source"]: row["changes"] for row in conn.execute(_COUNTED)}


def add_entry(conn: Connection, entry: LogEntry) -> None:
    """Link an entry to the one before it; the caller holds the transaction. Raises `UnknownRevision`."""
    revision = conn.execute(
        "SELECT digest FROM revisions WHERE source = ? AND number = ?", (entry.source, entry.revision)
    ).fetchone()
    if revision is None:
        raise UnknownRevision(f"{entry.source}@{entry.revision}")
    last = conn.execute("SELECT number, link FROM log ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last["number"] + 1, last["link"]) if last else (1, "")
    values = (previous, *_values(entry, revision["digest"]))
    conn.execute(
        f"INSERT INTO log (number, {', '.join(_LINKED)}, link) VALUES (?{', ?' * len(_LINKED)}, ?)",  # noqa: S608 - own names
        (number, *values, link_of(values)),
    )


def accepted_of(conn: Connection, source: str, to: int | None = None) -> Distance | None:
    """The revision of a source that was accepted last, counting to the last revision or to that number; or None."""
    row = conn.execute(_ACCEPTED, {"source": source, "to": to}).fetchone()
    if row is None:
        return None
    at = datetime.fromisoformat(row["at"])
    return Distance(row["revision"], text_out(row["by_name"]), at, text_out(row["ref"]), row["changes"])


def _values(entry: LogEntry, digest: str) -> tuple[str | bytes | int | None, ...]:
    """An entry's columns after `previous`."""
    names = (text_in(text) for text in (entry.note, entry.ref, entry.to))
    return (entry.source, entry.revision, digest, entry.kind, text_in(entry.by), time_in(entry.at), *names)


def _entry_from(row: Row) -> LogEntry:
    return LogEntry(
        source=row["source"],
        revision=row["revision"],
        kind=row["kind"],
        by=text_out(row["by_name"]),
        at=datetime.fromisoformat(row["at"]),
        note=text_out(row["note"]),
        ref=text_out(row["ref"]),
        to=text_out(row["to_name"]),
    )


# --- whether it is whole ----------------------------------------------------------------


def log_entries(conn: Connection) -> Iterator[Damage]:
    """The log is unbroken, each entry says what it said, and is of the text that its revision has."""
    number, link = 0, ""
    rows = conn.execute(
        "SELECT log.*, revisions.digest AS text FROM log LEFT JOIN revisions"
        " ON revisions.source = log.source AND revisions.number = log.revision ORDER BY log.number"
    )
    for row in rows:
        yield from _wrong_with_entry(row, number, link)
        number, link = row["number"], said(row["link"])


def _wrong_with_entry(row: Row, number: int, link: str) -> Iterator[Damage]:
    name = f"log {row['number']} ({said(row['source'])}@{row['revision']})"
    if row["number"] != number + 1:
        yield Damage(f"log {number + 1}", f"missing before entry {row['number']}")
    elif said(row["previous"]) != link:
        yield Damage(name, "does not follow the entry before it: one of the two was altered")
    if link_of(row[column] for column in _LINKED) != said(row["link"]):
        yield Damage(name, "was altered: its link is not that of what it says")
    elif row["text"] is not None and said(row["text"]) != said(row["digest"]):
        yield Damage(name, "is of another text than its revision has: one of the two was altered")

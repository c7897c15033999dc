"""What people did with revisions, as plain data; times are ISO 8601 in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Distance, LogEntry, Unreviewed
    from monitor.wire.plain import Json


def entry_json(entry: LogEntry) -> Json:
    """An entry of the log as `log --format json` lists it."""
    return {"source": entry.source, "revision": entry.revision, **deed_json(entry)}


def deed_json(entry: LogEntry) -> Json:
    """An entry of the log as it stands beside the revision that it is of."""
    return {
        "kind": entry.kind,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "note": entry.note or None,
        "ref": entry.ref or None,
        "to": entry.to or None,
    }


def distance_json(distance: Distance) -> Json:
    """The revision that was accepted last, and how many told changes came since."""
    return {
        "revision": distance.revision,
        "by": distance.by,
        "at": distance.at.isoformat(),
        "ref": distance.ref or None,
        "changes_since": distance.changes,
    }


def unreviewed_json(one: Unreviewed) -> Json:
    """A change that nobody has looked at, as `status --format json` lists it."""
    return {
        "source": one.source,
        "revision": one.revision,
        "at": one.at.isoformat(),
        "assigned_to": one.assigned_to or None,
    }

"""Where the told changes stand, in the order of time, without what they say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from monitor.archive.log import TOLD
from monitor.archive.rows import time_in
from monitor.model import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.archive.sql import Connection

_PLACES = f"SELECT revisions.at, revisions.source, number FROM revisions WHERE {TOLD}"  # noqa: S608 - own words
_OF_PROVIDER = " AND source >= :first AND source < :last"
_OF_SOURCE = " AND source = :of"


def told_places(conn: Connection, of: str, after: Place | None, limit: int) -> Sequence[Place]:
    """As `Archive.told`."""
    values: dict[str, str | int | None] = {"of": of, "first": f"{of}/", "last": f"{of}0", "limit": limit}
    asked = _PLACES
    if of:
        asked += _OF_SOURCE if "/" in of else _OF_PROVIDER
    order = "DESC"
    if after:
        asked += " AND (at, source, number) > (:at, :source, :number)"
        values |= {"at": time_in(after.at), "source": after.source, "number": after.number}
        order = "ASC"
    asked += f" ORDER BY at {order}, source {order}, number {order} LIMIT :limit"
    rows = conn.execute(asked, values).fetchall()
    return [Place(datetime.fromisoformat(row["at"]), row["source"], row["number"]) for row in rows]

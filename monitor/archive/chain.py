"""The hash chain over everything that was ever recorded: each link holds the one before it.

There is a link for each revision and for each other page that a check stored. It is
the SHA-256 of a JSON array of strings in UTF-8, without spaces:

    [previous, source, digest, url, at, revision, record]

`previous` is the link before, "" for the first; `digest` the page's, `url` where its
first part was found, `at` the time of the check; `revision` is "0" for a page that
brought none. `record` is the SHA-256 of another such array: the page's row
[key, digest, at], then for a revision its row [number, at, outcome, title, url,
digest, page, quiet, remarks] and the SHA-256 of its change's frame, "" where it has none.
Whoever alters or removes what a link tells of must make every later link anew; who has
noted the last one elsewhere sees it. docs/archive.md shows how to follow it by hand.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.archive.blobs import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.archive.sql import Connection, Row

PAGE = ("key", "digest", "at")
REVISION = ("number", "at", "outcome", "title", "url", "digest", "page", "quiet", "remarks")

WITNESSED = ", ".join(
    [
        *(f"pages.{column} AS page_{column}" for column in PAGE),
        *(f"revisions.{column} AS revision_{column}" for column in REVISION),
        "parts.url AS page_url",
        "changes.size AS change_size",
        "changes.frame AS change",
    ]
)
"""What a link tells of, out of `ROWS`."""

ROWS = (
    "chain LEFT JOIN pages ON pages.key = chain.page"
    " LEFT JOIN parts ON parts.page = chain.page AND parts.ordinal = 0"
    " LEFT JOIN revisions ON revisions.source = chain.source AND revisions.number = chain.revision"
    " LEFT JOIN changes ON changes.source = chain.source AND changes.revision = chain.revision"
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What gets a link: the page with this key, that a source gave at a time; `revision` is 0 where it brought none."""

    source: str
    page: str
    at: str
    revision: int = 0


def add_link(conn: Connection, snapshot: Snapshot) -> None:
    """Chain a snapshot whose page, revision and change are recorded already; the caller holds the transaction."""
    last = conn.execute("SELECT number, link FROM chain ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last["number"] + 1, last["link"]) if last else (1, "")
    row = conn.execute(
        f"WITH chain (source, page, revision) AS (VALUES (?, ?, CAST(? AS INTEGER))) SELECT {WITNESSED} FROM {ROWS}",  # noqa: S608 - own words
        (snapshot.source, snapshot.page, snapshot.revision),
    ).fetchone()
    record = record_of(row)
    url = "" if row["page_url"] is None else row["page_url"]  # only in a damaged archive that is brought up to date
    link = link_of((previous, snapshot.source, row["page_digest"], url, snapshot.at, snapshot.revision, record))
    conn.execute(
        "INSERT INTO chain (number, previous, source, page, digest, url, at, revision, record, link)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            previous,
            snapshot.source,
            snapshot.page,
            row["page_digest"],
            url,
            snapshot.at,
            snapshot.revision,
            record,
            link,
        ),
    )


def link_of(values: Iterable[object]) -> str:
    """The link over (previous, source, digest, url, at, revision, record)."""
    return _sum(values)


def record_of(row: Row) -> str:
    """The digest of a page's row and, where it brought a revision, of that one's row and change; see `WITNESSED`."""
    page = [row[f"page_{column}"] for column in PAGE]
    if row["revision_number"] is None:
        return _sum(page)
    return _sum([*page, *(row[f"revision_{column}"] for column in REVISION), change_digest(row)])


def change_digest(row: Row) -> str:
    """The digest of the stored bytes of a revision's change, "" where it has none."""
    return "" if row["change"] is None else hashlib.sha256(_bytes(row["change"])).hexdigest()


def chain_all(conn: Connection) -> None:
    """Chain what an archive from before the chain holds: in the order in which it was checked."""
    for snapshot in list(_recorded(conn)):
        add_link(conn, snapshot)


def _recorded(conn: Connection) -> Iterator[Snapshot]:
    """A page at its first check, and each revision at its own; a revision that only time confirmed fetched no page."""
    seen: set[str] = set()
    rows = conn.execute(
        "SELECT checks.source, checks.at, checks.page, revisions.page AS revised, revisions.number FROM checks"
        " LEFT JOIN revisions ON revisions.source = checks.source AND revisions.number = checks.revision"
        " AND revisions.at = checks.at AND revisions.outcome = checks.outcome"
        " JOIN pages ON pages.key = coalesce(revisions.page, checks.page) ORDER BY checks.id"
    )
    for row in rows:
        page = row["revised"] or row["page"]
        if row["number"] is None and page in seen:
            continue
        seen.add(page)
        yield Snapshot(row["source"], page, row["at"], row["number"] or 0)


def _sum(values: Iterable[object]) -> str:
    return hashlib.sha256(json_bytes([said(value) for value in values])).hexdigest()


def said(value: object) -> str:
    """A column's value as a string; of altered ones whatever can still be said, so that the sum is another."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8", "surrogatepass")  # a text with lone surrogates, see `rows`
        except UnicodeDecodeError:
            return value.hex()
    return "" if value is None else str(value)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")

"""Whether an archive is whole: every byte of what was recorded, every row, and how they lean on one another.

Everything is read as it stood at one moment, row by row: a long history never lies in
memory. What is only remembered to save work, or moves on with every check, has no
digest to be held against; docs/archive.md lists it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import zstandard

from monitor.archive.blobs import Packed, json_bytes, unpack
from monitor.archive.bodies import bodies
from monitor.archive.chain import ROWS, WITNESSED, link_of, record_of, said
from monitor.archive.damage import Damage, page_of, wanted
from monitor.archive.log import log_entries
from monitor.errors import ArchiveDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.archive.sql import Connection, Row

_Asked = TypeVar("_Asked", bound="Connection")


@dataclass(frozen=True, slots=True)
class Tally:
    """How much an archive holds, and its last link: whoever notes that elsewhere can prove all that is before it.

    `thinned` counts the pages whose bytes were let go, as `[archive] keep` asks; `last_entry`
    is the last link of the log.
    """

    sources: int
    revisions: int
    pages: int
    thinned: int
    links: int
    last_link: str
    entries: int = 0
    last_entry: str = ""


def damages(conn: sqlite3.Connection) -> Iterator[Damage]:
    """All that is wrong with an archive in SQLite, gravest first; `conn` as from `opening.looking`."""
    for part in (_file, _missing):
        yield from _found(part, conn)
    yield from damaged_rows(conn)
    yield from _found(_noted, conn)


def damaged_rows(conn: Connection) -> Iterator[Damage]:
    """What is wrong with what was recorded, whatever it is kept in, gravest first."""
    for part in (bodies, _pages, _revisions, _chain, log_entries, _standings):
        yield from _found(part, conn)


def _found(part: Callable[[_Asked], Iterator[Damage]], conn: _Asked) -> Iterator[Damage]:
    try:
        yield from part(conn)
    except (sqlite3.Error, UnicodeError, LookupError, TypeError) as error:  # the tables themselves are not as made
        yield Damage(f"archive, {part.__name__.strip('_')}", f"cannot be read to the end ({error})")


def tally(conn: Connection) -> Tally:
    """What the archive holds."""
    sources, revisions, pages, thinned, links = conn.execute(
        "SELECT (SELECT count(*) FROM standings), (SELECT count(*) FROM revisions), (SELECT count(*) FROM pages),"
        " (SELECT count(thinned) FROM pages), (SELECT count(*) FROM chain)"
    ).fetchone()
    last = conn.execute("SELECT link FROM chain ORDER BY number DESC LIMIT 1").fetchone()
    entry = conn.execute("SELECT number, link FROM log ORDER BY number DESC LIMIT 1").fetchone()
    noted = (entry["number"], entry["link"]) if entry else (0, "")
    return Tally(sources, revisions, pages, thinned, links, last["link"] if last else "", *noted)


# --- SQLite's own ---------------------------------------------------------------------


def _file(conn: sqlite3.Connection) -> Iterator[Damage]:
    for (found,) in conn.execute("PRAGMA integrity_check"):
        yield from (Damage("archive", line) for line in str(found).splitlines() if line not in {"ok", ""})


def _missing(conn: sqlite3.Connection) -> Iterator[Damage]:
    """Rows that lean on rows which are not there."""
    for table, rowid, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        row = conn.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()  # noqa: S608 - SQLite's own
        what = f"what it needs of {parent} is missing"
        yield Damage(_named(table, row) if row else f"{table} row {rowid}", what)


def _named(table: str, row: sqlite3.Row) -> str:
    """A row by what people know it by."""
    columns = set(row.keys())
    if {"source", "number"} <= columns and table == "revisions":
        return f"revisions {said(row['source'])}@{row['number']}"
    numbered = table in {"chain", "log"}
    own = "id" if "id" in columns else "number" if numbered else "page" if "page" in columns else "digest"
    name = f"{table} {said(row[own])}" if own in columns else table
    if "source" not in columns:
        return name
    revision = row["revision"] if "revision" in columns else None
    of = said(row["source"]) if revision is None else f"{said(row['source'])}@{revision}"
    return f"{table} {of}" if own not in columns else f"{name} ({of})"


def _noted(conn: sqlite3.Connection) -> Iterator[Damage]:
    """No entry of the log was taken from its end."""
    noted = conn.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'log'").fetchone()[0]
    number = conn.execute("SELECT coalesce(max(number), 0) FROM log").fetchone()[0]
    if noted != number:
        yield Damage(f"log {number + 1}", f"missing: {noted} entries were noted, not {number}")


# --- pages and revisions --------------------------------------------------------------


def _pages(conn: Connection) -> Iterator[Damage]:
    """Every page has its parts in a row, and they give its digest and its key."""
    rows = conn.execute(
        "SELECT pages.key, pages.digest, pages.thinned, parts.ordinal, parts.asked, parts.url, parts.content_type,"
        " parts.body, length(bodies.frame) = 0 AS gone FROM pages LEFT JOIN parts ON parts.page = pages.key"
        " LEFT JOIN bodies ON bodies.digest = parts.body ORDER BY pages.key, parts.ordinal"
    )
    for key, group in groupby(rows, key=lambda row: row["key"]):
        wrong = _wrong_with_page(said(key), list(group))
        if wrong:
            yield Damage(f"pages {said(key)}{_holder_of(conn, key)}", wrong)


def _wrong_with_page(key: str, parts: Sequence[Row]) -> str:
    if [part["ordinal"] for part in parts] != list(range(len(parts))):
        return "one or more of its rows in parts are missing or altered"
    if any(part["gone"] for part in parts) != (parts[0]["thinned"] is not None):
        return "its bytes are gone without its being marked as thinned, or it is marked and they are there"
    digests = [said(part["body"]) for part in parts]
    whole = (
        digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode("utf-8", "replace")).hexdigest()
    )
    if said(parts[0]["digest"]) != whole:
        return "its digest was altered, or its rows in parts"
    told = [[said(part[column]) for column in ("asked", "url", "content_type", "body")] for part in parts]
    return "" if hashlib.sha256(json_bytes(told)).hexdigest() == key else "its addresses or types in parts were altered"


def _holder_of(conn: Connection, page: object) -> str:
    row = conn.execute(
        "SELECT source, revision, page FROM chain WHERE page = ? ORDER BY number LIMIT 1", (wanted(page),)
    ).fetchone()
    return f" ({page_of(row)})" if row else ""


def _revisions(conn: Connection) -> Iterator[Damage]:
    """Every source's revisions are numbered from 1 without a gap, up to the one where it stands."""
    gaps = conn.execute(
        "SELECT source, number, before FROM (SELECT source, number,"
        " lag(number, 1, 0) OVER (PARTITION BY source ORDER BY number) AS before FROM revisions) AS one"
        " WHERE number <> before + 1"
    )
    for row in gaps:
        yield Damage(f"revisions {said(row['source'])}@{row['before'] + 1}", f"missing before revision {row['number']}")
    ends = conn.execute(
        "SELECT source, revision, last FROM (SELECT source, revision, (SELECT coalesce(max(number), 0) FROM revisions"
        " WHERE revisions.source = standings.source) AS last FROM standings) AS one WHERE revision <> last"
    )
    for row in ends:
        source, last = said(row["source"]), row["last"]
        yield Damage(
            f"revisions {source}@{last + 1}", f"missing: the source stands at revision {row['revision']}, not {last}"
        )
    lost = "SELECT DISTINCT source FROM revisions WHERE source NOT IN (SELECT source FROM standings)"
    yield from (Damage(f"standings {said(row['source'])}", "missing") for row in conn.execute(lost))


# --- the chain ------------------------------------------------------------------------


@dataclass(slots=True)
class _End:
    """The chain so far."""

    number: int = 0
    link: str = ""


def _chain(conn: Connection) -> Iterator[Damage]:
    """The chain is unbroken, agrees with all that it tells of, and tells of all there is."""
    end = _End()
    rows = conn.execute(
        f"SELECT chain.*, {WITNESSED}, EXISTS (SELECT 1 FROM checks"  # noqa: S608 - own words
        " WHERE checks.source = chain.source AND checks.at = chain.at AND (chain.revision = 0 OR"
        " (checks.revision = chain.revision AND checks.outcome = revisions.outcome"
        " AND coalesce(checks.page, chain.page) = chain.page))) AS looked"
        f" FROM {ROWS} ORDER BY chain.number"
    )
    for row in rows:
        yield from _wrong_with_link(row, end)
        end.number, end.link = row["number"], said(row["link"])
    for row in conn.execute("SELECT source, number FROM revisions EXCEPT SELECT source, revision FROM chain"):
        yield Damage(f"revisions {said(row['source'])}@{row['number']}", "has no link in the chain")
    for row in conn.execute("SELECT key FROM pages EXCEPT SELECT page FROM chain"):
        yield Damage(f"pages {said(row['key'])}", "has no link in the chain")
    twice = "SELECT source, revision FROM chain WHERE revision > 0 GROUP BY source, revision HAVING count(*) > 1"
    for row in conn.execute(twice):
        yield Damage(f"revisions {said(row['source'])}@{row['revision']}", "has more than one link in the chain")


def _wrong_with_link(row: Row, end: _End) -> Iterator[Damage]:
    name = f"chain {row['number']} ({page_of(row)})"
    if row["number"] != end.number + 1:
        yield Damage(f"chain {end.number + 1}", f"missing before link {row['number']}, {page_of(row)}")
    elif said(row["previous"]) != end.link:
        yield Damage(name, "does not follow the link before it: one of the two was altered")
    linked = (row[column] for column in ("previous", "source", "digest", "url", "at", "revision", "record"))
    if link_of(linked) != said(row["link"]):
        yield Damage(name, "was altered: its link is not that of what it says")
    if row["page_key"] is not None and not _agrees(row):
        yield Damage(name, f"does not agree with the page {said(row['page_key'])}: one of the two was altered")
    yield from _wrong_with_record(row)
    if not row["looked"]:
        yield Damage(f"checks of {page_of(row)}", f"the row of {said(row['at'])} is missing or was altered")


def _agrees(row: Row) -> bool:
    return all(said(row[mine]) == said(row[its]) for mine, its in (("digest", "page_digest"), ("url", "page_url")))


def _wrong_with_record(row: Row) -> Iterator[Damage]:
    """The rows that a link tells of are those that were recorded."""
    name = f"revisions {page_of(row)}" if row["revision"] else f"pages {said(row['page'])} ({said(row['source'])})"
    if row["revision"] and row["revision_number"] is None:
        yield Damage(name, f"missing: link {row['number']} of the chain tells of it")
    elif row["change"] is not None and not _has_its_size(row):
        yield Damage(f"changes {page_of(row)}", "its stored bytes or their size were altered")
    elif row["page_key"] is not None and record_of(row) != said(row["record"]):
        yield _of_record(row, name)


def _of_record(row: Row, name: str) -> Damage:
    """Which of the rows behind a link is not as it was recorded, as far as that can be told."""
    if not row["revision"]:
        return Damage(name, f"its row is not as link {row['number']} of the chain has it")
    if row["change"] is None:
        return Damage(name, "its row was altered, or its row in changes is missing")
    try:
        unpack(Packed(row["change_size"], row["change"]), name)
    except ArchiveDamaged as error:
        return Damage(f"changes {page_of(row)}", error.message.partition(";")[0])
    what = f"its row, or that of its change or its page, is not as link {row['number']} of the chain has it"
    return Damage(name, what)


def _has_its_size(row: Row) -> bool:
    try:
        return bool(zstandard.frame_content_size(row["change"]) == row["change_size"])
    except (zstandard.ZstdError, TypeError):
        return False


# --- what moves on --------------------------------------------------------------------


def _standings(conn: Connection) -> Iterator[Damage]:
    """No check is missing, and every source stands where its last one left it."""
    gaps = "SELECT id, before FROM (SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM checks) AS one"
    for row in conn.execute(f"{gaps} WHERE id <> before + 1"):
        yield Damage(f"checks {row['before'] + 1}", f"missing before check {row['id']}")
    late = conn.execute(
        "SELECT source, last_checked FROM standings WHERE coalesce(last_checked, '') <> coalesce((SELECT at FROM checks"
        " WHERE id = (SELECT max(id) FROM checks WHERE checks.source = standings.source)), '')"
    )
    for row in late:
        what = f"its last check, of {said(row['last_checked'])}, is missing from checks or was altered"
        yield Damage(f"standings {said(row['source'])}", what)
    thinned = "SELECT source FROM standings JOIN pages ON pages.key IN (page, held_page) WHERE thinned IS NOT NULL"
    for row in conn.execute(thinned):
        yield Damage(f"standings {said(row['source'])}", "the bytes of its last or its held page are gone")

"""What the archive holds of one revision as it was stored, and the links that witness it: what evidence is made of.

docs/archive.md says what the links are and how they are followed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.archive.blobs import load_body
from monitor.archive.chain import PAGE, REVISION, ROWS, WITNESSED, change_digest, said
from monitor.archive.rows import held_out, kept_from, text_out, time_out
from monitor.errors import ArchiveDamaged, UnknownRevision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.archive.sql import Connection, Connections, Row
    from monitor.model import Validators

_WAITING = "unconfirmed"  # held for nothing but to be seen again, which it then was


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of a page as it was stored; `body` is None where its bytes were let go.

    `validators` are the ETag and Last-Modified that came with it. They are kept of a
    source's last good page only: None means that they are not known any more.
    """

    asked: str
    url: str
    content_type: str
    digest: str
    size: int
    body: bytes | None
    validators: Validators | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """All that is stored of one revision: its page, and the packed change from the revision before, where it has one.

    `key` is the page's and `fetched` when it came first. `first` is when the revision's
    words were seen first, `last_not` when a check last found the words of the revision
    before, None for a first revision. `thinned` is when the page's bytes were let go, None
    where all are there. `change` is a zstd frame (RFC 8878) of JSON.
    """

    source: str
    revision: int
    key: str
    digest: str
    fetched: datetime
    parts: tuple[StoredPart, ...]
    first: datetime
    last_not: datetime | None
    thinned: datetime | None = None
    change: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProvenLink:
    """One link of the chain with all that goes into it, each value as the string that was hashed.

    `link` is over (`previous`, `source`, `digest`, `url`, `at`, `revision`, `record`);
    `record` over `page` (key, digest, at) and, where there is a revision, `revised`
    (number, at, outcome, title, url, digest, page, quiet, remarks) and `change`.
    """

    number: int
    previous: str
    source: str
    digest: str
    url: str
    at: str
    revision: str
    record: str
    link: str
    page: tuple[str, ...]
    revised: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The links of one source, oldest first, and the last link of the whole chain with its number."""

    links: tuple[ProvenLink, ...]
    head: str
    number: int


class StoredExhibits:
    """Exhibits and proofs from an archive's database."""

    _connections: Connections

    def exhibit(self, source: str, revision: int) -> Exhibit:
        """All that is stored of one revision. Raises `UnknownRevision`, or `ArchiveDamaged` where it is not whole."""
        with self._connections.reading() as conn:
            return _exhibit(conn, source, revision)

    def proof(self, source: str) -> Proof:
        """The links that witness a source's pages and revisions."""
        with self._connections.reading() as conn:
            query = f"SELECT chain.*, {WITNESSED} FROM {ROWS} WHERE chain.source = ? ORDER BY chain.number"  # noqa: S608 - own words
            links = tuple(_link(row) for row in conn.execute(query, (source,)))
            head = conn.execute("SELECT number, link FROM chain ORDER BY number DESC LIMIT 1").fetchone()
        return Proof(links, head["link"], head["number"]) if head else Proof(links, "", 0)


def _exhibit(conn: Connection, source: str, revision: int) -> Exhibit:
    row = conn.execute(
        "SELECT revisions.at, revisions.digest AS text, pages.key, pages.digest, pages.at AS fetched, pages.thinned,"
        " changes.frame FROM revisions JOIN pages ON pages.key = revisions.page"
        " LEFT JOIN changes ON changes.source = revisions.source AND changes.revision = revisions.number"
        " WHERE revisions.source = ? AND revisions.number = ?",
        (source, revision),
    ).fetchone()
    if row is None:
        raise UnknownRevision(f"{source}@{revision}")
    last = _last_not(conn, source, revision)
    return Exhibit(
        source=source,
        revision=revision,
        key=row["key"],
        digest=row["digest"],
        fetched=datetime.fromisoformat(row["fetched"]),
        parts=_parts(conn, source, row["key"], f"page {row['digest']}"),
        first=_first(conn, source, row, last),
        last_not=last[1],
        thinned=datetime.fromisoformat(row["thinned"]) if row["thinned"] else None,
        change=row["frame"],
    )


def _last_not(conn: Connection, source: str, revision: int) -> tuple[int, datetime | None]:
    """The last check that found the words of the revision before: its id and its time."""
    row = conn.execute(
        "SELECT id, at FROM checks WHERE source = ? AND revision = ? AND outcome NOT IN ('failed', 'held')"
        " ORDER BY id DESC LIMIT 1",
        (source, revision - 1),
    ).fetchone()
    return (row["id"], datetime.fromisoformat(row["at"])) if row and revision > 1 else (0, None)


def _first(conn: Connection, source: str, row: Row, last: tuple[int, datetime | None]) -> datetime:
    """When the words of a revision were seen first, after they were last not: they may have been held then.

    Either by the first check that gave this very page, or since its words were held, as
    a page that prints something else at each visit is another one each time.
    """
    before, last_not = last
    since = "FROM checks WHERE source = ? AND id > ? AND at <= ?"
    of_page = conn.execute(f"SELECT min(at) AS at {since} AND page = ?", (source, before, row["at"], row["key"]))
    of_held = conn.execute(
        f"SELECT held {since} AND outcome = 'held' ORDER BY id DESC LIMIT 1",
        (source, before, row["at"]),
    ).fetchone()
    found = [time_out(of_page.fetchone()["at"]), _held_since(of_held["held"] if of_held else None, row["text"])]
    return min(
        (at for at in found if at and (last_not is None or at > last_not)),
        default=datetime.fromisoformat(row["at"]),
    )


def _held_since(value: str | bytes | None, text: str) -> datetime | None:
    """Since when the words that were held last have been there; None where they are not known to be this text."""
    held = held_out(value)
    return held.steady if held and (held.text == text or held.kind == _WAITING) else None


def _parts(conn: Connection, source: str, key: str, subject: str) -> tuple[StoredPart, ...]:
    rows = conn.execute(
        "SELECT asked, url, content_type, body, size, length(frame) = 0 AS gone FROM parts"
        " LEFT JOIN bodies ON bodies.digest = parts.body WHERE page = ? ORDER BY ordinal",
        (key,),
    ).fetchall()
    if not rows or any(row["size"] is None for row in rows):
        raise ArchiveDamaged(subject, "is not whole in the archive any more; restore a backup")
    known = _validators(conn, source, key)
    return tuple(
        StoredPart(
            asked=text_out(row["asked"]),
            url=text_out(row["url"]),
            content_type=text_out(row["content_type"]),
            digest=row["body"],
            size=row["size"],
            body=None if row["gone"] else load_body(conn, row["body"], subject),
            validators=known.get(text_out(row["asked"])),
        )
        for row in rows
    )


def _validators(conn: Connection, source: str, key: str) -> Mapping[str, Validators]:
    row = conn.execute("SELECT * FROM standings WHERE source = ? AND page = ?", (source, key)).fetchone()
    return kept_from(row).validators if row else {}


def _link(row: Row) -> ProvenLink:
    revised = row["revision_number"] is not None
    return ProvenLink(
        number=row["number"],
        previous=said(row["previous"]),
        source=said(row["source"]),
        digest=said(row["digest"]),
        url=said(row["url"]),
        at=said(row["at"]),
        revision=said(row["revision"]),
        record=said(row["record"]),
        link=said(row["link"]),
        page=tuple(said(row[f"page_{column}"]) for column in PAGE),
        revised=tuple(said(row[f"revision_{column}"]) for column in REVISION) if revised else (),
        change=change_digest(row) if revised else "",
    )

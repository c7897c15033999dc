"""Pages as they were fetched, and what readers made of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.archive.blobs import from_json_bytes, json_bytes, keep_body, load_body, refill_body
from monitor.archive.rows import selectors_of, text_in, text_out, time_in
from monitor.errors import ArchiveDamaged, ReadError
from monitor.model import Learned, Page, Part, Source, Terms
from monitor.wire import lean_clause_json, terms_from, terms_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.archive.sql import Connection, Row
    from monitor.read import Lesson


@dataclass(frozen=True, slots=True)
class Reader:
    """Today's reader: its version, how it reads a page (raising `ReadError`), and terms as Markdown.

    `alike` and `restless` are how it learns: from a source's page and another document
    of its host, and from the last pages of one source. Two readers of one version read
    every page alike.
    """

    version: str
    read: Callable[[Page, Source, Learned], Terms]
    markdown: Callable[[Terms], str]
    alike: Callable[[Source, Page, Page], Sequence[Lesson]] | None = None
    restless: Callable[[Source, Sequence[Page], Learned], Sequence[Lesson]] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Which reading: of which page (its key), by which reader (its version), for whose selectors, knowing what."""

    page: str
    reader: str
    source: Source
    learned: Learned


def keep_page(conn: Connection, page: Page, forerunner: str | None) -> tuple[str, bool]:
    """Store a page, once; its key, and whether anything was written. `forerunner` is one it probably resembles."""
    key = page_key(page)
    known = conn.execute("SELECT thinned FROM pages WHERE key = ?", (key,)).fetchone()
    if known:
        if known[0]:
            _fill(conn, page)
        return key, bool(known[0])
    conn.execute("INSERT INTO pages (key, digest, at) VALUES (?, ?, ?)", (key, page.digest, time_in(page.at)))
    for ordinal, part in enumerate(page.parts):
        keep_body(conn, part.digest, part.body, _forerunner(conn, forerunner, ordinal))
        conn.execute(
            "INSERT INTO parts (page, ordinal, asked, url, content_type, body) VALUES (?, ?, ?, ?, ?, ?)",
            (key, ordinal, text_in(part.asked), text_in(part.url), text_in(part.content_type), part.digest),
        )
    if _lacks_bytes(conn, key):  # another page had the same bytes, and they were let go with it
        _fill(conn, page)
    return key, True


def _lacks_bytes(conn: Connection, key: str) -> bool:
    gone = "SELECT 1 FROM parts JOIN bodies ON bodies.digest = parts.body WHERE parts.page = ? AND length(frame) = 0"
    return conn.execute(gone, (key,)).fetchone() is not None


def _fill(conn: Connection, page: Page) -> None:
    """Keep the bytes of a page that was thinned and has come again."""
    for part in page.parts:
        refill_body(conn, part.digest, part.body)
    conn.execute(
        "UPDATE pages SET thinned = NULL WHERE thinned IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parts"
        " JOIN bodies ON bodies.digest = parts.body WHERE parts.page = pages.key AND length(bodies.frame) = 0)"
    )


def page_key(page: Page) -> str:
    """One key for a page's bytes and for what they are read with: addresses and content types."""
    said = [[part.asked, part.url, part.content_type, part.digest] for part in page.parts]
    return hashlib.sha256(json_bytes(said)).hexdigest()


def load_page(conn: Connection, key: str) -> Page:
    """The page with this key.

    Raises `ArchiveDamaged`, naming the page, where it is not whole, and `ReadError` where its bytes were let go.
    """
    row = conn.execute("SELECT digest, at, thinned FROM pages WHERE key = ?", (key,)).fetchone()
    parts = conn.execute(
        "SELECT asked, url, content_type, body FROM parts WHERE page = ? ORDER BY ordinal", (key,)
    ).fetchall()
    if row is None or not parts:
        raise ArchiveDamaged(f"page {key}", "is not in the archive any more; restore a backup")
    subject = f"page {row['digest']}"
    if row["thinned"]:
        raise ReadError(subject, "its bytes were let go, as [archive] keep asks; what was read from them is kept")
    page = Page(tuple(_part(conn, part, subject) for part in parts), datetime.fromisoformat(row["at"]))
    if page_key(page) != key:
        raise ArchiveDamaged(subject, "its stored addresses or types were altered; restore a backup")
    return page


def page_digest(conn: Connection, key: str | None) -> str | None:
    """The digest of the page with this key."""
    if key is None:
        return None
    row = conn.execute("SELECT digest FROM pages WHERE key = ?", (key,)).fetchone()
    return str(row["digest"]) if row else None


def keep_reading(conn: Connection, made: Reading, terms: Terms, forerunner: str | None = None) -> None:
    """Remember what a reader made of a page; `forerunner` is the key of a page that probably read much the same."""
    body = json_bytes(terms_json(terms, lean_clause_json))
    digest = hashlib.sha256(body).hexdigest()
    keep_body(conn, digest, body, _newest(conn, made.page) or _newest(conn, forerunner))
    conn.execute(
        "INSERT INTO readings (page, reader, selectors, body) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (page, reader, selectors) DO NOTHING",
        (made.page, made.reader, selectors_of(made.source, made.learned), digest),
    )


def is_read(conn: Connection, made: Reading) -> bool:
    """Whether it is remembered what this reader made of the page for this source."""
    row = conn.execute(
        "SELECT 1 FROM readings WHERE page = ? AND reader = ? AND selectors = ?",
        (made.page, made.reader, selectors_of(made.source, made.learned)),
    ).fetchone()
    return row is not None


def reading(conn: Connection, made: Reading) -> Terms | None:
    """What this reader made of the page for this source, where it is remembered."""
    row = conn.execute(
        "SELECT body FROM readings WHERE page = ? AND reader = ? AND selectors = ?",
        (made.page, made.reader, selectors_of(made.source, made.learned)),
    ).fetchone()
    return _terms(conn, row["body"], made.page) if row else None


def newest_reading(conn: Connection, page: str) -> Terms | None:
    """What any reader made of the page last."""
    body = _newest(conn, page)
    return _terms(conn, body, page) if body else None


def _newest(conn: Connection, page: str | None) -> str | None:
    if page is None:
        return None
    row = conn.execute("SELECT body FROM readings WHERE page = ? ORDER BY id DESC LIMIT 1", (page,)).fetchone()
    return str(row["body"]) if row else None


def _terms(conn: Connection, body: str, page: str) -> Terms:
    return terms_from(from_json_bytes(load_body(conn, body, f"reading of page {page_digest(conn, page)}")))


def _forerunner(conn: Connection, page: str | None, ordinal: int) -> str | None:
    if page is None:
        return None
    row = conn.execute("SELECT body FROM parts WHERE page = ? AND ordinal = ?", (page, ordinal)).fetchone()
    return str(row["body"]) if row else None


def _part(conn: Connection, row: Row, subject: str) -> Part:
    return Part(
        asked=text_out(row["asked"]),
        url=text_out(row["url"]),
        body=load_body(conn, row["body"], subject),
        content_type=text_out(row["content_type"]),
    )

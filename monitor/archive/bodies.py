"""Whether every body unpacks to the bytes that its SHA-256 promises."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from monitor.archive.blobs import KEYFRAME_EVERY, Packed, seal, unpack
from monitor.archive.chain import said
from monitor.archive.damage import Damage, page_of, wanted
from monitor.errors import ArchiveDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.sql import Connection, Row

_MOST_USES = 3  # of what a body is needed for: of a page that many sources share, some are enough to find it


def bodies(conn: Connection) -> Iterator[Damage]:
    """Every body unpacks to what its SHA-256 says; each is unpacked once, after the one it is kept against."""
    entangled = conn.execute(
        "SELECT bodies.digest FROM bodies JOIN bodies AS below ON below.digest = bodies.base"
        " WHERE bodies.depth <= below.depth OR bodies.depth >= ? OR length(below.frame) = 0",
        (KEYFRAME_EVERY,),
    )
    for row in entangled:
        yield _of_body(conn, row["digest"], "what it is kept against, or its depth, was altered")
    conn.execute("DROP TABLE IF EXISTS upon")
    conn.execute(
        "CREATE TEMP TABLE upon AS SELECT below.rowid AS below, bodies.rowid AS body"
        " FROM bodies JOIN bodies AS below ON below.digest = bodies.base"
    )
    conn.execute("CREATE INDEX upon_below ON upon (below)")
    for root in conn.execute("SELECT rowid FROM bodies WHERE base IS NULL"):
        yield from _tree(conn, root["rowid"])


def _tree(conn: Connection, root: int) -> Iterator[Damage]:
    """One body that stands alone and all that are kept against it; few of them lie in memory at a time."""
    ways: list[tuple[bytes, list[int]]] = [(b"", [root])]
    while ways:
        base, waiting = ways[-1]
        body = waiting.pop()
        if not waiting:
            ways.pop()
        upon = [row["body"] for row in conn.execute("SELECT body FROM upon WHERE below = ?", (body,))]
        row = conn.execute("SELECT rowid, * FROM bodies WHERE rowid = ?", (body,)).fetchone()
        try:
            data = _unpacked(row, base)
        except ArchiveDamaged as error:
            more = f", and with it {len(upon)} that are kept against it" if upon else ""
            yield _of_body(conn, row["digest"], f"{error.message.partition(';')[0]}{more}")
            continue
        if upon:
            ways.append((data, upon))


def _unpacked(row: Row, base: bytes) -> bytes:
    """The bytes of a body, whose base's are these; b"" for one that was thinned. Raises `ArchiveDamaged`."""
    digest = said(row["digest"])
    try:
        packed = Packed(int(row["size"]), bytes(row["frame"]))
        sealed = seal(row["base"], row["depth"], packed)
    except (TypeError, ValueError) as error:
        raise ArchiveDamaged(digest, "its row holds what cannot be read") from error
    if sealed != row["seal"]:
        raise ArchiveDamaged(digest, "its stored bytes, or what is kept with them, were altered")
    if not packed.frame:
        return b""
    data = unpack(packed, digest, base)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ArchiveDamaged(digest, "its stored bytes are not those that were recorded")
    return data


def _of_body(conn: Connection, digest: object, what: str) -> Damage:
    """What is wrong with a body, and what it is needed for."""
    pages = conn.execute(
        "SELECT chain.source, chain.revision, chain.page FROM chain WHERE chain.page IN"
        " (SELECT page FROM parts WHERE body = ?) ORDER BY chain.number LIMIT ?",
        (wanted(digest), _MOST_USES),
    ).fetchall()
    if pages:
        return Damage(f"bodies {said(digest)} ({', '.join(page_of(row) for row in pages)})", what)
    read = conn.execute(
        "SELECT chain.source, chain.revision, chain.page FROM readings JOIN chain ON chain.page = readings.page"
        " WHERE readings.body = ? ORDER BY chain.number LIMIT 1",
        (wanted(digest),),
    ).fetchone()
    use = f"what was read from {page_of(read)}" if read else "a page or what was read from it"
    return Damage(f"bodies {said(digest)} ({use})", what)

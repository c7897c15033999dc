"""Bytes kept small: zstd frames, each page and each reading compressed against the one before it.

A body that has a `base` needs that body to be read again, and the base may have
a base of its own; every `KEYFRAME_EVERY` bodies one stands alone, so that such a
chain stays short. What is read is checked against the size and the SHA-256 kept
beside it. Frames are as RFC 8878 has them, each with its content size and checksum.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import zstandard

from monitor.errors import ArchiveDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.archive.sql import Connection

LEVEL = 3
"""For pages as they are: one of 166 KB takes 0.6 ms and 34.0 KB, at level 6 1.8 ms and 31.7 KB, at 12 7.8 and 30.8."""

LARGE = 1_000_000
LARGE_LEVEL = 12
"""Beyond a megabyte, the lowest that still finds a 10 MB page in its forerunner (941 bytes in 0.2 s; level 9: 6 MB)."""

KEYFRAME_EVERY = 20
"""A 40 KB page costs 10 to 20 KB alone and under 1 KB against its forerunner; unpacking 20 in a row takes 2 ms."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A zstd frame and the size in bytes of what it holds."""

    size: int
    frame: bytes


@dataclass(frozen=True, slots=True)
class _Link:
    """One body of a chain as it is kept, without the bytes of its base."""

    packed: Packed
    base: str | None


def pack(data: bytes, base: bytes = b"") -> Packed:
    """Compress bytes, with `base` as dictionary."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL if len(data) <= LARGE else LARGE_LEVEL,
        source_size=len(data),
        dict_size=len(base),
        # without a window over both, nothing is found in the dictionary of a page of several megabytes
        window_log=_window_log(len(data) + len(base)),
        write_checksum=True,
        write_content_size=True,
    )
    compressor = zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters)
    return Packed(len(data), compressor.compress(data))


def unpack(packed: Packed, subject: str, base: bytes = b"") -> bytes:
    """The bytes that `pack` was given. Raises `ArchiveDamaged`, naming `subject`, before taking more room than kept."""
    try:
        if zstandard.frame_content_size(packed.frame) != packed.size:
            raise ArchiveDamaged(subject, "its stored size is wrong; restore a backup")
        return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(packed.frame)
    except (zstandard.ZstdError, TypeError) as error:
        raise ArchiveDamaged(subject, f"its stored bytes cannot be unpacked ({error}); restore a backup") from error


def json_bytes(data: object) -> bytes:
    """A JSON value as bytes; without escapes, because two escaped surrogates would come back as one character."""
    from pydantic_core import to_json  # noqa: PLC0415 - whoever only reads need not load it

    try:
        return to_json(data)  # the same bytes in a fifth of the time: the words of a page are most of what is kept
    except ValueError:  # a lone surrogate
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json_bytes(data: bytes) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """The JSON value that `json_bytes` was given."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def quick_json(data: bytes) -> Any:  # noqa: ANN401 - as above
    """As `from_json_bytes`, in two thirds of the time, for processes that have loaded pydantic for something else."""
    from pydantic_core import from_json  # noqa: PLC0415 - takes longer to load than most commands have to read

    try:
        return from_json(data)
    except ValueError:  # a lone surrogate
        return from_json_bytes(data)


def keep_body(conn: Connection, digest: str, body: bytes, forerunner: str | None) -> None:
    """Store a body under its SHA-256, once, against its forerunner's bytes where that is worth it."""
    if conn.execute("SELECT 1 FROM bodies WHERE digest = ?", (digest,)).fetchone():
        return
    base, depth, dictionary = _base(conn, forerunner)
    packed = pack(body, dictionary)
    conn.execute(
        "INSERT INTO bodies (digest, base, depth, size, frame, seal) VALUES (?, ?, ?, ?, ?, ?)",
        (digest, base, depth, packed.size, packed.frame, seal(base, depth, packed)),
    )


def let_go(conn: Connection, digest: str) -> None:
    """Drop the bytes of a body, but neither its digest nor its size; nothing may be kept against it any more."""
    _replace(conn, digest, lambda size: Packed(size, b""))


def refill_body(conn: Connection, digest: str, body: bytes) -> None:
    """Keep the bytes of a body again, alone; where they were never let go, nothing is done."""
    if conn.execute("SELECT 1 FROM bodies WHERE digest = ? AND length(frame) = 0", (digest,)).fetchone():
        _replace(conn, digest, lambda _: pack(body))


def stand_alone(conn: Connection, digest: str) -> None:
    """Keep a body without its base. Raises `ArchiveDamaged`."""
    body = load_body(conn, digest, f"body {digest}")
    _replace(conn, digest, lambda _: pack(body))


def _replace(conn: Connection, digest: str, packed_of: Callable[[int], Packed]) -> None:
    """Keep a body otherwise, without a base; its depth stays, since what is kept against it lies deeper."""
    depth, size = conn.execute("SELECT depth, size FROM bodies WHERE digest = ?", (digest,)).fetchone()
    packed = packed_of(size)
    conn.execute(
        "UPDATE bodies SET base = NULL, size = ?, frame = ?, seal = ? WHERE digest = ?",
        (packed.size, packed.frame, seal(None, depth, packed), digest),
    )


def seal(base: str | None, depth: int, packed: Packed) -> int:
    """CRC-32 of how a body is kept: bytes that still unpack to the same were altered all the same."""
    return zlib.crc32(packed.frame, zlib.crc32(f"{base or ''} {depth} {packed.size} ".encode()))


def load_body(conn: Connection, digest: str, subject: str) -> bytes:
    """The body with this SHA-256. Raises `ArchiveDamaged`, naming `subject`, where it is not whole."""
    data = b""
    for link in reversed(_chain(conn, digest, subject)):
        data = unpack(link.packed, subject, data)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ArchiveDamaged(subject, "its stored bytes are not those that were recorded; restore a backup")
    return data


def _base(conn: Connection, forerunner: str | None) -> tuple[str | None, int, bytes]:
    """What to compress against: the forerunner's digest, the new body's place in the chain, and the bytes."""
    alone = (None, 0, b"")
    if forerunner is None:
        return alone
    row = conn.execute("SELECT depth FROM bodies WHERE digest = ?", (forerunner,)).fetchone()
    if row is None or row["depth"] + 1 >= KEYFRAME_EVERY:
        return alone
    try:
        return forerunner, row["depth"] + 1, load_body(conn, forerunner, forerunner)
    except ArchiveDamaged:
        return alone  # damage to an old page must not keep a new one from being recorded


def _chain(conn: Connection, digest: str, subject: str) -> list[_Link]:
    """The links from this body down to the one that stands alone."""
    links: list[_Link] = []
    wanted: str | None = digest
    while wanted is not None:
        row = conn.execute("SELECT base, size, frame FROM bodies WHERE digest = ?", (wanted,)).fetchone()
        if row is None or len(links) >= KEYFRAME_EVERY:
            raise ArchiveDamaged(subject, "its stored bytes are not all there; restore a backup")
        links.append(_Link(Packed(row["size"], row["frame"]), row["base"]))
        wanted = row["base"]
    return links


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if base else None


def _window_log(size: int) -> int:
    return min(max(size.bit_length(), zstandard.WINDOWLOG_MIN), zstandard.WINDOWLOG_MAX)

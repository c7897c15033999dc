"""Content codings (RFC 9110, 8.4): decoded in bounded steps, with end marks and checksums verified.

gzip (RFC 1952) has a checksum, zlib's deflate (RFC 1950) too, and raw deflate at
least an end mark. Nothing else is asked for, so nothing else is taken.
"""

from __future__ import annotations

import re
import zlib
from typing import Protocol

ACCEPTED = "gzip, deflate"

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_TOKEN = re.compile(r"[a-z0-9-]{1,20}")


class CodingError(Exception):
    """Bytes that are not what their coding says, end too early, or are in a coding nobody asked for."""


class Decoder(Protocol):
    """Turns bytes of the transfer into bytes of the document."""

    def feed(self, data: bytes, limit: int) -> bytes:
        """What `data` decodes to. From `limit` bytes on the rest is dropped: the caller gives up there."""
        ...

    def finish(self) -> None:
        """Raise `CodingError` unless all that was begun has also ended."""
        ...


class _Plain:
    def feed(self, data: bytes, limit: int) -> bytes:
        del limit  # nothing grows here
        return data

    def finish(self) -> None:
        pass


class _Gzip:
    """One gzip member after another; zlib checks each one's length and checksum."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._between = b""  # what came after a member and is too short to tell
        self._begun = False
        self._done = False

    def feed(self, data: bytes, limit: int) -> bytes:
        out = bytearray()
        while data and len(out) < limit and not self._done:
            if self._member.eof:
                data = self._next_member(data)
                continue
            self._begun = True
            out += _inflate(self._member, data, limit - len(out))
            data = self._member.unused_data
        return bytes(out)

    def _next_member(self, data: bytes) -> bytes:
        """Begin another member where one follows; padding and leftovers after the last are no document."""
        data = self._between + data
        self._between = b"" if len(data) > 1 else data
        if len(data) > 1 and data.startswith(_GZIP_MAGIC):
            self._member = zlib.decompressobj(_GZIP)
            return data
        self._done = len(data) > 1
        return b""

    def finish(self) -> None:
        if self._begun and not self._member.eof:
            raise CodingError("ends in the middle of its compressed data")


class _Deflate:
    """zlib's format, or raw deflate, which some servers send under the same name."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes, limit: int) -> bytes:
        if self._stream is None:
            self._head += data
            if len(self._head) < 2:  # noqa: PLR2004 - the length of zlib's header
                return b""
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if _is_zlib(self._head) else -zlib.MAX_WBITS)
            data, self._head = self._head, b""
        return b"" if self._stream.eof else _inflate(self._stream, data, limit)

    def finish(self) -> None:
        if self._head or (self._stream and not self._stream.eof):
            raise CodingError("ends in the middle of its compressed data")


def _inflate(stream: zlib._Decompress, data: bytes, limit: int) -> bytes:
    try:
        return stream.decompress(data, max(1, limit))  # 0 would mean no bound
    except zlib.error as error:
        raise CodingError("is damaged in its compressed data") from error


def _is_zlib(head: bytes) -> bool:
    """Whether two bytes are a zlib header: method 8, and a multiple of 31 (RFC 1950, 2.2)."""
    return head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0


def decoder_for(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header; raises `CodingError` for one that was not asked for."""
    name = coding.strip().lower()
    if name in {"", "identity"}:
        return _Plain()
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    shown = f" ({name})" if _TOKEN.fullmatch(name) else ""
    raise CodingError(f"came in a coding that was not asked for{shown}")

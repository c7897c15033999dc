"""Content codings (RFC 9110, 8.4): decoded in bounded steps, with end marks and checksums verified.

gzip (RFC 1952) and zstd (RFC 8878) have checksums, zlib's deflate (RFC 1950) too;
raw deflate and brotli (RFC 7932) have at least an end mark. Nothing else is asked
for, and never two at once, so nothing else is taken.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import brotli
    import zstandard

ACCEPTED = "gzip, deflate, br, zstd"

STEP = 131_072
"""Bytes decoded at a time: a page of the usual 40 KB is one step, and a bomb grows by no more before it is refused."""

MOST_MEMBERS = 1_000
"""gzip members or zstd frames in one page. Servers that cut pages at all do so every 64 KB; each costs a decoder."""

ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: what a page may ask its reader to remember, in bytes
_ZSTD_FEED = 64
"""Bytes fed to zstd at a time: four of them may hold a block of 128 KB, so 2 MB is the most that can come of it.

The library has no other bound that also tells the end of a frame; a 40 KB page takes 0.15 ms so.
"""

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_TOKEN = pattern(r"[a-z0-9-]{1,20}")
_UNFINISHED = "ends in the middle of its compressed data"
_DAMAGED = "is damaged in its compressed data"


class CodingError(Exception):
    """Bytes that are not what their coding says, end too early, or are in a coding nobody asked for."""


class Decoder(Protocol):
    """Turns bytes of the transfer into bytes of the document."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, in bounded pieces: whoever has enough stops asking. Raises `CodingError`."""
        ...

    def finish(self) -> Iterator[bytes]:
        """What is left when everything was fed; raises `CodingError` unless all that was begun has also ended."""
        ...


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> Iterator[bytes]:
        yield b""


class _Gzip:
    """One gzip member after another; zlib checks each one's length and checksum."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._members = 1
        self._between = b""  # what came after a member and is too short to tell
        self._begun = False
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._done:
            if self._member.eof:
                data = self._next_member(data)
                continue
            self._begun = True
            yield from _inflated(self._member, data)
            data = self._member.unused_data

    def _next_member(self, data: bytes) -> bytes:
        """Begin another member where one follows; padding and leftovers after the last are no document."""
        data = self._between + data
        self._between = b"" if len(data) > 1 else data
        if len(data) > 1 and data.startswith(_GZIP_MAGIC):
            self._members += 1
            if self._members > MOST_MEMBERS:
                raise CodingError(_DAMAGED)
            self._member = zlib.decompressobj(_GZIP)
            return data
        self._done = len(data) > 1
        return b""

    def finish(self) -> Iterator[bytes]:
        if self._begun and not self._member.eof:
            raise CodingError(_UNFINISHED)
        yield b""


class _Deflate:
    """zlib's format, or raw deflate, which some servers send under the same name."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._head += data
            if len(self._head) < 2:  # noqa: PLR2004 - the length of zlib's header
                return
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if _is_zlib(self._head) else -zlib.MAX_WBITS)
            data, self._head = self._head, b""
        if not self._stream.eof:
            yield from _inflated(self._stream, data)

    def finish(self) -> Iterator[bytes]:
        if self._head or (self._stream and not self._stream.eof):
            raise CodingError(_UNFINISHED)
        yield b""


def _inflated(stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    piece = b""
    while data or len(piece) == STEP:  # a full step may have left something behind, with all data taken
        try:
            piece = stream.decompress(data, STEP)
        except zlib.error as error:
            raise CodingError(_DAMAGED) from error
        yield piece
        data = stream.unconsumed_tail


def _is_zlib(head: bytes) -> bool:
    """Whether two bytes are a zlib header: method 8, and a multiple of 31 (RFC 1950, 2.2)."""
    return head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0


class _Brotli:
    """One brotli stream. It has no checksum; but it says where it ends, and nothing may follow."""

    def __init__(self) -> None:
        import brotli  # noqa: PLC0415 - few pages need it

        self._stream: brotli.Decompressor = brotli.Decompressor()
        self._broken: type[Exception] = brotli.error
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = True
        yield self._process(data)
        while not self._stream.can_accept_more_data():
            yield self._process(b"")

    def finish(self) -> Iterator[bytes]:
        """The rest: a decoder that would take more data may still hold some of what it has decoded."""
        piece = b"begun" if self._begun else b""
        while piece and not self._stream.is_finished():
            piece = self._process(b"")
            yield piece
        if self._begun and not self._stream.is_finished():
            raise CodingError(_UNFINISHED)

    def _process(self, data: bytes) -> bytes:
        try:
            return bytes(self._stream.process(data, output_buffer_limit=STEP))
        except self._broken as error:
            raise CodingError(_DAMAGED) from error


class _Zstd:
    """One zstd frame after another, skippable ones among them; the library checks checksums and stated sizes."""

    def __init__(self) -> None:
        import zstandard  # noqa: PLC0415 - few pages need it

        self._decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._broken: type[Exception] = zstandard.ZstdError
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._frames = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_FEED):
            left = data[start : start + _ZSTD_FEED]
            while left:
                frame = self._frame = self._frame or self._next_frame()
                try:
                    yield frame.decompress(left)
                except self._broken as error:
                    raise CodingError(_DAMAGED) from error
                left = frame.unused_data
                if frame.eof:
                    self._frame = None

    def _next_frame(self) -> zstandard.ZstdDecompressionObj:
        self._frames += 1
        if self._frames > MOST_MEMBERS:
            raise CodingError(_DAMAGED)
        return self._decompressor.decompressobj()

    def finish(self) -> Iterator[bytes]:
        if self._frame:
            raise CodingError(_UNFINISHED)
        yield b""


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


def decoder_for(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header; raises `CodingError` for one that was not asked for."""
    name = coding.strip().lower()
    if name in _DECODERS:
        return _DECODERS[name]()
    shown = f" ({name})" if _TOKEN.fullmatch(name) else ""
    raise CodingError(f"came in a coding that was not asked for{shown}")

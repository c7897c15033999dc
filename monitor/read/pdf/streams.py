"""How much a PDF unpacks to, looked at before it is opened: pdfium would take a gigabyte for one stream."""

from __future__ import annotations

import zlib

from monitor.errors import TooMuchToRead
from monitor.text.patterns import pattern

_STREAM = pattern(rb"stream\r?\n")
_PACKED = pattern(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY = 600  # bytes before a stream in which its own description stands
_PIECE = 1_000_000  # bytes unpacked at a time
_MOST = 150_000_000  # bytes: the pages and fonts of a thousand printed pages unpack to some ten million


def refuse_bombs(body: bytes, subject: str) -> None:
    """Raise `TooMuchToRead` where the streams of a PDF, pictures aside, unpack to more than any terms."""
    room = _MOST
    for found in _STREAM.finditer(body):
        described = body[max(0, found.start() - _DICTIONARY) : found.start()].rpartition(b" obj")[2]
        packings = len(_PACKED.findall(described))
        if not packings or b"/Image" in described:
            continue
        room -= _unpacked(body, found.end(), room)
        if room < 0 or packings > 1:
            raise TooMuchToRead(subject, "is a PDF that unpacks to more than any terms; print it to a new PDF")


def _unpacked(body: bytes, start: int, room: int) -> int:
    """How many bytes a stream unpacks to, counted up to a little more than there is room for."""
    stream = zlib.decompressobj()
    count, packed = 0, body[start : start + _PIECE]
    while packed and count <= room and not stream.eof:
        try:
            count += len(stream.decompress(packed, _PIECE))
        except zlib.error:
            return count  # pdfium will say what it can make of it
        start += len(packed)
        packed = stream.unconsumed_tail or body[start : start + _PIECE]
    return count

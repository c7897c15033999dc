"""The objects of a PDF as pdfium writes them (ISO 32000-1, 7.3): one spelling of each, in plain sight.

A file may hide what it holds: behind a password that is empty, in packed objects, in a
broken table of contents. What pdfium writes anew is what it would itself go by.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from monitor.text.patterns import pattern

_TOKEN = pattern(
    rb"<<|>>|\[|\]|(\d+) \d+ R\b|/([^\s/()<>\[\]{}%]*)|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|[^\s/()<>\[\]{}%]+",
    re.DOTALL,
)
_HEAD = pattern(rb"\s*(\d+) \d+ obj\s*")
_ENTRY = pattern(rb"(\d{10}) \d{5} n")
_STREAM = b">>stream\r\n"
_END = b"\r\nendstream"
_LARGEST = 20_000_000  # bytes that one stream unpacks to: the drawing of a page has some hundred thousand
_MOST_STEPS = 30  # from one reference to the next


class Ref(NamedTuple):
    """A reference to an object."""

    number: int


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: `value` is a dict, list, name (str), `Ref` or raw bytes; `packed` what its stream holds.

    Names are without their slash, as written: pdfium escapes a name the same way everywhere.
    """

    value: Any
    packed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Objects:
    """All objects of a file that pdfium wrote, each parsed when it is first asked for."""

    body: bytes
    spans: dict[int, tuple[int, int]]  # of each object's text, by its number
    parsed: dict[int, Thing] = field(default_factory=dict)

    def thing(self, value: Any) -> Thing:  # noqa: ANN401 - an object may be of any type
        """What a value is, or what it refers to."""
        for _ in range(_MOST_STEPS):
            if not isinstance(value, Ref):
                return Thing(value)
            found = self._numbered(value.number)
            if found.packed is not None or not isinstance(found.value, Ref):
                return found
            value = found.value
        return Thing(None)

    def entries(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
        """The entries of a dictionary or a stream's; none for anything else."""
        found = self.thing(value).value
        return found if isinstance(found, dict) else {}

    def holding(self, key: bytes) -> list[Ref]:
        """The objects in whose text a key stands."""
        return [Ref(number) for number, (start, end) in self.spans.items() if self.body.find(key, start, end) >= 0]

    def _is_predicted(self, parameters: Any) -> bool:  # noqa: ANN401 - the same
        """Whether a filter is told to undo differences (7.4.4.4), which nobody makes of text."""
        said = self.thing(parameters).value
        return any("Predictor" in self.entries(one) for one in (said if isinstance(said, list) else [said]))

    def _numbered(self, number: int) -> Thing:
        if number not in self.parsed:
            start, end = self.spans.get(number, (0, 0))
            self.parsed[number] = _thing(self.body[start:end])
        return self.parsed[number]

    def content(self, thing: Thing) -> bytes | None:
        """What a stream unpacks to; None where that cannot be seen."""
        entries = self.entries(thing.value)
        filters = self.thing(entries.get("Filter", entries.get("F"))).value
        named = filters if isinstance(filters, list) else [filters] if filters else []
        data = thing.packed or b""
        if self._is_predicted(entries.get("DecodeParms")) or self._is_predicted(entries.get("DP")):
            return None
        for name in (self.thing(one).value for one in named):
            unpacked = _unpacked(data, name)
            if unpacked is None:
                return None
            data = unpacked
        return data


def objects_of(body: bytes) -> Objects:
    """The objects of a file that pdfium wrote, by its own table of where each begins."""
    table = body.rfind(b"\r\nxref\r\n")
    starts = sorted(int(found[1]) for found in _ENTRY.finditer(body, max(0, table)))
    spans = {}
    for start, end in zip(starts, [*starts[1:], table], strict=False):
        if head := _HEAD.match(body, start, end):
            spans[int(head[1])] = (head.end(), end)
    return Objects(body, spans)


def _thing(text: bytes) -> Thing:
    at = text.find(_STREAM)  # never within a string: pdfium writes line ends in it as escapes
    if at < 0:
        return Thing(_value(text.rpartition(b"endobj")[0]))
    start = at + len(_STREAM)
    end = text.rfind(_END)
    return Thing(_value(text[: at + 2]), text[start : max(start, end)])


def _value(text: bytes) -> Any:  # noqa: ANN401 - an object may be of any type
    """The first value in a text."""
    open_: list[list[Any]] = [[]]
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token in {b"<<", b"["}:
            open_.append([])
        elif token in {b">>", b"]"}:
            if len(open_) > 1:
                items = open_.pop()
                open_[-1].append(_paired(items) if token == b">>" else items)
        else:
            open_[-1].append(_plain(found))
    return open_[0][0] if open_[0] else None


def _plain(found: re.Match[bytes]) -> Any:  # noqa: ANN401 - the same
    if found[1]:
        return Ref(int(found[1][:9]))
    return found[2].decode("latin-1") if found[2] is not None else found.group()


def _paired(items: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}


def _unpacked(data: bytes, name: Any) -> bytes | None:  # noqa: ANN401 - the same
    """What one filter unpacks; None where it is unknown here, the data is damaged or there is too much of it."""
    try:
        if name in {"FlateDecode", "Fl"}:
            unpacked = zlib.decompressobj().decompress(data, _LARGEST)
            return unpacked if len(unpacked) < _LARGEST else None
        if name in {"ASCIIHexDecode", "AHx"}:
            return bytes.fromhex(data.partition(b">")[0].decode("ascii"))
        if name in {"ASCII85Decode", "A85"}:
            return base64.a85decode(b"".join(data.partition(b"~>")[0].split()))
    except (zlib.error, binascii.Error, ValueError):
        return None
    return None

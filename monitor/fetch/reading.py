"""An answer read within bounds: of time for each read, of bytes for its head, and of bytes for all of it.

The standard library bounds each line and the number of headers, but neither how many
interim answers come before the real one, nor what may stand around the chunks of a
body. It also drops every header after a line that is none, lengths among them, and
takes "-5" for the size of a chunk. So head and chunk sizes are read here (RFC 9112).
"""

from __future__ import annotations

import http.client
import io
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

MOST_HEAD = 65_536
"""Bytes of status line and headers, those of interim answers included. The largest honest ones have some 20 KB."""

MOST_FIELDS = 100  # as the standard library has it
MOST_INTERIM = 10
"""Answers that say that another will follow (RFC 9110, 15.2). One is usual, two are rare."""

_AHEAD = 32_768
"""Bytes read at a time while head or chunk sizes are looked for: most of a page comes along with its head."""

_STATUS_LINE = pattern(rb"HTTP/1\.([0-9])[ \t]+([0-9]{3})(?:[ \t][^\r\n]*)?\r?\n")
# The value is stripped afterwards: a pattern that did so as well would take minutes for 60 KB of blanks.
_FIELD = pattern(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)\n", 16)  # re.DOTALL: odd bytes are kept
_LENGTHS = pattern(r"([0-9]{1,18})(?:[ \t]*,[ \t]*\1)*")  # said more than once, and the same: RFC 9110, 8.6
_CHUNK_SIZE = pattern(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")


class OverlongError(http.client.HTTPException):
    """An answer whose head, or what surrounds its body, has no end."""


@dataclass(slots=True)
class Allowance:
    """What may still be read: `seconds` gives those left or raises TimeoutError, `count` is in bytes."""

    seconds: Callable[[], float]
    count: int

    def take(self, count: int) -> None:
        """Note that so many bytes came; raises `OverlongError` when they are too many."""
        self.count -= count
        if self.count < 0:
            raise OverlongError


class _BoundedReads(io.RawIOBase):
    """A socket's bytes, each read given only the time that is left.

    A socket's own timeout begins anew with every byte, so a server that drips its
    headers or body could hold on for ever.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, allowance: Allowance) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as the standard library types it
        self._sock.settimeout(self._allowance.seconds())
        count = cast("int", self._raw.readinto(buffer))
        self._allowance.take(count)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class BoundedResponse(http.client.HTTPResponse):
    """An answer, or a proxy's answer to CONNECT, whose head may take a fixed room and what follows `most` bytes."""

    def __init__(
        self,
        sock: socket.socket,
        seconds: Callable[[], float],
        most: int,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(sock, **options)
        self._most = most
        self._allowance = Allowance(seconds, MOST_HEAD + _AHEAD)
        self.fp = io.BufferedReader(_BoundedReads(self.fp.detach(), sock, self._allowance), _AHEAD)

    def begin(self) -> None:
        """Read the head. What it says of the body's length is looked at once, here."""
        version, self.status, self.reason = self._read_status()
        self.code = self.status
        self.version = 10 if version == "HTTP/1.0" else 11
        self.headers = self.msg = self._fields()
        coding = self.msg.get("Transfer-Encoding")
        self.chunked = coding is not None and coding.lower() == "chunked"
        self.chunk_left = None
        if coding is not None:
            del self.msg["Content-Length"]  # RFC 9112, 6.3: the coding is what counts
        self.length = self._stated_length()
        self.will_close = True  # each request says so, and no connection is used twice
        self._allowance.count = self._most

    def _stated_length(self) -> int | None:
        if self.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            return 0
        said = ", ".join(self.msg.get_all("Content-Length", ()))
        if not said:
            return None
        found = _LENGTHS.fullmatch(said)
        del self.msg["Content-Length"]
        self.msg.set_raw("Content-Length", found[1] if found else "?")  # urllib3 takes "+5", and crashes at "5, 6"
        return int(found[1]) if found else None

    def _read_status(self) -> tuple[str, int, str]:
        """The status line, after the interim answers, whatever they are: the library knows only one kind."""
        for _ in range(MOST_INTERIM + 1):
            minor, status = self._status_line()
            if status >= HTTPStatus.OK or status == HTTPStatus.SWITCHING_PROTOCOLS:
                return f"HTTP/1.{minor}", status, ""
            self._fields()
        raise OverlongError

    def _status_line(self) -> tuple[str, int]:
        found = _STATUS_LINE.fullmatch(self._line())
        if found is None or found[2] < b"100":
            raise http.client.BadStatusLine("")
        return found[1].decode(), int(found[2])

    def _fields(self) -> http.client.HTTPMessage:
        """The headers. A line that is none is left out; one that is folded is put together."""
        fields: list[tuple[str, str]] = []
        for _ in range(MOST_FIELDS + 1):
            line = self._line()
            if not line.strip(b"\r\n"):
                return _message(fields)
            found = _FIELD.fullmatch(line)
            if found:
                fields.append((found[1].decode(), found[2].removesuffix(b"\r").strip(b" \t").decode("latin-1")))
            elif fields and line[:1] in {b" ", b"\t"}:
                name, value = fields.pop()
                fields.append((name, f"{value} {line.strip().decode('latin-1')}"))
        raise OverlongError

    def _line(self) -> bytes:
        line = self.fp.readline(MOST_HEAD)
        if line.endswith(b"\n"):
            return line
        raise OverlongError if len(line) == MOST_HEAD else http.client.RemoteDisconnected

    def _read_next_chunk_size(self) -> int:
        found = _CHUNK_SIZE.fullmatch(self.fp.readline(MOST_HEAD))
        if found is None:
            self.close()
            raise ValueError
        return int(found[1], 16)


def _message(fields: list[tuple[str, str]]) -> http.client.HTTPMessage:
    message = http.client.HTTPMessage()
    for name, value in fields:
        message.set_raw(name, value)
    return message

"""Notices written to a stream, such as standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from monitor.errors import DeliveryError
from monitor.render import for_terminal, notice_text

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Notice


class Console:
    """Writes each notice as text, with ANSI colours if `colour`; the address is a name shown above it, or empty."""

    def __init__(self, stream: TextIO, colour: bool) -> None:
        self._stream = stream
        self._colour = colour

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - every channel takes the time
        """Write the notice. Raises DeliveryError, transient, when the stream cannot be written."""
        name = f"[{for_terminal(address)}] " if address else ""
        text = f"{name}{notice_text(notice, colour=self._colour)}\n"
        try:
            self._stream.write(self._writable(text))
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise DeliveryError("console", f"cannot be written: {type(error).__name__}; see where it leads") from error

    def _writable(self, text: str) -> str:
        """The text in what the stream can encode: a log in ASCII gets "?" rather than nothing."""
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        return text.encode(encoding, "replace").decode(encoding)

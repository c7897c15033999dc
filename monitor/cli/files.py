"""Files that are named on the command line, read within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 50_000_000
"""Bytes of a document: five times what is fetched of a page."""


def file_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """A regular file's bytes; a device or a pipe may never end.

    Raises `UnreadableFile` for what is none, may not be opened, or has more than `largest` bytes.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UnreadableFile(str(path), "is no regular file; copy it into one and give that")
        with path.open("rb") as opened:
            body = opened.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise UnreadableFile(str(path), f"cannot be opened ({reason}); check that it exists and may be read") from error
    if len(body) > largest:
        raise UnreadableFile(str(path), f"has more than {largest:,} bytes; give a smaller file")
    return body

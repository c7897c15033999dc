"""Whether a configuration file was changed, looked at again and again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

_Stamp: TypeAlias = tuple[int, int, int, int] | None


class WatchedFile:
    """A file as it was when it was looked at last; make one before the file is read, so that no change is missed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = _stamp(path)
        self._digest = _digest(path)

    def changed(self) -> bool:
        """Whether it holds something else than at the last look; a touch, or the same text again, is no change."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        before, self._digest = self._digest, _digest(self._path)
        return self._digest != before


def _stamp(path: Path) -> _Stamp:
    """What differs once a file was written or replaced; None where it is not there."""
    try:
        now = path.stat()
    except (OSError, ValueError):
        return None
    return now.st_mtime_ns, now.st_size, now.st_ino, now.st_dev


def _digest(path: Path) -> str:
    """The digest of what it holds; "" where that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""

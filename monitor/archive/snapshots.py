"""The latest text of each document as a Markdown file, for people to open and git to track."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from monitor.errors import ArchiveError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from pathlib import Path

_SOURCE_ID = pattern(r"[a-z0-9-]+/[a-z0-9-]+")
_HEALS = "the check itself is recorded, and the next one writes the file again"


def snapshot_path(folder: Path, source: str) -> Path:
    """Where a source's text lies: PROVIDER/DOCUMENT.md inside the folder, and nowhere else."""
    if not _SOURCE_ID.fullmatch(source):
        raise ArchiveError(source, f"is no provider/document of [a-z0-9-], so its text gets no file in {folder}")
    path = folder / f"{source}.md"
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise ArchiveError(str(path.parent), f"leads out of {folder}, so nothing is written there; remove the link")
    return path


def is_written(folder: Path, source: str) -> bool:
    """Whether a source's text lies in its place."""
    return os.path.exists(f"{folder}/{source}.md")  # noqa: PTH110 - asked at every check, and a tenth of a Path's cost


def write_snapshot(path: Path, text: str) -> None:
    """Put the text in the file's place in one step, so that a reader sees the old one or the new one, whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise ArchiveError(str(path), f"could not be written ({error.strerror}); {_HEALS}") from error


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise

"""What the revisions of a source changed, opened no further than the history of one clause needs.

Most revisions leave a clause alone. Their comparisons, 40 KB of JSON each, need not be parsed for that: the paths
of their clauses stand in them just as `json_bytes` writes them, and bytes are searched a hundred times as fast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.archive.blobs import Packed, json_bytes, quick_json, unpack
from monitor.archive.rows import revision_from
from monitor.wire import sketches_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.sql import Connection
    from monitor.model import Revision
    from monitor.wire import Json, Sketch

_OUTLINES = (
    "SELECT revisions.*, pages.digest AS page_digest, size, frame FROM revisions JOIN pages ON pages.key = page"
    " LEFT JOIN changes ON changes.source = revisions.source AND revision = number"
    " WHERE revisions.source = ? ORDER BY number"
)
_PATH = b'"path":'
_JOINT = re.compile(r"[/~]")
_MOST_ABOVE = 8
"""Paths above a clause that are searched for one by one; below more it takes as long as parsing."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A revision, given without its comparison, and that comparison as it is kept; None where there is none."""

    revision: Revision
    packed: Packed | None

    def changes_near(self, path: str) -> tuple[Sketch, ...]:
        """All its changes, or none of them where none is of a clause at this path, above it or below it.

        Raises `ArchiveDamaged`.
        """
        raw = self._raw()
        return sketches_from(quick_json(raw)) if _names(raw, path) else ()

    @property
    def language(self) -> str:
        """The language of the new terms as it was known when they were compared; "" where they were not."""
        return str(self._data["new"]["language"]) if self.packed else ""

    @property
    def _data(self) -> Json:
        data: Json = quick_json(self._raw())
        return data

    def _raw(self) -> bytes:
        if self.packed is None:
            return b""
        return unpack(self.packed, f"change {self.revision.source}@{self.revision.number}")


def outlines(conn: Connection, source: str) -> Iterator[Outline]:
    """The revisions of a source, oldest first."""
    for row in conn.execute(_OUTLINES, (source,)):
        packed = None if row["frame"] is None else Packed(row["size"], row["frame"])
        yield Outline(revision_from(row, None), packed)


def _names(raw: bytes, path: str) -> bool:
    """Whether a clause of this JSON may stand at a path, below it or above it; never False where one does."""
    above = [path[: joint.start()] for joint in _JOINT.finditer(path)]
    if len(above) > _MOST_ABOVE:
        return bool(raw)
    here = json_bytes(path)[:-1]  # without its last quote: a path below goes on
    return any(_PATH + one in raw for one in (here, *map(json_bytes, above)))

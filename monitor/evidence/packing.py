"""Files under names of ours, their digests, and one zip of them whose bytes depend on nothing else."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUMS = "SHA256SUMS"
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # what a zip can say (APPNOTE 6.3.10, 4.4.6)
_READABLE = 0o100644 << 16  # a regular file that all may read, as Unix has it
_UNIX = 3


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file by its name in the zip: ASCII, never made from what a page says."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is handed over: files by name, when the revision was recorded, and what is to be known of them.

    `link` is the revision's in the hash chain, "" where it has none.
    """

    files: tuple[NamedFile, ...]
    at: datetime
    remarks: tuple[str, ...] = ()
    link: str = ""


def with_sums(files: Iterable[NamedFile]) -> tuple[NamedFile, ...]:
    """The files in the order of their names, and `SHA256SUMS` over all of them, as `sha256sum -c` reads it."""
    named = sorted(files, key=lambda file: file.name)
    lines = (f"{hashlib.sha256(file.body).hexdigest()}  {file.name}\n" for file in named)
    return (*named, NamedFile(SUMS, "".join(lines).encode("ascii")))


def zipped(files: Sequence[NamedFile], at: datetime) -> bytes:
    """The files as the bytes of a zip, each with the time `at` in UTC; equal files give equal bytes."""
    utc = at.astimezone(UTC)
    utc = utc.replace(year=min(max(utc.year, _FIRST_YEAR), _LAST_YEAR))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            entry = zipfile.ZipInfo(file.name, utc.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            packed.writestr(entry, file.body)
    return out.getvalue()

"""What is wrong with an archive, in words: which row, of which source and revision, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.archive.chain import said

if TYPE_CHECKING:
    from monitor.archive.sql import Row

_RESTORE = "restore a backup"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong: which row, as `revisions northline/voice@3`, what it is, and what to do."""

    row: str
    what: str
    remedy: str = _RESTORE

    def __str__(self) -> str:
        return f"{self.row}: {self.what}; {self.remedy}"


def wanted(key: object) -> object:
    """A key to look for; one that is no text any more is nobody's, and SQLite is not given it as text."""
    return key.encode("utf-8", "surrogateescape") if isinstance(key, str) and not key.isascii() else key


def page_of(row: Row) -> str:
    """Whose page a row of `chain` tells of: `SOURCE@REVISION`, or the page's key where it brought no revision."""
    source = said(row["source"])
    return f"{source}@{row['revision']}" if row["revision"] else f"{source}, page {said(row['page'])[:12]}"

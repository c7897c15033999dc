"""Where pages, revisions, changes and notices are kept: `Archive`, and its SQLite form."""

from __future__ import annotations

from monitor.archive.exhibits import Exhibit, Proof, ProvenLink, StoredPart
from monitor.archive.imports import Imported
from monitor.archive.outlines import Outline
from monitor.archive.pages import Reader
from monitor.archive.protocol import Archive, Library, Witness
from monitor.archive.sqlite import SqliteArchive, open_archive

__all__ = [
    "Archive",
    "Exhibit",
    "Imported",
    "Library",
    "Outline",
    "Proof",
    "ProvenLink",
    "Reader",
    "SqliteArchive",
    "StoredPart",
    "Witness",
    "open_archive",
]

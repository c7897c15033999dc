"""Where pages, revisions, changes and notices are kept: `Archive`, and its SQLite form."""

from __future__ import annotations

from monitor.archive.imports import Imported
from monitor.archive.pages import Reader
from monitor.archive.protocol import Archive
from monitor.archive.sqlite import SqliteArchive, open_archive

__all__ = ["Archive", "Imported", "Reader", "SqliteArchive", "open_archive"]

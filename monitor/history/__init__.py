"""Histories that others recorded, into the archive and out of it; they go the same line as what is watched."""

from __future__ import annotations

from monitor.history.exporting import export_history
from monitor.history.git import Repository, open_repository
from monitor.history.importing import Plan, import_plan, plan_of
from monitor.history.listing import Document, Version, documents_of
from monitor.history.objects import Commit, commits, is_shallow

__all__ = [
    "Commit",
    "Document",
    "Plan",
    "Repository",
    "Version",
    "commits",
    "documents_of",
    "export_history",
    "import_plan",
    "is_shallow",
    "open_repository",
    "plan_of",
]

"""What people may do with a revision: how long names and notes may be, and what says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import LogEntry, LogKind

LONGEST_NAME = 200
"""Characters of a name or a contract's number."""

LONGEST_NOTE = 4000
"""Characters of a note: what is longer is a document, and belongs where documents are kept."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does with a revision, yet without which and when."""

    kind: LogKind
    by: str
    note: str = ""
    ref: str = ""
    to: str = ""

    def entry(self, source: str, revision: int, at: datetime) -> LogEntry:
        """It as an entry of the log."""
        from monitor.model import LogEntry  # noqa: PLC0415 - the command line asks for bounds only, and starts fast

        return LogEntry(source, revision, self.kind, self.by, at, self.note, self.ref, self.to)


def name_in(field: str, text: str) -> str:
    """A name that says something. Raises `UsageError`, whose subject is the field."""
    return given_in(field, short_in(field, text))


def short_in(field: str, text: str) -> str:
    """A name or the number of a contract, or "". Raises `UsageError`."""
    return _bounded(field, text, LONGEST_NAME)


def note_in(field: str, text: str) -> str:
    """A note, or "". Raises `UsageError`."""
    return _bounded(field, text, LONGEST_NOTE)


def given_in(field: str, text: str) -> str:
    """A text that says something. Raises `UsageError` where nothing of it can be seen."""
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise UsageError(field, "is empty; the log says who did what")
    return text


def _bounded(field: str, text: str, longest: int) -> str:
    """A text without the space around it. Raises `UsageError` where it is longer than `longest` characters."""
    stripped = text.strip()
    if len(stripped) > longest:
        raise UsageError(field, f"is longer than {longest:,} characters")
    return stripped

"""What people did with a revision: they accepted it, acknowledged it, gave it to somebody, or wrote a comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

LogKind: TypeAlias = Literal["accepted", "acknowledged", "assigned", "commented"]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that somebody did with a revision; what was wrong is corrected by a later entry, never altered.

    `by` is a name as it was given, `ref` the contract that an acceptance belongs to, `to`
    who it was assigned to; each is "" where there is none.
    """

    source: str
    revision: int
    kind: LogKind
    by: str
    at: datetime
    note: str = ""
    ref: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Distance:
    """The revision of a source that was accepted last, by whom and when, and how many told changes came since."""

    revision: int
    by: str
    at: datetime
    ref: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A told change that came after what was accepted and was not acknowledged; `assigned_to` is "" for nobody."""

    source: str
    revision: int
    at: datetime
    assigned_to: str = ""

"""What the pages show, gathered from the archive."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, get_args

from monitor.model import SourceState
from monitor.render import clock_line, revised
from monitor.reports import status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.archive import Archive
    from monitor.model import Revision, Source, SourceStatus, StatusReport

Order = Literal["provider", "change", "state"]
STATES: tuple[SourceState, ...] = get_args(SourceState)
ORDERS: tuple[Order, ...] = get_args(Order)
_GRAVITY: dict[SourceState, int] = {"held": 0, "failing": 1, "stale": 2, "ok": 3}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in the overview."""

    status: SourceStatus
    title: str
    url: str
    unreviewed: int

    @property
    def provider(self) -> str:
        """The first half of its id."""
        return self.status.source.partition("/")[0]


@dataclass(frozen=True, slots=True)
class ProviderRows:
    """The documents of one provider, or all of them under "" where they are sorted across providers."""

    provider: str
    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """How the watch stands: its documents by provider, and what nobody has looked at."""

    report: StatusReport
    groups: tuple[ProviderRows, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision in the timeline of a document: what happened, and since when it binds."""

    revision: Revision
    words: str
    clock: str
    share: float
    """How much changed, as a share of the largest change of the document."""


def overview(archive: Archive, sources: Sequence[Source], now: datetime, *, state: str, order: str) -> Overview:
    """The documents in one state (or all), ordered by provider, last change or state."""
    report = status_of(archive, sources, now)
    unreviewed: dict[str, int] = {}
    for one in report.unreviewed:
        unreviewed[one.source] = unreviewed.get(one.source, 0) + 1
    titles, known = archive.links(), {source.id: source for source in sources}
    rows = [
        DocumentRow(
            status,
            _title(known.get(status.source), titles[status.source].title if status.source in titles else ""),
            known[status.source].url if status.source in known else "",
            unreviewed.get(status.source, 0),
        )
        for status in report.sources
        if state not in STATES or status.state == state
    ]
    return Overview(report, tuple(_grouped(rows, order)), len(rows))


def _title(source: Source | None, printed: str) -> str:
    return (source.title if source else "") or printed


def _grouped(rows: list[DocumentRow], order: str) -> Iterable[ProviderRows]:
    if order == "change":
        return [ProviderRows("", tuple(sorted(rows, key=_by_change)))]
    if order == "state":
        return [ProviderRows("", tuple(sorted(rows, key=_by_state)))]
    rows = sorted(rows, key=lambda row: row.status.source)
    return [ProviderRows(name, tuple(group)) for name, group in groupby(rows, key=lambda row: row.provider)]


def _by_change(row: DocumentRow) -> tuple[float, str]:
    changed = row.status.last_change
    return (-changed.timestamp() if changed else 0.0, row.status.source)


def _by_state(row: DocumentRow) -> tuple[int, str]:
    return (_GRAVITY[row.status.state], row.status.source)


def timeline(revisions: Sequence[Revision]) -> tuple[RevisionRow, ...]:
    """The revisions of one document, newest first."""
    sizes = [len(one.comparison.changes) if one.comparison else 0 for one in revisions]
    largest = max(sizes, default=0) or 1
    rows = [
        RevisionRow(revision, revised(revision), _clock(revision), size / largest)
        for revision, size in zip(revisions, sizes, strict=True)
    ]
    return tuple(reversed(rows))


def _clock(revision: Revision) -> str:
    comparison = revision.comparison
    if comparison is None or comparison.clock is None:
        return ""
    return clock_line(comparison.clock, revision.at.date(), comparison.new.language)

"""What a source was, what a check of it means, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from monitor.model.compared import Comparison
from monitor.model.fetched import Failure, Validators
from monitor.model.kinds import ALERTING, NoticeType, OutcomeKind
from monitor.model.terms import Learned, Terms
from monitor.model.watched import Source


@dataclass(frozen=True, slots=True)
class Held:
    """A page kept from subscribers because it does not look like the terms, and why."""

    reason: str
    digest: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What a source was before this check.

    `terms` are those of the last good revision, by today's reader; `known` maps
    the digest of each text the source ever had to the last revision that had it.
    """

    revision: int = 0
    terms: Terms | None = None
    page_digest: str | None = None
    page_at: datetime | None = None
    validators: Mapping[str, Validators] = field(default_factory=lambda: MappingProxyType({}))
    known: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    failures: int = 0
    held: Held | None = None
    retry_at: datetime | None = None
    learned: Learned = field(default_factory=Learned)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    `revision` is the source's revision after the check, 0 when it has none;
    `terms` stand where a revision was made; `earlier` is the revision whose text
    is back, for seen-before.
    """

    source: Source
    at: datetime
    kind: OutcomeKind
    revision: int = 0
    terms: Terms | None = None
    comparison: Comparison | None = None
    failure: Failure | None = None
    held: Held | None = None
    earlier: int | None = None

    @property
    def alert(self) -> bool:
        """Whether a subscriber with the default filters would be told, even if there is none."""
        return self.kind in ALERTING


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one subscriber. Its `id` never changes, however often it is sent."""

    id: str
    type: NoticeType
    at: datetime
    subscriber: str
    source: str
    title: str
    url: str
    revision: int
    outcome: OutcomeKind
    comparison: Comparison
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice not yet delivered: how often it was tried and what went wrong last."""

    notice: Notice
    attempts: int = 0
    first_tried: datetime | None = None
    error: str | None = None

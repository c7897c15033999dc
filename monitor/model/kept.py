"""What the archive holds, and how the watch stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from monitor.model.compared import Comparison
from monitor.model.decided import Held
from monitor.model.fetched import Failure
from monitor.model.kinds import ALERTING, OutcomeKind
from monitor.model.reviewed import Unreviewed


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a source as the archive holds it; `quiet` says why nobody was told of it, "" where they were."""

    source: str
    number: int
    at: datetime
    outcome: OutcomeKind
    title: str
    url: str
    digest: str
    page_digest: str
    comparison: Comparison | None = None
    quiet: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether it brought a change of which those who asked were told."""
        return self.comparison is not None and self.outcome in ALERTING and not self.quiet


class Place(NamedTuple):
    """Where a revision stands among those of all sources, which are in the order of these three."""

    at: datetime
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands: what the last checks found, for the schedule and for `status`."""

    source: str
    revision: int = 0
    last_checked: datetime | None = None
    last_success: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    failure: Failure | None = None
    held: Held | None = None
    retry_at: datetime | None = None


SourceState = Literal["ok", "failing", "held", "stale"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source stands; `next_check` is None where it is due now or no schedule is known."""

    source: str
    state: SourceState
    last_success: datetime | None = None
    last_change: datetime | None = None
    next_check: datetime | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Notices to one subscriber that were parked for one reason: how many, and since when the oldest was seen."""

    subscriber: str
    error: str
    notices: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not told yet: when the oldest owed notice was seen, how many wait for digests, and what was given up."""

    oldest: datetime | None = None
    waiting: int = 0
    given_up: tuple[GivenUp, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the whole watch stands.

    `owed`, `waiting` (for digests) and `parked` count notices; the oldest of those owed
    waits for `oldest_owed` seconds; `given_up` says of the parked ones why. `read_24h` is
    the share of sources read in the last day; the waits are seconds from seen to told,
    of the last 30 days. `unreviewed` are the changes that nobody has looked at, oldest first.
    """

    sources: tuple[SourceStatus, ...]
    owed: int = 0
    parked: int = 0
    read_24h: float = 0.0
    seen_to_told_p50: float | None = None
    seen_to_told_p95: float | None = None
    oldest_owed: float | None = None
    waiting: int = 0
    given_up: tuple[GivenUp, ...] = ()
    unreviewed: tuple[Unreviewed, ...] = ()

    @property
    def all_well(self) -> bool:
        """Whether every source is ok."""
        return all(source.state == "ok" for source in self.sources)

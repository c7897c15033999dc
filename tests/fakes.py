"""An archive in memory that keeps every promise of the real one that delivery leans on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from monitor.archive.protocol import LONGEST_CLAIM, LONGEST_WAIT
from monitor.errors import ArchiveError, NothingHeld, UnknownRevision
from monitor.linked import naming_of
from monitor.model import (
    ALERTING,
    REVISING,
    Backlog,
    Distance,
    GivenUp,
    Owed,
    Past,
    Revision,
    Standing,
    Unreviewed,
    Waiting,
)
from monitor.read import NOTHING_LEARNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from monitor.archive import Imported
    from monitor.model import Fetched, Held, Learned, LogEntry, Naming, Notice, Outcome, Page, RobotsTxt, Source, Terms


@dataclass(frozen=True, slots=True)
class Slot:
    """A notice on its way."""

    owed: Owed
    state: Literal["owed", "delivered", "parked", "waiting", "gathered"] = "owed"
    not_before: datetime | None = None
    delivered_at: datetime | None = None
    claimed_until: datetime | None = None

    def may_be_sent(self, now: datetime) -> bool:
        """Whether it is neither put off nor claimed; what was set by a clock that was put back counts as over."""
        limits = ((self.not_before, LONGEST_WAIT), (self.claimed_until, LONGEST_CLAIM))
        return all(at is None or at <= now or at > now + longest for at, longest in limits)


class MemoryOutbox:
    """Satisfies `monitor.archive.protocol.Outbox`."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self.slots: dict[str, Slot] = {}
        self._guard = threading.Lock()
        self._owe(notices)

    def owe(self, notice: Notice) -> None:
        self._owe([notice])

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        owed = sorted(self.owed(now), key=lambda one: (one.attempts, str(self.slots[one.notice.id].not_before or "")))
        return [Waiting(one.notice.id, one.notice.subscriber) for one in owed]

    def owed(self, now: datetime) -> Sequence[Owed]:
        """Those not put off beyond `now` nor claimed until later, oldest first."""
        return self._in_order("owed", now)

    def claim(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        return self._claimed("owed", notice, now, until)

    def claim_parked(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        return self._claimed("parked", notice, now, until)

    def forget_claims(self) -> None:
        """Whoever claimed lives, for this archive ends with its process."""

    def owed_count(self) -> int:
        return sum(slot.state == "owed" for slot in self.slots.values())

    def waits(self, since: datetime) -> Sequence[float]:
        told = [(slot.owed.notice.at, slot.delivered_at) for slot in self.slots.values()]
        return sorted((at - seen).total_seconds() for seen, at in told if at is not None and at >= since)

    def waiting_parked(self) -> Sequence[Waiting]:
        found = sorted(self.parked(), key=lambda owed: owed.attempts)
        return [Waiting(owed.notice.id, owed.notice.subscriber) for owed in found]

    def parked(self) -> Sequence[Owed]:
        return self._in_order("parked")

    def backlog(self) -> Backlog:
        owed, waiting, parked = (self._in_order(state) for state in ("owed", "waiting", "parked"))
        by_reason: dict[tuple[str, str], list[Owed]] = {}
        for one in parked:
            by_reason.setdefault((one.notice.subscriber, one.error or ""), []).append(one)
        given_up = tuple(GivenUp(*why, len(them), them[0].notice.at) for why, them in by_reason.items())
        return Backlog(owed[0].notice.at if owed else None, len(waiting), given_up)

    def delivered(self, notice: str, at: datetime) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=None), "delivered", delivered_at=at)

    def put_off(self, notice: str, at: datetime, until: datetime, error: str) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=error), "owed", until)

    def put_off_behind(self, tried: Owed, at: datetime, until: datetime, error: str) -> int:
        others = [owed for owed in self.owed(at) if owed.notice.subscriber == tried.notice.subscriber]
        for owed in others:
            often, first = max(owed.attempts, tried.attempts + 1), owed.first_tried or at
            behind = replace(owed, error=error, attempts=often, first_tried=first)
            self.slots[owed.notice.id] = Slot(behind, "owed", until)
        return len(others)

    def park(self, notice: str, at: datetime, error: str) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=error), "parked")

    def park_overdue(self, subscriber: str, at: datetime, first_tried: datetime, error: str) -> int:
        late = [
            owed
            for owed in self._in_order("owed")
            if owed.notice.subscriber == subscriber and owed.first_tried and owed.first_tried <= first_tried <= at
        ]
        for owed in late:
            self.slots[owed.notice.id] = Slot(replace(owed, error=error), "parked")
        return len(late)

    def for_digests(self) -> Mapping[str, datetime]:
        first: dict[str, datetime] = {}
        for owed in self._in_order("waiting"):
            first.setdefault(owed.notice.subscriber, owed.notice.at)
        return first

    def gather(self, digest: Notice, until: datetime) -> int:
        found = [
            owed.notice
            for owed in self._in_order("waiting")
            if owed.notice.subscriber == digest.subscriber and owed.notice.at <= until
        ]
        if digest.id in self.slots:
            return 0
        if found:
            self._owe([replace(digest, gathered=tuple(found))])
        for notice in found:
            self.slots[notice.id] = replace(self.slots[notice.id], state="gathered")
        return len(found)

    def _claimed(self, state: str, notice: str, now: datetime, until: datetime) -> Owed | None:
        with self._guard:
            slot = self.slots[notice]
            if slot.state != state or (slot.claimed_until and slot.claimed_until > now):
                return None
            self.slots[notice] = replace(slot, claimed_until=until)
            return slot.owed

    def _owe(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self.slots.setdefault(notice.id, Slot(Owed(notice), "waiting" if notice.for_digest else "owed"))

    def _in_order(self, state: str, now: datetime | None = None) -> list[Owed]:
        found = [
            slot.owed for slot in self.slots.values() if slot.state == state and (now is None or slot.may_be_sent(now))
        ]
        return sorted(found, key=lambda owed: owed.notice.at)

    def _tried(self, notice: str, at: datetime) -> Slot:
        if notice not in self.slots:
            raise ArchiveError(f"notice {notice}", "is not in the archive; nothing was changed")
        slot = self.slots[notice]
        first = slot.owed.first_tried or at
        return replace(slot, owed=replace(slot.owed, attempts=slot.owed.attempts + 1, first_tried=first))


class MemoryLog:
    """Satisfies `monitor.archive.protocol.ReviewLog`."""

    _revisions: list[Revision]
    _log: list[LogEntry]

    def note(self, entry: LogEntry) -> None:
        if not any((one.source, one.number) == (entry.source, entry.revision) for one in self._revisions):
            raise UnknownRevision(f"{entry.source}@{entry.revision}")
        self._log.append(entry)

    def log(self, source: str | None = None) -> Sequence[LogEntry]:
        return [entry for entry in reversed(self._log) if source in {None, entry.source}]

    def accepted(self, source: str, to: int | None = None) -> Distance | None:
        last = next((entry for entry in self.log(source) if entry.kind == "accepted"), None)
        if last is None:
            return None
        told = [one.number for one in self._revisions if one.source == source and _is_told(one)]
        since = sum(last.revision < number <= (to or number) for number in told)
        return Distance(last.revision, last.by, last.at, last.ref, since)

    def unreviewed(self) -> Sequence[Unreviewed]:
        found = [
            Unreviewed(one.source, one.number, one.at, self._last_assigned(one))
            for one in self._revisions
            if _is_told(one) and not self._is_reviewed(one)
        ]
        return sorted(found, key=lambda one: (one.at, one.source, one.revision))

    def _is_reviewed(self, revision: Revision) -> bool:
        accepted = self.accepted(revision.source)
        acknowledged = {entry.revision for entry in self.log(revision.source) if entry.kind == "acknowledged"}
        return revision.number in acknowledged or (accepted is not None and revision.number <= accepted.revision)

    def _last_assigned(self, revision: Revision) -> str:
        entries = (entry for entry in self.log(revision.source) if entry.revision == revision.number)
        return next((entry.to for entry in entries if entry.kind == "assigned"), "")


def _is_told(revision: Revision) -> bool:
    return revision.outcome in ALERTING and not revision.quiet and revision.comparison is not None


class MemoryArchive(MemoryOutbox, MemoryLog):
    """Satisfies `monitor.archive.protocol.Archive`; what is recorded lives as long as the object."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        super().__init__(notices)
        self._standings: dict[str, Standing] = {}
        self._revisions: list[Revision] = []
        self._terms: dict[tuple[str, int], Terms] = {}
        self._robots: dict[str, RobotsTxt] = {}
        self._imported: dict[tuple[str, str], Imported] = {}
        self._log: list[LogEntry] = []

    def glance(self, source: Source) -> Past:
        """The number of the last revision."""
        found = self.revisions(source.id)
        return Past(revision=found[-1].number if found else 0)

    def past(self, source: Source, now: datetime) -> Past:  # noqa: ARG002 - nothing here grows old
        """The last revision and its terms."""
        found = self.revisions(source.id)
        if not found:
            return Past()
        number = found[-1].number
        known = {revision.digest: revision.number for revision in found}
        terms = self._terms.get((source.id, number))
        return Past(revision=number, terms=terms, known=known, accepted=self.accepted(source.id))

    def record(
        self,
        source: Source,
        fetched: Fetched,  # noqa: ARG002 - pages are not kept
        outcome: Outcome,
        notices: Iterable[Notice],
        learned: Learned = NOTHING_LEARNED,  # noqa: ARG002 - nothing is learned here
    ) -> None:
        """Keep the outcome's revision, if it made one, and owe its notices."""
        if outcome.kind in REVISING and outcome.terms:
            terms = outcome.terms
            self._terms[source.id, outcome.revision] = terms
            self._revisions.append(
                Revision(
                    source.id,
                    outcome.revision,
                    outcome.at,
                    outcome.kind,
                    terms.title,
                    source.url,
                    terms.digest,
                    "",
                    outcome.comparison,
                    outcome.quiet,
                )
            )
        self._standings[source.id] = Standing(source.id, outcome.revision, outcome.at, failure=outcome.failure)
        self._owe(notices)

    def record_history(
        self,
        source: Source,
        looks: Iterable[tuple[Fetched, Outcome]],
        rows: Iterable[Imported],
        since: datetime | None,
    ) -> None:
        standing = self._standings.get(source.id)
        if (standing.last_checked if standing else None) != since:
            raise ArchiveError(source.id, "was checked meanwhile; nothing was changed")
        for fetched, outcome in looks:
            self.record(source, fetched, outcome, ())
        self._imported |= {(row.document, row.revision): row for row in rows}

    def imported(self, document: str | None = None) -> Sequence[Imported]:
        found = [row for row in self._imported.values() if document in {None, row.document}]
        return sorted(found, key=lambda row: (row.at, row.ordinal, row.document))

    def held_page(self, source: str) -> Page:
        """Pages are not kept."""
        raise NothingHeld(source)

    def dismiss(self, source: str, marks: frozenset[str]) -> Held:  # noqa: ARG002 - nothing is held here
        raise NothingHeld(source)

    def standings(self) -> Mapping[str, Standing]:
        return dict(self._standings)

    def links(self) -> Mapping[str, Naming]:
        numbers = {revision.source: revision.number for revision in self._revisions}
        return {source: naming_of(source, self._terms[source, number]) for source, number in numbers.items()}

    def links_near(self, source: Source, also: Iterable[str] = ()) -> Mapping[str, Naming]:  # noqa: ARG002 - more is fine
        return self.links()

    def revisions(self, source: str) -> Sequence[Revision]:
        return [revision for revision in self._revisions if revision.source == source]

    def all_revisions(self) -> Iterable[Revision]:
        return list(self._revisions)

    def terms(self, source: Source, revision: int) -> Terms:
        if (source.id, revision) not in self._terms:
            raise UnknownRevision(f"{source.id}@{revision}")
        return self._terms[source.id, revision]

    def robots(self, site: str) -> RobotsTxt | None:
        return self._robots.get(site)

    def keep_robots(self, robots: RobotsTxt) -> None:
        self._robots[robots.site] = robots

    def close(self) -> None:
        """Nothing is held."""

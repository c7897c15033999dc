"""An archive in memory that keeps every promise of the real one that delivery leans on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from monitor.errors import ArchiveError, NothingHeld, UnknownRevision
from monitor.model import REVISING, Owed, Past, Revision, Standing
from monitor.read import NOTHING_LEARNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from monitor.archive import Imported
    from monitor.model import Fetched, Held, Learned, Notice, Outcome, Page, RobotsTxt, Source, Terms


@dataclass(frozen=True, slots=True)
class Slot:
    """A notice on its way."""

    owed: Owed
    state: Literal["owed", "delivered", "parked"] = "owed"
    not_before: datetime | None = None
    delivered_at: datetime | None = None


class MemoryArchive:
    """Satisfies `monitor.archive.protocol.Archive`; what is recorded lives as long as the object."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self.slots: dict[str, Slot] = {}
        self._standings: dict[str, Standing] = {}
        self._revisions: list[Revision] = []
        self._terms: dict[tuple[str, int], Terms] = {}
        self._robots: dict[str, RobotsTxt] = {}
        self._imported: dict[tuple[str, str], Imported] = {}
        self._owe(notices)

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
        return Past(revision=number, terms=self._terms.get((source.id, number)), known=known)

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

    def revisions(self, source: str) -> Sequence[Revision]:
        return [revision for revision in self._revisions if revision.source == source]

    def all_revisions(self) -> Iterable[Revision]:
        return list(self._revisions)

    def terms(self, source: Source, revision: int) -> Terms:
        if (source.id, revision) not in self._terms:
            raise UnknownRevision(f"{source.id}@{revision}")
        return self._terms[source.id, revision]

    def owed(self, now: datetime) -> Sequence[Owed]:
        """Those not put off beyond `now`, oldest first."""
        return self._in_order("owed", now)

    def owed_count(self) -> int:
        return sum(slot.state == "owed" for slot in self.slots.values())

    def waits(self, since: datetime) -> Sequence[float]:
        told = [(slot.owed.notice.at, slot.delivered_at) for slot in self.slots.values()]
        return sorted((at - seen).total_seconds() for seen, at in told if at is not None and at >= since)

    def parked(self) -> Sequence[Owed]:
        return self._in_order("parked")

    def delivered(self, notice: str, at: datetime) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=None), "delivered", delivered_at=at)

    def put_off(self, notice: str, at: datetime, until: datetime, error: str) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=error), "owed", until)

    def park(self, notice: str, at: datetime, error: str) -> None:
        slot = self._tried(notice, at)
        self.slots[notice] = Slot(replace(slot.owed, error=error), "parked")

    def robots(self, site: str) -> RobotsTxt | None:
        return self._robots.get(site)

    def keep_robots(self, robots: RobotsTxt) -> None:
        self._robots[robots.site] = robots

    def close(self) -> None:
        """Nothing is held."""

    def _owe(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self.slots.setdefault(notice.id, Slot(Owed(notice)))

    def _in_order(self, state: str, now: datetime | None = None) -> list[Owed]:
        found = [
            slot.owed
            for slot in self.slots.values()
            if slot.state == state and (now is None or slot.not_before is None or slot.not_before <= now)
        ]
        return sorted(found, key=lambda owed: owed.notice.at)

    def _tried(self, notice: str, at: datetime) -> Slot:
        if notice not in self.slots:
            raise ArchiveError(f"notice {notice}", "is not in the archive; nothing was changed")
        slot = self.slots[notice]
        first = slot.owed.first_tried or at
        return replace(slot, owed=replace(slot.owed, attempts=slot.owed.attempts + 1, first_tried=first))

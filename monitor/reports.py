"""What the archive holds, gathered for a person or another program: how the watch stands, histories, terms."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.decide.schedule import is_stale
from monitor.errors import ClausewatchError
from monitor.model import Clause, Revision, Source, SourceState, SourceStatus, Standing, StatusReport
from monitor.rounds import due_at
from monitor.rules import rules_of
from monitor.sources import address_key
from monitor.text.addresses import same_place
from monitor.wire import deed_json, diff_json, distance_json, revision_json, rules_json, terms_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.archive import Archive
    from monitor.model import Distance, LogEntry, StatedDate, Terms, Unreviewed

_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)


def status_of(archive: Archive, sources: Sequence[Source] | None, now: datetime) -> StatusReport:
    """How every source stands: those configured, or where no configuration is at hand those ever checked."""
    return report_of(archive, sources, now, archive.unreviewed())


def report_of(
    archive: Archive, sources: Sequence[Source] | None, now: datetime, unreviewed: Iterable[Unreviewed]
) -> StatusReport:
    """As `status_of`, with these changes as those that nobody has looked at."""
    rows = sources_status(archive.standings(), sources, now)
    waits, backlog = archive.waits(now - _MONTH), archive.backlog()
    names = {row.source for row in rows}
    return StatusReport(
        rows,
        owed=archive.owed_count(),
        parked=sum(one.notices for one in backlog.given_up),
        read_24h=read_in_a_day(rows, now),
        seen_to_told_p50=_share(waits, 0.5),
        seen_to_told_p95=_share(waits, 0.95),
        oldest_owed=max(0.0, (now - backlog.oldest).total_seconds()) if backlog.oldest else None,
        waiting=backlog.waiting,
        given_up=backlog.given_up,
        unreviewed=tuple(one for one in unreviewed if one.source in names),
    )


def sources_status(
    standings: Mapping[str, Standing], sources: Sequence[Source] | None, now: datetime
) -> tuple[SourceStatus, ...]:
    """How each source stands, of those configured, or where no configuration is at hand of those ever checked."""
    known = sources if sources is not None else [Source(name, ("",)) for name in sorted(standings)]
    return tuple(_status(source, standings.get(source.id), now, scheduled=sources is not None) for source in known)


def read_in_a_day(rows: Sequence[SourceStatus], now: datetime) -> float:
    """The share of sources that were read within the last day."""
    read = sum(bool(row.last_success and now - row.last_success <= _DAY) for row in rows)
    return round(read / len(rows), 4) if rows else 0.0


def empty_status(sources: Sequence[Source]) -> StatusReport:
    """How sources stand before the first check: nothing is wrong, nothing is known."""
    return StatusReport(tuple(SourceStatus(source.id, "ok") for source in sources))


def of_clause(revision: Revision, path: str) -> Revision | None:
    """A revision with only the changes of one clause, by its path on either side; None where it has none."""
    comparison = revision.comparison
    if comparison is None:
        return None
    changes = tuple(
        change for change in comparison.changes if any(stands_at(clause, path) for clause in (*change.old, *change.new))
    )
    return replace(revision, comparison=comparison.with_changes(changes)) if changes else None


def stands_at(clause: Clause, path: str) -> bool:
    """Whether a clause stands at a path, is a further paragraph of the clause there, or stands below it."""
    return clause.path == path or clause.path.startswith((f"{path}~", f"{path}/"))


def history_rows(revisions: Iterable[Revision], log: Sequence[LogEntry], accepted: Distance | None) -> dict[str, Any]:
    """A history as JSON, each revision with what was done with it, oldest first; `log` stands newest first."""
    deeds = deeds_of(log)
    rows = [{**revision_json(one), "log": deeds.get((one.source, one.number), [])} for one in revisions]
    return {"revisions": rows, "accepted": accepted_row(accepted)}


def reviewed_row(log: Sequence[LogEntry], accepted: Distance | None) -> dict[str, Any]:
    """What was done with one revision, oldest first, and how far it is from the accepted one; `log` is newest first."""
    return {"log": [deed_json(entry) for entry in reversed(log)], "accepted": accepted_row(accepted)}


def deeds_of(log: Sequence[LogEntry]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """What was done with each revision, oldest first, by source and number; `log` stands newest first."""
    deeds: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for entry in reversed(log):
        deeds.setdefault((entry.source, entry.revision), []).append(deed_json(entry))
    return deeds


def accepted_row(accepted: Distance | None) -> dict[str, Any] | None:
    """How far a revision is from the accepted one, as JSON; None where none was accepted."""
    return distance_json(accepted) if accepted else None


def stated_dates(archive: Archive, revision: Revision, sources: Mapping[str, Source]) -> tuple[StatedDate, ...]:
    """What a revision states of its own dates; of a first one, which has no comparison, as its page is read today."""
    if revision.comparison:
        return revision.comparison.new.dates
    source = sources.get(revision.source) or Source(revision.source, (revision.url,))
    with suppress(ClausewatchError):
        return archive.terms(source, revision.number).dates
    return ()


def places_watched(sources: Sequence[Source]) -> dict[str, str]:
    """The source that watches each address, by the address without what leads to the same page; of several the first.

    An address with an anchor counts as the whole page: what terms refer to is known without its anchor.
    """
    return {place_of(url): source.id for source in reversed(sources) for url in source.urls}


def watched_in(terms: Terms, places: Mapping[str, str] | None) -> dict[str, str] | None:
    """The source that watches each address to which terms refer; None where it is not known what is watched."""
    if places is None:
        return None
    targets = {one.target: place_of(one.target) for one in terms.references if one.target}
    return {target: places[place] for target, place in targets.items() if place in places}


def terms_row(terms: Terms, watched: Mapping[str, str] | None) -> dict[str, Any]:
    """Terms as JSON, with their rules; of each reference whether it is watched, null where that cannot be known."""
    row = {**terms_json(terms), "rules": rules_json(rules_of(terms))}
    for reference in row["references"]:
        target = reference["target"]
        reference["watched"] = None if watched is None or not target else target in watched
    return row


def place_of(url: str) -> str:
    """An address without what leads to the same page; one that is none stays as it is."""
    try:
        return same_place(f"https://{address_key(url)}")
    except ValueError:  # of a port or a host that is none, from the standard library
        return url


def export_of(archive: Archive) -> dict[str, Any]:
    """Sources, revisions and the changes that were told or are owed, as plain data."""
    revisions = list(archive.all_revisions())
    return {
        "sources": [_source_row(name, standing) for name, standing in sorted(archive.standings().items())],
        "revisions": [{**revision_json(revision), "change": None} for revision in revisions],
        "changes": [
            {
                "source": revision.source,
                "revision": revision.number,
                "at": revision.at.isoformat(),
                "outcome": revision.outcome,
                "diff": diff_json(revision.comparison),
            }
            for revision in revisions
            if revision.comparison and revision.told
        ],
    }


def _source_row(name: str, standing: Standing) -> dict[str, Any]:
    return {
        "source": name,
        "revision": standing.revision,
        "last_success": standing.last_success.isoformat() if standing.last_success else None,
        "last_change": standing.last_change.isoformat() if standing.last_change else None,
    }


def _status(source: Source, standing: Standing | None, now: datetime, *, scheduled: bool) -> SourceStatus:
    if standing is None:
        return SourceStatus(source.id, "ok")
    return SourceStatus(
        source.id,
        _state(source, standing, now),
        standing.last_success,
        standing.last_change,
        due_at(source, standing, now) if scheduled else None,
        standing.failures,
        _trouble(standing),
    )


def _trouble(standing: Standing) -> str | None:
    if standing.held:
        return standing.held.reason
    return standing.failure.message if standing.failure else None


def _state(source: Source, standing: Standing, now: datetime) -> SourceState:
    if standing.held:
        return "held"
    if standing.failures:
        return "failing"
    return "stale" if standing.last_success and is_stale(source, standing.last_success, now) else "ok"


def _share(ordered: Sequence[float], share: float) -> float | None:
    """The value below which that share of the values lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None

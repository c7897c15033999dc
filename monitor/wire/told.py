"""Outcomes, notices, revisions and reports as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import documents_of
from monitor.wire.diff import diff_json
from monitor.wire.reviewed import unreviewed_json

GATHERED_DIFFS = 200
"""Diffs in the JSON of a digest: some megabytes, more than which receivers refuse; the notices beyond are without."""

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Comparison, Failure, Notice, Outcome, Revision, StatusReport
    from monitor.wire.plain import Json


def failure_json(failure: Failure) -> Json:
    """A failure as the `error` of an outcome."""
    return {
        "kind": failure.kind,
        "message": failure.message,
        "transient": failure.transient,
        "retry_after": failure.retry_after,
    }


def outcome_json(outcome: Outcome) -> Json:
    """An outcome as `check --format json` lists it."""
    return {
        "source": outcome.source.id,
        "outcome": outcome.kind,
        "alert": outcome.alert,
        "revision": outcome.revision or None,
        "earlier": outcome.earlier,
        "change": diff_json(outcome.comparison) if outcome.comparison else None,
        "error": failure_json(outcome.failure) if outcome.failure else None,
        "held": {"reason": outcome.held.reason} if outcome.held else None,
        "quiet": outcome.quiet or None,
        "remarks": list(outcome.remarks),
        "alarms": [
            {"kind": alarm.kind, "message": alarm.message, "url": alarm.url or None} for alarm in outcome.alarms
        ],
    }


def notice_json(notice: Notice) -> Json:
    """A notice as a webhook receives it."""
    return {"type": notice.type, "timestamp": notice.at.isoformat(), "data": _notice_data(notice)}


def _notice_data(notice: Notice) -> Json:
    """What a notice tells: of terms their diff, of a source a message, whose first line says what is wrong.

    A digest has what each notice in it tells; of a heartbeat there is its message alone. `page` is the page of the
    site where it can be looked at.
    """
    if notice.type == "terms.digest":
        return {"gathered": [_gathered_json(place, one) for place, one in enumerate(notice.gathered)]}
    if notice.type == "watch.heartbeat":
        return {"message": notice.message, "page": notice.page or None}
    where: Json = {
        "source": notice.source,
        "title": notice.title,
        "url": notice.url,
        "page": notice.page or None,
        "revision": notice.revision or None,
        "outcome": notice.outcome,
    }
    if notice.comparison is None:
        return {**where, "message": notice.message, "link": notice.link or None}
    told = {"earlier": notice.earlier, "remarks": list(notice.remarks), "diff": diff_json(notice.comparison)}
    return {**where, **_documents(notice, notice.comparison), **told}


def _documents(notice: Notice, comparison: Comparison) -> Json:
    """Of an index the documents that this notice is of: those that were added, or those that were withdrawn."""
    fate = notice.type.removeprefix("terms.document_")
    if fate == notice.type:
        return {}
    told = [one for one in documents_of(comparison, notice.type) if one.fate == fate]
    return {"documents": [{"title": one.title, "url": one.url, "watched": bool(one.watched)} for one in told]}


def _gathered_json(place: int, notice: Notice) -> Json:
    return _notice_data(notice) | ({} if place < GATHERED_DIFFS else {"diff": None})


def status_json(report: StatusReport) -> Json:
    """A report as `status --format json` prints it; times are ISO 8601 in UTC."""
    return {
        "owed": report.owed,
        "oldest_owed": report.oldest_owed,
        "waiting": report.waiting,
        "parked": report.parked,
        "given_up": [
            {"subscriber": one.subscriber, "error": one.error, "notices": one.notices, "since": _time(one.since)}
            for one in report.given_up
        ],
        "coverage": {"read_24h": report.read_24h},
        "latency": {"seen_to_told_p50": report.seen_to_told_p50, "seen_to_told_p95": report.seen_to_told_p95},
        "sources": [
            {
                "source": one.source,
                "state": one.state,
                "last_success": _time(one.last_success),
                "last_change": _time(one.last_change),
                "next_check": _time(one.next_check),
                "failures": one.failures,
                "error": one.error,
            }
            for one in report.sources
        ],
        "unreviewed": [unreviewed_json(one) for one in report.unreviewed],
    }


def revision_json(revision: Revision) -> Json:
    """A revision as `history --format json` lists it."""
    return {
        "source": revision.source,
        "revision": revision.number,
        "at": revision.at.isoformat(),
        "outcome": revision.outcome,
        "title": revision.title,
        "url": revision.url,
        "digest": revision.digest,
        "page_digest": revision.page_digest,
        "quiet": revision.quiet or None,
        "remarks": list(revision.remarks),
        "change": diff_json(revision.comparison) if revision.comparison else None,
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

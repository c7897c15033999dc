"""Terms, comparisons and outcomes as the JSON of the outside contract, and back.

Everything here gives or takes plain dictionaries, lists, strings and numbers.
docs/schemas/ describes them as JSON Schema.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.model import (
    AdvanceNotice,
    Change,
    Clause,
    Comparison,
    DateEvidence,
    DatesComparison,
    Edit,
    Failure,
    LeftOut,
    Link,
    Notice,
    Outcome,
    Reference,
    Revision,
    SectionPair,
    Side,
    Signal,
    StatedDate,
    StatusReport,
    Surface,
    Terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

DIFF_FORMAT = "clausewatch-diff/1"

GATHERED_DIFFS = 200
"""Diffs in the JSON of a digest: some megabytes, more than which receivers refuse; the notices beyond are without."""

Json: TypeAlias = dict[str, Any]


def clause_json(clause: Clause) -> Json:
    """A clause as it stands in a diff: where it is and what it says."""
    return {
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "ordinal": clause.ordinal,
    }


def full_clause_json(clause: Clause) -> Json:
    """A clause with all that was read of it; `clause_from` gives the same clause back."""
    return {
        **clause_json(clause),
        "depth": clause.depth,
        "role": clause.role,
        "links": [{"text": link.text, "target": link.target} for link in clause.links],
        "hidden": clause.hidden,
        "columns": list(clause.columns),
    }


def lean_clause_json(clause: Clause) -> Json:
    """A clause for keeping: as `full_clause_json`, without what most clauses have alike."""
    data: Json = {"path": clause.path, "text": clause.text, "ordinal": clause.ordinal}
    if clause.label is not None:
        data["label"] = clause.label
    if clause.heading:
        data["heading"] = clause.heading
    if clause.depth:
        data["depth"] = clause.depth
    if clause.role != "paragraph":
        data["role"] = clause.role
    if clause.links:
        data["links"] = [{"text": link.text, "target": link.target} for link in clause.links]
    if clause.hidden:
        data["hidden"] = True
    if clause.columns:
        data["columns"] = list(clause.columns)
    return data


def clause_from(data: Json) -> Clause:
    """The clause that one of the three described; what they leave out takes its default."""
    return Clause(
        path=data["path"],
        label=data.get("label"),
        heading=data.get("heading", ""),
        text=data["text"],
        ordinal=data["ordinal"],
        depth=data.get("depth", 0),
        role=data.get("role", "paragraph"),
        links=tuple(Link(link["text"], link["target"]) for link in data.get("links", ())),
        hidden=data.get("hidden", False),
        columns=tuple(data.get("columns", ())),
    )


def terms_json(terms: Terms, clause: Callable[[Clause], Json] = full_clause_json) -> Json:
    """Terms as `read --format json` prints them, without path and text; `clause` says how much of each clause."""
    return {
        "title": terms.title,
        "language": terms.language,
        "dates": [asdict(date) for date in terms.dates],
        "version": terms.version,
        "notes": list(terms.notes),
        "digest": terms.digest,
        "clauses": [clause(one) for one in terms.clauses],
        "left_out": [asdict(part) for part in terms.left_out],
        "references": [asdict(reference) for reference in terms.references],
        "evidence": [asdict(date) for date in terms.evidence],
        "surface": asdict(terms.surface),
    }


def terms_from(data: Json) -> Terms:
    """The terms that `terms_json` described."""
    return Terms(
        title=data["title"],
        language=data["language"],
        clauses=tuple(clause_from(clause) for clause in data["clauses"]),
        dates=_dates_from(data["dates"]),
        version=data["version"],
        notes=tuple(data["notes"]),
        left_out=tuple(LeftOut(**part) for part in data["left_out"]),
        references=tuple(Reference(**reference) for reference in data["references"]),
        evidence=tuple(DateEvidence(**date) for date in data["evidence"]),
        surface=Surface(**data["surface"]),
        digest=data["digest"],
    )


def diff_json(comparison: Comparison) -> Json:
    """A comparison as `diff --format json` prints it (format clausewatch-diff/1)."""
    return {
        "format": DIFF_FORMAT,
        "verdict": comparison.verdict,
        "rewrite": comparison.rewrite,
        "old": _side_json(comparison.old),
        "new": _side_json(comparison.new),
        "dates": asdict(comparison.dates),
        "counts": dict(comparison.counts),
        "notices": [asdict(notice) for notice in comparison.notices],
        "sections": [asdict(pair) for pair in comparison.sections],
        "changes": [_change_json(change) for change in comparison.changes],
    }


def diff_from(data: Json) -> Comparison:
    """The comparison that `diff_json` described."""
    return Comparison(
        verdict=data["verdict"],
        rewrite=data["rewrite"],
        old=_side_from(data["old"]),
        new=_side_from(data["new"]),
        dates=DatesComparison(**data["dates"]),
        changes=tuple(_change_from(change) for change in data["changes"]),
        notices=tuple(AdvanceNotice(**notice) for notice in data["notices"]),
        sections=tuple(SectionPair(**pair) for pair in data["sections"]),
    )


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

    A digest has what each notice in it tells; of a heartbeat there is its message alone.
    """
    if notice.type == "terms.digest":
        return {"gathered": [_gathered_json(place, one) for place, one in enumerate(notice.gathered)]}
    if notice.type == "watch.heartbeat":
        return {"message": notice.message}
    where: Json = {
        "source": notice.source,
        "title": notice.title,
        "url": notice.url,
        "revision": notice.revision or None,
        "outcome": notice.outcome,
    }
    if notice.comparison is None:
        return {**where, "message": notice.message, "link": notice.link or None}
    told = {"earlier": notice.earlier, "remarks": list(notice.remarks), "diff": diff_json(notice.comparison)}
    return {**where, **told}


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


def _dates_from(data: Iterable[Json]) -> tuple[StatedDate, ...]:
    return tuple(StatedDate(**date) for date in data)


def _side_json(side: Side) -> Json:
    return {
        "title": side.title,
        "language": side.language,
        "digest": side.digest,
        "clauses": side.clauses,
        "dates": [asdict(date) for date in side.dates],
        "version": side.version,
        "notes": list(side.notes),
    }


def _side_from(data: Json) -> Side:
    return Side(**{**data, "dates": _dates_from(data["dates"]), "notes": tuple(data["notes"])})


def _change_json(change: Change) -> Json:
    return {
        "kind": change.kind,
        "moved": change.moved,
        "renumbered": change.renumbered,
        "retitled": change.retitled,
        "old": [clause_json(clause) for clause in change.old],
        "new": [clause_json(clause) for clause in change.new],
        "edits": [[edit.op, edit.text] for edit in change.edits],
        "within": list(change.within),
        "above": change.above,
        "signals": [{**asdict(signal), "where": list(signal.where)} for signal in change.signals],
        "topics": list(change.topics),
        "severity": change.severity,
        "reason": change.reason,
    }


def _change_from(data: Json) -> Change:
    return Change(
        **{
            **data,
            "old": tuple(clause_from(clause) for clause in data["old"]),
            "new": tuple(clause_from(clause) for clause in data["new"]),
            "edits": tuple(Edit(op, text) for op, text in data["edits"]),
            "within": tuple(data["within"]),
            "signals": tuple(Signal(**{**signal, "where": tuple(signal["where"])}) for signal in data["signals"]),
            "topics": tuple(data["topics"]),
        }
    )

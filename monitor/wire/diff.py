"""Comparisons as plain data (format clausewatch-diff/1), and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from monitor.model import AdvanceNotice, Change, Comparison, DatesComparison, Edit, SectionPair, Side, Signal
from monitor.wire.companies import company_from, company_json
from monitor.wire.ruled import clock_from, clock_json
from monitor.wire.terms import clause_from, clause_json, dates_from

if TYPE_CHECKING:
    from monitor.wire.plain import Json

DIFF_FORMAT = "clausewatch-diff/1"


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
        "clock": clock_json(comparison.clock) if comparison.clock else None,
        "companies": [company_json(change) for change in comparison.companies],
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
        changes=tuple(change_from(change) for change in data["changes"]),
        notices=tuple(AdvanceNotice(**notice) for notice in data["notices"]),
        sections=tuple(SectionPair(**pair) for pair in data["sections"]),
        clock=clock_from(data["clock"]) if data.get("clock") else None,  # kept before there were clocks: without
        companies=tuple(company_from(change) for change in data.get("companies", ())),  # kept before these were told
    )


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
    return Side(**{**data, "dates": dates_from(data["dates"]), "notes": tuple(data["notes"])})


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


def change_from(data: Json) -> Change:
    """One of the changes of a comparison that `diff_json` described."""
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

"""The closed sets of words that the nouns use, and which of them alert or make a revision."""

from __future__ import annotations

from typing import Literal, TypeAlias

DateRole: TypeAlias = Literal["updated", "effective", "published", "version"]
EvidenceOrigin: TypeAlias = Literal["meta", "json-ld", "time", "front-matter", "file", "last-modified"]
Precision: TypeAlias = Literal["day", "month", "year"]
ClauseRole: TypeAlias = Literal[
    "heading", "paragraph", "item", "definition", "row", "quote", "date", "note", "contents", "document"
]
ChangeKind: TypeAlias = Literal[
    "added", "removed", "modified", "retitled", "split", "merged", "moved", "renumbered", "relinked", "reformatted"
]
Verdict: TypeAlias = Literal["none", "cosmetic", "renumbered", "date-only", "substantive"]
DatesVerdict: TypeAlias = Literal["announced", "silent", "undetermined", "date-only", "unchanged", "undated"]
Severity: TypeAlias = Literal["low", "medium", "high"]
OutcomeKind: TypeAlias = Literal[
    "first", "unchanged", "cosmetic", "renumbered", "date-only", "changed", "seen-before", "held", "failed"
]
AlarmKind: TypeAlias = Literal["failing", "recovered", "held", "moved", "stale"]
NoticeType: TypeAlias = Literal[
    "terms.changed",
    "terms.date_changed",
    "terms.seen_before",
    "terms.document_added",
    "terms.document_withdrawn",
    "terms.digest",
    "source.failing",
    "source.recovered",
    "source.held",
    "source.moved",
    "source.stale",
    "watch.heartbeat",
]

SUBSTANTIVE: frozenset[ChangeKind] = frozenset({"added", "removed", "modified", "retitled", "split", "merged", "moved"})
ALERTING: frozenset[OutcomeKind] = frozenset({"changed", "date-only", "seen-before"})
"""The outcomes a subscriber is told of unless its `only` says otherwise."""

REVISING: frozenset[OutcomeKind] = frozenset({"first", "renumbered", "date-only", "changed", "seen-before"})
"""The outcomes that bring a revision of their own: some word, label or date differs."""

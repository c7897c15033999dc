"""Terms, comparisons and outcomes as the JSON of the outside contract, and back.

Everything here gives or takes plain dictionaries, lists, strings and numbers.
docs/schemas/ describes them as JSON Schema.
"""

from __future__ import annotations

from monitor.wire.diff import DIFF_FORMAT, diff_from, diff_json
from monitor.wire.found import day_json, find_json
from monitor.wire.linked import web_json
from monitor.wire.outlined import Sketch, sketches_from
from monitor.wire.plain import Json
from monitor.wire.reviewed import deed_json, distance_json, entry_json, unreviewed_json
from monitor.wire.ruled import clock_from, clock_json, rules_from, rules_json
from monitor.wire.terms import clause_from, clause_json, full_clause_json, lean_clause_json, terms_from, terms_json
from monitor.wire.told import GATHERED_DIFFS, failure_json, notice_json, outcome_json, revision_json, status_json

__all__ = [
    "DIFF_FORMAT",
    "GATHERED_DIFFS",
    "Json",
    "Sketch",
    "clause_from",
    "clause_json",
    "clock_from",
    "clock_json",
    "day_json",
    "deed_json",
    "diff_from",
    "diff_json",
    "distance_json",
    "entry_json",
    "failure_json",
    "find_json",
    "full_clause_json",
    "lean_clause_json",
    "notice_json",
    "outcome_json",
    "revision_json",
    "rules_from",
    "rules_json",
    "sketches_from",
    "status_json",
    "terms_from",
    "terms_json",
    "unreviewed_json",
    "web_json",
]

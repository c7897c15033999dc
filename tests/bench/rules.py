"""How many rules are read as they were marked by hand, in the half that was looked at while building and in the other.

`python -m tests.bench.rules [--verbose]` prints one JSON object. A rule is right where it is what the mark says, its
days included; `defended` counts those as well that the mark calls arguable. `invented` are days that no mark has.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model import Page, Part, Rules, Source
from monitor.read import read
from monitor.rules import rules_of
from tests.bench.shared import corpus, present

MARKS = Path(__file__).parents[1] / "rules"
HALVES = ("looked_at", "not_looked_at")
KINDS = ("amendment", "continued_use", "termination_by_customer", "objection")
_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_WHAT = {"amendment": "mechanism", "continued_use": "binds"}


def figures(half: str, *, verbose: bool = False) -> dict[str, Any]:
    """What is right of one half: shares of all rules, and of each kind."""
    found = [one for mark in _marks(half) for one in _scored(mark, verbose=verbose)]
    rows = [one for one in found if one[0] in KINDS]
    unread = [one for one in found if one[0] == "language"]
    return {
        "documents": len(rows) // len(KINDS) + len(unread),
        "rules": len(rows),
        "right": round(sum(good for _, good, _, _ in rows) / len(rows), 4),
        "defended": round(sum(defended for _, _, defended, _ in rows) / len(rows), 4),
        "invented": sum(invented for *_, invented in rows),
        "languages_not_read": f"{sum(good for _, good, _, _ in unread)}/{len(unread)}",
        **{kind: f"{sum(r[2] for r in rows if r[0] == kind)}/{len(rows) // len(KINDS)}" for kind in KINDS},
    }


def _marks(half: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (MARKS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def _scored(mark: dict[str, Any], *, verbose: bool) -> list[tuple[str, bool, bool, bool]]:
    """Of each rule of a document: whether it is right, whether it could be defended, whether its days are invented."""
    rules = _read(mark["document"])
    if "language" in mark:
        return [("language", not rules.read, not rules.read, False)]
    rows = [_rule(kind, rules, mark) for kind in KINDS]
    for kind, _, defended, _ in rows:
        if verbose and not defended:
            print(f"{mark['document']}: {kind}: {mark[kind]} but {getattr(rules, kind)}", file=sys.stderr)
    return rows


def _rule(kind: str, rules: Rules, mark: dict[str, Any]) -> tuple[str, bool, bool, bool]:
    what = _WHAT.get(kind, "right")
    rule = getattr(rules, kind)
    got = {"value": getattr(rule, what), "days": getattr(rule, "days", None)}
    wanted = {"value": mark[kind][what], "days": mark[kind].get("days")}
    good = got == wanted
    defended = good or any(_fits(got, other, what) for other in (mark.get("also") or {}).get(kind, []))
    invented = got["days"] is not None and got["days"] != wanted["days"] and not defended
    return kind, good, defended, invented


def _fits(got: dict[str, Any], other: object, what: str) -> bool:
    if isinstance(other, dict):
        return got == {"value": other.get(what), "days": other.get("days")}
    return bool(got["value"] == (other == "true" or other))


def _read(document: str) -> Rules:
    path = corpus(document)
    page = Page((Part(path, path, Path(path).read_bytes()),), _NOW)
    return rules_of(read(page, Source("corpus/document", (path,))))


if __name__ == "__main__":
    if not present():
        sys.exit("the shared corpus is not beside this checkout")
    print(
        json.dumps(
            {half: figures(half, verbose="--verbose" in sys.argv and half == HALVES[0]) for half in HALVES}, indent=1
        )
    )

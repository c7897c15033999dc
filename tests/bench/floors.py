"""Short forms of the measures with floors a little under what is reached, so that no figure sinks unnoticed.

`make floors` runs it; it exits 1 where a figure is below its floor.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from tests.bench import rules
from tests.bench.shared import corpus, measure, present
from tests.bench.tracked import exact_pairs
from tests.render.office import missing

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """Run every short form and print each figure beside its floor."""
    if not present():
        print("skipped: the shared measures are not beside this checkout")
        return 0
    rows = [*_mutations(), *_real_pairs(), *_tracked(), *_rules(), *_pages(), *_history()]
    for name, figure, floor, good in rows:
        print(f"{'ok  ' if good else 'LOW '} {name}: {figure} (floor {floor})")
    return 0 if all(good for *_, good in rows) else 1


def _mutations() -> Iterator[tuple[str, float, float, bool]]:
    figures = measure("mutations.py", "--docs", corpus("documents"), "--pairs", "20", "--seed", "7", "--verbose")
    yield _at_most("mutations failed", figures, "failed", 0)
    yield _at_least("mutations recall", figures, "recall", 0.98)
    yield _at_least("mutations noticed", figures, "noticed", 0.99)
    yield _at_most("mutations spurious share", figures, "spurious_share", 0.01)
    yield _at_least("mutations verdict accuracy", figures, "verdict_accuracy", 0.95)
    yield _at_least("mutations tight edits", figures, "tight_edits", 0.98)


def _real_pairs() -> Iterator[tuple[str, float, float, bool]]:
    figures = measure("real_pairs.py", "--pairs", corpus("pairs"), "--verbose")
    yield _at_least("real revisions told whole, of 18", figures, "pairs_whole", 17)
    figures = measure("real_pairs.py", "--pairs", corpus("pairs-html"), "--verbose")
    yield _at_least("real pages told whole, of 8", figures, "pairs_whole", 7)


def _tracked() -> Iterator[tuple[str, float, float, bool]]:
    if missing() and os.environ.get("CI") != "true":
        return  # `make libreoffice` says what to install
    exact, pairs = exact_pairs()
    yield "pairs that LibreOffice accepts and rejects exactly", exact, pairs, exact == pairs


def _rules() -> Iterator[tuple[str, float, float, bool]]:
    looked_at, others = (rules.figures(half) for half in rules.HALVES)
    yield _at_least("rules as marked, of the half looked at", looked_at, "right", 0.97)
    yield _at_least("rules as marked or arguable, of the other half", others, "defended", 0.96)
    for half in (looked_at, others):
        yield _at_most("days invented", half, "invented", 0)


def _pages() -> Iterator[tuple[str, float, float, bool]]:
    figures = measure("pages.py", "--pages", corpus("pages"), "--refetch", corpus("refetch"))
    yield _at_most("pages that cannot be read", figures, "errors", 0)
    yield _at_least("pages read whole", figures, "whole", 0.94)
    yield _at_most("pages that lost over a tenth", figures, "lossy", 0)
    yield _at_least("words of the terms read", figures, "recall", 0.998)
    yield _at_least("words read that are terms", figures, "precision", 0.991)
    yield _at_least("words in order", figures, "ordered", 0.994)
    yield _at_least("headings found", figures, "headings", 0.965)
    yield _at_least("pages that show an exchanged word", figures, "sensitive", 0.99)
    yield _at_least("pages read the same twice", figures, "steady_consec", 0.98)
    yield _at_least("pages read the same long after", figures, "steady_far", 0.9)


def _history() -> Iterator[tuple[str, float, float, bool]]:
    bundle = corpus("histories", "genai-eu.bundle")
    labels = corpus("histories", "genai-eu.labels.csv")
    figures = measure("replay.py", "--history", bundle, "--labels", labels, "--verbose")
    yield _at_most("versions absent", figures, "absent", 0)
    yield _at_most("noise that is told", figures, "false_alarm_share", 0.012)
    yield _at_most("returns that are told", figures, "returns_told_share", 0.04)
    yield _at_least("material changes told", figures, "material_recall", 0.98)
    yield _at_most("alerts for each material change", figures, "alerts_per_material", 1.3)


def _at_least(name: str, figures: dict[str, Any], key: str, floor: float) -> tuple[str, float, float, bool]:
    return name, figures[key], floor, figures[key] >= floor


def _at_most(name: str, figures: dict[str, Any], key: str, ceiling: float) -> tuple[str, float, float, bool]:
    return name, figures[key], ceiling, figures[key] <= ceiling


if __name__ == "__main__":
    sys.exit(main())

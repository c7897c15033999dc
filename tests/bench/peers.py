"""CPU and memory of a check beside urlwatch and webchanges on the same pages; medians of several runs.

python -m tests.bench.peers [SOURCES] [RUNS]
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

from tests.bench.shared import measure

SOURCES = 400
RUNS = 3

ROUNDS = ("first", "unchanged", "changed")


def main(sources: int = SOURCES, runs: int = RUNS) -> None:
    """Print CPU seconds, peak memory and the peers' CPU as a multiple of ours, without and with ETags."""
    for etag in ((), ("--etag",)):
        print(f"{sources} sources, {'304 to conditional requests' if etag else 'no validators'}; medians of {runs}")
        found = [measure("peers.py", "--n", str(sources), *etag) for _ in range(runs)]
        ours = {round_: _median(found, "clausewatch", round_, "cpu_s") for round_ in ROUNDS}
        for tool in ("clausewatch", "urlwatch", "webchanges"):
            for round_ in ROUNDS:
                cpu, peak = (_median(found, tool, round_, key) for key in ("cpu_s", "peak_mib"))
                print(
                    f"  {tool:12} {round_:10} {cpu:6.2f} s {1000 * cpu / sources:6.1f} ms a page"
                    f" {peak:6.0f} MiB  {cpu / ours[round_]:5.2f} of ours"
                )


def _median(found: list[dict[str, Any]], tool: str, round_: str, key: str) -> float:
    return statistics.median(float(one[tool][round_][key]) for one in found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

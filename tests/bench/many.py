"""How the cost of a round grows with the number of sources: each on a host of its own, nothing changed.

python -m tests.bench.many [SOURCES ...]
"""

from __future__ import annotations

import sys

from tests.bench.shared import measure

SOURCES = (1_000, 4_000, 10_000)


def main(*sources: int) -> None:
    """Print CPU and wall seconds, the CPU of one check, and peak memory, of a first and an unchanged round."""
    for number in sources or SOURCES:
        found = measure("peers.py", "--n", str(number), "--tools", "clausewatch")["clausewatch"]
        for round_ in ("first", "unchanged"):
            figures = found[round_]
            print(
                f"{number:6} sources, {round_:9}: {figures['cpu_s']:7.2f} s of CPU, {figures['wall_s']:7.2f} s,"
                f" {1000 * figures['cpu_s'] / number:5.2f} ms a source, {figures['peak_mib']:4.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

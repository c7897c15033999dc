"""`make bench`: every measure in full, on the shared corpus where it lies beside the checkout."""

from __future__ import annotations

import json

from tests.bench import peers, reading, speed
from tests.bench.shared import corpus, measure, present


def main() -> None:
    """Print each measure's figures under its name."""
    print("# speed")
    speed.main()
    if not present():
        print("# the shared corpus is not beside this checkout: no accuracy is measured")
        return
    print("# beside other monitors")
    peers.main()
    print("# reading")
    reading.main()
    for seed in ("1", "2", "3"):
        arguments = ("--docs", corpus("documents"), "--pairs", "120", "--seed", seed)
        print(f"# mutations, seed {seed}\n{json.dumps(measure('mutations.py', *arguments), indent=1)}")
    for folder in ("pairs", "pairs-html"):
        print(
            f"# real revisions, {folder}\n{json.dumps(measure('real_pairs.py', '--pairs', corpus(folder)), indent=1)}"
        )
    pages = measure("pages.py", "--pages", corpus("pages"), "--refetch", corpus("refetch"))
    print(f"# pages\n{json.dumps(pages, indent=1)}")


if __name__ == "__main__":
    main()

"""Checks that go on while pages are read: `python -m tests.bench.checking DIR --rate 4 --seconds 60`.

Sources of the archive are looked at by the real check, with pages from memory: the last one again, or one in twenty
times a page with another number in it. What was done is printed as JSON. The archive grows by that.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.archive import open_archive
from monitor.check import check
from monitor.model import Page, Part
from monitor.sources import Environment, load
from tests.bench.lives import seeded

if TYPE_CHECKING:
    from monitor.archive.sqlite import SqliteArchive
    from monitor.model import Source
    from monitor.sources import Config

CHANGED = 0.05  # of the checks find other words
_DAYS = re.compile(rb"(?<= )\d+(?= (?:days|months|hours|times|units|per))")


def main() -> int:
    """Check until the time is over."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.checking", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=float, default=4.0, help="checks a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    config = load(asked.folder / "sources.toml", Environment({}))
    with open_archive(asked.folder / "archive.db", create=False) as archive:
        print(json.dumps(checked(archive, config, asked.rate, asked.seconds)))
    return 0


def checked(archive: SqliteArchive, config: Config, rate: float, seconds: float) -> dict[str, float]:
    """Check at an even pace; how many checks there were, what they found, and what they cost."""
    rng, begun, cpu = seeded("checking", time.time_ns()), time.monotonic(), time.process_time()
    standings = archive.standings()
    calm = [one for one in config.sources if (s := standings.get(one.id)) and s.revision and not (s.held or s.failures)]
    done = changed = 0
    while (now := time.monotonic() - begun) < seconds:
        time.sleep(max(0.0, done / rate - now))
        source = rng.choice(calm)
        body = _body(archive, source)
        if rng.random() < CHANGED:
            body = _edited(body, rng.randrange(1000))
        changed += _check(archive, source, body, config)
        done += 1
    wall = time.monotonic() - begun
    spent = time.process_time() - cpu
    return {
        "checks": done,
        "changed": changed,
        "per_second": round(done / wall, 2),
        "cpu_share": round(spent / wall, 3),
    }


def _check(archive: SqliteArchive, source: Source, body: bytes, config: Config) -> bool:
    """Whether a look at a source that gives this page found a change."""
    now = datetime.now(UTC)
    page = Page((Part(source.url, source.url, body, "text/markdown"),), now)
    outcome = check(
        source,
        now,
        fetch=lambda *_: page,
        archive=archive,
        subscribers=config.subscribers,
        sources=config.sources,
    )
    return outcome.kind == "changed"


def _body(archive: SqliteArchive, source: Source) -> bytes:
    """The bytes of its last page."""
    return archive.exhibit(source.id, archive.glance(source).revision).parts[0].body or b""


def _edited(body: bytes, number: int) -> bytes:
    found = list(_DAYS.finditer(body))
    one = found[number % len(found)]
    return body[: one.start()] + str(int(one[0]) + 7).encode() + body[one.end() :]


if __name__ == "__main__":
    raise SystemExit(main())

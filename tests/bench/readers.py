"""How fast pages are answered while many read and checks go on: `python -m tests.bench.readers DIR`.

DIR is as `tests.bench.large` makes it. `clausewatch serve` answers as it does by itself, another process goes on
checking, and this one reads every page there is, each as often as any other: readers that ask again at once, then
readers that think in between; then programs ask for feeds, calendars and the API.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.archive import open_archive
from monitor.sources import Environment, load
from monitor.web import make_app
from tests.bench.asking import Reading, read_all
from tests.bench.walks import OF_PROGRAMS, ground_of, walks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.bench.asking import Answered, Found
    from tests.bench.walks import Draw, Ground

THINKING = 0.5  # seconds between two pages of a reader who looks at them, in the second table
CHECKS = 4.0  # a second
_BEGINNING = 60.0  # seconds that the server has to begin
_ADDRESS = re.compile(r"served at http://127\.0\.0\.1:(\d+)/")


def main() -> int:
    """Print the tables; 1 where any page was not answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.readers", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each of the tables")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--only", default="", help="only pages whose name has these words")
    asked = parser.parse_args()
    ground, ways = _known(asked.folder)
    pages = {name: way for name, way in ways.items() if asked.only in name and not name.startswith(OF_PROGRAMS)}
    programs = {name: way for name, way in ways.items() if asked.only in name and name.startswith(OF_PROGRAMS)}
    rounds = [(pages, 0.0), (pages, THINKING), (programs, THINKING)]
    tables = [
        measured(asked.folder, ground, ways, Reading(asked.readers, asked.seconds, think))
        for ways, think in rounds
        if ways
    ]
    if asked.json:
        print(json.dumps(tables, indent=1))
    else:
        for table in tables:
            _print(table)
    return 1 if any(table["errors"] for table in tables) else 0


def _known(folder: Path) -> tuple[Ground, dict[str, Draw]]:
    """What can be asked for, and every way to ask for it; a held page is left out where none is held."""
    config = load(folder / "sources.toml", Environment({}))
    with open_archive(folder / "archive.db", create=False) as archive:
        ways = walks(make_app(config.sources, archive, lambda: datetime.now(UTC)))
        ground = ground_of(archive, config.sources)
    if not ground.held:
        ways.pop("held page", None)
    return ground, ways


def measured(folder: Path, ground: Ground, ways: Mapping[str, Draw], how: Reading) -> dict[str, Any]:
    """One table: milliseconds and bytes of each page and of all, and what checks were done meanwhile."""
    with _serving(folder) as (port, log), _checking(folder, how.seconds) as checking:
        found = asyncio.run(read_all(port, ground, ways, how))
        checks = json.loads(checking.communicate()[0] or "{}")
        said = Path(log).read_text("utf-8").splitlines()[1:]
    pages = {name: _row(found.answers[name]) for name in ways if found.answers[name]}
    return {
        "readers": how.readers,
        "think": how.think,
        "pages": pages,
        "all": _row([one for rows in found.answers.values() for one in rows]),
        "answers_per_second": round(sum(map(len, found.answers.values())) / how.seconds, 1),
        "overview_kb": round(max((one.size for one in found.answers.get("overview", ())), default=0) / 1000, 1),
        "checks": checks,
        "errors": len(found.errors),
        "said": [*_first(found), *said[:10]],
    }


def _first(found: Found) -> list[str]:
    """The first error of each page."""
    return list({one.partition("?")[0]: one for one in reversed(found.errors)}.values())[:10]


def _row(answers: Sequence[Answered]) -> dict[str, float]:
    times, sizes = sorted(one.ms for one in answers), sorted(one.size for one in answers)
    if not times:
        return {"n": 0}
    return {
        "n": len(times),
        "p50": round(_share(times, 0.5), 1),
        "p95": round(_share(times, 0.95), 1),
        "max": round(times[-1], 1),
        "bytes_p95": round(_share(sizes, 0.95)),
    }


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[int, str]]:
    """The pages' server, until it has done; the port, and the file that it writes its log to."""
    log = folder / "serve.log"
    command = [sys.executable, "-m", "monitor", "serve", "--port", "0", "--config", str(folder / "sources.toml")]
    with log.open("w", encoding="utf-8") as file, subprocess.Popen(command, stderr=file) as server:
        try:
            yield _port(log), str(log)
        finally:
            server.terminate()


def _port(log: Path) -> int:
    begun = time.monotonic()
    while time.monotonic() - begun < _BEGINNING:
        if found := _ADDRESS.search(log.read_text("utf-8")):
            return int(found[1])
        time.sleep(0.05)
    message = f"the server did not begin: {log.read_text('utf-8')}"
    raise SystemExit(message)


@contextmanager
def _checking(folder: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Checks that go on meanwhile."""
    options = ["--rate", str(CHECKS), "--seconds", str(seconds)]
    command = [sys.executable, "-m", "tests.bench.checking", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as checking:
        try:
            yield checking
        finally:
            checking.terminate()


def _print(table: Mapping[str, Any]) -> None:
    print(
        f"\n{table['readers']} readers, {table['think']} s between two pages; {table['answers_per_second']} answers/s"
    )
    print(f"{'page':24} {'n':>6} {'p50':>9} {'p95':>9} {'max':>9} {'bytes':>9}")
    for name, row in [*table["pages"].items(), ("all", table["all"])]:
        if row["n"]:
            print(
                f"{name:24} {row['n']:6} {row['p50']:9.1f} {row['p95']:9.1f} {row['max']:9.1f} {row['bytes_p95']:9.0f}"
            )
    print(f"overview: {table['overview_kb']} KB; checks meanwhile: {table['checks']}; errors: {table['errors']}")
    for line in table["said"]:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())

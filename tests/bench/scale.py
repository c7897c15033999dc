"""How many checks a second a cluster does, and what its database weighs: pages from this machine, 5 % of them changed.

python -m tests.bench.scale --sources 20000 --workers 1 2 4

For each number of workers, and for a tenth of the sources as well: a database of its own, a first round, and a round
in which 5 % of the pages have other words. One scheduler, the workers, the database and the pages share this machine.
PostgreSQL is as it comes, with the settings that make it safe. In the end a few checks more are made while PostgreSQL
explains each statement (auto_explain), and how it did them is written to a file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import fleet, weighing
from tests.bench.hosts import Hosts, serving
from tests.bench.plans import explained, statements
from tests.bench.providers import Providers
from tests.bench.receiving import SECRET, Receiver, receiving
from tests.bench.spent import cpu_of, peak_mb
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.bench.fleet import Fleet
    from tests.postgres import Server

SMALLER = 10  # times fewer sources, to see how figures grow
EXPLAINED = 200  # checks
_EVERY = weighing.ROUND
_LOOKS = 0.25  # seconds between two looks at how far a round is


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, and how the workers are set."""

    workers: int
    sources: int
    concurrency: int
    host_delay: float
    patience: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of CPU of each that shares the machine, and the most memory that a worker had, in megabytes."""

    workers: float
    scheduler: float
    database: float
    pages: float
    worker_peak_mb: float


@dataclass(frozen=True, slots=True)
class Round:
    """One round: seconds from its first request until its last check was recorded, and until the last was told."""

    checks: int
    seconds: float
    per_second: float
    told: int
    told_seconds: float
    database_mb: float
    cpu: Spent


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one measure is made: what is served, what is told, and the database with the configuration for it."""

    plan: Plan
    hosts: Hosts
    receiver: Receiver
    database: Server
    url: str
    config: Path


def main() -> int:
    """Measure, print what was found, and write the plans; 1 where a page or a change is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--sources", type=int, default=20_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--concurrency", type=int, default=32, help="of each worker; half is what one has by itself")
    parser.add_argument("--host-delay", type=float, default=1.0, help="seconds")
    parser.add_argument("--patience", type=float, default=7200.0, help="seconds for a round")
    parser.add_argument("--plans", type=Path, default=Path("build/scale-plans.txt"))
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the logs, and name it")
    asked = parser.parse_args()
    sizes = [one for one in (asked.sources // SMALLER, asked.sources) if one]
    rows = []
    with fleet.workplace(asked.keep) as folder, server() as database:
        weighing.make_safe(database)
        for sources in sizes:
            for workers in asked.workers:
                plan = Plan(workers, sources, asked.concurrency, asked.host_delay, asked.patience)
                last = (sources, workers) == (sizes[-1], asked.workers[-1])
                row = measured(folder / f"{sources}-{workers}", plan, database, asked.plans if last else None)
                rows.append(row)
                print(_line(row), file=sys.stderr, flush=True)
    print(json.dumps(rows, indent=1) if asked.json else _table(rows))
    return 0 if all(not row["missing"] for row in rows) else 1


def measured(folder: Path, plan: Plan, database: Server, plans: Path | None) -> dict[str, Any]:
    """A first round and one with changes, on a database of their own; what is large in it, and the plans if asked."""
    folder.mkdir()
    pages = Providers(plan.sources)
    url = database.fresh()
    hosts, receiver = Hosts(pages.show, lambda: 0.0), Receiver(random.Random(1), moody=False)
    with serving(hosts), receiving(receiver):
        ground = Ground(plan, hosts, receiver, database, url, folder / "sources.toml")
        ground.config.write_text(_configuration(ground, pages), "utf-8")
        fleet.initialised(ground.config)
        first = _round(ground, 0)
        pages.later = True
        weighing.make_due(url, plan.sources)
        second = _round(ground, pages.changed())
        found = {"first": asdict(first), "later": asdict(second), "tables": weighing.tables(url)}
        if plans:
            pages.later = False
            _explain(ground, plans)
    database.drop(url)
    missing = 2 * plan.sources - first.checks - second.checks + pages.changed() - second.told
    return {"sources": plan.sources, "workers": plan.workers, **found, "missing": missing}


def _round(ground: Ground, changes: int) -> Round:
    """Let every source be looked at that is due, and every change be told."""
    plan, receiver = ground.plan, ground.receiver
    ground.hosts.visits.clear()
    receiver.ids.clear()
    since, before = datetime.now(UTC), _begun(ground)
    with _working(ground) as ships:
        done = _await(lambda: weighing.checked(ground.url, since), plan.sources, plan.patience)
        ended = time.monotonic()
        told = _await(lambda: len(receiver.ids), changes, plan.patience if done == plan.sources else 1.0)
        told_at = time.monotonic()
        spent = _spent(ground, ships, before)
        ships.end()
    begun = min((visit.begun for visit in ground.hosts.visits), default=ended)
    seconds = max(ended - begun, _LOOKS)
    per_second = round(done / seconds, 1)
    return Round(done, round(seconds, 1), per_second, told, round(told_at - begun, 1), weighing.size(ground.url), spent)


def _begun(ground: Ground) -> tuple[float, float]:
    """What the database and this process have spent so far."""
    return weighing.cpu(ground.database), time.process_time()


def _spent(ground: Ground, ships: Fleet, before: tuple[float, float]) -> Spent:
    """What all have spent since then."""
    workers = [process.pid for name, process in ships.running.items() if name.startswith("worker")]
    database, own = (now - then for now, then in zip(_begun(ground), before, strict=True))
    figures = sum(map(cpu_of, workers)), cpu_of(ships.running["run-1"].pid), database, own, max(map(peak_mb, workers))
    return Spent(*(round(figure, 1) for figure in figures))


@contextmanager
def _working(ground: Ground) -> Iterator[Fleet]:
    """A scheduler and the workers, begun and told to end."""
    more = ["--config", str(ground.config)]
    commands = {"run-1": [*fleet.COMMAND, "run", *more]}
    for number in range(1, ground.plan.workers + 1):
        worker = [*fleet.COMMAND, "worker", "--concurrency", str(ground.plan.concurrency), *more]
        commands[f"worker-{number}"] = worker
    with fleet.fleet(ground.config.parent, commands) as ships:
        yield ships


def _await(count: Any, wanted: int, patience: float) -> int:  # noqa: ANN401 - a function of no arguments
    """How many there are once there are as many as wanted, or the time is over; asking takes a fiftieth of the time."""
    until = time.monotonic() + patience
    while True:
        begun = time.monotonic()
        found, now = int(count()), time.monotonic()
        if found >= wanted or now >= until:
            return found
        time.sleep(max(_LOOKS, 50 * (now - begun)))


def _explain(ground: Ground, plans: Path) -> None:
    """Have some checks more made while each statement is explained, and write down how they were done."""
    with explained(ground.database) as log:
        start, since = log.stat().st_size, datetime.now(UTC)
        weighing.make_due(ground.url, min(EXPLAINED, ground.plan.sources))
        with _working(ground) as ships:
            wanted = min(EXPLAINED, ground.plan.sources)
            done = _await(lambda: weighing.checked(ground.url, since), wanted, ground.plan.patience)
            ships.end()
        with log.open("rb") as file:
            file.seek(start)
            said = file.read().decode("utf-8", "replace")
    found = statements(said)
    whole = ", ".join(dict.fromkeys(table for one in found for table in one.whole_tables()))
    head = f"{done} checks with {ground.plan.sources} sources; read whole for one statement: {whole or 'none'}\n"
    plans.parent.mkdir(parents=True, exist_ok=True)
    plans.write_text("\n".join([head, *(one.told() for one in found)]), "utf-8")


# --- the configuration, and what is printed ------------------------------------------------


def _configuration(ground: Ground, pages: Providers) -> str:
    head = (
        f'[archive]\nurl = "{ground.url}"\n[fetch]\nallow_private = ["127.0.0.0/8"]\n'
        f'host_delay = {ground.plan.host_delay}\n[defaults]\nevery = "{_EVERY.seconds // 3600}h"\n'
        f'[channel.webhook]\nsecret = "{SECRET}"\nallow_private = ["127.0.0.0/8"]\n'
        f'[[subscriber]]\nname = "legal"\nchannel = "webhook"\naddress = "{ground.receiver.address}"\n'
    )
    return head + "".join(
        f'[[source]]\nid = "{pages.source(number)}"\n'
        f'url = "http://{pages.address(number)}:{ground.hosts.port}/terms/{number}"\n'
        for number in range(pages.documents)
    )


def _line(row: dict[str, Any]) -> str:
    rounds = (f"{row[name]['seconds']} s, {row[name]['per_second']} checks/s" for name in ("first", "later"))
    return f"{row['sources']} sources, {row['workers']} workers: {'; '.join(rounds)}; missing {row['missing']}"


def _table(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as a table of Markdown, and below it how large the tables of each database are."""
    lines = [_row(_HEAD), _row("---" for _ in _HEAD)]
    for row in rows:
        for name in ("first", "later"):
            one = row[name]
            figures = (row["sources"], row["workers"], name, one["seconds"], one["per_second"], one["told_seconds"])
            lines.append(_row((*figures, one["database_mb"], *one["cpu"].values())))
    lines += ["", *(f"{row['sources']} sources, {row['workers']} workers, MB: {row['tables']}" for row in rows)]
    return "\n".join(lines)


_HEAD = (
    "sources", "workers", "round", "s", "checks/s", "told after, s", "database, MB", "CPU s: workers", "scheduler",
    "database", "pages", "peak of a worker, MB",
)  # fmt: skip


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())

"""Nothing lost, nothing told under two names, no host asked twice at once: a cluster whose processes are killed.

python -m tests.bench.cluster_chaos --seconds 120 --seed 1

Two `clausewatch run`, three `clausewatch worker` and a PostgreSQL of their own watch made-up terms, of which a clause
changes now and then, and tell one webhook, which refuses a part of what it is sent. Every few seconds one process,
whichever it is, is killed by SIGKILL and begun again; the database is restarted twice, once at once (as a crash of it)
and once as it is restarted for an upgrade. Then all is let come to rest.

lost: words of a clause that the history has on either side of a change, or that a page ended on, and that nobody was
told of; renamed: words told under two ids; doubled: words that the history has as new twice; forged: messages whose
signature does not hold; owed: what `clausewatch status` says is still owed; overlapping: requests that began while
another one to the same host was under way; too soon: requests that began less than host_delay, but for the tolerance,
after the one before; fell: processes that ended by themselves. Exits with 1 unless all of them are 0.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.bench import fleet, reckoning
from tests.bench.changing import DOCUMENTS, Site
from tests.bench.hosts import Hosts, serving
from tests.bench.receiving import Receiver, receiving
from tests.postgres import server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.fleet import Fleet
    from tests.postgres import Server

SCHEDULERS, WORKERS = 2, 3
A_CHANGE = 0.4  # seconds between two changes, whichever page they are of
_LOOKS = 0.1  # seconds between two looks at what is to be done next


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how badly: seconds of disturbance, of a pause between two kills, and to come to rest."""

    seconds: float
    seed: int
    hosts: int
    kill_every: float
    rest: float


def main() -> int:
    """Disturb a cluster, print what came of it, and say whether all of it is as promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cluster_chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="for which it is disturbed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=8, help=f"with {DOCUMENTS} documents each")
    parser.add_argument("--kill-every", type=float, default=4.0, help="seconds, on average")
    parser.add_argument("--rest", type=float, default=300.0, help="seconds in which it has to come to rest")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the logs, and name it")
    options = vars(parser.parse_args())
    as_json, kept = options.pop("json"), options.pop("keep")
    with fleet.workplace(kept) as folder:
        found = disturbed(folder, Plan(**options))
    print(json.dumps(found, indent=1) if as_json else reckoning.table(found))
    return 0 if reckoning.as_promised(found) else 1


def disturbed(folder: Path, plan: Plan) -> dict[str, Any]:
    """What came of a disturbed cluster."""
    rng, luck, pace = (random.Random(plan.seed + number) for number in range(3))
    site = Site(tuple(f"127.0.{number}.1" for number in range(1, plan.hosts + 1)))
    receiver, hosts = Receiver(luck), Hosts(site.page, lambda: pace.uniform(*reckoning.LINGER))
    with serving(hosts), receiving(receiver), server() as database:
        config = folder / "sources.toml"
        config.write_text(reckoning.configuration(database.fresh(), hosts.port, receiver, site), "utf-8")
        fleet.initialised(config)
        with fleet.fleet(folder, _commands(config)) as ships:
            reckoning.settle(site, config, plan.rest)
            kinds = _disturb(ships, database, site, (plan, rng))
            rest = reckoning.come_to_rest(ships, config, (site, receiver), plan.rest)
            ended = reckoning.ended(ships)
        return {**reckoning.told(config, site, receiver), **reckoning.polite(hosts.visits), **kinds, **rest, **ended}


def _commands(config: Path) -> dict[str, list[str]]:
    ways = {"run": SCHEDULERS, "worker": WORKERS}
    more = {"run": (), "worker": ("--concurrency", "4")}
    return {
        f"{name}-{number}": [*fleet.COMMAND, name, *more[name], "--config", str(config)]
        for name, times in ways.items()
        for number in range(1, times + 1)
    }


def _disturb(ships: Fleet, database: Server, site: Site, how: tuple[Plan, random.Random]) -> dict[str, Any]:
    """Change pages, kill processes, and restart the database, until the time is over."""
    plan, rng = how
    begun, restarts = time.monotonic(), 0
    changes = (A_CHANGE * number for number in count(1))
    next_change, next_kill = next(changes), plan.kill_every
    while (now := time.monotonic() - begun) < plan.seconds:
        while next_change <= now:
            site.change(rng)
            next_change = next(changes)
        if now >= plan.seconds * (restarts + 1) / 3 and restarts < 2:
            database.restart("immediate" if restarts else "fast")
            restarts += 1
        if now >= next_kill:
            ships.kill_one(rng)
            next_kill += plan.kill_every * rng.uniform(0.5, 1.5)
        ships.tend()
        time.sleep(_LOOKS)
    return {"disturbed_s": round(time.monotonic() - begun, 1), "restarts": restarts}


if __name__ == "__main__":
    sys.exit(main())

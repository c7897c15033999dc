"""Machines that lose their database: `python -m tests.bench.namespaces`, as root on Linux with iproute2.

Three network namespaces stand for machines: one has PostgreSQL, the pages and the receiver of webhooks, two have a
scheduler and a worker each. Either of these two reaches the database by a line of its own and the pages by another
one. The first machine's line to the database is cut for a minute, so that nothing is answered and nothing refused,
while pages go on changing; then it is mended. Addresses of 10.77.0.0/16 are used, within these namespaces alone.

Beside what `tests.bench.cluster_chaos` counts: stood still, 1 if nobody asked for a page in the last seconds of the
cut, and stayed away, 1 if the machine that was cut off did not ask for pages again by itself. Exits with 1 unless all
are 0; where namespaces are not allowed it says so, and exits with 0.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from tests.bench import fleet, reckoning
from tests.bench.changing import Site
from tests.bench.hosts import Hosts, serving
from tests.bench.receiving import Receiver, receiving
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.fleet import Fleet
    from tests.bench.hosts import Visit
    from tests.postgres import Server

MACHINES = {"east": 1, "west": 2}
"""Those that work, with their numbers: a machine's lines have addresses of 10.77.N1.0 and 10.77.N2.0."""

HOSTS = tuple(f"10.77.100.{number}" for number in range(1, 9))
_RECEIVER = "10.77.100.100"
A_CHANGE = 0.5  # seconds between two changes
_LAST = 15.0  # seconds of the cut by which the other machine must have taken over all that there is to do
_INSIDE = "CLAUSEWATCH_NAMESPACES"  # set where this program runs again within the first namespace: how they are called


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds: before the cut, of the cut, until the machine must be back, and to come to rest."""

    before: float
    cut: float
    back: float
    rest: float


def main() -> int:
    """Make the namespaces and begin again within the first; there, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.namespaces", description=__doc__)
    parser.add_argument("--before", type=float, default=15.0, help="seconds before the cut")
    parser.add_argument("--cut", type=float, default=60.0, help="seconds of the cut")
    parser.add_argument("--back", type=float, default=60.0, help="seconds until the machine must be back")
    parser.add_argument("--rest", type=float, default=300.0, help="seconds in which all has to come to rest")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the logs, and name it")
    options = vars(parser.parse_args())
    as_json, kept = options.pop("json"), options.pop("keep")
    if not (named := os.environ.get(_INSIDE)):
        return _begin_again(as_json=as_json)
    with fleet.workplace(kept) as folder:
        found = cut_off(folder, Plan(**options), named)
    print(json.dumps(found, indent=1) if as_json else reckoning.table(found))
    return 0 if reckoning.as_promised(found) and not (found["stood_still"] or found["stayed_away"]) else 1


def _begin_again(*, as_json: bool) -> int:
    if why := _not_allowed():
        print(json.dumps({"skipped": why}) if as_json else f"skipped: {why}")
        return 0
    with _namespaces() as named:
        command = [*_within(named, "hub"), sys.executable, "-m", "tests.bench.namespaces", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, _INSIDE: named}, check=False).returncode


def _not_allowed() -> str:
    """Why there can be no namespaces here; "" where there can."""
    if shutil.which("ip") is None:
        return "iproute2 is not on this machine (on Debian: apt-get install iproute2)"
    name = f"cw{os.getpid()}-try"
    done = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"network namespaces are not allowed here: {done.stderr.strip()}"
    _ip("netns", "del", name)
    return ""


def cut_off(folder: Path, plan: Plan, named: str) -> dict[str, Any]:
    """What came of a cluster of which one machine lost its database for a while."""
    rng, luck, pace = (random.Random(number) for number in range(3))
    site, receiver = Site(HOSTS), Receiver(luck)
    hosts = Hosts(site.page, lambda: pace.uniform(*reckoning.LINGER))
    with serving(hosts, "0.0.0.0"), receiving(receiver, _RECEIVER), server() as database:  # noqa: S104 - of a namespace
        url = _open(database)
        configs = {name: _configure(folder, (name, number), url, (hosts, receiver, site)) for name, number in _all()}
        fleet.initialised(configs["hub"])
        with fleet.fleet(folder, _commands(named, configs)) as ships:
            reckoning.settle(site, configs["hub"], plan.rest)
            seen = _cut(ships, site, hosts, (plan, rng))
            rest = reckoning.come_to_rest(ships, configs["hub"], (site, receiver), plan.rest)
            ended = reckoning.ended(ships)
        told = reckoning.told(configs["hub"], site, receiver)
    return {**told, **reckoning.polite(hosts.visits), **seen, **rest, **ended}


def _cut(ships: Fleet, site: Site, hosts: Hosts, how: tuple[Plan, random.Random]) -> dict[str, Any]:
    """Change pages before, during and after the cut of the first machine's line to the database."""
    plan, rng = how
    _change(ships, site, rng, plan.before)
    _ip("link", "set", "db-east", "down")
    cut = time.monotonic()
    _change(ships, site, rng, plan.cut)
    _ip("link", "set", "db-east", "up")
    mended = time.monotonic()
    while not (back := _asked(hosts, "east", mended)) and time.monotonic() - mended < plan.back:
        _change(ships, site, rng, 1.0)
    others = [visit.begun for visit in _asked(hosts, "west", cut) if visit.begun < mended]
    return {
        "cut_s": round(mended - cut, 1),
        "asked_by_the_other_meanwhile": len(others),
        "stood_still": int(not any(begun > mended - min(_LAST, plan.cut / 2) for begun in others)),
        "stayed_away": int(not back),
        "back_after_s": round(back[0].begun - mended, 1) if back else None,
    }


def _change(ships: Fleet, site: Site, rng: random.Random, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        site.change(rng)
        ships.tend()
        time.sleep(A_CHANGE)


def _asked(hosts: Hosts, machine: str, since: float) -> list[Visit]:
    """What a machine asked for since then."""
    peer = f"10.77.{MACHINES[machine]}2.2"
    return [visit for visit in list(hosts.visits) if visit.peer == peer and visit.begun > since]


# --- the machines -------------------------------------------------------------------------


def _all() -> list[tuple[str, int]]:
    return [("hub", 0), *MACHINES.items()]


def _commands(named: str, configs: dict[str, Path]) -> dict[str, list[str]]:
    """The first machine's scheduler comes first, so that it is the one that leads when it is cut off."""
    more = {"run": (), "worker": ("--concurrency", "4")}
    return {
        f"{kind}-{name}": [*_within(named, name), *fleet.COMMAND, kind, *more[kind], "--config", str(configs[name])]
        for name in MACHINES
        for kind in more
    }


def _configure(folder: Path, machine: tuple[str, int], url: str, ends: tuple[Hosts, Receiver, Site]) -> Path:
    """A machine's configuration: the database has another address for each."""
    name, number = machine
    hosts, receiver, site = ends
    (folder / name).mkdir()
    config = folder / name / "sources.toml"
    there = url.replace("127.0.0.1", f"10.77.{number}1.1") if number else url
    config.write_text(reckoning.configuration(there, hosts.port, receiver, site), "utf-8")
    return config


def _open(database: Server) -> str:
    """Let the other machines ask the server; a new database."""
    with psycopg.connect(database.url(), autocommit=True) as conn:
        conn.execute("ALTER SYSTEM SET listen_addresses = '*'")
    with (database.folder / "data" / "pg_hba.conf").open("a", encoding="utf-8") as file:
        file.write("host all all 10.77.0.0/16 trust\n")
    database.restart("fast")
    return database.fresh()


@contextmanager
def _namespaces() -> Iterator[str]:
    """The machines and the lines between them, until the block is left; what their names begin with."""
    named = f"cw{os.getpid()}"
    try:
        for name, _ in _all():
            _ip("netns", "add", f"{named}-{name}")
            _ip("-n", f"{named}-{name}", "link", "set", "lo", "up")
        for host in (*HOSTS, _RECEIVER):
            _ip("-n", f"{named}-hub", "addr", "add", f"{host}/32", "dev", "lo")
        for name, number in MACHINES.items():
            for place, kind in enumerate(("db", "web"), 1):
                _line(named, name, kind, f"10.77.{number}{place}")
            _ip("-n", f"{named}-{name}", "route", "add", "10.77.100.0/24", "via", f"10.77.{number}2.1")
        yield named
    finally:
        for name, _ in _all():
            subprocess.run(["ip", "netns", "del", f"{named}-{name}"], stderr=subprocess.DEVNULL, check=False)


def _line(named: str, name: str, kind: str, network: str) -> None:
    """A line from the first machine to another one: the near end has .1, the far one .2."""
    near, far = (f"{named}-hub", f"{kind}-{name}"), (f"{named}-{name}", kind)
    _ip("link", "add", near[1], "netns", near[0], "type", "veth", "peer", "name", far[1], "netns", far[0])
    for number, (space, device) in enumerate((near, far), 1):
        _ip("-n", space, "addr", "add", f"{network}.{number}/30", "dev", device)
        _ip("-n", space, "link", "set", device, "up")


def _within(named: str, name: str) -> list[str]:
    return ["ip", "netns", "exec", f"{named}-{name}"]


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())

"""What a cluster owes whatever befalls it: what is counted when all has come to rest, and what must be none of it."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.bench import fleet
from tests.bench.changing import Site, source_of
from tests.bench.hosts import manners
from tests.bench.receiving import SECRET, Receiver, clauses_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.bench.fleet import Fleet
    from tests.bench.hosts import Visit

HOST_DELAY = 1.0  # seconds
TOLERANCE = 0.2
"""Seconds: a request is counted from when its worker may begin, and noted when its connection is there; on two cores
that are busy with five processes the one follows the other by up to a tenth of a second."""
LINGER = (0.02, 0.2)  # seconds that an answer takes at least and at most, so that requests at once would be seen
MUST_BE_NONE = (
    "lost", "renamed", "doubled", "forged", "owed", "overlapping", "too_soon", "fell", "badly_ended", "faults",
)  # fmt: skip
_EXCHANGE = 10  # seconds at most, so that a host that a killed worker was asking is free again soon


def configuration(url: str, port: int, receiver: Receiver, site: Site) -> str:
    """A configuration that has every document looked at again and again, as often as its host allows."""
    network = f"{site.hosts[0].split('.')[0]}.0.0.0/8"
    head = (
        f'[archive]\nurl = "{url}"\n[fetch]\nallow_private = ["{network}"]\nhost_delay = {HOST_DELAY}\n'
        f'timeout = {_EXCHANGE}\n[daemon]\ntick = 0.5\n[channel.webhook]\nsecret = "{SECRET}"\n'
        f'allow_private = ["{network}"]\n'
        f'[[subscriber]]\nname = "legal"\nchannel = "webhook"\naddress = "{receiver.address}"\n'
    )
    return head + "".join(
        f'[[source]]\nid = "{source_of(host, path)}"\nurl = "http://{host}:{port}{path}"\nevery = "2s"\n'
        for host, path in site.days
    )


def settle(site: Site, config: Path, patience: float) -> None:
    """Wait until every source was read once: before that nothing can be lost."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        sources = fleet.status(config).get("sources", ())
        if sum(bool(one["last_success"]) for one in sources) == len(site.days):
            return
        time.sleep(1)
    raise SystemExit("not every source was read before the disturbance was to begin")


def come_to_rest(ships: Fleet, config: Path, ends: tuple[Site, Receiver], patience: float) -> dict[str, Any]:
    """Wait until nothing is owed and all that pages ended on was told."""
    site, receiver = ends
    receiver.moody = False
    begun, owed = time.monotonic(), -1
    wanted = site.ended_on()
    while time.monotonic() - begun < patience:
        ships.tend()
        owed = fleet.status(config).get("owed", -1)
        if owed == 0 and wanted <= receiver.known().keys():
            break
        time.sleep(1)
    return {"owed": owed, "rest_s": round(time.monotonic() - begun, 1)}


def told(config: Path, site: Site, receiver: Receiver) -> dict[str, Any]:
    """What the history and the messages say of each other."""
    file = config.with_name("history.json")
    commands = (("export", "json", str(file)), ("verify",))
    faults = [" ".join(command) for command in commands if fleet.asked(config, *command)[0]]
    history = json.loads(file.read_text("utf-8"))["changes"] if file.exists() else []
    recorded = [clause for change in history for clause in clauses_of(change)]
    known = receiver.known()
    lost = sorted(({*recorded} | site.ended_on()) - known.keys())
    renamed = sorted(clause for clause, ids in known.items() if len(ids) > 1 or "" in ids)
    doubled = sorted(clause for clause, times in Counter(recorded).items() if clause.side == "new" and times > 1)
    counts = {"edits": site.edits, "changes": len(history), "messages": len(receiver.ids)}
    more = {"told_again": receiver.ids.total() - len(receiver.ids), "refused": receiver.refused}
    found = {"lost": len(lost), "renamed": len(renamed), "doubled": len(doubled), "forged": receiver.forged}
    examples = [list(clause) for row in (lost, renamed, doubled) for clause in row[:3]]
    return {**counts, **more, **found, "faults": faults, "examples": examples}


def polite(visits: Sequence[Visit]) -> dict[str, Any]:
    """How the hosts were asked."""
    found = manners(visits, HOST_DELAY, TOLERANCE)
    return {
        "requests": len(visits),
        "overlapping": found.overlapping,
        "too_soon": found.too_soon,
        "shortest_pause_s": found.shortest and round(found.shortest, 3),
        "host_delay_s": HOST_DELAY,
        "tolerance_s": TOLERANCE,
    }


def ended(ships: Fleet) -> dict[str, Any]:
    """How the processes did that are told to end now, and those that ended before."""
    badly = ships.end()
    return {"kills": ships.kills, "turned_away": ships.turned_away, "fell": ships.fell, "badly_ended": badly}


def as_promised(found: Mapping[str, Any]) -> bool:
    """Whether there is none of what must not be."""
    return all(not found[name] for name in MUST_BE_NONE)


def table(found: Mapping[str, Any]) -> str:
    """What was counted, a line each."""
    rows = [f"{name.replace('_', ' '):18} {figure}" for name, figure in found.items() if name != "examples"]
    return "\n".join([*rows, *(f"  {' | '.join(example)}" for example in found["examples"])])

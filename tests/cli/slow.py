"""Flows that take seconds: they wait for a lock, for a server that hangs, or run the command again and again."""

from __future__ import annotations

import socket
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.cli.daemons import restart
from tests.cli.stage import Desk, Ended, Sheet, ended, terms, until, website
from tests.cli.story import tell

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Slow:
    """How the command ended, and how many seconds that took."""

    desk: Desk
    ended: Ended
    seconds: float


def locked(desk: Desk) -> Slow:
    """Check while another process holds the archive's write lock."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"))
    desk.run("check")
    desk.put("terms", terms(14))
    with closing(sqlite3.connect(desk.archive, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        refused = desk.run("check", "--format", "json")
        seconds = time.monotonic() - began
        other.execute("ROLLBACK")
    return Slow(desk, refused, seconds)


def hanging(desk: Desk) -> Slow:
    """Stop a daemon in the middle of a body that never ends."""
    desk.put("terms", terms())
    with website() as other:
        other.sheets["/hangs"] = Sheet(terms().encode(), hang=True)
        hangs = f'[[source]]\nid = "northline/hangs"\nurl = "{other.url("/hangs")}"'
        desk.configure(hangs, desk.source("terms"), "[daemon]\ntick = 0.05", fetch="timeout = 60")
        with desk.start("run") as daemon:
            try:
                until(lambda: other.asked and desk.site.came(desk.path("terms")), "both pages are asked for")
                began = time.monotonic()
                daemon.terminate()
                stopped = ended(daemon)
                seconds = time.monotonic() - began
            finally:
                daemon.kill()
    return Slow(desk, stopped, seconds)


def unanswered(desk: Desk) -> Slow:
    """Stop a daemon while a webhook's receiver, that takes connections and nothing else, keeps a notice waiting."""
    desk.put("terms", terms())
    with socket.create_server(("127.0.0.1", 0)) as receiver:
        address = f"http://127.0.0.1:{receiver.getsockname()[1]}/hook"
        slow = f'[[subscriber]]\nname = "slow"\nchannel = "webhook"\naddress = "{address}"'
        often = desk.source("terms", 'every = "1s"')
        desk.configure(often, slow, desk.hook("quick"), "[daemon]\ntick = 0.05", fetch="timeout = 60")
        with desk.start("run") as daemon:
            try:
                until(lambda: desk.archive.exists() and desk.run("history").out, "the first sight")
                for changes, days in enumerate((14, 21), 1):
                    desk.put("terms", terms(days))
                    until(lambda told=changes: len(desk.posted("quick")) == told, "the quick one is told")  # type: ignore[misc]
                began = time.monotonic()
                daemon.terminate()
                stopped = ended(daemon)
                seconds = time.monotonic() - began
            finally:
                daemon.kill()
    return Slow(desk, stopped, seconds)


FLOWS: dict[str, Callable[[Desk], object]] = {
    "story": tell,
    "locked": locked,
    "hanging": hanging,
    "restarted": restart,
    "unanswered": unanswered,
}
"""By the name of the fixture that gives what the flow found. They run in threads of their own, and only by `run`."""

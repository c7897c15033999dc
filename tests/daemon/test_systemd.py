"""What the service manager is told, over a socket as it would listen on."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import Request, ServiceManager
from monitor.errors import ConfigError
from tests.daemon.stage import PATIENCE, VOICE, Work, around, listening, running
from tests.fakes import MemoryArchive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from monitor.daemon import Duties
    from monitor.model import Standing

OFTEN = str(40_000)
"""Microseconds within which the manager wants to hear that all is well."""


@dataclass(frozen=True, slots=True)
class Manager:
    """A listening socket, and the environment that it gives to those it starts."""

    heard: socket.socket
    environ: dict[str, str]

    def next(self) -> dict[str, str]:
        """The next message, by the names of its lines."""
        lines = self.heard.recv(4096).decode().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def next_of(self, name: str) -> dict[str, str]:
        """The next message with a line of this name; those without are passed over."""
        while name not in (found := self.next()):
            pass
        return found


@contextmanager
def manager(address: str, **more: str) -> Iterator[Manager]:
    """A service manager that listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        heard.settimeout(PATIENCE)
        yield Manager(heard, {"NOTIFY_SOCKET": address, **more})


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_a_life_is_told_from_its_beginning_to_its_end(tmp_path: Path, kind: str) -> None:
    """Ready with what is watched, and stopping before work in hand is ended."""
    address = str(tmp_path / "notify") if kind == "path" else f"@clausewatch-{os.getpid()}"
    with manager(address) as there:
        with running(Work().duties(VOICE), around(manager=ServiceManager(there.environ))):
            assert there.next() == {"READY": "1", "STATUS": "watching 1 sources"}
        assert there.next()["STOPPING"] == "1"


def test_a_reload_is_told_with_its_time_and_its_end(tmp_path: Path) -> None:
    """The time is the monotonic clock's, in microseconds, as Type=notify-reload asks for."""
    new = Work().duties()
    with manager(str(tmp_path / "notify")) as there:
        surroundings = around(manager=ServiceManager(there.environ), renew=lambda: new)
        with running(Work().duties(VOICE), surroundings) as daemon:
            there.next()
            daemon.requests.put(Request.renew)
            reloading = there.next()
            assert reloading["RELOADING"] == "1"
            assert reloading["MONOTONIC_USEC"].isdecimal()
            assert there.next() == {"READY": "1", "STATUS": "watching 0 sources"}


def test_a_reload_that_is_refused_ends_too(tmp_path: Path) -> None:
    """The manager would else wait for it, and the status says what became of it."""

    def renew() -> Duties:
        raise ConfigError("sources.toml")

    with manager(str(tmp_path / "notify")) as there:
        surroundings = around(manager=ServiceManager(there.environ), renew=renew)
        with listening(), running(Work().duties(VOICE), surroundings) as daemon:
            there.next()
            daemon.requests.put(Request.renew)
            there.next_of("RELOADING")
            assert there.next_of("READY")["STATUS"].endswith("the one before stays in force")


def test_the_watchdog_hears_that_rounds_go_on(tmp_path: Path) -> None:
    """Again and again, though the tick is long."""
    with (
        manager(str(tmp_path / "notify"), WATCHDOG_USEC=OFTEN) as there,
        running(Work().duties(VOICE, tick=60.0), around(manager=ServiceManager(there.environ))),
    ):
        for _ in range(3):
            assert there.next_of("WATCHDOG") == {"WATCHDOG": "1"}


def test_the_watchdog_starves_when_rounds_stop(tmp_path: Path) -> None:
    """A round that hangs is not hidden by threads that still run: the manager is to start the daemon anew."""
    archive, silent, asked = _Hanging(), threading.Event(), threading.Event()

    def clock() -> float:
        asked.set()
        return 61.0 if silent.is_set() else 0.0

    with manager(str(tmp_path / "notify"), WATCHDOG_USEC=OFTEN) as there:
        surroundings = around(manager=ServiceManager(there.environ), clock=clock)
        with listening() as log, running(Work(archive=archive).duties(VOICE), surroundings) as daemon:
            there.next_of("WATCHDOG")
            assert archive.hangs.wait(PATIENCE)
            silent.set()
            assert log.holds("no round was made for 61 seconds")
            asked.clear()
            _drain(there)
            assert asked.wait(PATIENCE)  # it goes on looking at its pulse
            archive.go.set()
            assert daemon.stop()
        assert "WATCHDOG" not in "".join(_drain(there))


def _drain(there: Manager) -> list[str]:
    """All that was said so far."""
    there.heard.setblocking(False)  # noqa: FBT003 - the standard library's own
    said = []
    try:
        while True:
            said.append(there.heard.recv(4096).decode())
    except BlockingIOError:
        return said


class _Hanging(MemoryArchive):
    """An archive that does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs, self.go = threading.Event(), threading.Event()

    def standings(self) -> Mapping[str, Standing]:
        self.hangs.set()
        assert self.go.wait(PATIENCE)
        return super().standings()


@pytest.mark.parametrize(
    ("environ", "pause"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "٣"}, None),
    ],
)
def test_the_watchdog_is_fed_at_half_its_time(environ: dict[str, str], pause: float | None) -> None:
    """Where there is one, and it means this process."""
    assert ServiceManager(environ).pause == pause


def test_a_manager_that_does_not_listen_is_no_trouble(tmp_path: Path) -> None:
    """Nor is none at all."""
    for environ in ({}, {"NOTIFY_SOCKET": str(tmp_path / "nobody")}):
        told = ServiceManager({**environ, "WATCHDOG_USEC": OFTEN})
        told.ready("well")
        told.alive()
        told.stopping()


def test_a_status_is_one_line(tmp_path: Path) -> None:
    """What an error says forges no other line."""
    with manager(str(tmp_path / "notify")) as there:
        ServiceManager(there.environ).status("one\nWATCHDOG=1\ntwo")
        assert there.next() == {"STATUS": "one WATCHDOG=1 two"}

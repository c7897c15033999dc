"""Providers' hosts on this machine: one server answers for every address of 127.0.0.0/8 and notes who was asked when.

Each address is a host of its own. A request begins when its connection does, and ends when the answer was handed over
or the one who asked is gone, whichever comes first.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Show: TypeAlias = "Callable[[str, str], bytes | None]"
"""The page of a host at a path as it is now; None where there is none."""

Linger: TypeAlias = "Callable[[], float]"
"""Seconds that the next answer takes."""

_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asked which host for what, and when it began and ended, by a clock that nobody sets."""

    peer: str
    host: str
    path: str
    begun: float
    ended: float


@dataclass(frozen=True, slots=True)
class Manners:
    """How many requests to one host began while another one was under way, or too soon after it; the shortest pause."""

    overlapping: int
    too_soon: int
    shortest: float | None


@dataclass(slots=True)
class Hosts:
    """What the server answers, and what it noted."""

    show: Show
    linger: Linger
    visits: list[Visit] = field(default_factory=list)
    pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    port: int = 0
    lines: set[asyncio.Transport] = field(default_factory=set)

    def note(self, visit: Visit) -> None:
        """Note a request that has ended."""
        self.visits.append(visit)
        self.pages[visit.host, visit.path] += 1


def manners(visits: Sequence[Visit], delay: float, tolerance: float) -> Manners:
    """How one host after another was asked; `delay` seconds are to lie between two beginnings, less `tolerance`."""
    by_host: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda one: one.begun):
        by_host[visit.host].append(visit)
    pairs = [pair for row in by_host.values() for pair in pairwise(row)]
    pauses = [after.begun - before.begun for before, after in pairs]
    return Manners(
        sum(after.begun < before.ended for before, after in pairs),
        sum(pause < delay - tolerance for pause in pauses),
        min(pauses, default=None),
    )


@contextmanager
def serving(hosts: Hosts, address: str = "") -> Iterator[Hosts]:
    """Answer at an address, or at every one of 127.0.0.0/8, until the block is left."""
    loop = asyncio.new_event_loop()
    ear = _ear(address)
    hosts.port = ear.getsockname()[1]
    server = loop.run_until_complete(loop.create_server(lambda: _Line(hosts), sock=ear, backlog=_BACKLOG))
    thread = threading.Thread(target=loop.run_forever, name="hosts")
    thread.start()
    try:
        yield hosts
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_close(server, hosts))
        loop.close()


async def _close(server: asyncio.Server, hosts: Hosts) -> None:
    """Hear nobody any more, and let go of those who are still there."""
    server.close()
    for line in list(hosts.lines):
        line.abort()
    while hosts.lines:  # noqa: ASYNC110 - each is gone within a turn or two of the loop
        await asyncio.sleep(0)


def _ear(address: str) -> socket.socket:
    """A socket that hears one address, or all of the loopback device and nothing else."""
    ear = socket.socket()
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if not address:
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    ear.bind((address, 0))
    return ear


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts
        self._said = b""
        self._begun: float | None = None
        self._path = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._hosts.lines.add(transport)
        self._peer: str = transport.get_extra_info("peername")[0]
        self._host: str = transport.get_extra_info("sockname")[0]
        self._begun = time.monotonic()

    def data_received(self, data: bytes) -> None:
        self._said += data
        if self._begun is None:
            self._begun = time.monotonic()
        if b"\r\n\r\n" in self._said:
            self._path = self._said.split(b" ", 2)[1].decode("ascii", "replace")
            self._said = b""
            asyncio.get_running_loop().call_later(self._hosts.linger(), self._answer)

    def connection_lost(self, _error: Exception | None) -> None:
        self._hosts.lines.discard(self._transport)
        self._end()

    def _answer(self) -> None:
        if self._transport.is_closing():
            return
        body = self._hosts.show(self._host, self._path)
        kind = "404 Not Found" if body is None else "200 OK"
        head = (
            f"HTTP/1.1 {kind}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body or b'')}\r\n\r\n"
        )
        self._transport.write(head.encode() + (body or b""))
        self._end()

    def _end(self) -> None:
        """Note the request under way, if there is one: a connection that asked nothing is none."""
        if self._begun is not None and self._path:
            self._hosts.note(Visit(self._peer, self._host, self._path, self._begun, time.monotonic()))
        self._begun, self._path = None, ""

"""Connections that keep to a budget of time and to the addresses that were checked."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, cast

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

from monitor.fetch.reading import BoundedResponse

if TYPE_CHECKING:
    import http.client
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from monitor.fetch.brake import Line
    from monitor.fetch.gate import Address

# A socket needs some time to be set to; the check that the time is over follows at the next step.
LEAST_TIMEOUT = 0.001


class Budget:
    """The seconds one errand may take, counted only while entered: waiting for one's turn is free."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._since: float | None = None

    def __enter__(self) -> Self:
        self._since = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left = self.left()
        self._since = None

    def left(self) -> float:
        """The seconds left, below zero when it is over."""
        spent = 0.0 if self._since is None else time.monotonic() - self._since
        return self._left - spent

    def remaining(self) -> float:
        """The seconds left; raises TimeoutError when there are none."""
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return left

    @contextmanager
    def lent(self, seconds: float) -> Iterator[Budget]:
        """A budget of so many of its seconds; what is spent of them is spent here too. Not to be entered meanwhile."""
        lent = Budget(seconds)
        try:
            yield lent
        finally:
            self._left -= seconds - lent.left()


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that must be used: where it is, and the headers that introduce us to it."""

    address: Address
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach an address: the IP addresses to connect to, the proxy's where there is one."""

    address: Address
    ips: tuple[str, ...]
    tls: ssl.SSLContext | None = None
    proxy: Proxy | None = None

    @property
    def door(self) -> Address:
        """What is connected to: the proxy or the host itself."""
        return self.proxy.address if self.proxy else self.address

    @property
    def target(self) -> str:
        """What the request line asks for: a proxy is told the whole address, unless it passes TLS through."""
        return self.address.url if self.proxy and self.tls is None else self.address.target


def tls_context() -> ssl.SSLContext:
    """Certificates and host names are always verified, by the authorities of this machine and of certifi.

    Both, because a small container has none of its own, and only the machine's hold a company's own authority.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one exchange may take: time, bytes on the wire after its head; and the line on which it can be ended."""

    budget: Budget
    line: Line
    wire: int


class _Pinned(HTTPConnection):
    """A connection to addresses that were checked; the host's name is not resolved again."""

    ips: tuple[str, ...]
    bounds: Bounds

    def pin(self, ips: tuple[str, ...], bounds: Bounds) -> None:
        """Set where to connect, and what everything may take."""
        self.ips = ips
        self.bounds = bounds
        self.response_class = cast("type[http.client.HTTPResponse]", self._bounded)

    def _bounded(self, sock: socket.socket, **options: Any) -> http.client.HTTPResponse:  # noqa: ANN401 - passed on
        return BoundedResponse(sock, self.bounds.budget.remaining, self.bounds.wire, **options)

    def send(self, data: Any) -> None:  # noqa: ANN401 - as the standard library types it
        if self.sock is not None:
            self.sock.settimeout(self.bounds.budget.remaining())
        super().send(data)

    def _new_conn(self) -> socket.socket:
        """Connect to the first address that answers; each gets an equal share of the time that is left."""
        budget = self.bounds.budget
        for tried, ip in enumerate(self.ips):
            share = budget.remaining() / (len(self.ips) - tried)
            try:
                sock = self._dialled(ip, share)
            except OSError:
                if tried + 1 == len(self.ips):
                    raise
                continue
            sock.settimeout(max(budget.left(), LEAST_TIMEOUT))
            return sock
        raise OSError("there is no address to connect to")

    def _dialled(self, ip: str, seconds: float) -> socket.socket:
        sock = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET)
        try:
            self.bounds.line.hold(sock)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(seconds)
            sock.connect((ip, self.port))
        except BaseException:
            sock.close()
            raise
        return sock


class _PinnedTls(_Pinned, HTTPSConnection):
    """The same with TLS: the certificate must be the host name's, whatever address was connected to."""


def connection_for(route: Route, bounds: Bounds) -> HTTPConnection:
    """A connection along a route, not yet made; close it in any case."""
    door = route.door
    if route.tls is None:
        connection = _Pinned(door.host, door.port)
    else:
        connection = _PinnedTls(door.host, door.port, ssl_context=route.tls)
    if route.proxy and route.tls:
        connection.set_tunnel(route.address.host, route.address.port, dict(route.proxy.headers))
    connection.pin(route.ips, bounds)
    return connection

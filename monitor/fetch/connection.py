"""Connections that keep to a budget of time and to the addresses that were checked."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Self, cast

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from monitor.fetch.gate import Address

# A socket needs some time to be set to; the check that the time is over follows at the next step.
LEAST_TIMEOUT = 0.001


class Budget:
    """The seconds one exchange may take, counted only while entered: waiting for one's turn is free."""

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


class _TimedReads(io.RawIOBase):
    """A socket's bytes, each read given only the time that is left.

    A socket's own timeout begins anew with every byte, so a server that drips its
    headers or body could hold on for ever.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, budget: Budget) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as the standard library types it
        self._sock.settimeout(self._budget.remaining())
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """An answer, and a proxy's answer to CONNECT, read on the budget."""

    def __init__(self, budget: Budget, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_TimedReads(self.fp.detach(), sock, budget))


class _Pinned(HTTPConnection):
    """A connection to addresses that were checked; the host's name is not resolved again."""

    ips: Sequence[str]
    budget: Budget

    def pin(self, ips: Sequence[str], budget: Budget) -> None:
        """Set where to connect, and the time for everything."""
        self.ips = ips
        self.budget = budget
        self.response_class = cast("type[http.client.HTTPResponse]", partial(_TimedResponse, budget))

    def send(self, data: Any) -> None:  # noqa: ANN401 - as the standard library types it
        if self.sock is not None:
            self.sock.settimeout(self.budget.remaining())
        super().send(data)

    def _new_conn(self) -> socket.socket:
        """Connect to the first address that answers; each gets an equal share of the time that is left."""
        for tried, ip in enumerate(self.ips):
            share = self.budget.remaining() / (len(self.ips) - tried)
            try:
                sock = socket.create_connection((ip, self.port), timeout=share)
            except OSError:
                if tried + 1 == len(self.ips):
                    raise
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(max(self.budget.left(), LEAST_TIMEOUT))
            return sock
        raise OSError("there is no address to connect to")


class _PinnedTls(_Pinned, HTTPSConnection):
    """The same with TLS: the certificate must be the host name's, whatever address was connected to."""


def connection_for(route: Route, budget: Budget) -> HTTPConnection:
    """A connection along a route, not yet made; close it in any case."""
    door = route.door
    if route.tls is None:
        connection = _Pinned(door.host, door.port)
    else:
        connection = _PinnedTls(door.host, door.port, ssl_context=route.tls)
    if route.proxy and route.tls:
        connection.set_tunnel(route.address.host, route.address.port, dict(route.proxy.headers))
    connection.pin(route.ips, budget)
    return connection

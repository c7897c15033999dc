"""The gate: which addresses may be talked to, decided on the very IP addresses that are then connected to.

A host name is resolved once for each hop, every answer is checked, and the
connection goes to the checked answers only, so a name that changes its mind
between check and use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    from monitor.fetch.brake import Brake

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host name for a port, as text; raises OSError when there are none."""

DEFAULT_PORTS = {"http": 80, "https": 443}

# No host has a use for more, and each address that does not answer takes its share of the time.
MAX_ADDRESSES = 8

LONGEST_HOST = 254  # characters of a name, with the last dot (RFC 1035, 2.3.4); what is longer would fill messages
NO_ADDRESS = "the address"

# The IANA special-purpose registries (RFC 6890 and its updates), written out because `is_global`
# differs between Python releases and lets multicast and the ranges that embed IPv4 through.
_NOT_PUBLIC: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's platform"),  # looks public; reaches the host of an Azure machine
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b::/96", "an embedded IPv4 address"),
        ("64:ff9b:1::/48", "an embedded IPv4 address"),
        ("2001::/23", "reserved"),  # Teredo, ORCHID, benchmarks
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "an embedded IPv4 address"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
    )
)
_IPV6_PUBLIC = ipaddress.IPv6Network("2000::/3")  # the only block IANA gives out as global unicast


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address taken apart; `host` is lower case, ASCII, an IPv6 literal without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what may share cookies and rules (RFC 6454)."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """`host:port`, always with the port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def site(self) -> str:
        """The address without path and query, the port only where it is not the scheme's own."""
        short = self.authority.removesuffix(f":{DEFAULT_PORTS[self.scheme]}")
        return f"{self.scheme}://{short}"

    @property
    def url(self) -> str:
        """The address as text, without fragment."""
        return self.site + self.target


def parse(url: str) -> Address:
    """Take an address apart, percent-encoding what must be; raises `ExchangeError` of kind address."""
    parts = _split(url)
    if parts.scheme not in DEFAULT_PORTS:
        raise _unusable("only http and https addresses are fetched; correct the url")
    host = (parts.host or "").removeprefix("[").removesuffix("]")
    if not host.strip(".") or "%" in host or len(host) > LONGEST_HOST:
        raise _unusable("it names no host; correct the url")
    if parts.auth is not None:
        raise _unusable("it holds a user name or password; put them into headers instead", host)
    if parts.port == 0:
        raise _unusable("port 0 cannot be connected to; correct the url", host)
    query = "" if parts.query is None else f"?{parts.query}"
    return Address(parts.scheme, host, parts.port or DEFAULT_PORTS[parts.scheme], (parts.path or "/") + query)


def _split(url: str) -> Url:
    try:
        return parse_url(url)
    except (LocationParseError, UnicodeError) as error:
        raise _unusable("it is not an address that can be fetched; correct the url") from error


def _unusable(message: str, host: str = NO_ADDRESS) -> ExchangeError:
    return ExchangeError("address", host, message, transient=False)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses the operating system knows for a host, in the order it prefers; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for _, _, _, _, place in found]


@dataclass(frozen=True, slots=True)
class Gate:
    """Resolves a host and refuses what is not public, unless a network in `allow_private` holds it."""

    allow_private: tuple[Network, ...]
    resolve: Resolve

    def addresses(self, address: Address, seconds: float, brake: Brake) -> tuple[str, ...]:
        """The IP addresses to connect to, each checked, at least one.

        Raises `ExchangeError` of kind dns or address, TimeoutError after `seconds`, and
        `concurrent.futures.CancelledError` where the brake is pulled meanwhile.
        One address that is not public refuses the host: mixed answers are how a name is made to
        pass a check and then lead inside.
        """
        literal = _literal(address.host)
        found = [literal] if literal else self._resolved(address, seconds, brake)
        for ip in found:
            self._check(ip, address.host)
        return tuple(str(ip) for ip in found[:MAX_ADDRESSES])

    def _resolved(self, address: Address, seconds: float, brake: Brake) -> list[IP]:
        try:
            answers = self._resolve_within(address, seconds, brake)
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise _unknown_host(address.host) from error
        found = list(dict.fromkeys(ip for ip in map(_literal, answers) if ip is not None))
        if not found:
            raise _unknown_host(address.host)
        return found

    def _resolve_within(self, address: Address, seconds: float, brake: Brake) -> Sequence[str]:
        """Resolve on a thread of its own, because the system's resolver knows no deadline and cannot be stopped."""
        found: Future[Sequence[str]] = Future()

        def work() -> None:
            try:
                answers = self.resolve(address.host, address.port)
            except Exception as error:  # noqa: BLE001 - raised again where it is waited for
                with suppress(InvalidStateError):  # nobody waits any more
                    found.set_exception(error)
            else:
                with suppress(InvalidStateError):
                    found.set_result(answers)

        threading.Thread(target=work, name="resolve", daemon=True).start()
        with brake.ending(found.cancel):
            return found.result(timeout=seconds)

    def _check(self, ip: IP, host: str) -> None:
        what = None if any(ip in network for network in self.allow_private) else _not_public(ip)
        if what is None:
            return
        where = "is" if host == str(ip) else f"leads to {ip}, which is"
        message = f"{where} {what} and not public; correct the address, or name its network in allow_private"
        raise ExchangeError("address", host, message, transient=False)


def _unknown_host(host: str) -> ExchangeError:
    return ExchangeError(
        "dns", host, "its name has no address; check the spelling and this machine's network, it will be tried again"
    )


def _literal(text: str) -> IP | None:
    """The IP address a text is, an IPv4-mapped one as the IPv4 address that it reaches; None for a name."""
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip


def _not_public(ip: IP) -> str | None:
    """What a non-public address is; None for a public one."""
    for network, what in _NOT_PUBLIC:
        if ip in network:
            return what
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _IPV6_PUBLIC:
        return "reserved"
    return None if ip.is_global else "reserved"

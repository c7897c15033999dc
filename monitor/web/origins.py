"""Where a request comes from and whom it means, by what browsers say and no page can change."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from starlette.requests import Request

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_THROUGH = ("forwarded", "x-forwarded-for", "x-real-ip", "via")  # what a proxy adds to what it passes on

_HOST = pattern(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@?#\\\[\]]+)(?::\d{1,5})?")  # RFC 9110, 7.2


def hosts_of(bound: str, url: str) -> frozenset[str]:
    """The names a server goes by: those of this machine, what it is bound to, and the host of its address ("")."""
    return frozenset({*_LOOPBACK, _plain(bound), _plain(_host_in(url))} - {""})


def is_loopback(host: str) -> bool:
    """Whether a name or address leads to this machine and nowhere else."""
    name = _plain(host)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name in _LOOPBACK


def from_own_page(request: Request, *, needed: bool) -> bool:
    """Whether a page of this very server sent it, by what browsers say and no page can change.

    Sec-Fetch-Site alone decides where it is sent (https://www.w3.org/TR/fetch-metadata/), else Origin
    (RFC 6454). Without either it is as `needed` says: programs send none.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin is None:
        return not needed
    scheme, _, place = origin.partition("://")
    return scheme in {"http", "https"} and place.lower() == request.headers["host"].lower()


def from_here(request: Request) -> bool:
    """Whether it was sent on this machine, and not passed on by a proxy on it."""
    return is_loopback(client_of(request)) and not any(name in request.headers for name in _THROUGH)


def client_of(request: Request) -> str:
    """The address of who asks; "" where there is none."""
    return request.client.host if request.client else ""


def host_named(header: str) -> str:
    """The host in a Host header, as names are compared; "" where it is none."""
    found = _HOST.fullmatch(header)
    return _plain(found[1]) if found else ""


def _host_in(url: str) -> str:
    """The host of an address, as names are compared; "" where there is none."""
    try:
        return _plain(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """A name without brackets, capitals and final dot, as browsers send it: letters outside ASCII by IDNA."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return ""

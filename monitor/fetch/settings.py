"""How to fetch: what the `[fetch]` table of the configuration says, and what follows from it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from monitor.errors import ConfigError
from monitor.fetch.connection import Proxy
from monitor.fetch.gate import parse
from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    import ipaddress

PRODUCT = "clausewatch/0.1"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch: `timeout` in seconds for a whole exchange, `max_bytes` decoded, `host_delay` in seconds.

    `settle` is how long a rendered page must have stood still, in seconds: pages that load in steps were
    seen to pause for 0.2. `proxy` is an `http://` address. A proxy resolves names itself: addresses are
    then checked as this machine knows them, and the proxy has to keep private networks out.
    """

    timeout: float = 30.0
    max_bytes: int = 10_000_000
    host_delay: float = 1.0
    allow_private: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    robots: Literal["respect", "ignore"] = "respect"
    contact: str = ""
    proxy: str | None = None
    settle: float = 0.5


def user_agent(contact: str) -> str:
    """The product, its version, and whom to write to (RFC 9110, 10.1.5)."""
    plain = "".join(letter for letter in contact if " " <= letter <= "~" and letter not in "()\\")
    return f"{PRODUCT} (+{plain})" if plain else PRODUCT


def proxy_from(url: str) -> Proxy:
    """A proxy's address taken apart; raises `ConfigError` for one that cannot be used."""
    try:
        parts = parse_url(url)
        address = parse(parts._replace(auth=None).url)
    except (LocationParseError, ExchangeError) as error:
        raise ConfigError("fetch.proxy", "is no address; write http://host:port") from error
    if address.scheme != "http":
        raise ConfigError("fetch.proxy", "only proxies with an http:// address are supported")
    if parts.auth is None:
        return Proxy(address)
    token = b64encode(unquote(parts.auth).encode()).decode()
    return Proxy(address, {"Proxy-Authorization": f"Basic {token}"})

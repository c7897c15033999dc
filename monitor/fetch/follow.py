"""From one address to its end: each hop through the gate, at its host's pace, with only what may be carried there."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from monitor.fetch.brake import Brake
from monitor.fetch.coding import ACCEPTED
from monitor.fetch.connection import Budget, Route, tls_context
from monitor.fetch.gate import Address, Gate, Resolve, parse
from monitor.fetch.http import Answer, Ask, exchange, sendable
from monitor.fetch.pace import LocalPace, Pace, RestingError
from monitor.fetch.settings import FetchSettings, proxy_from, user_agent
from monitor.fetch.status import rest_asked, resting
from monitor.fetch.trouble import EXPECTED, ExchangeError, trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from ssl import SSLContext

MAX_REDIRECTS = 5  # as RFC 9309 has it for robots.txt; a page that needs more is a loop or a trap

_REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
LONGEST_LOCATION = 8_000  # characters; RFC 9110, 4.1, has servers take as many, and more is no page's address
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})  # RFC 9110, 15.4.2 and 15.4.9
_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.5"
# The exchange itself stands on these; a source's or channel's headers cannot set them.
_OURS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "range",
        "te",
        "transfer-encoding",
        "upgrade",
    }
)
Permit: TypeAlias = Callable[[Address, Budget], float]
"""The delay in seconds that a host wants, found out within a budget; raises `ExchangeError` if it may not be asked."""

_ANYWHERE = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a request carries besides the usual headers: those of its source or channel, and validators."""

    private: Mapping[str, str]
    etag: str | None = None
    last_modified: str | None = None

    def onward(self, *, same_origin: bool) -> Carried:
        """What may still be carried after a redirect.

        Cookies and tokens stay with their host. A date says nothing of another page, which may be
        older than what was seen and yet new here; an entity tag belongs to one text.
        """
        return Carried(self.private if same_origin else {}, self.etag)


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to be followed to its end, within one budget for all its hops and what permits them.

    `budget` is set where it is shared with what comes after the errand. One that `visits` is a part of a page
    whose host's turn is held already, and waits for no turn of its own. `brake` ends it with what
    it is a part of; without one it ends with all others.
    """

    url: str
    carried: Carried
    permit: Permit
    limit: int
    cut: bool = False
    budget: Budget | None = None
    visits: bool = False
    brake: Brake | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an address led, and what was answered there; `moved` is `url` where only permanent redirects led there."""

    url: str
    host: str
    answer: Answer
    moved: str = ""


class Courier:
    """Runs errands; safe to share between threads. Raises `ConfigError` for a proxy that cannot be used."""

    def __init__(self, settings: FetchSettings, resolve: Resolve, pace: Pace | None = None) -> None:
        self._timeout = settings.timeout
        self._brake = Brake()
        self._gate = Gate(settings.allow_private, resolve)
        self._proxy = proxy_from(settings.proxy) if settings.proxy else None
        self._proxy_gate = Gate(_ANYWHERE, resolve)  # whoever configures a proxy means it, wherever it is
        self._pace: Pace = pace or LocalPace()
        self._usual = {
            "User-Agent": user_agent(settings.contact),
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
        }

    def follow(self, errand: Errand) -> Landing:
        """Ask, and follow redirects by hand; raises `ExchangeError`."""
        first = address = parse(errand.url)
        carried = errand.carried
        budget = errand.budget or Budget(self._timeout)
        permanent = True
        for hop in range(MAX_REDIRECTS + 1):
            try:
                answer = self._ask(errand, address, carried, budget)
                if answer.status not in _REDIRECTS:
                    found = address.url if hop else errand.url
                    return Landing(found, address.host, answer, found if hop and permanent else "")
                target = _target(address, answer)
            except ExchangeError as trouble:
                if address.host == first.host:
                    raise
                raise trouble.reached_from(first.host) from trouble
            permanent = permanent and answer.status in _PERMANENT
            carried = carried.onward(same_origin=target.origin == address.origin)
            address = target
        raise _redirect_trouble(first.host, f"redirects more than {MAX_REDIRECTS} times; correct the url")

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, limit: int, delay: float) -> Answer:
        """Send a body once, following nothing; of the answer's body at most `limit` bytes are kept."""
        address = parse(url)
        ask = Ask(self._headers(address, Carried(headers)), limit, "POST", body, cut=True)
        return self._send(address, ask, Budget(self._timeout), delay)

    def visit(self, errand: Errand, body: bytes) -> Landing:
        """Send a body as a part of a visit, following nothing; raises `ExchangeError`."""
        address = parse(errand.url)
        budget = errand.budget or Budget(self._timeout)
        errand.permit(address, budget)
        ask = Ask(self._headers(address, errand.carried), errand.limit, "POST", body)
        with budget:
            return Landing(errand.url, address.host, self._exchange(address, ask, budget, errand.brake))

    @contextmanager
    def visiting(self, address: Address) -> Iterator[Brake]:
        """The turn of a host, for a visit of which all parts are asked for at once; with the visit they end."""
        brake = Brake()
        with self._turn(address, 0.0), self._brake.ending(brake.pull):
            try:
                yield brake
            finally:
                brake.pull()

    def wait(self, url: str, delay: float) -> float:
        """The seconds until the host of an address may be asked again without waiting, 0 if it may now."""
        try:
            return self._pace.wait(_authority(url), delay)
        except ExchangeError:
            return 0.0  # it will be refused without waiting

    def close(self) -> None:
        """Let nothing more begin."""
        self._pace.close()

    def abort(self) -> None:
        """Let nothing more begin, and end what is under way."""
        self._pace.close()
        self._brake.pull()

    def _ask(self, errand: Errand, address: Address, carried: Carried, budget: Budget) -> Answer:
        delay = errand.permit(address, budget)
        ask = Ask(self._headers(address, carried), errand.limit, cut=errand.cut)
        if errand.visits:
            with budget:
                answer = self._exchange(address, ask, budget, errand.brake)
        else:
            answer = self._send(address, ask, budget, delay)
        if rest := rest_asked(answer):
            self._pace.rest(address.authority, rest)
        return answer

    def _send(self, address: Address, ask: Ask, budget: Budget, delay: float) -> Answer:
        with self._turn(address, delay), budget:
            return self._exchange(address, ask, budget)

    @contextmanager
    def _turn(self, address: Address, delay: float) -> Iterator[None]:
        try:
            with self._pace.turn(address.authority, delay):
                yield
        except RestingError as rest:
            raise resting(address.host, rest.left) from rest

    def _exchange(self, address: Address, ask: Ask, budget: Budget, own: Brake | None = None) -> Answer:
        brake = own or self._brake
        try:
            return exchange(ask, self._route(address, budget, brake), budget, brake)
        except EXPECTED as error:
            raise trouble_of(error, address.host, connecting=True) from error

    def _route(self, address: Address, budget: Budget, brake: Brake) -> Route:
        tls = self._tls if address.scheme == "https" else None
        if self._proxy is None:
            return Route(address, self._gate.addresses(address, budget.remaining(), brake), tls)
        self._check_for_proxy(address, budget, brake)
        ips = self._proxy_gate.addresses(self._proxy.address, budget.remaining(), brake)
        return Route(address, ips, tls, self._proxy)

    def _check_for_proxy(self, address: Address, budget: Budget, brake: Brake) -> None:
        """Refuse what leads inside; a name only the proxy can resolve is the proxy's to judge."""
        try:
            self._gate.addresses(address, budget.remaining(), brake)
        except ExchangeError as trouble:
            if trouble.kind != "dns":
                raise

    @cached_property
    def _tls(self) -> SSLContext:
        return tls_context()  # made once, and only when needed: reading the authorities takes some 70 ms

    def _headers(self, address: Address, carried: Carried) -> Mapping[str, str]:
        headers = CaseInsensitiveDict(self._usual)
        for name, value in carried.private.items():
            if name.lower() in _OURS:
                continue
            if not sendable(name, value.strip()):
                message = f"the header {name!r} cannot be sent as it is set; look for line breaks in its value"
                raise ExchangeError("address", address.host, message, transient=False)
            headers[name] = value.strip()
        if carried.etag and sendable("If-None-Match", carried.etag):
            headers["If-None-Match"] = carried.etag
        if carried.last_modified and sendable("If-Modified-Since", carried.last_modified):
            headers["If-Modified-Since"] = carried.last_modified
        return headers


@lru_cache(maxsize=1024)
def _authority(url: str) -> str:
    """The host and port of an address, remembered: a schedule asks for those of the same addresses again and again."""
    return parse(url).authority


def _target(address: Address, answer: Answer) -> Address:
    """Where a redirect leads; raises `ExchangeError` of kind redirect where that cannot be fetched."""
    if isinstance(answer.headers, HTTPHeaderDict) and len(set(answer.headers.getlist("Location"))) > 1:
        raise _redirect_trouble(address.host, "redirects to several addresses at once; open the page in a browser")
    location = _utf8(answer.headers.get("Location", "").strip())
    if len(location) > LONGEST_LOCATION:
        raise _redirect_trouble(
            address.host, "redirects to an address that is far too long; open the page in a browser"
        )
    if not location:
        raise _redirect_trouble(address.host, "redirects without saying where to; open the page in a browser")
    try:
        has_scheme = parse_url(location).scheme is not None
        return parse(location if has_scheme else urljoin(address.url, location))
    except (ExchangeError, LocationParseError, ValueError) as error:
        message = "redirects to something that is no http or https page; open it in a browser and correct the url"
        raise _redirect_trouble(address.host, message) from error


def _redirect_trouble(host: str, message: str) -> ExchangeError:
    return ExchangeError("redirect", host, message, transient=False)


def _utf8(text: str) -> str:
    """A header as the UTF-8 it mostly is; the HTTP library reads every header as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text

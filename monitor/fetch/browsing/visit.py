"""What a page that is being rendered may ask for, and how it is brought: by the courier, through the gate.

Nothing here knows the browser; `bring` may be called from several threads at once.
"""

from __future__ import annotations

import html
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from monitor.fetch.connection import Budget
from monitor.fetch.follow import Carried, Courier, Errand, Landing
from monitor.fetch.gate import Address, parse
from monitor.fetch.http import Answer
from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_REQUESTS = 200  # of one page; pages of terms built by large frameworks were seen to ask for some 80
MOST_BYTES = 4  # times fetch.max_bytes, for all that one page asks for: scripts outweigh what they show
LONGEST_BODY = 65_536  # bytes a script may post: a query for what it shows, never a document

_MARKUP = frozenset({"", "text/html", "application/xhtml+xml"})
_ASKED_BY_SCRIPTS = frozenset({"xhr", "fetch"})
_FETCHED = frozenset({"document", "script"}) | _ASKED_BY_SCRIPTS
ANSWERED = _FETCHED | {"stylesheet"}
# The headers of an answer that mean something to a page. Cookies are not among them, as for plain pages.
_PASSED_ON = frozenset(
    {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "content-language",
        "content-security-policy",
        "content-type",
        "cross-origin-embedder-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "last-modified",
        "permissions-policy",
        "referrer-policy",
        "x-content-type-options",
        "x-frame-options",
    }
)
# What the browser says of itself, and what is the exchange's own, is not passed on; what scripts set is.
_NOT_SENT = frozenset(
    {"cache-control", "cookie", "pragma", "priority", "purpose", "upgrade-insecure-requests", "user-agent"}
)
# An application that loads its parts one by one may stop where a style sheet is missing; what it says is of no use.
_EMPTY_SHEET = Answer(HTTPStatus.OK, {"content-type": "text/css"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request of the browser: `kind` is what for, `asker` the address of the document that asks."""

    url: str
    kind: str
    asker: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it stood once its scripts were done: the address it was at then, and its markup."""

    url: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: bytes of one answer, bytes of all, how many there may be, and when it is at rest.

    `settle` is in seconds.
    """

    answer: int
    bytes: int
    requests: int = MOST_REQUESTS
    settle: float = 0.5


class NotWanted(Exception):
    """A request that is not made: its kind is never needed, or the page has asked for enough."""


class Visit:
    """The visit of one page: where it is, what its document was, and what it may still ask for."""

    def __init__(self, courier: Courier, errand: Errand, landing: Landing, limits: Limits) -> None:
        self.budget = errand.budget or Budget(0.0)
        self.seconds = self.budget.left()
        self.limit = limits.answer
        self.settle = limits.settle
        self.address = _with_fragment(landing.url, errand.url)
        self.host = landing.host
        self._courier = courier
        self._permit = errand.permit
        self._brake = errand.brake
        self._limits = limits
        self._own = parse(landing.url).origin
        # Cookies and tokens belong to the host they are set for; where that led to another, they stay behind.
        self._private = errand.carried.private if parse(errand.url).origin == self._own else {}
        self._guard = threading.Lock()
        self._brought = {parse(landing.url).url: landing.answer}
        self._asked = 0
        self._bytes = len(landing.answer.body)

    def bring(self, wanted: Wanted) -> Answer:
        """What the browser is to be told; raises `NotWanted` or `ExchangeError` where it is to be told nothing."""
        if wanted.kind == "stylesheet":
            return _EMPTY_SHEET
        address = parse(wanted.url)
        if wanted.kind == "document" and (known := self._brought.pop(address.url, None)):
            return _as_document(known)
        landing = self._asked_for(wanted, address)
        self._weigh(landing.answer)
        if wanted.kind in _ASKED_BY_SCRIPTS:
            return _shared(landing, wanted)
        if wanted.kind != "document":
            return _passed_on(landing.answer)
        if parse(landing.url).url == address.url:
            return _as_document(landing.answer)
        self._brought[parse(landing.url).url] = landing.answer
        return _leads_to(landing.url)

    @property
    def spent(self) -> bool:
        """Whether the page has asked for all it may."""
        return self._asked > self._limits.requests or self._bytes >= self._limits.bytes

    def _asked_for(self, wanted: Wanted, address: Address) -> Landing:
        posts = wanted.method != "GET"
        if wanted.kind not in _FETCHED or (posts and not self._may_post(wanted, address)):
            raise NotWanted
        limit = self._reserve()
        sent = {name: value for name, value in wanted.headers.items() if _is_sent(name)}
        if not posts and self._is_own(wanted, address):
            sent |= self._private
        budget = Budget(self.budget.left())
        carried, brake = Carried(sent), self._brake
        errand = Errand(wanted.url, carried, self._permit, limit, budget=budget, visits=True, brake=brake)
        return self._courier.visit(errand, wanted.body) if posts else self._courier.follow(errand)

    def _may_post(self, wanted: Wanted, address: Address) -> bool:
        """Whether a script may post: a query to the page's own host, as anybody, never in a visitor's name.

        Many pages ask for their own text in this way. Without cookies, and without what a
        person does, a site cannot take it for consent or an order.
        """
        queries = wanted.method == "POST" and wanted.kind in _ASKED_BY_SCRIPTS
        return queries and self._is_own(wanted, address) and len(wanted.body) <= LONGEST_BODY

    def _is_own(self, wanted: Wanted, address: Address) -> bool:
        """Whether a document of the page's own host asks for something of the same host."""
        asker = _address(wanted.asker)
        return asker is not None and address.origin == self._own == asker.origin

    def _reserve(self) -> int:
        """The bytes one more answer may have."""
        with self._guard:
            self._asked += 1
            left = self._limits.bytes - self._bytes
            if self._asked > self._limits.requests or left <= 0:
                raise NotWanted
            return min(self._limits.answer, left)

    def _weigh(self, answer: Answer) -> None:
        with self._guard:
            self._bytes += len(answer.body)


def is_markup(answer: Answer) -> bool:
    """Whether an answer is a page for a browser, and no PDF or plain text, which no script builds."""
    return _essence(answer) in _MARKUP and not answer.body.startswith((b"%PDF", b"PK\x03\x04"))


def _address(url: str) -> Address | None:
    """A document's address; None for one without a host of its own, such as about:blank."""
    try:
        return parse(url)
    except ExchangeError:
        return None


def _with_fragment(url: str, asked: str) -> str:
    """Where a redirect led, with the fragment of what was asked for, as browsers keep it: scripts may read it."""
    fragment = asked.partition("#")[2]
    return f"{url}#{fragment}" if fragment and "#" not in url else url


def _is_sent(name: str) -> bool:
    lower = name.lower()
    return lower not in _NOT_SENT and not lower.startswith(("sec-", "if-"))


def _essence(answer: Answer) -> str:
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _passed_on(answer: Answer) -> Answer:
    headers = {name: value for name, value in answer.headers.items() if name.lower() in _PASSED_ON}
    return Answer(answer.status, headers, answer.body)


def _as_document(answer: Answer) -> Answer:
    """A document within the page; one that the browser would want to save or show in another program is not wanted."""
    if not is_markup(answer):
        raise NotWanted
    return _passed_on(answer)


def _shared(landing: Landing, wanted: Wanted) -> Answer:
    """What a script gets: its own host's answers, and of others what they let it have (Fetch standard, CORS check).

    The browser cannot judge, for it sees no redirect, and takes what it is handed for allowed.
    """
    found, asker = parse(landing.url), _address(wanted.asker)
    if asker is None or found.origin != asker.origin:
        allowed = landing.answer.headers.get("Access-Control-Allow-Origin", "").strip()
        if allowed != "*" and (asker is None or allowed != asker.site):
            raise NotWanted
    return _passed_on(landing.answer)


def _leads_to(url: str) -> Answer:
    """A document that sends the browser on: under the first address the text would be of the wrong host."""
    body = f'<!doctype html><meta http-equiv="refresh" content="0;url={html.escape(url)}">'
    return Answer(HTTPStatus.OK, {"content-type": "text/html; charset=utf-8"}, body.encode())

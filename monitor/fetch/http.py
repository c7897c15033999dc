"""One bounded exchange: ask over a guarded connection, read no more and no longer than allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from requests import PreparedRequest

from monitor.fetch.adapter import session_along
from monitor.fetch.coding import CodingError, decoder_for
from monitor.fetch.trouble import EXPECTED, ExchangeError, trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3 import BaseHTTPResponse

    from monitor.fetch.connection import Budget, Route

CHUNK = 65_536  # bytes asked for at a time: enough that a page is one or two reads, little enough to hold

_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token, RFC 9110, 5.6.2
_FIELD_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")  # what http.client can send without breaking the line
_BROKEN: tuple[type[Exception], ...] = (ExchangeError, *EXPECTED)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. Of more than `limit` decoded bytes the answer is refused, or, with `cut`, its beginning kept."""

    headers: Mapping[str, str]
    limit: int
    method: str = "GET"
    body: bytes | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `body` is decoded, and empty where the status says that it is no document."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def sendable(name: str, value: str) -> bool:
    """Whether a header can be sent as it is: nothing in it ends the line or has no byte."""
    return bool(_FIELD_NAME.fullmatch(name) and _FIELD_VALUE.fullmatch(value))


def exchange(ask: Ask, route: Route, budget: Budget) -> Answer:
    """Ask once and read the answer; raises `ExchangeError` for whatever the other side does wrong."""
    host = route.address.host
    request = PreparedRequest()
    request.prepare_method(ask.method)
    request.url = route.address.url  # the gate has normalised it; requests would do so once more, another way
    request.prepare_headers({**ask.headers, **_forwarding(route)})
    request.prepare_body(ask.body, None)
    try:
        with session_along(route, budget) as session:
            response = session.send(request, stream=True, allow_redirects=False)
            return Answer(response.status_code, response.headers, _document(response.raw, ask, host))
    except EXPECTED as error:
        raise trouble_of(error, host, connecting=False) from error


def _forwarding(route: Route) -> Mapping[str, str]:
    return route.proxy.headers if route.proxy and route.tls is None else {}


def _document(response: BaseHTTPResponse, ask: Ask, host: str) -> bytes:
    if ask.method != "GET":
        return _whatever_came(response, ask, host)
    return _body(response, ask, host) if response.status == HTTPStatus.OK else b""


def _whatever_came(response: BaseHTTPResponse, ask: Ask, host: str) -> bytes:
    """The body of an answer whose status has already said what matters: sending again would send twice."""
    try:
        return _body(response, ask, host)
    except _BROKEN:
        return b""


def _body(response: BaseHTTPResponse, ask: Ask, host: str) -> bytes:
    """The decoded body, whole, or cut at the limit where that is asked for."""
    _check_framing(response, ask, host)
    body = bytearray()
    wire = 0
    try:
        decoder = decoder_for(response.headers.get("Content-Encoding", ""))
        while chunk := response.read1(CHUNK, decode_content=False):
            wire += len(chunk)
            body += decoder.feed(chunk, ask.limit + 1 - len(body))
            if max(wire, len(body)) > ask.limit:
                return _beyond(body, ask, host)
        decoder.finish()
    except CodingError as error:
        raise ExchangeError("encoding", host, f"its page {error}; it will be tried again") from error
    return bytes(body)


def _check_framing(response: BaseHTTPResponse, ask: Ask, host: str) -> None:
    """Refuse, before reading, what is announced as too large and what could not be checked for being whole."""
    coding = response.headers.get("Transfer-Encoding")
    if coding is not None and coding.strip().lower() != "chunked":
        raise ExchangeError("encoding", host, "its page came in a transfer coding that was not asked for")
    announced = response.length_remaining
    if coding is None and announced is None and "Content-Length" in response.headers:
        raise ExchangeError("http", host, "states a length that is no number, so nobody can tell if its page is whole")
    if announced is not None and announced > ask.limit and not ask.cut:
        _beyond(bytearray(), ask, host)


def _beyond(body: bytearray, ask: Ask, host: str) -> bytes:
    if ask.cut:
        return bytes(body[: ask.limit])
    raise ExchangeError(
        "too-large",
        host,
        f"its page has more than {ask.limit:,} bytes; raise fetch.max_bytes if it really is that long",
        transient=False,
    )

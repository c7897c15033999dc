"""One bounded exchange: ask over a guarded connection, read no more and no longer than allowed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from requests.structures import CaseInsensitiveDict

from monitor.fetch.adapter import RouteAdapter, Routed
from monitor.fetch.brake import Line
from monitor.fetch.coding import CodingError, decoder_for
from monitor.fetch.connection import Bounds, connection_for
from monitor.fetch.trouble import EXPECTED, ExchangeError, trouble_of
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection

    from monitor.fetch.brake import Brake
    from monitor.fetch.connection import Budget, Route

CHUNK = 65_536  # bytes asked for at a time: enough that a page is one or two reads, little enough to hold
ADAPTER = RouteAdapter(max_retries=0)

# What may come over the wire after the head, beside its decoded size: compression may make a page larger by a
# little, and chunks of a few bytes each take as much again. Whatever needs more sends something else than a page.
_ROUND_ABOUT = 2
_SPARE = 1_000_000

_FIELD_NAME = pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token, RFC 9110, 5.6.2
_FIELD_VALUE = pattern(r"[\t\x20-\x7e\xa0-\xff]*")  # what http.client can send without breaking the line
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


def exchange(ask: Ask, route: Route, budget: Budget, brake: Brake) -> Answer:
    """Ask once and read the answer; raises `ExchangeError` for whatever the other side does wrong.

    Raises `concurrent.futures.CancelledError` where the brake is pulled meanwhile.
    """
    line = Line()
    connection = connection_for(route, Bounds(budget, line, _ROUND_ABOUT * ask.limit + _SPARE))
    try:
        with brake.ending(line.cut):
            return _answer(ask, _request(ask, route, connection))
    except EXPECTED as error:
        raise trouble_of(error, route.address.host, connecting=False) from error
    finally:
        connection.close()
        line.close()
        brake.check()  # what was cut off may look like a failure, or like an end


def _request(ask: Ask, route: Route, connection: HTTPConnection) -> Routed:
    request = Routed(route, connection)
    request.method = ask.method
    request.body = ask.body
    request.headers = CaseInsensitiveDict(ask.headers)
    if route.proxy and route.tls is None:
        request.headers.update(route.proxy.headers)
    return request


def _answer(ask: Ask, request: Routed) -> Answer:
    raw = ADAPTER.send(request).raw
    try:
        return Answer(raw.status, raw.headers, _document(raw, ask, request.route.address.host))
    finally:
        raw.close()


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
    body = io.BytesIO()  # gives its bytes away without a copy
    try:
        for piece in _pieces(response):
            if body.tell() + len(piece) > ask.limit:
                return _beyond(body, piece, ask, host)
            body.write(piece)
    except CodingError as error:
        raise ExchangeError("encoding", host, f"its page {error}; it will be tried again") from error
    return body.getvalue()


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    decoder = decoder_for(response.headers.get("Content-Encoding", ""))
    while chunk := response.read1(CHUNK, decode_content=False):
        yield from decoder.feed(chunk)
    yield from decoder.finish()


def _check_framing(response: BaseHTTPResponse, ask: Ask, host: str) -> None:
    """Refuse, before reading, what is announced as too large and what could not be checked for being whole."""
    coding = response.headers.get("Transfer-Encoding")
    if coding is not None and coding.lower() != "chunked":
        raise ExchangeError("encoding", host, "its page came in a transfer coding that was not asked for")
    announced = response.length_remaining
    if coding is None and announced is None and "Content-Length" in response.headers:
        raise ExchangeError("http", host, "states a length that is no number, so nobody can tell if its page is whole")
    ranges = response.headers.get("Content-Type", "").lower().startswith("multipart/byteranges")
    if response.status == HTTPStatus.OK and (ranges or "Content-Range" in response.headers):
        raise ExchangeError("http", host, "sent what it says is a range of its page; open the address in a browser")
    if announced is not None and announced > ask.limit and not ask.cut:
        _beyond(io.BytesIO(), b"", ask, host)


def _beyond(body: io.BytesIO, piece: bytes, ask: Ask, host: str) -> bytes:
    if ask.cut:
        body.write(piece[: ask.limit - body.tell()])
        return body.getvalue()
    raise ExchangeError(
        "too-large",
        host,
        f"its page has more than {ask.limit:,} bytes; raise fetch.max_bytes if it really is that long",
        transient=False,
    )

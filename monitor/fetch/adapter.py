"""requests over connections that the gate has checked: nothing is resolved, pooled, redirected or kept as a cookie.

There is no session: each would be made for one request only, and what it adds is what must not be.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from monitor.fetch.trouble import EXPECTED, trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection

    from monitor.fetch.connection import Route


class Routed(PreparedRequest):
    """A request along one route. Address and headers are as the gate has normalised and checked them."""

    def __init__(self, route: Route, connection: HTTPConnection) -> None:
        super().__init__()
        self.route = route
        self.connection = connection
        self.url = route.address.url


class RouteAdapter(HTTPAdapter):
    """Sends a routed request; it keeps nothing, so one serves all threads."""

    def send(  # noqa: PLR0913, PLR0917 - as requests calls it
        self,
        request: PreparedRequest,
        stream: bool = True,  # noqa: ARG002 - the answer is always read by the caller, piece by piece
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002 - the budget counts
        verify: bool | str = True,  # noqa: ARG002 - the route's own TLS context always verifies
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - the route knows its proxy
    ) -> Response:
        """The answer, its body not read yet; raises `ExchangeError` where no connection can be made."""
        if not isinstance(request, Routed):
            raise TypeError("only a request that has passed the gate can be sent")
        connection = request.connection
        try:
            connection.connect()
        except EXPECTED as error:
            raise trouble_of(error, request.route.address.host, connecting=True) from error
        _ask(connection, request)
        return self.build_response(request, connection.getresponse())

    def build_response(self, req: PreparedRequest, resp: BaseHTTPResponse) -> Response:
        """The answer in requests' form, without what it would find in the headers: cookies and a charset."""
        response = Response()
        response.request = req
        response.status_code = resp.status
        response.raw = resp
        return response


def _ask(connection: HTTPConnection, request: Routed) -> None:
    # It may have answered, and hung up, before it had read everything: that answer counts.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request(
            request.method or "GET",
            request.route.target,
            body=request.body,
            headers=request.headers,
            preload_content=False,
            decode_content=False,
        )

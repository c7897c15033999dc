"""requests over connections that the gate has checked: its sessions resolve, pool and redirect nothing themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests import PreparedRequest, Session
from requests.adapters import HTTPAdapter

from monitor.fetch.connection import connection_for
from monitor.fetch.trouble import EXPECTED, trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response
    from urllib3.connection import HTTPConnection

    from monitor.fetch.connection import Budget, Route


class RouteAdapter(HTTPAdapter):
    """Sends one request along one route, within one budget; `close` ends the connection in any case."""

    def __init__(self, route: Route, budget: Budget) -> None:
        super().__init__(max_retries=0)
        self._route = route
        self._connection: HTTPConnection = connection_for(route, budget)

    def send(  # noqa: PLR0913, PLR0917 - as requests calls it
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - the answer is always read by the caller, piece by piece
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002 - the budget counts
        verify: bool | str = True,  # noqa: ARG002 - the route's own TLS context always verifies
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - the route knows its proxy
    ) -> Response:
        """The answer, its body not read yet; raises `ExchangeError` for whatever goes wrong on the way."""
        host = self._route.address.host
        try:
            self._connection.connect()
        except EXPECTED as error:
            raise trouble_of(error, host, connecting=True) from error
        self._connection.request(
            request.method or "GET",
            self._route.target,
            body=request.body,
            headers=request.headers,
            preload_content=False,
            decode_content=False,
        )
        return self.build_response(request, self._connection.getresponse())

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
        super().close()


class _OneHop(Session):
    """Looks at no redirect: the gate reads every Location itself."""

    def get_redirect_target(self, resp: Response) -> None:  # noqa: ARG002 - as requests calls it
        return None


def session_along(route: Route, budget: Budget) -> Session:
    """A session that can only go along this route, and knows nothing of the environment."""
    session = _OneHop()
    session.trust_env = False
    session.headers.clear()
    session.adapters.clear()
    session.mount(f"{route.address.scheme}://", RouteAdapter(route, budget))
    return session

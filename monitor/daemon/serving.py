"""Two pages over HTTP for a monitoring system: /metrics and /healthz. Bounded, so that no client can hurt the watch."""

from __future__ import annotations

import logging
import platform
import threading
import time
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from socket import AF_INET6, SHUT_RDWR, SO_REUSEADDR, SOL_SOCKET, socket
from typing import TYPE_CHECKING, Any

from monitor.errors import ClausewatchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOG = logging.getLogger("clausewatch")

MOST_CONNECTIONS = 16
"""At once: a monitoring system and a health check need one each."""

LONGEST_CONNECTION = 5.0
"""Seconds from connecting to the last byte, however slowly a client reads or writes."""

_REUSE = (SOL_SOCKET, SO_REUSEADDR, 1)
_POLL = 0.1  # seconds between two looks at which connections last too long
_TEXT = "text/plain; charset=utf-8"
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


@contextmanager
def serving(where: tuple[str, int], metrics: Callable[[], bytes], trouble: Callable[[], str]) -> Iterator[int]:
    """Serve until the block ends; gives the port, which is a free one where 0 was asked for.

    `trouble` says why the daemon does not work as it should, "" where it does. Raises
    `UsageError` where nothing can be served there.
    """
    with _server(where, metrics, trouble) as server:
        thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name="metrics")
        thread.start()
        port = int(server.server_address[1])
        _LOG.info("metrics are served on %s, port %d", where[0], port)
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()
            server.cut_off(older_than=0.0)


def _server(where: tuple[str, int], metrics: Callable[[], bytes], trouble: Callable[[], str]) -> _Server:
    try:
        return _Server(where, _Pages(where[0], metrics, trouble))
    except OSError as error:
        named = f"{where[0]}:{where[1]}"
        message = f"metrics cannot be served there ({error.strerror or error}); choose another [daemon] metrics"
        raise UsageError(named, message) from error


class _Pages:
    """What is answered: a status, a type and a body."""

    def __init__(self, host: str, metrics: Callable[[], bytes], trouble: Callable[[], str]) -> None:
        self._own = {host.lower(), "localhost", platform.node().lower()}
        self._metrics = metrics
        self._trouble = trouble

    def answer(self, path: str, host: str | None) -> tuple[HTTPStatus, str, bytes]:
        """The page at a path."""
        if not self._is_own(host):
            return HTTPStatus.MISDIRECTED_REQUEST, _TEXT, b"no such host here\n"
        if path == "/healthz":
            return self._health()
        if path != "/metrics":
            return HTTPStatus.NOT_FOUND, _TEXT, b"there is /metrics and /healthz\n"
        try:
            return HTTPStatus.OK, _METRICS, self._metrics()
        except ClausewatchError as error:
            return HTTPStatus.SERVICE_UNAVAILABLE, _TEXT, f"{error}\n".encode("utf-8", "replace")

    def _health(self) -> tuple[HTTPStatus, str, bytes]:
        wrong = self._trouble()
        if wrong:
            return HTTPStatus.SERVICE_UNAVAILABLE, _TEXT, f"{wrong}\n".encode("utf-8", "replace")
        return HTTPStatus.OK, _TEXT, b"ok\n"

    def _is_own(self, host: str | None) -> bool:
        """Whether a request means this server: a page in a browser can have any other name lead here.

        An address cannot be made to lead elsewhere, and who sends no name is no browser.
        """
        name = _without_port(host or "")
        if not name or name in self._own:
            return True
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True


def _without_port(host: str) -> str:
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdecimal() else host.strip().lower()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 2 * MOST_CONNECTIONS  # so that those who are too many are turned away and do not queue
    block_on_close = False

    def __init__(self, where: tuple[str, int], pages: _Pages) -> None:
        if ":" in where[0]:
            self.address_family = AF_INET6
        self.pages = pages
        self._guard = threading.Lock()
        self._open: dict[socket, float] = {}
        super().__init__(where, _Handler)

    def server_bind(self) -> None:
        """Without asking for the name of the address, which may take as long as a name server wants."""
        self.socket.setsockopt(*_REUSE)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ANN401, ARG002 - as the base class has it
        """Turn away those who are too many."""
        with self._guard:
            if len(self._open) >= MOST_CONNECTIONS:
                return False
            self._open[request] = time.monotonic()
        return True

    def service_actions(self) -> None:
        """Cut off those who take too long."""
        self.cut_off(older_than=LONGEST_CONNECTION)

    def cut_off(self, older_than: float) -> None:
        """End the connections that last so many seconds."""
        now = time.monotonic()
        with self._guard:
            late = [one for one, since in self._open.items() if now - since >= older_than]
        for one in late:
            with suppress(OSError):
                one.shutdown(SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Forget a connection that ends."""
        with self._guard:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - as the base class has it
        """A client that hangs up is its own affair."""
        _LOG.debug("a request for metrics ended early", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server_version = "clausewatch"
    sys_version = ""
    timeout = LONGEST_CONNECTION
    server: _Server

    def do_GET(self) -> None:
        """A page."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """What would come before a page."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        status, kind, page = self.server.pages.answer(self.path.partition("?")[0], self.headers.get("Host"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(page)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if body:
            self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Who asks is not logged: it would be a line every few seconds."""

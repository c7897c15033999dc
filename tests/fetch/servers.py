"""Real servers on loopback for the fetch tests: one that speaks HTTP, and one that says whatever it is told."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.fetch import Fetcher, FetchSettings
from monitor.model import Failure, Fetched, Page, Past, Source

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SETTINGS = FetchSettings(timeout=5.0, host_delay=0.0, allow_private=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
TERMS = b"<h1>Northline Telecom Terms</h1><p>Either party may end this agreement on 60 days' notice.</p>"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server received it."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer to give."""

    body: bytes = TERMS
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answer: TypeAlias = Canned | Callable[[Seen], Canned]


def moved(location: str, status: int = 302) -> Canned:
    """A redirect."""
    return Canned(b"moved", status, {"Location": location})


class Site:
    """A running server: its address, and the requests it has seen so far."""

    def __init__(self, server: http.server.ThreadingHTTPServer, scheme: str) -> None:
        self.host, self.port = server.server_address[:2]
        self.scheme = scheme
        self.seen: list[Seen] = []

    def url(self, path: str = "/terms", host: str | None = None) -> str:
        """An address on this server, under the server's own IP address or another name for it."""
        name = host or (f"[{self.host!s}]" if ":" in str(self.host) else str(self.host))
        return f"{self.scheme}://{name}:{self.port}{path}"

    def asked(self, path: str = "/terms") -> list[Seen]:
        """The requests for one path."""
        return [seen for seen in self.seen if seen.path == path]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = False  # so that closing the server waits for every answer under way

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Clients that hang up are what these tests are about."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _handler(answers: Mapping[str, Answer], site: Callable[[], Site]) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        timeout = 5

        def log_message(self, *args: object) -> None:
            pass

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            seen = Seen(self.command, self.path, self.headers, body)
            site().seen.append(seen)
            found = answers.get(self.path, Canned(b"no such page", 404))
            canned = found(seen) if callable(found) else found
            self.send_response_only(canned.status)
            for name, value in canned.headers.items():
                self.send_header(name, value)
            if canned.status not in {204, 304} and "Content-Length" not in canned.headers:
                self.send_header("Content-Length", str(len(canned.body)))
            self.end_headers()
            self.wfile.write(canned.body)

        do_GET = answer  # noqa: N815 - the base class looks for these names
        do_POST = answer  # noqa: N815 - the same

    return Handler


@contextmanager
def serve(
    answers: Mapping[str, Answer] | None = None, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A server that gives the answers by path, the Northline terms at /terms by default, and 404 elsewhere."""
    kind = _Server6 if ":" in host else _Server
    handler = _handler({"/terms": Canned()} if answers is None else answers, lambda: site)
    with kind((host, 0), handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site = Site(server, "https" if tls else "http")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def tls_server(certificate: Path, asked: list[str] | None = None) -> ssl.SSLContext:
    """What a server needs to speak TLS; the names it is asked for by clients are noted in `asked`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def note(_socket: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        if asked is not None:
            asked.append(name or "")

    context.sni_callback = note
    return context


Script: TypeAlias = Callable[[socket.socket, threading.Event], None]


@contextmanager
def serve_raw(script: Script) -> Iterator[str]:
    """A server that runs a script on each connection once the request has come; gives its /terms address.

    The script's event is set when the test is over.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def work() -> None:
            while not over.is_set():
                connection, _ = listener.accept()
                with connection:
                    _run(script, connection, over)

        thread = threading.Thread(target=work)
        thread.start()
        host, port = listener.getsockname()
        try:
            yield f"http://{host}:{port}/terms"
        finally:
            over.set()
            socket.create_connection((host, port)).close()
            thread.join()


def _run(script: Script, connection: socket.socket, over: threading.Event) -> None:
    try:
        request = b""
        while not request.endswith(b"\r\n\r\n") and not over.is_set():
            request += connection.recv(65_536) or b"\r\n\r\n"
        if not over.is_set():
            script(connection, over)
    except OSError:
        pass  # the client hung up, as it should


def says(text: str | bytes) -> Script:
    """A script that says one thing and hangs up."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(text.encode() if isinstance(text, str) else text)

    return script


def drips(head: bytes, drop: bytes) -> Script:
    """A script that says one thing, and then lets a few bytes fall, again and again, for some seconds."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        for _ in range(200):
            if over.wait(0.02):
                return
            connection.sendall(drop)

    return script


class Names:
    """A resolver whose answers are given in turn, the last one for ever; it remembers what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        del port
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def source(*urls: str, **headers: str) -> Source:
    """A source that minds no robots.txt, with headers."""
    return Source("northline/terms", urls, robots="ignore", headers=headers)


def polite(*urls: str) -> Source:
    """A source that minds robots.txt."""
    return Source("northline/terms", urls)


def fetch(
    what: Source | str, past: Past | None = None, *, settings: FetchSettings = SETTINGS, names: Names | None = None
) -> Fetched:
    """Fetch once with a fetcher of its own."""
    wanted = source(what) if isinstance(what, str) else what
    with Fetcher(settings, resolve=names) if names else Fetcher(settings) as fetcher:
        return fetcher.fetch(wanted, past or Past(), NOW)


def failure(fetched: Fetched) -> Failure:
    """The failure it must be."""
    assert isinstance(fetched, Failure), fetched
    return fetched


def page(fetched: Fetched) -> Page:
    """The page it must be."""
    assert isinstance(fetched, Page), fetched
    return fetched


def hurried(seconds: float = 0.2) -> FetchSettings:
    """Settings with little time."""
    return replace(SETTINGS, timeout=seconds)

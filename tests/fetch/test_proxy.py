from __future__ import annotations

import http.server
import re
import select
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from monitor.errors import ConfigError
from monitor.fetch import Fetcher
from tests.fetch.servers import (
    SETTINGS,
    TERMS,
    Names,
    drips,
    failure,
    fetch,
    hurried,
    page,
    says,
    serve,
    serve_raw,
    tls_server,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = "93.184.215.14"  # an address nothing is sent to: the proxy of these tests answers itself


class _Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, tunnel_to: int) -> None:
        super().__init__(("127.0.0.1", 0), _ProxyHandler)
        self.tunnel_to = tunnel_to
        self.lines: list[str] = []
        self.introduced: list[str | None] = []


class _ProxyHandler(http.server.BaseHTTPRequestHandler):
    server: _Proxy
    timeout = 5

    def log_message(self, *args: object) -> None:
        pass

    def _note(self) -> None:
        self.server.lines.append(f"{self.command} {self.path}")
        self.server.introduced.append(self.headers["Proxy-Authorization"])

    def do_GET(self) -> None:
        self._note()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(TERMS)

    def do_CONNECT(self) -> None:
        self._note()
        with socket.create_connection(("127.0.0.1", self.server.tunnel_to)) as inner:
            self.send_response(200)
            self.end_headers()
            _relay(self.connection, inner)
        self.close_connection = True


def _relay(one: Any, two: Any) -> None:  # noqa: ANN401 - sockets
    while True:
        ready, _, _ = select.select([one, two], [], [], 5)
        for side in ready:
            data = side.recv(65_536)
            if not data:
                return
            (two if side is one else one).sendall(data)


@contextmanager
def _proxy(tunnel_to: int = 9) -> Iterator[_Proxy]:
    with _Proxy(tunnel_to) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _through(server: _Proxy, user: str = "") -> Any:  # noqa: ANN401 - settings
    return replace(SETTINGS, proxy=f"http://{user}127.0.0.1:{server.server_address[1]}", allow_private=())


def test_a_page_is_asked_for_through_the_proxy() -> None:
    """The proxy is told the whole address and who asks; it may itself be private."""
    with _proxy() as server:
        settings = _through(server, "ann:p%40ss@")
        part = page(fetch("http://northline.example/terms?v=1", settings=settings, names=Names([PUBLIC]))).parts[0]
    assert part.body == TERMS
    assert server.lines == ["GET http://northline.example/terms?v=1"]
    assert server.introduced == ["Basic YW5uOnBAc3M="]


def test_the_gate_stands_before_the_proxy_too() -> None:
    """An address that leads inside is refused without asking the proxy; a name only it knows is its own to judge."""
    with _proxy() as server:
        inside = fetch("http://northline.example/terms", settings=_through(server), names=Names(["10.0.0.1"]))
        literal = fetch("http://169.254.169.254/latest/meta-data", settings=_through(server))
        assert not server.lines
        page(fetch("http://northline.example/terms", settings=_through(server), names=Names([])))
    assert (failure(inside).kind, failure(literal).kind) == ("address", "address")


def test_https_passes_through_a_tunnel(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy is asked for a tunnel to the host by name; what introduces us to it stays outside the tunnel."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve(tls=tls_server(certificate)) as site, _proxy(tunnel_to=int(site.port)) as server:
        settings = _through(server, "ann:pass@")
        part = page(fetch("https://northline.example/terms", settings=settings, names=Names([PUBLIC]))).parts[0]
    assert part.body == TERMS
    assert server.lines == ["CONNECT northline.example:443"]
    assert server.introduced == ["Basic YW5uOnBhc3M="]
    assert site.seen[0].headers["Proxy-Authorization"] is None


def test_a_proxy_that_opens_no_tunnel_is_a_failed_connection() -> None:
    """A refusal to CONNECT is told as such, in time."""
    with serve_raw(says(b"HTTP/1.1 403 Forbidden\r\n\r\n")) as url, serve_raw(drips(b"", b"H")) as slow:
        for proxy, kind, settings in ((url, "connect", SETTINGS), (slow, "timeout", hurried())):
            through = replace(settings, proxy=proxy.removesuffix("/terms"))
            failed = failure(fetch("https://northline.example/terms", settings=through, names=Names([PUBLIC])))
            assert failed.kind == kind


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 s3cret\r\nProxy-Authenticate: Basic realm=ann\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"HTTP/1.1 100 Wait\r\n\r\n" * 1000,
        b"nonsense\r\n\r\n",
        b"",
    ],
    ids=["refusal", "headers", "interim", "noise", "nothing"],
)
def test_whatever_a_proxy_says_its_credentials_are_told_to_nobody(answer: bytes) -> None:
    """Neither of a tunnel that fails nor of a page; and its answer is bounded like any other."""
    with serve_raw(says(answer)) as url:
        settings = replace(SETTINGS, proxy=url.removesuffix("/terms").replace("//", "//ann:s3cret@"), allow_private=())
        for page_url in ("https://northline.example/terms", "http://northline.example/terms"):
            failed = failure(fetch(page_url, settings=settings, names=Names([PUBLIC])))
            assert not {"s3cret", "YW5u", "ann"} & set(re.split(r"\W+", failed.message))
            assert failed.message.startswith("northline.example: ")


def test_environment_proxies_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the configuration names a proxy."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serve() as site:
        page(fetch(site.url()))


@pytest.mark.parametrize("url", ["socks5://127.0.0.1:1080", "https://127.0.0.1:3128", "nonsense", "http://"])
def test_a_proxy_that_cannot_be_used_is_a_mistake_in_the_configuration(url: str) -> None:
    """It is refused when the fetcher is made."""
    with pytest.raises(ConfigError, match=r"fetch\.proxy"):
        Fetcher(replace(SETTINGS, proxy=url))

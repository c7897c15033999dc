from __future__ import annotations

import socket
import struct
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.model import Past
from tests.fetch.servers import (
    NOW,
    SETTINGS,
    Canned,
    drips,
    failure,
    fetch,
    hurried,
    page,
    says,
    serve,
    serve_raw,
    source,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = replace(SETTINGS, max_bytes=100_000)


def test_a_page_of_exactly_the_cap_is_taken_and_one_byte_more_is_not() -> None:
    """The cap is the largest page, announced or not."""
    endless = drips(OK + b"\r\n", b"Terms apply. " * 10_000)
    with serve({"/terms": Canned(b"x" * 100_000), "/more": Canned(b"x" * 100_001)}) as site, serve_raw(endless) as url:
        assert len(page(fetch(site.url(), settings=SMALL)).parts[0].body) == 100_000
        assert failure(fetch(site.url("/more"), settings=SMALL)).kind == "too-large"
        assert failure(fetch(url, settings=SMALL)).kind == "too-large"


def test_a_page_announced_as_too_large_is_not_waited_for() -> None:
    """A stated length beyond the cap is enough to refuse."""
    with serve_raw(drips(OK + b"Content-Length: 100001\r\n\r\n", b"")) as url:
        assert failure(fetch(url, settings=replace(SMALL, timeout=2))).kind == "too-large"


@pytest.mark.parametrize(
    "script",
    [
        drips(OK + b"\r\n", b"<p>"),
        drips(OK + b"Content-Length: 9999\r\n\r\n", b"<p>"),
        drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        drips(OK + b"X-Slow: ", b"x"),
        drips(b"", b"H"),
        drips(b"", b""),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "counted-body", "chunks", "chunk-size", "header", "status-line", "silence", "continue"],
)
def test_an_exchange_ends_in_time_however_it_drips(script: object) -> None:
    """One deadline holds for status line, headers and body, though every byte comes soon after the last."""
    with serve_raw(script) as url:  # type: ignore[arg-type]
        failed = failure(fetch(url, settings=hurried()))
    assert (failed.kind, failed.transient) == ("timeout", True)


def test_redirects_share_the_time_of_one_exchange() -> None:
    """A chain of slow hops is no way around the deadline."""
    over = threading.Event()

    def slowly(_: object) -> Canned:
        over.wait(0.1)
        return Canned(b"", 302, {"Location": "/terms"})

    with serve({"/terms": slowly}) as site:
        assert failure(fetch(site.url(), settings=hurried())).kind == "timeout"


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    """Looking a name up takes from the same time."""
    over = threading.Event()

    def hang(host: str, port: int) -> Sequence[str]:
        del host, port
        over.wait(10)
        return []

    with Fetcher(hurried(0.1), resolve=hang) as fetcher:
        failed = failure(fetcher.fetch(source("http://northline.example/terms"), Past(), NOW))
    over.set()
    assert failed.kind == "timeout"


def _reset(connection: socket.socket, over: threading.Event) -> None:
    del over
    connection.sendall(OK + b"Content-Length: 9999\r\n\r\n<p>half")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "script",
    [
        says(OK + b"Content-Length: 9999\r\n\r\n<p>half"),
        says(OK + b"Content-Length: 9999\r\n\r\n"),
        says(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        says(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel"),
        says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
        says(OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        says(b""),
        _reset,
    ],
    ids=["short", "nothing", "no-last-chunk", "short-chunk", "bad-chunk-size", "no-chunk", "no-answer", "reset"],
)
def test_an_answer_that_is_not_whole_is_no_page(script: object) -> None:
    """Stated lengths and chunk framing are held against what came."""
    with serve_raw(script) as url:  # type: ignore[arg-type]
        failed = failure(fetch(url))
    assert (failed.kind, failed.transient) == ("cut-off", True)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"<h1>Terms</h1>\r\n\r\n", "http"),
        (b"HTTP/1.1 abc\r\n\r\n", "http"),
        (OK + b"X-Long: " + b"x" * 70_000 + b"\r\n\r\n", "http"),
        (OK + b"X: y\r\n" * 200 + b"\r\n", "http"),
        (OK + b"Content-Length: 5, 6\r\n\r\nhello", "http"),
        (OK + b"Content-Length: five\r\n\r\nhello", "http"),
        (OK + b"Content-Length: -5\r\n\r\nhello", "http"),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "encoding"),
    ],
)
def test_what_is_no_http_is_a_failure_and_not_a_crash(answer: bytes, kind: str) -> None:
    """Broken status lines, header floods and lengths that are none are the server's fault."""
    with serve_raw(says(answer)) as url:
        assert failure(fetch(url)).kind == kind


def test_a_page_of_one_chunk_is_whole() -> None:
    """Chunk framing that is right is taken, extensions and trailers included."""
    answer = OK + b"Transfer-Encoding: chunked\r\n\r\n5;note=1\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"
    with serve_raw(says(answer)) as url:
        assert page(fetch(url)).parts[0].body == b"hello"


def test_a_host_that_refuses_connections_is_a_failure() -> None:
    """A closed port is told with the system's own words."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    failed = failure(fetch(f"http://127.0.0.1:{port}/terms"))
    assert (failed.kind, failed.transient) == ("connect", True)
    assert "Connection refused" in failed.message

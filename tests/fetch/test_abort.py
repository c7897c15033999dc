from __future__ import annotations

import socket
import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher, system_resolve
from monitor.fetch.follow import Carried, Courier, Errand
from monitor.fetch.gate import parse
from monitor.model import Past
from tests.fetch.servers import NOW, SETTINGS, Canned, page, serve, serve_raw, source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.fetch import Resolve

PATIENT = replace(SETTINGS, timeout=600.0)
LONG = 10.0  # seconds within which what was ended must have ended; it takes some milliseconds
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _aborted(url: str, begun: threading.Event, resolve: Resolve | None = None) -> Future[object]:
    """A fetch that was ended when it had begun."""
    fetcher = Fetcher(PATIENT, resolve=resolve) if resolve else Fetcher(PATIENT)
    with ThreadPoolExecutor(1) as pool:
        look: Future[object] = pool.submit(fetcher.fetch, source(url), Past(), NOW)
        assert begun.wait(LONG)
        fetcher.abort()
        look.exception(LONG)
    return look


def _silent_after(text: bytes, begun: threading.Event) -> Callable[[socket.socket, threading.Event], None]:
    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(text)
        begun.set()
        over.wait(LONG)

    return script


@pytest.mark.parametrize(
    "text",
    [b"", b"HTTP/1.1 200", OK, OK + b"\r\n<p>half of the te", OK + b"Content-Length: 99\r\n\r\n<p>half"],
    ids=["silence", "status-line", "headers", "body-without-length", "counted-body"],
)
def test_an_exchange_under_way_is_ended_at_once_and_is_no_failure(text: bytes) -> None:
    """Least of all is a body without a stated length taken for whole because it ended."""
    begun = threading.Event()
    with serve_raw(_silent_after(text, begun)) as url:
        look = _aborted(url, begun)
        with pytest.raises(CancelledError):
            look.result()


def test_a_handshake_under_way_is_ended() -> None:
    """The libraries have taken the socket apart by then; it is shut down all the same."""
    begun = threading.Event()

    def mute(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(100)
            begun.set()
            connection.settimeout(LONG)
            while connection.recv(65_536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        served = pool.submit(mute, listener)
        look = _aborted(f"https://127.0.0.1:{listener.getsockname()[1]}/terms", begun)
        served.result(LONG)
    with pytest.raises(CancelledError):
        look.result()


def test_a_lookup_under_way_is_not_waited_for() -> None:
    """The resolver may take its time: nobody listens any more, and its answer harms nothing."""
    begun = threading.Event()
    over = threading.Event()

    def slow(host: str, port: int) -> Sequence[str]:
        del host, port
        begun.set()
        over.wait(LONG)
        return ["127.0.0.1"]

    look = _aborted("http://northline.example/terms", begun, slow)
    over.set()
    with pytest.raises(CancelledError):
        look.result()


def test_after_an_abort_nothing_begins() -> None:
    """Neither a page nor a message."""
    with serve() as site, Fetcher(SETTINGS) as fetcher:
        page(fetcher.fetch(source(site.url()), Past(), NOW))
        fetcher.abort()
        with pytest.raises(CancelledError):
            fetcher.fetch(source(site.url()), Past(), NOW)
        with pytest.raises(CancelledError):
            fetcher.post(site.url(), b"", {})
    assert len(site.seen) == 1


def test_closing_lets_an_exchange_under_way_end_by_itself() -> None:
    """What was begun is finished."""
    begun = threading.Event()
    answer = threading.Event()

    def slowly(_: object) -> Canned:
        begun.set()
        answer.wait(LONG)
        return Canned()

    with serve({"/terms": slowly}) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(1) as pool:
        look = pool.submit(fetcher.fetch, source(site.url()), Past(), NOW)
        assert begun.wait(LONG)
        fetcher.close()
        answer.set()
        page(look.result(LONG))


def test_what_is_under_way_for_a_visit_ends_with_it() -> None:
    """And nothing else does: another exchange with the same host goes on."""
    begun = threading.Event()
    with serve_raw(_silent_after(b"", begun)) as url, ThreadPoolExecutor(1) as pool:
        courier = Courier(PATIENT, system_resolve)
        with courier.visiting(parse(url)) as brake:
            part = Errand(url, Carried({}), lambda *_: 0.0, 1_000, visits=True, brake=brake)
            asked = pool.submit(courier.follow, part)
            assert begun.wait(LONG)
        with pytest.raises(CancelledError):
            asked.result(LONG)
    with serve() as site:
        assert courier.follow(Errand(site.url(), Carried({}), lambda *_: 0.0, 1_000)).answer.status == HTTPStatus.OK

"""How an answer is put together on the wire (RFC 9112), honestly and not."""

from __future__ import annotations

import logging
import socket
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.fetch.reading import MOST_FIELDS, MOST_HEAD, MOST_INTERIM
from tests.fetch.servers import SETTINGS, failure, fetch, page, says, serve_raw

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from monitor.model import Part

SMALL = replace(SETTINGS, max_bytes=100_000)
START = b"HTTP/1.1 200 OK\r\n"
OK = START + b"Content-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _part(answer: bytes) -> Part:
    with serve_raw(says(answer)) as url:
        return page(fetch(url)).parts[0]


def _for_ever(head: bytes, *again: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """As fast as it is taken, until whoever asked hangs up."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        for piece in cycle(again):
            if over.is_set():
                return
            connection.sendall(piece)

    return script


# --- heads


@pytest.mark.parametrize(
    "interim",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\nX-Note: Content-Length: 3\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
    ],
)
def test_an_answer_is_found_behind_those_that_announce_it(interim: bytes) -> None:
    """Whichever they are: a client must be able to pass over them (RFC 9110, 15.2)."""
    assert _part(interim + OK + b"Content-Length: 5\r\n\r\nterms").body == b"terms"


@pytest.mark.parametrize("status", [100, 103, 199])
def test_announcements_without_end_are_no_answer(status: int) -> None:
    """They come as fast as they are read, and are given up long before the time is over."""
    interim = f"HTTP/1.1 {status} Wait\r\nX: y\r\n\r\n".encode()
    with serve_raw(_for_ever(b"", interim)) as url:
        assert failure(fetch(url)).kind == "http"
    assert _part(interim * MOST_INTERIM + OK + b"\r\nterms").body == b"terms"


@pytest.mark.parametrize(
    "script",
    [
        _for_ever(OK, b"X-More: and more\r\n"),
        _for_ever(OK, b"X-Long: " + b"x" * 30_000 + b"\r\n"),
        _for_ever(OK + b"X-Long: ", b"x" * 10_000),
        _for_ever(OK + b"X-Long: y\r\n", b" and more" * 1000 + b"\r\n"),
        _for_ever(START, b"\0" * 10_000),
        _for_ever(b"HTTP/1.1 200 ", b"O" * 10_000),
        _for_ever(b"", b"H" * 10_000),
        says(OK + b"X-Long: 1234567890\r\n" * (MOST_FIELDS + 1) + b"\r\n"),
        says(OK + (b"X-Long: " + b"x" * (MOST_HEAD // 4) + b"\r\n") * 7 + b"\r\n"),
    ],
    ids=["lines", "long-lines", "a-line", "folds", "zeros", "status", "noise", "too-many", "too-much"],
)
def test_a_head_without_end_is_given_up_early_and_in_little_memory(script: object) -> None:
    """Neither the number of its lines nor their length is the server's to choose."""
    with serve_raw(script) as url:  # type: ignore[arg-type]
        tracemalloc.start()
        try:
            failed = failure(fetch(url))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert failed.kind == "http"
    assert peak < 2_000_000


@pytest.mark.parametrize("end", [b"", b"Content-Le", b"Content-Length: 5\r\n", b"Content-Length: 5\r\n\r"])
def test_a_head_that_is_cut_off_is_no_empty_page(end: bytes) -> None:
    """It must have its last line."""
    with serve_raw(says(OK + end)) as url:
        assert failure(fetch(url)).kind == "cut-off"


def test_a_head_is_read_though_it_is_untidy() -> None:
    """A line that is no header hides none of the others; odd bytes, folds and blanks are read as they were meant."""
    part = _part(
        START + b"\xef\xbb\xbfX-Odd: 1\r\nnonsense\r\n: nameless\r\nX Y: z\r\nX-Bytes: \x00\x1b[31m\xff\xe5\r\n"
        b'Content-Type :\ttext/html;\r\n  charset=utf-8  \r\neTaG: W/"v\xe9"\nContent-Length: 5\r\n\r\nterms and more'
    )
    assert (part.body, part.content_type, part.etag) == (b"terms", "text/html; charset=utf-8", 'W/"vé"')


def test_blanks_without_end_take_no_time() -> None:
    """A header as long as the head may be is looked through once."""
    part = _part(START + b"X-Wide: a" + b" \t" * 30_000 + b"b\r\nContent-Type: text/html\r\n\r\nterms")
    assert (part.body, part.content_type) == (b"terms", "text/html")


def test_a_page_may_come_without_a_content_type() -> None:
    """The reader looks at the bytes then."""
    assert _part(START + b"Content-Length: 5\r\n\r\nterms").content_type == ""


def test_a_content_type_that_goes_on_and_on_is_cut() -> None:
    """It is kept with every page."""
    assert (
        len(_part(START + b"Content-Type: " + b"x" * 30_000 + b"\r\nContent-Length: 5\r\n\r\nterms").content_type)
        < 2000
    )


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 099 Low\r\n", b"HTTP/1.1 1000 High\r\n", b"HTTP/2 200 OK\r\n", b"HTTP/0.9 200 OK\r\n",
             b"ICY 200 OK\r\n", b"HTTP/1.1 20\xb2 OK\r\n", b"HTTP/1.1\r\n", b"\r\n", b"HTTP/1.1 101 Switching\r\n"]
)  # fmt: skip
def test_what_is_no_answer_to_this_request_is_refused(line: bytes) -> None:
    """Other protocols, other versions, and statuses that are none."""
    with serve_raw(says(line + b"Content-Length: 5\r\n\r\nterms")) as url:
        assert failure(fetch(url)).kind == "http"


def test_what_a_broken_head_says_is_written_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """The libraries would log it, with the address, which may hold a secret."""
    caplog.set_level(logging.DEBUG)
    with serve_raw(says(OK + b"pwned\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")) as url:
        page(fetch(f"{url}?token=s3cret"))
    assert not caplog.records


# --- lengths


@pytest.mark.parametrize(
    "said", [b"Content-Length: 5\r\n", b"Content-Length: 5, 5\r\n", b"Content-Length: 5\r\ncontent-length: 5\r\n"]
)
def test_a_stated_length_is_what_is_read(said: bytes) -> None:
    """Said once or more often; what follows belongs to nothing that was asked for."""
    assert _part(OK + said + b"\r\nterms and more").body == b"terms"
    with serve_raw(says(OK + said + b"\r\nterm")) as url:
        assert failure(fetch(url)).kind == "cut-off"


@pytest.mark.parametrize(
    "said",
    [b"5, 6", b"5\r\nContent-Length: 6", b"five", b"-5", b"+5", b"5_0", b"0x5", b"5.0", b"\xb2", b"9" * 5000, b""],
)
def test_a_stated_length_that_is_none_is_refused(said: bytes) -> None:
    """Nobody could tell whether the page is whole."""
    with serve_raw(says(OK + b"Content-Length: " + said + b"\r\n\r\nterms")) as url:
        assert failure(fetch(url)).kind in {"http", "too-large"}


def test_a_page_without_a_length_ends_with_its_connection() -> None:
    """As pages of old servers do: that one is cut off cannot be known from it, only from the page before."""
    assert _part(b"HTTP/1.0 200 OK\r\n\r\nterms").body == b"terms"
    assert _part(OK + b"\r\nterms").body == b"terms"


def test_a_range_is_no_page() -> None:
    """Even under the status of a whole one."""
    with serve_raw(says(OK + b"Content-Range: bytes 0-4/900\r\nContent-Length: 5\r\n\r\nterms")) as url:
        assert failure(fetch(url)).kind == "http"
    several = b"Content-Type: multipart/byteranges; boundary=x\r\n\r\n--x\r\nContent-Range: bytes 0-4/900\r\n\r\nterms"
    with serve_raw(says(START + several)) as url:
        assert failure(fetch(url)).kind == "http"


@pytest.mark.parametrize("status", [201, 203, 204, 205, 206, 226, 300, 304, 404, 503])
def test_the_body_of_what_is_no_page_is_not_even_read(status: int) -> None:
    """It may be without end."""
    with serve_raw(_for_ever(f"HTTP/1.1 {status} X\r\n\r\n".encode(), b"<p>Terms apply.</p>" * 1000)) as url:
        assert failure(fetch(url)).kind == "http"


# --- chunks


@pytest.mark.parametrize(
    "coding", [b"chunked", b"Chunked", b" chunked \t", b"chunked\r\nContent-Length: 3", b"chunked\r\nContent-Length: x"]
)
def test_chunks_are_what_counts(coding: bytes) -> None:
    """A length beside them is not looked at (RFC 9112, 6.3)."""
    head = OK + b"Transfer-Encoding: " + coding + b"\r\n\r\n"
    assert _part(head + b'5\r\nterms\r\n06 ;a="b"\r\n apply\r\n000\r\nX-Sum: 1\r\n\r\nmore').body == b"terms apply"


@pytest.mark.parametrize(
    "chunks",
    [
        b"-5\r\nterms\r\n0\r\n\r\n",
        b"+5\r\nterms\r\n0\r\n\r\n",
        b"0x5\r\nterms\r\n0\r\n\r\n",
        b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n",
        b" 5\r\nterms\r\n0\r\n\r\n",
        b"\r\nterms\r\n0\r\n\r\n",
        b"5\rterms\r\n0\r\n\r\n",
        b"5\r\nterms and\r\n0\r\n\r\n",
        b"5\r\nterms\r\n",
        b"ffffffffffffffff\r\nterms\r\n0\r\n\r\n",
        b"fffffffffffffffff\r\nterms\r\n0\r\n\r\n",
        b"5;" + b"x" * (MOST_HEAD + 10) + b"\r\nterms\r\n0\r\n\r\n",
    ],
)
def test_chunks_that_are_none_are_no_page(chunks: bytes) -> None:
    """Sizes are hexadecimal digits and nothing else."""
    with serve_raw(says(CHUNKED + chunks)) as url:
        assert failure(fetch(url, settings=SMALL)).kind == "cut-off"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (_for_ever(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), "too-large"),
        (_for_ever(CHUNKED, b"1;" + b"x" * 5000 + b"\r\ny\r\n"), "http"),
        (_for_ever(CHUNKED + b"5\r\nterms\r\n0\r\n", b"X-Trailer: " + b"x" * 5000 + b"\r\n"), "http"),
    ],
    ids=["data", "extensions", "trailers"],
)
def test_chunks_without_end_are_given_up(script: object, kind: str) -> None:
    """What stands around the data is counted like the data."""
    with serve_raw(script) as url:  # type: ignore[arg-type]
        assert failure(fetch(url, settings=SMALL)).kind == kind


def test_a_compressed_page_that_never_brings_anything_is_given_up() -> None:
    """What comes over the wire is bounded too, whatever it is unpacked to."""
    nothing = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0"
    with serve_raw(_for_ever(nothing, b"a name without end" * 1000)) as url:
        assert failure(fetch(url, settings=SMALL)).kind == "http"


# --- while a message is sent


def test_an_answer_that_comes_before_the_message_was_read_counts() -> None:
    """A receiver may refuse a long message at once, and hang up."""

    def refuse(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(100)
            connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor(1) as pool,
        Fetcher(SETTINGS) as fetcher,
    ):
        served = pool.submit(refuse, listener)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        assert fetcher.post(url, b"x" * 20_000_000, {}).status == 413
        served.result(5)


@pytest.mark.parametrize("length", [b"five", b"5, 6", b"9" * 5000])
def test_a_message_that_was_taken_is_not_sent_again_for_a_length_that_is_none(length: bytes) -> None:
    """Its status has said all there is to say."""
    with serve_raw(says(OK + b"Content-Length: " + length + b"\r\n\r\nterms")) as url, Fetcher(SETTINGS) as fetcher:
        assert fetcher.post(url, b"", {}).status == 200

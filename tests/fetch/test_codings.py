from __future__ import annotations

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.coding import MOST_MEMBERS, STEP, CodingError, decoder_for
from tests.fetch.servers import SETTINGS, TERMS, Canned, failure, fetch, page, says, serve, serve_raw

if TYPE_CHECKING:
    from collections.abc import Callable

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = replace(SETTINGS, max_bytes=100_000)
MEGABYTE = 1_000_000
SKIPPED = b"\x50\x2a\x4d\x18\x05\0\0\0hello"  # a skippable frame, RFC 8878, 3.1.2


def _raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def _in_window(data: bytes, log: int) -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=log, write_content_size=False)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TERMS)),
        ("GZIP", gzip.compress(TERMS[:20]) + gzip.compress(TERMS[20:])),
        ("x-gzip", gzip.compress(TERMS) + b"\0" * 512),
        ("deflate", zlib.compress(TERMS)),
        ("deflate", _raw_deflate(TERMS)),
        ("br", brotli.compress(TERMS)),
        ("zstd", _zstd(TERMS)),
        ("zstd", SKIPPED + _zstd(TERMS[:20]) + SKIPPED + _zstd(TERMS[20:])),
        ("zstd", _in_window(TERMS, 23)),
        ("identity", TERMS),
    ],
)
def test_a_page_is_decoded_from_the_codings_that_were_asked_for(coding: str, body: bytes) -> None:
    """Members of gzip and frames of zstd, one or more, brotli, and both things that are called deflate."""
    with serve({"/terms": Canned(body, headers={"Content-Encoding": coding})}) as site:
        assert page(fetch(site.url())).parts[0].body == TERMS


def test_a_coding_survives_being_sent_byte_by_byte() -> None:
    """However the bytes are cut into chunks, two members with padding give one page."""
    body = gzip.compress(TERMS[:20]) + gzip.compress(TERMS[20:]) + b"\0\0"
    chunks = b"".join(b"1\r\n" + body[at : at + 1] + b"\r\n" for at in range(len(body)))
    answer = OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    with serve_raw(says(answer)) as url:
        assert page(fetch(url)).parts[0].body == TERMS


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TERMS)[:-8]),
        ("gzip", gzip.compress(TERMS)[:-1]),
        ("gzip", gzip.compress(TERMS)[:-8] + b"\0\0\0\0" + gzip.compress(TERMS)[-4:]),
        ("gzip", gzip.compress(TERMS)[:40] + b"garbage"),
        ("gzip", gzip.compress(TERMS) + gzip.compress(TERMS)[:-3]),
        ("gzip", gzip.compress(b"") * (MOST_MEMBERS + 1)),
        ("gzip", TERMS),
        ("deflate", zlib.compress(TERMS)[:-4]),
        ("deflate", zlib.compress(TERMS)[:-1] + b"!"),
        ("deflate", _raw_deflate(TERMS)[:-3]),
        ("deflate", b"x"),
        ("br", brotli.compress(TERMS)[:-1]),
        ("br", brotli.compress(TERMS) + b"garbage"),
        ("br", TERMS),
        ("zstd", _zstd(TERMS)[:-1]),
        ("zstd", _zstd(TERMS)[:-4] + b"!!!!"),
        ("zstd", _zstd(TERMS) + b"garbage"),
        ("zstd", _zstd(TERMS) + _zstd(TERMS)[:-1]),
        ("zstd", _in_window(TERMS, 24)),
        ("zstd", SKIPPED * (MOST_MEMBERS + 1)),
        ("zstd", TERMS),
        ("gzip, gzip", gzip.compress(gzip.compress(TERMS))),
        ("gzip, br", brotli.compress(gzip.compress(TERMS))),
        ("compress", TERMS),
        ("\x1b[31m", TERMS),
    ],
)
def test_damaged_or_unasked_codings_are_refused(coding: str, body: bytes) -> None:
    """A missing end, a wrong checksum, too large a window and a foreign coding never become a page."""
    with serve({"/terms": Canned(body, headers={"Content-Encoding": coding})}) as site:
        failed = failure(fetch(site.url()))
    assert (failed.kind, failed.transient) == ("encoding", True)
    assert failed.message.isprintable()


def test_a_coding_that_is_not_named_is_not_guessed() -> None:
    """The bytes are the page's, as they came."""
    with serve({"/terms": Canned(gzip.compress(TERMS, mtime=0))}) as site:
        assert page(fetch(site.url())).parts[0].body == gzip.compress(TERMS, mtime=0)


def _deflated(wbits: int) -> bytes:
    stream = zlib.compressobj(9, wbits=wbits)
    return b"".join(stream.compress(b"\0" * MEGABYTE) for _ in range(48)) + stream.flush()


@cache
def _bomb(coding: str) -> bytes:
    zeros = b"\0" * (48 * MEGABYTE)
    if coding == "br":
        return bytes(brotli.compress(zeros, quality=1))
    if coding == "zstd":
        return zstandard.compress(zeros)
    return _deflated(31 if coding == "gzip" else 15)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_that_is_small_on_the_wire_is_refused_in_little_memory(coding: str) -> None:
    """The cap counts decoded bytes, and decoding stops there."""
    bomb = _bomb(coding)
    assert len(bomb) < SMALL.max_bytes
    with serve({"/terms": Canned(bomb, headers={"Content-Encoding": coding})}) as site:
        tracemalloc.start()
        try:
            failed = failure(fetch(site.url(), settings=SMALL))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (failed.kind, failed.transient) == ("too-large", False)
    assert peak < 6 * MEGABYTE


def test_a_zstd_frame_that_states_a_huge_size_takes_no_room_for_it() -> None:
    """A single segment is its own window (RFC 8878, 3.1.1.1.2): beyond 8 MB it is refused before it is made."""
    claims = b"\x28\xb5\x2f\xfd\xe0" + (2**50).to_bytes(8, "little") + b"\x03\x00\x00" * 10
    with serve({"/terms": Canned(claims, headers={"Content-Encoding": "zstd"})}) as site:
        tracemalloc.start()
        try:
            assert failure(fetch(site.url())).kind == "encoding"
            assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
        finally:
            tracemalloc.stop()


def test_a_page_takes_little_more_memory_than_its_own_size() -> None:
    """What is read is put together once, and not copied when it is handed on."""
    body = bytes(8 * MEGABYTE)
    with serve({"/terms": Canned(gzip.compress(body, 1), headers={"Content-Encoding": "gzip"})}) as site:
        tracemalloc.start()
        try:
            assert len(page(fetch(site.url())).parts[0].body) == len(body)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 1.5 * len(body)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": _zstd,
}


def _decoded(coding: str, data: bytes, cut: int) -> bytes:
    decoder = decoder_for(coding)
    out = b"".join(piece for at in range(0, len(data), cut) for piece in decoder.feed(data[at : at + cut]))
    return out + b"".join(decoder.finish())


@given(
    st.sampled_from(sorted(PACKERS)),
    st.binary(max_size=200),
    st.sampled_from([1, 2, STEP // 100, STEP // 50 + 1]),
    st.sampled_from([5, 63, 64, 65, 65_536]),
)
def test_what_was_packed_comes_out_whole_however_it_is_cut(coding: str, seed: bytes, times: int, cut: int) -> None:
    """Sizes around the steps of decoding included."""
    data = seed * times
    assert _decoded(coding, PACKERS[coding](data), cut) == data


@given(st.sampled_from(sorted(PACKERS)), st.binary(min_size=1, max_size=500), st.data())
def test_what_was_cut_off_is_never_taken_for_whole(coding: str, data: bytes, drawn: st.DataObject) -> None:
    """Wherever it ends early, though not where nothing was sent at all."""
    packed = PACKERS[coding](data)
    end = drawn.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(CodingError):
        _decoded(coding, packed[:end], 64)


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=300))
def test_no_bytes_make_a_decoder_raise_anything_else(coding: str, noise: bytes) -> None:
    """Noise is refused, or is nothing."""
    with suppress(CodingError):
        _decoded(coding, noise, 50)

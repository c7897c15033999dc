"""Bytes as text: which encoding they are in, whatever was said of them, and what is no text at all."""

from __future__ import annotations

import pytest

from monitor.errors import NothingToRead, UnreadableType
from monitor.read import read
from tests.read.reading import SOURCE, page, said

WORDS = "Die Gebühren betragen 5 €, zahlbar für jeden Monat."
JAPANESE = "利用規約は利用者に適用されます。"


def decoded(body: bytes, kind: str = "", url: str = "https://northline.example/terms") -> str:
    """All that the bytes say."""
    return " ".join(said(read(page(body, kind, url), SOURCE)))


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-8", "text/plain; charset=iso-8859-1"),
        ("cp1252", ""),
        ("cp1252", "text/plain; charset=utf-8"),
        ("cp1252", "text/plain; charset=iso-8859-1"),
        ("cp1252", "text/plain; charset=no-such-thing"),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("utf-16-be", "text/plain; charset=utf-8"),
        ("utf-32", ""),
    ],
)
def test_text_is_decoded_as_what_it_is(encoding: str, kind: str) -> None:
    """Marks, valid UTF-8 and the place of zero bytes tell more than a header that may lie."""
    assert decoded(WORDS.encode(encoding), kind) == WORDS


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (JAPANESE.encode("shift_jis"), "text/plain; charset=Shift_JIS"),
        (b"<meta charset='shift_jis'><p>" + JAPANESE.encode("shift_jis"), "text/html"),
        (b"<meta http-equiv=a content='text/html; charset=euc-jp'><p>" + JAPANESE.encode("euc-jp"), "text/html"),
        (
            b'<?xml version="1.0" encoding="shift_jis"?><html><p>' + JAPANESE.encode("shift_jis"),
            "application/xhtml+xml",
        ),
        (JAPANESE.encode("utf-16-le"), "text/plain; charset=utf-16le"),
    ],
)
def test_what_is_no_utf8_is_what_it_says(body: bytes, kind: str) -> None:
    """The header is heard first, then the page."""
    assert decoded(body, kind) == JAPANESE


@pytest.mark.parametrize("name", ["hex", "rot13", "zlib", "undefined", "idna", "punycode", "unicode_escape", "utf-7"])
def test_a_codec_that_is_no_encoding_of_pages_is_not_used(name: str) -> None:
    """A server cannot choose what Python would do with its bytes."""
    assert decoded(WORDS.encode("cp1252"), f"text/plain; charset={name}") == WORDS


def test_one_stray_byte_does_not_turn_every_umlaut() -> None:
    """A page that is UTF-8 but for a byte is read as UTF-8."""
    assert decoded(WORDS.encode() + b" More\xff words.") == f"{WORDS} More\ufffd words."


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"\n%PDF-1.7\n1 0 obj", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive or Office document"),
        (b"\x1f\x8b\x08\x00", "gzip-compressed data"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(range(256)) * 4, "holds no text"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 500 + b"words" * 100, "holds no text"),
        (b"\x00" * 64, "holds no text"),
    ],
)
@pytest.mark.parametrize("kind", ["", "text/html", "text/plain"])
def test_what_is_no_text_is_refused_by_name(body: bytes, named: str, kind: str) -> None:
    """Whatever a server calls it; the message says what to give instead."""
    with pytest.raises(UnreadableType, match=named) as caught:
        decoded(body, kind)
    assert caught.value.subject == "https://northline.example/terms"


@pytest.mark.parametrize(
    "body", [b"", b" \n\t ", b"\xef\xbb\xbf", "\u00a0\u200b".encode(), b"...", b"---\ntitle: x\n---\n"]
)
def test_nothing_is_said_to_be_nothing(body: bytes) -> None:
    """An empty page never stands for empty terms."""
    with pytest.raises(NothingToRead):
        decoded(body)


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        ("<!doctype html><p>You <b>pay</b>.</p>", "text/plain", "terms"),
        ("<!-- a --><!-- b --><html><p>You <b>pay</b>.</p>", "", "terms"),
        ("<p>You <b>pay</b>.</p>", "text/html", "terms"),
        ("<p>You <b>pay</b>.</p>", "", "terms.html"),
        ("<div><p>You</p><p><b>pay</b>.</p></div>", "", "terms"),
        ("You **pay**.", "text/html", "terms"),
        ("You **pay**.", "text/plain", "terms.html"),
        ("You <b>pay</b>.", "text/markdown", "terms.html"),
        ("<div>\n\nYou **pay**.\n\n</div>\n<p></p>", "", "terms.md"),
    ],
)
def test_a_page_is_read_as_what_it_looks_like(body: str, kind: str, name: str) -> None:
    """HTML by its first tag, its type, its name or its elements; all else as Markdown."""
    assert decoded(body.encode(), kind, f"https://northline.example/{name}") == "You pay."

"""Bytes as text: which encoding they are in, whatever was said of them, and what is no text at all."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.errors import NothingToRead, ReadError, TooMuchToRead, UnreadableType
from monitor.read import read
from tests.read.made_files import Ink, Leaf, docx, par, pdf, run, zipped
from tests.read.reading import PROSE, SOURCE, page, said

WORDS = "Die Gebühren betragen 5 €, zahlbar für jeden Monat."
JAPANESE = "利用規約は利用者に適用されます。"
CHINESE = "本服务条款适用于您对本服务的使用，我们可以不时修改这些条款。"
KOREAN = "이 이용약관은 회사가 제공하는 서비스에 적용됩니다. 회원은 요금을 지불해야 합니다."
RUSSIAN = "Настоящие условия применяются ко всем услугам, которые оператор оказывает абоненту."


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
        (b"<meta charset='shift_jis'><p>" + JAPANESE.encode("shift_jis"), "text/html; charset=utf-8"),
        (JAPANESE.encode("iso2022_jp"), "text/plain; charset=iso-2022-jp"),
        (JAPANESE.encode("iso2022_jp"), "text/plain"),
    ],
)
def test_what_is_no_utf8_is_what_it_says(body: bytes, kind: str) -> None:
    """The header is heard first, then the page."""
    assert decoded(body, kind) == JAPANESE


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        (KOREAN, "euc-kr"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "text/plain; charset=iso-8859-1"])
def test_what_says_nothing_true_of_its_encoding_is_told_by_its_commonest_characters(
    words: str, encoding: str, kind: str
) -> None:
    """A page without a declaration, or with a false one, in an encoding of before Unicode."""
    assert decoded(words.encode(encoding), kind) == words


@pytest.mark.parametrize("encoding", ["gb18030", "euc-kr", "shift_jis", "koi8-r"])
def test_a_page_is_heard_where_its_header_lies(encoding: str) -> None:
    """The header says UTF-8, which the bytes are not; the meta element says what they are."""
    words = {"gb18030": CHINESE, "euc-kr": KOREAN, "shift_jis": JAPANESE, "koi8-r": RUSSIAN}[encoding]
    body = f"<html><meta charset='{encoding}'><p>{words}</p>".encode(encoding)
    assert decoded(body, "text/html; charset=utf-8") == words


@pytest.mark.parametrize("words", [PROSE, WORDS])
@pytest.mark.parametrize("name", ["utf-16", "utf-16le", "utf-16be", "utf-32"])
def test_letters_are_not_taken_in_pairs_because_a_page_says_so(words: str, name: str) -> None:
    """Bytes of one letter each that are called UTF-16 would be rare Chinese characters."""
    assert decoded(words.encode("cp1252"), f"text/plain; charset={name}") == words
    body = f"<html><meta charset='{name}'><p>{words}</p>".encode("cp1252")
    assert decoded(body, "text/html") == words


def test_quotes_that_went_through_latin_1_are_quotes() -> None:
    """Control characters of the second range stand where a page in Windows-1252 was taken for Latin-1."""
    assert decoded("You\u0092ll pay \u0093fees\u0094.".encode()) == 'You\'ll pay "fees".'


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
        (b"%PDF-1.7\n1 0 obj", "a PDF that is damaged"),
        (b"\n%PDF-1.7\n1 0 obj", "a PDF that is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
        (zipped({"ppt/slide.xml": b"<x/>"}), "a PowerPoint presentation"),
        (zipped({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<x/>"}), "an OpenDocument file"),
        (b"\x1f\x8b\x08\x00", "gzip-compressed data that is damaged|cut off"),
        (gzip.compress(PROSE.encode())[:-20], "gzip-compressed data that is cut off"),
        (gzip.compress(gzip.compress(PROSE.encode())), "packed twice"),
        (b"{\\rtf1\\ansi You pay.}", "an RTF document; save it as DOCX or PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "an Office document of before 2007"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le"),
            "an Office document with a password",
        ),
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


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<!doctype html><html><body><p>{PROSE}</p></body></html>".encode(), "application/octet-stream"),
        (f"<html><body><p>{PROSE}</p></body></html>".encode(), "application/pdf"),
        (f"<html><body><p>{PROSE}</p></body></html>".encode(), "image/png"),
        (f"<html><body><p>{PROSE}</p></body></html>".encode("utf-16"), "text/plain"),
        (pdf([Leaf([Ink(PROSE[:80], 72, 700), Ink(PROSE[80:], 72, 688)])]), "text/html; charset=utf-8"),
        (b"\r\n" + pdf([Leaf([Ink(PROSE[:80], 72, 700), Ink(PROSE[80:], 72, 688)])]), "text/plain"),
        (docx(par(run(PROSE))), "application/octet-stream"),
        (docx(par(run(PROSE))), "text/html"),
        (gzip.compress(f"<html><body><p>{PROSE}</p></body></html>".encode()), "text/html"),
        (gzip.compress(PROSE.encode()), "application/gzip"),
        (gzip.compress(PROSE[:30].encode()) + gzip.compress(PROSE[30:].encode()), "application/gzip"),
        (gzip.compress(docx(par(run(PROSE)))), "application/octet-stream"),
    ],
)
def test_a_document_is_what_its_bytes_are(body: bytes, kind: str) -> None:
    """A wrong type does not keep a page, a PDF, a DOCX or anything packed from being read."""
    assert decoded(body, kind) == PROSE


def test_a_packed_page_is_read_by_the_name_within() -> None:
    """What is left of a name without ".gz" says what the page is."""
    body = gzip.compress(b"<p>You <b>pay</b>.</p>")
    assert decoded(body, "application/gzip", "https://northline.example/terms.html.gz?v=2") == "You pay."


def test_what_unpacks_to_far_more_than_terms_is_refused() -> None:
    """A small file of zeros is not unpacked to the end."""
    with pytest.raises(TooMuchToRead, match="more than 50 MB"):
        decoded(gzip.compress(b"\x00" * 60_000_000, 1))


@pytest.mark.parametrize("kind", ["application/json", "text/html", ""])
@pytest.mark.parametrize("value", [{"error": "not found"}, [{"a": 1}, 2], {}])
def test_json_is_data_and_no_terms(value: object, kind: str) -> None:
    """An interface's error message never becomes a revision."""
    with pytest.raises(UnreadableType, match="JSON data"):
        decoded(json.dumps(value).encode(), kind)


@pytest.mark.parametrize("body", ["null", '"You pay."', "{cut off"])
def test_json_by_its_type_is_json_whatever_it_holds(body: str) -> None:
    """A bare value, and data that was cut off, are no terms either."""
    with pytest.raises(UnreadableType, match="JSON data"):
        decoded(body.encode(), "application/problem+json; charset=utf-8")


def test_brackets_make_no_json() -> None:
    """A text may begin with a link or a bracket."""
    assert decoded(b"[Terms](https://northline.example/terms) apply.") == "Terms apply."
    assert decoded(b"{1} You pay.") == "{1} You pay."


def test_control_characters_are_dropped_and_words_kept() -> None:
    """A terminal's colours and bells in a short text are noise, and no reason to refuse it."""
    noisy = "# Terms\n\n" + "\x1b[1mYou\x1b[0m\x07 \x00pay.\x1b\x1b " * 5
    assert decoded(noisy.encode(), "text/markdown") == "Terms " + " ".join(["You pay."] * 5)


@pytest.mark.parametrize(
    "page_of",
    [
        '<html><head><meta name="color-scheme"></head><body><pre style="white-space: pre-wrap">{}</pre></body></html>',
        "<pre>{}</pre>",
    ],
)
def test_a_page_that_is_one_preformatted_text_is_read_as_text(page_of: str) -> None:
    """What a browser saves of a text file: its lists, wrapped lines and entities are those of text."""
    plain = "1. You pay the fees\nthat the order says.\n\n- R&amp;D\n- all else\n"
    assert decoded(page_of.format(plain).encode(), "text/html").split(" R&D ") == [
        "You pay the fees that the order says.",
        "all else",
    ]


@given(st.binary(max_size=400), st.sampled_from(["", "text/html", "text/plain; charset=utf-16", "application/pdf"]))
@example(b"\x1f\x8b\x08" + b"\x00" * 40, "")
@example(b"PK\x03\x04" + b"word/" * 10, "")
@example(b"%PDF-1.4\n" + b"\x00" * 50, "")
@example(b"\x1b$B" + bytes(range(256)), "")
def test_any_bytes_end_in_words_or_a_named_error(body: bytes, kind: str) -> None:
    """Nothing that a server sends ends in anything else."""
    with suppress(ReadError):
        assert read(page(body, kind), SOURCE).digest


@pytest.mark.parametrize(
    "subset",
    [
        "",
        '<!ENTITY a "b">',
        "<!ENTITY a 'no ]> end'>",
        '<!-- "]>" it\'s --><!ELEMENT p ANY>',
        '<!ENTITY x SYSTEM "file:///x">\n',
    ],
)
def test_what_a_document_type_declares_is_no_text(subset: str) -> None:
    """XHTML may declare entities in it; a browser that reads it as HTML would show the end of that."""
    markup = f'<?xml version="1.0"?><!DOCTYPE html [{subset}] ><html><body><p>{PROSE}</p></body></html>'
    assert decoded(markup.encode(), "application/xhtml+xml") == PROSE


@pytest.mark.parametrize("subset", ["<!ENTITY a 'b", "<!-- ", "]" * 50_000, "'' " * 50_000, "<!--" * 50_000])
def test_a_document_type_that_never_ends_is_left_as_it_is(subset: str) -> None:
    """The words after it may be lost in it, never the time."""
    with suppress(ReadError):
        decoded(f"<!DOCTYPE html [{subset}<html><body><p>{PROSE}</p></body></html>".encode(), "text/html")

"""Bytes as a document: which kind it is, unpacked, and where it is text in which encoding.

What a server says of a document is heard last: the bytes are right more often than their label.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor.errors import NothingToRead, TooMuchToRead, UnreadableType
from monitor.read.charset import as_text
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Part

Format = Literal["html", "markdown", "pdf", "docx"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A part as what it is: `text` of HTML, Markdown and plain text, `body` (unpacked) of PDF and DOCX.

    Plain text is of the form "markdown": one reader serves both.
    """

    form: Format
    text: str = ""
    body: bytes = b""


_HTML_START = pattern(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUBSET = pattern(r"<!doctype\b[^<>\[]*\[", re.IGNORECASE)
_IN_SUBSET = pattern(r"[\"']|<!--|\]\s*>")
_HTML_TAGS = pattern(r"<(?:p|div|h[1-6]|ul|ol|table|section|article|main|span)\b[^>]*>", re.IGNORECASE)
_PRE_ONLY = pattern(  # what a browser saves of a text file
    r"\A\s*(?:<!doctype[^>]*>\s*)?(?:<html[^>]*>\s*)?(?:<head[^>]*>(?:(?!</head>).)*</head>\s*)?(?:<body[^>]*>\s*)?"
    r"<pre[^>]*>([^<]*)</pre>\s*(?:<div[^>]*>\s*</div>\s*)*(?:</body>\s*)?(?:</html>\s*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document; save it as DOCX or PDF"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"Rar!\x1a", "a RAR archive; unpack it"),
)
_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes: readers accept the mark anywhere in them (ISO 32000-1, annex H.3.4.1)
_PDF_END = b"startxref"
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b\x08"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_IN_ZIP = (  # what a ZIP archive holds says what it is
    (b"word/", ""),
    (b"xl/", "an Excel workbook; save it as PDF"),
    (b"ppt/", "a PowerPoint presentation; save it as PDF"),
    (b"META-INF/manifest.xml", "an OpenDocument file; save it as DOCX or PDF"),
    (b"META-INF/container.xml", "an EPUB book; save it as PDF or HTML"),
)
_SNIFFED = 4096  # bytes at the start in which a document shows what it is
_MOST_UNPACKED = 50_000_000  # bytes: ten times the largest page that is fetched
_NOISE = pattern("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_ODD = pattern("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")  # all that is looked for or taken out
_MOST_NOISE = 0.05  # of the characters: random bytes have a tenth, text has none
_KINDS_OF_NOISE = 5  # random bytes have them all; a stray control character in text is the same one again
_CONTROL = pattern("\x1b\\[[0-9;]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")  # a terminal's colours first
_WORD_QUOTES = {  # Windows-1252 that went through Latin-1 into UTF-8: the marks stand where control characters do
    code: bytes([code]).decode("cp1252", "ignore")
    for code in range(0x80, 0xA0)
    if code != 0x85  # noqa: PLR2004
}
_C1 = pattern("[\x80-\x84\x86-\x9f]")
_FEW_TAGS = 40  # a page that is one preformatted text has hardly any
_FEWEST_TAGS = 3  # block elements that make unlabelled text HTML
_MOST_JSON = 2_000_000  # characters that are parsed to be sure; longer JSON shows at its start
_JSON_START = pattern(r'\s*(?:\{\s*"|\[\s*[{\["])')
_NO_DOCUMENT = ("image/", "audio/", "video/", "font/")


def decode(part: Part) -> Decoded:
    """What a part is, and its text.

    Raises `UnreadableType` for what holds no text that can be read, `NothingToRead` for an
    empty body, `TooMuchToRead` where a packed body is larger than any terms.
    """
    body = part.body
    if body.startswith(_GZIP):
        body = _unpacked(body, part.url)
    if not body.strip():
        raise NothingToRead(part.url, "the page is empty; open the address in a browser and compare")
    binary = _binary(body, part.url)
    if binary is not None:
        return binary
    text = _clean(as_text(body, part.content_type, part.url), part.url)
    form = _form(part, text)
    if form != "html" and part.content_type.strip().lower().startswith(_NO_DOCUMENT):
        raise UnreadableType(part.url)
    if form != "html":
        _refuse_json(text, part)
    if form == "html":
        text = _without_subset(text)
    if form == "html" and text.count("<") <= _FEW_TAGS and (plain := _PRE_ONLY.match(text)):
        return Decoded("markdown", html.unescape(plain.group(1)))
    return Decoded(form, text)


def _without_subset(text: str) -> str:
    """HTML whose document type declares nothing itself, as only XML may: a parser of HTML takes the end for text."""
    opened = _SUBSET.search(text[:_SNIFFED])
    if opened is None:
        return text
    at = opened.end()
    while found := _IN_SUBSET.search(text, at):
        if found[0].startswith("]"):
            return f"{text[: opened.end() - 1].rstrip()}>{text[found.end() :]}"
        end = "-->" if found[0] == "<!--" else found[0]
        at = text.find(end, found.end()) + len(end)
        if at < found.end() + len(end):  # never closed
            return text
    return text


def _unpacked(body: bytes, subject: str) -> bytes:
    """What gzip packed (RFC 1952), all members of it, up to a bound."""
    out: list[bytes] = []
    room = _MOST_UNPACKED
    while body.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            piece = member.decompress(body, room + 1)
        except zlib.error as error:
            raise UnreadableType(subject, "is gzip-compressed data that is damaged; fetch it again") from error
        room -= len(piece)
        if room < 0:
            raise TooMuchToRead(subject, f"is packed, and more than {_MOST_UNPACKED // 10**6} MB when unpacked")
        if not member.eof:
            raise UnreadableType(subject, "is gzip-compressed data that is cut off; fetch it again")
        out.append(piece)
        body = member.unused_data
    whole = b"".join(out)
    if whole.startswith(_GZIP):
        raise UnreadableType(subject, "is packed twice; unpack it once")
    return whole


def _binary(body: bytes, subject: str) -> Decoded | None:
    """A PDF or DOCX, whatever it is called; None for what may be text."""
    start = body[:_PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if start.startswith(_PDF) or (_PDF in start and _PDF_END in body[-2 * _PDF_WITHIN :]):
        return Decoded("pdf", body=body)
    if start.startswith(_ZIP):
        return _zipped(body, subject)
    if start.startswith(_OLD_OFFICE):
        locked = _LOCKED_OFFICE in body
        kind = "an Office document with a password" if locked else "an Office document of before 2007 (.doc, .xls)"
        raise UnreadableType(subject, f"is {kind}; save it as DOCX without a password, or as PDF")
    for magic, what in _MAGIC:
        if start.startswith(magic):
            raise UnreadableType(subject, f"is {what}; give HTML, PDF, DOCX, Markdown or plain text")
    return None


def _zipped(body: bytes, subject: str) -> Decoded:
    """The names in a ZIP archive stand unpacked in it: they say which kind of document it is."""
    for name, what in _IN_ZIP:
        if name in body:
            if what:
                raise UnreadableType(subject, f"is {what}")
            return Decoded("docx", body=body)
    raise UnreadableType(subject, "is a ZIP archive; unpack it and give the document in it")


def _clean(text: str, subject: str) -> str:
    """Text without control characters and lone surrogates; where it consists of them it is no text."""
    if not _ODD.search(text):  # nearly every text
        return text
    noise = _NOISE.findall(text)
    if len(noise) > _MOST_NOISE * len(text) and len(set(noise)) >= _KINDS_OF_NOISE:
        raise UnreadableType(subject)
    if text.count("\ufffd") * 2 > len(text):
        raise UnreadableType(subject)
    return _C1.sub(lambda match: _WORD_QUOTES[ord(match.group())], _CONTROL.sub("", text))


def _refuse_json(text: str, part: Part) -> None:
    """JSON is what an interface answers, often an error: no terms, whatever it is called."""
    declared = "json" in part.content_type.partition(";")[0].lower()
    if declared or (text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and _is_json(text)):
        raise UnreadableType(part.url, "is JSON data and no document; give the address of the page that people read")


def _is_json(text: str) -> bool:
    if len(text) > _MOST_JSON:
        return bool(_JSON_START.match(text))
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _form(part: Part, text: str) -> Literal["html", "markdown"]:
    """HTML by its first tag, or else by its type, its name or its elements; all else as Markdown."""
    if _HTML_START.match(text[:_SNIFFED]):
        return "html"
    kind = part.content_type.partition(";")[0].strip().lower()
    path = part.url.partition("?")[0].lower().removesuffix(".gz")
    if kind in {"text/markdown", "text/x-markdown"} or path.endswith((".md", ".markdown")):
        return "markdown"
    if kind in {"text/html", "application/xhtml+xml"} or path.endswith((".html", ".htm", ".xhtml")):
        return "html" if "<" in text else "markdown"
    return "html" if len(_HTML_TAGS.findall(text[: 10 * _SNIFFED])) >= _FEWEST_TAGS else "markdown"

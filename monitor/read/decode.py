"""Bytes as text: which kind of document they are and in which encoding."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Literal

from monitor.errors import NothingToRead, UnreadableType

if TYPE_CHECKING:
    from monitor.model import Part

Format = Literal["html", "markdown"]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_META_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w:-]{2,40})", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:-]{2,40})", re.IGNORECASE)
_HTML_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAGS = re.compile(rb"<(?:p|div|h[1-6]|ul|ol|table|section|article|main|span)\b[^>]*>", re.IGNORECASE)
_MAGIC = ((b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
          (b"PK\x03\x04", "a ZIP archive or Office document"), (b"\x1f\x8b", "gzip-compressed data"),
          (b"\x7fELF", "a program"))  # fmt: skip
_SNIFFED = 4096  # bytes at the start in which a document shows what it is
_MOST_NULS = 0.02  # of the bytes: text has none, UTF-16 without a mark has half
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MOST_NOISE = 0.05  # of the characters: random bytes have a tenth, text has none
_GOOD_TO_BROKEN = 2  # whole letters beyond ASCII to each broken one; another encoding has none whole
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})  # for no page
_FEWEST_TAGS = 3  # block elements that make unlabelled text HTML


def decode(part: Part) -> tuple[Format, str]:
    """The text of a part and how to read it.

    Raises `UnreadableType` for what is no text, `NothingToRead` for an empty body.
    """
    body = part.body
    if not body.strip():
        raise NothingToRead(part.url, "the page is empty; open the address in a browser and compare")
    for magic, what in _MAGIC:
        if body.lstrip()[:16].startswith(magic):
            raise UnreadableType(part.url, f"is {what}, which this release cannot read; give an HTML or text address")
    if part.content_type.strip().lower().startswith(("image/", "audio/", "video/", "font/")):
        raise UnreadableType(part.url)
    charset = _charset(part)
    text = _as_text(body, charset, part.url)
    if len(_NOISE.findall(text)) > _MOST_NOISE * len(text):
        raise UnreadableType(part.url)
    return _format(part, body), text.replace("\x00", "")


def _charset(part: Part) -> str | None:
    """What the header, or else the page itself, says of the encoding; None where neither names a known one."""
    header = _HEADER_CHARSET.search(part.content_type)
    meta = _META_CHARSET.search(part.body[:_SNIFFED])
    for name in (header.group(1) if header else "", meta.group(1).decode("ascii", "ignore") if meta else ""):
        if name and _is_charset(name):
            return codecs.lookup(name).name
    return None


def _is_charset(name: str) -> bool:
    """Whether it names an encoding of pages: Python's codecs also hold compressions and escapes."""
    try:
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return codecs.lookup(name).name not in _NO_CHARSETS


def _as_text(body: bytes, charset: str | None, subject: str) -> str:
    """Bytes that are valid UTF-8 are UTF-8 whatever was declared: the reverse mistake is the common one."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if body.count(0) > _MOST_NULS * len(body):
        return _without_mark(body, subject)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        mended = body.decode("utf-8", "replace")
        if _is_nearly_utf8(mended):
            return mended
        fallback = charset if charset not in {None, "utf-8", "ascii", "iso8859-1"} else "cp1252"
        return body.decode(fallback or "cp1252", "replace")


def _is_nearly_utf8(mended: str) -> bool:
    """Whether a few stray bytes stand in what is UTF-8 otherwise: one of them must not turn every umlaut of a page."""
    broken = mended.count("\ufffd")
    return sum(letter > "\x7f" for letter in mended) > _GOOD_TO_BROKEN * broken


def _without_mark(body: bytes, subject: str) -> str:
    """UTF-16 without a byte order mark shows in where its zero bytes stand (RFC 2781, 4.3)."""
    even, odd = body[::2].count(0), body[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 1:
        raise UnreadableType(subject)
    return body.decode("utf-16-be" if even > odd else "utf-16-le", "replace")


def _format(part: Part, body: bytes) -> Format:
    head = body[:_SNIFFED].replace(b"\x00", b"")
    if _HTML_START.search(head):
        return "html"
    kind = part.content_type.partition(";")[0].strip().lower()
    path = part.url.partition("?")[0].lower()
    if kind in {"text/markdown", "text/x-markdown"} or path.endswith((".md", ".markdown")):
        return "markdown"
    if kind in {"text/html", "application/xhtml+xml"} or path.endswith((".html", ".htm", ".xhtml")):
        return "html" if b"<" in body else "markdown"
    return "html" if len(_HTML_TAGS.findall(body[: 10 * _SNIFFED])) >= _FEWEST_TAGS else "markdown"

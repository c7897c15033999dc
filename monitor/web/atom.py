"""Feeds as Atom writes them (RFC 4287).

A feed and an entry have their identifiers for ever, made of what they tell of, so that no
reader shows anything twice, whatever address the pages are served under.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

MEDIA_TYPE = "application/atom+xml; charset=utf-8"

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed: it has to say so (RFC 4287, 4.1.1)."""

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = pattern(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 (2.2) has no place for
_END = b"</feed>"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry: what it tells of, its title, when that was, where it is shown, its content as HTML."""

    of: str
    title: str
    at: datetime
    address: str
    html: str


def entry_bytes(written: Written) -> bytes:
    """An entry, for `feed_bytes`."""
    entry = Element("entry")
    _add(entry, "id", _identifier(written.of))
    _add(entry, "title", written.title)
    _add(entry, "updated", written.at.isoformat())
    _add(entry, "published", written.at.isoformat())
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _clean(written.address)})
    _add(entry, "content", written.html).set("type", "html")
    return bytes(tostring(entry, encoding="utf-8"))


def feed_bytes(of: str, title: str, updated: datetime, own: str, entries: Iterable[bytes]) -> bytes:
    """A feed with these entries; `own` is its address."""
    feed = Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", _identifier(of))
    _add(feed, "title", title)
    _add(feed, "updated", updated.isoformat())
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _clean(own)})
    _add(SubElement(feed, "author"), "name", "clausewatch")
    head = bytes(tostring(feed, encoding="utf-8", xml_declaration=True))
    return b"".join((head.removesuffix(_END), *entries, _END))


def _add(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _identifier(told: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"clausewatch:{told}".encode("utf-8", "backslashreplace").decode()).urn

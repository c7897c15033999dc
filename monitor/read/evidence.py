"""Dates that stand beside the terms: in meta data, `<time>` elements, front matter, a file's properties, a header."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bs4 import Tag
from bs4.element import NavigableString

from monitor.model import DateEvidence, EvidenceOrigin
from monitor.text.dates import printed_dates
from monitor.text.fold import tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bs4 import BeautifulSoup

_MOST = 20  # entries: a page that lists articles dates each of them
_LONGEST = 80  # characters of a written date
_LONGEST_NAME = 40  # characters of the words before a `<time>`
_LONGEST_JSON = 200_000  # characters of one JSON-LD script
_DEEPEST_JSON = 8  # levels of it that are looked through; those seen have 4
_MOST_JSON = 2_000  # values of it, the same
_META_NAMES = frozenset(
    "date dates last-modified lastmodified last_modified modified modified_time updated updated_time lastupdated "
    "last-updated last_updated revised revision_date revision-date pubdate publishdate publish_date publish-date "
    "published published_time publication_date publication-date created creation_date datemodified datepublished "
    "datecreated issued effective effective_date effective-date article:modified_time article:published_time "
    "og:updated_time og:published_time og:article:modified_time og:article:published_time "
    "docx:modified docx:created pdf:moddate pdf:creationdate moddate creationdate".split()
)
_DUBLIN = pattern(r"(?:dc|dcterms)[.:](?:date(?:[.:]\w{1,20})?|modified|issued|created|available|valid|dateaccepted)$")
_JSON_NAMES = frozenset({"dateModified", "datePublished", "dateCreated", "uploadDate"})
_FILE_NAMES = pattern(r"(?:pdf|docx|odt|file):|(?:mod|creation)date$")
_COMPACT = pattern(
    r"(?:D:)?((?:19|20)\d{2})(?:(0[1-9]|1[0-2])(?:([0-3]\d)(?:T?\d{2,6}(?:Z|[+-][\d']{0,6})?)?)?)?", re.ASCII
)
_EPOCH = pattern(r"\d{9,10}|\d{13}", re.ASCII)
_ASCTIME = pattern(r"\w{3} (\w{3}) {1,2}(\d{1,2}) \d\d:\d\d:\d\d (\d{4})", re.ASCII)  # the third form of RFC 9110
_WRAPPING = pattern(r"<!\[CDATA\[|\]\]>")
_INLINE = frozenset("a abbr b em font i label small span strong".split())
_STEPS = 12  # elements and strings beside a `<time>` that are looked at for its words


def evidence_of(soup: BeautifulSoup) -> tuple[DateEvidence, ...]:
    """The dates in a page's meta elements, JSON-LD and `<time>` elements; at most twenty, each said once."""
    return _several(_on_page(soup))


def evidence_from_meta(meta: Mapping[str, str]) -> tuple[DateEvidence, ...]:
    """The dates in front matter ("date", "updated") or in a file's properties ("pdf:ModDate", "docx:modified")."""
    return _several(
        _evidence("file" if _FILE_NAMES.match(name.lower()) else "front-matter", name, str(value))
        for name, value in meta.items()
        if _is_date_name(name.lower())
    )


def evidence_of_header(last_modified: str | None) -> tuple[DateEvidence, ...]:
    """The date of a Last-Modified header, in any of the three forms of RFC 9110, section 5.6.7."""
    if not last_modified:
        return ()
    asctime = _ASCTIME.fullmatch(last_modified.strip())
    plain = f"{asctime[2]} {asctime[1]} {asctime[3]}" if asctime else last_modified
    return _several([_evidence("last-modified", "Last-Modified", plain, last_modified)])


def _several(found: Iterable[DateEvidence | None]) -> tuple[DateEvidence, ...]:
    """Those that are dates, each once, in the order they stand in, up to a number that a reader can look through."""
    kept: dict[DateEvidence, None] = {}
    for one in found:
        if one is not None:
            kept.setdefault(one)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _evidence(origin: EvidenceOrigin, name: str, text: str, shown: str | None = None) -> DateEvidence | None:
    """What a written date means; None where it is none, such as "18 days ago"."""
    written = tidy(text[: 2 * _LONGEST])[:_LONGEST]
    label = tidy(name[: 2 * _LONGEST])[:_LONGEST]
    as_shown = tidy(shown[: 2 * _LONGEST])[:_LONGEST] if shown is not None else written
    spelled = _spelled_out(written)
    for date in printed_dates(spelled)[:1]:
        return DateEvidence(origin, label, as_shown, date.value, date.precision)
    return None


def _spelled_out(written: str) -> str:
    """Forms that only machines write, as a date that people print: 20240501, D:20240501100000Z, seconds since 1970."""
    if _EPOCH.fullmatch(written) and not _COMPACT.fullmatch(written):
        seconds = int(written[:-3] if len(written) > len("1714521600") else written)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    compact = _COMPACT.fullmatch(written)
    if compact and (compact[2] or written.startswith("D:")):
        return "-".join(part for part in compact.groups() if part)
    return written


def _is_date_name(name: str) -> bool:
    return name in _META_NAMES or bool(_DUBLIN.match(name))


# --- on a page -----------------------------------------------------------------------


def _on_page(soup: BeautifulSoup) -> Iterator[DateEvidence | None]:
    """In one walk over the elements: `find_all` takes ten times as long."""
    element = soup.contents[0] if soup.contents else None
    while element is not None:
        if isinstance(element, Tag):
            if element.name == "meta":
                yield _from_meta(element)
            elif element.name == "script":
                yield from _from_json(element)
            elif element.name == "time":
                yield _from_time(element)
        element = element.next_element


def _from_meta(tag: Tag) -> DateEvidence | None:
    attributes = tag.attrs
    name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
    name = name or attributes.get("http-equiv")
    content = attributes.get("content")
    if not isinstance(name, str) or not isinstance(content, str) or not _is_date_name(name.strip().lower()):
        return None
    return _evidence("meta", name.strip(), content)


def _from_time(tag: Tag) -> DateEvidence | None:
    """A `<time>`: the date in its attribute, or else in its words, named by the words before it."""
    stated = tag.attrs.get("datetime")
    written = stated if isinstance(stated, str) and stated.strip() else _first_words(tag)
    return _evidence("time", _words_before(tag), written)


def _first_words(tag: Tag) -> str:
    element = tag.next_element
    for _ in range(_STEPS):
        if element is None:
            break
        if isinstance(element, NavigableString) and element.strip():
            return str(element[: 2 * _LONGEST])
        element = element.next_element
    return ""


def _words_before(tag: Tag) -> str:
    """The end of the text that stands before an element in its line, without its colon."""
    line = ""
    element = tag.previous_element
    for _ in range(_STEPS):
        if element is None or (isinstance(element, Tag) and element.name not in _INLINE):
            break
        if isinstance(element, NavigableString):
            line = f"{element[-2 * _LONGEST_NAME :]} {line}"
        element = element.previous_element
    words = tidy(line).strip(" :：,-(|")
    return words[-_LONGEST_NAME:].partition(" ")[2] if len(words) > _LONGEST_NAME else words


# --- JSON-LD -------------------------------------------------------------------------


def _from_json(tag: Tag) -> Iterator[DateEvidence | None]:
    """The dates of a JSON-LD script; one that is malformed, or too large to be one, has none."""
    if "ld+json" not in str(tag.attrs.get("type", "")).lower():
        return
    source = _WRAPPING.sub(" ", "".join(str(part) for part in tag.contents))
    first, last = min(_places(source)), max(source.rfind("}"), source.rfind("]"))
    if "date" not in source or len(source) > _LONGEST_JSON or last < first:
        return
    try:
        data = json.loads(source[first : last + 1], strict=False)
    except (ValueError, RecursionError):
        return
    for name, value in _dated(data):
        yield _evidence("json-ld", name, value)


def _places(source: str) -> list[int]:
    return [place for place in (source.find("{"), source.find("[")) if place >= 0] or [len(source)]


def _dated(data: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON holds anything
    """The dates in JSON, in reading order, each with its key."""
    waiting: list[tuple[Any, int]] = [(data, 0)]
    looked_at = 0
    while waiting and looked_at < _MOST_JSON:
        value, depth = waiting.pop()
        looked_at += 1
        if depth > _DEEPEST_JSON:
            continue
        if isinstance(value, dict):
            yield from ((name, date) for name, date in value.items() if name in _JSON_NAMES and isinstance(date, str))
            inner = list(value.values())
        else:
            inner = value if isinstance(value, list) else []
        waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, dict | list))

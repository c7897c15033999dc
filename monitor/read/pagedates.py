"""Dates that stand beside the terms on a page: in its meta elements, its JSON-LD and its `<time>` elements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bs4 import Tag
from bs4.element import NavigableString

from monitor.read.evidence import LONGEST, evidence, is_date_name, several
from monitor.text.fold import tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup

    from monitor.model import DateEvidence

_LONGEST_NAME = 40  # characters of the words before a `<time>`
_LONGEST_JSON = 200_000  # characters of one JSON-LD script
_DEEPEST_JSON = 8  # levels of it that are looked through; those seen have 4
_MOST_JSON = 2_000  # values of it, the same
_JSON_NAMES = frozenset({"dateModified", "datePublished", "dateCreated", "uploadDate"})
_WRAPPING = pattern(r"<!\[CDATA\[|\]\]>")
_INLINE = frozenset("a abbr b em font i label small span strong".split())
_STEPS = 12  # elements and strings beside a `<time>` that are looked at for its words


def evidence_of(soup: BeautifulSoup) -> tuple[DateEvidence, ...]:
    """The dates in a page's meta elements, JSON-LD and `<time>` elements; at most twenty, each said once."""
    return several(_on_page(soup))


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
    if not isinstance(name, str) or not isinstance(content, str) or not is_date_name(name.strip().lower()):
        return None
    return evidence("meta", name.strip(), content)


def _from_time(tag: Tag) -> DateEvidence | None:
    """A `<time>`: the date in its attribute, or else in its words, named by the words before it."""
    stated = tag.attrs.get("datetime")
    written = stated if isinstance(stated, str) and stated.strip() else _first_words(tag)
    return evidence("time", _words_before(tag), written)


def _first_words(tag: Tag) -> str:
    element = tag.next_element
    for _ in range(_STEPS):
        if element is None:
            break
        if isinstance(element, NavigableString) and element.strip():
            return str(element[: 2 * LONGEST])
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
        yield evidence("json-ld", name, value)


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

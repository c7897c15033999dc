"""Lists of addresses as other programs write them: plain text, CSV, OPML, urlwatch's YAML. Bytes in, rows out.

What cannot be taken over is said in a note with its line, and never silently dropped.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.errors import UsageError
from monitor.sources import urlwatch
from monitor.sources.findings import quoted
from monitor.sources.listed import Listed, Listing
from monitor.sources.values import LONGEST_ADDRESS
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

MOST_ROWS = 2_000
"""Whoever watches more has a program that writes sources.toml."""

LONGEST_LINE = 2_000
"""Characters of a line, or of a cell: an address as long as any with a title beside it."""

_TOO_LONG = f"is longer than {LONGEST_LINE:,} characters and was not taken over"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_URL = pattern(r"https?://\S+", re.IGNORECASE)
_BARE = pattern(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")
_COMMENT = pattern(r"(?:^|\s)#.*$")
_AROUND = " \t,;|<>[]\"'*-–—:"
_CLOSING = ".,;|>)]}\"'"
_CLOSES = frozenset(_CLOSING)
_MARKS = pattern(r"[;,|]")
_URLWATCH = pattern(r"^(?:url|navigate|command):\s", re.MULTILINE)
_COLUMNS = {
    "url": ("url", "urls", "address", "link", "href", "uri", "website", "htmlurl", "xmlurl", "page"),
    "title": ("title", "name", "document", "text", "label"),
    "id": ("id",),
    "tags": ("tags", "tag", "labels", "category", "categories"),
}
_DELIMITERS = ",;\t"


def read_list(name: str, body: bytes) -> Listing:
    """The addresses in a file, its kind told by its name and content.

    Raises `UsageError`, with the name as its subject, for what is no such list.
    """
    text = _decoded(body)
    start, kind = text.lstrip()[:1], name.lower().rpartition(".")[2]
    if start == "<":
        listing = _opml(name, body)
    elif kind in {"yaml", "yml"} or _URLWATCH.search(text):
        listing = urlwatch.read(text, LONGEST_LINE)
    elif kind in {"csv", "tsv"} or _has_header(text):
        listing = _csv(name, text)
    else:
        listing = _plain(text)
    if not listing.rows:
        raise UsageError(name, "holds no http(s) address; give a text, CSV, OPML or urlwatch file")
    if len(listing.rows) > MOST_ROWS:
        raise UsageError(name, f"holds more than {MOST_ROWS:,} addresses; divide it")
    return listing


def _decoded(body: bytes) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")  # what spreadsheets write on Windows


def address_in(text: str) -> str:
    """The text as an address if it looks like one, with a scheme; else ""."""
    words = text.strip()
    if _URL.fullmatch(words):
        return words
    return f"https://{words}" if _BARE.fullmatch(words) else ""


# --- plain text ---------------------------------------------------------------------------


def _plain(text: str) -> Listing:
    rows, notes = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            notes.append(f"line {number} {_TOO_LONG}")
            continue
        said = _COMMENT.sub("", line).strip()
        if not said:
            continue
        row = _line(said, number)
        if row:
            rows.append(row)
        else:
            notes.append(f"line {number}: no address in {quoted(said)}")
    return Listing(tuple(rows), tuple(notes))


def _line(said: str, number: int) -> Listed | None:
    """An address with a title beside it or without."""
    found = _URL.search(said)
    if found:
        url = _closed(found[0])
        before, after = said[: found.start()], said[found.start() + len(url) :]
        return Listed(number, url, _trimmed(before) or _trimmed(after.lstrip(_CLOSING)))
    for cell in re.split(r"[\t,;]|\s+", said):
        if url := address_in(cell.strip(_AROUND)):
            return Listed(number, url, _trimmed(said.replace(cell, " ")))
    return None


def _trimmed(title: str) -> str:
    """A title without what divided it from its address, or enclosed that; brackets of its own stay."""
    words = title.strip(_AROUND)
    surplus = words.count("(") - words.count(")")
    while words.endswith("(" if surplus > 0 else ")") and surplus:
        surplus -= 1 if surplus > 0 else -1
        words = words[:-1].strip(_AROUND)
    return words


def _closed(url: str) -> str:
    """An address without the punctuation of the sentence or the brackets it stands in."""
    end, surplus = len(url), url.count(")") - url.count("(")
    while url[end - 1 : end] in _CLOSES and not (url[end - 1] == ")" and surplus <= 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


# --- CSV ----------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Which column holds what, where a header says so."""

    url: int
    title: int | None
    id: int | None
    tags: int | None


def _csv(name: str, text: str) -> Listing:
    rows: list[Listed] = []
    notes = []
    layout: _Layout | None = None
    try:
        for number, cells in _cells(text):
            if not rows and layout is None and (layout := _layout(cells)):
                continue
            if any(len(cell) > LONGEST_LINE for cell in cells):
                notes.append(f"line {number} {_TOO_LONG}")
                continue
            row = _row(number, cells, layout)
            if row:
                rows.append(row)
            else:
                notes.append(f"line {number}: no address in {quoted(' '.join(cells))}")
    except csv.Error as error:
        raise UsageError(name, f"is no CSV that can be read ({error})") from None
    return Listing(tuple(rows), tuple(notes))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and not stripped[0].startswith("#"):
            yield reader.line_num, stripped


def _has_header(text: str) -> bool:
    try:
        first = next(_cells(text), None)
    except csv.Error:
        return False
    return first is not None and len(first[1]) > 1 and _layout(first[1]) is not None


def _layout(cells: Sequence[str]) -> _Layout | None:
    named = [cell.lower() for cell in cells]
    found = {key: next((named.index(name) for name in names if name in named), None) for key, names in _COLUMNS.items()}
    url = found["url"]
    return None if url is None else _Layout(url, found["title"], found["id"], found["tags"])


def _row(number: int, cells: Sequence[str], layout: _Layout | None) -> Listed | None:
    if layout is None:
        place = next((place for place, cell in enumerate(cells) if address_in(cell)), None)
        if place is None:
            return None
        others = (cell for cell in (*cells[:place], *cells[place + 1 :]) if cell)
        return Listed(number, address_in(cells[place]), next(others, ""))
    tags = tuple(tag.strip() for tag in _MARKS.split(_cell(cells, layout.tags)) if tag.strip())
    url = address_in(_cell(cells, layout.url))
    return Listed(number, url, _cell(cells, layout.title), _cell(cells, layout.id), tags) if url else None


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


# --- OPML ---------------------------------------------------------------------------------


def _opml(name: str, body: bytes) -> Listing:
    """Outlines with an address (http://opml.org/spec2.opml); a document type, with its entities, is refused."""
    from lxml import etree  # noqa: PLC0415 - slow to import, and no check needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UsageError(name, f"begins as XML but is none ({error}); give an OPML file") from None
    if root.getroottree().docinfo.doctype:
        raise UsageError(name, "declares a document type, which no OPML file needs; take that line out")
    rows = [row for outline in root.iter("outline") if (row := _outline(outline))]
    long = [row.line for row in rows if len(row.url) > LONGEST_ADDRESS]
    notes = tuple(f"line {line}: the address {_TOO_LONG}" for line in long)
    return Listing(tuple(row for row in rows if len(row.url) <= LONGEST_ADDRESS), notes)


def _outline(outline: etree._Element) -> Listed | None:
    said = {key.lower(): value.strip() for key, value in outline.attrib.items()}
    # A page is watched, not its feed.
    url = next((url for key in ("url", "htmlurl", "xmlurl") if (url := address_in(said.get(key, "")))), "")
    return Listed(outline.sourceline or 0, url, said.get("text") or said.get("title", "")) if url else None

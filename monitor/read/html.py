"""HTML as blocks: the terms of the page, its title, language and meta data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soupsieve import SelectorSyntaxError

from monitor.errors import SelectorMatchedNothing
from monitor.read.blocks import Layout, bounded
from monitor.read.content import Content, content_of
from monitor.read.learned import NOTHING_KNOWN, Known, Placed, placed
from monitor.read.nodes import Tree
from monitor.read.pagedates import evidence_of
from monitor.read.ranges import at_anchor, between
from monitor.read.soup import elements, release
from monitor.read.surface import surface_of
from monitor.read.tree import parse, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bs4 import BeautifulSoup, Tag

    from monitor.model import Source
    from monitor.read.blocks import Block

_LONGEST_TITLE = 150  # characters: titles of documents have fewer than a hundred


def html_layout(markup: str, source: Source, fragment: str = "", known: Known = NOTHING_KNOWN) -> Layout:
    """The terms of an HTML page: what the source selects, or else what the page's prose shows to be the terms.

    `fragment` is the anchor that the address names; what a source selects is taken
    whole, whatever is `known` of its host. Raises `SelectorMatchedNothing` where what
    is asked for is not on the page.
    """
    soup = parse(markup, source.url)
    surface, evidence = surface_of(soup, markup), evidence_of(soup)
    language = _language(soup)
    tree = _asked_for(soup, source, fragment)
    blocks = bounded([raw.block for raw in tree.blocks], source.url)
    title = surface.title or _first_heading(blocks)
    content = Content(tuple(blocks), ()) if source.select else content_of(tree, known)
    release(soup)
    return Layout(content.blocks, title, language, left_out=content.left_out, surface=surface, evidence=evidence)


def _first_heading(blocks: Sequence[Block]) -> str:
    """The first heading of the first level, cut short: it names a page even where it is left out of the terms."""
    text = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1].rstrip()}…"


def html_places(markup: str, source: Source, fragment: str = "") -> tuple[Placed, ...]:
    """The blocks of an HTML page's terms as they are printed, each with where it stands, to learn from."""
    soup = parse(markup, source.url)
    tree = _asked_for(soup, source, fragment)
    release(soup)
    return placed(tree, content_of(tree).places)


def index_roots(soup: BeautifulSoup, source: Source) -> list[Tag]:
    """The elements of an index in which documents are looked for: what the source selects, without what it removes."""
    for selector in source.remove:
        for found in _selected(soup, selector, source):
            found.decompose()
    return _outermost(_selected(soup, source.select, source)) if source.select else [soup]


def language_of(soup: BeautifulSoup) -> str:
    """The language that a page says it is in, as two letters or so; "" where it says none."""
    return _language(soup)


def _asked_for(soup: BeautifulSoup, source: Source, fragment: str) -> Tree:
    """The part of the page that the source and its address ask for; all of it where they name none."""
    for selector in source.remove:
        for found in _selected(soup, selector, source):
            found.decompose()
    anchors = {wanted: _anchor(soup, wanted) for wanted in (source.start, source.end) if wanted}
    tree = _tree(soup, source)
    if anchors:
        tree = between(tree, source, anchors.get)
    if fragment:
        return at_anchor(tree, fragment, source)
    return tree


def _anchor(soup: BeautifulSoup, wanted: str) -> str | None:
    """The id of the element that a selector finds, given to it where it has none; None for a heading's words."""
    try:
        found = soup.select_one(wanted)
    except SelectorSyntaxError:
        return None
    if found is None:
        return None
    found["id"] = found.get("id") or f"clausewatch-{wanted}"
    return str(found["id"])


def _tree(soup: BeautifulSoup, source: Source) -> Tree:
    """What the source selects; else the body, or all where the markup leaves head and body out.

    The parser then takes text for the head.
    """
    if source.select:
        return tree_of(*_outermost(_selected(soup, source.select, source)))
    body, head = (next(elements(soup, name), None) for name in ("body", "head"))
    found = tree_of(body) if body else Tree()
    if found.blocks or head is None:
        return found if found.blocks else tree_of(soup)
    head.name = "div"
    return tree_of(soup)


def _selected(soup: BeautifulSoup, selector: str, source: Source) -> list[Tag]:
    try:
        found = list(soup.select(selector))
    except SelectorSyntaxError as error:
        raise SelectorMatchedNothing(source.id, f"the selector {selector!r} is not valid CSS; correct it") from error
    if not found:
        raise SelectorMatchedNothing(source.id, f"the selector {selector!r} matches nothing on the page; correct it")
    return found


def _outermost(tags: list[Tag]) -> list[Tag]:
    """Without those that stand inside another of them, whose text would be read twice."""
    chosen = {id(tag) for tag in tags}
    return [tag for tag in tags if not any(id(parent) in chosen for parent in tag.parents)]


def _language(soup: BeautifulSoup) -> str:
    root = next(elements(soup, "html"), None)
    declared = str(root.get("lang") or root.get("xml:lang") or "") if root else ""
    return declared.split("-")[0].split("_")[0].lower()

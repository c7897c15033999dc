"""HTML as blocks: the terms of the page, its title, language and meta data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soupsieve import SelectorSyntaxError

from monitor.errors import SelectorMatchedNothing
from monitor.read.blocks import Block, Layout
from monitor.read.content import content_of
from monitor.read.tree import Tree, parse, tree_of
from monitor.text.fold import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from monitor.model import Source

_META = (
    "date",
    "dc.date",
    "dcterms.modified",
    "last-modified",
    "article:modified_time",
    "article:published_time",
    "og:title",
)


def html_layout(markup: str, source: Source) -> Layout:
    """The terms of an HTML page: what the source selects, or else what the page's prose shows to be the terms.

    Raises `SelectorMatchedNothing` where a configured selector is not on the page.
    """
    soup = parse(markup)
    for selector in source.remove:
        for found in _selected(soup, selector, source):
            found.decompose()
    title, language, meta = _title(soup), _language(soup), _meta(soup)
    if source.select:
        blocks: list[Block] = []
        for root in _outermost(_selected(soup, source.select, source)):
            blocks.extend(raw.block for raw in tree_of(root).blocks)
        return Layout(tuple(blocks), title, language, meta)
    content = content_of(_tree(soup))
    return Layout(content.blocks, title, language, meta, content.left_out)


def _tree(soup: BeautifulSoup) -> Tree:
    """The body; or all of it where the markup leaves head and body out: the parser then takes text for the head."""
    found = tree_of(soup.body) if soup.body else Tree()
    if found.blocks or soup.head is None:
        return found if found.blocks else tree_of(soup)
    soup.head.name = "div"
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


def _title(soup: BeautifulSoup) -> str:
    return tidy(soup.title.get_text(" ")) if soup.title else ""


def _language(soup: BeautifulSoup) -> str:
    root = soup.html
    declared = str(root.get("lang") or root.get("xml:lang") or "") if root else ""
    return declared.split("-")[0].split("_")[0].lower()


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or "").lower()
        if name in _META and tag.get("content"):
            found.setdefault(name, tidy(str(tag["content"])))
    return found

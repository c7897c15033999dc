"""The builder of page trees gives what Beautiful Soup gives, node by node."""

from __future__ import annotations

import gc
import warnings
import weakref
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import NavigableString, PageElement, Tag
from hypothesis import given
from hypothesis import strategies as st

from monitor.read.soup import elements, release, soup_of

GOLDEN = sorted((Path(__file__).parents[1] / "golden").rglob("*.html"))
LINKS = ("parent", "next_element", "previous_element", "next_sibling", "previous_sibling")
TREE = {*LINKS, "contents"}
PARSING = {"builder", "currentTag", "tagStack", "open_tag_counter", "_most_recent_element"}  # of a parse that is over

NAMES = st.sampled_from(
    "a b body br div head html iframe input li link meta noscript ol output p pre rp rt ruby script span style svg "
    "table td template textarea title tr ul x-note svg:path {x}y".split()
)
ATTRIBUTES = st.sampled_from(
    (
        "",
        " class='one two'",
        " class",
        " CLASS=a class=b",
        " rel='nofollow  me' rev=x",
        " headers='a b' id=c",
        " sandbox='a b' for='c d'",
        " accesskey='s t' hidden",
        " {a}b=c {a}class='d e' {=f",
        " charset=utf-8",
        " http-equiv=Content-Type content='text/html; charset=latin1'",
        " xmlns:x='y' x:z=1 xml:lang=en",
        " a=&quot;&amp;",
    )
)
PIECES = st.one_of(
    st.builds("<{}{}>".format, NAMES, ATTRIBUTES),
    st.builds("</{}>".format, NAMES),
    st.sampled_from(
        (
            " ",
            "\n ",
            "\t",
            "\u00a0",
            "\x00",
            "words",
            "&amp; &nbsp; &#0; &no;",
            "<!-- said -->",
            "<!---->",
            "<!-- \n -->",
            "<!doctype html>",
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
            "<!doctype html system 'about:legacy-compat'>",
            "<![CDATA[ c ]]>",
            "<?php echo 1 ?>",
            "<? ?>",
            "<br/>",
            "<",
            "</",
        )
    ),
    st.text(max_size=8).filter(lambda text: text.isascii() or text.isprintable()),
)


def nodes_of(soup: BeautifulSoup) -> list[PageElement]:
    """A tree's nodes, in the page's order."""
    found: list[PageElement] = []
    waiting: list[PageElement] = [soup]
    while waiting:
        found.append(waiting.pop())
        if isinstance(found[-1], Tag):
            waiting.extend(reversed(found[-1].contents))
    return found


def facts_of(node: PageElement, names: list[str]) -> list[Any]:
    """What a node is besides its place: the types count, too."""
    if not isinstance(node, Tag):
        return [type(node), str(node), node.hidden]
    attributes = [(repr(name), type(name), repr(value), type(value)) for name, value in node.attrs.items()]
    return [attributes, *((name, getattr(node, name), type(getattr(node, name))) for name in names)]


def places_of(nodes: list[PageElement]) -> list[list[int | None]]:
    """For each node, where those are that it is linked to."""
    at = {id(node): place for place, node in enumerate(nodes)}
    return [[at.get(id(getattr(node, link))) for link in LINKS] for node in nodes]


def assert_same_tree(markup: str) -> None:
    """Compare the two trees of a page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        expected, found = nodes_of(BeautifulSoup(markup, "lxml")), nodes_of(soup_of(markup))
    for one, other in zip(expected, found, strict=True):
        names = sorted(one.__dict__.keys() - TREE - PARSING - {"element_classes", "attrs"})
        assert facts_of(other, names) == facts_of(one, names)
    assert places_of(found) == places_of(expected)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_markup_gives_the_tree_of_beautiful_soup(markup: str) -> None:
    """However broken it is: elements, attributes, strings, their types, and all links between them."""
    assert_same_tree(markup)


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.stem)
def test_whole_pages_give_the_tree_of_beautiful_soup(page: Path) -> None:
    """Pages as providers make them, menus and scripts included."""
    assert_same_tree(page.read_bytes().decode("utf-8", "replace"))


def test_a_tree_is_as_deep_as_its_markup() -> None:
    """Nothing is lost where elements nest thousands deep."""
    assert_same_tree("<div>" * 3000 + "the end")


def test_elements_are_found_by_any_of_their_names_in_the_order_of_the_page() -> None:
    """Below the element that is asked, and not outside it."""
    soup = soup_of("<p>1</p><div><p>2</p><b>3</b><i><b>4</b></i></div><b>5</b>")
    division = next(elements(soup, "div"))
    assert [tag.get_text() for tag in elements(division, "b", "p")] == ["2", "3", "4"]


def test_a_tree_can_be_selected_from_and_cut() -> None:
    """What a source selects and removes works on it as on any other."""
    soup = soup_of("<main class='a b'><p>Kept.</p><nav>Gone.</nav></main>")
    for menu in soup.select("main.b > nav"):
        menu.decompose()
    assert [str(tag) for tag in soup.select("main")] == ['<main class="a b"><p>Kept.</p></main>']
    assert isinstance(next(soup.strings), NavigableString)


def test_a_tree_that_was_let_go_is_free_at_once() -> None:
    """Without it, each page that was read would stay in memory until the garbage collector comes by."""
    soup = soup_of("<!doctype html><main><p>Kept <b>for</b> long.</p><nav>Gone.</nav></main>")
    for menu in soup.select("nav"):
        menu.decompose()
    seen: list[weakref.ref[Tag]] = [weakref.ref(tag) for tag in (soup, *elements(soup, "main", "p", "b"))]
    gc.disable()
    try:
        release(soup)
        del soup, menu
        assert [node() for node in seen] == [None] * 4
    finally:
        gc.enable()

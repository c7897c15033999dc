"""A part of a page, as a source asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.errors import SelectorMatchedNothing
from monitor.model import Source, Terms
from monitor.read import read
from tests.read.reading import PROSE, SOURCE, URL, html, page, said, text

TWO = (
    f"<div id=eu><h2>Terms for Europe</h2><p>1. {PROSE}</p><h3>Fees</h3><p>You pay in euros.</p></div>"
    f"<div id=us><h2>Terms for America</h2><p>1. {PROSE}</p><h3>Fees</h3><p>You pay in dollars.</p></div>"
)
FLAT = f"<h1>All</h1><h2 id=a>A</h2><p>{PROSE}</p><h3>A1</h3><p>First.</p><h2><a name=b></a>B</h2><p>Second.</p>"


def at(fragment: str, markup: str) -> Terms:
    """The terms at an address that names an anchor."""
    address = f"{URL}#{fragment}"
    return read(page(markup, "text/html", address), Source("northline/terms", (address,)))


def test_the_anchor_of_an_address_chooses_its_element() -> None:
    """Of two documents on one page, the one in the element that bears it."""
    assert said(at("us", TWO)) == ["Terms for America", PROSE, "Fees", "You pay in dollars."]


def test_the_anchor_of_a_heading_chooses_its_section() -> None:
    """Up to the next heading of its rank; an anchor within the heading is as good."""
    assert said(at("a", FLAT)) == ["A", PROSE, "A1", "First."]
    assert said(at("b", FLAT)) == ["B", "Second."]


def test_an_anchor_that_is_gone_is_an_error() -> None:
    """It names the anchor; what no element can bear is no anchor but a script's business."""
    with pytest.raises(SelectorMatchedNothing, match="#uk"):
        at("uk", TWO)
    assert len(said(at("/terms/eu", TWO))) == len(said(at(":~:text=euros", TWO))) == 8


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("A", "B", ["A", PROSE, "A1", "First."]),
        ("b", None, ["B", "Second."]),
        (None, "a1", ["All", "A", PROSE]),
        ("#a", "h3", ["A", PROSE]),
        ("h3", "h2:nth-of-type(2)", ["A1", "First."]),
    ],
)
def test_a_range_goes_from_one_place_on_and_before_another(
    start: str | None, end: str | None, wanted: list[str]
) -> None:
    """Either is a heading's words or a selector."""
    assert said(html(FLAT, replace(SOURCE, start=start, end=end))) == wanted


def test_a_range_of_a_text_goes_by_its_lines() -> None:
    """A document without elements has headings and lines; with their label or without."""
    body = f"# All\n\n## 1. Scope\n\n{PROSE}\n\n## 2. Fees\n\nYou pay.\n\nThe end\n\nFoot."
    assert said(text(body, replace(SOURCE, start="2. Fees", end="The end"))) == ["Fees", "You pay."]
    assert said(text(body, replace(SOURCE, start="fees", end="the end"))) == ["Fees", "You pay."]


@pytest.mark.parametrize(("start", "end"), [("Z", None), (None, "Z"), ("A", "#z"), ("p:no(", None)])
def test_a_range_that_is_not_on_the_page_is_an_error(start: str | None, end: str | None) -> None:
    """It names what is missing, on pages and in texts."""
    source = replace(SOURCE, start=start, end=end)
    for read_it, body in ((html, FLAT), (text, f"# A\n\n{PROSE}")):
        with pytest.raises(SelectorMatchedNothing, match=r"correct `(start|end)`"):
            read_it(body, source)

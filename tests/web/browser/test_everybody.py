"""The pages can be used by everybody: by keyboard, in the dark, on a telephone, and by those who hear them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from monitor.web import links
from tests.fetch.pages import needs_browser
from tests.web.browser.guests import NARROW, WIDE
from tests.web.invented import HARBOR

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.web.browser.guests import Guests
    from tests.web.browser.served import Served

pytestmark = needs_browser

GRAVE = frozenset({"serious", "critical"})
_AXE = {"resultTypes": ["violations"], "preload": False}

# What has the focus: its place among all elements, what it is, and whether it can be seen and its focus, too.
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  return [[...document.querySelectorAll("*")].indexOf(one), one.outerHTML.slice(0, 120),
          ring && inside && box.width > 0 && parseFloat(style.opacity) === 1];
}"""
_REACHABLE = """() => [...document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")]
  .filter((one) => one.checkVisibility() && one.getAttribute("tabindex") !== "-1")
  .map((one) => [...document.querySelectorAll("*")].indexOf(one))"""
_BRIGHTNESS = """() => ["backgroundColor", "color"].map((name) => getComputedStyle(document.body)[name])
  .map((colour) => colour.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3)"""


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds that keeps people from reading or using the page."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - tests without a browser are left out

    found: list[dict[str, Any]] = Axe().run(page, options=_AXE).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
        if one["impact"] in GRAVE
    ]


# Colours do not depend on the width, nor does the order of things on the colours: two of the four pairs show all.
@pytest.mark.parametrize(("theme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["day-wide", "night-narrow"])
def test_axe_finds_no_grave_fault(
    guests: Guests, served: Served, theme: Literal["light", "dark"], size: ViewportSize
) -> None:
    """On a page of every route, at a desk and on a telephone, by day and by night."""
    page = guests(color_scheme=theme, viewport=size)
    faults = []
    for address in served.addresses():
        page.goto(address)
        faults += grave_faults(page)
    assert faults == []


def test_no_page_scrolls_sideways_on_a_telephone(guests: Guests, served: Served) -> None:
    """However long the words are."""
    page = guests(viewport=NARROW)
    wide = {}
    for address in served.addresses():
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in wide.items() if width > NARROW["width"]} == {}


def test_the_skip_link_comes_first_and_leads_to_the_content(guests: Guests) -> None:
    """Where the next step of the keyboard goes on."""
    page = guests()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(_FOCUSED)[2]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("address", ["/", links.document(HARBOR.id), links.change(HARBOR.id, 11), links.all_held()])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(guests: Guests, address: str) -> None:
    """Each link, button and field; what scrolls may be reached besides."""
    page = guests()
    page.goto(address)
    wanted: list[int] = page.evaluate(_REACHABLE)
    reached: list[int] = []
    while not set(wanted) <= set(reached):
        page.keyboard.press("Tab")
        place, said, seen = page.evaluate(_FOCUSED)
        assert seen, said
        assert place > max(reached, default=0), said
        reached.append(place)


def test_the_night_is_dark(guests: Guests) -> None:
    """Bright letters on dark ground, and the other way round by day."""
    shown = {}
    for theme in ("light", "dark"):
        page = guests(color_scheme=theme)
        page.goto("/")
        shown[theme] = page.evaluate(_BRIGHTNESS)
    (day, ink), (night, chalk) = shown["light"], shown["dark"]
    assert day > 200
    assert ink < 100
    assert night < 60
    assert chalk > 160

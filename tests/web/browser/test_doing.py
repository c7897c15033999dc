"""In a real browser people decide what held pages are, say that they looked, and walk and copy changes by script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from monitor.web import links
from tests.fetch.pages import needs_browser
from tests.web.invented import HARBOR, HELD

if TYPE_CHECKING:
    from tests.web.browser.guests import Guests

pytestmark = needs_browser

_AT = "(document.activeElement.closest('article')?.id ?? '')"


@pytest.mark.parametrize("script", [True, False])
def test_a_held_page_is_released(editors: Guests, script: bool) -> None:
    """From the list of all that is held, with or without scripts; afterwards it is a revision, and nothing is held."""
    page = editors(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Held").click()
    page.get_by_role("link", name="Northline Voice Terms").click()
    page.get_by_role("heading", name="a page is held").wait_for()
    page.get_by_text("Der Kunde begleicht").first.wait_for()
    page.get_by_role("button", name="Release").click()
    page.wait_for_url(re.compile("done=released"))
    page.goto(links.change(HELD.id, 2))
    page.get_by_text("Der Kunde begleicht").first.wait_for()
    page.goto(links.all_held())
    page.get_by_text("No page is held").wait_for()


def test_a_held_page_is_dismissed(editors: Guests) -> None:
    """And the terms stay those that were seen before."""
    page = editors()
    page.goto(links.held(HELD.id))
    page.get_by_role("button", name="Dismiss").click()
    page.wait_for_url(re.compile("done=dismissed"))
    page.goto(links.all_held())
    page.get_by_text("No page is held").wait_for()
    page.goto(links.document(HELD.id))
    assert page.locator(f'a[href="{links.revision(HELD.id, 2)}"]').count() == 0


def test_keys_jump_from_change_to_change(guests: Guests) -> None:
    """Forth with j, back with k; not where somebody types."""
    page = guests()
    page.goto(links.change(HARBOR.id, 11))
    page.locator("p.keys").wait_for()
    seen = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate(_AT))
    assert all(seen)
    assert seen[0] != seen[1] != seen[2] != seen[3] == seen[1]
    assert page.evaluate(f"{_AT} && document.activeElement.getBoundingClientRect().top < innerHeight")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_keys_that_are_switched_off_stay_off(guests: Guests) -> None:
    """For whoever speaks to the browser, letters come unasked (WCAG 2.1.4)."""
    page = guests()
    page.goto(links.change(HARBOR.id, 11))
    page.get_by_role("button", name="Switch keys off").click()
    page.reload()
    page.get_by_role("button", name="Switch keys on").wait_for()
    page.keyboard.press("j")
    assert page.evaluate(_AT) == ""


def test_a_change_is_copied_as_markdown(guests: Guests) -> None:
    """What is in the clipboard is what the download holds."""
    page = guests(permissions=["clipboard-read", "clipboard-write"])
    page.goto(links.change(HARBOR.id, 11))
    page.get_by_role("button", name="Copy as Markdown").click()
    page.get_by_role("status").filter(has_text="Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Harbor Cloud Terms of Service" in copied
    assert "**10000** EUR" in copied


def test_a_change_is_acknowledged_in_the_list_of_all_that_nobody_looked_at(editors: Guests) -> None:
    """And is gone from it."""
    page = editors()
    page.goto(links.unreviewed())
    before = page.get_by_role("rowheader").count()
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name="Acknowledge")).first
    row.get_by_label("Your name").fill("Ann Lee")
    row.get_by_role("button", name="Acknowledge").click()
    page.wait_for_url(lambda url: "/unreviewed" in url)
    page.get_by_role("heading", name="Not looked at").wait_for()
    assert page.get_by_role("rowheader").count() == before - 1

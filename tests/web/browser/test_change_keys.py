"""In a real browser a redline is walked through by keyboard, and copied by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.web import links
from tests.fetch.pages import needs_browser
from tests.web.invented import HARBOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.browser.guests import Guests

pytestmark = needs_browser

CHANGE = links.change(HARBOR.id, 12)
FOCUSED = "document.activeElement.id"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
KEEP_COPIES = """
window.copies = [];
document.addEventListener("copy", () => {
  const field = document.activeElement;
  window.copies.push(field.value.slice(field.selectionStart, field.selectionEnd));
});
"""


def pressed(page: Page, *keys: str) -> str:
    """Where the keyboard is after these keys."""
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate(FOCUSED))


def test_keys_lead_from_change_to_change(guests: Guests) -> None:
    """Forth with j and n, back with k and p, and no further than the last one; the change is in sight."""
    page = guests()
    page.goto(CHANGE)
    last = page.locator(".redline article").count()
    assert pressed(page, "j", "n", "j") == "change-3"
    assert pressed(page, "k") == "change-2"
    assert pressed(page, "p", "p") == "change-1"
    assert pressed(page, *["j"] * (last + 3)) == f"change-{last}"
    box = page.locator(f"#change-{last}").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < page.evaluate("innerHeight")


def test_keys_with_modifiers_or_in_fields_are_left_alone(guests: Guests) -> None:
    """Whoever types a word with a j types it, and the browser's own keys stay what they are."""
    page = guests()
    page.goto(links.compare(HARBOR.id, old=1, new=12))
    assert pressed(page, "Alt+j", "Control+Shift+k") == ""
    page.locator("select[name=old]").focus()
    assert page.evaluate("document.activeElement.name") == "old"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name") == "old"


def test_the_keys_are_explained_and_can_be_switched_off_for_good(guests: Guests) -> None:
    """Also on pages that are opened later, until they are switched on again (WCAG 2.1.4)."""
    page = guests()
    page.goto(CHANGE)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys of this page").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Switch keys off").click()
    page.goto(links.change(HARBOR.id, 11))
    page.get_by_text("Keys for jumping between changes are off.").wait_for()
    page.keyboard.press("?")
    assert pressed(page, "j") == ""
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Switch keys on").click()
    assert pressed(page, "j") == "change-1"


@pytest.mark.parametrize("clipboard", [True, False])
def test_a_change_is_copied_as_markdown(guests: Guests, clipboard: bool) -> None:
    """To the clipboard or, where pages have none, from a selection; that it was is said to all."""
    page = guests(permissions=["clipboard-read", "clipboard-write"], bypass_csp=True)
    page.add_init_script(KEEP_COPIES if clipboard else KEEP_COPIES + NO_CLIPBOARD)
    page.goto(CHANGE)
    page.get_by_role("button", name="Copy as Markdown").click()
    page.get_by_role("status").filter(has_text="Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()" if clipboard else "window.copies[0]")
    assert copied == page.request.get(links.change(HARBOR.id, 12, format="markdown")).text()


def test_a_change_that_cannot_be_copied_is_said_to_be_so(guests: Guests) -> None:
    """With what to do instead."""
    page = guests(bypass_csp=True)
    page.goto(CHANGE)
    page.locator("a[data-copy]").evaluate("link => { link.href = '/nothing'; }")
    page.get_by_role("button", name="Copy as Markdown").click()
    page.get_by_role("status").filter(has_text="It could not be copied").wait_for()
    guests.forgive("404")


def test_without_a_script_there_is_the_download_and_no_button(guests: Guests) -> None:
    """Nothing is offered that does nothing."""
    page = guests(java_script_enabled=False)
    page.goto(CHANGE)
    page.get_by_role("link", name="Markdown").wait_for()
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.locator(".keys").count() == 0


def test_a_lasting_link_opens_at_its_change(guests: Guests) -> None:
    """By the path of the clause, whatever signs are in it."""
    page = guests()
    page.goto(CHANGE)
    mark = page.locator("a.permalink").last
    page.goto(f"{CHANGE}{mark.get_attribute('href')}")
    assert page.evaluate("document.querySelector(':target') === [...document.querySelectorAll('a.permalink')].at(-1)")

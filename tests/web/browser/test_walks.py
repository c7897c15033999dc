"""In a real browser the pages lead from the overview to every clause, without scripts, too; attacks do nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from monitor.web import links
from tests.fetch.pages import needs_browser
from tests.web.browser.served import TOKEN
from tests.web.invented import HARBOR, HOSTILE, MARKER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.browser.guests import Guests
    from tests.web.browser.served import Served

pytestmark = needs_browser


def arrive(page: Page, address: str) -> None:
    """Wait until the page of an address is there."""
    page.wait_for_url(lambda url: urlsplit(url)._replace(scheme="", netloc="").geturl() == address)


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Click the first link of a name in the main part."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


@pytest.mark.parametrize("script", [True, False])
def test_links_lead_from_the_overview_to_a_clause_and_a_comparison(guests: Guests, script: bool) -> None:
    """Overview, document, change, text, one clause through time, and two revisions beside each other."""
    page = guests(java_script_enabled=script)
    page.goto("/")
    follow(page, "Harbor Cloud Terms of Service")
    arrive(page, links.document(HARBOR.id))
    page.locator(f'main li a[href="{links.change(HARBOR.id, 11)}"]').first.click()
    page.locator("del", has_text="60").or_(page.locator("del", has_text="30")).first.wait_for()
    follow(page, "text")
    arrive(page, links.revision(HARBOR.id, 11))
    follow(page, re.compile(r"^History of .*2\.1"))
    page.get_by_text("one clause through time").wait_for()
    follow(page, HARBOR.id)
    page.locator("select[name=old]").select_option("3")
    page.get_by_role("button", name="Compare").click()
    arrive(page, links.compare(HARBOR.id, old=3, new=12))
    page.locator("ins").first.wait_for()


def test_the_overview_is_narrowed_and_ordered_by_its_form(guests: Guests) -> None:
    """Only what is held is left."""
    page = guests()
    page.goto("/")
    page.get_by_label("State").first.select_option("held")
    page.get_by_role("button", name="Show").click()
    arrive(page, "/?words=&state=held&order=provider")
    assert page.get_by_role("rowheader").all_inner_texts()[0].startswith("Northline Voice Terms")
    assert page.get_by_role("rowheader").count() == 1


def test_words_are_searched_for_and_lead_to_their_clause(guests: Guests) -> None:
    """By the form in the page that the head of every page leads to."""
    page = guests()
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.get_by_label("Words").fill('"within 14 days"')
    page.get_by_role("button", name="Search").click()
    page.locator("mark", has_text="within 14 days").first.wait_for()
    page.get_by_role("main").locator("h3 a, li a").first.click()
    page.get_by_text("one clause through time").wait_for()


def test_attacks_in_terms_do_nothing(guests: Guests, served: Served) -> None:
    """No script runs and no box opens, wherever titles, clauses, notes, names and addresses are shown."""
    page = guests()
    hostile = [address for address in served.addresses() if address.startswith(links.document(HOSTILE.id))]
    for address in ("/", *hostile):
        page.goto(address)
        assert page.evaluate(f"window.{MARKER}") is None
        assert page.locator("script").count() == 1
        assert page.locator("a[href^='javascript' i], [onerror], [onmouseover], main img").count() == 0
    assert len(hostile) > 4


def sign_in(page: Page, token: str = TOKEN) -> None:
    """Fill the form that stands before the pages."""
    page.goto("/")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()


def test_the_token_opens_the_pages_until_one_signs_out(strangers: Guests) -> None:
    """And leads to the page that was wanted."""
    page = strangers()
    page.goto(links.document(HARBOR.id))
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    arrive(page, links.document(HARBOR.id))
    page.get_by_role("button", name="Sign out").click()
    arrive(page, "/login?next=/")
    page.goto(links.document(HARBOR.id))
    arrive(page, f"/login?next={links.document(HARBOR.id)}")


def test_a_wrong_token_is_said_beside_the_field(strangers: Guests) -> None:
    """Which says so to those who hear the page, too."""
    page = strangers()
    sign_in(page, "wrong")
    page.get_by_role("alert").filter(has_text="not the token").wait_for()
    assert page.get_by_label("Token").get_attribute("aria-invalid") == "true"
    strangers.forgive("403")


def test_a_form_of_another_session_is_refused(strangers: Guests) -> None:
    """Even in a browser that is signed in itself."""
    mine, other = strangers(), strangers()
    sign_in(mine)
    sign_in(other)
    other.get_by_role("button", name="Sign out").wait_for()
    foreign = other.locator("input[name=csrf]").first.input_value()
    mine.locator("input[name=csrf]").first.evaluate("(field, token) => { field.value = token; }", foreign)
    mine.get_by_role("button", name="Sign out").click()
    mine.get_by_text("load the page again").wait_for()
    strangers.forgive("403")
    mine.goto("/")
    mine.get_by_role("button", name="Sign out").wait_for()

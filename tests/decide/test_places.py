"""Where a page was found, against where it was asked for."""

from __future__ import annotations

import pytest

from monitor.decide.places import redirected, strays
from monitor.model import Page, Part, Surface, Terms
from tests.decide.pages import NOON

SITE = "https://northline.example"


def found(asked: str, at: str) -> Page:
    """A page that was asked for at one path and found at another."""
    return Page((Part(f"{SITE}{asked}", at if "//" in at else f"{SITE}{at}", b"x"),), NOON)


def named(canonical: str = "") -> Terms:
    """Terms on a page that calls its own address so."""
    return Terms("Voice", "en", (), surface=Surface(canonical=canonical))


@pytest.mark.parametrize(
    ("asked", "at"),
    [("/voice", "/"), ("/voice", "/de-at"), ("/voice", "/index.html"), ("/en/voice", "/en/home"),
     ("/legal/eu/voice", "/shop"), ("/voice", "/login?next=voice"), ("/", "/errors/404.html"),
     ("/voice", "https://id.northline.example/sso/start")],
)  # fmt: skip
def test_a_redirect_leads_away(asked: str, at: str) -> None:
    """Home, far up, or to where one signs in or is told of an error."""
    assert strays(found(asked, at), named())


@pytest.mark.parametrize(
    ("asked", "at"),
    [("/voice", "/voice"), ("/voice", "/en/voice"), ("/voice", "/legal/voice-2026"), ("/", "/"), ("/", "/en/"),
     ("/accounts/terms", "/accounts/terms-of-use"), ("/legal/voice", "/voice"), ("/a/b/c", "/d/e"),
     ("/voice", "https://terms.northline.example/voice")],
)  # fmt: skip
def test_other_redirects_lead_to_the_terms(asked: str, at: str) -> None:
    """Under another name, in another language, or one step up."""
    assert not strays(found(asked, at), named())


@pytest.mark.parametrize(
    ("asked", "canonical", "away"),
    [("/voice", f"{SITE}/", True), ("/voice", "/", True), ("/voice", "/en/", True), ("/voice", "/legal/voice", False),
     ("/voice", "", False), ("/", f"{SITE}/", False), ("/voice", "https://[", False)],
)  # fmt: skip
def test_a_page_may_call_itself_the_home_page(asked: str, canonical: str, *, away: bool) -> None:
    """That says nothing where the home page was asked for."""
    assert strays(found(asked, asked), named(canonical)) is away


def test_a_page_that_was_found_elsewhere_was_redirected() -> None:
    """Its language apart."""
    assert redirected(found("/voice", "/terms"))
    assert not redirected(found("/voice", "/fr/voice?x=1"))

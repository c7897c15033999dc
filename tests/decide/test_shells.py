from __future__ import annotations

import pytest

from monitor.check import look
from monitor.decide.shells import wants_browser
from monitor.model import Outcome, Past
from tests.decide.pages import CLAUSES, NOON, SOURCE, document, page, terms_page
from tests.decide.sights import first, later

APP = '<script src="/static/app.3f2a.js" defer></script>'
MENU = (
    "<header><nav><ul><li><a href=/>Home</a></li><li><a href=/plans>Plans</a></li><li>Support</li></ul></nav></header>"
)
FOOTER = "<footer><p>© 2026 Northline Telecom AB. All rights reserved.</p><a href=/privacy>Privacy</a></footer>"

SHELLS = {
    "an empty root": "<div id='root'></div>",
    "an empty root, and a word for those without scripts": (
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div>"
    ),
    "another language": "<noscript>Bitte aktivieren Sie JavaScript.</noscript><div id=root></div>",
    "words inside the root": "<div id=root><p>Veuillez activer JavaScript pour afficher cette page.</p></div>",
    "no support": "<div id=root><p>Your browser does not support JavaScript!</p></div>",
    "a component": f"{MENU}<app-root></app-root>{FOOTER}",
    "a component that loads": "<app-root>Loading...</app-root>",
    "a root that loads": "<div id=app><p>Loading terms, please wait...</p></div>",
    "menus around an empty root": f"{MENU}<div id='__next'></div>{FOOTER}",
    "menus around an empty main": f"{MENU}<main class=page></main>{FOOTER}",
    "menus around a heading": f"{MENU}<main><h1>Terms of Service</h1><div class=content></div></main>{FOOTER}",
    "grey bars": f"{MENU}<div id=content><div><span></span><span></span></div><div><i></i></div></div>{FOOTER}",
    "a long menu": "<ul>" + "".join(f"<li>Product {n} for teams</li>" for n in range(60)) + "</ul><div id=root></div>",
    "a cookie banner": f"<div id=root></div><div>We use cookies. <button>Accept all</button></div>{FOOTER}",
    "an error of its own": "<div>Sorry to interrupt</div><div>CSS Error</div><a href=?>Refresh</a>",
    "an unfilled template": "<div id=app>{{ title }} {{ content }}</div>",
    "only a script": "<script>location.replace('/en/terms')</script>",
}
WHOLE = {
    "a widget's root": terms_page().replace("</main>", "</main><div id=root></div><chat-app></chat-app>"),
    "a menu's main": terms_page().replace("<main>", "<div>").replace("</main>", "</div><main></main>"),
    "a short notice": document(f"<main><p>{CLAUSES[0]}</p></main><div id=app></div>", "Terms of use"),
    "an imprint": document("<div id=app><h1>Imprint</h1><p>Northline AB</p><p>Storgatan 1</p></div>", "Imprint"),
    "a clause on scripts": document(
        f"<main><h1>Cookie policy</h1><p>Parts of this site require JavaScript.</p><p>{CLAUSES[4]}</p></main>",
        "Cookies",
    ),
}


def _looked(markup: str) -> tuple[Outcome, bool]:
    seen = page(markup)
    outcome = look(SOURCE, Past(), seen, NOON)
    return outcome, wants_browser(outcome, seen)


@pytest.mark.parametrize("body", SHELLS.values(), ids=SHELLS)
def test_the_empty_frame_of_an_application_says_so_and_names_the_option(body: str) -> None:
    """Whether nothing could be read or what was read is held, the reason says what to set; a browser may show more."""
    outcome, browser = _looked(document(body, "Terms of Service", APP))
    reason = outcome.failure.message if outcome.failure else outcome.held.reason if outcome.held else ""
    assert "render = true" in reason
    assert browser


@pytest.mark.parametrize("markup", WHOLE.values(), ids=WHOLE)
def test_terms_beside_an_empty_place_are_terms(markup: str) -> None:
    """Many pages keep a place for a dialogue or a chat; real terms are never taken for an application's frame."""
    markup = markup.replace("<head>", f"<head>{APP}")
    assert first(markup) is None
    assert not _looked(markup)[1]


def test_a_frame_in_the_place_of_good_terms_is_held_as_one() -> None:
    """A provider that moves its terms into an application is no change of the terms."""
    assert later(document(SHELLS["menus around an empty main"], "Voice Terms", APP)) == "script"


def test_without_scripts_a_browser_shows_no_more() -> None:
    """An empty page that was rendered, or never had scripts, is empty: nothing asks for a browser again."""
    empty = document(f"{MENU}<main></main>{FOOTER}", "Terms of Service")
    data = '<script type="application/ld+json">{"dateModified": "2026-01-01"}</script>'
    assert [_looked(markup)[1] for markup in (empty, empty.replace("<head>", f"<head>{data}"))] == [False, False]
    assert first(empty) == "bare"


def test_a_page_that_turns_its_reader_away_is_no_matter_for_a_browser() -> None:
    """A wall against robots is not climbed, and a missing page not looked for, by running its scripts."""
    wall = document(
        "<h1>Verify you are human</h1><p>Complete the captcha.</p><div id=root></div>", "Security check", APP
    )
    gone = document("<h1>404</h1><p>The page was not found.</p><div id=root></div>", "Not found", APP)
    assert [_looked(markup)[1] for markup in (wall, gone)] == [False, False]


def test_much_broken_markup_takes_no_time() -> None:
    """Tags that never end are looked through once."""
    for piece in ("<script", "<main ", "<div id=app ", "<!--", "<h1>x", "{{ "):
        assert not _looked(document(piece * 50_000 + "".join(CLAUSES), "Terms", APP))[0].alert
    wide = f"<div id=app>{' ' * 50_000}Plans, prices, support and the other things that we offer to customers</div>"
    assert not _looked(document(MENU + wide + FOOTER, "Terms", APP))[0].alert

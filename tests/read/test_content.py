"""Which part of a page is its terms, without any configuration."""

from __future__ import annotations

import pytest

from tests.read.reading import PROSE, html, said

SECTIONS = "".join(f"<h2>{number}. Part</h2><p>{PROSE}</p>" for number in range(1, 17))
TEXT = ["Terms", *["Part", PROSE] * 16]
TERMS = f"<h1>Terms</h1>{SECTIONS}"
LONG = f"{PROSE} {PROSE}"
OTHER = (
    "Whoever calls abroad owes the charges of networks there, even where an invoice reaches its reader months later."
)


def left_out(markup: str) -> list[str]:
    """Why parts of a page were left out."""
    return [part.why for part in html(markup).left_out]


@pytest.mark.parametrize(
    "frame",
    [
        "<div id='onetrust-consent-sdk'><p>{long}</p><p>{long}</p></div><div>{terms}</div>",
        "<div>{terms}</div><div id=CybotCookiebotDialog>" + "<p>{long}</p>" * 9 + "</div>",
        "<div>{terms}</div><div class='siteCookieBar'><p>{long}</p><button>Accept</button></div>",
        "<div class='nav_bar'><p>{long}</p></div><div>{terms}</div><div class=pageFooter><p>{long}</p></div>",
        "<div>{terms}</div><div role=dialog><p>{long}</p></div>",
        "<div>{terms}</div><form><p>{long}</p><input name=mail><button>Subscribe</button></form>",
        "<main>{terms}</main><div><p>{long}</p></div>",
        (
            "<div><div>{terms}</div><div class=box><p>Was this of help to you? Please tell us what you think.</p>"
            "<button>Yes</button><button>No</button></div></div>"
        ),
        (
            "<div><div>{terms}</div><div style='display: none'>"
            "<p>Choose your country and see what is on offer there today.</p></div></div>"
        ),
        (
            "<div><div>{terms}</div><div><p>Read <a href=/a>what our customers say of the service</a> and <a href=/b>"
            "how they save with it every day</a>.</p></div></div>"
        ),
        (
            "<div class=sr-only><p>Use the key of the letter s to come to the search, wherever you are on it.</p></div>"
            "<div>{terms}</div>"
        ),
        "<div><div>{terms}</div><div>" + "word " * 60 + "</div></div>",
        '<div><div>{terms}</div><div>{{"a": 1, "b": 2, "c": {{"d": 3}}, "e": "f", "i": [4], "j": "k"}}</div></div>',
    ],
    ids=lambda frame: frame[:28],
)
def test_what_a_page_puts_beside_its_terms_is_left_out(frame: str) -> None:
    """Dialogs, menus, forms, questions, promotion, trials of fonts and data of scripts are no terms; it is said."""
    markup = frame.format(terms=TERMS, long=LONG)
    assert said(html(markup)) == TEXT
    assert sum(part.words for part in html(markup).left_out) >= 10


@pytest.mark.parametrize(
    "frame",
    [
        "<div><div><p>{long}</p><p>{own}</p></div><div>{terms}</div></div>",
        "<div><p>{long}</p><ol>{items}</ol></div>",
        "<main><section class=box><p>{long}</p></section><section class=box>{terms}</section></main>",
        "<div>{terms}<section id=newsletter><h2>Newsletter</h2><p>{long}</p></section></div>",
        "<div>{terms}<h2 id=social-sharing>Sharing</h2><p>{long}</p></div>",
        "<div>{terms}<div hidden><h2>Annex</h2><p>{long}</p></div></div>",
        "<form><div>{terms}<p>{long}</p></div><button>I agree</button></form>",
        "<footer>{terms}<p>{long}</p></footer>",
        "<div>{terms}<section id=feedback><div><b>What you tell us</b></div><p>{long}</p></section></div>",
        "<article>{terms}<footer><h2>Law</h2><p>{long}</p></footer></article>",
        "<div>{sections}<aside><p>{long}</p></aside>{sections}</div>",
        "<div><section>{terms}</section><section><h1>More <button>copy</button></h1><p>{long}</p></section></div>",
        "<div><details open><summary>A</summary>{terms}</details><details><p>{long}</p></details></div>",
        "<div><div class='panel is-open'>{terms}</div><div class=panel hidden><p>{long}</p></div></div>",
        "<div><div class=share><h2>9. Sharing</h2><p>{long}</p></div>{terms}</div>",
    ],
    ids=lambda frame: frame[:28],
)
def test_what_belongs_to_the_terms_is_never_left_out(frame: str) -> None:
    """An introduction in a box of its own, parts named after their headings, hidden parts, and all in a footer."""
    items = "".join(f"<li>{LONG}" for _ in range(9))
    sections = "".join(f"<section><p>{PROSE} {n}</p></section>" for n in range(9))
    assert OTHER in said(
        html(frame.format(terms=TERMS, long=OTHER, own=LONG, items=f"{items}<li>{OTHER}", sections=sections))
    )


def test_a_policy_on_cookies_may_call_its_parts_so() -> None:
    """Where most of the text stands in elements that are called cookie, the name says nothing."""
    parts = "".join(f"<div class='cookie-section'><h2>Kind {n}</h2><p>{LONG}</p></div>" for n in range(6))
    assert said(html(f"<div><h1>Cookies</h1>{parts}</div>")).count(LONG) == 6


def test_a_list_of_contents_is_no_menu() -> None:
    """Links that lead down the page, or repeat a line below, stay where they stand in the text."""
    titles = [f"Part number {n}" for n in range(8)]
    body = "".join(f"<h2>{title}</h2><p>{PROSE}</p>" for title in titles)
    down = "".join(f"<li><a href='#p{n}'>{title}</a>" for n, title in enumerate(titles))
    away = "".join(f"<li><a href='https://n.example/terms#p{n}'>{title}.</a>" for n, title in enumerate(titles))
    for entries in (down, away):
        terms = html(f"<div><h1>Terms</h1><ul>{entries}</ul>{body}</div>")
        assert [clause.role for clause in terms.clauses[1:9]] == ["contents"] * 8


def test_links_that_end_the_terms_are_read() -> None:
    """Where they stand in the text's own element; a run of them is a menu."""
    more = "<p><a href=/x>Read the policy on retention, which is a part of these terms</a></p>"
    assert "Read the policy" in said(html(f"<div>{TERMS}{more}</div>"))[-1]
    menu = "".join(f"<p><a href=/{n}>Product number {n}</a></p>" for n in range(9))
    assert said(html(f"<div>{TERMS}{menu}</div>")) == TEXT


def test_the_title_and_the_date_are_found_above_the_terms() -> None:
    """They often stand in a header of their own; of any rank where the page has no first-level heading."""
    head = "<header><h1>Terms</h1><div>Last updated: 3 May 2024</div><p>Save today</p></header>"
    terms = html(f"<div>{head}<div><div>{SECTIONS}</div></div></div>")
    assert said(terms) == ["Terms", "Last updated: 3 May 2024", *TEXT[1:]]
    assert said(html(f"<div><h2>Order form</h2></div><div>{f'<p>{PROSE}</p>' * 5}</div>"))[0] == "Order form"


def test_each_reason_is_told_once() -> None:
    """What was left out is listed by reason, with the first words of it."""
    around = f"<div class=promo><p>{LONG}</p></div><footer>Imprint</footer>"
    markup = f"<nav>Home of Northline</nav><div>{TERMS}</div>{around}"
    assert left_out(markup) == ["a menu, footer or aside", "called 'promo' by the page"]


def test_the_last_line_of_rights_is_no_part_of_the_terms() -> None:
    """It changes each January and says nothing; a clause on copyright stays."""
    assert said(html(f"<div>{TERMS}<p>Copyright 2019-2026 Northline Telecom. All rights reserved.</p></div>")) == TEXT
    clause = "Copyright in the service stays with Northline, whatever you write with it and wherever you keep it."
    assert said(html(f"<div>{TERMS}<p>{clause}</p></div>"))[-1] == clause

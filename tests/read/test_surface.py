"""What a page shows beside and around its terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Surface
from monitor.read.surface import surface_of
from monitor.read.tree import parse
from tests.read.reading import html

WHOLE = "<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def shown(body: str = "", head: str = "", title: str = "") -> Surface:
    """The surface of a whole document."""
    return of(WHOLE.format(title=title, head=head, body=body))


def of(markup: str) -> Surface:
    """The surface of this markup."""
    return surface_of(parse(markup, "page"), markup)


def test_an_ordinary_page_shows_its_title_and_words() -> None:
    """It asks for nothing, ends as it should and sends nobody on."""
    found = shown("<nav>Home</nav><h1>Voice Terms</h1><p>You pay <b>in ten</b> days.</p>", title="Voice\n Terms")
    assert found == Surface(title="Voice Terms", words=8)


@pytest.mark.parametrize(
    "body",
    ["<script>var five = 'words that nobody ever sees';</script>", "<style>p { color: red }</style>",
     "<!-- five words in a comment -->", "<template><p>Not shown at all</p></template>",
     "<SCRIPT>if (1 < 2) document.write('<p>x y z</p>')</SCRIPT >", "<!--><!-- and so on -->",
     "<!-- <script> --> <!-- </script> -->", "<script>'<!--'</script>"],
)  # fmt: skip
def test_what_a_reader_does_not_see_is_not_counted(body: str) -> None:
    """Neither scripts and styles nor comments, whatever stands in them."""
    assert shown(f"<p>One two.</p>{body}<p>Three.</p>").words == 3


def test_what_stands_for_scripts_is_counted() -> None:
    """A reader without scripts sees it."""
    assert shown("<noscript>Please turn them on</noscript>").words == 4


def test_characters_of_script_are_counted() -> None:
    """Those in the head, too, and those of a script that never ends."""
    assert shown("<script async>12345</script>", "<script src='/a.js'></script>").scripts == len(
        " async>12345 src='/a.js'>"
    )
    assert of("<p>x</p><script>12345").scripts == len(">12345")


def test_chinese_and_japanese_count_by_character() -> None:
    """They set no spaces."""
    assert shown("<p>利用規約</p>").words >= 4


@pytest.mark.parametrize(
    ("markup", "asks"),
    [("<input type=password>", True), ('<INPUT name="p" TYPE = "password">', True), ("<input type=text>", False),
     ("<p>input type=password</p>", False)],
)  # fmt: skip
def test_a_form_that_asks_for_a_password_is_seen(markup: str, asks: bool) -> None:
    """However it is written."""
    assert shown(markup).password is asks


@pytest.mark.parametrize(
    ("markup", "closed"),
    [("<html><body><p>Terms.</p></body></html>", True), ("<html><body><p>Terms.</p></BODY>", True),
     ("<html><body><p>Terms.</p></html>", True), ("<html><body><p>Terms.</p>", False), ("<body class=x><p>Te", False),
     ("<title>Terms</title><p>Terms.", True), ("<p>One is < two", True), ("<title>Terms</title><p>Te</p><p cla", False),
     ("", True)],
)  # fmt: skip
def test_markup_that_breaks_off_is_not_closed(markup: str, closed: bool) -> None:
    """HTML lets its last tags be left out (HTML 13.1.2.4), but who opens a body closes it, and no tag ends half-way."""
    assert of(markup).closed is closed


@pytest.mark.parametrize(
    ("head", "to"),
    [('<meta http-equiv="refresh" content="0; url=/new">', "/new"),
     ("<META HTTP-EQUIV=Refresh CONTENT=\"5;URL='https://x.example/'\">", "https://x.example/"),
     ('<meta http-equiv="refresh" content="300">', ""), ('<meta name="refresh" content="0; url=/new">', ""),
     ('<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>', "")],
)  # fmt: skip
def test_where_a_page_sends_its_reader_on_is_seen(head: str, to: str) -> None:
    """Not where it only reloads itself, nor where it sends on those without scripts."""
    assert shown(head=head).refresh == to


@pytest.mark.parametrize(
    ("head", "address"),
    [('<link rel="canonical" href="https://x.example/terms">', "https://x.example/terms"),
     ("<link href=/terms rel=canonical>", "/terms"), ('<link rel="canonical">', ""),
     ('<link rel="icon" href="/i">', "")],
)  # fmt: skip
def test_what_a_page_calls_its_own_address_is_seen(head: str, address: str) -> None:
    """As it stands there."""
    assert shown(head=head).canonical == address


def test_terms_carry_the_surface_of_their_page_whole() -> None:
    """Also what the source leaves out of them."""
    markup = WHOLE.format(title="Voice", head="", body="<main><p>You pay in ten days.</p></main><input type=password>")
    assert html(markup).surface == Surface("Voice", words=5, password=True)


@given(st.lists(st.sampled_from(["<!--", "-->", "<script>", "</script>", "<title>", "<b", ">", "<", " a ", "<p>"])))
def test_any_markup_has_a_surface(pieces: list[str]) -> None:
    """However broken; no more words than it has."""
    markup = "".join(pieces)
    assert 0 <= of(markup).words <= len(markup.split()) + len(pieces)


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<", "<b ", "<input type", "http-equiv ", "<title>"])
def test_hostile_repetition_is_counted_in_one_pass(piece: str) -> None:
    """A megabyte of one piece would take minutes if each were looked through to the end of the page."""
    markup = piece * (1_000_000 // len(piece))
    assert surface_of(parse("<p>x</p>", "page"), markup).words >= 0

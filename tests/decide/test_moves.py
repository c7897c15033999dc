"""Whether a document has moved, and what only looks like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decide.moves import LONGEST_ADDRESS, moves_of
from monitor.model import Page, Part, Surface, Terms
from monitor.render import safe_url

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ASKED = "https://www.northline.example/en/legal/voice-terms?v=2"


def redirected(to: str, asked: str = ASKED) -> list[str]:
    """Where a page has moved to that permanent redirects led to."""
    return [move.to for move in moves_of(Page((Part(asked, to, b"", moved=to),), NOON), None)]


def named(canonical: str, asked: str = ASKED, found: str = "") -> list[str]:
    """Where a page has moved to that calls an address its own."""
    terms = Terms("Voice Terms", "en", (), surface=Surface(canonical=canonical))
    return [move.to for move in moves_of(Page((Part(asked, found or asked, b""),), NOON), terms)]


SAME = [
    "http://www.northline.example/en/legal/voice-terms?v=2",
    "https://northline.example/en/legal/voice-terms?v=2",
    "https://northline.example:443/en/legal/voice-terms",
    "https://www.northline.example/en/legal/voice-terms/",
    "https://www.northline.example/en/legal/Voice-Terms.html#top",
    "https://www.northline.example/en/legal/voice-terms/index.php",
    "https://www.northline.example/legal/voice-terms",
    "https://www.northline.example/sv-se/legal/voice-terms",
    "https://www.northline.example/legal/zh-hant-tw/voice-terms",
    "https://de.northline.example/legal/voice-terms",
    "https://m.northline.example/en/legal/voice-terms",
    "https://www.northline.example/en/amp/legal/voice%2Dterms",
    "https://www.northline.example/en/legal/voice-terms?v=2&utm_source=mail",
    "https://www.northline.example/en/legal/voice-terms?v=2&lang=de",
]
OTHER = [
    "https://www.northline.example/en/legal/voice-terms-2027",
    "https://www.northline.example/en/policies/voice-terms",
    "https://legal.northline.example/en/legal/voice-terms",
    "https://www.harbor.example/en/legal/voice-terms",
    "https://www.northline.example/en/legal/voice-terms?v=3",
]
CARELESS = [
    "https://www.northline.example/",
    "https://www.northline.example/en/",
    "/",
    "https://www.northline.example/en/legal",
    "https://www.harbor.example/",
    "https://www.northline.co.uk/en/legal/voice-terms",
    "https://www.northline.example:8443/en/legal/voice-terms",
    "https://staging.northline.example/en/legal/voice-terms",
    "https://dev-3.northline.example/legal/other",
    "http://localhost:3000/legal/other",
    "http://10.0.0.7/legal/other",
    "https://www.northline.example/{{ page.slug }}",
    "https://www.northline.example/legal/undefined",
]
NO_ADDRESS = [
    "",
    "#",
    "javascript:alert(1)",
    "mailto:legal@northline.example",
    "file:///etc/passwd",
    "https://user:word@harbor.example/terms",
    "https://harbor.example/te\x1b]8;;rms",
    "https://harbor.example/\u202etxt.exe",
    "https://harbor.example\\@northline.example/terms",
    "https://[::1/terms",
    "https://harbor.example:99999999/terms",
    f"https://harbor.example/{'x' * LONGEST_ADDRESS}",
]


@pytest.mark.parametrize("url", SAME)
def test_another_way_to_write_an_address_is_no_move(url: str) -> None:
    """Neither as where redirects led for good, nor as what the page calls its own."""
    assert redirected(url) == []
    assert named(url) == []


@pytest.mark.parametrize("url", OTHER)
def test_another_address_is_a_move(url: str) -> None:
    """Another path, host or port, or another value in the query; told whole, as it is."""
    assert redirected(url) == [url]
    assert named(url) == [url]


@pytest.mark.parametrize("url", CARELESS)
def test_a_page_that_calls_itself_something_careless_has_not_moved(url: str) -> None:
    """A home page, what stands above it, another country's host, a workshop, a template that was not filled in."""
    assert named(url) == []


@pytest.mark.parametrize("url", [url for url in CARELESS if url.startswith("http") and "{" not in url])
def test_a_server_that_redirects_for_good_is_taken_at_its_word(url: str) -> None:
    """The page's own word may be careless; a permanent redirect was set up on purpose, even to a home page."""
    assert redirected(url) == [url]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_no_move(url: str) -> None:
    """Nor is what could be taken for another address, or is longer than any that can be configured."""
    assert redirected(url) == []
    assert named(url) == []


def test_a_relative_address_is_told_whole() -> None:
    """As a browser would find it from the page."""
    assert named("../policies/voice") == ["https://www.northline.example/en/policies/voice"]


def test_a_page_that_names_where_it_was_found_has_not_moved() -> None:
    """An address that leads for now to the version in force is a good one to watch."""
    latest = "https://www.northline.example/legal/archive/voice-terms-12"
    assert named(latest, found=latest) == []
    assert named("https://www.northline.example/legal/other", found=latest) != []


def test_the_server_s_word_outweighs_the_page_s() -> None:
    """One document is told of one new address."""
    to = "https://www.northline.example/policies/voice"
    terms = Terms("Voice Terms", "en", (), surface=Surface(canonical="https://harbor.example/policies/voice"))
    found = list(moves_of(Page((Part(ASKED, to, b"", moved=to),), NOON), terms))
    assert [(move.asked, move.to, move.certain) for move in found] == [(ASKED, to, True)]


def test_each_part_may_move() -> None:
    """What a page calls its own address stands for the first part only."""
    parts = [Part(f"{ASKED}&part={n}", ASKED, b"", moved=f"https://harbor.example/{n}") for n in range(2)]
    assert [move.to for move in moves_of(Page(tuple(parts), NOON), None)] == [
        "https://harbor.example/0",
        "https://harbor.example/1",
    ]
    stays = Part(f"{ASKED}&part=2", ASKED, b"")
    terms = Terms("Voice Terms", "en", (), surface=Surface(canonical="/policies/voice"))
    assert [move.asked for move in moves_of(Page((parts[0], stays), NOON), terms)] == [parts[0].asked]
    assert [move.asked for move in moves_of(Page((stays, stays), NOON), terms)] == [stays.asked]


@pytest.mark.parametrize(
    ("asked", "other"),
    [("?sid=1&v=2", "?sid=9&v=2"), ("?lang=en&v=2", "?v=2&lang=de"), ("?LANG=en", "?lang=de&v=3"), ("?v=2", "?w=2")],
)
def test_a_visit_s_mark_or_another_language_in_the_query_is_no_move(asked: str, other: str) -> None:
    """Nor is a key that one side alone has."""
    assert redirected(f"https://northline.example/doc{other}", f"https://northline.example/doc{asked}") == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_of_a_page_ends_in_an_error(start: str, end: str) -> None:
    """Whatever stands where an address should; and what is told can be shown as a link."""
    for url in (start, f"https://{start}/{end}", f"https://northline.example/{start}?{end}", f"//[{start}"):
        for found in (*named(url), *redirected(url)):
            assert safe_url(found) == found


@given(st.sampled_from([*SAME, *OTHER, ASKED]), st.sampled_from([*SAME, *OTHER, ASKED]))
def test_nothing_has_moved_to_where_it_was_asked_for(asked: str, other: str) -> None:
    """An address is the same as itself, and as little a move one way as the other."""
    assert redirected(asked, asked) == named(asked, asked) == []
    assert bool(redirected(other, asked)) == bool(redirected(asked, other))

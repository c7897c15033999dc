"""Clauses are found by their words, with the revisions in which they read so, as a page and as a feed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from monitor.catalogue import catch_up
from monitor.model import Find
from monitor.render.found import found_name, stood_words
from monitor.web import make_app
from monitor.web.search import A_PAGE
from tests.places import open_at
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, document, fill, links, pages, see

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive import Library
    from tests.places import Place

__all__ = ["pages"]

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive(place: Place) -> Iterator[Library]:
    """Two documents, one of which changed, taken in as the server does beside its pages."""
    with open_at(place) as opened:
        fill(opened)
        catch_up(opened, [VOICE, QUAY])
        yield opened


def found(client: TestClient, **asked: str) -> list[str]:
    """The words of the finds of a page, marks and all."""
    answer = client.get("/search", params=asked)
    assert answer.status_code == 200
    return re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", answer.text)


def entries(client: TestClient, **asked: str) -> list[Element]:
    """The entries of a search as a feed."""
    answer = client.get("/search.atom", params=asked)
    assert answer.status_code == 200
    return list(fromstring(answer.content).iter(f"{ATOM}entry"))  # noqa: S314 - our own


def test_before_anything_is_asked_there_is_a_form_alone(pages: TestClient) -> None:
    """Which every page leads to; it has all providers."""
    html = pages.get("/search").text
    assert "<h2>" not in html
    assert {"Northline", "Quay"} <= set(re.findall(r"<option[^>]*>([^<]*)</option>", html))
    assert "/search" in links(pages.get("/").text)


def test_words_are_found_and_marked(pages: TestClient) -> None:
    """What stands now first, each with since when and until when it stood there."""
    html = pages.get("/search", params={"words": "PAYMENT days"}).text
    assert found(pages, words="PAYMENT days") == [
        "<mark>Payment</mark> is due in 14 <mark>days</mark>.",
        "<mark>Payment</mark> is due in 60 <mark>days</mark>.",
        "<mark>Payment</mark> is due in 30 <mark>days</mark>.",
    ]
    assert "3 clauses" in html
    assert "stands since revision 2, 3 March 2026" in html
    assert "stood in revision 1, from 2 March 2026 until 3 March 2026" in html


def test_a_find_leads_to_its_clause_and_its_revision(pages: TestClient) -> None:
    """As it stood in the last revision that has it."""
    html = pages.get("/search", params={"words": '"in 30 days"'}).text
    assert {"/documents/northline/voice/1", "/documents/northline/voice"} <= links(html)
    address = next(one.replace("&amp;", "&") for one in links(html) if "/clause?" in one)
    assert "revision=1" in address
    assert pages.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"provider": "quay"}, ["14"]),
        ({"source": "northline/voice"}, ["60", "30"]),
        ({"current": "1"}, ["14", "60"]),
        ({"from": "2026-03-04"}, ["14", "60"]),
        ({"to": "2026-03-02"}, ["14", "30"]),
        ({"to": "9999-12-31", "from": "0001-01-01"}, ["14", "60", "30"]),
        ({"source": "northline/voice", "provider": "northline", "current": "1"}, ["60"]),
    ],
)
def test_a_search_can_be_narrowed(pages: TestClient, asked: dict[str, str], days: list[str]) -> None:
    """To a provider, a document, days on which the words stood there, and what stands now."""
    assert [re.sub(r"\D", "", one) for one in found(pages, words="payment", **asked)] == days


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "yesterday"),
        ("to", "2026-02-30"),
        ("from", "20260302"),
        ("provider", "north line"),
        ("source", "voice"),
        ("source", HOSTILE),
        ("current", "perhaps"),
        ("words", '"" -x'),
        ("words", "x" * 501),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(pages: TestClient, name: str, value: str) -> None:
    """It is not passed over, and what was written stays in the form."""
    answer = pages.get("/search", params={"words": "payment", name: value})
    assert answer.status_code == 422
    assert f'id="{name}-trouble"' in answer.text
    assert re.search(
        rf'(id|name)="{name}"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*{name}-trouble', answer.text
    )
    assert "<blockquote" not in answer.text
    assert pages.get("/search.atom", params={"words": "payment", name: value}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"from": "2026-03-03", "to": "2026-03-02"}, "to"),
        ({"provider": "quay", "source": "northline/voice"}, "source"),
    ],
)
def test_fields_that_nothing_fits_together_are_told(pages: TestClient, asked: dict[str, str], name: str) -> None:
    """Beside the one to look at."""
    answer = pages.get("/search", params={"words": "payment", **asked})
    assert (answer.status_code, f'id="{name}-trouble"' in answer.text) == (422, True)


def test_where_nothing_is_found_it_says_why_that_may_be(pages: TestClient) -> None:
    """Another word may help, or the document is not there at all."""
    assert "Nothing found" in pages.get("/search", params={"words": "zebra"}).text
    assert "No document called" in pages.get("/search", params={"words": "payment", "source": "quay/none"}).text


def test_finds_are_given_in_pages(archive: Library, pages: TestClient) -> None:
    """Each leads to the next and the one before; together they have every find once."""
    text = "# Quay DNS Terms\n" + "".join(
        f"\n{n}. Zone {n} is charged by the hour.\n" for n in range(1, 2 * A_PAGE + 5)
    )
    see(archive, QUAY, text, NOON + DAY)
    catch_up(archive, [QUAY])
    address, seen = "/search?words=charged+hour", []
    while address:
        html = pages.get(address).text
        seen += re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", html)
        following = re.search(r'href="([^"]*)" rel="next"', html)
        assert ('rel="prev"' in html) == ("after" in address)
        address = following[1].replace("&amp;", "&") if following else ""
    assert (len(seen), len(set(seen))) == (2 * A_PAGE + 4, 2 * A_PAGE + 4)
    assert f"Clauses {2 * A_PAGE + 1} to {2 * A_PAGE + 4} of {2 * A_PAGE + 4}" in html
    for after in ("-1", "x", "9" * 40, "99999"):
        assert pages.get("/search", params={"words": "hour", "after": after}).status_code == 200


def test_a_page_says_that_not_all_is_searched_yet(archive: Library, pages: TestClient) -> None:
    """While the catalogue is behind; one document that is asked for is taken in first."""
    see(archive, VOICE, document("Northline Voice Terms", 90), NOON + 2 * DAY)
    assert "1 document has revisions that are not searched yet" in pages.get("/search?words=payment").text
    assert "not searched yet" not in pages.get("/search?words=payment&provider=quay").text
    assert len(found(pages, words="payment", source="northline/voice")) == 3
    assert "not searched yet" not in pages.get("/search?words=payment").text


def test_very_common_words_bring_the_newest_first(archive: Library, pages: TestClient) -> None:
    """And the page says so."""
    rows = "".join(f"\n{n}. Zone {n} is charged.\n" for n in range(1, 1002))
    see(archive, QUAY, f"# Quay DNS Terms\n{rows}", NOON + DAY)
    catch_up(archive, [QUAY])
    html = pages.get("/search?words=charged").text
    assert "More than 1,000 clauses say this" in html
    assert "More than 1,000" not in pages.get("/search?words=payment").text
    assert "No more than 1,000 are shown" in pages.get("/search?words=charged&after=980").text


def test_hostile_words_stay_words(archive: Library, pages: TestClient) -> None:
    """In clauses, titles and queries, on the page and in the feed."""
    bad = f"{HOSTILE} payment\u202e\x1b]0;x"
    see(archive, QUAY, document(bad, 14, bad), NOON + DAY)
    catch_up(archive, [QUAY])
    for words in ("payment", HOSTILE, f'"{HOSTILE}', "' OR 1=1 --", "\u202e payment", "{{ 7 * 7 }} payment"):
        html = pages.get("/search", params={"words": words}).text
        assert "<script>" not in html
        assert "<img" not in html
        assert "\u202e" not in re.sub(r'value="[^"]*"', "", html)
    for entry in entries(pages, words="payment"):
        assert "<script>" not in (entry.findtext(f"{ATOM}content") or "")


def test_a_search_is_a_feed_newest_first(archive: Library, pages: TestClient) -> None:
    """Which the page names; an entry leads to its clause and keeps its identifier when the clause moves."""
    html = pages.get("/search", params={"words": "payment", "provider": "northline"}).text
    address = "/search.atom?words=payment&amp;provider=northline"
    assert f'title="This search" href="{address}"' in html.partition("</head>")[0]
    before = entries(pages, words="payment", provider="northline")
    assert [one.findtext(f"{ATOM}updated") for one in before] == [(NOON + DAY).isoformat(), NOON.isoformat()]
    assert "<mark>Payment</mark> is due in 60 days" in (before[0].findtext(f"{ATOM}content") or "")
    link = before[0].find(f"{ATOM}link")
    assert link is not None
    assert pages.get(link.get("href", "")).status_code == 200
    moved = "# Northline Voice Terms\n\n1. Faults are looked into.\n\n2. Payment is due in 60 days.\n"
    see(archive, VOICE, moved, NOON + 2 * DAY)
    catch_up(archive, [VOICE])
    after = entries(pages, words="payment", provider="northline")
    assert [one.findtext(f"{ATOM}id") for one in after] == [one.findtext(f"{ATOM}id") for one in before]
    assert len({one.findtext(f"{ATOM}id") for one in after}) == 2


def test_a_feed_of_a_search_is_not_sent_again_until_there_is_more(archive: Library, pages: TestClient) -> None:
    """And one without words is none."""
    tag = pages.get("/search.atom?words=payment").headers["etag"]
    assert pages.get("/search.atom?words=payment", headers={"If-None-Match": tag}).status_code == 304
    see(archive, VOICE, document("Northline Voice Terms", 90), NOON + 2 * DAY)
    catch_up(archive, [VOICE])
    assert pages.get("/search.atom?words=payment", headers={"If-None-Match": tag}).status_code == 200
    assert pages.get("/search.atom").status_code == 404


def test_without_a_configuration_the_providers_of_the_archive_are_offered(archive: Library) -> None:
    """And one that is asked for stays chosen, though nothing is known of it."""
    html = TestClient(make_app((), archive, lambda: NOON)).get("/search?words=x&provider=harbor").text
    assert re.findall(r'<option value="([^"]*)"( selected)?>', html) == [
        ("", ""),
        ("harbor", " selected"),
        ("northline", ""),
        ("quay", ""),
    ]


def test_a_clause_is_called_as_people_call_it() -> None:
    """By its label and heading, its place or its first words."""
    find = Find("a/b", "4/4.2", "4.2", "Availability.", (("Words", False),), 1, NOON, 1)
    assert found_name(find) == "4.2 Availability"
    assert found_name(replace(find, heading="")) == "4.2"
    assert found_name(replace(find, path="-", label="", heading="", snippet=())) == "a clause"


def test_a_clause_stood_in_one_revision_or_from_one_to_another() -> None:
    """With the days on which that was seen."""
    find = Find("a/b", "4", "4.", "", (), 3, NOON, 3, NOON + DAY)
    assert stood_words(find) == "stood in revision 3, from 2 March 2026 until 3 March 2026"
    assert stood_words(replace(find, last=5)) == "stood in revisions 3 to 5, from 2 March 2026 until 3 March 2026"
    assert stood_words(replace(find, gone=None)) == "stands since revision 3, 2 March 2026"

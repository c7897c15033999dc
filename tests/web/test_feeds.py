"""Feeds tell what changed, the same way for ever, and calendars the days that follow."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

import pytest
from icalendar import Calendar
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from monitor.catalogue import behind, catch_up
from monitor.render.calendar import Dated, calendar_text, deadlines
from monitor.web import make_app
from monitor.web.board import Boards
from monitor.web.feeds import CAUGHT_UP, CONTENT, ENTRIES, Feeds
from monitor.web.pages import Pages
from tests.web.test_pages import DAY, HOSTILE, NOON, QUAY, VOICE, archive, document, pages, see

if TYPE_CHECKING:
    from monitor.archive import Archive, Library

__all__ = ["archive", "pages"]

ATOM = "{http://www.w3.org/2005/Atom}"
SUBJECTS = ("Call", "Port", "Line", "Roaming", "Recording", "Voicemail", "Conference")
FEEDS = ("/feed.atom", "/providers/northline/feed.atom", "/documents/northline/voice/feed.atom")


def feed_of(client: TestClient, address: str) -> Element:
    """A feed that has what RFC 4287 asks of one."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)  # noqa: S314 - our own
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "clausewatch"
    return feed


def told(feed: Element, name: str) -> list[str]:
    """What every entry says under a name."""
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed.iter(f"{ATOM}entry")]


def link(element: Element, rel: str) -> str:
    """Where an element's link of a kind leads."""
    return next(one.get("href", "") for one in element.findall(f"{ATOM}link") if one.get("rel") == rel)


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_tells_the_change_with_its_redline(pages: TestClient, address: str) -> None:
    """And nothing of revisions of which nobody was told."""
    feed = feed_of(pages, address)
    assert told(feed, "title") == ["Northline Voice Terms: 1 clause changed (high)"]
    assert told(feed, "updated") == [(NOON + DAY).isoformat()]
    (content,) = told(feed, "content")
    assert "60</ins>" in content


def test_a_feed_leads_to_the_page_of_the_change(archive: Library, pages: TestClient) -> None:
    """By its path, or by a whole address where it is known where the pages are."""
    (entry,) = feed_of(pages, "/feed.atom").iter(f"{ATOM}entry")
    assert pages.get(link(entry, "alternate")).status_code == 200
    away = TestClient(make_app((VOICE, QUAY), archive, lambda: NOON, base="https://terms.example/"))
    feed = feed_of(away, "/feed.atom")
    (entry,) = feed.iter(f"{ATOM}entry")
    assert link(entry, "alternate") == "https://terms.example/documents/northline/voice/2/change"
    assert link(feed, "self") == "https://terms.example/feed.atom"


def test_identifiers_stay_when_more_is_seen_and_wherever_it_is_told(archive: Archive, pages: TestClient) -> None:
    """The newest entry stands first."""
    before = {address: feed_of(pages, address) for address in FEEDS}
    see(archive, VOICE, document("Northline Voice Terms", 90), NOON + 2 * DAY)
    for address, feed in before.items():
        after = feed_of(pages, address)
        assert told(after, "id")[1:] == told(feed, "id") == told(before[FEEDS[0]], "id")
        assert after.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")
        assert told(after, "updated") == sorted(told(after, "updated"), reverse=True)
        assert after.findtext(f"{ATOM}updated") == (NOON + 2 * DAY).isoformat()
    assert len({feed.findtext(f"{ATOM}id") for feed in before.values()}) == len(FEEDS)


def test_a_document_that_never_changed_has_a_feed_without_entries(pages: TestClient) -> None:
    """So that one can subscribe to it from the start."""
    assert told(feed_of(pages, "/documents/quay/dns/feed.atom"), "id") == []


def test_a_feed_tells_of_what_is_not_watched_any_more(archive: Library) -> None:
    """By provider and by document, with its change."""
    client = TestClient(make_app((QUAY,), archive, lambda: NOON))
    for address in FEEDS:
        assert told(feed_of(client, address), "title") == ["Northline Voice Terms: 1 clause changed (high)"]
    assert client.get("/calendar/northline.ics").status_code == 200


def test_whoever_has_a_feed_makes_no_work(archive: Library) -> None:
    """No revision is unpacked for one who has it, and none twice for those who do not."""
    sources = (VOICE, QUAY)
    feeds = Feeds(Pages(sources, archive, lambda: NOON, Environment(autoescape=True), Boards(archive, sources, 0)))
    client = TestClient(Starlette(routes=[Route("/feed.atom", feeds.everything)]))
    first = client.get("/feed.atom")
    assert len(feeds.kept) == 1
    see(archive, VOICE, document("Northline Voice Terms", 90), NOON + 2 * DAY)
    tag = TestClient(make_app((VOICE, QUAY), archive, lambda: NOON)).get("/feed.atom").headers["etag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    assert len(feeds.kept) == 1
    again = client.get("/feed.atom")
    assert len(feeds.kept) == 2
    assert first.content.partition(b"<entry>")[2] == again.content.partition(b"<entry>")[2].partition(b"<entry>")[2]


def test_of_what_nobody_was_told_feeds_tell_nothing_either(archive: Archive, pages: TestClient) -> None:
    """Such as a number that is another one on every look; nor does the API."""
    for day in range(2, 9):
        see(archive, VOICE, document("Northline Voice Terms", 30 * day), NOON + day * DAY)
    revisions = archive.revisions(VOICE.id)
    loud = [one.at.isoformat() for one in revisions if one.comparison and not one.quiet]
    assert any(one.comparison and one.quiet for one in revisions)
    assert told(feed_of(pages, "/feed.atom"), "updated") == sorted(loud, reverse=True)
    assert [row["at"] for row in pages.get("/api/v1/changes").json()["changes"]] == loud


def test_a_feed_is_bounded(archive: Library, pages: TestClient) -> None:
    """To the newest changes, and each to what programs still take."""
    text = document("Northline Voice Terms", 60)
    for day in range(2, ENTRIES + 2):
        text += f"\n{day + 2}. {SUBJECTS[day % 7]} {day} of the service {SUBJECTS[day % 5]} is charged at {day} EUR.\n"
        see(archive, VOICE, text, NOON + day * DAY)
    assert len(archive.told(VOICE.id, limit=2 * ENTRIES)) == ENTRIES + 1
    assert len(told(feed_of(pages, "/feed.atom"), "id")) == ENTRIES
    see(archive, QUAY, document("Quay DNS Terms", 14, "Many words are said. " * (CONTENT // 20)), NOON + 99 * DAY)
    content = told(feed_of(pages, "/feed.atom"), "content")[0]
    assert "too long" in content
    assert len(content) < CONTENT


@pytest.mark.parametrize("address", [*FEEDS, "/calendar/northline.ics", "/api/v1/documents"])
def test_what_one_has_is_not_sent_again_until_it_changes(archive: Archive, pages: TestClient, address: str) -> None:
    """By the tag of the answer before, alone, weak or among others."""
    tag = pages.get(address).headers["etag"]
    for named in (tag, f'"other", W/{tag}', "*"):
        answer = pages.get(address, headers={"If-None-Match": named})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    see(archive, VOICE, document("Northline Voice Terms", 90), NOON + 2 * DAY)
    assert pages.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_feed_is_not_sent_again_to_one_who_has_it_since_it_changed(pages: TestClient) -> None:
    """By time, where no tag is named; a time that is none is passed over."""
    modified = pages.get("/feed.atom").headers["last-modified"]
    assert modified == format_datetime(NOON + DAY, usegmt=True)
    assert pages.get("/feed.atom", headers={"If-Modified-Since": modified}).status_code == 304
    for headers in (
        {"If-Modified-Since": format_datetime(NOON, usegmt=True)},
        {"If-Modified-Since": modified, "If-None-Match": '"other"'},
        {"If-Modified-Since": "yesterday"},
    ):
        assert pages.get("/feed.atom", headers=headers).status_code == 200


def test_hostile_words_stay_words_in_feeds_and_calendars(archive: Archive, pages: TestClient) -> None:
    """Markup within the redline is escaped once more than the redline itself; what XML cannot hold is left out."""
    bad = f"{HOSTILE}\x0b\x1b\ufffe]]>&lt;"
    see(archive, QUAY, document(bad, 14, bad), NOON + DAY)
    see(archive, QUAY, document(bad, 21, f"{bad} Again."), NOON + 2 * DAY)
    feed = feed_of(pages, "/providers/quay/feed.atom")
    assert told(feed, "id")
    for content in told(feed, "content"):
        assert "<script>" not in content
        assert "<img" not in content
    assert {element.tag for element in feed.iter()} <= {
        f"{ATOM}{name}" for name in "feed id title updated published link author name entry content".split()
    }
    assert Calendar.from_ical(pages.get("/calendar/quay.ics").content).errors == []


@pytest.mark.parametrize(
    "address",
    ["/providers/none/feed.atom", "/documents/northline/none/feed.atom", "/calendar/none.ics", "/documents/feed.atom"],
)
def test_feeds_of_what_is_not_watched_are_missing(pages: TestClient, address: str) -> None:
    """They are not empty: whoever mistyped a name is told so."""
    assert pages.get(address).status_code == 404


def test_the_calendar_is_the_one_that_is_exported(archive: Archive, pages: TestClient) -> None:
    """For one provider, with the day since when its change binds."""
    answer = pages.get("/calendar/northline.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    dated = [Dated(one, one.comparison.new.dates if one.comparison else ()) for one in archive.revisions(VOICE.id)]
    assert answer.content.decode() == calendar_text("northline", deadlines(dated))
    summaries = [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert "Binds from: Northline Voice Terms" in summaries


@pytest.mark.parametrize("days", [3, CAUGHT_UP + 3])
def test_a_calendar_has_what_the_catalogue_does_not_have_yet(archive: Library, pages: TestClient, days: int) -> None:
    """It is taken in first, or only worked out where that is too much for one answer."""
    catch_up(archive, [VOICE, QUAY])
    for day in range(2, days):
        see(archive, VOICE, document("Northline Voice Terms", 30 + day, f"Line {day} is mended."), NOON + day * DAY)
    text = pages.get("/calendar/northline.ics").content.decode()
    dated = [Dated(one, one.comparison.new.dates if one.comparison else ()) for one in archive.revisions(VOICE.id)]
    assert text == calendar_text("northline", deadlines(dated))
    assert bool(behind(archive, (VOICE, QUAY), VOICE.id)) == (days > CAUGHT_UP)


def test_pages_name_their_feeds(pages: TestClient) -> None:
    """In their heads, where programs look for them."""
    html = pages.get("/documents/northline/voice").text
    for address in ("/feed.atom", "/documents/northline/voice/feed.atom"):
        assert f'href="{address}"' in html.partition("</head>")[0]

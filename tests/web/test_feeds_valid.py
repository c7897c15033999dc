"""Programs that know nothing of this project read its feeds and calendars, and find all that their standards ask."""

from __future__ import annotations

from datetime import datetime
from shutil import copyfile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.web import links, make_app
from tests.web.invented import HARBOR, HISTORY, HOSTILE, NOW, SOURCES, make, page, see

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive import Library

BASE = "https://terms.example"
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/feed.atom",
    links.provider_feed("harbor"),
    links.provider_feed("northline"),
    links.provider_feed("quay"),
    links.document_feed(HARBOR.id),
    links.document_feed(HOSTILE.id),
)
CALENDARS = tuple(map(links.calendar, ("harbor", "northline", "quay")))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of invented terms."""
    return make(tmp_path_factory.mktemp("year") / "archive.db")


@pytest.fixture
def archive(year: Path, tmp_path: Path) -> Iterator[Library]:
    """A copy of it, to which more may be added."""
    with open_archive(copyfile(year, tmp_path / "archive.db")) as opened:
        yield opened


@pytest.fixture
def client(archive: Library) -> TestClient:
    """Its pages, which know where they are for their readers."""
    return TestClient(make_app(SOURCES, archive, lambda: NOW, base=BASE))


def test_feedparser_reads_every_feed(client: TestClient) -> None:
    """Without any trouble, each entry with an id, days, and a whole address that leads to a page."""
    for address in FEEDS:
        feed = feedparser.parse(client.get(address).content)
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.updated_parsed
        assert [one.href for one in feed.feed.links if one.rel == "self"] == [BASE + address]
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.updated_parsed
            assert entry.published_parsed
            assert entry.link.startswith(f"{BASE}/documents/")
            assert client.get(entry.link.removeprefix(BASE)).status_code == 200
    assert len(feedparser.parse(client.get(FEEDS[0]).content).entries) == len(HISTORY) - 1 + 2


def test_entries_of_one_change_are_one_in_all_feeds_and_stay_it(archive: Library, client: TestClient) -> None:
    """Whoever follows several feeds, or asks again when more was seen, knows them by their ids."""

    def ids(address: str) -> list[str]:
        return [entry.id for entry in feedparser.parse(client.get(address).content).entries]

    before = {address: ids(address) for address in FEEDS}
    everything = set(before[FEEDS[0]])
    assert set(before[FEEDS[4]]) | set(before[FEEDS[5]]) == everything
    see(archive, HARBOR, page(HARBOR, HISTORY[1], NOW), NOW)
    assert ids(FEEDS[0])[1:] == before[FEEDS[0]]
    assert ids(FEEDS[4])[1:] == before[FEEDS[4]]


def _one(element: Element, name: str) -> str:
    """The text of a child that stands exactly once, and says something."""
    (child,) = element.findall(f"{ATOM}{name}")
    assert child.text
    return child.text


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_rfc_4287_asks_for(client: TestClient, address: str) -> None:
    """What a feed and its entries must hold (4.1.1, 4.1.2), and how (3.1 to 3.3, 4.2.6, 4.2.7)."""
    feed = fromstring(client.get(address).content)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    assert _one(feed.find(f"{ATOM}author") or feed, "name")  # entries take the author of their feed
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert urlsplit(_one(element, "id")).scheme == "urn"
        assert _one(element, "title").strip()
        assert datetime.fromisoformat(_one(element, "updated")).tzinfo
        kinds = [(link.get("rel", "alternate"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds)) == 1
    for entry in entries:
        assert datetime.fromisoformat(_one(entry, "published")) <= datetime.fromisoformat(_one(entry, "updated"))
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert not list(content)
    times = [_one(entry, "updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert not times or _one(feed, "updated") == times[0]


@pytest.mark.parametrize("address", CALENDARS)
def test_calendars_load_and_come_out_as_they_went_in(client: TestClient, address: str) -> None:
    """Every event has an id of its own and a day, as RFC 5545 asks (3.6.1)."""
    sent = client.get(address).content
    calendar = Calendar.from_ical(sent)
    assert calendar.errors == []
    assert Calendar.from_ical(calendar.to_ical()) == calendar
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    events = calendar.walk("VEVENT")
    assert all(event.errors == [] and event.decoded("dtstamp") and event.decoded("dtstart") for event in events)
    assert len({event["uid"] for event in events}) == len(events)
    assert all(len(line) <= 75 for line in sent.split(b"\r\n"))


def test_the_calendar_of_a_year_has_its_days(client: TestClient) -> None:
    """Not only frames without events."""
    assert len(Calendar.from_ical(client.get(CALENDARS[0]).content).walk("VEVENT")) >= len(HISTORY) - 2

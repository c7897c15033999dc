from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.fetch.pace import MANY_HOSTS, LocalPace, RestingError
from monitor.fetch.status import REST
from monitor.model import Failure, Past
from tests.fetch.servers import NOW, SETTINGS, Canned, Names, Seen, failure, moved, page, polite, serve, source

if TYPE_CHECKING:
    from monitor.model import Fetched, Source

SLOW_DOWN = Canned(b"", 429, {"Retry-After": "1800"})


def _look(fetcher: Fetcher, what: Source) -> Fetched:
    return fetcher.fetch(what, Past(), NOW)


@pytest.mark.parametrize(
    ("status", "after", "rest"),
    [(429, "1800", 1800.0), (429, None, REST), (429, "soon", REST), (503, "1800", 1800.0)],
)
def test_a_host_that_asked_for_rest_is_not_asked_for_its_other_pages(
    status: int, after: str | None, rest: float
) -> None:
    """The other source fails with what is left of the rest, and its server hears nothing."""
    headers = {"Retry-After": after} if after else {}
    with serve({"/busy": Canned(b"", status, headers), "/terms": Canned()}) as site, Fetcher(SETTINGS) as fetcher:
        assert failure(_look(fetcher, source(site.url("/busy")))).kind == "http"
        other = failure(_look(fetcher, source(site.url())))
        assert fetcher.wait(site.url()) == 0.0
    assert (other.kind, other.transient) == ("resting", True)
    assert other.retry_after is not None
    assert rest - 60 < other.retry_after <= rest
    until = datetime.now(UTC) + timedelta(seconds=other.retry_after)
    assert f"{until:%Y-%m-%d}" in other.message
    assert other.message.startswith("127.0.0.1: ")
    assert not site.asked("/terms")


@pytest.mark.parametrize(("status", "after"), [(503, None), (503, "soon"), (429, "0"), (500, "1800"), (404, "1800")])
def test_other_troubles_are_no_wish_for_rest(status: int, after: str | None) -> None:
    """One page that fails says nothing of the others."""
    headers = {"Retry-After": after} if after else {}
    with serve({"/busy": Canned(b"", status, headers), "/terms": Canned()}) as site, Fetcher(SETTINGS) as fetcher:
        failure(_look(fetcher, source(site.url("/busy"))))
        page(_look(fetcher, source(site.url())))


def test_rest_is_for_the_host_that_asked_and_no_other() -> None:
    """Where a redirect led to it, the one that redirected may still be asked."""
    answers = {"/terms": Canned()}
    with serve({"/terms": SLOW_DOWN}) as tired, serve(answers) as site, Fetcher(SETTINGS) as fetcher:
        answers["/away"] = moved(tired.url())
        assert failure(_look(fetcher, source(site.url("/away")))).kind == "http"
        page(_look(fetcher, source(site.url())))
        assert failure(_look(fetcher, source(site.url("/away")))).kind == "resting"
    assert len(tired.seen) == 1


def test_a_robots_txt_that_asks_for_rest_gets_it() -> None:
    """Neither it nor a page is asked for again."""
    with serve({"/robots.txt": SLOW_DOWN, "/terms": Canned()}) as site, Fetcher(SETTINGS) as fetcher:
        assert failure(_look(fetcher, polite(site.url()))).kind == "robots"
        assert failure(_look(fetcher, polite(site.url()))).kind == "resting"
    assert [seen.path for seen in site.seen] == ["/robots.txt"]


def test_whoever_waits_for_a_turn_hears_that_the_host_rests() -> None:
    """A source that was in line already does not ask either."""
    arrived = threading.Event()
    answer = threading.Event()

    def slowly(_: Seen) -> Canned:
        arrived.set()
        answer.wait(5)
        return SLOW_DOWN

    with serve({"/terms": slowly}) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(2) as pool:
        first = pool.submit(_look, fetcher, source(site.url()))
        assert arrived.wait(5)
        second = pool.submit(_look, fetcher, source(site.url()))
        answer.set()
        assert {failure(first.result(5)).kind, failure(second.result(5)).kind} == {"http", "resting"}
    assert len(site.seen) == 1


def test_a_rest_ends() -> None:
    """Then the host may be asked again; a shorter wish does not cut a longer one short."""
    pace = LocalPace()
    pace.rest("northline.example:443", 60.0)
    pace.rest("northline.example:443", 0.0)
    with pytest.raises(RestingError), pace.turn("northline.example:443", 0.0):
        pass
    pace.rest("harbor.example:443", 0.0)
    with pace.turn("harbor.example:443", 0.0):
        pass


def test_the_memory_of_hosts_does_not_grow_without_end() -> None:
    """However many rest; those that would rest longest are remembered."""
    pace = LocalPace()
    for number in range(MANY_HOSTS + 10):
        pace.rest(f"host-{number}", 1000.0 + number)
    with pace.turn("host-0", 0.0), pytest.raises(RestingError), pace.turn("host-10", 0.0):
        pass


# --- how long until a host may be asked


def test_a_host_not_asked_yet_may_be_asked_now() -> None:
    """So may an address that will be refused without waiting."""
    with Fetcher(replace(SETTINGS, host_delay=3600.0)) as fetcher:
        assert [fetcher.wait(url) for url in ("http://northline.example/", "ftp://x", "http://", "")] == [0.0] * 4


def test_a_host_is_free_when_its_delay_is_over() -> None:
    """The longer of the configured one and that of its robots.txt, since its last request began."""
    answers = {"/robots.txt": Canned(b"User-agent: *\nCrawl-delay: 50\n"), "/terms": Canned()}
    with serve(answers) as site:
        with Fetcher(replace(SETTINGS, host_delay=3600.0)) as fetcher:
            page(_look(fetcher, source(site.url())))
            assert 3500.0 < fetcher.wait(site.url("/other")) <= 3600.0
            assert fetcher.wait("http://harbor.example/") == 0.0
        with Fetcher(SETTINGS) as fetcher:
            page(_look(fetcher, source(site.url())))
            assert fetcher.wait(site.url()) == 0.0


def test_a_host_that_is_being_asked_is_not_free() -> None:
    """It will be in a moment, at the earliest."""
    arrived = threading.Event()
    answer = threading.Event()

    def slowly(_: Seen) -> Canned:
        arrived.set()
        answer.wait(5)
        return Canned()

    with serve({"/terms": slowly}) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(1) as pool:
        look = pool.submit(_look, fetcher, source(site.url()))
        assert arrived.wait(5)
        assert fetcher.wait(site.url()) > 0.0
        answer.set()
        page(look.result(5))
        assert fetcher.wait(site.url()) == 0.0


def test_a_crawl_delay_counts_for_how_long_a_host_is_not_free() -> None:
    """Once the pages of a site wait for it."""
    pace = LocalPace()
    with pace.turn("northline.example:443", 50.0):
        pass
    assert 40.0 < pace.wait("northline.example:443", 1.0) <= 50.0


def test_rest_is_told_of_a_name_as_it_was_asked_for() -> None:
    """The message names the host, not its address."""
    with serve({"/terms": SLOW_DOWN}) as site, Fetcher(SETTINGS, resolve=Names(["127.0.0.1"])) as fetcher:
        url = site.url(host="northline.example")
        found = [_look(fetcher, source(url)) for _ in range(2)]
    assert isinstance(found[1], Failure)
    assert found[1].message.startswith("northline.example: asked to be left alone until ")

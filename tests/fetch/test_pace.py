from __future__ import annotations

import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.model import Fetched, Page, Past
from tests.fetch.servers import NOW, SETTINGS, Canned, Seen, page, polite, serve, source

if TYPE_CHECKING:
    from monitor.model import Source

# Long enough for an exchange on loopback that nothing holds back, many times over.
AMPLE = 0.3


def _look(fetcher: Fetcher, what: Source) -> Fetched:
    return fetcher.fetch(what, Past(), NOW)


def _waits(future: Future[Fetched]) -> bool:
    try:
        future.result(timeout=AMPLE)
    except TimeoutError:
        return True
    return False


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    """However many threads want pages of one host, it never sees two requests at once."""
    lock = threading.Lock()
    never = threading.Event()
    overlaps: list[bool] = []

    def answer(_: Seen) -> Canned:
        overlaps.append(not lock.acquire(blocking=False))
        never.wait(0.01)
        if not overlaps[-1]:
            lock.release()
        return Canned()

    with serve({"/terms": answer}) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(6) as pool:
        looks = list(pool.map(_look, [fetcher] * 6, [source(site.url())] * 6))
    assert all(isinstance(fetched, Page) for fetched in looks)
    assert overlaps == [False] * 6


def test_a_slow_host_delays_no_other() -> None:
    """Two hosts are asked at the same time: each answers only when the other was asked too."""
    both = threading.Barrier(2)

    def answer(_: Seen) -> Canned:
        both.wait(5)
        return Canned()

    with serve({"/terms": answer}) as one, serve({"/terms": answer}) as two:
        wanted = [source(one.url()), source(two.url())]
        with Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(2) as pool:
            looks = list(pool.map(_look, [fetcher] * 2, wanted))
    assert all(isinstance(fetched, Page) for fetched in looks)


def test_requests_to_one_host_are_spaced_and_closing_lets_nobody_wait() -> None:
    """The second request waits out the delay; when the fetcher is closed it is called off, and is no failure."""
    settings = replace(SETTINGS, host_delay=3600.0)
    with serve() as site, Fetcher(settings) as fetcher, ThreadPoolExecutor(1) as pool:
        page(_look(fetcher, source(site.url())))
        second = pool.submit(_look, fetcher, source(site.url()))
        assert _waits(second)
        fetcher.close()
        with pytest.raises(CancelledError):
            second.result(timeout=5)
    assert len(site.seen) == 1


def test_waiting_for_a_turn_takes_nothing_from_the_time_of_an_exchange() -> None:
    """A source that waits longer than the timeout for its turn is still fetched."""
    settings = replace(SETTINGS, host_delay=0.4, timeout=0.3)
    with serve() as site, Fetcher(settings) as fetcher:
        page(_look(fetcher, source(site.url(), site.url())))


def test_a_crawl_delay_is_kept() -> None:
    """robots.txt may ask for more time between requests, from its own reading on."""
    answers = {"/robots.txt": Canned(b"User-agent: *\nCrawl-delay: 3600\n"), "/terms": Canned()}
    with serve(answers) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(1) as pool:
        look = pool.submit(_look, fetcher, polite(site.url()))
        assert _waits(look)
        fetcher.close()
        with pytest.raises(CancelledError):
            look.result(timeout=5)
    assert [seen.path for seen in site.seen] == ["/robots.txt"]


def test_a_closed_fetcher_begins_nothing() -> None:
    """After close no request is made."""
    with serve() as site:
        with Fetcher(SETTINGS) as fetcher:
            pass
        with pytest.raises(CancelledError):
            _look(fetcher, source(site.url()))
    assert not site.seen

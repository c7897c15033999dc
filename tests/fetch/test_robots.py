from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.fetch import Fetcher
from monitor.model import Page, Past
from tests.fetch.servers import (
    NOW,
    SETTINGS,
    Answer,
    Canned,
    Seen,
    failure,
    fetch,
    moved,
    page,
    polite,
    serve,
    source,
)

FORBID = Canned(b"User-agent: *\nDisallow: /terms\n")


def _site(robots: Answer) -> dict[str, Answer]:
    return {"/robots.txt": robots, "/terms": Canned(), "/open": Canned()}


def test_a_page_that_robots_txt_forbids_is_not_asked_for() -> None:
    """The failure says how to go on; pages that are allowed are fetched."""
    with serve(_site(FORBID)) as site:
        failed = failure(fetch(polite(site.url())))
        page(fetch(polite(site.url("/open"))))
    assert (failed.kind, failed.transient) == ("robots", False)
    assert 'robots = "ignore"' in failed.message
    assert not site.asked("/terms")


def test_robots_txt_is_ignored_where_configured() -> None:
    """For one source, or for all; it is then not even asked for."""
    with serve(_site(FORBID)) as site:
        page(fetch(source(site.url())))
        page(fetch(polite(site.url()), settings=replace(SETTINGS, robots="ignore")))
    assert not site.asked("/robots.txt")


def test_rules_for_this_project_by_name_go_before_those_for_everyone() -> None:
    """A group that names clausewatch is the one that counts, and wildcards are understood."""
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Clausewatch\nDisallow: /*.pdf$\n"
    with serve({**_site(Canned(b"\xef\xbb\xbf" + rules)), "/terms.pdf": Canned()}) as site:
        page(fetch(polite(site.url())))
        assert failure(fetch(polite(site.url("/terms.pdf")))).kind == "robots"


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410])
def test_no_rules_allow_everything(status: int) -> None:
    """A robots.txt that is not there, or not for us, forbids nothing (RFC 9309, 2.3.1.3)."""
    with serve(_site(Canned(b"User-agent: *\nDisallow: /\n", status))) as site:
        page(fetch(polite(site.url())))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_rules_that_cannot_be_had_now_forbid_everything_for_now(status: int) -> None:
    """A server in trouble is left alone and tried again (RFC 9309, 2.3.1.4)."""
    with serve(_site(Canned(b"", status, {"Retry-After": "60"}))) as site:
        failed = failure(fetch(polite(site.url())))
    assert (failed.kind, failed.transient, failed.retry_after) == ("robots", True, 60.0)
    assert not site.asked("/terms")


def test_rules_are_remembered_for_a_day() -> None:
    """One fetcher asks a site once a day, however many pages it has."""
    with serve(_site(Canned(b""))) as site, Fetcher(SETTINGS) as fetcher:
        for now in (NOW, NOW + timedelta(hours=23)):
            page(fetcher.fetch(polite(site.url(), site.url("/open")), Past(), now))
        assert len(site.asked("/robots.txt")) == 1
        page(fetcher.fetch(polite(site.url()), Past(), NOW + timedelta(hours=25)))
        assert len(site.asked("/robots.txt")) == 2


def test_old_rules_hold_while_new_ones_cannot_be_had() -> None:
    """A site whose robots.txt fails after a day is judged by the copy that is known; one never read is not."""
    answers: dict[str, Answer] = _site(Canned(b"User-agent: *\nDisallow: /open\n"))
    later = NOW + timedelta(days=2)
    with serve(answers) as site, Fetcher(SETTINGS) as fetcher:
        page(fetcher.fetch(polite(site.url()), Past(), NOW))
        answers["/robots.txt"] = Canned(b"", 500)
        page(fetcher.fetch(polite(site.url()), Past(), later))
        assert failure(fetcher.fetch(polite(site.url("/open")), Past(), later)).transient is False


def test_a_failure_to_read_the_rules_is_not_remembered() -> None:
    """The next look asks again."""
    answers: dict[str, Answer] = _site(Canned(b"", 500))
    with serve(answers) as site, Fetcher(SETTINGS) as fetcher:
        failure(fetcher.fetch(polite(site.url()), Past(), NOW))
        answers["/robots.txt"] = Canned(b"")
        page(fetcher.fetch(polite(site.url()), Past(), NOW))


def test_every_hop_minds_the_rules_of_its_own_host() -> None:
    """A redirect to a forbidden page is not followed."""
    with serve(_site(FORBID)) as other, serve({"/terms": moved(other.url())}) as site:
        assert failure(fetch(polite(site.url()))).kind == "robots"
    assert [seen.path for seen in other.seen] == ["/robots.txt"]


def test_robots_txt_may_redirect_and_gets_no_secrets() -> None:
    """It passes the same gate, without the source's headers; one that leads nowhere forbids nothing."""
    with serve({"/robots.txt": moved("/rules"), "/rules": FORBID, "/terms": Canned()}) as site:
        wanted = replace(polite(site.url()), headers={"Cookie": "s3cret"})
        assert failure(fetch(wanted)).kind == "robots"
        assert [seen.headers["Cookie"] for seen in site.seen] == [None, None]
    with serve({"/robots.txt": moved("/robots.txt"), "/terms": Canned()}) as site:
        page(fetch(polite(site.url())))


def test_a_robots_txt_without_end_is_read_as_far_as_it_must() -> None:
    """Rules in the first 500 KiB hold, and what follows is not read."""
    endless = Canned(b"User-agent: *\nDisallow: /terms\n" + b"# more\n" * 200_000 + b"Disallow: /open\n")
    with serve(_site(endless)) as site, Fetcher(SETTINGS) as fetcher:
        assert failure(fetcher.fetch(polite(site.url()), Past(), NOW)).kind == "robots"
        page(fetcher.fetch(polite(site.url("/open")), Past(), NOW))


def test_sources_of_one_site_share_one_question() -> None:
    """Threads that need the same robots.txt at once wait for one answer."""
    together = threading.Barrier(4)

    def look(fetcher: Fetcher, url: str) -> bool:
        together.wait(5)
        return isinstance(fetcher.fetch(polite(url), Past(), NOW), Page)

    def rules(_: Seen) -> Canned:
        return Canned(b"")

    with serve(_site(rules)) as site, Fetcher(SETTINGS) as fetcher, ThreadPoolExecutor(4) as pool:
        assert all(pool.map(look, [fetcher] * 4, [site.url()] * 4))
        assert len(site.asked("/robots.txt")) == 1

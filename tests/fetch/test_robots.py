from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.errors import ArchiveError
from monitor.fetch import Fetcher
from monitor.fetch.connection import Budget
from monitor.fetch.gate import parse
from monitor.fetch.http import Answer
from monitor.fetch.robots import MAX_BYTES, Robots
from monitor.fetch.trouble import ExchangeError
from monitor.model import Page, Past, RobotsTxt
from tests.fakes import MemoryArchive
from tests.fetch.servers import (
    NOW,
    SETTINGS,
    Canned,
    Seen,
    failure,
    fetch,
    hurried,
    moved,
    page,
    polite,
    serve,
    source,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fetch.servers import Answer as Given

FORBID = Canned(b"User-agent: *\nDisallow: /terms\n")


def _site(robots: Given) -> dict[str, Given]:
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
    answers: dict[str, Given] = _site(Canned(b"User-agent: *\nDisallow: /open\n"))
    later = NOW + timedelta(days=2)
    with serve(answers) as site, Fetcher(SETTINGS) as fetcher:
        page(fetcher.fetch(polite(site.url()), Past(), NOW))
        answers["/robots.txt"] = Canned(b"", 500)
        page(fetcher.fetch(polite(site.url()), Past(), later))
        assert failure(fetcher.fetch(polite(site.url("/open")), Past(), later)).transient is False


def test_a_failure_to_read_the_rules_is_not_remembered() -> None:
    """The next look asks again."""
    answers: dict[str, Given] = _site(Canned(b"", 500))
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


def test_a_rule_that_was_cut_off_is_no_rule() -> None:
    """What is left of it at the end of what is read could forbid the whole site."""
    rules = b"User-agent: *\nDisallow: /open\n"
    cut = rules.rjust(MAX_BYTES - len("Disallow: /"), b"\n") + b"Disallow: /private/and/more\n"
    with serve(_site(Canned(cut))) as site:
        page(fetch(polite(site.url())))
        assert failure(fetch(polite(site.url("/open")))).kind == "robots"


def test_rules_that_come_too_slowly_hold_up_one_page_of_their_site_and_not_all() -> None:
    """For a minute the others fail at once; then the site is asked again."""
    over = threading.Event()

    def slow(_: Seen) -> Canned:
        over.wait(5)
        return Canned(b"")

    answers: dict[str, Given] = _site(slow)
    with serve(answers) as site, Fetcher(hurried()) as fetcher:
        kinds = [failure(fetcher.fetch(polite(site.url()), Past(), NOW)).kind for _ in range(3)]
        asked = len(site.asked("/robots.txt"))
        over.set()
        answers["/robots.txt"] = Canned(b"")
        page(fetcher.fetch(polite(site.url()), Past(), NOW + timedelta(minutes=2)))
    assert (kinds, asked) == (["timeout"] * 3, 1)


def test_the_rules_of_every_hop_come_out_of_the_time_of_one_page() -> None:
    """A chain of hosts that are all slow to say what they allow is no way around the deadline."""
    never = threading.Event()

    def slow(_: Seen) -> Canned:
        never.wait(0.2)
        return Canned(b"")

    with (
        serve({"/robots.txt": slow, "/terms": Canned()}, host="127.1.0.3") as last,
        serve({"/robots.txt": slow, "/terms": moved(last.url())}, host="127.1.0.2") as between,
        serve({"/robots.txt": slow, "/terms": moved(between.url())}, host="127.1.0.1") as first,
    ):
        failed = failure(fetch(polite(first.url()), settings=hurried(0.3)))
    assert (failed.kind, failed.transient) == ("timeout", True)
    assert not between.asked()
    assert not last.seen


TERMS_URL = parse("https://northline.example/terms")


class _Slow:
    """A site whose robots.txt never comes in time; the seconds it was given, each time that it was asked for."""

    def __init__(self) -> None:
        self.given: list[float] = []

    def __call__(self, url: str, budget: Budget) -> Answer:
        self.given.append(budget.left())
        with budget:
            raise ExchangeError("timeout", "northline.example", f"{url} did not finish")


def _timed_out(robots: Robots, budget: Budget) -> ExchangeError:
    with pytest.raises(ExchangeError) as caught:
        robots.permit(TERMS_URL, NOW, budget)
    return caught.value


def test_rules_that_were_asked_for_in_a_hurry_are_not_called_slow() -> None:
    """Who has little time left fails, naming the host; the next who has more asks, and only then they are slow."""
    slow = _Slow()
    robots = Robots(slow, patience=10.0)
    hurried_one = _timed_out(robots, Budget(9.0))
    assert (hurried_one.kind, hurried_one.host, hurried_one.transient) == ("timeout", "northline.example", True)
    assert "its robots.txt cannot be had" in hurried_one.message
    assert [_timed_out(robots, Budget(20.0)).kind for _ in range(3)] == ["timeout"] * 3
    assert slow.given == [9.0, 20.0]


def test_while_an_old_copy_may_stand_in_the_page_keeps_half_of_the_time() -> None:
    """Slow rules are then asked for again after an hour, or by the next who has the time for it."""
    slow, memory = _Slow(), MemoryArchive()
    memory.keep_robots(RobotsTxt(TERMS_URL.site, "User-agent: *\nCrawl-delay: 3\n", NOW - timedelta(days=2)))
    robots = Robots(slow, memory, patience=10.0)
    budgets = [Budget(8.0), Budget(20.0), Budget(20.0)]
    assert [robots.permit(TERMS_URL, NOW, budget) for budget in budgets] == [3.0] * 3
    assert slow.given == [4.0, 10.0]
    assert 9.0 < budgets[1].left() < 20.0


def test_what_is_spent_on_rules_is_no_longer_there_for_the_page() -> None:
    """Not even where they came in time."""
    pause = threading.Event()

    def get(_: str, budget: Budget) -> Answer:
        with budget:
            pause.wait(0.01)
        return Answer(404, {})

    budget = Budget(20.0)
    assert Robots(get, patience=10.0).permit(TERMS_URL, NOW, budget) == 0.0
    assert budget.left() < 20.0


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


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("Disallow: /café", "/caf%C3%A9/terms", False),
        ("Disallow: /caf%c3%a9", "/café", False),
        ("Disallow: /caf%C3%A9", "/cafe", True),
        ("Disallow: /%7Edrafts", "/~drafts/1", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /*.pdf$", "/terms.pdf", False),
        ("Disallow: /*.pdf$", "/terms.pdf?v=1", True),
        ("Disallow: /terms$", "/terms-of-use", True),
        ("Disallow: /*?print=", "/terms?print=1", False),
        ("Disallow: /\nAllow: /terms", "/terms", True),
        ("Disallow: /terms/\nAllow: /terms/*.html", "/terms/a.html", True),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow:", "/terms", True),
    ],
)
def test_paths_are_matched_as_the_standard_says(rule: str, path: str, *, allowed: bool) -> None:
    """Octets compare whatever their spelling, the longest rule wins, and of equal ones the one that allows."""
    rules = Canned(f"User-agent: *\n{rule}\n".encode())
    with serve({"/robots.txt": rules}) as site:
        failed = failure(fetch(polite(site.url(path))))
    assert (failed.kind == "http") is allowed


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_page_in_the_place_of_robots_txt_holds_no_rules(kind: str) -> None:
    """A challenge, a login or a page "not found" may hold any words."""
    challenge = b"<!DOCTYPE html>\n<title>Just a moment</title>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>"
    with serve(_site(Canned(challenge, headers={"Content-Type": kind}))) as site:
        page(fetch(polite(site.url())))


def test_rules_for_thousands_of_others_cost_next_to_nothing() -> None:
    """A parser that kept them all would fill the memory; they are let go before."""
    names = "".join(f"User-agent: a{number}\n" for number in range(17_000))
    flood = Canned((names + "Allow: /\n" * 20_000).encode())
    with serve(_site(flood)) as site:
        page(fetch(polite(site.url())))


def test_the_memory_of_rules_does_not_grow_without_end() -> None:
    """A few sites with all the rules they may have are too much; the one asked last is remembered in any case."""
    huge = RobotsTxt("", "User-agent: *\n" + f"Disallow: /{'a' * 1000}\n" * 380, NOW)
    asked: list[str] = []

    class Memory(MemoryArchive):
        def robots(self, site: str) -> RobotsTxt | None:
            asked.append(site)
            return replace(huge, site=site)

    robots = Robots(lambda *_: Answer(404, {}), Memory(), patience=10.0)
    for host in (*"abcdefg", "g", "a"):
        robots.permit(parse(f"http://{host}.example/terms"), NOW, Budget(20.0))
    assert [site.removeprefix("http://").removesuffix(".example") for site in asked] == list("abcdefga")


# --- remembered from run to run


def _run(memory: MemoryArchive, url: str, after: timedelta = timedelta()) -> object:
    with Fetcher(SETTINGS, robots=memory) as fetcher:
        return fetcher.fetch(polite(url), Past(), NOW + after)


def test_another_run_does_not_ask_again_within_a_day() -> None:
    """What an archive remembers holds for every run: rules, and that there are none."""
    for rules in (FORBID, Canned(b"", 404)):
        memory = MemoryArchive()
        with serve(_site(rules)) as site:
            first = _run(memory, site.url())
            again = _run(memory, site.url(), timedelta(hours=23))
            assert type(first) is type(again)
            assert len(site.asked("/robots.txt")) == 1
            _run(memory, site.url(), timedelta(hours=25))
            assert len(site.asked("/robots.txt")) == 2


def test_runs_on_a_real_archive_remember(tmp_path: Path) -> None:
    """From one process to the next."""
    with serve(_site(FORBID)) as site:
        for _ in range(2):
            with open_archive(tmp_path / "archive.db") as archive, Fetcher(SETTINGS, robots=archive) as fetcher:
                assert failure(fetcher.fetch(polite(site.url()), Past(), NOW)).kind == "robots"
        assert [seen.path for seen in site.seen] == ["/robots.txt"]


def test_an_old_copy_stands_in_for_a_month_and_no_longer() -> None:
    """While a site's robots.txt cannot be had; it is then not asked for at every look."""
    answers: dict[str, Given] = _site(Canned(b"User-agent: *\nDisallow: /open\n"))
    memory = MemoryArchive()
    with serve(answers) as site:
        _run(memory, site.url())
        answers["/robots.txt"] = Canned(b"", 503)
        assert isinstance(_run(memory, site.url(), timedelta(days=30)), Page)
        with Fetcher(SETTINGS, robots=memory) as fetcher:
            before = len(site.asked("/robots.txt"))
            for minutes in (0, 30, 61):
                page(fetcher.fetch(polite(site.url()), Past(), NOW + timedelta(days=2, minutes=minutes)))
            assert len(site.asked("/robots.txt")) == before + 2
        with Fetcher(SETTINGS, robots=memory) as fetcher:
            failed = failure(fetcher.fetch(polite(site.url()), Past(), NOW + timedelta(days=32)))
    assert (failed.kind, failed.transient) == ("robots", True)


def test_a_clock_that_was_put_back_does_not_make_rules_hold_for_ever() -> None:
    """What is said to be of tomorrow is asked for again."""
    memory = MemoryArchive()
    with serve(_site(Canned(b""))) as site:
        memory.keep_robots(RobotsTxt(f"http://127.0.0.1:{site.port}", "User-agent: *\nDisallow: /", NOW))
        assert isinstance(_run(memory, site.url(), -timedelta(days=300)), Page)


class _Unwilling(MemoryArchive):
    def robots(self, site: str) -> RobotsTxt | None:
        raise ArchiveError(site)

    def keep_robots(self, robots: RobotsTxt) -> None:
        raise ArchiveError(robots.site)


def test_an_archive_that_cannot_remember_is_no_reason_not_to_look() -> None:
    """The site is asked instead."""
    with serve(_site(Canned(b""))) as site:
        assert isinstance(_run(_Unwilling(), site.url()), Page)

"""`run --web`: the pages, served by the daemon itself while it watches."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
from contextlib import closing, contextmanager
from socket import create_server
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.catalogue import behind
from tests.cli.daemons import QUICK, running
from tests.cli.stage import PATIENCE, terms, until
from tests.cli.test_serving import TOKEN, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.daemons import Daemon
    from tests.cli.stage import Desk

WHERE = re.compile(r".* info pages are served at (http://127\.0\.0\.1:(\d+)/)")


@contextmanager
def served(desk: Desk, *options: str) -> Iterator[tuple[str, Daemon]]:
    """A daemon that watches and serves the pages, and where; killed at the end if it is still there."""
    with running(desk, "--web", "127.0.0.1:0", *options) as daemon:
        found = WHERE.fullmatch(daemon.lines[0])
        assert found, daemon.lines
        yield found[1], daemon


def port_of(url: str) -> int:
    """The port in an address."""
    return int(url.rstrip("/").rpartition(":")[2])


def holds(url: str, words: str) -> bool:
    """Whether a page is there and says this."""
    status, _, page = asked(url)
    return status == 200 and words in page


def watched_at(url: str) -> set[str]:
    """The documents that are watched, as the pages have it."""
    return {one["source"] for one in json.loads(asked(f"{url}api/v1/documents")[2])["documents"] if one["watched"]}


@pytest.fixture(scope="module")
def watch(new_desk: Callable[[], Desk]) -> Iterator[tuple[Desk, str, Daemon]]:
    """A daemon with one source, and its pages."""
    desk = new_desk()
    desk.put("terms", terms())
    desk.put("later", terms())
    desk.configure(desk.source("terms", 'every = "1s"'), QUICK)
    with served(desk) as (url, daemon):
        yield desk, url, daemon


def test_what_the_daemon_finds_is_on_its_pages(watch: tuple[Desk, str, Daemon]) -> None:
    """The first revision as soon as it is recorded; every page behind the same guard as those of `serve`."""
    _, url, _ = watch
    until(lambda: holds(f"{url}documents/northline/terms", "Northline"), "the first revision on its page")
    status, headers, _ = asked(f"{url}documents/northline/terms")
    assert (status, "Server" in headers) == (200, False)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert asked(url, Host="evil.example")[0] == 421


def test_what_lists_are_made_of_is_kept_up_to_date(watch: tuple[Desk, str, Daemon]) -> None:
    """Beside the watch, without anybody asking for a page."""
    desk, url, _ = watch
    until(lambda: holds(f"{url}documents/northline/terms", "Northline"), "the first revision")
    with closing(open_archive(desk.archive)) as archive:
        until(lambda: archive.briefs("northline/terms") and not behind(archive, ()), "it is caught up with")


def test_the_pages_follow_the_configuration(watch: tuple[Desk, str, Daemon]) -> None:
    """A source that is added is on the pages once the configuration is read anew; another [web] needs a restart."""
    desk, url, daemon = watch
    assert watched_at(url) == {"northline/terms"}
    yearly = desk.source("later", 'cron = "0 0 1 1 *"')
    desk.configure(desk.source("terms"), yearly, QUICK)
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: daemon.logged("read anew: watching 2 sources"), "the new configuration is used")
    assert watched_at(url) == {"northline/terms", "northline/later"}
    desk.configure(desk.source("terms"), QUICK, f'[web]\ntoken = "{TOKEN}"')
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: daemon.logged("[web] is another than when this daemon started; restart it"), "it is refused")
    assert asked(f"{url}healthz")[0] == 200


def test_messages_lead_to_the_pages(new_desk: Callable[[], Desk]) -> None:
    """What is told of a change names the page of that change, which is there for those who have the token."""
    desk = new_desk()
    desk.put("terms", terms())
    web = f'[web]\ntoken = "{TOKEN}"\nurl = "https://terms.example/"'
    desk.configure(desk.source("terms", 'every = "1s"'), desk.hook("legal"), QUICK, web)
    with served(desk) as (url, daemon):
        until(lambda: daemon.logged("northline/terms: first"), "the first sight")
        desk.put("terms", terms(14))
        until(lambda: desk.posted("legal"), "the change is told")
        page = json.loads(desk.posted("legal")[0].body)["data"]["page"]
        assert page == "https://terms.example/documents/northline/terms/2/change"
        here = page.replace("https://terms.example/", url)
        assert asked(here)[0] == 401
        status, _, shown = asked(here, Authorization=f"Bearer {TOKEN}", Host="terms.example")
        assert (status, "14" in shown) == (200, True)


def test_the_daemon_ends_with_its_pages(desk: Desk) -> None:
    """In good order, whoever still holds a connection or reloads again and again; the port is free again."""
    desk.configure(desk.source("terms"), QUICK)
    over, came = threading.Event(), threading.Event()

    def read(url: str) -> None:
        while not over.is_set():
            try:
                asked(url)
            except OSError:
                return
            came.set()

    with served(desk) as (url, daemon):
        reader = threading.Thread(target=read, args=(f"{url}healthz",))
        reader.start()
        try:
            assert came.wait(PATIENCE)
            with socket.create_connection(("127.0.0.1", port_of(url)), timeout=PATIENCE):
                assert daemon.stop() == 0
        finally:
            over.set()
            reader.join()
    with create_server(("127.0.0.1", port_of(url))):
        pass
    assert daemon.lines[-1].endswith(" info stopped")
    assert not daemon.logged("because of a bug")


def test_a_port_that_is_taken_is_told_before_anything_is_fetched(desk: Desk) -> None:
    """In a line that names it."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), QUICK)
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = desk.run("run", "--web", f"127.0.0.1:{port}")
    assert ended.code == 2
    assert f"clausewatch: 127.0.0.1:{port}: pages cannot be served there (" in ended.err
    assert "choose another --web" in ended.err
    assert not desk.site.came(desk.path("terms"))


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("0.0.0.0:0", "[web] token is needed to serve pages at 0.0.0.0"),
        ("8000", '--web: "8000" is no host and port; write for example'),
    ],
)
def test_a_place_that_cannot_be_served_ends_the_daemon_at_once(desk: Desk, where: str, told: str) -> None:
    """Any but this machine needs a token, as with `serve`, and a place is a host and a port."""
    desk.configure(desk.source("terms"), QUICK)
    ended = desk.run("run", "--web", where)
    assert ended.code == 2
    assert told in ended.err
    assert not desk.site.came(desk.path("terms"))

"""The pages beside other work: what goes wrong with them is logged, and ends nothing else."""

from __future__ import annotations

import socket
import threading
import urllib.request
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.errors import ArchiveError
from monitor.sources import Config
from monitor.sources.config import ArchiveConfig
from monitor.web.keeper import Keeper
from monitor.web.security import WebSettings, hosts_of
from monitor.web.server import Beside, Site, beside, listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 10.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Pages over an empty archive."""
    place = tmp_path / "archive.db"
    archive = open_archive(place)
    config = Config(sources=(), subscribers=(), archive=ArchiveConfig(place))
    yield Site(config, archive, WebSettings(hosts_of("127.0.0.1", ""), "", b"key"))
    archive.close()


def ear() -> socket.socket:
    """A socket that takes connections."""
    return socket.create_server(("127.0.0.1", 0))


def test_the_pages_are_answered_in_threads_that_end(site: Site) -> None:
    """Nothing of them is left when the block ends, and the port is closed."""
    before = set(threading.enumerate())
    with ear() as taken, beside(site, taken) as there:
        port = taken.getsockname()[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
            assert answer.read() == b"ok\n"
        there.leave()
        assert there.ended()
    for thread in set(threading.enumerate()) - before:  # those that answered were told to end, and need a moment
        thread.join(PATIENCE)
    assert set(threading.enumerate()) <= before
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def test_an_answer_is_sent_without_waiting_for_what_was_sent_before() -> None:
    """The head of a short answer goes by itself, and its body would wait for that to be acknowledged (RFC 896)."""
    with listening("127.0.0.1", 0, "") as taking, socket.create_connection(taking.getsockname(), PATIENCE):
        connection, _ = taking.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_server_that_fails_is_logged_and_ends_nothing_else(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever watches goes on watching; a socket that was closed stands for whatever can go wrong."""
    broken = ear()
    broken.close()
    there = Beside(site, broken)
    there.start()
    there.leave()
    assert there.ended()
    assert [one.getMessage() for one in caplog.records if one.name == "clausewatch"] == [
        "the pages are no longer served because of a bug; please report it"
    ]


@pytest.mark.parametrize("fault", [ArchiveError("archive.db", "is busy"), RuntimeError("made up")])
def test_what_keeps_the_keeper_from_its_work_is_logged_once(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """It tries again and again, and is silent until it was well in between."""
    tries: list[int] = []
    well = threading.Event()

    def catch_up(_stop: Callable[[], bool]) -> int:
        tries.append(1)
        if len(tries) in {4, 5}:
            return 0
        if len(tries) > 8:
            well.set()
        raise fault

    keeper = Keeper(catch_up, pause=0.0)
    keeper.start()
    assert well.wait(PATIENCE)
    keeper.leave()
    assert keeper.ended(PATIENCE)
    assert len([one for one in caplog.records if one.name == "clausewatch"]) == 2


def test_the_keeper_ends_in_the_midst_of_its_work() -> None:
    """What it does is told that it is to end, and it waits for nothing more."""
    begun = threading.Event()

    def catch_up(stop: Callable[[], bool]) -> int:
        begun.set()
        while not stop():
            pass
        return 0

    keeper = Keeper(catch_up, pause=3600.0)
    keeper.start()
    assert begun.wait(PATIENCE)
    assert not keeper.ended(0.0)
    keeper.leave()
    assert keeper.ended(PATIENCE)

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest

from monitor.cluster import Hosts
from monitor.errors import ArchiveError
from monitor.fetch import RestingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Server

HOST = "northline.example:443"
AMPLE = 0.3
"""Seconds, long enough for a turn that nothing holds back, many times over."""


@pytest.fixture
def hosts(url: str) -> Iterator[Hosts]:
    """The hosts of a database."""
    with Hosts(url) as made:
        yield made


def test_only_one_process_has_a_hosts_turn(url: str, hosts: Hosts) -> None:
    """Whoever asks for a host that another process asks waits until that is done."""
    began = threading.Event()
    with Hosts(url) as others, ThreadPoolExecutor(1) as pool:

        def ask() -> None:
            with others.pace(1.0).turn(HOST, 0.0):
                began.set()

        with hosts.pace(1.0).turn(HOST, 0.0):
            asked = pool.submit(ask)
            assert not began.wait(AMPLE)
        asked.result(10)


def test_the_turn_of_a_process_that_is_gone_ends_by_itself(hosts: Hosts) -> None:
    """A turn that nobody gives back is over once no exchange can last any longer."""
    assert hosts.begin(HOST, 0.0, 0.1, "killed").begun
    with hosts.pace(1.0).turn(HOST, 0.0):
        pass


def test_a_turn_is_given_once_the_disk_has_it_and_taken_back_without(postgres_server: Server, hosts: Hosts) -> None:
    """A database that crashes may forget that a turn ended, and never that one was given."""
    assert hosts.begin(HOST, 0.0, 60.0, "first").begun
    with ThreadPoolExecutor(2) as pool:
        with postgres_server.endless_commits():
            pool.submit(hosts.end, HOST, 0.0, "first").result(10)
            given = pool.submit(hosts.begin, HOST, 0.0, 60.0, "second")
            with pytest.raises(TimeoutError):
                given.result(AMPLE)
        assert given.result(10).begun


def test_a_turn_that_is_over_is_not_given_back_for_another(hosts: Hosts) -> None:
    """Who held a host for too long and comes back late does not end the turn of who has it now."""
    assert hosts.begin(HOST, 0.0, 0.0, "late").begun
    assert hosts.begin(HOST, 0.0, 60.0, "in time").begun
    hosts.end(HOST, 0.0, "late")
    assert hosts.begin(HOST, 0.0, 60.0, "third").busy


def test_a_pause_is_kept_by_all(hosts: Hosts) -> None:
    """After a request every process waits for the pause that was asked for with it, or its own if that is longer."""
    pace, other = hosts.pace(1.0), hosts.pace(1.0)
    with pace.turn(HOST, 100.0):
        assert other.wait(HOST, 1.0) > 0
    assert 50 < other.wait(HOST, 1.0) <= 100
    assert 150 < other.wait(HOST, 200.0) <= 200
    assert other.wait("harbor.example:443", 100.0) == 0


def test_a_host_that_asked_for_rest_is_left_alone_by_all(hosts: Hosts) -> None:
    """Nobody waits for a host that rests; the longest rest it asked for holds."""
    hosts.pace(1.0).rest(HOST, 600.0)
    hosts.pace(1.0).rest(HOST, 1.0)
    with pytest.raises(RestingError) as refused, hosts.pace(1.0).turn(HOST, 0.0):
        pass
    assert 500 < refused.value.left <= 600


def test_a_pace_that_is_closed_lets_nobody_wait(hosts: Hosts) -> None:
    """Who waits for a turn ends at once, and a turn is not begun any more."""
    pace = hosts.pace(1.0)
    with ThreadPoolExecutor(1) as pool, hosts.pace(1.0).turn(HOST, 0.0):

        def wait() -> None:
            with pace.turn(HOST, 600.0):
                pass

        waiting = pool.submit(wait)
        pace.close()
        with pytest.raises(CancelledError):
            waiting.result(10)


def test_hosts_that_nobody_asks_are_forgotten(url: str, hosts: Hosts) -> None:
    """What was asked a day ago and does not rest takes no room."""
    for name in (HOST, "resting.example:443", "new.example:443"):
        assert hosts.begin(name, 0.0, 0.0, "").begun
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("UPDATE cluster_hosts SET started_at = now() - interval '2 days', busy_until = 'epoch'")
        conn.execute("UPDATE cluster_hosts SET rest_until = now() + interval '1 hour' WHERE host LIKE 'resting%'")
        conn.execute("UPDATE cluster_hosts SET started_at = now() WHERE host LIKE 'new%'")
        hosts.forget()
        left = conn.execute("SELECT host FROM cluster_hosts ORDER BY host").fetchall()
    assert left == [("new.example:443",), ("resting.example:443",)]


def test_a_database_without_the_tables_says_what_to_do(postgres_url: str) -> None:
    """Whoever forgot to make the tables is told how."""
    with Hosts(postgres_url) as hosts, pytest.raises(ArchiveError, match="archive init"):
        hosts.pace(1.0).wait(HOST, 1.0)

"""The instruments by which a cluster is measured: each shows what it is there to show."""

from __future__ import annotations

import json
import random
import socket
import threading
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
import standardwebhooks

from tests.bench.changing import CLAUSES, Site, source_of
from tests.bench.hosts import Hosts, Visit, manners, serving
from tests.bench.plans import statements
from tests.bench.providers import Providers
from tests.bench.receiving import SECRET, Receiver, Told, receiving

CLIENT, ONE, OTHER = "127.0.0.1", "127.0.7.1", "127.0.7.2"
LOG = """\
2026-01-01 [7] LOG:  duration: 2.500 ms  plan:
\tQuery Text: SELECT *
\t  FROM jobs
\tWHERE id = $1
\tSeq Scan on jobs  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..2.000 rows=1 loops=1)
\t  Filter: (id = 1)
\t  Rows Removed by Filter: 4999
2026-01-01 [7] LOG:  duration: 0.500 ms  plan:
\tQuery Text: SELECT *   FROM jobs WHERE id = $1
\tIndex Scan using jobs_pkey on jobs  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..0.100 rows=1 loops=1)
2026-01-01 [7] LOG:  checkpoint starting
"""


def visit(host: str, begun: float, ended: float) -> Visit:
    """A request to a host."""
    return Visit(CLIENT, host, "/terms/0", begun, ended)


@pytest.mark.parametrize(
    ("second", "overlapping", "too_soon"),
    [
        (visit(ONE, 0.1, 0.3), 1, 1),
        (visit(ONE, 0.5, 0.6), 0, 1),
        (visit(ONE, 0.9, 1.1), 0, 0),
        (visit(OTHER, 0.1, 0.3), 0, 0),
    ],
)
def test_requests_at_once_and_too_soon_are_counted_by_host(second: Visit, overlapping: int, too_soon: int) -> None:
    """The second begins during the first, too soon after it, within the tolerance, or at another host."""
    found = manners([second, visit(ONE, 0.0, 0.2)], delay=1.0, tolerance=0.2)
    assert (found.overlapping, found.too_soon) == (overlapping, too_soon)


def test_each_address_is_a_host_whose_requests_are_noted() -> None:
    """With who asked, when it began, and when its answer was handed over."""
    site = Site((ONE, OTHER))
    with serving(Hosts(site.page, lambda: 0.01)) as hosts:
        for host in site.hosts:
            with urlopen(f"http://{host}:{hosts.port}/terms/0") as answer:
                assert answer.read() == site.page(host, "/terms/0")
    assert [(one.peer, one.host, one.path) for one in hosts.visits] == [
        (CLIENT, ONE, "/terms/0"),
        (CLIENT, OTHER, "/terms/0"),
    ]
    assert all(one.ended - one.begun >= 0.01 for one in hosts.visits)


def test_a_request_ends_when_the_one_who_asked_is_gone() -> None:
    """A worker that is killed asks nothing any more, however long the answer would have taken."""
    gone = threading.Event()

    class Noting(Hosts):
        def note(self, visit: Visit) -> None:
            super().note(visit)
            gone.set()

    with serving(Noting(lambda *_: b"", lambda: 60.0)) as hosts:
        with socket.create_connection((ONE, hosts.port)) as line:
            line.sendall(b"GET /terms/0 HTTP/1.1\r\n\r\n")
        assert gone.wait(5)
    assert hosts.visits[0].ended - hosts.visits[0].begun < 5


def test_what_was_changed_is_what_a_page_ends_on() -> None:
    """Each change says a number that the document never said before."""
    site = Site((ONE,))
    assert site.ended_on() == set()
    rng = random.Random(1)  # noqa: S311 - made-up edits
    for _ in range(50):
        site.change(rng)
    days = [day for row in site.days.values() for day in row]
    assert len(site.ended_on()) == sum(day > CLAUSES for day in days)
    assert {told.source for told in site.ended_on()} <= {source_of(*place) for place in site.days}


@pytest.mark.parametrize(("secret", "forged"), [(SECRET, 0), ("whsec_c29tZWJvZHkgZWxzZQ==", 1)])
def test_messages_are_noted_by_what_they_tell_and_whether_they_are_signed(secret: str, forged: int) -> None:
    """The words of each clause with the id under which they came."""
    change = {"old": [], "new": [{"text": "Orders are binding."}]}
    body = json.dumps({"data": {"source": "harbor/terms", "diff": {"changes": [change]}}}).encode()
    signed = standardwebhooks.Webhook(secret)
    now = datetime.now(UTC)
    headers = {"webhook-id": "one", "webhook-timestamp": str(int(now.timestamp()))}
    headers["webhook-signature"] = signed.sign("one", now, body.decode())
    with receiving(Receiver(random.Random(1), moody=False)) as receiver:  # noqa: S311 - refuses nothing
        urlopen(Request(receiver.address, body, headers)).close()
    assert receiver.known() == {Told("harbor/terms", "new", "Orders are binding."): {"one"}}
    assert receiver.forged == forged


def test_a_statement_is_told_with_its_slowest_plan_and_the_tables_read_whole() -> None:
    """Whatever its white space; other lines of the log are none."""
    (one,) = statements(LOG)
    assert one.text == "SELECT * FROM jobs WHERE id = $1"
    assert one.told().startswith("2 times, 1.50 ms on average, 2.50 at most\n")
    assert "Seq Scan on jobs" in one.told()
    assert one.whole_tables() == ["jobs (5000 rows)"]


def test_one_page_of_twenty_has_other_words_later() -> None:
    """The others are the same, byte for byte; each says whose it is."""
    now, later = Providers(40), Providers(40, later=True)
    assert [number for number in range(40) if now.page(number) != later.page(number)] == [0, 20]
    assert now.changed() == 2
    assert len({now.address(number) for number in range(40)}) == now.hosts == 18
    assert b"This binds Provider 7." in now.page(7)

"""The figures of the daemon, and how they are served."""

from __future__ import annotations

import http.client
import socket
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.daemon.health import Tally
from monitor.daemon.metrics import Metrics
from monitor.daemon.serving import MOST_CONNECTIONS, serving
from monitor.errors import ArchiveError, UsageError
from monitor.model import Failure, Outcome, SourceStatus, StatusReport
from tests.daemon.stage import NOON, PATIENCE, VOICE, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT = StatusReport(
    (
        SourceStatus("northline/voice", "ok", NOON),
        SourceStatus("northline/data", "stale", NOON - timedelta(days=5)),
        SourceStatus("harbor/cloud", "failing"),
    ),
    owed=3,
    parked=2,
    read_24h=0.5,
    seen_to_told_p50=41.0,
    seen_to_told_p95=65.0,
    oldest_owed=12.5,
)


def samples(report: StatusReport, tally: Tally | None = None) -> dict[tuple[str, str], float]:
    """Every sample by its name and the value of its only label."""
    duties = replace(Work().duties(), report=lambda: report)
    text = Metrics(tally or Tally(), lambda: duties).text().decode()
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values(), "")[:2]: one.value for family in families for one in family.samples}  # type: ignore[misc]


def test_the_figures_are_those_of_status() -> None:
    """Notices, coverage, waits, and each source that was ever read."""
    assert samples(REPORT) == {
        ("clausewatch_owed", ""): 3,
        ("clausewatch_oldest_owed_seconds", ""): 12.5,
        ("clausewatch_parked", ""): 2,
        ("clausewatch_read_24h_ratio", ""): 0.5,
        ("clausewatch_seen_to_told_seconds", "0.5"): 41.0,
        ("clausewatch_seen_to_told_seconds", "0.95"): 65.0,
        ("clausewatch_sources", "ok"): 1,
        ("clausewatch_sources", "failing"): 1,
        ("clausewatch_sources", "held"): 0,
        ("clausewatch_sources", "stale"): 1,
        ("clausewatch_stale", ""): 1,
        ("clausewatch_last_success_timestamp_seconds", "northline/voice"): NOON.timestamp(),
        ("clausewatch_last_success_timestamp_seconds", "northline/data"): (NOON - timedelta(days=5)).timestamp(),
    }


def test_checks_and_failures_are_counted_since_the_start() -> None:
    """By outcome and by kind."""
    tally = Tally()
    tally.saw(Outcome(VOICE, NOON, "unchanged", 2))
    tally.saw(Outcome(VOICE, NOON, "failed", failure=Failure("timeout", "too slow", NOON)))
    found = samples(StatusReport(()), tally)
    assert found["clausewatch_checks_total", "unchanged"] == 1
    assert found["clausewatch_checks_total", "failed"] == 1
    assert found["clausewatch_failures_total", "timeout"] == 1


# --- over HTTP --------------------------------------------------------------------------


@contextmanager
def served(metrics: bytes = b"figures\n", wrong: str = "") -> Iterator[int]:
    """The port of a server."""
    with serving(("127.0.0.1", 0), lambda: metrics, lambda: wrong) as port:
        yield port


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """The status, type and body of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read().decode()


def test_metrics_and_health_are_served() -> None:
    """Each as its readers expect it."""
    with served() as port:
        assert ask(port, "/metrics") == (200, "text/plain; version=0.0.4; charset=utf-8", "figures\n")
        assert ask(port, "/metrics?name=owed")[2] == "figures\n"
        assert ask(port, "/healthz") == (200, "text/plain; charset=utf-8", "ok\n")


def test_health_turns_red_with_its_reason() -> None:
    """503, so that whoever looks only at the status knows."""
    with served(wrong="no round was made for 61 seconds") as port:
        assert ask(port, "/healthz") == (503, "text/plain; charset=utf-8", "no round was made for 61 seconds\n")


def test_an_archive_that_cannot_be_read_is_said_instead_of_figures() -> None:
    """Where figures were asked for."""

    def metrics() -> bytes:
        raise ArchiveError("archive.db", "is gone")

    with serving(("127.0.0.1", 0), metrics, str) as port:
        assert ask(port, "/metrics")[::2] == (503, "archive.db: is gone\n")


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 404),
        ("/metrics/", "GET", 404),
        ("/metrics", "HEAD", 200),
        ("/healthz", "HEAD", 200),
        ("/metrics", "POST", 501),
        ("/metrics", "DELETE", 501),
        ("http://northline.example/metrics", "GET", 421),
    ],
)
def test_nothing_else_is_served(path: str, method: str, status: int) -> None:
    """No other path and no other method; HEAD has no body."""
    with served() as port:
        found = ask(port, path, method)
    assert found[0] == status
    assert method != "HEAD" or not found[2]


@pytest.mark.parametrize("host", ["127.0.0.1:9464", "localhost", "LOCALHOST:9464", "[::1]:9464", "192.0.2.7"])
def test_the_server_answers_to_its_own_names(host: str) -> None:
    """And to addresses, which cannot be made to lead elsewhere."""
    with served() as port:
        assert ask(port, "/metrics", Host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["rebind.northline.example", "127.0.0.1.northline.example:9464", "localhost.evil", "@"]
)
def test_no_page_in_a_browser_reads_the_figures_by_another_name(host: str) -> None:
    """A name of its own that it made lead to this machine (DNS rebinding) is refused."""
    with served() as port:
        assert ask(port, "/metrics", Host=host)[::2] == (421, "no such host here\n")


def test_clients_that_stall_block_nobody() -> None:
    """They are only so many, and are cut off after a while; those who ask meanwhile are answered."""
    with served() as port, ExitStack() as stalled:
        for _ in range(MOST_CONNECTIONS - 1):
            client = stalled.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            client.sendall(b"GET /metr")
        assert ask(port, "/healthz")[0] == 200


def test_more_clients_than_there_may_be_are_turned_away() -> None:
    """At once, without a thread of their own."""
    with served() as port, ExitStack() as stalled:
        clients = [
            stalled.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            for _ in range(MOST_CONNECTIONS + 1)
        ]
        assert clients[-1].recv(1) == b""
        clients[0].setblocking(False)  # noqa: FBT003 - the standard library's own
        with pytest.raises(BlockingIOError):
            clients[0].recv(1)


def test_a_stalled_client_does_not_keep_the_server_from_ending() -> None:
    """Its connection is ended with it."""
    with served() as port:
        client = socket.create_connection(("127.0.0.1", port), PATIENCE)
        assert ask(port, "/healthz")[0] == 200
    with client:
        assert client.recv(1) == b""


def test_a_port_that_is_taken_is_said() -> None:
    """With where it was to be."""
    with (
        served() as port,
        pytest.raises(UsageError, match=rf"127\.0\.0\.1:{port}: metrics cannot be served there"),
        serving(("127.0.0.1", port), bytes, str),
    ):
        raise AssertionError

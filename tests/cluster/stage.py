"""A cluster within this process: schedulers and workers in threads, on a real database, and the site they watch."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import psycopg

from monitor.archive.postgres import open_postgres
from monitor.check import check
from monitor.cluster import Duties, Hosts, Stop, Surroundings, Timing, schedule, work
from monitor.delivery import Busy, Post, deliver
from monitor.fetch import Fetcher, FetchSettings
from monitor.model import Source, Subscriber
from tests.cli.stage import terms, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from monitor.archive.postgres import PostgresArchive
    from monitor.model import Notice

QUICK = Timing(heartbeat=0.1, silence=0.5, sweep=0.1, standby=0.05, grip=5.0, back_off=0.1, patience=2.0)
LOOPBACK = (ip_network("127.0.0.0/8"),)
PATIENCE = 30.0
LEGAL = Subscriber(name="legal", channel="console", address="legal")


@dataclass(frozen=True, slots=True)
class Request:
    """A request: when it came and when it was answered, by one clock."""

    path: str
    began: float
    ended: float


class Site:
    """A site whose pages are `texts`; `gate` holds back every answer while it is closed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.texts: dict[str, str] = {}
        self.requests: list[Request] = []
        self.under_way = 0
        self.gate = threading.Event()
        self.gate.set()
        self.busy = 0.0

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def overlapping(self) -> list[Request]:
        """The requests that came before the one before them was answered."""
        inorder = sorted(self.requests, key=lambda one: one.began)
        return [after for before, after in itertools.pairwise(inorder) if after.began < before.ended]

    @property
    def gaps(self) -> list[float]:
        """The seconds between the beginnings of one request and the next."""
        began = sorted(one.began for one in self.requests)
        return [after - before for before, after in itertools.pairwise(began)]


@contextmanager
def site() -> Iterator[Site]:
    """A site that is there until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            began = time.monotonic()
            there.under_way += 1
            there.gate.wait(PATIENCE)
            threading.Event().wait(there.busy)
            body = there.texts.get(self.path, terms()).encode()
            there.requests.append(Request(self.path, began, time.monotonic()))
            self.send_response_only(200)
            self.send_header("Content-Type", "text/markdown; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    with _Quiet(("127.0.0.1", 0), Handler) as server:
        there = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield there
        finally:
            there.gate.set()
            server.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Clients that hang up are part of the play."""


@dataclass(slots=True)
class Recorder:
    """Knows how a member of the cluster said it is."""

    said: list[str] = field(default_factory=list)

    def ready(self, status: str) -> None:
        """Keep it."""
        self.said.append(status)

    def alive(self) -> None:
        """It is."""

    def stopping(self) -> None:
        """Keep it."""
        self.said.append("stopping")


@dataclass(slots=True)
class Letters:
    """A channel that keeps what it is sent."""

    sent: list[str] = field(default_factory=list)

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - as the protocol has it
        """Keep a notice by its id."""
        self.sent.append(notice.id)


@dataclass(slots=True)
class Member:
    """A scheduler or worker in a thread; `whole` is how it ended."""

    stop: Stop
    notes: Recorder
    thread: threading.Thread
    whole: list[bool]

    def end(self) -> bool:
        """Tell it to end, and say how it did."""
        self.stop.wish()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        return self.whole[0]


class Cluster:
    """Members on one database that watch one site."""

    def __init__(self, url: str, there: Site, stack: ExitStack, host_delay: float) -> None:
        self.url = url
        self.site = there
        self.letters = Letters()
        self.archive: PostgresArchive = stack.enter_context(open_postgres(url))
        self.hosts = stack.enter_context(Hosts(url))
        self._settings = FetchSettings(timeout=5.0, host_delay=host_delay, allow_private=LOOPBACK, robots="ignore")
        self._stack = stack

    def sources(self, count: int, every: float = 3600.0) -> tuple[Source, ...]:
        """So many sources of the site."""
        wait = timedelta(seconds=every)
        return tuple(Source(f"northline/p{n}", (self.site.url(f"/p{n}"),), every=wait) for n in range(count))

    def duties(self, *sources: Source, **more: Any) -> Duties:  # noqa: ANN401 - the fields of Duties
        """What a member does: it looks at the site for real, with a fetcher of its own."""
        fetcher, busy = Fetcher(self._settings, pace=self.hosts.pace(self._settings.timeout)), Busy()
        post = Post(self.archive, {"console": self.letters}, {"legal": LEGAL}, self.hosts.now, busy=busy)
        usual = Duties(
            sources=sources,
            subscribers=(LEGAL,),
            archive=self.archive,
            look=lambda source: check(
                source, self.hosts.now(), fetch=fetcher.fetch, archive=self.archive, subscribers=(LEGAL,)
            ),
            wait=lambda source: fetcher.wait(source.url),
            deliver=lambda: deliver(post),
            stop=fetcher.close,
            abort=fetcher.abort,
            let_go=fetcher.close,
            tidy=lambda: 0,
            remind=lambda: None,
            now=self.hosts.now,
            tick=0.05,
        )
        return replace(usual, **more)

    def scheduler(self, duties: Duties) -> Member:
        """A scheduler that runs until the cluster ends."""
        return self._begin(lambda around, stop: schedule(duties, around, stop, QUICK))

    def worker(
        self, duties: Duties, concurrency: int = 4, timing: Timing = QUICK, renew: Callable[[], Duties] | None = None
    ) -> Member:
        """A worker that runs until the cluster ends; its configuration is read anew by `renew` all the time."""
        return self._begin(lambda around, stop: work(duties, around, stop, concurrency, timing), renew)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url, autocommit=True) as conn:
            return conn.execute(statement.encode(), values).fetchall()

    def jobs(self) -> list[tuple[str, str]]:
        """The jobs there are, by what they are for, and how each stands."""
        return [
            (str(name), str(status))
            for name, status in self.ask(
                "SELECT coalesce(args->>'source', task_name), status FROM procrastinate_jobs ORDER BY id"
            )
        ]

    def looked(self, *sources: Source) -> None:
        """Wait until these were looked at."""
        until(lambda: {one.id for one in sources} <= self.archive.standings().keys(), "every source was looked at")

    def _begin(self, run: Callable[[Surroundings, Stop], bool], renew: Callable[[], Duties] | None = None) -> Member:
        notes, stop, whole = Recorder(), Stop(), list[bool]()
        around = Surroundings(self.url, lambda: renew is not None, renew or _nothing_new, notes)
        thread = threading.Thread(target=lambda: whole.append(run(around, stop)))
        member = Member(stop, notes, thread, whole)
        thread.start()
        self._stack.callback(member.end)
        return member


def _nothing_new() -> Duties:
    raise AssertionError


@contextmanager
def cluster(url: str, host_delay: float = 0.0) -> Iterator[Cluster]:
    """A cluster without members, which end with the block."""
    with site() as there, ExitStack() as stack:
        yield Cluster(url, there, stack, host_delay)

"""Pages that scripts build, the servers they must not reach, and a browser to show them in."""

from __future__ import annotations

import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest

from monitor.model import Fetched, Past, Source
from tests.fetch.servers import NOW, SETTINGS, Answer, Canned, Site, serve, source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from monitor.fetch import Fetcher

ABSENT = find_spec("playwright") is None or not any(map(which, ("chromium", "chromium-browser", "google-chrome")))
needs_browser = pytest.mark.skipif(ABSENT and os.environ.get("CI") != "true", reason="needs playwright and chromium")

# One address is allowed; others of the same machine, on which the forbidden servers are, are not.
GUARDED = replace(SETTINGS, timeout=10.0, settle=0.2, allow_private=(ip_network("127.0.0.1/32"),))

SENTENCE = "Either party may end this agreement on 60 days' notice, given to the other in writing."
TERMS = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(1, 9))


def markup(text: str, **headers: str) -> Canned:
    """A page."""
    return Canned(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


def script(text: str) -> Canned:
    """A script."""
    return Canned(text.encode(), headers={"Content-Type": "text/javascript"})


def built(program: str, text: str = TERMS) -> Canned:
    """A page of terms with a script."""
    return markup(f"<!doctype html><title>Northline Terms</title><main>{text}</main><script>{program}</script>")


def rendered(url: str, **headers: str) -> Source:
    """A source that is rendered, and minds no robots.txt."""
    return replace(source(url, **headers), render=True)


def show(fetcher: Fetcher, url: str, **headers: str) -> Fetched:
    """Fetch one rendered page."""
    return fetcher.fetch(rendered(url, **headers), Past(), NOW)


class Forbidden:
    """A server that nobody may reach, over TCP or UDP: how often somebody did."""

    def __init__(self, tcp: socket.socket, udp: socket.socket) -> None:
        self.host, self.port = tcp.getsockname()
        self._tcp = tcp
        self._udp = udp

    @property
    def hits(self) -> int:
        """Connections and packets that arrived: they wait in the queues of the system until they are counted."""
        return _count(self._tcp, self._accepted) + _count(self._udp, lambda: self._udp.recv(9))

    def _accepted(self) -> None:
        self._tcp.accept()[0].close()


def _count(sock: socket.socket, take: Callable[[], object]) -> int:
    sock.settimeout(0)
    hits = 0
    try:
        while True:
            take()
            hits += 1
    except BlockingIOError:
        return hits


@contextmanager
def forbidden(host: str = "127.0.0.2") -> Iterator[Forbidden]:
    """A server outside the allowed networks, on one port for both protocols."""
    with socket.create_server((host, 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(tcp.getsockname())
        yield Forbidden(tcp, udp)


@contextmanager
def serve_each(several: Iterable[Mapping[str, Answer]]) -> Iterator[list[Site]]:
    """A server for each of several sets of answers: pages of one host would wait for one another."""
    with ExitStack() as stack:
        yield [stack.enter_context(serve(answers)) for answers in several]


def show_all(fetcher: Fetcher, urls: Sequence[str]) -> list[Fetched]:
    """Fetch several rendered pages at once."""
    with ThreadPoolExecutor(len(urls)) as pool:
        return list(pool.map(lambda url: show(fetcher, url), urls))


def driver(browser: int) -> int:
    """The process that drives a browser."""
    asked = ["ps", "-o", "ppid=", "-p", str(browser)]
    return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def browsers() -> dict[int, Path]:
    """The browsers below this process that have not ended, and the folder that each keeps while it runs."""
    listed = ["ps", "-ww", "-eo", "pid=,ppid=,pgid=,stat=,args="]
    found = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    rows = [line.split(None, 4) for line in found.splitlines()]
    above = {int(row[0]): int(row[1]) for row in rows}
    return {
        int(row[0]): Path(row[4].partition("--user-data-dir=")[2].partition(" ")[0])
        for row in rows
        if "--remote-debugging-pipe" in row[-1] and row[0] == row[2] and "Z" not in row[3] and _is_ours(row, above)
    }


def _is_ours(row: Sequence[str], above: Mapping[int, int]) -> bool:
    pid = int(row[0])
    while pid and pid != os.getpid():
        pid = above.get(pid, 0)
    return bool(pid)

"""The guarded pages on a real server of this machine, and which addresses they lead to."""

from __future__ import annotations

import html
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import uvicorn
from starlette.routing import Match

from monitor.archive import open_archive
from monitor.web import links, make_app
from monitor.web.security import WebSettings, guarded, hosts_of
from tests.web.invented import HARBOR, HOSTILE, NOW, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from starlette.routing import BaseRoute

TOKEN = "harbour-lantern-42"
LONGEST_FAREWELL = 10  # seconds: answers take some hundredths of one

BESIDES = (
    links.compare(HARBOR.id, old=3, new=12),
    links.compare(HARBOR.id, old=12, new=12),
    links.compare(HOSTILE.id, old=1, new=3),
    links.clause(HARBOR.id, "5/5.2"),
)
"""Pages to which forms lead, or the last of many links."""


_SHOWN = frozenset(one.id.partition("/")[2] for one in (HARBOR, HOSTILE))  # the pages of others are like these


@dataclass(frozen=True)
class Served:
    """Pages on a server: where they are, and what routes they have."""

    base: str
    routes: Sequence[BaseRoute]

    def addresses(self) -> tuple[str, ...]:
        """One HTML page of each route, of each document: those to which links lead from the overview, and `BESIDES`."""
        found: dict[tuple[str, str], str] = {}
        seen: set[str] = set()
        waiting = ["/", *BESIDES]
        while waiting:
            address = waiting.pop(0)
            kind = self._kind(address)
            if address in seen or (kind in found and address not in BESIDES):
                continue
            seen.add(address)
            with urlopen(self.base + address) as answer:
                if answer.headers.get_content_type() == "text/html" and "Content-Disposition" not in answer.headers:
                    found.setdefault(kind, address)
                    waiting += _links(answer.read().decode())
        return (*found.values(), *(one for one in BESIDES if one not in found.values()))

    def _kind(self, address: str) -> tuple[str, str]:
        """The path of the route that answers, and which of the two documents it is asked for, if any of them."""
        path = urlsplit(address).path
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        for route in self.routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                document = str(child["path_params"].get("document", ""))
                return getattr(route, "path", ""), document if document in _SHOWN else ""
        return path, ""


def _links(text: str) -> list[str]:
    """The addresses of this site to which a page leads, without anchors."""
    found = (html.unescape(one).partition("#")[0] for one in re.findall(r'<a [^>]*?href="([^"]*)"', text))
    return [one for one in found if one.startswith("/")]


@contextmanager
def serving(archive: Path, token: str = "") -> Iterator[Served]:
    """The guarded pages over an archive, until the block ends."""
    with open_archive(archive) as opened, socket.create_server(("127.0.0.1", 0)) as ear:
        pages = make_app(SOURCES, opened, lambda: NOW)
        app = guarded(pages, WebSettings(hosts_of("127.0.0.1", ""), token, b"k" * 32))
        server = uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", log_config=None, access_log=False))
        thread = Thread(target=server.run, kwargs={"sockets": [ear]})
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{ear.getsockname()[1]}", pages.routes)
        finally:
            server.should_exit = True
            thread.join(LONGEST_FAREWELL)
            assert not thread.is_alive()

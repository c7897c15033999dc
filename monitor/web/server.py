"""The pages as a server: whom it serves, where it listens, and how it answers, alone or beside other work.

site = Site(config, archive, settings_of(host, config, path))
with listening(host, port, "choose another --host or --port") as ear, beside(site, ear):
    ...
"""

from __future__ import annotations

import logging
import secrets
import signal
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from anyio import to_thread

from monitor.catalogue import catch_up
from monitor.errors import ConfigError, UsageError
from monitor.web.app import make_app
from monitor.web.aside import Aside, here
from monitor.web.keeper import Keeper
from monitor.web.pages import Teams
from monitor.web.security import WebSettings, guarded, hosts_of, is_loopback
from monitor.wiring import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from monitor.archive import Library
    from monitor.sources import Config

MOST_AT_ONCE = 256
"""Connections that are answered at the same time; the next ones are told to come later."""

LONGEST_FAREWELL = 5
"""Seconds that answers under way have when the server is told to stop."""

KEEP_FOR = 5.0
"""Seconds for which what was counted over all documents is shown again: of 100,000 revisions a third of one."""

AT_ONCE = 1
"""Pages that one process makes at the same time: threads that compute only take the interpreter from one another."""

_LONGEST_END = LONGEST_FAREWELL + 1.0  # seconds from the request to stop until the threads have ended
_LOG = logging.getLogger("clausewatch")


def settings_of(host: str, config: Config, path: Path) -> WebSettings:
    """Whom the pages are for. Raises `ConfigError` where anybody could read them who can reach this machine."""
    hosts = hosts_of(host, config.web.url or "")
    token = config.web.token or ""
    if not token and not (is_loopback(host) and all(is_loopback(name) for name in hosts)):
        elsewhere = host if not is_loopback(host) else config.web.url
        message = f"[web] token is needed to serve pages at {elsewhere}: without one only this machine may be served"
        raise ConfigError(str(path), message)
    return WebSettings(hosts, token, secrets.token_bytes(32))


def listening(host: str, port: int, advice: str, *, shared: bool = False) -> socket.socket:
    """A socket that takes connections. Raises `UsageError` with `advice` where there can be none.

    Of those who listen at one place with `shared` sockets each is given its part of the connections. Else the first
    of them to look would take all that wait.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        ear = socket.create_server((host.strip("[]"), port), family=family, reuse_port=shared)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise UsageError(f"{host}:{port}", f"pages cannot be served there ({reason}); {advice}") from error
    # For each connection that comes in: else the body of a short answer may wait 40 ms for its head to be acknowledged.
    ear.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ear


def address_of(host: str, ear: socket.socket) -> str:
    """Where the pages are, for people."""
    name = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{name}:{ear.getsockname()[1]}/"


class Site:
    """The guarded pages over an archive. A new configuration takes effect from the next request on."""

    def __init__(self, config: Config, archive: Library, settings: WebSettings, aside: Aside = here) -> None:
        self._archive, self._aside = archive, aside
        self.renew(config)
        self.app = guarded(self._answer, settings)

    def renew(self, config: Config) -> None:
        """Show what is watched by another configuration; requests under way are answered by the one before."""
        teams = Teams(config.subscribers, config.daemon.operator)
        pages = make_app(
            config.sources,
            self._archive,
            utc_now,
            base=config.web.url or "",
            teams=teams,
            keep_for=KEEP_FOR,
            aside=self._aside,
        )
        self._config, self._pages = config, pages

    def catch_up(self, stop: Callable[[], bool]) -> int:
        """Bring up to date what lists and searches are made of. Raises `ArchiveError`."""
        return catch_up(self._archive, self._config.sources, stop)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        await self._pages(scope, receive, send)


def answer(site: Site, ear: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, and let the answers under way end; for a process that does nothing else."""
    server = _server(site.app)

    def stop(*_: object) -> None:
        server.should_exit = True

    _upon_signals(stop)  # it sets its own while it runs, and gives ours the signal afterwards
    server.run(sockets=[ear])


def keep(site: Site) -> None:
    """Keep what lists and searches are made of up to date until SIGTERM or SIGINT, as a process of its own."""
    keeper = Keeper(site.catch_up)

    def stop(*_: object) -> None:
        keeper.leave()

    _upon_signals(stop)
    keeper.start()
    keeper.ended(threading.TIMEOUT_MAX)


def _upon_signals(stop: Callable[..., None]) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)


@contextmanager
def beside(site: Site, ear: socket.socket) -> Iterator[Beside]:
    """The pages while the block lasts."""
    there = Beside(site, ear)
    there.start()
    try:
        yield there
    finally:
        there.leave()
        there.ended()


class Beside:
    """The pages of a process that has other work: they are answered in a thread, which no signal reaches.

    What goes wrong there is logged, and ends nothing but the pages.
    """

    def __init__(self, site: Site, ear: socket.socket) -> None:
        self._ear = ear
        self._server, self._keeper = _server(site.app), Keeper(site.catch_up)
        self._deadline: float | None = None
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)
        self.renew = site.renew

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()
        self._keeper.start()

    def leave(self) -> None:
        """Take no more requests, and let the answers under way end."""
        if self._deadline is None:
            self._deadline = time.monotonic() + _LONGEST_END
        self._server.should_exit = True
        self._keeper.leave()

    def ended(self) -> bool:
        """Wait until the threads have ended, some seconds from `leave` on at most; whether they have."""
        deadline = self._deadline or time.monotonic()
        self._thread.join(max(0.0, deadline - time.monotonic()))
        return self._keeper.ended(deadline - time.monotonic()) and not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._ear])
        except (Exception, SystemExit):  # noqa: BLE001 - by the latter it says that it could not begin
            _LOG.exception("the pages are no longer served because of a bug; please report it")
        finally:
            self._ear.close()  # else whoever asks now would wait for an answer that nobody gives


def _server(app: ASGIApp) -> uvicorn.Server:
    """What speaks HTTP.

    A proxy on this machine is believed who asks through it; one elsewhere where FORWARDED_ALLOW_IPS names it, which
    uvicorn reads by itself.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=LONGEST_FAREWELL,
        )
    )

"""`serve`: pages to look at, for people and for programs."""

from __future__ import annotations

import secrets
import signal
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config
from monitor.cli.printing import note
from monitor.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from starlette.types import ASGIApp

    from monitor.sources import Config
    from monitor.web.security import WebSettings

MOST_AT_ONCE = 256
"""Connections that are answered at the same time; the next ones are told to come later."""

LONGEST_FAREWELL = 5
"""Seconds that answers under way have when the server is told to stop."""


def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Where: any but this machine needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65_535, help="The port; 0 for any that is free.")
    ] = 8000,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Show documents, revisions and changes as web pages until told to stop (SIGTERM)."""
    signal.signal(signal.SIGTERM, _leave)  # before the slow imports: nothing is in hand yet
    from monitor.cli.logs import Redactor, log_to_stderr  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.web import make_app  # noqa: PLC0415 - the same
    from monitor.web.security import guarded  # noqa: PLC0415 - the same
    from monitor.wiring import archive_at, utc_now  # noqa: PLC0415 - the same

    loaded = load_config(config)
    settings = _settings(host, loaded, config)
    redactor = Redactor()
    redactor.learn(loaded)
    log_to_stderr(as_json=False, redactor=redactor)
    with archive_at(archive or loaded.archive.path) as opened, _listening(host, port) as ear:
        note(f"clausewatch: pages are served at {_address(host, ear)}")
        _answer(guarded(make_app(loaded.sources, opened, utc_now, base=loaded.web.url or ""), settings), ear)


def _settings(host: str, config: Config, path: Path) -> WebSettings:
    """Whom the pages are for. Raises `ConfigError` where anybody could read them who can reach this machine."""
    from monitor.web.security import WebSettings, hosts_of, is_loopback  # noqa: PLC0415 - slow imports

    hosts = hosts_of(host, config.web.url or "")
    token = config.web.token or ""
    if not token and not (is_loopback(host) and all(is_loopback(name) for name in hosts)):
        elsewhere = host if not is_loopback(host) else config.web.url
        message = f"[web] token is needed to serve pages at {elsewhere}: without one only this machine may be served"
        raise ConfigError(str(path), message)
    return WebSettings(hosts, token, secrets.token_bytes(32))


def _listening(host: str, port: int) -> AbstractContextManager[socket.socket]:
    """A socket that takes connections. Raises `UsageError` where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        message = f"pages cannot be served there ({reason}); choose another --host or --port"
        raise UsageError(f"{host}:{port}", message) from error


def _address(host: str, ear: socket.socket) -> str:
    name = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{name}:{ear.getsockname()[1]}/"


def _answer(app: ASGIApp, ear: socket.socket) -> None:
    """Serve until told to stop, and let the answers under way end."""
    import uvicorn  # noqa: PLC0415 - slow imports stay out of --help

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=LONGEST_FAREWELL,
        )
    )

    def stop(*_: object) -> None:
        server.should_exit = True

    for name in (signal.SIGTERM, signal.SIGINT):  # it sets its own while it runs, and gives ours the signal afterwards
        signal.signal(name, stop)
    server.run(sockets=[ear])


def _leave(*_: object) -> None:
    raise SystemExit(0)

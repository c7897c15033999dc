"""The servers that the demonstration talks to: real ones, on the loopback address, at ports the system chooses.

Each is a context that gives what a person outside would see of it, and leaves neither socket nor thread behind.
"""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOPBACK = "127.0.0.1"
_PATIENCE = 5.0  # seconds that a server waits for the rest of a request
_POLL = 0.02  # seconds after which a server notices that it is to stop
_TYPES = {".md": "text/markdown", ".txt": "text/plain", ".html": "text/html"}


# --- pages -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Site:
    """The providers' pages: PROVIDER/DOCUMENT shows the current `revision`; `answers` are the statuses so far."""

    folder: Path
    url: str = ""
    revision: int = 1
    answers: list[int] = field(default_factory=list)

    def page(self, path: str) -> Path | None:
        """The file behind a path; None where there is none. Only files that lie there are looked for by name."""
        found = {f"/{file.parent.relative_to(self.folder).as_posix()}": file for file in self._current()}
        return found.get(path)

    def _current(self) -> list[Path]:
        return sorted(self.folder.glob(f"*/*/{self.revision}.*"))


@contextmanager
def pages(folder: Path) -> Iterator[Site]:
    """A web server that shows the documents in a folder, with validators for conditional requests (RFC 9110, 13)."""
    site = Site(folder)

    class Handler(_Quiet):
        def do_GET(self) -> None:
            file = site.page(self.path)
            body = file.read_bytes() if file else b""
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            status = 404 if file is None else 304 if self.headers["If-None-Match"] == etag else 200
            if file:
                site.answers.append(status)
            self.send_response(status)
            if file:
                self.send_header("ETag", etag)
                self.send_header("Content-Type", f"{_TYPES[file.suffix]}; charset=utf-8")
            self.answer(body if status == 200 else b"")  # noqa: PLR2004 - OK, the only status with a page

    with _serving(Handler) as site.url:
        yield site


# --- messages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Posted:
    """One message as it was posted; the names of headers in lower case."""

    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Hook:
    """An address that takes messages, and those that it took."""

    url: str = ""
    took: list[Posted] = field(default_factory=list)


@contextmanager
def hook(path: str) -> Iterator[Hook]:
    """A web server that takes what is posted to it, as Slack does and a program of one's own would."""
    there = Hook()

    class Handler(_Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.took.append(Posted({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.answer(b"ok")

    with _serving(Handler) as url:
        there.url = f"{url}{path}"
        yield there


@dataclass(slots=True)
class Mailbox:
    """A mail server's port and the mails that it took."""

    port: int = 0
    took: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, ARG002, N802 - aiosmtpd calls it so
        """Take one mail (RFC 5321, 4.1.1.4)."""
        self.took.append(envelope.original_content)
        return "250 taken"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    box = Mailbox()
    server = _AnyPort(box, hostname=LOOPBACK, port=0)
    server.start()
    try:
        box.port = server.port
        yield box
    finally:
        server.stop()


class _AnyPort(Controller):
    """Listens where the system lets it, and then knows the port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr] # it listens by now
        super()._trigger_server()  # type: ignore[no-untyped-call]


# --- what both web servers share -----------------------------------------------------------------------------


class _Quiet(BaseHTTPRequestHandler):
    """One request a connection, and nothing on stderr."""

    timeout = _PATIENCE

    def answer(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Requests are part of the story only where it tells them."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # threads that are waited for when the server closes


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web server's address, while it runs."""
    with _Server((LOOPBACK, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL})
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()

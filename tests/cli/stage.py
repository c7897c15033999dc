"""The stage of the command's tests: a website that also takes posts, a mailbox, and a desk the command is run at."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import time
from asyncio.base_events import Server
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from monitor.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aiosmtpd.smtp import SMTP, Envelope, Session

COMMAND = Path(sys.executable).with_name("clausewatch")
PATIENCE = 30.0  # seconds, for whatever must come but has no time of its own
SECRET = "whsec_Y2xhdXNld2F0Y2gtdGVzdC1zZWNyZXQtMDEyMzQ="


# --- the other side of the wire -----------------------------------------------------


@dataclass(slots=True)
class Sheet:
    """What a path answers. `etag` is sent and honoured; `hang` sends half of the body and then nothing more."""

    body: bytes = b""
    kind: str = "text/markdown; charset=utf-8"
    status: int = 200
    etag: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came, and the status it was answered with."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    status: int


class Site:
    """A website on loopback: GET answers from `sheets`, POST is taken unless `refusing` names a status for its path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sheets: dict[str, Sheet] = {}
        self.refusing: dict[str, int] = {}
        self.asked: list[Asked] = []
        self.over = threading.Event()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def came(self, path: str, method: str = "GET") -> list[Asked]:
        """The requests for a path."""
        return [one for one in list(self.asked) if (one.path, one.method) == (path, method)]


@contextmanager
def website() -> Iterator[Site]:
    """A site that runs until the block ends; whatever hangs is let go then."""

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            sheet = there.sheets.get(self.path, Sheet(b"no such page", status=404))
            fresh = bool(sheet.etag) and self.headers.get("If-None-Match") == sheet.etag
            status = 304 if fresh else sheet.status
            there.asked.append(Asked("GET", self.path, dict(self.headers), b"", status))
            self.send_response_only(status)
            for name, value in sheet.headers.items():
                self.send_header(name, value)
            if sheet.etag:
                self.send_header("ETag", sheet.etag)
            if fresh:
                self.end_headers()
                return
            self.send_header("Content-Type", sheet.kind)
            self.send_header("Content-Length", str(len(sheet.body)))
            self.end_headers()
            if sheet.hang:
                self.wfile.write(sheet.body[: len(sheet.body) // 2])
                there.over.wait(PATIENCE)
            else:
                self.wfile.write(sheet.body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = there.refusing.get(self.path, 200)
            headers = {name.lower(): value for name, value in self.headers.items()}
            there.asked.append(Asked("POST", self.path, headers, body, status))
            self.send_response_only(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    with _Quiet(("127.0.0.1", 0), Handler) as server:
        there = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield there
        finally:
            there.over.set()
            server.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Clients that hang up are part of the play."""


@dataclass(slots=True)
class Mailbox:
    """A mail server's port, and what it took: recipient and message."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list, repr=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Take a mail."""
        content = envelope.original_content or b""
        self.mails += [(recipient, content) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[bytes]:
        """The mails one address got."""
        return [mail for recipient, mail in self.mails if recipient == address]


class _AnyPort(Controller):
    """Asks the system for a free port, and then knows which it got."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that runs until the block ends."""
    box = Mailbox()
    server = _AnyPort(box, hostname="127.0.0.1", port=0)
    server.start()
    try:
        box.port = server.port
        yield box
    finally:
        server.stop()


# --- where the command is run ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """All of stdout as one JSON value."""
        return json.loads(self.out)

    @property
    def outcomes(self) -> dict[str, Any]:
        """The rows of `check --format json`, by source."""
        return {row["source"]: row for row in self.json["outcomes"]}


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with a sources.toml, and a part of the website of its own."""

    folder: Path
    site: Site
    mail: Mailbox

    @property
    def archive(self) -> Path:
        """Where the archive lies unless the configuration says otherwise."""
        return self.folder / "snapshots" / "archive.db"

    def path(self, name: str) -> str:
        """A path on the website that no other desk uses."""
        return f"/{self.folder.name}/{name}"

    def url(self, name: str) -> str:
        """The address of a page of this desk."""
        return self.site.url(self.path(name))

    def put(self, name: str, text: str | bytes, **more: Any) -> None:  # noqa: ANN401 - the fields of Sheet
        """Publish a page."""
        self.site.sheets[self.path(name)] = Sheet(text.encode() if isinstance(text, str) else text, **more)

    def configure(self, *tables: str, fetch: str = "timeout = 2") -> None:
        """Write sources.toml: loopback allowed, no pauses, mail to the box, and these tables."""
        head = f"""
            [fetch]
            host_delay = 0
            robots = "ignore"
            allow_private = ["127.0.0.0/8"]
            {fetch}
            [channel.email]
            host = "127.0.0.1"
            port = {self.mail.port}
            from = "Terms <terms@clausewatch.example>"
            [channel.webhook]
            secret = "{SECRET}"
            allow_private = ["127.0.0.0/8"]
            [channel.slack]
            allow_private = ["127.0.0.0/8"]
        """
        lines = "\n".join((head, *tables)).splitlines()
        (self.folder / "sources.toml").write_text("\n".join(line.strip() for line in lines), "utf-8")

    def source(self, name: str, more: str = "") -> str:
        """A source `northline/NAME` at the page of this name."""
        return f'[[source]]\nid = "northline/{name}"\nurl = "{self.url(name)}"\n{more}'

    def hook(self, name: str, channel: str = "webhook", more: str = "") -> str:
        """A subscriber who is posted to at `/hooks/NAME`."""
        address = self.url(f"hooks/{name}")
        return f'[[subscriber]]\nname = "{name}"\nchannel = "{channel}"\naddress = "{address}"\n{more}'

    def posted(self, name: str) -> list[Asked]:
        """What came to a subscriber's hook."""
        return self.site.came(self.path(f"hooks/{name}"), "POST")

    def run(self, *arguments: str) -> Ended:
        """Run the installed command to its end."""
        done = subprocess.run(
            [COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(
        self, *arguments: str, prefix: tuple[str, ...] = (), stdout: int = subprocess.PIPE
    ) -> subprocess.Popen[str]:
        """Start the installed command."""
        return subprocess.Popen(
            [*prefix, str(COMMAND), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        )

    def inside(self, *arguments: str) -> Ended:
        """Run the command within this process: the same entry point, without the start-up."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        before = sys.argv
        sys.argv = ["clausewatch", *arguments]
        try:
            with chdir(self.folder), redirect_stdout(out), redirect_stderr(err), _log_put_back():
                code = _code()
        finally:
            sys.argv = before
        return Ended(code, _written(out), _written(err))


@contextmanager
def _log_put_back() -> Iterator[None]:
    """A command sends the log of its process to its stderr; what is logged after it goes where it went before."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def _code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a started command; one that does not end is killed."""
    with process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return Ended(process.returncode, out, err)


def until(condition: Callable[[], object], what: str, *, pause: float = 0.02) -> None:
    """Wait until something holds; a bounded poll, for what another process does in its own time."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        threading.Event().wait(pause)


# --- documents --------------------------------------------------------------------------

OLD_DATE = "1 March 2024"
NEW_DATE = "1 September 2024"


FEES = "https://northline.example/fees"


def terms(days: int = 30, *, updated: str = OLD_DATE, first: int = 1, link: str = FEES) -> str:
    """The terms of an invented provider, as Markdown; without a date where `updated` is empty."""
    dated = f"Last updated: {updated}\n\n" if updated else ""
    return (
        f"# Northline Telecom Voice Terms\n\n{dated}"
        f"{first}. Services. Northline Telecom carries the voice calls of the customer.\n\n"
        f"{first + 1}. Payment. The customer pays each invoice within {days} days, see the [list of fees]({link}).\n\n"
        f"{first + 2}. Support. A fault is looked into on the working day after it was reported.\n"
    )

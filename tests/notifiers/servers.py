"""Real receivers on loopback: a mail server, and a web server that takes posts."""

from __future__ import annotations

import socket
import subprocess
import threading
import urllib.error
import urllib.request
from asyncio.base_events import Server
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeAlias

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from monitor.errors import DeliveryError
from monitor.model import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message
    from pathlib import Path

PATIENCE = 5.0


# --- posts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Hook:
    """A web server's address, what came to it, and what it answers: each answer once, the last one for ever."""

    url: str
    answers: list[Reply] = field(default_factory=lambda: [Reply(200, b"ok")])
    came: list[Posted] = field(default_factory=list)


@contextmanager
def hook(*answers: Reply) -> Iterator[Hook]:
    """A server that takes posts until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.came.append(Posted(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            reply = there.answers.pop(0) if len(there.answers) > 1 else there.answers[0]
            self.send_response(reply.status)
            if reply.retry_after is not None:
                self.send_header("Retry-After", str(int(reply.retry_after)))
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Tests print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        there = Hook(f"http://127.0.0.1:{server.server_address[1]}/services/T0/B0/s3cret")
        there.answers = list(answers) or there.answers
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield there
        finally:
            server.shutdown()
            thread.join()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """What the gate does for a channel, in small: no redirects, an answer whatever its status."""
    request = urllib.request.Request(url, body, dict(headers), method="POST")
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return Reply(answer.status, answer.read(), _wait(answer.headers))
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.read(), _wait(error.headers))
    except urllib.error.URLError as error:
        raise DeliveryError("http://127.0.0.1", "cannot be reached") from error


def _wait(headers: Message) -> float | None:
    wait = headers.get("Retry-After")
    return float(wait) if wait else None


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Never follow."""


# --- mail ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Mailbox:
    """A mail server's port and the mails it took; `refuse` holds, by command or address, what it answers instead."""

    port: int = 0
    refuse: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: ANN401, ARG002, N802
        if address in self.refuse:
            return self.refuse[address]
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, ARG002, N802
        if "DATA" in self.refuse:
            return self.refuse["DATA"]
        self.mails.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401, ARG002
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"pa55", handled=False)


class _AnyPort(Controller):
    """Asks the system for a free port, and then knows which it got."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mailbox(box: Mailbox | None = None, **options: Any) -> Iterator[Mailbox]:  # noqa: ANN401 - as aiosmtpd's own
    """A mail server that runs until the block ends; options as aiosmtpd's SMTP class takes them."""
    box = box or Mailbox()
    server = _AnyPort(box, hostname="127.0.0.1", port=0, authenticator=box.authenticate, **options)
    server.start()
    try:
        box.port = server.port
        yield box
    finally:
        server.stop()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name]
    subprocess.run([*make, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True, timeout=30)
    return cert, key


def closed_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- mail servers that misbehave ---------------------------------------------------------------------------


Manners: TypeAlias = "Callable[[socket.socket, Rude, threading.Event], None]"
GREETING, READY = b"220 test.example ESMTP\r\n", b"250 OK\r\n"


@dataclass(slots=True)
class Rude:
    """A mail server's port, how many connections came, and the mails that were handed over to it."""

    port: int
    mails: list[bytes] = field(default_factory=list)
    came: int = 0


@contextmanager
def rude(manners: Manners) -> Iterator[Rude]:
    """A server that treats every connection as `manners` does, until the block ends."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = Rude(listener.getsockname()[1])

        def serve() -> None:
            while True:
                line, _ = listener.accept()
                with line:
                    if ended.is_set():
                        return
                    there.came += 1
                    line.settimeout(PATIENCE)
                    with suppress(OSError):
                        manners(line, there, ended)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield there
        finally:
            ended.set()
            socket.create_connection(("127.0.0.1", there.port)).close()
            thread.join()


def says_nothing(line: socket.socket, _: Rude, __: threading.Event) -> None:
    """Takes the connection and whatever comes, and that is all."""
    while line.recv(1024):
        pass


def drips(line: socket.socket, there: Rude, ended: threading.Event) -> None:  # noqa: ARG001 - as the others
    """Greets without end, a character at a time."""
    line.sendall(b"220-")
    for _ in range(500):
        line.sendall(b".")
        if ended.wait(PATIENCE / 500):
            return


def hangs_up(line: socket.socket, there: Rude, _: threading.Event) -> None:
    """Takes the first of what comes, and closes."""
    there.mails.append(line.recv(1024))


def hangs_up_after_the_mail(line: socket.socket, there: Rude, _: threading.Event) -> None:
    """Takes the whole mail, and closes instead of saying so."""
    _take(line, there)


def is_silent_after_the_mail(line: socket.socket, there: Rude, ended: threading.Event) -> None:
    """Takes the whole mail, and says nothing more."""
    _take(line, there)
    says_nothing(line, there, ended)


def _take(line: socket.socket, there: Rude) -> None:
    with line.makefile("rb") as heard:
        line.sendall(GREETING)
        for command in heard:
            if command.upper().startswith(b"DATA"):
                break
            line.sendall(READY)
        line.sendall(b"354 go on\r\n")
        mail = b""
        while not mail.endswith(b"\r\n.\r\n"):
            mail += heard.readline() or b"\r\n.\r\n"
        there.mails.append(mail)

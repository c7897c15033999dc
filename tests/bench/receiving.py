"""A receiver of webhooks that notes what it was told, refuses some of it while it is moody, and checks signatures."""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

import standardwebhooks

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

SECRET = "whsec_dHdvIHNjaGVkdWxlcnMsIHRocmVlIHdvcmtlcnM="
REFUSED = 0.3  # of the messages while the receiver is moody
_HUNG_UP = 0.1  # of the messages: no answer at all


class Told(NamedTuple):
    """The words of a clause on one side of a change of a source."""

    source: str
    side: str
    text: str


@dataclass(slots=True)
class Receiver:
    """What was told: under which ids each clause, and how often each id; what was refused, and what was not signed."""

    luck: random.Random
    moody: bool = True
    told: dict[Told, set[str]] = field(default_factory=lambda: defaultdict(set))
    ids: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    forged: int = 0
    address: str = ""
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def mood(self) -> int:
        """The status to answer with; 0 for none at all."""
        with self._guard:
            draw = self.luck.random()
            if not self.moody or draw >= REFUSED:
                return 200
            self.refused += 1
            return 0 if draw < _HUNG_UP else 503

    def take(self, headers: Mapping[str, str], body: bytes) -> None:
        """Note a message."""
        said = {name.lower(): value for name, value in headers.items()}
        named = said.get("webhook-id", "")
        with self._guard:
            self.ids[named] += 1
            self.forged += not _signed(said, body)
            for told in clauses_of(json.loads(body).get("data", {})):
                self.told[told].add(named)

    def known(self) -> dict[Told, set[str]]:
        """What was told so far."""
        with self._guard:
            return {told: set(ids) for told, ids in self.told.items()}


def clauses_of(data: Mapping[str, Any]) -> Iterator[Told]:
    """What a message, or a change in the history, says of a source's clauses; nothing where it is about none."""
    for change in (data.get("diff") or {}).get("changes", ()):
        for side in ("old", "new"):
            for clause in change[side]:
                yield Told(data["source"], side, clause["text"])


def _signed(headers: Mapping[str, str], body: bytes) -> bool:
    try:
        standardwebhooks.Webhook(SECRET).verify(body, dict(headers))
    except (standardwebhooks.WebhookVerificationError, ValueError):
        return False
    return True


class _Quiet(ThreadingHTTPServer):
    """Whoever is killed while sending is no error of the receiver's."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving(receiver: Receiver, address: str = "127.0.0.1") -> Iterator[Receiver]:
    """Take messages until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not (status := receiver.mood()):
                self.close_connection = True
                return
            if status == 200:
                receiver.take(dict(self.headers.items()), body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _Quiet((address, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, name="receiver")
        thread.start()
        receiver.address = f"http://{address}:{server.server_port}/hook"
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()

"""Who may see and do what: sessions and form tokens without a store, and how often a token may be guessed.

A session is its own proof: when it was given, a nonce, and an HMAC of both (RFC 2104) under a key
that holds the configured token as well. Neither the token nor anything that tells of it goes to a browser.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from mmap import mmap
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_SESSION = 12 * 3600
"""Seconds: a working day, so that a browser left open somewhere is signed out by the next."""

MOST_FAILURES = 10
"""Wrong tokens from one client within the window: more than anybody mistypes, and no way to guess one."""

FAILURE_WINDOW = 15 * 60
"""Seconds until a client that gave too many wrong tokens is listened to again."""

MOST_CLIENTS = 4_096
"""Clients remembered for wrong tokens, and sessions remembered as ended; the oldest are forgotten first."""

_NONCE = 24  # bytes: nobody meets the same one twice
_DIGEST = sha256().digest_size
_NETWORK = 64  # bits: what one IPv6 client commonly has to itself


class Ended:
    """The sessions that were ended, for this process and those that fork from it; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._lock = get_context("fork").Lock()
        self._shared = mmap(-1, _DIGEST * (MOST_CLIENTS + 1))  # the first place counts how many there were

    def __contains__(self, session: str) -> bool:
        return self._shared.find(sha256(_raw(session)).digest(), _DIGEST) >= 0

    def add(self, session: str) -> None:
        """Remember one more."""
        with self._lock:
            count = int.from_bytes(self._shared[:_DIGEST])
            place = _DIGEST * (1 + count % MOST_CLIENTS)
            self._shared[place : place + _DIGEST] = sha256(_raw(session)).digest()
            self._shared[:_DIGEST] = (count + 1).to_bytes(_DIGEST)


class Sessions:
    """Gives and knows sessions, and the tokens that forms carry.

    `clock` tells seconds since 1970; `ended` is shared by those that are to know of one another's ended sessions.
    """

    def __init__(self, token: str, secret: bytes, clock: Callable[[], float], ended: Ended | None = None) -> None:
        self._key = hmac.digest(secret, b"clausewatch web\0" + _raw(token), "sha256")
        self._token = sha256(_raw(token)).digest()
        self._clock = clock
        self._ended = ended or Ended()

    def knows(self, token: str) -> bool:
        """Whether this is the configured token; takes as long for any other."""
        return hmac.compare_digest(sha256(_raw(token)).digest(), self._token)

    def begin(self) -> str:
        """A new session."""
        said = f"{int(self._clock())}.{nonce()}"
        return f"{said}.{self._mac('session', said)}"

    def alive(self, session: str) -> bool:
        """Whether it was given here, not too long ago, and not ended since."""
        said, _, mac = session.rpartition(".")
        if session in self._ended or not _same(mac, self._mac("session", said)):
            return False
        age = self._clock() - int(said.partition(".")[0])
        return 0 <= age <= LONGEST_SESSION

    def end(self, session: str) -> None:
        """Forget it, so that a copy of its cookie is worth nothing."""
        if self.alive(session):
            self._ended.add(session)

    def form_token(self, browser: str) -> str:
        """What forms given to this browser carry; `browser` is its session, or the nonce of its cookie."""
        return self._mac("form", browser)

    def is_form_token(self, browser: str, token: str) -> bool:
        """Whether a form was given to this browser."""
        return bool(browser) and _same(token, self.form_token(browser))

    def _mac(self, purpose: str, said: str) -> str:
        return hmac.new(self._key, _raw(f"{purpose}\0{said}"), "sha256").hexdigest()


class Tries:
    """Counts wrong tokens by client; bounded, however many clients there are."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failed: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, client: str) -> int:
        """The seconds until this client may try again; 0 when it may now."""
        since, failures = self._failed.get(_network(client), (0.0, 0))
        left = since + FAILURE_WINDOW - self._clock()
        return int(left) + 1 if failures >= MOST_FAILURES and left > 0 else 0

    def failed(self, client: str) -> None:
        """Remember a wrong token."""
        name, now = _network(client), self._clock()
        since, failures = self._failed.pop(name, (now, 0))
        self._failed[name] = (since, failures + 1) if now - since < FAILURE_WINDOW else (now, 1)
        while len(self._failed) > MOST_CLIENTS:
            self._failed.popitem(last=False)


def nonce() -> str:
    """Letters that nobody can guess."""
    return secrets.token_urlsafe(_NONCE)


def _network(client: str) -> str:
    """The client, or the network that it has to itself: of those addresses it has more than can be counted."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(int(address) >> _NETWORK)
    return str(address)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(_raw(one), _raw(other))


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

"""What came over the wire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Part:
    """One fetched address of a document: its bytes, as decoded from the transfer, and what the server said of them.

    `url` is the address after redirects, `asked` the one in the configuration;
    `content_type` is the header as sent, or ""; `moved` is where permanent redirects
    led (RFC 9110, 15.4.2 and 15.4.9), or "" where the document has not moved for good.
    """

    asked: str
    url: str
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved: str = ""
    digest: str = field(init=False, compare=False, repr=False)
    """SHA-256 of the body, hexadecimal."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was fetched: one part for each address of its source, at least one."""

    parts: tuple[Part, ...]
    at: datetime

    @property
    def url(self) -> str:
        """Where the first part was found, after redirects."""
        return self.parts[0].url

    @property
    def digest(self) -> str:
        """One digest for all parts: that of the only part, or SHA-256 of the parts' digests."""
        if len(self.parts) == 1:
            return self.parts[0].digest
        return hashlib.sha256("\n".join(part.digest for part in self.parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server said that no part has changed since the page we hold.

    `moved` has each address that was asked for and permanently redirected, with where that led.
    """

    at: datetime
    moved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be had. `retry_after` is in seconds, where the server named a time.

    `kind` is one of address, blocked, dns, connect, tls, timeout, too-large,
    encoding, cut-off, redirect, http, robots, browser, resting, unreadable; archive where what came could not be kept.
    """

    kind: str
    message: str
    at: datetime
    transient: bool = True
    retry_after: float | None = None


Fetched: TypeAlias = Page | NotModified | Failure


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered to a message that was posted to it."""

    status: int
    body: bytes = b""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """What the robots.txt of a site (`https://host`, with its port where unusual) said at a time.

    `text` holds the rules that are for us, and is empty where there are none.
    """

    site: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What to send with a conditional request for one address (RFC 9110, 13.1)."""

    etag: str | None
    last_modified: str | None

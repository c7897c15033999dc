"""What a configuration file comes to: frozen values, every default filled in, every secret kept out of the repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.errors import Fault
    from monitor.model import Source, Subscriber, Timetable

Network: TypeAlias = IPv4Network | IPv6Network
Robots: TypeAlias = Literal["respect", "ignore"]
Kind: TypeAlias = Literal["terms", "index"]
Render: TypeAlias = Literal[True, False, "auto"]
StartTls: TypeAlias = Literal["auto", "always", "never"]

DEFAULT_ARCHIVE = "snapshots/archive.db"
DEFAULT_TIMEZONE = "UTC"


ArchivePlace: TypeAlias = "Path | str"
"""Where an archive is: a file, or as text the address of a PostgreSQL database."""


@dataclass(frozen=True, slots=True)
class ArchiveConfig:
    """Where the archive is kept; relative paths were resolved against the configuration file's folder.

    `url` is the address of a PostgreSQL database, which stands in for `path`. `keep` is how long pages' bytes are
    kept after they were seen last, None for good; revisions are never let go.
    """

    path: Path
    keep: timedelta | None = None
    url: str | None = field(default=None, repr=False)

    @property
    def place(self) -> ArchivePlace:
        """Where it is: `url` where there is one, else `path`."""
        return self.url or self.path


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """How pages are fetched: `timeout` and `host_delay` in seconds, `max_bytes` after decoding."""

    timeout: float = 30.0
    max_bytes: int = 10_000_000
    host_delay: float = 1.0
    workers: int = 16
    robots: Robots = "respect"
    allow_private: tuple[Network, ...] = ()
    contact: str = ""
    proxy: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class EmailConfig:
    """The mail server that takes messages, and whom they are from, with a name or without.

    `timeout` is in seconds, for the whole conversation. `port` 0 stands for the usual
    one: 465 with `tls`, 587 with a user, else 25.
    """

    host: str
    sender: str
    port: int = 0
    starttls: StartTls = "auto"
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class WebhookConfig:
    """What webhooks are signed with (`whsec_` and base64), and which private networks they may go to."""

    secret: str | None = field(default=None, repr=False)
    allow_private: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """A bot's token, for addresses that are channels, and which private networks messages may go to (a relay, say)."""

    token: str | None = field(default=None, repr=False)
    allow_private: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class WebConfig:
    """The address by which the web pages are reached from elsewhere, and the token that lets people see them."""

    url: str | None = None
    token: str | None = field(default=None, repr=False)


class Listen(NamedTuple):
    """Where something is served: a host name or address, and a port, 0 for any that is free."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class DaemonConfig:
    """How the daemon keeps time: `tick` in seconds between rounds; after `give_up` a notice is parked.

    `operator` names the subscriber who is told of sources in trouble, "" for nobody; `check` tells them as well.
    `heartbeat` is when that one hears how the watch stands, None for never; `metrics` is where figures are asked for.
    """

    tick: float = 5.0
    give_up: timedelta = timedelta(days=3)
    operator: str = ""
    heartbeat: Timetable | None = None
    metrics: Listen | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration file. `warnings` are in file order and stop nothing: keys and globs without effect."""

    sources: tuple[Source, ...]
    subscribers: tuple[Subscriber, ...]
    archive: ArchiveConfig
    fetch: FetchConfig = FetchConfig()
    email: EmailConfig | None = None
    webhook: WebhookConfig = WebhookConfig()
    slack: SlackConfig = SlackConfig()
    daemon: DaemonConfig = DaemonConfig()
    web: WebConfig = WebConfig()
    warnings: tuple[Fault, ...] = ()

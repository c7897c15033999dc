"""What a configuration file comes to: frozen values, every default filled in, every secret kept out of the repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.errors import Fault
    from monitor.model import Source, Subscriber

Network: TypeAlias = IPv4Network | IPv6Network
Robots: TypeAlias = Literal["respect", "ignore"]
Render: TypeAlias = Literal[True, False, "auto"]
StartTls: TypeAlias = Literal["auto", "always", "never"]

DEFAULT_ARCHIVE = "snapshots/archive.db"


@dataclass(frozen=True, slots=True)
class ArchiveConfig:
    """Where the archive is kept; relative paths were resolved against the configuration file's folder."""

    path: Path


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
    """The mail server that takes messages, and whom they are from, with a name or without; `timeout` in seconds.

    `port` 0 stands for the usual one: 465 with `tls`, 587 with a user, else 25.
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
    """Which private networks Slack messages may go to (a relay, say)."""

    allow_private: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class DaemonConfig:
    """How the daemon keeps time: `tick` in seconds between rounds; after `give_up` a notice is parked.

    `operator` names the subscriber who is told of sources in trouble, "" for nobody; `check` tells them as well.
    """

    tick: float = 5.0
    give_up: timedelta = timedelta(days=3)
    operator: str = ""


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
    warnings: tuple[Fault, ...] = ()

"""What the demonstration is set up with: the documents that are shown, and the sources.toml that watches them."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import monitor
from monitor.cli.demo.servers import LOOPBACK
from monitor.errors import UsageError
from monitor.sources import load

if TYPE_CHECKING:
    from monitor.cli.demo.servers import Hook, Mailbox, Site
    from monitor.sources import Config

_SECRET = "DEMO_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable, not what it holds
_SOURCES_TOML = f"""\
[archive]
path = "archive.db"

[fetch]
host_delay = 0                          # all three live on this machine
allow_private = ["{LOOPBACK}/32"]

[[source]]
id = "northline/voice-supplement"
title = "Northline Cloud – Voice Features Supplement"
url = "@SITE@/northline/voice-supplement"

[[source]]
id = "harbor/carrier-obligations"
title = "Harbor Telephony – Partner Carrier Obligations"
url = "@SITE@/harbor/carrier-obligations"

[[source]]
id = "fennimore/messaging-supplement"
title = "Fennimore – Messaging Supplement"
url = "@SITE@/fennimore/messaging-supplement"

[[subscriber]]
name = "legal"
channel = "email"
address = "legal@example.com"
sources = ["northline/*"]

[[subscriber]]
name = "telephony-team"
channel = "slack"
address = "@SLACK@"
sources = ["fennimore/*"]

[[subscriber]]
name = "contract-register"
channel = "webhook"
address = "@WEBHOOK@"
sources = ["harbor/*"]

[channel.email]
host = "{LOOPBACK}"
port = @SMTP@
from = "Terms watch <terms@example.com>"

[channel.slack]
allow_private = ["{LOOPBACK}/32"]

[channel.webhook]
secret = "env:{_SECRET}"
allow_private = ["{LOOPBACK}/32"]
"""


@dataclass(frozen=True, slots=True)
class Receivers:
    """Where messages arrive."""

    mail: Mailbox
    slack: Hook
    webhook: Hook


def examples() -> Path:
    """The folder with the documents: beside the package in a checkout, inside it where it was installed."""
    package = Path(monitor.__file__).parent
    for folder in (package.parent / "snapshots" / "examples", package / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("demo", "its documents are missing from this installation; install clausewatch again")


def new_secret() -> str:
    """A secret to sign webhooks with, as the Standard Webhooks specification writes it."""
    return f"whsec_{base64.b64encode(os.urandom(32)).decode()}"


def configuration(folder: Path, site: Site, to: Receivers, secret: str) -> Config:
    """A sources.toml written into `folder`, and read as every command reads it."""
    file = folder / "sources.toml"
    text = _SOURCES_TOML.replace("@SITE@", site.url).replace("@SMTP@", str(to.mail.port))
    file.write_text(text.replace("@SLACK@", to.slack.url).replace("@WEBHOOK@", to.webhook.url), "utf-8")
    return load(file, {_SECRET: secret})

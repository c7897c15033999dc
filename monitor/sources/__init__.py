"""sources.toml: what is watched and who is told, read and checked before anything is fetched.

    from monitor.sources import load

    config = load(Path("sources.toml"), os.environ)

Every mistake in the file is found in one pass and told with its line and key.
"""

from monitor.sources.config import (
    ArchiveConfig,
    Config,
    DaemonConfig,
    EmailConfig,
    FetchConfig,
    Network,
    SlackConfig,
    WebhookConfig,
)
from monitor.sources.loading import load, parse

__all__ = [
    "ArchiveConfig",
    "Config",
    "DaemonConfig",
    "EmailConfig",
    "FetchConfig",
    "Network",
    "SlackConfig",
    "WebhookConfig",
    "load",
    "parse",
]

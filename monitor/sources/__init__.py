"""sources.toml: what is watched and who is told, read and checked before anything is fetched.

    from monitor.sources import load

    config = load(Path("sources.toml"), os.environ)

Every mistake in the file is found in one pass and told with its line and key.
`append` adds an `Entry` and leaves all else in the file as it was; `read_list`
takes addresses from the lists of other programs.
"""

from monitor.sources.config import (
    ArchiveConfig,
    ArchivePlace,
    Config,
    DaemonConfig,
    EmailConfig,
    FetchConfig,
    Listen,
    Network,
    SlackConfig,
    WebConfig,
    WebhookConfig,
)
from monitor.sources.credentials import Environment
from monitor.sources.editing import NEW_FILE, Watched, append, with_entries
from monitor.sources.entries import Entry, Subject, address_key, as_toml, entry_faults, foreign
from monitor.sources.listed import Listed, Listing
from monitor.sources.lists import address_in, read_list
from monitor.sources.loading import load, parse, read_text
from monitor.sources.naming import provider_of, source_id, unlike
from monitor.sources.secrets import secrets_of, secrets_of_database

__all__ = [
    "NEW_FILE",
    "ArchiveConfig",
    "ArchivePlace",
    "Config",
    "DaemonConfig",
    "EmailConfig",
    "Entry",
    "Environment",
    "FetchConfig",
    "Listed",
    "Listen",
    "Listing",
    "Network",
    "SlackConfig",
    "Subject",
    "Watched",
    "WebConfig",
    "WebhookConfig",
    "address_in",
    "address_key",
    "append",
    "as_toml",
    "entry_faults",
    "foreign",
    "load",
    "parse",
    "provider_of",
    "read_list",
    "read_text",
    "secrets_of",
    "secrets_of_database",
    "source_id",
    "unlike",
    "with_entries",
]

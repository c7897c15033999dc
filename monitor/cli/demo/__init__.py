"""`clausewatch demo`: the main job done for real, on this machine alone."""

from __future__ import annotations

from importlib.util import find_spec

from monitor.errors import UsageError


def show() -> None:
    """Watch three invented providers, see what changed, and be told by mail, Slack and webhook.

    Everything is real but the providers: pages come over HTTP, the archive is SQLite, messages are taken by servers.
    They listen on the loopback address and are gone at the end, as is the folder that everything was kept in.
    Raises `UsageError` where the mail server that the demonstration delivers to is not installed.
    """
    if find_spec("aiosmtpd") is None:
        raise UsageError("demo", "delivers to a mail server that is not installed; pip install 'clausewatch[demo]'")
    from monitor.cli.demo.story import tell  # noqa: PLC0415 - needs the mail server, and is slow to import

    tell()

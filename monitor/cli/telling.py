"""`deliver` and `notify-test`: sending what is owed, and trying a channel out."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config
from monitor.cli.printing import note, write
from monitor.errors import UnknownSubscriber


def deliver(
    parked: Annotated[bool, typer.Option("--parked", help="Also what was given up.")] = False,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Send the notices that are owed; exit 2 when one was not taken."""
    from monitor.wiring import parts_from  # noqa: PLC0415 - slow imports stay out of --help

    with parts_from(load_config(config), archive) as parts:
        passes = [parts.deliver(), *([parts.deliver_parked()] if parked else [])]
        owed = parts.archive.owed_count()
    troubles = [trouble for one in passes for trouble in one.troubles]
    for trouble in troubles:
        note(f"clausewatch: {trouble.subscriber}: {trouble.error}{'; given up' if trouble.parked else ''}")
    write(f"told: {sum(one.sent for one in passes)}; still owed: {owed}")
    raise typer.Exit(2 if troubles else 0)


def notify_test(
    subscriber: Annotated[str, typer.Argument(metavar="SUBSCRIBER", help="The subscriber's name.")],
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Send one subscriber a made-up change, to see that it arrives."""
    from monitor.wiring import send_sample  # noqa: PLC0415

    loaded = load_config(config)
    for one in loaded.subscribers:
        if one.name == subscriber:
            send_sample(loaded, one)
            write(f"{subscriber}: a test message was taken by its {one.channel} channel")
            return
    names = ", ".join(one.name for one in loaded.subscribers) or "none is configured"
    raise UnknownSubscriber(subscriber, f"no such subscriber in the configuration ({names})")

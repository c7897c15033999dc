"""`release` and `dismiss`: what to do with a page that is held."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.desk import deliver_from, desk_of, print_outcome
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, Report
from monitor.cli.printing import write

HeldSource = Annotated[str, typer.Argument(metavar="SOURCE", help="The source whose page is held.")]


def release(
    source: HeldSource,
    *,
    form: Annotated[Report, typer.Option("--format", help="How to print what was found.")] = Report.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Take the page that is held for the terms; exit 1 when there is something to tell, 2 on trouble."""
    from monitor import check  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import utc_now  # noqa: PLC0415

    with desk_of(source, config, archive) as desk:
        outcome = check.release(
            desk.source,
            utc_now(),
            archive=desk.archive,
            subscribers=desk.subscribers,
            operator=desk.operator,
            sources=desk.sources,
        )
        code = print_outcome(outcome, form)
        deliver_from(desk)
    raise typer.Exit(code)


def dismiss(source: HeldSource, *, config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Let go of the page that is held: it is not the terms, and is not asked about again."""
    from monitor import check  # noqa: PLC0415 - slow imports stay out of --help

    with desk_of(source, config, archive) as desk:
        held = check.dismiss(desk.source, archive=desk.archive)
    write(f"{source}: dismissed; {held.reason}")

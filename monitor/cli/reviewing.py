"""`accept`, `ack`, `assign`, `comment`, `log`: what people did with a revision, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, TextOrJson, archive_place
from monitor.cli.printing import colour, width, write, write_json
from monitor.cli.revisions import SourceArgument, name_and_mark, none_yet, revision_of
from monitor.deeds import Deed, given_in, name_in, note_in, short_in

if TYPE_CHECKING:
    from monitor.sources import ArchivePlace

ByName = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be remembered with it.")]


def accept(
    source: SourceArgument,
    *,
    by: ByName,
    note: Note = "",
    ref: Annotated[str, typer.Option("--ref", metavar="CONTRACT", help="The contract it belongs to.")] = "",
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Note which revision was signed, or reviewed last: later changes are told with their distance from it."""
    deed = Deed("accepted", name_in("--by", by), note_in("--note", note), ref=short_in("--ref", ref))
    _add(source, deed, archive_place(config, archive))


def ack(
    source: SourceArgument,
    *,
    by: ByName,
    note: Note = "",
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Note that somebody has looked at what a revision changed; `status` lists it no more."""
    deed = Deed("acknowledged", name_in("--by", by), note_in("--note", note))
    _add(source, deed, archive_place(config, archive))


def assign(
    source: SourceArgument,
    *,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who is to look at it.")],
    by: ByName,
    note: Note = "",
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Note who is to look at what a revision changed."""
    deed = Deed("assigned", name_in("--by", by), note_in("--note", note), to=name_in("--to", to))
    _add(source, deed, archive_place(config, archive))


def comment(
    source: SourceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What there is to say of it.")],
    *,
    by: ByName,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Write a comment on a revision."""
    deed = Deed("commented", name_in("--by", by), given_in("TEXT", note_in("TEXT", text)))
    _add(source, deed, archive_place(config, archive))


def log(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="A source id; all when left out.")] = None,
    *,
    form: Annotated[TextOrJson, typer.Option("--format", help="How to print it.")] = TextOrJson.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """List what was accepted, acknowledged, assigned and commented, newest first."""
    from monitor.render import log_text  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wire import entry_json  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(archive_place(config, archive)) as opened:
        entries = opened.log(source)
        if source is not None and source not in opened.standings():
            raise none_yet(opened, source)
    if form is TextOrJson.json:
        write_json({"log": [entry_json(entry) for entry in entries]})
    else:
        write(log_text(entries, width=width(), colour=colour()))


def _add(operand: str, deed: Deed, place: ArchivePlace) -> None:
    """Add an entry to the log, and say so."""
    from monitor.render import log_text  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import archive_at, utc_now  # noqa: PLC0415

    name, mark = name_and_mark(operand)
    with archive_at(place) as opened:
        revision = revision_of(opened, name, mark)
        entry = deed.entry(name, revision.number, utc_now())
        opened.note(entry)
    write(log_text([entry], width=width(), colour=colour()))

"""`export ics`: the days from which changes bind and until which one can act, for a calendar program."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place, config_if_any
from monitor.cli.printing import deliver_to, note
from monitor.errors import UnknownSource, UsageError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.archive import Archive
    from monitor.model import Revision
    from monitor.render.calendar import Dated

_NO_NAME = pattern(r"[^a-z0-9-]")  # a provider's name has nothing else, unless an archive was tampered with


def export_ics(
    of: Annotated[
        str | None, typer.Argument(metavar="PROVIDER|SOURCE", help="Whose deadlines; every provider's when left out.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE|DIR", help="Write there: a file, or one each in a folder.")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Write a calendar of deadlines for each provider (iCalendar): when changes bind, and until when to act."""
    from monitor.wiring import archive_at  # noqa: PLC0415 - slow imports stay out of --help

    with archive_at(archive_place(config, archive)) as opened:
        found = _by_provider(opened, of, config)
    if of and not found:
        raise UnknownSource(of, "the archive has no revision of it; `clausewatch history` lists all there are")
    if not found:
        note("clausewatch: the archive has no revision yet")
    elif output and _is_folder(output, of):
        _into_folder(output, found, of)
    else:
        _one(output, found)


def _is_folder(output: Path, of: str | None) -> bool:
    """Whether files are to be written into it: a folder that is there, or one for whatever providers there are."""
    with suppress(OSError):  # its folder may not be entered, or no file has so long a name: writing says it
        return of is None or output.is_dir()
    return False


def _into_folder(folder: Path, found: Mapping[str, list[Dated]], of: str | None) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise UsageError(str(folder), f"cannot be made a folder ({reason}); name another one") from error
    for provider, dated in found.items():
        name = ".".join(_NO_NAME.sub("-", part) for part in (of or provider).split("/"))
        deliver_to(folder / f"{name}.ics", _text(provider, dated))


def _one(output: Path | None, found: Mapping[str, list[Dated]]) -> None:
    if len(found) > 1:
        raise UsageError(
            "export ics", f"the archive has {len(found)} providers; name one, or a folder with --output DIR"
        )
    ((provider, dated),) = found.items()
    deliver_to(output, _text(provider, dated))


def _text(provider: str, dated: Iterable[Dated]) -> str:
    from monitor.render.calendar import calendar_text, deadlines  # noqa: PLC0415

    days = deadlines(dated)
    if not days:
        note(f"clausewatch: {provider}: no deadline is known yet")
    return calendar_text(provider, days)


def _by_provider(archive: Archive, of: str | None, config: Path) -> dict[str, list[Dated]]:
    from monitor.render.calendar import Dated  # noqa: PLC0415
    from monitor.reports import stated_dates  # noqa: PLC0415

    found: dict[str, list[Dated]] = {}
    loaded = config_if_any(config)
    sources = {source.id: source for source in loaded.sources} if loaded else {}
    for revision in list(_wanted(archive.all_revisions(), of)):  # all, before the archive is asked for terms
        dated = Dated(revision, stated_dates(archive, revision, sources))
        found.setdefault(revision.source.partition("/")[0], []).append(dated)
    return dict(sorted(found.items()))


def _wanted(revisions: Iterable[Revision], of: str | None) -> Iterator[Revision]:
    """Those of a provider or a source; all where none is named."""
    return (one for one in revisions if of is None or of in {one.source, one.source.partition("/")[0]})

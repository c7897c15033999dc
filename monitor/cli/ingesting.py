"""`ingest`: a document that came another way, as a revision like any other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.desk import deliver_from, desk_of, print_outcome
from monitor.cli.files import file_bytes
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, Report
from monitor.cli.printing import note
from monitor.errors import UsageError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.cli.desk import Desk
    from monitor.model import Fetched, Page, Past, Source

_DAY = pattern(r"\d{4}-\d\d-\d\d")
_EXAMPLE = "write a day or a time, as in 2026-03-01 or 2026-03-01T09:30+01:00 (UTC unless said)"


def ingest(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source that it is a revision of.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document: HTML, PDF, DOCX, Markdown or text.")],
    *,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="When it was seen, as 2026-03-01; now when left out.")
    ] = None,
    form: Annotated[Report, typer.Option("--format", help="How to print what was found.")] = Report.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Take a file as what a source says; exit 1 when there is something to tell, 2 on trouble."""
    from monitor.check import check, look  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import utc_now  # noqa: PLC0415

    now = utc_now()
    body = file_bytes(file)
    asked = now if at is None else _time(at, now)
    with desk_of(source, config, archive) as desk:
        seen = _after_last(asked, at, desk)
        page = _page(desk.source, file, body, seen)
        outcome = look(desk.source, desk.archive.past(desk.source, seen), page, seen)
        if outcome.kind == "failed":
            note(f"clausewatch: {file}: nothing was recorded")  # the file is at fault, not the source
        else:
            outcome = check(
                desk.source,
                seen,
                fetch=_giving(page),
                archive=desk.archive,
                subscribers=desk.subscribers,
                operator=desk.operator,
                sources=desk.sources,
            )
        code = print_outcome(outcome, form)
        deliver_from(desk)
    raise typer.Exit(code)


def _time(words: str, now: datetime) -> datetime:
    """The time that was meant, in UTC. Raises `UsageError` for none, and for one to come."""
    try:
        said = datetime.fromisoformat(words)
        at = (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError("--at", f"{words!r} is no date; {_EXAMPLE}") from None
    if at > now:
        raise UsageError("--at", f"{words!r} is still to come; it is {now:%Y-%m-%d %H:%M} UTC")
    return at


def _after_last(asked: datetime, words: str | None, desk: Desk) -> datetime:
    """The time, unless the source has a later revision; of that revision's day, a day alone is just after it."""
    revisions = desk.archive.revisions(desk.source.id)
    if not revisions or revisions[-1].at <= asked:
        return asked
    last = revisions[-1]
    if words and _DAY.fullmatch(words) and last.at.date() == asked.date():
        return last.at
    raise UsageError(
        "--at",
        f"{asked:%Y-%m-%d %H:%M} UTC is before the last revision, {desk.source.id}@{last.number}"
        f" of {last.at:%Y-%m-%d %H:%M} UTC; a revision comes after those before it",
    )


def _page(source: Source, file: Path, body: bytes, at: datetime) -> Page:
    """The file as if it had been fetched; without validators, so that the next fetch asks for the whole page."""
    from monitor.model import Page, Part  # noqa: PLC0415
    from monitor.read import content_type_of  # noqa: PLC0415

    part = Part(asked=source.url, url=source.url, body=body, content_type=content_type_of(file.name))
    return Page((part,), at)


def _giving(page: Page) -> Callable[[Source, Past, datetime], Fetched]:
    return lambda _source, _past, _now: page

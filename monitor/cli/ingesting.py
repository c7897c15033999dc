"""`ingest`: a document that came another way, as a revision like any other."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.checking import Found
from monitor.cli.files import file_bytes
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, Report, config_if_any, load_config
from monitor.cli.printing import colour, note, width, write, write_json
from monitor.errors import UnknownSource, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.archive import Archive
    from monitor.model import Fetched, Outcome, Page, Past, Source, Subscriber
    from monitor.wiring import Parts

CONTENT_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xhtml": "application/xhtml+xml",
}
"""What a file's name says of it, alike on every machine; of other names the content alone counts."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EXAMPLE = "write a day or a time, as in 2026-03-01 or 2026-03-01T09:30+01:00 (UTC unless said)"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a document is filed: for which source, in which archive, and who is told. `parts` can also deliver."""

    source: Source
    archive: Archive
    subscribers: Sequence[Subscriber] = ()
    parts: Parts | None = None


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
    with _desk(source, config, archive) as desk:
        seen = _after_last(asked, at, desk)
        page = _page(desk.source, file, body, seen)
        outcome = look(desk.source, desk.archive.past(desk.source, seen), page, seen)
        if outcome.kind == "failed":
            note(f"clausewatch: {file}: nothing was recorded")  # the file is at fault, not the source
        else:
            outcome = check(desk.source, seen, fetch=_giving(page), archive=desk.archive, subscribers=desk.subscribers)
        _print(outcome, form)
        _deliver(desk)
    raise typer.Exit(Found([outcome], broken=False).exit_code)


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

    kind = CONTENT_TYPES.get(file.suffix.lower(), "")
    return Page((Part(asked=source.url, url=source.url, body=body, content_type=kind),), at)


def _giving(page: Page) -> Callable[[Source, Past, datetime], Fetched]:
    return lambda _source, _past, _now: page


@contextmanager
def _desk(name: str, config: Path, archive: Path | None) -> Iterator[Desk]:
    """The source as configured, or with an archive only, as that has it. Raises `UnknownSource`."""
    from monitor import wiring  # noqa: PLC0415

    loaded = config_if_any(config) if archive else load_config(config)
    known = {one.id: one for one in loaded.sources} if loaded else {}
    source = known.get(name) or _archived(name, archive)
    if loaded:
        with wiring.parts_from(loaded, archive) as parts:
            yield Desk(source, parts.archive, loaded.subscribers, parts)
    elif archive:
        with wiring.archive_at(archive) as opened:
            yield Desk(source, opened)


def _archived(name: str, archive: Path | None) -> Source:
    """A source that only the archive knows, where one was named."""
    from monitor.model import Source  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    if archive is None:
        raise UnknownSource(name, "no such source in the configuration; `clausewatch validate` lists those there are")
    with archive_at(archive) as opened:
        revisions = opened.revisions(name)
    if not revisions:
        raise UnknownSource(name, "neither the configuration nor the archive knows it; `clausewatch add` adds one")
    return Source(name, (revisions[-1].url,), revisions[-1].title)


def _deliver(desk: Desk) -> None:
    """Send what is owed; what is not taken stays owed, so it is no trouble of this command."""
    for trouble in desk.parts.deliver().troubles if desk.parts else ():
        note(f"clausewatch: {trouble.subscriber}: {trouble.error}")


def _print(outcome: Outcome, form: Report) -> None:
    from monitor.render import outcome_markdown, outcome_text  # noqa: PLC0415
    from monitor.wire import outcome_json  # noqa: PLC0415

    if form is Report.json:
        write_json({"outcomes": [outcome_json(outcome)]})
    elif form is Report.markdown:
        write(outcome_markdown(outcome))
    else:
        write(outcome_text(outcome, width=width(), colour=colour()))

"""`diff` and `read`: two documents compared, or one shown as it is understood. Nothing is recorded."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from monitor.cli.files import file_bytes
from monitor.cli.options import (
    DEFAULT_CONFIG,
    ArchivePath,
    ConfigPath,
    archive_place,
    config_if_any,
    source_as_configured,
)
from monitor.cli.printing import (
    colour,
    deliver_bytes_to,
    deliver_to,
    note,
    refuse_terminal,
    width,
    write,
    write_json,
)
from monitor.cli.wishes import Wishes, without_user
from monitor.errors import ClausewatchError, ConfigError, ReadError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from monitor.model import Comparison, Page, Revision, Source, Terms

_ADDRESS = pattern(r"https?://", re.IGNORECASE)
_REVISION = pattern(r"([a-z0-9-]+/[a-z0-9-]+)(?:@(\d{1,9}|accepted))?")


class DiffFormat(StrEnum):
    """How a comparison is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"
    docx = "docx"


class ReadFormat(StrEnum):
    """How terms are printed."""

    text = "text"
    markdown = "markdown"
    json = "json"
    jsonl = "jsonl"


_OPERAND = "A file, an http(s) address, SOURCE@REVISION or SOURCE@accepted."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_OPERAND)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=_OPERAND)],
    *,
    form: Annotated[DiffFormat, typer.Option("--format", help="How to print the comparison.")] = DiffFormat.text,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there instead of to stdout.")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Compare two documents clause by clause; exit 1 when they differ."""
    from monitor.compare import compare  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.rules import has_clock, said_in, timed  # noqa: PLC0415

    if form is DiffFormat.docx:
        refuse_terminal(output)
    before, after = _terms(old, config, archive), _terms(new, config, archive)
    comparison = compare(before.terms, after.terms, on=after.on)
    if has_clock(comparison):
        comparison = timed(comparison, said_in(before.terms, after.terms), after.revision)
    if form is DiffFormat.docx:
        deliver_bytes_to(output, _docx(before, after, comparison))
    else:
        deliver_to(output, _diff_text(comparison, form, plain=output is not None))
    raise typer.Exit(int(comparison.verdict != "none"))


def read(
    documents: Annotated[list[str], typer.Argument(metavar="FILE|URL", help="Files or http(s) addresses.")],
    *,
    form: Annotated[ReadFormat, typer.Option("--format", help="How to print the terms.")] = ReadFormat.text,
    select: Annotated[
        str | None, typer.Option("--select", metavar="CSS", help="The part of the page that holds the terms.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="CSS", help="A part that is no terms; may be repeated.")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", metavar="HEADING", help="The words of the heading they stand under.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="HEADING|CSS", help="Where the terms begin.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="HEADING|CSS", help="What comes after the terms.")] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Show a document as it is understood: its dates, clauses and references, and what was left out."""
    wishes = Wishes(select=select, remove=tuple(remove or ()), section=section, start=start, end=end)
    places = _places_watched(config)
    rows = []
    for document in documents:
        row = _read_row(document, wishes, config, form, places)
        if form is ReadFormat.jsonl:
            write(json.dumps(row))
        elif form is not ReadFormat.json:
            _print_read(row)
        rows.append(row)
    if form is ReadFormat.json:
        write_json(rows)
    raise typer.Exit(2 if any("error" in row for row in rows) else 0)


def _places_watched(config: Path) -> Mapping[str, str] | None:
    """What the configuration watches; one that nobody named, and that has faults, is no reason not to read a file."""
    try:
        loaded = config_if_any(config)
    except ConfigError:
        if config != DEFAULT_CONFIG:
            raise
        return None
    if loaded is None:
        return None
    from monitor.reports import places_watched  # noqa: PLC0415

    return places_watched(loaded.sources)


def _read_row(
    document: str, wishes: Wishes, config: Path, form: ReadFormat, places: Mapping[str, str] | None
) -> dict[str, Any]:
    from monitor.read import as_markdown  # noqa: PLC0415
    from monitor.read import read as read_page  # noqa: PLC0415
    from monitor.reports import terms_row, watched_in  # noqa: PLC0415

    try:
        terms = read_page(_page(document, config), _adhoc(document, wishes))
    except ClausewatchError as error:
        return {"path": _shown(document), "error": str(error)}
    watched = watched_in(terms, places)
    if form is ReadFormat.text:
        from monitor.render import terms_text  # noqa: PLC0415
        from monitor.rules import rules_of  # noqa: PLC0415

        text = terms_text(terms, width=width(), colour=colour(), watched=watched, rules=rules_of(terms))
        return {"path": document, "text": text}
    return {"path": document, **terms_row(terms, watched), "text": as_markdown(terms)}


def _shown(document: str) -> str:
    """What could not be read, as it was given, without the password for which an address may be refused."""
    return without_user(document) if _ADDRESS.match(document) else document


def _print_read(row: dict[str, Any]) -> None:
    if "error" in row:
        note(f"clausewatch: {row['error']}")
    else:
        write(str(row["text"]))


def _diff_text(comparison: Comparison, form: DiffFormat, *, plain: bool) -> str:
    from monitor import render, wire  # noqa: PLC0415

    title = comparison.new.title or comparison.old.title
    if form is DiffFormat.json:
        return json.dumps(wire.diff_json(comparison), indent=1)
    if form is DiffFormat.markdown:
        return render.redline_markdown(comparison, title=title)
    if form is DiffFormat.html:
        return render.redline_page(comparison, title=title)
    return render.redline(comparison, title=title, width=width(), colour=colour() and not plain)


class _Seen(NamedTuple):
    """What an operand stands for, when it was seen, and the day its text stood at the provider, where that is known.

    `revision` is the one that it names, None for a file or an address.
    """

    terms: Terms
    at: datetime
    on: date | None
    revision: Revision | None = None


def _docx(before: _Seen, after: _Seen, comparison: Comparison) -> bytes:
    from monitor.render import redline_docx  # noqa: PLC0415

    return redline_docx(before.terms, after.terms, comparison, at=after.at)


def _terms(operand: str, config: Path, archive: ArchivePath) -> _Seen:
    from monitor.read import read as read_page  # noqa: PLC0415

    match = _REVISION.fullmatch(operand)
    if match and not Path(operand).exists():
        return _revision(match.group(1), match.group(2) or "", config, archive)
    page = _page(operand, config)
    return _Seen(read_page(page, _adhoc(operand)), page.at, page.at.date() if _ADDRESS.match(operand) else None)


def _revision(name: str, mark: str, config: Path, place: ArchivePath) -> _Seen:
    from monitor.cli.revisions import revision_of  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(archive_place(config, place)) as archive:
        revision = revision_of(archive, name, mark)
        source = source_as_configured(name, revision.url, config)
        return _Seen(archive.terms(source, revision.number), revision.at, revision.at.date(), revision)


def _adhoc(document: str, wishes: Wishes | None = None) -> Source:
    """A document of the command line as a source; its own name stands for the id that errors name."""
    from monitor.model import Source  # noqa: PLC0415

    asked = wishes or Wishes()
    return Source(
        document,
        (document,),
        select=asked.select,
        remove=asked.remove,
        section=asked.section,
        start=asked.start,
        end=asked.end,
    )


def _page(document: str, config: Path) -> Page:
    """A file's bytes, or what an address gives through the gate."""
    from monitor.model import Page, Part  # noqa: PLC0415
    from monitor.wiring import utc_now  # noqa: PLC0415

    if _ADDRESS.match(document):
        return _fetched(document, config)
    return Page((Part(document, document, file_bytes(Path(document))),), utc_now())


def _fetched(address: str, config: Path) -> Page:
    from monitor.model import Page, Past  # noqa: PLC0415
    from monitor.wiring import fetcher_for_commands, utc_now  # noqa: PLC0415

    with fetcher_for_commands(config_if_any(config)) as fetcher:
        fetched = fetcher.fetch(_adhoc(address), Past(), utc_now())
    if isinstance(fetched, Page):
        return fetched
    raise ReadError(without_user(address), getattr(fetched, "message", "was not sent"))

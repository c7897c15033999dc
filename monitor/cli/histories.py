"""`import git` and `export git`: histories that others recorded, and the archive as one that others can read."""

from __future__ import annotations

import json
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import (
    DEFAULT_CONFIG,
    ArchivePath,
    ConfigPath,
    archive_place,
    config_if_any,
    source_as_configured,
)
from monitor.cli.printing import note, write
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from monitor.archive import Imported
    from monitor.history import Document, Plan, Repository
    from monitor.model import Source

_FEW = 20  # versions: for no more than these a progress bar would flicker by
_AT_ONCE = 1_000  # rows that are printed in one go
_SHORT = 10  # characters of a commit that people recognise it by


class Rows(StrEnum):
    """How rows are printed."""

    text = "text"
    jsonl = "jsonl"


def import_git(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The git repository, bare or not.")],
    *,
    documents: Annotated[
        list[str] | None,
        typer.Option(
            "--documents", metavar="GLOB", help="Which files are documents; may be repeated.", show_default=False
        ),
    ] = None,
    form: Annotated[Rows, typer.Option("--format", help="How to print what was found.")] = Rows.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Take a history of documents into the archive: one look at each version, at the time of its commit."""
    from monitor.history import import_plan, open_repository, plan_of  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import archive_for  # noqa: PLC0415

    place = archive_place(config, archive)
    repository = open_repository(folder)
    chosen = _documents(repository, documents or ())
    if not chosen:
        note(f"clausewatch: {folder}: has no documents in its history")
        return
    with archive_for(place) as opened:
        plan = plan_of(chosen, opened)
        with _progress(plan) as advance:
            import_plan(plan, repository, opened, advance)
        paths = {document.path for document in chosen}
        rows = [row for row in opened.imported() if row.document in paths]
    _print(rows, form)
    told = sum(row.alert for row in rows)
    note(f"clausewatch: {len(rows):,} versions of {len(paths):,} documents, {told:,} with something to tell")


def export_git(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make the repository; empty, or not there.")],
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Write the archive as a git repository of Markdown: one commit a revision, dated, with its outcome."""
    from monitor.history import export_history  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(archive_place(config, archive)) as opened:
        number = export_history(opened, folder, _configured(config))
    note(f"clausewatch: {number:,} revisions written to {folder}")


def _documents(repository: Repository, globs: Sequence[str]) -> list[Document]:
    """The documents of a history. Raises `UsageError` where globs were given and fit none."""
    from monitor.history import commits, documents_of, is_shallow  # noqa: PLC0415

    found = documents_of(commits(repository), globs)
    if globs and not found:
        raise UsageError("--documents", f"no file in this history is called {' or '.join(map(repr, globs))}")
    if is_shallow(repository):
        note(f"clausewatch: {repository.folder}: is a shallow clone, so only the end of its history is imported")
    return found


def _configured(config: Path) -> Callable[[str, str], Source]:
    """Sources as a configuration has them, where there is one: with the selectors that their pages are read with."""
    if config_if_any(config) is None:
        return _plain
    return lambda name, url: source_as_configured(name, url, config)


def _plain(name: str, url: str) -> Source:
    from monitor.model import Source  # noqa: PLC0415

    return Source(name, (url,))


@contextmanager
def _progress(plan: Plan) -> Iterator[Callable[[int], None]]:
    """Hears how many versions are done; shows it on a terminal when there are more than a few."""
    import sys  # noqa: PLC0415

    if plan.versions <= _FEW or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=plan.versions)
        yield lambda done: progress.advance(task, done)


def _print(rows: Sequence[Imported], form: Rows) -> None:
    lines = [_json_row(row) for row in rows] if form is Rows.jsonl else _table(rows)
    for start in range(0, len(lines), _AT_ONCE):
        write("\n".join(lines[start : start + _AT_ONCE]))


def _json_row(row: Imported) -> str:
    return json.dumps(
        {
            "document": row.document,
            "revision": row.revision,
            "at": row.at.isoformat(),
            "outcome": row.outcome,
            "alert": row.alert,
        }
    )


def _table(rows: Iterable[Imported]) -> list[str]:
    from monitor.render import for_terminal  # noqa: PLC0415

    return [
        f"{row.at:%Y-%m-%d %H:%M}  {row.revision[:_SHORT]}  {row.outcome:<11}  {'told' if row.alert else '':<4}"
        f"  {for_terminal(row.document)}"
        for row in rows
    ]

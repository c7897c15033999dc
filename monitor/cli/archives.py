"""`archive init` and `archive copy`: making an archive, and moving one from a file to a database or back."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from monitor.cli.keeping import held_words
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place, place_in, shown
from monitor.cli.printing import note, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.copying import Heard
    from monitor.sources import ArchivePlace

if TYPE_CHECKING:
    From: TypeAlias = ArchivePlace
    To: TypeAlias = ArchivePlace
else:  # typer takes no union, though its parser may give one
    From = Annotated[Path, typer.Argument(metavar="FROM", parser=place_in, help="The archive: a path or a URL.")]
    To = Annotated[Path, typer.Argument(metavar="TO", parser=place_in, help="An empty place: a path or a URL.")]


def init(config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Make an archive where there is none yet: the tables in a PostgreSQL database, or a file."""
    place = archive_place(config, archive)
    if isinstance(place, str):
        _init_database(place)
    else:
        _init_file(place)


def copy(source: From, target: To) -> None:
    """Copy an archive whole to an empty place: from a file to a database, back, or to one of its own kind."""
    from monitor.archive.copying import copy_archive  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.archive.ends import end_at  # noqa: PLC0415

    with end_at(source, create=False) as old:
        if isinstance(target, str):
            _make_tables(target)
        with end_at(target, create=True) as new, _progress() as heard:
            held = copy_archive(old, new, heard)
    write(f"copied: {held_words(held)}")
    note("clausewatch: lists and searches are made anew by the first who asks for them at the new place")


def _init_database(url: str) -> None:
    made = _make_tables(url)
    write(f"{shown(url)}: {'the tables were made' if made else 'the tables are there already'}")


def _make_tables(url: str) -> bool:
    """Make the tables of the archive and of the queue where they are not there; whether there was no archive."""
    from monitor.archive.postgres import initialise  # noqa: PLC0415 - no driver is loaded for a file
    from monitor.cluster import set_up  # noqa: PLC0415

    made = initialise(url)
    set_up(url)
    return made


def _init_file(path: Path) -> None:
    from monitor.archive import open_archive  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.archive.opening import is_there  # noqa: PLC0415

    before = is_there(path)
    open_archive(path).close()
    write(f"{path}: {'the archive is there already' if before else 'an empty archive was made'}")


@contextmanager
def _progress() -> Iterator[Heard]:
    """Hears how far it is, and shows it on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("copying"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)

"""`verify` and `backup`: whether the archive is whole, and a copy of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place, shown
from monitor.cli.printing import note, write
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.damage import Damage
    from monitor.archive.integrity import Tally
    from monitor.archive.sql import Connection

CopyPath = Annotated[Path, typer.Argument(metavar="FILE", help="Where to put it; an older copy is replaced.")]

_PG_DUMP = "is backed up with PostgreSQL's own pg_dump; `clausewatch archive copy URL FILE` makes a file of it"


def verify(config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Look whether everything that was recorded is there and unaltered; exit 2 when it is not."""
    from monitor.archive.integrity import tally  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.render import for_terminal  # noqa: PLC0415

    place = archive_place(config, archive)
    found = 0
    with _in_database(place) if isinstance(place, str) else _in_file(_there(place)) as (conn, damages):
        for damage in damages:
            found += 1
            write(for_terminal(str(damage)))
        if not found:
            write(f"whole: {held_words(tally(conn))}")
    if found:
        kept, name = ("database", shown(place)) if isinstance(place, str) else ("file", str(place.absolute()))
        note(f"clausewatch: {name}: {found} faults; keep the {kept} as it is, and restore a backup beside it")
        raise typer.Exit(2)


@contextmanager
def _in_file(place: Path) -> Iterator[tuple[Connection, Iterator[Damage]]]:
    """A connection that sees an archive as it is at this moment, and all that is wrong with it."""
    from monitor.archive.integrity import damages  # noqa: PLC0415
    from monitor.archive.opening import looking  # noqa: PLC0415

    _bring_up_to_date(place)
    with looking(place) as conn:
        yield conn, damages(conn)


@contextmanager
def _in_database(url: str) -> Iterator[tuple[Connection, Iterator[Damage]]]:
    """The same."""
    from monitor.archive.ends import end_at  # noqa: PLC0415

    with end_at(url, create=False) as end, end.viewing() as conn:
        yield conn, end.damages(conn)


def backup(file: CopyPath, config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Copy the archive to a file, also while a daemon works on it."""
    from monitor.archive.backup import back_up  # noqa: PLC0415 - slow imports stay out of --help

    place = archive_place(config, archive)
    if isinstance(place, str):
        raise UsageError(shown(place), _PG_DUMP)
    size = back_up(_there(place), file.absolute())
    note(f"written to {file} ({size:,} bytes)")


def _there(place: Path) -> Path:
    """The whole path of a file. Raises `ArchiveMissing` where there is none."""
    from monitor.archive.opening import is_there  # noqa: PLC0415
    from monitor.errors import ArchiveMissing  # noqa: PLC0415

    place = place.absolute()
    if not is_there(place):
        raise ArchiveMissing(str(place))
    return place


def _bring_up_to_date(place: Path) -> None:
    """An archive of an earlier release gets its chain first; one of this release is only read."""
    from monitor.archive import open_archive  # noqa: PLC0415
    from monitor.archive.opening import looking  # noqa: PLC0415
    from monitor.archive.schema import is_current  # noqa: PLC0415

    with looking(place) as conn:
        current = is_current(conn)
    if not current:
        open_archive(place, create=False).close()


def held_words(tally: Tally) -> str:
    """What the archive holds, and the link to note elsewhere."""
    thinned = f" ({tally.thinned} thinned)" if tally.thinned else ""
    last = f"; last link {tally.last_link}" if tally.last_link else ""
    log = f"; {tally.entries} entries in the log, last {tally.last_entry}" if tally.entries else ""
    held = f"{tally.sources} sources, {tally.revisions} revisions, {tally.pages} pages{thinned}, {tally.links} links"
    return f"{held}{last}{log}"

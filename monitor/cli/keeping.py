"""`verify` and `backup`: whether the archive is whole, and a copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place
from monitor.cli.printing import note, write

if TYPE_CHECKING:
    from monitor.archive.integrity import Tally

CopyPath = Annotated[Path, typer.Argument(metavar="FILE", help="Where to put it; an older copy is replaced.")]


def verify(config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Look whether everything that was recorded is there and unaltered; exit 2 when it is not."""
    from monitor.archive.integrity import damages, tally  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.archive.opening import looking  # noqa: PLC0415
    from monitor.render import for_terminal  # noqa: PLC0415

    place = _place(config, archive)
    _bring_up_to_date(place)
    found = 0
    with looking(place) as conn:
        for damage in damages(conn):
            found += 1
            write(for_terminal(str(damage)))
        if not found:
            write(f"whole: {_held(tally(conn))}")
    if found:
        note(f"clausewatch: {place}: {found} faults; keep the file as it is, and restore a backup beside it")
        raise typer.Exit(2)


def backup(file: CopyPath, config: ConfigPath = DEFAULT_CONFIG, archive: ArchivePath = None) -> None:
    """Copy the archive to a file, also while a daemon works on it."""
    from monitor.archive.backup import back_up  # noqa: PLC0415 - slow imports stay out of --help

    size = back_up(_place(config, archive), file.absolute())
    note(f"written to {file} ({size:,} bytes)")


def _place(config: Path, archive: Path | None) -> Path:
    from monitor.archive.opening import is_there  # noqa: PLC0415
    from monitor.errors import ArchiveMissing  # noqa: PLC0415

    place = archive_place(config, archive).absolute()
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


def _held(tally: Tally) -> str:
    """What the archive holds, and the link to note elsewhere."""
    thinned = f" ({tally.thinned} thinned)" if tally.thinned else ""
    last = f"; last link {tally.last_link}" if tally.last_link else ""
    log = f"; {tally.entries} entries in the log, last {tally.last_entry}" if tally.entries else ""
    held = f"{tally.sources} sources, {tally.revisions} revisions, {tally.pages} pages{thinned}, {tally.links} links"
    return f"{held}{last}{log}"

"""`evidence`: all that shows a stranger how a document read, as one zip."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place, source_as_configured
from monitor.cli.printing import note, write
from monitor.cli.revisions import SourceArgument, name_and_mark, revision_of
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.evidence import Evidence

ZipPath = Annotated[Path, typer.Argument(metavar="FILE", help="The zip to write.")]


def evidence(
    source: SourceArgument,
    file: ZipPath,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE where it is there already.")] = False,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Pack what shows that a revision read as it did: pages, texts, redline, digests, the links of the chain."""
    import hashlib  # noqa: PLC0415 - slow imports stay out of --help

    from monitor.evidence import zipped  # noqa: PLC0415

    _refuse(file, force=force)
    gathered = _gathered(source, config, archive)
    packed = zipped(gathered.files, gathered.at)
    _put(file, packed, force=force)
    for remark in gathered.remarks:
        note(remark)
    write(f"sha256 {hashlib.sha256(packed).hexdigest()}\nlink   {gathered.link}")
    note(f"written to {file} ({len(packed):,} bytes); note both lines elsewhere")


def _gathered(operand: str, config: Path, place: ArchivePath) -> Evidence:
    from monitor.evidence import evidence_of  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    name, mark = name_and_mark(operand)
    with archive_at(archive_place(config, place)) as opened:
        revision = revision_of(opened, name, mark)
        return evidence_of(opened, source_as_configured(name, revision.url, config), revision.number)


def _refuse(file: Path, *, force: bool) -> None:
    """Raise `UsageError` where the file may not be put: a folder or a device is replaced by nobody."""
    with _named(file):
        there = file.exists() or file.is_symlink()
        replaceable = force and (file.is_file() or not file.exists())
    if there and not replaceable:
        raise UsageError(str(file), "is there already; give another name, or --force to replace a file")


def _put(file: Path, packed: bytes, *, force: bool) -> None:
    """Write beside the file's place and move it there in one step: nobody finds half of it, whatever is killed."""
    import os  # noqa: PLC0415
    import secrets  # noqa: PLC0415

    with _named(file):
        fresh = file.with_name(f".clausewatch-{secrets.token_hex(4)}.zip")
        try:
            with fresh.open("xb") as opened:
                opened.write(packed)
                opened.flush()
                os.fsync(opened.fileno())
            _refuse(file, force=force)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Turn what the disk says into a `UsageError` that names the file."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise UsageError(str(file), f"cannot be written ({reason}); check its folder") from error

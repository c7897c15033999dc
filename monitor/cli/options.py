"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from monitor.errors import UnknownSource, UsageError
from monitor.text.databases import database_fault, without_passwords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Source
    from monitor.sources import ArchivePlace, Config


def place_in(text: str) -> ArchivePlace:
    """Where an archive is, as somebody wrote it: a file, or the address of a PostgreSQL database.

    Raises `UsageError` for an address that cannot be one, without repeating it: it may hold a password.
    """
    if "://" not in text:
        return Path(text)
    fault = database_fault(text)
    if fault:
        raise UsageError("the archive's address", f'{fault}; write for example "postgresql://user@host/name"')
    return text


ConfigPath = Annotated[Path, typer.Option("--config", metavar="FILE", help="The configuration.")]
if TYPE_CHECKING:
    ArchivePath: TypeAlias = ArchivePlace | None
else:  # typer takes no union, though its parser may give one
    ArchivePath = Annotated[
        Path | None,
        typer.Option(
            "--archive", metavar="PATH-OR-URL", parser=place_in, help="The archive, instead of the configured one."
        ),
    ]
DEFAULT_CONFIG = Path("sources.toml")


class TextOrJson(StrEnum):
    """How a report is printed."""

    text = "text"
    json = "json"


class Report(StrEnum):
    """How what was found is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


def load_config(path: Path) -> Config:
    """The configuration; raises `ConfigError` with every fault."""
    from monitor.sources import Environment, load  # noqa: PLC0415 - slow imports stay out of --help

    return load(path, Environment(os.environ))


def config_if_any(path: Path) -> Config | None:
    """The configuration, for commands that can do without; a file that was named must be there."""
    return load_config(path) if path != DEFAULT_CONFIG or path.exists() else None


def archive_place(config: Path, archive: ArchivePlace | None) -> ArchivePlace:
    """Where the archive is: as given, which needs no configuration, or as configured."""
    return archive or load_config(config).archive.place


def shown(place: ArchivePlace) -> str:
    """Where an archive is, for people: without the passwords of an address."""
    return without_passwords(place) if isinstance(place, str) else str(place)


def source_as_configured(name: str, url: str, config: Path) -> Source:
    """A source with the selectors its pages are read with, where a configuration has it; else only its address."""
    from monitor.model import Source  # noqa: PLC0415

    loaded = config_if_any(config)
    known = {source.id: source for source in loaded.sources} if loaded else {}
    return known.get(name) or Source(name, (url,))


def chosen_sources(config: Config, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources that were named, by id or glob; all where none was. Raises `UnknownSource`."""
    from fnmatch import fnmatchcase  # noqa: PLC0415

    if not names:
        return config.sources
    for name in names:
        if not any(fnmatchcase(source.id, name) for source in config.sources):
            raise UnknownSource(
                name, "no such source in the configuration; `clausewatch validate` lists those there are"
            )
    return tuple(source for source in config.sources if any(fnmatchcase(source.id, name) for name in names))

"""`links`, and what `add --linked` adds: the web of the documents that terms name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, archive_place, config_if_any, load_config
from monitor.cli.printing import write, write_json
from monitor.errors import UnknownRevision, UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.archive import Archive
    from monitor.cli.wishes import Book, Consent, Wishes
    from monitor.model import Source, Tie, Web
    from monitor.sources import ArchivePlace, Config, Listed


class Drawn(StrEnum):
    """How the web is printed."""

    text = "text"
    json = "json"
    dot = "dot"


def links(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="A source id; all when left out.")] = None,
    *,
    form: Annotated[Drawn, typer.Option("--format", help="How to print it.")] = Drawn.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Show which documents belong to which, and which of them are watched."""
    from monitor.render import web_dot, web_text  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wire import web_json  # noqa: PLC0415

    loaded = config_if_any(config) if archive else load_config(config)
    web = _web(loaded, archive_place(config, archive), source)
    only = source or ""
    if form is Drawn.json:
        write_json(web_json(web, only))
    else:
        write(web_dot(web, only) if form is Drawn.dot else web_text(web, only))


def add_linked(source: str, book: Book, wishes: Wishes, consent: Consent, archive: ArchivePath) -> int:
    """Show the documents that a source's last terms name with an address and nobody watches, and add them; exit code.

    Raises `UnknownSource` or `UnknownRevision`.
    """
    from monitor.cli.lists import add_listed  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.linked import missing  # noqa: PLC0415
    from monitor.render import missing_text  # noqa: PLC0415

    web = _web(book.config, archive or book.config.archive.place, source)
    ties = missing(web, source)
    if not ties:
        write(f"every document that {source} links to is watched")
        return 0
    write(f"{missing_text(ties)}\n")
    known = next(one.source for one in web.members if one.source.id == source)
    return add_listed(_rows(ties, known), book, wishes, consent)


def _rows(ties: Sequence[Tie], source: Source) -> list[Listed]:
    """The documents as rows of a list: under their own titles, and the source's provider where it publishes them."""
    from monitor.sources import Listed, provider_of  # noqa: PLC0415

    publishers = {provider_of(url) for url in source.urls}
    own = source.id.partition("/")[0]
    return [
        Listed(number, tie.document.target, provider=own if provider_of(tie.document.target) in publishers else "")
        for number, tie in enumerate(ties, 1)
    ]


def _web(config: Config | None, place: ArchivePlace, only: str | None) -> Web:
    """The web of the configured sources, or of those that the archive knows; `only` must be among them.

    Raises `UnknownSource`, or `UnknownRevision` where it has no terms yet.
    """
    from monitor.linked import web_of  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(place) as opened:
        namings = opened.links()
        sources = config.sources if config else _archived(opened, namings)
    if only and only not in {one.id for one in sources}:
        raise UnknownSource(only)
    if only and only not in namings:
        raise UnknownRevision(only, "has no revision yet; `clausewatch check` makes one")
    return web_of(sources, namings)


def _archived(archive: Archive, names: Iterable[str]) -> tuple[Source, ...]:
    """The sources that an archive knows, each with its last address."""
    from monitor.model import Source  # noqa: PLC0415

    last = {one.source: one for one in archive.all_revisions()}
    return tuple(Source(name, (last[name].url,), last[name].title) for name in names if name in last)

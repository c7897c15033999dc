"""What `status` says of the documents that terms incorporate and nobody watches; and `demo`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.archive import Archive
    from monitor.model import Reference, Source
    from monitor.sources import Config


def unwatched(archive: Archive, config: Config) -> dict[str, tuple[Reference, ...]]:
    """The documents that the last revision of each source incorporates and that nobody watches, by source id.

    One that is named without an address is left out: it may be watched, or nowhere on
    the web, as an order form is. So is a source whose terms cannot be had just now.
    Readings that the archive remembers take 2 ms each.
    """
    from monitor.reports import places_watched  # noqa: PLC0415 - slow imports stay out of --help

    places, standings = places_watched(config.sources), archive.standings()
    found = {
        source.id: _incorporated_elsewhere(archive, source, standings[source.id].revision, places)
        for source in config.sources
        if source.id in standings and standings[source.id].revision
    }
    return {name: references for name, references in found.items() if references}


def _incorporated_elsewhere(
    archive: Archive, source: Source, revision: int, places: Mapping[str, str]
) -> tuple[Reference, ...]:
    from monitor.reports import place_of  # noqa: PLC0415

    with suppress(ClausewatchError):
        return tuple(
            one
            for one in archive.terms(source, revision).references
            if one.incorporated and one.target and place_of(one.target) not in places
        )
    return ()


def demo() -> None:
    """Watch three invented providers on this machine, and see what is told when their terms change."""
    from monitor.cli.demo import show  # noqa: PLC0415

    show()

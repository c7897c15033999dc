"""What `read`, `show` and `status` say of the documents that terms refer to: which are watched; and `demo`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.archive import Archive
    from monitor.model import Reference, Source, Terms
    from monitor.sources import Config


def places_watched(config: Config) -> dict[str, str]:
    """The source that watches each address, by the address without what leads to the same page; of several the first.

    An address with an anchor counts as the whole page: what terms refer to is known without its anchor.
    """
    return {_place(url): source.id for source in reversed(config.sources) for url in source.urls}


def watched_in(terms: Terms, places: Mapping[str, str] | None) -> dict[str, str] | None:
    """The source that watches each address to which terms refer; None where it is not known what is watched."""
    if places is None:
        return None
    targets = {one.target: _place(one.target) for one in terms.references if one.target}
    return {target: places[place] for target, place in targets.items() if place in places}


def terms_row(terms: Terms, watched: Mapping[str, str] | None) -> dict[str, Any]:
    """Terms as JSON, with their rules; of each reference whether it is watched, null where that cannot be known."""
    from monitor.rules import rules_of  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wire import rules_json, terms_json  # noqa: PLC0415

    row = {**terms_json(terms), "rules": rules_json(rules_of(terms))}
    for reference in row["references"]:
        target = reference["target"]
        reference["watched"] = None if watched is None or not target else target in watched
    return row


def unwatched(archive: Archive, config: Config) -> dict[str, tuple[Reference, ...]]:
    """The documents that the last revision of each source incorporates and that nobody watches, by source id.

    One that is named without an address is left out: it may be watched, or nowhere on
    the web, as an order form is. So is a source whose terms cannot be had just now.
    Readings that the archive remembers take 2 ms each.
    """
    places, standings = places_watched(config), archive.standings()
    found = {
        source.id: _incorporated_elsewhere(archive, source, standings[source.id].revision, places)
        for source in config.sources
        if source.id in standings and standings[source.id].revision
    }
    return {name: references for name, references in found.items() if references}


def _incorporated_elsewhere(
    archive: Archive, source: Source, revision: int, places: Mapping[str, str]
) -> tuple[Reference, ...]:
    with suppress(ClausewatchError):
        return tuple(
            one
            for one in archive.terms(source, revision).references
            if one.incorporated and one.target and _place(one.target) not in places
        )
    return ()


def _place(url: str) -> str:
    from monitor.sources import address_key  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.text.addresses import same_place  # noqa: PLC0415

    try:
        return same_place(f"https://{address_key(url)}")
    except ValueError:  # of a port or a host that is none, from the standard library
        return url


def demo() -> None:
    """Watch three invented providers on this machine, and see what is told when their terms change."""
    from monitor.cli.demo import show  # noqa: PLC0415

    show()

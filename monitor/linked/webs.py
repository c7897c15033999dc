"""What the watched documents name, put together: who watches it, what depends on what, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Dependant, Linked, Member, Tie, Web
from monitor.text.addresses import host_of_place, same_place
from monitor.text.fold import words
from monitor.text.patterns import pattern
from monitor.text.titles import best, marks_of, says_little

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from monitor.model import Naming, Source

_NO_TERMS = frozenset(
    "pricing prices price documentation docs specification specifications imprint impressum blog press news support "
    "help contact preisliste preisverzeichnis tarif tarifs tarifas listino prijslijst cennik prislista".split()
)
"""Words of links that lead to pages about a product: nobody's terms, unless these incorporate them."""

_NO_TERMS_THERE = pattern(r"/(?:blog|news|press|pricing|contact|careers|events)(?:/|$)")


@dataclass(frozen=True, slots=True)
class _Known:
    """The members by the addresses they watch, and with their titles by the provider and the marks of a title."""

    places: Mapping[str, str]
    titles: Mapping[tuple[str, Hashable], Sequence[tuple[str, str]]]


def web_of(sources: Iterable[Source], namings: Mapping[str, Naming]) -> Web:
    """The web of what is watched; `namings` has what the terms of each source say, by its id.

    An address is watched by the source that has it, with or without anchor and tracking; a
    name without an address by the only source of the same provider that goes by it.
    """
    members = tuple(Member(one, (namings[one.id].title,) if one.id in namings else ()) for one in sources)
    known = _known(members)
    said = ((one.source.id, namings[one.source.id].linked) for one in members if one.source.id in namings)
    return Web(members, tuple(tie for name, linked in said for tie in _ties(name, linked, known)))


def web_near(source: str, sources: Sequence[Source], namings: Mapping[str, Naming]) -> Web:
    """Of the web of thousands of sources the part that one may be tied to.

    These are its provider's sources, those that it names, and those of which `namings`
    holds anything: it need hold no more than what may name this one.
    """
    provider, named = _provider(source), named_by(namings.get(source), sources)
    close = (one for one in sources if _provider(one.id) == provider or one.id in named or one.id in namings)
    return web_of(close, namings)


def named_by(naming: Naming | None, sources: Iterable[Source]) -> frozenset[str]:
    """The watched sources whose address the terms of one link to."""
    targets = _targets(naming)
    hosts = {host_of_place(target) for target in targets}
    if not hosts:
        return frozenset()
    near = (one for one in sources if any(host in url.lower() for url in one.urls for host in hosts))
    return frozenset(one.id for one in near if not targets.isdisjoint(map(same_place, one.urls)))


def _targets(naming: Naming | None) -> set[str]:
    return {same_place(one.target) for one in naming.linked if one.target} if naming else set()


def _known(members: Sequence[Member]) -> _Known:
    places = {same_place(url): one.source.id for one in reversed(members) for url in one.source.urls}
    titles: dict[tuple[str, Hashable], list[tuple[str, str]]] = {}
    for one in members:
        provider = _provider(one.source.id)
        for title in filter(None, (one.source.title, *one.titles)):
            for mark in marks_of(title, provider):
                titles.setdefault((provider, mark), []).append((one.source.id, title))
    return _Known(places, titles)


def _ties(source: str, linked: Iterable[Linked], known: _Known) -> Iterable[Tie]:
    """What one source names: each watched document once, itself never."""
    seen = {source}
    for document in linked:
        watched = _watching(source, document, known)
        if watched in seen:
            continue
        if watched:
            seen.add(watched)
        yield Tie(source, document, watched)


def _watching(source: str, document: Linked, known: _Known) -> str:
    if document.target:
        return known.places.get(same_place(document.target), "")
    return _by_title(source, document.name, known)


def _by_title(source: str, name: str, known: _Known) -> str:
    """The only other source of the same provider that goes by a name, "" for none or several."""
    provider = _provider(source)
    near = (pair for mark in marks_of(name, provider) for pair in known.titles.get((provider, mark), ()))
    return best(name, [(owner, title) for owner, title in near if owner != source], provider)


def of_source(web: Web, source: str) -> tuple[Tie, ...]:
    """What one source names."""
    return tuple(tie for tie in web.ties if tie.source == source)


def missing(web: Web, source: str) -> tuple[Tie, ...]:
    """The documents that a source links to and nobody watches: parents, parts, and what else is likely to be terms."""
    found: dict[str, Tie] = {}
    for tie in of_source(web, source):
        if not tie.watched and tie.document.target and _is_terms(tie.document):
            found.setdefault(same_place(tie.document.target), tie)
    return tuple(found.values())


def _is_terms(document: Linked) -> bool:
    if document.kind != "linked":
        return True
    return _NO_TERMS.isdisjoint(words(document.name)) and not _NO_TERMS_THERE.search(document.target)


def dependants_of(web: Web, source: str) -> tuple[Dependant, ...]:
    """The watched documents next to a source: those it is part of, and those that are part of it, whoever says so."""
    titles = {one.source.id: one for one in web.members}
    found: dict[str, Dependant] = {}
    for tie in web.ties:
        if not tie.watched or tie.document.kind == "linked" or source not in {tie.source, tie.watched}:
            continue
        says_so = tie.source == source
        other = titles[tie.watched if says_so else tie.source]
        whole = says_so == (tie.document.kind == "parent")
        if whole or other.source.id not in found:
            found[other.source.id] = Dependant(other.source, other.title, whole)
    return tuple(found.values())


def governing(web: Web, source: str, name: str) -> str | None:
    """The watched source that is the document which a source's text calls `name`; None for none, or where several are.

    First what that text links or names itself, by its address; then the titles of the same
    provider's sources. "The Agreement" is the one parent that it has.
    """
    ties = of_source(web, source)
    if says_little(name):
        parents = [tie.watched for tie in ties if tie.document.kind == "parent"]
        return parents[0] or None if len(parents) == 1 else None
    by_address = best(name, [(tie.watched, tie.document.name) for tie in ties if tie.watched], _provider(source))
    return by_address or _by_title(source, name, _known(web.members)) or None


def _provider(source: str) -> str:
    return source.partition("/")[0]

"""The JSON API: what the commands print as JSON, for programs that ask over HTTP. It reads, and changes nothing.

Lists are given in pages: `after` is the `next` of the answer before, and `more` says whether there is any more by now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.errors import UnknownRevision
from monitor.model import Source, StatusReport
from monitor.read import as_markdown
from monitor.reports import (
    accepted_row,
    deeds_of,
    places_watched,
    report_of,
    reviewed_row,
    sources_status,
    terms_row,
    watched_in,
)
from monitor.web import lookups
from monitor.web.answers import JSON, answered, answering, packed, packed_list, packed_with, refused
from monitor.web.described import description
from monitor.web.fresh import fresh, fresh_as, release
from monitor.web.kept import Kept
from monitor.web.lanes import PROGRAMS, lane
from monitor.web.pages import NotThere
from monitor.web.paging import FIRST, NUMBER, BadQuery, after_number, cursor, limit, page, place_of
from monitor.web.queries import SOURCE_ID, scope
from monitor.wire import diff_json, revision_json, status_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Place, SourceStatus, Standing, Terms
    from monitor.web.pages import Pages
    from monitor.wire import Json

_KEPT = 16_000_000
"""Bytes of diffs that are kept at most: some thousand of them."""

UNREVIEWED = 200
"""Changes that nobody has looked at, the oldest, in the answer of `status`: all of them may be a hundred thousand."""


def routes(pages: Pages) -> list[Route]:
    """The routes of the API; the last takes all that is none, so that it is answered as JSON, too."""
    apart, api = lane(PROGRAMS), Api(pages, places_watched(pages.sources) if pages.sources else None)
    document = "/api/v1/documents/{provider}/{document}"
    return [
        Route("/api/v1/openapi.json", api.described),
        Route("/api/v1/status", apart(api.status)),
        Route("/api/v1/changes", apart(api.changes)),
        Route("/api/v1/documents", apart(api.documents)),
        Route(document, apart(api.document)),
        Route(f"{document}/revisions", apart(api.revisions)),
        Route(document + "/revisions/{number}", apart(api.revision)),
        *lookups.routes(pages),
        Route("/api/{rest:path}", api.nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ]


@dataclass(frozen=True, slots=True)
class Api:
    """What each address of the API answers; `places` has the source that watches each address, as far as known."""

    pages: Pages
    places: Mapping[str, str] | None = None
    kept: Kept[bytes] = field(default_factory=lambda: Kept(_KEPT, len))

    @answering
    def described(self, request: Request) -> Response:
        """What the API answers."""
        return answered(request, description())

    @answering
    def status(self, request: Request) -> Response:
        """How the watch stands; what terms incorporate that nobody watches is left to the command."""
        waiting = self.pages.archive.unreviewed_part(UNREVIEWED)
        report = report_of(self.pages.archive, self.pages.sources or None, self.pages.now(), waiting)
        return answered(request, {**status_json(report), "unwatched": None, "cluster": None})

    @answering
    def documents(self, request: Request) -> Response:
        """Every document that is watched or was, by id."""
        after, most = request.query_params.get("after", ""), limit(request)
        if after and not SOURCE_ID.fullmatch(after):
            raise BadQuery("after is the id of a document, provider/document: the `next` of the answer before")
        known = {source.id for source in self.pages.sources} | set(self.pages.archive.known())
        rows = self._rows(nsmallest(most + 1, (name for name in known if name > after)))
        return answered(request, page("documents", rows, most, lambda row: str(row["source"]), after or None))

    @answering
    def document(self, request: Request) -> Response:
        """One document: how it stands, and which of its revisions was accepted."""
        name = _name(request)
        rows = self._rows([name])
        if not rows:
            raise _unknown(name)
        return answered(request, {**rows[0], "accepted": accepted_row(self.pages.archive.accepted(name))})

    @answering
    def revisions(self, request: Request) -> Response:
        """The revisions of one document, oldest first, with their diffs, and what was done with each."""
        after, most, name = after_number(request), limit(request), _name(request)
        last, deeds = self._last(name), deeds_of(self.pages.archive.log(name))
        given = page("revisions", range(after + 1, last + 1)[: most + 1], most, int, after or None)
        rows = [
            packed_with(self._revision(name, number), log=deeds.get((name, number), []))
            for number in given["revisions"]
        ]
        return fresh(request, packed_list(given, "revisions", rows), JSON)

    @answering
    def revision(self, request: Request) -> Response:
        """One revision with its terms, as `show --format json` prints it."""
        archive, name, asked = self.pages.archive, _name(request), request.path_params["number"]
        if not NUMBER.fullmatch(asked):
            raise UnknownRevision(f"{name}@{asked}")
        number = int(asked)
        source = next((known for known in self.pages.sources if known.id == name), None)
        terms = archive.terms(source or Source(name, (archive.revision(name, number).url,)), number)
        log = [entry for entry in archive.log(name) if entry.revision == number]
        row = self.kept.of((name, number, hash(terms)), lambda: packed(self._shown(name, number, terms)))
        done = reviewed_row(log, archive.accepted(name, to=number))
        return fresh(request, packed_with(row, **done), JSON)

    @answering
    def changes(self, request: Request) -> Response:
        """The told changes of all documents, of a provider's or of one, oldest first."""
        after, most, of = request.query_params.get("after", ""), limit(request), scope(request)
        places = self.pages.archive.told(of, place_of(after) if after else FIRST, most + 1)
        given = page("changes", places, most, cursor, after or None)
        return fresh_as(
            request,
            f"{release()} changes {of} {given}".encode(),
            lambda: packed_list(given, "changes", map(self._change, given["changes"])),
            JSON,
        )

    def nothing(self, request: Request) -> Response:
        """What is no address of the API, or is asked to change something."""
        if request.method not in {"GET", "HEAD"}:
            return refused(405, "The API reads only: ask with GET.", Allow="GET, HEAD")
        return refused(404, "There is no such address; /api/v1/openapi.json names all there are.")

    def _revision(self, name: str, number: int) -> bytes:
        archive = self.pages.archive
        return self.kept.of(("revision", name, number), lambda: packed(revision_json(archive.revision(name, number))))

    def _shown(self, name: str, number: int, terms: Terms) -> Json:
        row = {**revision_json(self.pages.archive.revision(name, number)), "text": as_markdown(terms)}
        return {**row, **terms_row(terms, watched_in(terms, self.places))}

    def _change(self, place: Place) -> bytes:
        return self.kept.of(place, lambda: packed(self._change_json(place)))

    def _change_json(self, place: Place) -> Json:
        one = self.pages.archive.revision(place.source, place.number)
        return {
            "source": one.source,
            "revision": one.number,
            "at": one.at.isoformat(),
            "outcome": one.outcome,
            "diff": diff_json(one.comparison) if one.comparison else None,
        }

    def _last(self, name: str) -> int:
        """The last revision of a document, 0 before its first. Raises `NotThere`."""
        standing = self.pages.archive.standings_of([name]).get(name)
        if standing is None and all(source.id != name for source in self.pages.sources):
            raise _unknown(name)
        return standing.revision if standing else 0

    def _rows(self, names: Sequence[str]) -> list[Json]:
        """How these documents stand: those of the configuration, and those that the archive has besides."""
        chosen = {source.id: source for source in self.pages.sources if source.id in names}
        standings = self.pages.archive.standings_of(names)
        former = {name: standing for name, standing in standings.items() if name not in chosen}
        now = self.pages.now()
        statuses = (*sources_status(standings, [*chosen.values()], now), *sources_status(former, None, now))
        titles = self._titles(chosen, standings)
        rows = [
            _row(row, chosen.get(row["source"]), standings.get(row["source"]), titles.get(row["source"], ""))
            for row in _statuses(statuses)
        ]
        return sorted(rows, key=lambda row: str(row["source"]))

    def _titles(self, chosen: Mapping[str, Source], standings: Mapping[str, Standing]) -> dict[str, str]:
        """As configured, or as the documents call themselves."""
        archive, printed = self.pages.archive, self.pages.archive.profiles(standings)
        titles = {name: source.title for name, source in chosen.items() if source.title}
        for name, standing in standings.items():
            if name not in titles and name in printed:
                titles[name] = printed[name].title
            elif name not in titles and standing.revision:
                titles[name] = archive.revision(name, standing.revision).title
        return titles


def _statuses(statuses: tuple[SourceStatus, ...]) -> list[Json]:
    rows: list[Json] = status_json(StatusReport(statuses))["sources"]
    return rows


def _row(state: Json, source: Source | None, standing: Standing | None, title: str) -> Json:
    return {
        **state,
        "title": title,
        "url": source.url if source else None,
        "watched": source is not None,
        "revision": standing.revision if standing else 0,
    }


# --- what is asked for ------------------------------------------------------------------------------------


def _name(request: Request) -> str:
    """The id of the document that an address names. Raises `NotThere` where no document can have it."""
    name = f"{request.path_params['provider']}/{request.path_params['document']}"
    if not SOURCE_ID.fullmatch(name):
        raise _unknown(name)
    return name


def _unknown(name: str) -> NotThere:
    return NotThere(f"{name} is not watched, and the archive has no revision of it.")

"""The JSON API: what the commands print as JSON, for programs that ask over HTTP. It reads, and changes nothing.

Lists are given in pages: `after` is the `next` of the answer before, and `more` says whether there is any more by now.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import wraps
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.responses import Response
from starlette.routing import Route

from monitor.errors import ClausewatchError, UnknownRevision, UnknownSource
from monitor.model import Source
from monitor.read import as_markdown
from monitor.reports import status_of
from monitor.rules import rules_of
from monitor.text.patterns import pattern
from monitor.web.described import description
from monitor.web.feeds import is_told
from monitor.web.fresh import fresh
from monitor.web.pages import NotThere
from monitor.web.paging import NUMBER, BadQuery, after_number, cursor, limit, page, place, place_of
from monitor.wire import deed_json, diff_json, distance_json, revision_json, rules_json, status_json, terms_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from monitor.model import LogEntry, Revision, Terms
    from monitor.web.pages import Pages
    from monitor.wire import Json

_SOURCE_ID = pattern(r"[a-z0-9-]{1,100}/[a-z0-9-]{1,100}")

_Handler: TypeAlias = "Callable[[Any, Request], Response]"


def routes(pages: Pages) -> list[Route]:
    """The routes of the API; the last takes all that is none, so that it is answered as JSON, too."""
    api = Api(pages)
    document = "/api/v1/documents/{provider}/{document}"
    return [
        Route("/api/v1/openapi.json", api.described),
        Route("/api/v1/status", api.status),
        Route("/api/v1/changes", api.changes),
        Route("/api/v1/documents", api.documents),
        Route(document, api.document),
        Route(f"{document}/revisions", api.revisions),
        Route(document + "/revisions/{number}", api.revision),
        Route("/api/{rest:path}", api.nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ]


def _said(status: int, message: str, **headers: str) -> Response:
    body = json.dumps({"error": {"message": message}})
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _answering(handler: _Handler) -> _Handler:
    """A handler whose errors are answered as JSON."""

    @wraps(handler)
    def answer(self: Any, request: Request) -> Response:  # noqa: ANN401 - whatever it is a method of
        try:
            return handler(self, request)
        except BadQuery as error:
            return _said(422, str(error))
        except (NotThere, UnknownRevision, UnknownSource) as error:
            return _said(404, str(error))
        except ClausewatchError as error:
            return _said(503, str(error))

    return answer


@dataclass(frozen=True, slots=True)
class Api:
    """What each address of the API answers."""

    pages: Pages

    @_answering
    def described(self, request: Request) -> Response:
        """What the API answers."""
        return _json(request, description())

    @_answering
    def status(self, request: Request) -> Response:
        """How the watch stands; what terms incorporate that nobody watches is left to the command."""
        report = status_of(self.pages.archive, self.pages.sources or None, self.pages.now())
        return _json(request, {**status_json(report), "unwatched": None})

    @_answering
    def documents(self, request: Request) -> Response:
        """Every document that is watched or was, by id."""
        after, most = request.query_params.get("after", ""), limit(request)
        if after and not _SOURCE_ID.fullmatch(after):
            raise BadQuery("after is the id of a document, provider/document: the `next` of the answer before")
        rows = [row for row in self._rows() if row["source"] > after]
        return _json(request, page("documents", rows, most, lambda row: str(row["source"]), after or None))

    @_answering
    def document(self, request: Request) -> Response:
        """One document: how it stands, and which of its revisions was accepted."""
        name = _name(request)
        row = next((row for row in self._rows() if row["source"] == name), None)
        if row is None:
            raise _unknown(name)
        accepted = self.pages.archive.accepted(name)
        return _json(request, {**row, "accepted": distance_json(accepted) if accepted else None})

    @_answering
    def revisions(self, request: Request) -> Response:
        """The revisions of one document, oldest first, with their diffs, and what was done with each."""
        after, most, name = after_number(request), limit(request), _name(request)
        found = self.pages.archive.revisions(name)
        if not found and name not in {row["source"] for row in self._rows()}:
            raise _unknown(name)
        deeds = _deeds(self.pages.archive.log(name))
        rows = ({**revision_json(one), "log": deeds.get(one.number, [])} for one in found if one.number > after)
        return _json(request, page("revisions", rows, most, lambda row: int(row["revision"]), after or None))

    @_answering
    def revision(self, request: Request) -> Response:
        """One revision with its terms, as `show --format json` prints it."""
        archive, name, number = self.pages.archive, _name(request), request.path_params["number"]
        found = archive.revisions(name)
        one = next((one for one in found if NUMBER.fullmatch(number) and one.number == int(number)), None)
        if one is None:
            said = f"{name} has no revision {number}."
            raise NotThere(said)
        source = next((known for known in self.pages.sources if known.id == name), Source(name, (one.url,)))
        accepted = archive.accepted(name, to=one.number)
        row = {
            **revision_json(one),
            **_terms(archive.terms(source, one.number)),
            "log": _deeds(archive.log(name)).get(one.number, []),
            "accepted": distance_json(accepted) if accepted else None,
        }
        return _json(request, row)

    @_answering
    def changes(self, request: Request) -> Response:
        """The told changes of all documents, oldest first."""
        after, most = request.query_params.get("after", ""), limit(request)
        start = place_of(after) if after else None
        told = (one for one in self.pages.archive.all_revisions() if is_told(one))
        found = nsmallest(most + 1, (one for one in told if start is None or place(one) > start), key=place)
        given = page("changes", found, most, lambda one: cursor(place(one)), after or None)
        return _json(request, {**given, "changes": [_change(one) for one in given["changes"]]})

    def nothing(self, request: Request) -> Response:
        """What is no address of the API, or is asked to change something."""
        if request.method not in {"GET", "HEAD"}:
            return _said(405, "The API reads only: ask with GET.", Allow="GET, HEAD")
        return _said(404, "There is no such address; /api/v1/openapi.json names all there are.")

    def _rows(self) -> list[Json]:
        """All documents, by id: those of the configuration, and those that the archive has besides."""
        pages = self.pages
        configured, printed = {source.id: source for source in pages.sources}, pages.archive.links()
        kept = pages.archive.standings()
        parts = [status_of(pages.archive, pages.sources, pages.now())] if configured else []
        if set(kept) - set(configured):
            parts.append(status_of(pages.archive, None, pages.now()))
        rows: dict[str, Json] = {}
        for state in (one for part in parts for one in status_json(part)["sources"]):
            name = state["source"]
            source, naming = configured.get(name), printed.get(name)
            row = {
                "title": (source.title if source else "") or (naming.title if naming else ""),
                "url": source.url if source else None,
                "watched": source is not None,
                "revision": kept[name].revision if name in kept else 0,
            }
            rows.setdefault(name, {**state, **row})
        return [rows[name] for name in sorted(rows)]


def _json(request: Request, value: Json) -> Response:
    return fresh(request, json.dumps(value).encode("ascii"), "application/json")


def _terms(terms: Terms) -> Json:
    row = {**terms_json(terms), "rules": rules_json(rules_of(terms)), "text": as_markdown(terms)}
    row["references"] = [{**reference, "watched": None} for reference in row["references"]]
    return row


def _change(revision: Revision) -> Json:
    return {
        "source": revision.source,
        "revision": revision.number,
        "at": revision.at.isoformat(),
        "outcome": revision.outcome,
        "diff": diff_json(revision.comparison) if revision.comparison else None,
    }


def _deeds(log: Sequence[LogEntry]) -> dict[int, list[Json]]:
    """What was done with each revision, oldest first; the log stands newest first."""
    deeds: dict[int, list[Json]] = {}
    for entry in reversed(log):
        deeds.setdefault(entry.revision, []).append(deed_json(entry))
    return deeds


# --- what is asked for ------------------------------------------------------------------------------------


def _name(request: Request) -> str:
    """The id of the document that an address names. Raises `NotThere` where no document can have it."""
    name = f"{request.path_params['provider']}/{request.path_params['document']}"
    if not _SOURCE_ID.fullmatch(name):
        raise _unknown(name)
    return name


def _unknown(name: str) -> NotThere:
    return NotThere(f"{name} is not watched, and the archive has no revision of it.")

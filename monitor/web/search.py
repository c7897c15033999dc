"""Searching the clauses of all revisions: for people as a page, for programs that look again as a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.catalogue import behind, catch_up_with
from monitor.render import for_html
from monitor.render.found import found_name, stood_words
from monitor.render.phrases import provider_name
from monitor.web import links
from monitor.web.atom import MEDIA_TYPE, NEVER, Written, entry_bytes, feed_bytes
from monitor.web.feeds import ENTRIES
from monitor.web.fresh import fresh
from monitor.web.lanes import PROGRAMS, lane
from monitor.web.pages import NotThere, Pages
from monitor.web.paging import NUMBER
from monitor.web.queries import LONGEST, Asked, asked_of, newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Find

A_PAGE = 20
"""Finds on a page: some screens, each with two or three lines of its words."""

MOST = 1_000
"""Finds that can be paged to; nobody reads as many, and further words find what is meant."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause that was found, as the page shows it."""

    find: Find
    title: str
    name: str
    stood: str


@dataclass(frozen=True, slots=True)
class Finds:
    """One page of what was found: the rows after `after`, and whether there are further ones beyond."""

    rows: tuple[Row, ...]
    after: int
    further: bool

    @property
    def first(self) -> int:
        """The number of the first row, from 1."""
        return self.after + 1

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.after + len(self.rows)


def routes(pages: Pages) -> list[Route]:
    """The page, and its feed."""
    search = Search(**pages.parts)
    return [Route("/search", search.search), Route("/search.atom", lane(PROGRAMS)(search.feed))]


@dataclass(frozen=True, slots=True)
class Search(Pages):
    """What says the words that somebody looks for."""

    def search(self, request: Request) -> Response:
        """The form, and what was found: what stands now and fits best first, or the newest first of very many."""
        asked = asked_of(request)
        if asked.query.source:
            catch_up_with(self.archive, asked.query.source, self.sources)
        found = self._found(asked, _after(request)) if _is_whole(asked) else None
        answer = self._page(
            request,
            "search.html",
            asked=asked,
            found=found,
            before=_before(asked, found),
            then=_then(asked, found),
            newest=bool(found and found.rows) and self.archive.too_many(asked.query),
            behind=self._behind(asked),
            most=MOST,
            longest=LONGEST,
            providers=self._providers(asked),
            unknown=found is not None and not found.rows and not self._is_known(asked.query.source),
        )
        answer.status_code = 422 if asked.troubles else 200
        return answer

    def feed(self, request: Request) -> Response:
        """The newest finds, one entry for each text of a clause."""
        asked = asked_of(request)
        if not _is_whole(asked):
            raise NotThere(" ".join(asked.troubles.values()) or "A feed of a search needs words to look for.")
        finds = self.archive.search(newest(asked), ENTRIES)
        updated = max((one.at for one in finds), default=NEVER)
        titles, own = self._titles(finds), links.search_feed(**asked.fields)
        title = f"“{asked.query.words}”: clauses that say this"
        entries = {one.of: entry_bytes(one) for one in (self._written(find, titles[find.source]) for find in finds)}
        body = feed_bytes(f"search:{own}", title, updated, f"{self.base}{own}", entries.values())
        return fresh(request, body, MEDIA_TYPE, updated)

    def _written(self, find: Find, title: str) -> Written:
        """An entry; the path of a clause is not in its identifier, for another number does not make another clause."""
        words = "".join(f"<mark>{for_html(run)}</mark>" if found else for_html(run) for run, found in find.snippet)
        said = "".join(run for run, _ in find.snippet)
        return Written(
            of=f"find:{find.source}@{find.first}:{find.heading}:{said}",
            title=f"{title}: {found_name(find)}",
            at=find.at,
            address=f"{self.base}{links.clause(find.source, find.path, find.last)}",
            html=f"<p>{words}</p><p>{for_html(stood_words(find))}</p>",
        )

    def _found(self, asked: Asked, after: int) -> Finds:
        finds = self.archive.search(asked.query, A_PAGE + 1, after)
        given = finds[:A_PAGE]
        titles = self._titles(given)
        rows = tuple(Row(one, titles[one.source], found_name(one), stood_words(one)) for one in given)
        return Finds(rows, after, len(finds) > A_PAGE)

    def _titles(self, finds: Iterable[Find]) -> Mapping[str, str]:
        """What the documents of finds are called, by source id."""
        names = {one.source for one in finds}
        configured = {source.id: source.title for source in self.sources if source.id in names}
        printed = self.archive.profiles(names)
        return {
            name: configured.get(name) or (printed[name].title if name in printed else "") or name for name in names
        }

    def _behind(self, asked: Asked) -> int:
        """How many documents have revisions that are not searched yet, among those that were asked for."""
        query = asked.query
        if query.source:
            return len(behind(self.archive, self.sources, query.source))
        return self.board().late(query.provider)

    def _providers(self, asked: Asked) -> Sequence[tuple[str, str]]:
        """The providers there are, each with what it is called."""
        names = [source.id for source in self.sources] or self.archive.known()
        found = {name.partition("/")[0] for name in names} | {asked.query.provider}
        return [(name, provider_name(name)) for name in sorted(found - {""})]

    def _is_known(self, name: str) -> bool:
        """Whether a document is one that is watched or was; where none was named, that it is not wrong."""
        return not name or any(one.id == name for one in self.sources) or bool(self.archive.standings_of([name]))


def _is_whole(asked: Asked) -> bool:
    """Whether there is something to look for, and nothing wrong."""
    return bool(asked.query.words) and not asked.troubles


def _after(request: Request) -> int:
    """How many finds come before those that are to be shown; the last page that there is where it was more."""
    said = request.query_params.get("after", "0")
    return min(int(said), MOST - A_PAGE) if NUMBER.fullmatch(said) else 0


def _before(asked: Asked, found: Finds | None) -> str:
    """Where the page before one is; "" for the first."""
    return links.search(**asked.fields, after=max(0, found.after - A_PAGE)) if found and found.after else ""


def _then(asked: Asked, found: Finds | None) -> str:
    """Where the page after one is; "" where there is none that may be shown."""
    if found is None or not found.further or found.after + A_PAGE >= MOST:
        return ""
    return links.search(**asked.fields, after=found.after + A_PAGE)

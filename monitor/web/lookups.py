"""The part of the API that looks things up across documents: words that clauses say, and days that lie ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from monitor.catalogue import behind, catch_up_with
from monitor.render.calendar import distinct, event_id
from monitor.web.answers import answered, answering
from monitor.web.lanes import PROGRAMS, lane
from monitor.web.paging import BadQuery, limit, marked, offset, page, unmarked
from monitor.web.queries import asked_of, days_asked, scope, told
from monitor.wire import day_json, find_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.archive import Library
    from monitor.model import Day
    from monitor.web.pages import Pages

MOST = 1_000
"""Finds that can be asked for page by page: further ones are found by further words."""

_STEP = timedelta(days=32)
"""Days that are looked through at first for a page of deadlines; each further step is twice as long."""

_DAY = timedelta(days=1)


class Spot(NamedTuple):
    """Where a deadline stands in the order of all."""

    day: date
    source: str
    revision: int
    name: str


def routes(pages: Pages) -> list[Route]:
    """The routes of the two."""
    lookups = Lookups(pages)
    return [
        Route("/api/v1/search", lane(PROGRAMS)(lookups.search)),
        Route("/api/v1/deadlines", lane(PROGRAMS)(lookups.deadlines)),
    ]


@dataclass(frozen=True, slots=True)
class Lookups:
    """What each of the two answers; both say how many documents have revisions that they do not know of yet."""

    pages: Pages

    @answering
    def search(self, request: Request) -> Response:
        """The clauses that say some words: what stands now and fits best first, or of very many the newest."""
        asked, most, start = asked_of(request), limit(request), offset(request, MOST)
        if asked.troubles or not asked.query.words:
            raise BadQuery(told(asked.troubles) or "words says what to look for")
        archive, query = self.pages.archive, asked.query
        behind = self._behind(query.source or query.provider)
        finds = archive.search(query, most + 1, start)
        titles = self._titles(one.source for one in finds)
        newest = bool(finds) and archive.too_many(query)
        rows = [find_json(one, titles.get(one.source, "")) for one in finds[:most]]
        more = len(finds) > most and start + most <= MOST
        given = {"finds": rows, "newest_first": newest, "behind": behind}
        return answered(request, {**given, "next": start + len(rows) or None, "more": more})

    @answering
    def deadlines(self, request: Request) -> Response:
        """The days from which changes bind or until which one can act, as calendars have them, from today on."""
        after, most, of = request.query_params.get("after", ""), limit(request), scope(request)
        first, last = days_asked(request)
        start = _spot_of(after) if after else None
        begin = first or self.pages.now().date()
        behind = self._behind(of)
        days = _days(self.pages.archive, max(begin, start.day) if start else begin, last or date.max, of)
        left = (one for one in days if not start or _spot(one) > start)
        found = page("deadlines", left, most, _cursor, after or None)
        rows = [day_json(one, event_id(one)) for one in found["deadlines"]]
        return answered(request, {**found, "deadlines": rows, "behind": behind})

    def _behind(self, of: str) -> int:
        """How many documents of a provider, or of all, have revisions that are not looked through; none of one."""
        archive = self.pages.archive
        if "/" in of:
            catch_up_with(archive, of, self.pages.sources)
            return len(behind(archive, self.pages.sources, of))
        return self.pages.board().late(of)

    def _titles(self, names: Iterable[str]) -> dict[str, str]:
        wanted = set(names)
        printed = {name: profile.title for name, profile in self.pages.archive.profiles(wanted).items()}
        return printed | {one.id: one.title for one in self.pages.sources if one.id in wanted and one.title}


def _days(archive: Library, first: date, last: date, of: str) -> Iterator[Day]:
    """Deadlines in order, step by step: whoever wants few of them does not have all looked up."""
    provider, step = of.partition("/")[0], _STEP
    while first <= last:
        end = first + step if last - first > step else last
        yield from (day for day in distinct(archive.days(first, end, provider)) if "/" not in of or day.source == of)
        if end == last:
            return
        first, step = end + _DAY, 2 * step


def _spot(day: Day) -> Spot:
    return Spot(day.day, day.source, day.revision, day.name)


def _cursor(day: Day) -> str:
    return marked(day.day.isoformat(), day.source, str(day.revision), day.name)


def _spot_of(asked: str) -> Spot:
    """The place that `_cursor` named. Raises `BadQuery`."""
    day, source, revision, name = unmarked(asked, 4)
    try:
        return Spot(date.fromisoformat(day), source, int(revision), name)
    except ValueError as error:
        raise BadQuery("after is the `next` of the answer before") from error

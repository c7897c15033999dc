"""Told changes as Atom feeds, and deadlines as a calendar: for programs that look again by themselves.

Most of them ask for what they have: that is known from where the changes stand, before any
of them is unpacked. The redline of a revision never changes, so what was made of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.catalogue import AT_ONCE, MAKER, behind, catch_up_with
from monitor.render import for_html, redline_html, revised
from monitor.render.calendar import Dated, calendar_text, days_of, distinct
from monitor.render.phrases import document_name, provider_name
from monitor.reports import stated_dates
from monitor.web import links
from monitor.web.atom import MEDIA_TYPE, NEVER, Written, entry_bytes, feed_bytes
from monitor.web.fresh import fresh_as, release
from monitor.web.kept import Kept
from monitor.web.lanes import PROGRAMS, lane
from monitor.web.pages import NotThere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Behind, Day, Place, Revision
    from monitor.web.pages import Pages

ENTRIES = 50
"""Entries of a feed at most: programs ask daily at least, and more changes than that in a day are a fault."""

CONTENT = 100_000
"""Characters of an entry's redline at most: so a whole feed stays below 5 MB, which programs still take."""

CAUGHT_UP = 3 * AT_ONCE
"""Revisions that are taken in for one calendar: some 0.3 s; what is more is worked out, and left to the server."""


KEPT = 32_000_000
"""Bytes that are kept at most: the newest redlines of some hundred documents, beside the 100 MB of the process."""


def routes(pages: Pages) -> list[Route]:
    """The feeds and calendars."""
    feeds, apart = Feeds(pages), lane(PROGRAMS)
    return [
        Route("/feed.atom", apart(feeds.everything), name="feed"),
        Route("/providers/{provider}/feed.atom", apart(feeds.provider), name="provider-feed"),
        Route("/documents/{provider}/{document}/feed.atom", apart(feeds.document), name="document-feed"),
        Route("/calendar/{provider}.ics", apart(feeds.calendar), name="calendar"),
    ]


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds over one archive; their links are absolute where it is known where the pages are for their readers."""

    pages: Pages
    kept: Kept[bytes] = field(default_factory=lambda: Kept(KEPT, len))

    def everything(self, request: Request) -> Response:
        """What changed anywhere."""
        return self._feed(request, "", lambda: "All documents")

    def provider(self, request: Request) -> Response:
        """What changed at one provider."""
        provider = str(request.path_params["provider"])
        if not self._knows(provider):
            raise _no_provider(provider)
        return self._feed(request, provider, lambda: provider_name(provider))

    def document(self, request: Request) -> Response:
        """What changed in one document."""
        name = f"{request.path_params['provider']}/{request.path_params['document']}"
        standing = self.pages.archive.standings_of([name]).get(name)
        if standing is None and all(source.id != name for source in self.pages.sources):
            said = f"{name} is not watched, and the archive has no revision of it."
            raise NotThere(said)
        last = standing.revision if standing else 0
        return self._feed(request, name, lambda: self._title(name, last), str(last))

    def calendar(self, request: Request) -> Response:
        """The deadlines of one provider, as `export ics` writes them."""
        provider = str(request.path_params["provider"])
        if not self._knows(provider):
            raise _no_provider(provider)
        known = self.pages.archive.known(provider)
        mark = f"{release()} {MAKER} calendar {provider} {known}".encode("utf-8", "backslashreplace")
        return fresh_as(
            request,
            mark,
            lambda: self.kept.of(mark, lambda: self._calendar(provider)),
            "text/calendar; charset=utf-8",
        )

    def _calendar(self, provider: str) -> bytes:
        return self.pages.aside(calendar_text, provider, tuple(distinct(self._days(provider)))).encode()

    def _feed(self, request: Request, of: str, title: Callable[[], str], also: str = "") -> Response:
        places = self.pages.archive.told(of, limit=ENTRIES)
        updated = places[0].at if places else NEVER
        own = f"{self.pages.base}{request.url.path}"
        stand = " ".join(f"{place.source}@{place.number}/{place.at.isoformat()}" for place in places)
        mark = f"{release()} feed {own} {also} {stand}".encode("utf-8", "backslashreplace")
        return fresh_as(
            request,
            mark,
            lambda: feed_bytes(f"feed:{of}", f"{title()}: changes of terms", updated, own, self._entries(places)),
            MEDIA_TYPE,
            updated,
        )

    def _entries(self, places: Iterable[Place]) -> Iterator[bytes]:
        for place in places:
            key = place.source, place.number
            yield self.kept.of(key, lambda key=key: entry_bytes(self._written(*key)))  # type: ignore[misc]

    def _written(self, source: str, number: int) -> Written:
        revision = self.pages.archive.revision(source, number)
        return Written(
            of=f"{source}@{number}",
            title=f"{document_name(revision)}: {revised(revision)}",
            at=revision.at,
            address=f"{self.pages.base}{links.change(source, number)}",
            html=_content(revision),
        )

    def _title(self, name: str, last: int) -> str:
        return document_name(self.pages.archive.revision(name, last)) if last else name

    def _knows(self, provider: str) -> bool:
        """Whether anything of a provider is watched or was."""
        configured = any(source.id.partition("/")[0] == provider for source in self.pages.sources)
        return configured or bool(provider and self.pages.archive.known(provider))

    def _days(self, provider: str) -> Iterator[Day]:
        """All days of a provider's revisions: from the catalogue, and of what it does not have worked out now."""
        archive = self.pages.archive
        self._catch_up(provider)
        late = {one.source: one.catalogued for one in self._behind(provider)}
        for day in archive.days(date.min, date.max, provider):
            if day.revision <= late.get(day.source, day.revision):
                yield day
        sources = {source.id: source for source in self.pages.sources}
        for name, catalogued in late.items():
            for revision in archive.revisions(name)[catalogued:]:
                yield from days_of(Dated(revision, stated_dates(archive, revision, sources)))

    def _catch_up(self, provider: str) -> None:
        left = CAUGHT_UP
        for one in self._behind(provider):
            if one.revision - one.catalogued <= left:
                left -= catch_up_with(self.pages.archive, one.source, self.pages.sources)

    def _behind(self, provider: str) -> list[Behind]:
        return [one for one in behind(self.pages.archive, self.pages.sources) if _is_of(one.source, provider)]


def _is_of(source: str, provider: str) -> bool:
    return source.partition("/")[0] == provider


def _no_provider(provider: str) -> NotThere:
    return NotThere(f"No document of {provider} is watched.")


def _content(revision: Revision) -> str:
    """The redline; of one that is too long for a feed only what happened, for the link leads to all of it."""
    name = document_name(revision)
    html = redline_html(revision.comparison, title=name, url=revision.url) if revision.comparison else ""
    if len(html) <= CONTENT:
        return html
    return f"<p>{for_html(name)}: {for_html(revised(revision))}.</p><p>The redline is too long to be shown here.</p>"

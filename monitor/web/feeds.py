"""Told changes as Atom feeds (RFC 4287), and deadlines as a calendar: for programs that look again by themselves.

An entry has its identifier for ever, made of its source and revision, so that no
reader shows it twice, whatever address the pages are served under.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.routing import Route

from monitor.errors import ClausewatchError
from monitor.model import Source
from monitor.render import for_html, redline_html, revised
from monitor.render.calendar import Dated, calendar_text, deadlines
from monitor.render.phrases import document_name, provider_name
from monitor.text.patterns import pattern
from monitor.web.fresh import fresh
from monitor.web.pages import NotThere

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.archive import Archive
    from monitor.model import Revision, StatedDate
    from monitor.web.pages import Pages

ENTRIES = 50
"""Entries of a feed at most: programs ask daily at least, and more changes than that in a day are a fault."""

CONTENT = 100_000
"""Characters of an entry's redline at most: so a whole feed stays below 5 MB, which programs still take."""

_TOLD = frozenset({"changed", "date-only", "seen-before"})
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed has to say when it changed last (RFC 4287, 4.1.1), even without any
_NO_XML = pattern(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 (2.2) has no place for


def routes(pages: Pages) -> list[Route]:
    """The feeds and calendars."""
    feeds = Feeds(pages)
    return [
        Route("/feed.atom", feeds.everything, name="feed"),
        Route("/providers/{provider}/feed.atom", feeds.provider, name="provider-feed"),
        Route("/documents/{provider}/{document}/feed.atom", feeds.document, name="document-feed"),
        Route("/calendar/{provider}.ics", feeds.calendar, name="calendar"),
    ]


def is_told(revision: Revision) -> bool:
    """Whether a revision brought a change of which those who asked were told."""
    return bool(revision.comparison and revision.outcome in _TOLD and not revision.quiet)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds over one archive; their links are absolute where it is known where the pages are for their readers."""

    pages: Pages

    def everything(self, request: Request) -> Response:
        """What changed anywhere."""
        return self._feed(request, "", "All documents", self.pages.archive.all_revisions())

    def provider(self, request: Request) -> Response:
        """What changed at one provider."""
        provider = str(request.path_params["provider"])
        return self._feed(request, provider, provider_name(provider), _of_provider(self.pages, provider))

    def document(self, request: Request) -> Response:
        """What changed in one document."""
        name = f"{request.path_params['provider']}/{request.path_params['document']}"
        if name not in _known(self.pages):
            said = f"{name} is not watched, and the archive has no revision of it."
            raise NotThere(said)
        revisions = self.pages.archive.revisions(name)
        title = document_name(revisions[-1]) if revisions else name
        return self._feed(request, name, title, revisions)

    def calendar(self, request: Request) -> Response:
        """The deadlines of one provider, as `export ics` writes them."""
        provider, sources = str(request.path_params["provider"]), {one.id: one for one in self.pages.sources}
        dated = [
            Dated(revision, _dates(self.pages.archive, revision, sources))
            for revision in _of_provider(self.pages, provider)
        ]
        return fresh(request, calendar_text(provider, deadlines(dated)).encode(), "text/calendar; charset=utf-8")

    def _feed(self, request: Request, of: str, title: str, revisions: Iterable[Revision]) -> Response:
        newest = nlargest(ENTRIES, filter(is_told, revisions), key=_place)
        body = feed_bytes(f"feed:{of}", title, newest, Links(request, self.pages.base))
        return fresh(request, body, "application/atom+xml; charset=utf-8", newest[0].at if newest else _NEVER)


@dataclass(frozen=True, slots=True)
class Links:
    """Where this feed and the pages are that it leads to."""

    request: Request
    base: str

    @property
    def own(self) -> str:
        """The feed's own address."""
        return f"{self.base}{self.request.url.path}"

    def change(self, revision: Revision) -> str:
        """The page of a change."""
        provider, _, document = revision.source.partition("/")
        found = self.request.url_for("change", provider=provider, document=document, number=revision.number)
        return f"{self.base}{found.path}"


def feed_bytes(name: str, title: str, revisions: Iterable[Revision], links: Links) -> bytes:
    """An Atom feed of told changes, in the order given, newest first; by its name it is known for ever."""
    given = list(revisions)
    feed = Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", _identifier(name))
    _add(feed, "title", f"{title}: changes of terms")
    _add(feed, "updated", (given[0].at if given else _NEVER).isoformat())
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _clean(links.own)})
    _add(SubElement(feed, "author"), "name", "clausewatch")
    for revision in given:
        _entry(feed, revision, links)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: Element, revision: Revision, links: Links) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", _identifier(f"{revision.source}@{revision.number}"))
    _add(entry, "title", f"{document_name(revision)}: {revised(revision)}")
    _add(entry, "updated", revision.at.isoformat())
    _add(entry, "published", revision.at.isoformat())
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _clean(links.change(revision))})
    _add(entry, "content", _content(revision)).set("type", "html")


def _content(revision: Revision) -> str:
    """The redline; of one that is too long for a feed only what happened, for the link leads to all of it."""
    name = document_name(revision)
    html = redline_html(revision.comparison, title=name, url=revision.url) if revision.comparison else ""
    if len(html) <= CONTENT:
        return html
    return f"<p>{for_html(name)}: {for_html(revised(revision))}.</p><p>The redline is too long to be shown here.</p>"


def _add(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _identifier(told: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"clausewatch:{told}".encode("utf-8", "backslashreplace").decode()).urn


def _place(revision: Revision) -> tuple[datetime, str, int]:
    return revision.at, revision.source, revision.number


def _known(pages: Pages) -> set[str]:
    """The ids of all that is watched or was."""
    return {source.id for source in pages.sources} | set(pages.archive.standings())


def _of_provider(pages: Pages, provider: str) -> list[Revision]:
    """A provider's revisions, those of each document oldest first. Raises `NotThere` for one that is not known."""
    names = sorted(name for name in _known(pages) if name.partition("/")[0] == provider)
    if not names:
        said = f"No document of {provider} is watched."
        raise NotThere(said)
    return [revision for name in names for revision in pages.archive.revisions(name)]


def _dates(archive: Archive, revision: Revision, sources: Mapping[str, Source]) -> tuple[StatedDate, ...]:
    """What a revision states of its own dates; of a first one, which has no comparison, as its page is read today."""
    if revision.comparison:
        return revision.comparison.new.dates
    source = sources.get(revision.source) or Source(revision.source, (revision.url,))
    with suppress(ClausewatchError):
        return archive.terms(source, revision.number).dates
    return ()

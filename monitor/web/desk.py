"""Pages that are held: why, what would change, and what is to be done with them."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor import check
from monitor.compare import compare
from monitor.errors import ArchiveError, NothingHeld, ReadError
from monitor.model import Source, Terms
from monitor.read import read
from monitor.render import redline_main, safe_url
from monitor.render.safe import language_tag
from monitor.web import links
from monitor.web.access import posted
from monitor.web.kept import Kept
from monitor.web.lanes import WAITING, lane
from monitor.web.pages import NotThere, Pages, trusted
from monitor.web.reviews import address_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from starlette.requests import Request

    from monitor.model import Clause, Held, Learned, Outcome, Page, Past

MOST_CLAUSES = 2_000
"""Clauses of each text that are shown in full: the longest real terms have some 1,500, and more would be a download."""

MOST_COMPARED = 1_000_000
"""Characters of both texts that are compared while somebody waits: it takes a second or so."""

KEPT = 8_000_000
"""Characters of what is shown of held pages that are kept at most: each is looked at by several, and some times."""

Done: TypeAlias = Literal["released", "dismissed"]
DONE: tuple[Done, ...] = get_args(Done)

_ANOTHER = "Another page came since you opened this one, and it is shown now. Look at it before you decide."
_NO_CHOICE = "What was sent does not say what to do with the page. Choose one of the two."
_UNREADABLE = "No terms can be read from this page, so it was not taken for them. It is still held."
_BUSY = "Another process was at work on this document, and the page is still held. Look at it again before you decide."


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A page that is held, in a list of all."""

    name: str
    title: str
    held: Held
    first: bool
    """Whether there is no revision yet that it could be compared with."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of two texts beside each other, as far as it is shown; `left` clauses are not."""

    head: str
    language: str
    clauses: tuple[Clause, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be shown of a held page: its text beside the last good one, what would change, or why there is nothing.

    `main` is HTML of our own renderer, "" also where the texts are `too_long` to be compared.
    """

    texts: tuple[Text, ...] = ()
    main: str = ""
    too_long: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Good:
    """The last good revision of a document: its number, and its terms."""

    revision: int
    terms: Terms


def routes(pages: Pages) -> list[Route]:
    """All that is held, one page of it, and what was decided of it."""
    desk = Desk(**pages.parts)
    apart = lane(WAITING)
    held = "/documents/{provider}/{document}/held"
    return [
        Route(links.all_held(), desk.all_held),
        Route(held, apart(desk.held), methods=["GET"]),
        Route(held, apart(desk.decide), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Desk(Pages):
    """The pages on which it is decided what held pages are."""

    sights: Kept[Sight] = field(default_factory=lambda: Kept(KEPT, _size))

    def all_held(self, request: Request) -> Response:
        """Every page that is held, the one that waits longest first."""
        titles = {source.id: source.title for source in self.sources}
        rows = [
            HeldRow(name, titles.get(name, "") or name, standing.held, not standing.revision)
            for name, standing in self.archive.held().items()
            if standing.held and (not titles or name in titles)
        ]
        rows.sort(key=lambda row: (row.held.since, row.name))
        return self._page(request, "held.html", rows=rows)

    def held(self, request: Request) -> Response:
        """Why a page is held and what it says, beside the last good revision; that nothing is held where so."""
        return self._shown(request, self._asked(request))

    def decide(self, request: Request) -> Response:
        """Take the page that is held for the terms, or let it go, as the form says that showed it."""
        source, fields = self._asked(request), posted(request)
        held = self.archive.glance(source).held
        if held is None or not self._watches(source):
            return self._shown(request, source, status=409)
        if fields.get("page") != mark_of(held):
            return self._shown(request, source, _ANOTHER, 409)
        done = next((one for one in DONE if one == fields.get("done")), None)
        if done is None:
            return self._shown(request, source, _NO_CHOICE, 422)
        refused = self._refused(source, done, self.now())
        return self._shown(request, source, *refused) if refused else _to(links.decided(source.id, done))

    def _refused(self, source: Source, done: Done, now: datetime) -> tuple[str, int] | None:
        """Do it; what is said where that could not be, and the status of the answer."""
        try:
            if done == "dismissed":
                check.dismiss(source, archive=self.archive)
            elif self._release(source, now).kind == "failed":
                return _UNREADABLE, 422
        except NothingHeld:
            return "", 409
        except ArchiveError:
            return _BUSY, 503
        return None

    def _release(self, source: Source, now: datetime) -> Outcome:
        return check.release(
            source,
            now,
            archive=self.archive,
            subscribers=self.teams.subscribers,
            operator=self.teams.operator,
            sources=self.sources,
        )

    def _shown(self, request: Request, source: Source, trouble: str = "", status: int = 200) -> Response:
        past = self.archive.glance(source)
        if past.held is None:
            return self._over(request, source, past)
        try:
            answer = self._held(request, source, past, trouble)
        except NothingHeld:  # somebody decided while this page was made
            return self._over(request, source, past)
        answer.status_code = status
        return answer

    def _held(self, request: Request, source: Source, past: Past, trouble: str) -> Response:
        sight = self._sight(source, past)
        return self._page(
            request,
            "held_page.html",
            name=source.id,
            title=source.title or source.id,
            url=safe_url(source.url),
            held=past.held,
            revision=past.revision,
            mark=mark_of(past.held) if past.held else "",
            sight=sight,
            main=trusted(sight.main),
            trouble=trouble,
            watched=self._watches(source),
            back=address_of(request),
        )

    def _over(self, request: Request, source: Source, past: Past) -> Response:
        """What became of a page that is held no more; who wanted to decide is told that there is nothing to."""
        asked = request.query_params.get("done", "") if request.method != "POST" else ""
        answer = self._page(
            request,
            "done.html",
            name=source.id,
            title=source.title or source.id,
            done=asked if asked in DONE else "",
            revision=past.revision,
        )
        answer.status_code = 409 if request.method == "POST" else 200
        return answer

    def _sight(self, source: Source, past: Past) -> Sight:
        """What can be shown of the page that is held. Raises `NothingHeld`."""
        page, before = self.archive.held_page(source.id), self._last_good(source, past.revision)
        good = Good(past.revision, before) if before else None
        asked = (page, source, past.learned, good, self.now().date())
        return self.sights.of(sha256(pickle.dumps(asked)).digest(), lambda: self.aside(sight_of, *asked))

    def _last_good(self, source: Source, revision: int) -> Terms | None:
        """The terms of the last revision; None before the first, or where they cannot be read any more."""
        if not revision:
            return None
        try:
            return self.archive.terms(source, revision)
        except ReadError:
            return None

    def _asked(self, request: Request) -> Source:
        """The document that an address names. Raises `NotThere` where nothing is known of it."""
        name = "{provider}/{document}".format(**request.path_params)
        source = next((one for one in self.sources if one.id == name), None)
        if source:
            return source
        source = Source(name, ("",))
        past = self.archive.glance(source)
        if not past.revision and past.held is None:
            said = f"{name} is not watched, and nothing of it is held."
            raise NotThere(said)
        return source

    def _watches(self, source: Source) -> bool:
        """Whether it is configured: only then is it known how its page is to be read."""
        return any(one.id == source.id for one in self.sources)


def sight_of(page: Page, source: Source, learned: Learned, good: Good | None, today: date) -> Sight:
    """What a page says, read as a check reads it, beside the last good revision."""
    try:
        after = read(page, source, learned)
    except ReadError as error:
        return Sight(unread=error.message)
    held = text_of("The page that is held", after)
    if good is None:
        return Sight((held,))
    texts = (text_of(f"The last good revision ({good.revision})", good.terms), held)
    if _length(good.terms) + _length(after) > MOST_COMPARED:
        return Sight(texts, too_long=True)
    comparison = compare(good.terms, after, on=today)
    title = after.title or good.terms.title or source.title or source.id
    return Sight(texts, _below(redline_main(comparison, title=title, url=source.url)))


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def mark_of(held: Held) -> str:
    """By what a form knows the page that it was made for: what it says, or its bytes where nothing was read."""
    return sha256(f"{held.kind}\0{held.text or held.digest}".encode()).hexdigest()[:32]


def _below(redline: str) -> str:
    """A redline as a part of a page that has a first heading of its own; words of pages have no "<" in it."""
    return redline.replace("<h1>", '<h2 class="title">', 1).replace("</h1>", "</h2>", 1)


def _size(sight: Sight) -> int:
    return len(sight.main) + sum(len(one.heading) + len(one.text) for text in sight.texts for one in text.clauses)


def _length(terms: Terms) -> int:
    return sum(len(one.heading) + len(one.text) for one in terms.clauses)


def text_of(head: str, terms: Terms) -> Text:
    """Terms as they stand beside others, under a heading."""
    shown = terms.clauses[:MOST_CLAUSES]
    return Text(head, language_tag(terms.language), shown, len(terms.clauses) - len(shown))

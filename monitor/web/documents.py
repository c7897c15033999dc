"""One document: its history, how it is read, what it says of its own changes; and the terms of each revision."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.catalogue import catch_up_with
from monitor.linked import named_by, of_source, web_near
from monitor.model import Profile, Source, Standing
from monitor.render.chart import history_chart
from monitor.render.phrases import clause_name
from monitor.render.safe import language_tag, safe_url
from monitor.reports import sources_status
from monitor.text.searching import plain_words
from monitor.web import links
from monitor.web.changes import briefs_of, document_id, revision_of
from monitor.web.pages import NotThere, Pages, trusted
from monitor.web.reviews import review_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Brief, Clause, Look, OutcomeKind, SourceStatus, Tie

ROWS = 40
"""Revisions on a page of a document: a year and more of most; each takes up to 1.5 KB."""

CHOICES = 200
"""Revisions that can be chosen from for a comparison, the newest; of earlier ones the address can be written."""

_DEEPEST = 6  # steps of indentation that the style sheet has

LOOKS = 60
"""Checks that are counted: two weeks of a document that is looked at four times a day."""


@dataclass(frozen=True, slots=True)
class Run:
    """Checks in a row that came to the same, newest first."""

    outcome: OutcomeKind
    looks: tuple[Look, ...]

    @property
    def newest(self) -> Look:
        """The last of them."""
        return self.looks[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """One clause of a revision, and which revision brought its words; 0 where that is not known.

    `history` is where its page through time is, `indent` the style of its depth.
    """

    clause: Clause
    name: str
    since: int
    history: str
    indent: str


def routes(pages: Pages) -> list[Route]:
    """The pages of documents and their revisions."""
    documents = Documents(**pages.parts)
    document = "/documents/{provider}/{document}"
    return [
        Route(document, documents.document, name="document"),
        Route(document + "/{number:ordinal}", documents.revision, name="revision"),
    ]


@dataclass(frozen=True, slots=True)
class Documents(Pages):
    """The pages of documents and their revisions."""

    def document(self, request: Request) -> Response:
        """One document: its revisions as a picture and in lines, and what is known of it."""
        name, before = document_id(request), _before(request)
        briefs = briefs_of(self, name)
        if not briefs:
            return self._without_revision(request, name)
        source, last = self._known(name), briefs[0]
        rows = [one for one in briefs if before is None or one.revision < before]
        accepted = self.archive.accepted(name, to=last.revision)
        log = self.archive.log(name)
        return self._page(
            request,
            "document.html",
            name=name,
            source=source,
            profile=self.archive.profiles([name]).get(name, Profile(source.title if source else "")),
            url=safe_url(source.url if source else self.archive.revision(name, last.revision).url),
            state=self._state(name, source),
            now=self.now(),
            chart=trusted(history_chart(briefs[::-1], self.now().date(), _address)),
            rows=rows[:ROWS],
            more=rows[ROWS - 1].revision if len(rows) > ROWS else None,
            last=last,
            choices=briefs[:CHOICES],
            runs=runs(self.archive.looks(name, LOOKS)),
            ties=self._ties(name, source),
            log=log,
            accepted=accepted,
            review=review_of(request, log, name, last.revision),
        )

    def revision(self, request: Request) -> Response:
        """The terms of one revision, clause by clause, with the revision that brought the words of each."""
        name, number = document_id(request), request.path_params["number"]
        revision = revision_of(self, name, number)
        source = self._known(name) or Source(name, (revision.url,))
        terms = self.archive.terms(source, number)
        catch_up_with(self.archive, name, self.sources)
        around = {one.revision: one for one in self.archive.briefs(name, before=number + 2, limit=3)}
        return self._page(
            request,
            "revision.html",
            name=name,
            revision=revision,
            before=around.get(number - 1),
            after=around.get(number + 1),
            title=terms.title or name,
            terms=terms,
            shown=shown(terms.clauses, self.archive.since(name, number), links.clauses(name, number)),
            changes=[links.change(name, one) for one in range(number + 1)],
            sent=self.archive.sent(name, number),
            language=language_tag(terms.language),
            headings=[clause for clause in terms.clauses if clause.role == "heading"],
        )

    def _without_revision(self, request: Request, name: str) -> Response:
        """A document that is watched and has no revision yet: why. Raises `NotThere` for any other."""
        source, standing = self._known(name), self.archive.standing(name)
        if source is None and standing is None:
            said = f"{name} is not watched, and the archive has no revision of it."
            raise NotThere(said)
        state = self._state(name, source)
        url = safe_url(source.url) if source else ""
        return self._page(
            request, "document_new.html", name=name, source=source, url=url, state=state, standing=standing
        )

    def _known(self, name: str) -> Source | None:
        return next((one for one in self.sources if one.id == name), None)

    def _state(self, name: str, source: Source | None) -> SourceStatus:
        standing = self.archive.standing(name) or Standing(name)
        [status] = sources_status({name: standing}, [source] if source else None, self.now())
        return status

    def _ties(self, name: str, source: Source | None) -> Sequence[Tie]:
        """What a watched document belongs to, and what belongs to it."""
        if source is None:
            return ()
        near = self.archive.links_near(source)
        if also := named_by(near.get(name), self.sources) - near.keys():
            near = self.archive.links_near(source, also)
        return of_source(web_near(name, self.sources, near), name)


def shown(
    clauses: Iterable[Clause], since: Mapping[tuple[str, str], Sequence[int]], history: Callable[[str], str]
) -> list[Shown]:
    """Clauses with the revisions that brought their words; of some that say the same the first has stood longest."""
    left = {words: iter(numbers) for words, numbers in since.items()}
    none: Iterator[int] = iter(())
    return [
        Shown(
            clause,
            clause_name(clause),
            next(left.get((plain_words(clause.heading), plain_words(clause.text)), none), 0),
            history(clause.path),
            f"depth-{min(clause.depth, _DEEPEST)}",
        )
        for clause in clauses
    ]


def runs(looks: Iterable[Look]) -> list[Run]:
    """Checks in a row that came to the same, newest first."""
    return [Run(outcome, tuple(found)) for outcome, found in groupby(looks, key=lambda look: look.outcome)]


def _address(brief: Brief) -> str:
    return links.change(brief.source, brief.revision)


def _before(request: Request) -> int | None:
    """The revision before which a list is to go on; what is no number is as none given."""
    asked = request.query_params.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004 - digits

"""What each address answers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from monitor.linked import named_by, naming_of, of_source, web_near
from monitor.model import Source
from monitor.render import redline_main, rules_lines
from monitor.render.phrases import clause_name
from monitor.render.safe import language_tag, safe_url
from monitor.rules import rules_of
from monitor.web.views import ORDERS, STATES, overview, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jinja2 import Environment
    from markupsafe import Markup
    from starlette.requests import Request

    from monitor.archive import Witness
    from monitor.model import Revision, Subscriber


class NotThere(Exception):
    """There is no such document, revision or change."""


@dataclass(frozen=True, slots=True)
class Teams:
    """Who is told of what is released in a browser: subscribers, and the name of the one that hears of alarms."""

    subscribers: tuple[Subscriber, ...] = ()
    operator: str = ""


NOBODY = Teams()


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages over one archive; `base` is where they are for their readers, "" where that is not known."""

    sources: tuple[Source, ...]
    archive: Witness
    now: Callable[[], datetime]
    templates: Environment
    base: str = ""
    teams: Teams = NOBODY

    @property
    def parts(self) -> dict[str, Any]:
        """What other pages over the same archive are made of."""
        return {one.name: getattr(self, one.name) for one in fields(Pages)}

    def overview(self, request: Request) -> Response:
        """Every document by provider: how it stands, what changed last, when it is looked at next."""
        state, order = request.query_params.get("state", ""), request.query_params.get("order", "provider")
        found = overview(self.archive, self.sources, self.now(), state=state, order=order)
        chosen = {"state": state if state in STATES else "", "order": order if order in ORDERS else "provider"}
        return self._page(request, "overview.html", found=found, states=STATES, orders=ORDERS, **chosen)

    def document(self, request: Request) -> Response:
        """One document: its revisions, what it says of its own changes, and what it belongs to."""
        name, revisions = self._revisions(request)
        source = self._source(name, revisions[-1])
        terms = self.archive.terms(source, revisions[-1].number)
        namings = self.archive.links_near(source, named_by(naming_of(name, terms), self.sources))
        web = web_near(name, self.sources, namings) if self.sources else None
        return self._page(
            request,
            "document.html",
            name=name,
            title=terms.title or source.title or name,
            url=safe_url(source.url),
            dates=terms.dates,
            rows=timeline(revisions),
            revisions=revisions,
            rules=rules_lines(rules_of(terms), terms.language),
            ties=of_source(web, name) if web else (),
            log=self.archive.log(name),
            accepted=self.archive.accepted(name, to=revisions[-1].number),
        )

    def revision(self, request: Request) -> Response:
        """The terms of one revision, clause by clause, with a list of their headings."""
        name, revisions = self._revisions(request)
        revision = numbered(request.path_params["number"], revisions)
        terms = self.archive.terms(self._source(name, revision), revision.number)
        return self._page(
            request,
            "revision.html",
            name=name,
            revision=revision,
            last=revisions[-1].number,
            title=terms.title or name,
            terms=terms,
            page=self.archive.exhibit(name, revision.number),
            language=language_tag(terms.language),
            headings=[clause for clause in terms.clauses if clause.role == "heading"],
            clause_name=clause_name,
        )

    def change(self, request: Request) -> Response:
        """The redline of one revision against the one before."""
        name, revisions = self._revisions(request)
        revision = numbered(request.path_params["number"], revisions)
        if revision.comparison is None:
            said = f"{name}@{revision.number} brought no change to show."
            raise NotThere(said)
        main = redline_main(revision.comparison, title=revision.title or name, url=revision.url)
        return self._page(request, "change.html", name=name, revision=revision, main=trusted(main))

    def _revisions(self, request: Request) -> tuple[str, list[Revision]]:
        name = f"{request.path_params['provider']}/{request.path_params['document']}"
        revisions = list(self.archive.revisions(name))
        if not revisions:
            said = f"{name} has no revision."
            raise NotThere(said)
        return name, revisions

    def _source(self, name: str, revision: Revision) -> Source:
        """The source as it is configured; one that is not any more is read by its address alone."""
        return next((one for one in self.sources if one.id == name), Source(name, (revision.url,)))

    def _page(self, request: Request, template: str, **shown: Any) -> Response:  # noqa: ANN401 - what a template takes
        return HTMLResponse(self.templates.get_template(template).render(request=request, **shown))


def numbered(number: int, revisions: Sequence[Revision]) -> Revision:
    """The revision of this number. Raises `NotThere`."""
    found = next((one for one in revisions if one.number == number), None)
    if found is None:
        said = f"{revisions[0].source} has no revision {number}; it has 1 to {revisions[-1].number}."
        raise NotThere(said)
    return found


def trusted(html: str) -> Markup:
    """HTML that our own renderer made, in which all text of pages is escaped already."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(html)  # noqa: S704 - see above

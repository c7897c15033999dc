"""What one revision changed, as it was recorded when it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.catalogue import catch_up_with
from monitor.errors import UnknownRevision
from monitor.render.onsite import VIEWS, on_site
from monitor.render.page import redline_body, redline_top
from monitor.web import links
from monitor.web.downloads import FORMS, WRITTEN, sent, written
from monitor.web.pages import NotThere, Pages, trusted
from monitor.web.reviews import review_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Brief, Change, Comparison, Revision

_AROUND = 3  # a revision with the one before and the one behind


@dataclass(frozen=True, slots=True)
class Redline:
    """A comparison on a page: what is said above its changes, and the changes in one of the views."""

    view: str
    top: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers."""

    said: str
    form: str
    address: str


def routes(pages: Pages) -> list[Route]:
    """The pages of single changes."""
    changes = Changes(**pages.parts)
    return [Route("/documents/{provider}/{document}/{number:ordinal}/change", changes.change, name="change")]


@dataclass(frozen=True, slots=True)
class Changes(Pages):
    """The pages of single changes."""

    def change(self, request: Request) -> Response:
        """The redline of one revision against the one before, or a file of it."""
        name, number = document_id(request), request.path_params["number"]
        revision = revision_of(self, name, number)
        comparison = revision.comparison
        if comparison is None:
            said = f"{name}@{revision.number} brought no change to show."
            raise NotThere(said)
        title, form = revision.title or name, request.query_params.get("format", "")
        if form:
            if form not in WRITTEN:
                said = f"A change is downloaded as {', '.join(WRITTEN)}."
                raise NotThere(said)
            body = written(comparison, form, title=title, url=revision.url)
            return sent(body, f"{name}-{number}-change", WRITTEN[form])
        around = {one.revision: one for one in briefs_of(self, name, before=number + 2, limit=_AROUND)}
        return self._page(
            request,
            "change.html",
            name=name,
            revision=revision,
            before=around.get(number - 1),
            after=around.get(number + 1),
            redline=redline(comparison, name, (number - 1, number), request, title=title, url=revision.url),
            downloads=_downloads(name, revision),
            review=review_of(request, self.archive.log(name), name, number),
        )


def redline(  # noqa: PLR0913 - each is another fact of the page
    comparison: Comparison, name: str, numbers: tuple[int, int], request: Request, *, title: str, url: str
) -> Redline:
    """A comparison of these two revisions, laid out as the request asks for."""
    old, new = numbers

    def history(change: Change) -> str:
        side, number = (change.new, new) if change.new else (change.old, old)
        return links.clause(name, side[0].path, number) if side else ""

    asked = request.query_params.get("view", "")
    view = asked if asked in VIEWS else "inline"
    top = redline_top(comparison, title=title, url=url)
    return Redline(view, trusted(top), trusted(redline_body(comparison, on_site(view, history))))


def document_id(request: Request) -> str:
    """The document that an address names."""
    return f"{request.path_params['provider']}/{request.path_params['document']}"


def revision_of(pages: Pages, name: str, number: int) -> Revision:
    """One revision. Raises `NotThere`."""
    try:
        return pages.archive.revision(name, number)
    except UnknownRevision as error:
        said = f"{name} has no revision {number}."
        raise NotThere(said) from error


def briefs_of(pages: Pages, name: str, *, before: int | None = None, limit: int | None = None) -> Sequence[Brief]:
    """The lines of a document's revisions, newest first."""
    catch_up_with(pages.archive, name, pages.sources)
    return pages.archive.briefs(name, before=before, limit=limit)


def _downloads(name: str, revision: Revision) -> list[Download]:
    """The forms of a change: what was recorded, and for Word both whole texts, which are compared anew for it."""
    number = revision.number
    anew = links.compare(name, old=number - 1, new=number, format="docx")
    given = {key: links.change(name, number, format=key) for key in WRITTEN}
    return [Download(form.said, key, given.get(key, anew)) for key, form in FORMS.items()]

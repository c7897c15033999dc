"""The application: its routes, its templates, and what it answers where something is not there."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import monitor.web.ordinals  # noqa: F401 - registers `ordinal` for the routes
from monitor.errors import ClausewatchError, SearchTooWide, UnknownRevision, UnknownSource
from monitor.render import REDLINE_STYLE, for_terminal
from monitor.render.phrases import date_words, provider_name, span_words, time_words, times_words
from monitor.render.safe import clip
from monitor.web import api, changes, deadlines, desk, documents, feeds, linked, links, overviews, reviewing, search
from monitor.web.aside import Aside, here
from monitor.web.board import Boards
from monitor.web.fresh import fresh
from monitor.web.lanes import WAITING, lane
from monitor.web.pages import NOBODY, NotThere, Pages, Teams
from monitor.web.reading import Reading
from monitor.web.security import csrf_token, may_write, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from starlette.requests import Request

    from monitor.archive import Library
    from monitor.model import Source


PLACES: tuple[tuple[str, str], ...] = (
    ("/search", "Search"),
    ("/deadlines", "Deadlines"),
    ("/unreviewed", "Not looked at"),
    ("/held", "Held pages"),
    ("/linked", "Linked terms"),
)
"""What the head of every page leads to, beside the overview: addresses and what they are called."""

SHORT = 160
"""Characters of a reason in a list; the page of its document has all of it."""

_HEADS = {404: "Not found", 422: "Too much to look through", 410: "No longer there", 503: "Not now"}


def make_app(  # noqa: PLR0913 - what the pages are made of, each by its name
    sources: Sequence[Source],
    archive: Library,
    now: Callable[[], datetime],
    *,
    title: str = "clausewatch",
    base: str = "",
    teams: Teams = NOBODY,
    keep_for: float = 0.0,
    aside: Aside = here,
) -> Starlette:
    """The pages over an archive, without any guard: see `monitor.web.security`.

    `base` is where the pages are for their readers ("https://terms.example"), for the links in feeds;
    `teams` are those who are told of what is released in a browser; `keep_for` is for how many seconds
    what was counted over all documents may be shown again.
    """
    templates = _templates(title)
    boards = Boards(archive, tuple(sources), keep_for)
    pages = Pages(tuple(sources), archive, now, templates, boards, base.rstrip("/"), teams, aside)
    app = Starlette(routes=_routes(pages))
    for kind in (NotThere, UnknownRevision, UnknownSource):
        app.add_exception_handler(kind, _answers(templates, 404))
    app.add_exception_handler(404, _answers(templates, 404))
    app.add_exception_handler(SearchTooWide, _answers(templates, 422))
    app.add_exception_handler(ClausewatchError, _answers(templates, 503))
    return app


def _routes(pages: Pages) -> list[Route]:
    reading = Reading(**pages.parts)
    document = "/documents/{provider}/{document}"
    return [
        Route(document + "/compare", lane(WAITING)(reading.compare), name="compare"),
        Route(document + "/clause", reading.clause, name="clause"),
        Route(document + "/{number:ordinal}/page/{part:ordinal}", reading.page, name="page"),
        Route("/healthz", _healthy, name="healthy"),
        Route("/static/style.css", _style, name="style"),
        Route("/static/pages.js", _script, name="script"),
        Route("/static/icon.svg", _icon, name="icon"),
        Route("/favicon.ico", _icon),  # where browsers look when an answer names no icon
        *overviews.routes(pages),
        *documents.routes(pages),
        *deadlines.routes(pages),
        *changes.routes(pages),
        *feeds.routes(pages),
        *desk.routes(pages),
        *reviewing.routes(pages),
        *linked.routes(pages),
        *search.routes(pages),
        *api.routes(pages),
    ]


def _templates(title: str) -> Environment:
    templates = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=True,  # every template is HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["time"] = lambda at: time_words(at) if at else "never"
    templates.filters["times"] = times_words
    templates.filters["day"] = lambda at: date_words(at.astimezone(UTC).date().isoformat())
    templates.filters["stated"] = date_words
    templates.filters["span"] = span_words
    templates.filters["provider"] = provider_name
    templates.filters["shortened"] = lambda text: clip(for_terminal(text), SHORT)
    templates.filters["plain"] = for_terminal  # for words of people and pages, where they stand within ours
    templates.globals.update(
        site=title, places=PLACES, to=links, csrf_token=csrf_token, may_write=may_write, signed_in=signed_in
    )
    return templates


def _answers(templates: Environment, status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        said = str(error) if isinstance(error, (ClausewatchError, NotThere)) else "There is no such page."
        page = templates.get_template("error.html").render(request=request, said=said, head=_HEADS[status])
        return HTMLResponse(page, status_code=status)

    return answer


async def _healthy(_request: Request) -> Response:
    """That the server answers, for whoever watches it; nothing of the archive."""
    return Response("ok\n", media_type="text/plain")


async def _style(request: Request) -> Response:
    """The style sheet of the pages, with that of redlines, which also stand in mails and files."""
    return fresh(request, "\n".join((REDLINE_STYLE, *_static(".css"))).encode(), "text/css; charset=utf-8")


async def _script(request: Request) -> Response:
    """What pages do beyond what they do without a script."""
    return fresh(request, "\n".join(_static(".js")).encode(), "text/javascript; charset=utf-8")


async def _icon(request: Request) -> Response:
    """The picture in a browser's tab."""
    return fresh(request, "".join(_static(".svg")).encode(), "image/svg+xml")


@cache
def _static(ending: str) -> tuple[str, ...]:
    """Our own files of one kind, in the order of their names."""
    folder = files("monitor.web") / "static"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(ending)), key=lambda one: one.name)
    return tuple(one.read_text("utf-8") for one in found)

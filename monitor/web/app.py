"""The application: its routes, its templates, and what it answers where something is not there."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import monitor.web.ordinals  # noqa: F401 - registers `ordinal` for the routes
from monitor.errors import ClausewatchError, UnknownRevision, UnknownSource
from monitor.render import REDLINE_STYLE
from monitor.render.phrases import time_words, times_words
from monitor.web import api, feeds
from monitor.web.pages import NotThere, Pages
from monitor.web.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from starlette.requests import Request

    from monitor.archive import Witness
    from monitor.model import Source


def make_app(
    sources: Sequence[Source], archive: Witness, now: Callable[[], datetime], title: str = "clausewatch", base: str = ""
) -> Starlette:
    """The pages over an archive, without any guard: see `monitor.web.security`.

    `base` is where the pages are for their readers ("https://terms.example"), for the links in feeds.
    """
    templates = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=True,  # every template is HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["time"] = lambda at: time_words(at) if at else "never"
    templates.filters["times"] = times_words
    templates.globals["site"] = title
    pages = Pages(tuple(sources), archive, now, templates)
    reading = Reading(tuple(sources), archive, now, templates)
    routes = [
        Route("/", pages.overview, name="overview"),
        Route("/documents/{provider}/{document}", pages.document, name="document"),
        Route("/documents/{provider}/{document}/{number:ordinal}", pages.revision, name="revision"),
        Route("/documents/{provider}/{document}/{number:ordinal}/change", pages.change, name="change"),
        Route("/documents/{provider}/{document}/compare", reading.compare, name="compare"),
        Route("/documents/{provider}/{document}/clause", reading.clause, name="clause"),
        Route("/documents/{provider}/{document}/{number:ordinal}/page/{part:ordinal}", reading.page, name="page"),
        Route("/healthz", _healthy, name="healthy"),
        Route("/static/style.css", _style, name="style"),
        *feeds.routes(pages, base),
        *api.routes(pages),
    ]
    app = Starlette(routes=routes)
    for kind in (NotThere, UnknownRevision, UnknownSource):
        app.add_exception_handler(kind, _answers(templates, 404))
    app.add_exception_handler(404, _answers(templates, 404))
    app.add_exception_handler(ClausewatchError, _answers(templates, 503))
    return app


def _answers(templates: Environment, status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        said = str(error) if isinstance(error, (ClausewatchError, NotThere)) else "There is no such page."
        page = templates.get_template("error.html").render(request=request, said=said)
        return HTMLResponse(page, status_code=status)

    return answer


def _healthy(_request: Request) -> Response:
    """That the server answers, for whoever watches it; nothing of the archive."""
    return Response("ok\n", media_type="text/plain")


def _style(_request: Request) -> Response:
    """The style sheet of the pages, with that of redlines, which also stand in mails and files."""
    own = (files("monitor.web") / "static" / "style.css").read_text("utf-8")
    return Response(f"{REDLINE_STYLE}\n{own}", media_type="text/css", headers={"Cache-Control": "max-age=3600"})

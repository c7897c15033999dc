"""What each address answers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from monitor.model import Source
from monitor.web.aside import Aside, here

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jinja2 import Environment
    from markupsafe import Markup
    from starlette.requests import Request

    from monitor.archive import Library
    from monitor.model import Revision, Subscriber
    from monitor.web.board import Board, Boards


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
    archive: Library
    now: Callable[[], datetime]
    templates: Environment
    boards: Boards
    base: str = ""
    teams: Teams = NOBODY
    aside: Aside = here

    def board(self) -> Board:
        """How the whole watch stands, as of some seconds ago at most."""
        return self.boards.get(self.now)

    @property
    def parts(self) -> dict[str, Any]:
        """What other pages over the same archive are made of."""
        return {one.name: getattr(self, one.name) for one in fields(Pages)}

    def _source(self, name: str, revision: Revision) -> Source:
        """The source as it is configured; one that is not any more is read by its address alone."""
        return next((one for one in self.sources if one.id == name), Source(name, (revision.url,)))

    def _page(self, request: Request, template: str, **shown: Any) -> Response:  # noqa: ANN401 - what a template takes
        return HTMLResponse(self.templates.get_template(template).render(request=request, **shown))


def trusted(html: str) -> Markup:
    """HTML that our own renderer made, in which all text of pages is escaped already."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(html)  # noqa: S704 - see above

"""The first page: every document by provider, how it stands, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from starlette.routing import Route

from monitor.render.chart import YEAR, year_strip
from monitor.text.searching import folded
from monitor.web import links
from monitor.web.board import MOST_PARTS
from monitor.web.pages import Pages, trusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Latest, SourceState, SourceStatus
    from monitor.web.board import Board

ROWS = 80
"""Documents on a page: each takes up to 1.5 KB, and the page is to stay below 150."""

Order: TypeAlias = Literal["provider", "change", "state"]
STATES: tuple[SourceState, ...] = ("held", "failing", "stale", "ok")
ORDERS: tuple[Order, ...] = get_args(Order)
_GRAVITY = {state: rank for rank, state in enumerate(STATES)}


def routes(pages: Pages) -> list[Route]:
    """The overview."""
    return [Route("/", Overviews(**pages.parts).overview, name="overview")]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of the overview, with its year as a picture."""

    status: SourceStatus
    title: str
    unreviewed: int
    latest: Latest | None
    year: Markup

    @property
    def provider(self) -> str:
        """The first half of its id."""
        return self.status.source.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown, as the address says; what is no state, order or page is as none given."""

    state: str
    order: Order
    words: str
    page: int

    def at(self, page: int) -> str:
        """Where another page of the same documents is."""
        said: dict[str, str | int] = {"state": self.state, "order": self.order, "words": self.words, "page": page}
        return links.overview(**{key: value for key, value in said.items() if value not in {"", "provider", 1}})


def asked(query: QueryParams) -> Asked:
    """What a query asks for."""
    state, order = query.get("state", ""), query.get("order", "")
    page = query.get("page", "1")
    return Asked(
        state if state in STATES else "",
        next((one for one in ORDERS if one == order), "provider"),
        query.get("words", "").strip()[:100],
        int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,  # noqa: PLR2004 - digits
    )


@dataclass(frozen=True, slots=True)
class Overviews(Pages):
    """The overview, over a board that is made now and then."""

    def overview(self, request: Request) -> Response:
        """Every document: how it stands, what changed last, when it is looked at next."""
        wanted, board = asked(request.query_params), self.board()
        chosen = _chosen(board, wanted)
        pages = -(-len(chosen) // ROWS) or 1
        page = min(wanted.page, pages)
        rows = chosen[(page - 1) * ROWS : page * ROWS]
        return self._page(
            request,
            "overview.html",
            board=board,
            asked=wanted,
            rows=self._table(board, replace(wanted, page=page), rows),
            shown=len(chosen),
            page=page,
            pages=pages,
            states=STATES,
        )

    def _table(self, board: Board, wanted: Asked, chosen: Sequence[SourceStatus]) -> Markup:
        """The documents of one page as tables, made once for a board."""
        made: Markup | None = board.parts.get(wanted)
        if made is None:
            rows = self._rows(board, chosen)
            groups = groupby(rows, key=lambda row: row.provider) if wanted.order == "provider" else [("", iter(rows))]
            given = [(provider, list(found)) for provider, found in groups]
            made = trusted(self.templates.get_template("overview_rows.html").render(groups=given, now=self.now()))
            if len(board.parts) < MOST_PARTS:
                board.parts[wanted] = made
        return made

    def _rows(self, board: Board, chosen: Sequence[SourceStatus]) -> list[DocumentRow]:
        names, now = [row.source for row in chosen], self.now()
        latest = self.archive.latest(names)
        marks = self.archive.marks(names, now - timedelta(days=YEAR))
        return [
            DocumentRow(
                row,
                board.titles.get(row.source, ""),
                board.unreviewed.get(row.source, 0),
                latest.get(row.source),
                trusted(year_strip(marks.get(row.source, ()), now.date())),
            )
            for row in chosen
        ]


def _chosen(board: Board, wanted: Asked) -> list[SourceStatus]:
    """The documents that are asked for, in the order that is asked for."""
    rows: Iterable[SourceStatus] = board.rows
    if wanted.state:
        rows = [row for row in rows if row.state == wanted.state]
    if wanted.words:
        words = folded(wanted.words)
        rows = [row for row in rows if words in row.source or words in folded(board.titles.get(row.source, ""))]
    if wanted.order == "change":
        return sorted(rows, key=_by_change)
    if wanted.order == "state":
        return sorted(rows, key=lambda row: (_GRAVITY[row.state], row.source))
    return sorted(rows, key=lambda row: row.source)


def _by_change(row: SourceStatus) -> tuple[float, str]:
    return (-row.last_change.timestamp() if row.last_change else 0.0, row.source)

"""Days ahead: from when changes bind, until when one can act, and what terms announce; and those just past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from starlette.routing import Route

from monitor.render.calendar import DAY_WORDS, distinct
from monitor.render.phrases import date_words, times_words
from monitor.web.board import MOST_PARTS
from monitor.web.pages import Pages, trusted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from monitor.model import Day, DayKind

PAST = timedelta(days=30)
"""How far back days are listed: what was missed last month can often still be mended."""

AHEAD = timedelta(days=3 * 365)
"""How far ahead: what terms announce for later than this is announced again."""

MOST = 100
"""Days on one page; a provider's own are asked for by its name."""


WHAT: dict[DayKind, str] = {**DAY_WORDS, "announced": "Announced for this day", "effective": "In effect from"}
"""What a day is, in a list of many days: a calendar shows its words on the day itself."""


def routes(pages: Pages) -> list[Route]:
    """The page of deadlines."""
    return [Route("/deadlines", Deadlines(**pages.parts).deadlines, name="deadlines")]


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month, in order."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The days in the page: the next one to act by, and all of them."""

    next: Markup
    days: Markup


@dataclass(frozen=True, slots=True)
class Deadlines(Pages):
    """The page of deadlines."""

    def deadlines(self, request: Request) -> Response:
        """Days to come, the next one first, and below them those of the last month."""
        today, provider = self.now().date(), request.query_params.get("provider", "").strip().lower()[:100]
        parts = self.board().parts
        listed = parts.get((today, provider)) or self._listed(today, provider)
        if len(parts) < MOST_PARTS:
            parts[today, provider] = listed
        return self._page(
            request,
            "deadlines.html",
            provider=provider,
            providers=sorted({one.id.partition("/")[0] for one in self.sources} | ({provider} - {""})),
            listed=listed,
        )

    def _listed(self, today: date, provider: str) -> Listed:
        """The days of a provider, or of all, as they stand in the page."""
        found = distinct(self.archive.days(today - PAST, today + AHEAD, provider))
        ahead = [one for one in found if one.day >= today]
        past = [one for one in reversed(found) if one.day < today]
        far = partial(distance, today)
        act = next((one for one in ahead if one.kind == "act-by"), None)
        days = {"months": months(ahead[:MOST]), "left": len(ahead) - MOST, "past": past[:MOST], "what": WHAT}
        return Listed(
            trusted(self.templates.get_template("deadlines_next.html").render(next_act=act, distance=far)),
            trusted(self.templates.get_template("deadlines_days.html").render(**days, distance=far)),
        )


def months(days: Iterable[Day]) -> list[Month]:
    """Days by month."""
    return [Month(name, tuple(found)) for name, found in groupby(days, key=lambda one: _month(one.day))]


def distance(today: date, day: date) -> str:
    """How far away a day is, as people say it: "in 3 days", "yesterday"."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"in {times_words(days, 'day')}" if days > 0 else f"{times_words(-days, 'day')} ago"


def _month(day: date) -> str:
    return date_words(f"{day:%Y-%m}")

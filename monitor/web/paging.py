"""Lists in pages: what is asked for in an address, and where a list goes on."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from monitor.model import Place
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from monitor.wire import Json

LIMIT = 50
"""Rows of an answer where no limit is asked for: some megabytes even of long diffs."""

LONGEST = 200
"""Rows of an answer at most."""

NUMBER = pattern(r"[0-9]{1,9}")
"""The number of a revision, or of rows."""

_NO_CURSOR = "after is the `next` of the answer before"
_CURSOR = pattern(r"[A-Za-z0-9_-]{1,400}")

FIRST = Place(datetime.min.replace(tzinfo=UTC), "", 0)
"""The place before all others."""

_LAST = datetime.max.replace(tzinfo=UTC)

_Row = TypeVar("_Row")


class BadQuery(Exception):
    """A query parameter is not what it may be."""


def page(
    key: str, rows: Iterable[_Row], limit: int, mark: Callable[[_Row], str | int], after: str | int | None
) -> Json:
    """The first rows, where to go on after them, and whether there are more of them."""
    found = list(islice(rows, limit + 1))
    given = found[:limit]
    return {key: given, "next": mark(given[-1]) if given else after, "more": len(found) > limit}


def limit(request: Request) -> int:
    """How many rows are asked for. Raises `BadQuery`."""
    asked = request.query_params.get("limit", str(LIMIT))
    if not NUMBER.fullmatch(asked) or not 1 <= int(asked) <= LONGEST:
        said = f"limit is a whole number from 1 to {LONGEST}"
        raise BadQuery(said)
    return int(asked)


def after_number(request: Request) -> int:
    """The revision after which to go on; 0 for the start. Raises `BadQuery`."""
    asked = request.query_params.get("after", "0")
    if not NUMBER.fullmatch(asked):
        raise BadQuery("after is the number of a revision, from 0: the `next` of the answer before")
    return int(asked)


def offset(request: Request, most: int) -> int:
    """How many rows come before those that are asked for. Raises `BadQuery`."""
    asked = request.query_params.get("after", "0")
    if not NUMBER.fullmatch(asked) or int(asked) > most:
        said = f"after is a number from 0 to {most}: the `next` of the answer before"
        raise BadQuery(said)
    return int(asked)


def cursor(place: Place) -> str:
    """A place in the order of changes as it stands in an address."""
    return marked(place.at.astimezone(UTC).isoformat(), place.source, str(place.number))


def place_of(asked: str) -> Place:
    """The place that `cursor` named. Raises `BadQuery`."""
    at, source, number = unmarked(asked, 3)
    try:
        time = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadQuery(_NO_CURSOR) from error
    if time.tzinfo is None or not NUMBER.fullmatch(number):
        raise BadQuery(_NO_CURSOR)
    return Place(_in_utc(time), source, int(number))


def _in_utc(time: datetime) -> datetime:
    """A time in UTC, or the first or the last there is where it lies beyond them."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        return FIRST.at if time.year == FIRST.at.year else _LAST


def marked(*parts: str) -> str:
    """Where a list goes on, as it stands in an address; no part has a space in it."""
    return urlsafe_b64encode(" ".join(parts).encode()).decode().rstrip("=")


def unmarked(asked: str, count: int) -> list[str]:
    """The parts that `marked` was given. Raises `BadQuery` where they are not so many."""
    if not _CURSOR.fullmatch(asked):
        raise BadQuery(_NO_CURSOR)
    try:
        parts = urlsafe_b64decode(asked + "=" * (-len(asked) % 4)).decode("ascii").split(" ")
    except (ValueError, NoBase64) as error:
        raise BadQuery(_NO_CURSOR) from error
    if len(parts) != count:
        raise BadQuery(_NO_CURSOR)
    return parts

"""Lists in pages: what is asked for in an address, and where a list goes on."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from monitor.model import Revision
    from monitor.wire import Json

LIMIT = 50
"""Rows of an answer where no limit is asked for: some megabytes even of long diffs."""

LONGEST = 200
"""Rows of an answer at most."""

NUMBER = pattern(r"[0-9]{1,9}")
"""The number of a revision, or of rows."""

_NO_CURSOR = "after is the `next` of the answer before"
_CURSOR = pattern(r"[A-Za-z0-9_-]{1,400}")


Place: TypeAlias = tuple[datetime, str, int]
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


def place(revision: Revision) -> Place:
    """Where a change stands in the order of all changes."""
    return revision.at, revision.source, revision.number


def cursor(at_place: Place) -> str:
    """A place in the order of changes as it stands in an address."""
    at, source, number = at_place
    return urlsafe_b64encode(f"{at.astimezone(UTC).isoformat()} {source} {number}".encode()).decode().rstrip("=")


def place_of(asked: str) -> Place:
    """The place that `cursor` named. Raises `BadQuery`."""
    if not _CURSOR.fullmatch(asked):
        raise BadQuery(_NO_CURSOR)
    try:
        at, source, number = urlsafe_b64decode(asked + "=" * (-len(asked) % 4)).decode("ascii").split(" ")
        found = datetime.fromisoformat(at), source, int(number)
    except (ValueError, NoBase64) as error:
        raise BadQuery(_NO_CURSOR) from error
    if found[0].tzinfo is None:
        raise BadQuery(_NO_CURSOR)
    return found

"""How the API answers: in JSON, errors too, and lists in pages."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.responses import Response

from monitor.errors import ClausewatchError, SearchTooWide, UnknownRevision, UnknownSource
from monitor.web.fresh import fresh
from monitor.web.pages import NotThere
from monitor.web.paging import BadQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from monitor.wire import Json

    Handler: TypeAlias = Callable[[Any, Request], Response]

JSON = "application/json"


def refused(status: int, message: str, **headers: str) -> Response:
    """Why there is no answer."""
    body = json.dumps({"error": {"message": message}})
    return Response(body, status_code=status, media_type=JSON, headers=headers)


def answering(handler: Handler) -> Handler:
    """A handler whose errors are answered as JSON."""

    @wraps(handler)
    def answer(self: Any, request: Request) -> Response:  # noqa: ANN401 - whatever it is a method of
        try:
            return handler(self, request)
        except (BadQuery, SearchTooWide) as error:
            return refused(422, str(error))
        except (NotThere, UnknownRevision, UnknownSource) as error:
            return refused(404, str(error))
        except ClausewatchError as error:
            return refused(503, str(error))

    return answer


def answered(request: Request, value: Json) -> Response:
    """A value as JSON."""
    return fresh(request, packed(value), JSON)


def packed(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """A value as the bytes of its JSON."""
    return json.dumps(value).encode("ascii")


def packed_with(row: bytes, **more: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """An object that is packed already, with further keys."""
    return row[:-1] + b", " + packed(more)[1:]


def packed_list(given: Json, key: str, rows: Iterable[bytes]) -> bytes:
    """A page of a list whose rows are packed already."""
    rest = {name: value for name, value in given.items() if name != key}
    return packed_with(packed({key: []})[:-2] + b", ".join(rows) + b"]}", **rest)

"""Answers that whoever has them already need not be sent again (RFC 9110, 13)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


def fresh(request: Request, body: bytes, media_type: str, modified: datetime | None = None) -> Response:
    """The body with its validators, or 304 where the one who asks has just these bytes.

    `modified` is when what it tells changed last; what is not told in time order has none.
    """
    return fresh_as(request, body, lambda: body, media_type, modified)


def fresh_as(
    request: Request, mark: bytes, make: Callable[[], bytes], media_type: str, modified: datetime | None = None
) -> Response:
    """As `fresh`, for a body that follows from `mark` and is made only where it is to be sent."""
    headers = {"ETag": f'"{sha256(mark).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if modified:
        headers["Last-Modified"] = format_datetime(modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if _has_it(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type=media_type, headers=headers)


@cache
def release() -> str:
    """Which release makes the answers, for marks: another one may make another body of the same."""
    return version("clausewatch")


def _has_it(request: Request, tag: str, modified: datetime | None) -> bool:
    """Whether the request names this tag; the time counts only where it names none (RFC 9110, 13.2.2)."""
    named = request.headers.get("if-none-match")
    if named is not None:
        tags = {one.strip().removeprefix("W/") for one in named.split(",")}
        return "*" in tags or tag in tags
    since = _time(request.headers.get("if-modified-since", ""))
    return bool(modified and since and modified.replace(microsecond=0) <= since)


def _time(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # as if it were not there (RFC 9110, 13.1.3)
        return None

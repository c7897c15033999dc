"""Who waits for whom: what takes long is answered beside what is quickly made."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

WAITING = 8
"""Pages of one process that wait for another process at the same time; they compute hardly anything themselves."""

PROGRAMS = 1
"""Answers to programs that one process makes at the same time: feeds and lists take long, and nobody looks on."""


def lane(at_once: int) -> Callable[[Callable[[Request], Response]], Callable[[Request], Awaitable[Response]]]:
    """What makes pages wait for one another, so many being made at the same time, and for no others.

    Those of one lane may take long: they take no place among the pages that are made outside of it.
    """
    limit = CapacityLimiter(at_once)

    def within(page: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        @wraps(page)
        async def answer(request: Request) -> Response:
            return await to_thread.run_sync(page, request, limiter=limit)

        return answer

    return within

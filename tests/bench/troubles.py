"""How the last looks at a made-up document ended: most found it unchanged, some failed, were held, or never came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from monitor.model import Failure, Held, Memory, NotModified, Outcome, Page, Part

if TYPE_CHECKING:
    from tests.bench.lives import Life, Look

Trouble = Literal["none", "failing", "held", "stale"]

DAY = timedelta(days=1)
STALE = 9 * DAY
_SHELL = b"# Just a moment\n\nThis page is being checked.\n"
_TURNS = 40  # of so many documents one fails, one is held and one is stale
_FAILURES = (("http", "the server answered 503"), ("timeout", "no answer within 30 seconds"), ("dns", "no such host"))


def trouble_of(number: int) -> Trouble:
    """What is the matter with a document, by its number."""
    troubles: dict[int, Trouble] = {7: "failing", 17: "held", 27: "stale"}
    return troubles.get(number % _TURNS, "none")


def ending(life: Life, trouble: Trouble, now: datetime) -> list[Look]:
    """The looks of the last hours."""
    if trouble == "stale":
        return []
    hours = timedelta(hours=life.writer.rng.uniform(0.1, 5))
    if trouble == "failing":
        return _failed(life, now, now - hours)
    at = now - min(hours, DAY / 12)
    if trouble == "held":
        return [_held(life, at)]
    return [(NotModified(at), Outcome(life.source, at, "unchanged", life.number))]


def _failed(life: Life, now: datetime, last: datetime) -> list[Look]:
    rng = life.writer.rng
    kind, message = rng.choice(_FAILURES)
    times = [last - gap * timedelta(minutes=20) for gap in range(rng.randint(1, 12), -1, -1)]
    times = [max(at, life.at + (now - life.at) / 100) for at in times]
    failures = [Failure(kind, message, at) for at in times]
    memory = Memory(failing_since=times[0])
    return [
        (failure, Outcome(life.source, failure.at, "failed", life.number, failure=failure, memory=memory))
        for failure in failures
    ]


def _held(life: Life, at: datetime) -> Look:
    page = Page((Part(life.source.url, life.source.url, _SHELL, "text/markdown"),), at)
    held = Held("the page is much shorter than the terms were", page.digest, at, "shrunk", "", at)
    return page, Outcome(life.source, at, "held", life.number, held=held, memory=Memory(failing_since=at))

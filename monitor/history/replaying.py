"""A recorded history of one document, looked at as if it had been watched. Pure: commit times are the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.check import after, look
from monitor.decide import looks_again
from monitor.history.objects import Unread
from monitor.model import Failure, Page, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.model import Fetched, Outcome, Past, Source


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a document's page from `at` until something else does; time runs on to `until` at least.

    `begun` says that it was looked at before: only what time has changed since is to be seen.
    """

    at: datetime
    until: datetime
    body: bytes | Unread
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a document's history: what the source was before it, when it was looked at last, what it showed."""

    source: Source
    kind: str
    past: Past
    last: datetime | None
    shown: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Told:
    """What a chapter came to: the outcomes of the looks at each text, and what the source is after it."""

    outcomes: Sequence[Sequence[Outcome]]
    past: Past


def replay(chapter: Chapter) -> Told:
    """Look at each text when it came, and again whenever time alone would have changed what it means.

    Times never run backwards within a document, whatever its commits say of
    themselves: a text comes no earlier than the last look at the one before it.
    """
    past, last, found = chapter.past, chapter.last, []
    for shown in chapter.shown:
        outcomes: list[Outcome] = []
        while at := _due(chapter.source, past, last, shown, begun=shown.begun or bool(outcomes)):
            page = fetched(chapter, shown, at)
            outcomes.append(look(chapter.source, past, page, at))
            past, last = after(past, page, outcomes[-1]), at
        found.append(outcomes)
    return Told(found, past)


def fetched(chapter: Chapter, shown: Shown, at: datetime) -> Fetched:
    """A text as if it had been fetched, or why it could not be had."""
    if isinstance(shown.body, Unread):
        return Failure(shown.body.kind, shown.body.message, at, transient=False)
    url = chapter.source.url
    return Page((Part(asked=url, url=url, body=shown.body, content_type=chapter.kind),), at)


def _due(source: Source, past: Past, last: datetime | None, shown: Shown, *, begun: bool) -> datetime | None:
    """When to look next at what is shown; None where another look would find nothing else."""
    if not begun:
        return max(shown.at, last) if last else shown.at
    again = looks_again(source, past)
    return again if again and last and last < again <= shown.until else None

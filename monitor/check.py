"""One look at one source: the straight line from a fetched page to notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from monitor.compare import compare
from monitor.decide import Sight, decide, decide_without_page, unchanged
from monitor.errors import ReadError
from monitor.model import Failure, Fetched, Outcome, Page, Past, Source, Subscriber
from monitor.read import read
from monitor.route import route

if TYPE_CHECKING:
    from monitor.archive import Archive

Fetch: TypeAlias = Callable[[Source, Past, datetime], Fetched]


def look(source: Source, past: Past, fetched: Fetched, now: datetime) -> Outcome:
    """What a fetched page means, given what the source was."""
    if not isinstance(fetched, Page):
        return decide_without_page(source, past, fetched, now)
    if past.terms and fetched.digest == past.page_digest:
        return unchanged(source, past, now)
    try:
        terms = read(fetched, source, past.learned)
    except ReadError as error:
        unread = Failure("unreadable", str(error), now, transient=True)
        return decide_without_page(source, past, unread, now)
    comparison = compare(past.terms, terms, on=now.date()) if past.terms else None
    return decide(source, past, Sight(fetched, terms, comparison), now)


def check(
    source: Source, now: datetime, *, fetch: Fetch, archive: Archive, subscribers: Iterable[Subscriber]
) -> Outcome:
    """Look at one source once, and record what was seen and who is to be told."""
    past = archive.past(source, now)
    fetched = fetch(source, past, now)
    outcome = look(source, past, fetched, now)
    archive.record(source, fetched, outcome, route(outcome, subscribers), past.learned)
    return outcome


def rehearse(source: Source, past: Past, now: datetime, *, fetch: Fetch) -> Outcome:
    """Look at one source once, and record nothing."""
    return look(source, past, fetch(source, past, now), now)

"""One look at one source: the straight line from a fetched page to notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from monitor.compare import compare
from monitor.decide import (
    KNOWN_AS_MOVING,
    Sight,
    accept,
    alarmed,
    decide,
    decide_without_page,
    marks_of,
    settle,
    settling,
    since_accepted,
    unchanged,
    wants_browser,
    with_watched,
)
from monitor.errors import NothingHeld, ReadError
from monitor.model import (
    REVISING,
    Dependant,
    Failure,
    Fetched,
    Held,
    NotModified,
    Outcome,
    Page,
    Past,
    Source,
    Subscriber,
    Terms,
    Validators,
)
from monitor.read import read
from monitor.route import route

if TYPE_CHECKING:
    from monitor.archive import Archive

Fetch: TypeAlias = Callable[[Source, Past, datetime], Fetched]
Decide: TypeAlias = Callable[[Source, Past, Sight, datetime], Outcome]


def look(source: Source, past: Past, fetched: Fetched, now: datetime, decided: Decide = decide) -> Outcome:
    """What a fetched page means, given what the source was; `decided` is how a page that was read is judged."""
    outcome = with_watched(_settled(past, _looked(source, past, fetched, now, decided), now))
    outcome = since_accepted(outcome, past.accepted)
    if past.former and past.terms:
        return replace(outcome, reread=compare(past.former, past.terms))
    return outcome


def check(  # noqa: PLR0913 - what a look needs, each by its name
    source: Source,
    now: datetime,
    *,
    fetch: Fetch,
    archive: Archive,
    subscribers: Iterable[Subscriber],
    operator: str = "",
    sources: Iterable[Source] = (),
) -> Outcome:
    """Look at one source once, and record what was seen and who is to be told; `operator` names who hears of alarms.

    `sources` are all that are watched: subscribers of a document that this one is part of are told as well.
    """
    watched = tuple(sources)
    past = archive.glance(source)
    fetched = fetch(source, past, now)
    if not _needs_no_text(past, fetched):
        past = archive.past(source, now)
    fetched, found = _seen(source, past, fetched, now, fetch)
    outcome = alarmed(source, past, found, fetched, now)
    outcome, beside = _to_tell(outcome, past, archive, watched)
    notices = route(outcome, subscribers, operator, beside)
    archive.record(source, fetched, outcome, notices, past.learned)
    return outcome


def rehearse(source: Source, past: Past, now: datetime, *, fetch: Fetch) -> Outcome:
    """Look at one source once, and record nothing."""
    fetched, found = _seen(source, past, fetch(source, past, now), now, fetch)
    return alarmed(source, past, found, fetched, now)


def release(  # noqa: PLR0913 - as `check`
    source: Source,
    now: datetime,
    *,
    archive: Archive,
    subscribers: Iterable[Subscriber],
    operator: str = "",
    sources: Iterable[Source] = (),
) -> Outcome:
    """Take the page that is held for the terms, whatever it looks like, and record it as any other.

    Raises `NothingHeld` where none is.
    """
    watched = tuple(sources)
    past, page = archive.past(source, now), archive.held_page(source.id)
    outcome = alarmed(source, past, look(source, replace(past, page_digest=None), page, now, accept), page, now)
    outcome, beside = _to_tell(outcome, past, archive, watched)
    notices = route(outcome, subscribers, operator, beside)
    archive.record(source, page, outcome, notices, past.learned)
    return outcome


def dismiss(source: Source, *, archive: Archive) -> Held:
    """Let go of the page that is held: it is not the terms, and is not asked about again. Raises `NothingHeld`."""
    standing = archive.standings().get(source.id)
    if standing is None or standing.held is None:
        raise NothingHeld(source.id)
    return archive.dismiss(source.id, marks_of(standing.held))


def after(past: Past, fetched: Fetched, outcome: Outcome) -> Past:
    """What the source is for the next look, as an archive would have it once this one is recorded."""
    memory = past.memory if outcome.memory is None else outcome.memory
    believed = (past.believed if past.memory.adrift else past.terms) if memory.adrift else None
    seen = replace(past, former=None, memory=memory, believed=believed)
    if outcome.kind == "failed":
        return replace(seen, failures=past.failures + 1)
    if outcome.kind == "held":
        return replace(seen, held=outcome.held, failures=0, retry_at=None)
    good = replace(seen, revision=outcome.revision, held=None, failures=0, retry_at=None, last_success=outcome.at)
    if outcome.kind in REVISING and outcome.quiet and outcome.quiet not in KNOWN_AS_MOVING:
        good = replace(good, quiet=past.quiet | {outcome.revision})
    if past.accepted and outcome.alert and outcome.comparison:
        good = replace(good, accepted=replace(past.accepted, changes=past.accepted.changes + 1))
    if outcome.lines is not None:
        good = replace(good, lines=outcome.lines)
    if not isinstance(fetched, Page):
        return good
    terms = outcome.terms or past.terms
    known = {**past.known, terms.digest: outcome.revision} if outcome.terms and terms else past.known
    return replace(
        good,
        terms=terms,
        known=known,
        page_digest=fetched.digest,
        page_at=fetched.at,
        validators={part.asked: Validators(part.etag, part.last_modified) for part in fetched.parts},
    )


def _to_tell(
    outcome: Outcome, past: Past, archive: Archive, watched: tuple[Source, ...]
) -> tuple[Outcome, tuple[Dependant, ...]]:
    """An outcome that alerts with the clock of its change, and the documents beside it whose subscribers hear of it."""
    if not outcome.alert:
        return outcome, ()
    from monitor.check.telling import dependants, timed  # noqa: PLC0415 - most looks find nothing to tell

    return timed(outcome, past, archive, watched), dependants(outcome, archive, watched)


def _seen(source: Source, past: Past, fetched: Fetched, now: datetime, fetch: Fetch) -> tuple[Fetched, Outcome]:
    """What came, and what it means; where that may be the empty frame of an application, as a browser shows it."""
    outcome = look(source, past, fetched, now)
    if source.render != "auto" or not isinstance(fetched, Page) or not wants_browser(outcome, fetched):
        return fetched, outcome
    rendered = fetch(replace(source, render=True), past, now)
    return rendered, look(source, past, rendered, now)


def _needs_no_text(past: Past, fetched: Fetched) -> bool:
    """Whether a look means the same without the texts of the past: nothing came, or what was there and stands still."""
    if isinstance(fetched, Failure):
        return True
    return past.still and (isinstance(fetched, NotModified) or fetched.digest == past.page_digest)


def _looked(source: Source, past: Past, fetched: Fetched, now: datetime, decided: Decide) -> Outcome:
    if not isinstance(fetched, Page):
        return decide_without_page(source, past, fetched, now)
    if (past.terms or past.still) and fetched.digest == past.page_digest:
        return unchanged(source, past, now)
    try:
        terms = read(fetched, source, past.learned)
    except ReadError as error:
        unread = Failure("unreadable", str(error), now, transient=True)
        return decide_without_page(source, past, unread, now)
    comparison = compare(past.terms, terms, on=now.date()) if past.terms else None
    parts = _parts(fetched, source, past) if comparison and comparison.verdict == "substantive" else ()
    return decided(source, past, Sight(fetched, terms, comparison, parts), now)


def _parts(page: Page, source: Source, past: Past) -> tuple[Terms, ...]:
    """The terms on each of several parts by itself; none where only a section is watched: it stands in one of them."""
    if len(page.parts) == 1 or source.section:
        return ()
    return tuple(_part(replace(page, parts=(part,)), source, past) for part in page.parts)


def _part(page: Page, source: Source, past: Past) -> Terms:
    try:
        return read(page, source, past.learned)
    except ReadError:
        return Terms("", "", ())


def _settled(past: Past, outcome: Outcome, now: datetime) -> Outcome:
    """The outcome, and what settled by now: told no more while it moved, and told once it stands still."""
    terms = outcome.terms or past.terms
    if outcome.kind in {"failed", "held", "first"} or terms is None:
        return outcome
    pair = settling(past, terms, now)
    return settle(outcome, past, compare(*pair, on=now.date())) if pair else outcome

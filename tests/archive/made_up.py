"""Invented sources, pages, terms and outcomes, and a reader simple enough to predict: one clause a line."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.archive import Reader
from monitor.errors import NothingToRead
from monitor.model import (
    Change,
    Clause,
    Comparison,
    DatesComparison,
    Edit,
    Failure,
    Held,
    Learned,
    LeftOut,
    Link,
    Notice,
    Outcome,
    OutcomeKind,
    Page,
    Part,
    Side,
    Signal,
    Source,
    StatedDate,
    Terms,
)
from monitor.read import NOTHING_LEARNED

if TYPE_CHECKING:
    from monitor.archive import Archive

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(id="northline/messaging", urls=("https://northline.example/terms",), title="Messaging Terms")
THIRTY = "Payment is due in 30 days."
SIXTY = "Payment is due in 60 days."


def page(text: str, at: datetime = NOON, *, url: str = SOURCE.url, etag: str | None = None) -> Page:
    """A page of one part."""
    body = text.encode("utf-8", "surrogatepass")
    return Page((Part(asked=SOURCE.url, url=url, body=body, content_type="text/plain", etag=etag),), at)


def terms_of(text: str, title: str = "Messaging Terms") -> Terms:
    """What the reader makes of a text."""
    lines = [line for line in text.splitlines() if line]
    clauses = tuple(
        Clause(f"{n}", f"{n}.", "", line, 0, n, links=(Link("here", "/x"),)) for n, line in enumerate(lines, 1)
    )
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
    stated = (StatedDate("updated", "Updated: March 2026", "2026-03", "month"),)
    return Terms(title, "en", clauses, stated, "1", ("Added a line.",), (LeftOut("Menu", "menu", 4),), digest)


def read_lines(page: Page, source: Source, learned: Learned = NOTHING_LEARNED) -> Terms:  # noqa: ARG001 - it never learns
    """Read every part as lines; a source's `section` narrows it to the lines that hold it."""
    text = "\n".join(part.body.decode("utf-8", "surrogatepass") for part in page.parts)
    lines = [line for line in text.splitlines() if not source.section or source.section in line]
    if not lines:
        raise NothingToRead(page.url)
    return terms_of("\n".join(lines))


def markdown(terms: Terms) -> str:
    """Terms as a list."""
    return "".join(f"- {clause.text}\n" for clause in terms.clauses)


LINES = Reader("1", read_lines, markdown)


def comparison(old: str, new: str) -> Comparison:
    """A comparison of two one-line texts."""
    before, after = terms_of(old), terms_of(new)
    change = Change(
        kind="modified",
        old=_bare(before),
        new=_bare(after),
        edits=(Edit("-", old), Edit("+", new)),
        signals=(Signal("duration", "30 days", None),),
        topics=("payment",),
        severity="high",
        reason="a period changed",
    )
    return Comparison(
        "substantive", _side(before), _side(after), DatesComparison("silent", "2026-03", "2026-03"), (change,)
    )


def outcome(kind: OutcomeKind, revision: int, at: datetime = NOON) -> Outcome:
    """An outcome of a kind that needs nothing else."""
    return Outcome(SOURCE, at, kind, revision)


def first(text: str, at: datetime = NOON) -> Outcome:
    """The outcome of a first sight."""
    return replace(outcome("first", 1, at), terms=terms_of(text))


def changed(old: str, new: str, revision: int, at: datetime = NOON) -> Outcome:
    """The outcome of a change."""
    return replace(outcome("changed", revision, at), terms=terms_of(new), comparison=comparison(old, new))


def failed(at: datetime, revision: int = 1, retry_after: float | None = None) -> Outcome:
    """The outcome of a failure."""
    failure = Failure("timeout", "took more than 30 s", at, transient=True, retry_after=retry_after)
    return replace(outcome("failed", revision, at), failure=failure)


def held(digest: str, at: datetime, revision: int = 1) -> Outcome:
    """The outcome of an implausible page."""
    return replace(outcome("held", revision, at), held=Held("looks like a challenge", digest, at))


def notice_of(told: Outcome, name: str = "legal", source: Source = SOURCE) -> Notice:
    """The notice of a change to one subscriber."""
    assert told.comparison
    return Notice(
        id=f"{source.id}@{told.revision}/{name}",
        type="terms.changed",
        at=told.at,
        subscriber=name,
        source=source.id,
        title=source.title,
        url=source.url,
        revision=told.revision,
        outcome=told.kind,
        comparison=told.comparison,
    )


def see_first(archive: Archive, text: str = THIRTY, at: datetime = NOON) -> None:
    """Record a first sight."""
    archive.record(SOURCE, page(text, at), first(text, at), ())


def see_change(archive: Archive, old: str, new: str, revision: int, at: datetime, *names: str) -> Outcome:
    """Record a change that is told to these subscribers."""
    told = changed(old, new, revision, at)
    archive.record(SOURCE, page(new, at), told, [notice_of(told, name) for name in names])
    return told


def _bare(terms: Terms) -> tuple[Clause, ...]:
    """Clauses with what a diff keeps of them."""
    return tuple(Clause(c.path, c.label, c.heading, c.text, 0, c.ordinal) for c in terms.clauses)


def _side(terms: Terms) -> Side:
    return Side(terms.title, terms.language, terms.digest, len(terms.clauses), terms.dates, terms.version, terms.notes)

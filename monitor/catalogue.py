"""Filling the catalogue of an archive: what lists, searches and calendars are made from.

It is made of what was recorded, beside the checks and not by them: nobody who is to be
told of a change waits for it. Whoever looks brings it up to date first, and the pages'
server does so every other second.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import ArchiveError, ReadError
from monitor.model import Brief, Entry, Profile, Source, Worded
from monitor.read import READER_VERSION
from monitor.render import clock_line, revised, rules_lines
from monitor.render.calendar import Dated, days_of
from monitor.render.phrases import gravest, own_words
from monitor.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from monitor.archive import Library
    from monitor.model import Behind, Revision, Terms

MAKER = f"{READER_VERSION}/1"
"""What is made by another reader, or by an earlier form of this file, is made anew."""

AT_ONCE = 20
"""Revisions that are taken in with one transaction: other writers wait for it, some 0.1 s."""


def catch_up(archive: Library, sources: Iterable[Source], stop: Callable[[], bool] = lambda: False) -> int:
    """Take in every revision that the catalogue does not have yet; how many. Ends early once `stop` says so.

    Raises `ArchiveError` where it cannot be written; what was taken in until then stays.
    """
    known = {source.id: source for source in sources}
    return sum(_catch_up(archive, behind, known, stop) for behind in archive.uncatalogued(MAKER) if not stop())


def catch_up_with(archive: Library, source: str, sources: Iterable[Source]) -> int:
    """As `catch_up`, for one source; what cannot be written now, as the archive is busy, waits for the next time."""
    known = {one.id: one for one in sources if one.id == source}
    with suppress(ArchiveError):
        return sum(_catch_up(archive, behind, known, lambda: False) for behind in archive.uncatalogued(MAKER, source))
    return 0


def _catch_up(archive: Library, behind: Behind, known: Mapping[str, Source], stop: Callable[[], bool]) -> int:
    taken = 0
    for first in range(behind.catalogued + 1, behind.revision + 1, AT_ONCE):
        if stop():
            break
        numbers = range(first, min(first + AT_ONCE, behind.revision + 1))
        if not _take_in(archive, behind, numbers, known.get(behind.source)):
            break
        taken += len(numbers)
    return taken


def _take_in(archive: Library, behind: Behind, numbers: range, source: Source | None) -> bool:
    """Whether these revisions were taken in."""
    revisions = [archive.revision(behind.source, number) for number in numbers]
    read = [_terms(archive, source, revision) for revision in revisions]
    entries = [entry_of(revision, terms) for revision, terms in zip(revisions, read, strict=True)]
    last = _profile(revisions[-1], read[-1]) if numbers[-1] == behind.revision else Profile(revisions[-1].title)
    return archive.catalogue(replace(behind, catalogued=numbers[0] - 1), entries, last, MAKER)


def _terms(archive: Library, source: Source | None, revision: Revision) -> Terms | None:
    with suppress(ReadError):
        return archive.terms(source or Source(revision.source, (revision.url,)), revision.number)
    return None


def entry_of(revision: Revision, terms: Terms | None) -> Entry:
    """What the catalogue takes in of a revision and its terms, None where these cannot be read any more."""
    comparison = revision.comparison
    dates = comparison.new.dates if comparison else terms.dates if terms else ()
    return Entry(brief_of(revision, terms), tuple(days_of(Dated(revision, dates))), _worded(terms) if terms else None)


def _worded(terms: Terms) -> tuple[Worded, ...]:
    return tuple(Worded(one.path, one.label or "", one.heading, one.text) for one in terms.clauses)


def brief_of(revision: Revision, terms: Terms | None) -> Brief:
    """A revision in a line or two."""
    comparison = revision.comparison
    clock = comparison.clock if comparison else None
    return Brief(
        source=revision.source,
        revision=revision.number,
        at=revision.at,
        outcome=revision.outcome,
        words=revised(revision),
        quiet=revision.quiet,
        clock=clock_line(clock, revision.at.date(), comparison.new.language) if comparison and clock else "",
        severity=gravest(comparison),
        changes=len(comparison.substantive) if comparison else 0,
        clauses=len(terms.clauses) if terms else 0,
        length=sum(len(clause.text.split()) + len(clause.heading.split()) for clause in terms.clauses) if terms else 0,
        dates=comparison.dates.verdict if comparison else None,
        stated=_stated(terms),
        notes=own_words(comparison) if comparison else (),
        compared=comparison is not None,
    )


def _stated(terms: Terms | None) -> str:
    """The latest date that terms state of themselves, as a value."""
    return max((date.value for date in terms.dates if date.value), default="") if terms else ""


def _profile(revision: Revision, terms: Terms | None) -> Profile:
    if terms is None:
        return Profile(revision.title)
    return Profile(
        terms.title or revision.title,
        tuple(date.text for date in terms.dates),
        tuple(rules_lines(rules_of(terms), terms.language)),
    )

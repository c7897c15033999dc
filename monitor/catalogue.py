"""Filling the catalogue of an archive: what lists, searches and calendars are made from.

It is made of what was recorded, beside the checks and not by them: nobody who is to be
told of a change waits for it. Whoever looks brings it up to date first, and the pages'
server does so every other second.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.errors import ArchiveDamaged, ArchiveError, ReadError
from monitor.model import Behind, Brief, Entry, Profile, Source, Worded
from monitor.read import READER_VERSION
from monitor.render import clock_line, revised, rules_lines
from monitor.render.calendar import Dated, days_of
from monitor.render.phrases import gravest, own_words
from monitor.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from monitor.archive import Library
    from monitor.model import Revision, Stock, Terms

MAKER = f"{READER_VERSION}/1"
"""What is made by another reader, or by an earlier form of this file, is made anew."""

AT_ONCE = 20
"""Revisions that are taken in with one transaction: other writers wait for it, some 0.07 s with 200 clauses each."""


def behind(archive: Library, sources: Iterable[Source], only: str | None = None) -> list[Behind]:
    """The documents with revisions that the catalogue does not have, or has otherwise than they are read now.

    What is not configured here stays as it was made by whoever knows how to read it.
    """
    known = {source.id: source for source in sources}
    return [one for stock in archive.stock(only) for one in _behind(stock, known.get(stock.source))]


def _behind(stock: Stock, source: Source | None) -> Iterator[Behind]:
    if source is None and stock.maker.startswith(f"{MAKER}/"):
        return
    maker = maker_of(source)
    taken = stock.catalogued if stock.maker == maker else 0
    if stock.revision > taken:
        yield Behind(stock.source, taken, stock.revision, maker)


def maker_of(source: Source | None) -> str:
    """What makes the catalogue's rows of a source: where only a part of its page is read, also which."""
    chosen = (source.select, source.remove, source.section, source.start, source.end) if source else ()
    return f"{MAKER}/{sha256(repr(chosen).encode()).hexdigest()[:16]}" if any(chosen) else MAKER


def catch_up(archive: Library, sources: Iterable[Source], stop: Callable[[], bool] = lambda: False) -> int:
    """Take in every revision that the catalogue does not have yet; how many. Ends early once `stop` says so.

    Raises `ArchiveError` where it cannot be written; what was taken in until then stays. A document that is
    damaged is passed over, and told of at the end: it must not keep the others out.
    """
    known = {source.id: source for source in sources}
    taken, damage = 0, None
    for one in behind(archive, known.values()):
        if stop():
            break
        try:
            taken += _catch_up(archive, one, known, stop)
        except ArchiveDamaged as error:
            damage = damage or error
    if damage:
        raise damage
    return taken


def catch_up_with(archive: Library, source: str, sources: Iterable[Source]) -> int:
    """As `catch_up`, for one source; what cannot be written now, as the archive is busy, waits for the next time."""
    known = {one.id: one for one in sources if one.id == source}
    with suppress(ArchiveError):
        return sum(_catch_up(archive, one, known, lambda: False) for one in behind(archive, known.values(), source))
    return 0


def _catch_up(archive: Library, late: Behind, known: Mapping[str, Source], stop: Callable[[], bool]) -> int:
    taken = 0
    for first in range(late.catalogued + 1, late.revision + 1, AT_ONCE):
        if stop():
            break
        numbers = range(first, min(first + AT_ONCE, late.revision + 1))
        if not _take_in(archive, late, numbers, known.get(late.source)):
            break
        taken += len(numbers)
    return taken


def _take_in(archive: Library, late: Behind, numbers: range, source: Source | None) -> bool:
    """Whether these revisions were taken in."""
    revisions = [archive.revision(late.source, number) for number in numbers]
    read = [_terms(archive, source, revision) for revision in revisions]
    entries = [entry_of(revision, terms) for revision, terms in zip(revisions, read, strict=True)]
    last = _profile(revisions[-1], read[-1]) if numbers[-1] == late.revision else Profile(revisions[-1].title)
    return archive.catalogue(replace(late, catalogued=numbers[0] - 1), entries, last)


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

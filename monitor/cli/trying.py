"""How an address reads before it is watched: fetched through the gate, looked at as if for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.fold import words

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.fetch import Fetcher
    from monitor.model import Clause, Outcome, Source, StatedDate, Terms

FEW_WORDS = 100
"""Half of what the shortest of 271 collected documents of real providers has (201)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a first look found. `terms` are there for a held page too; `found_at` is the address after redirects."""

    outcome: Outcome
    terms: Terms | None
    found_at: str

    @property
    def doubt(self) -> str:
        """Why this may not be the terms at all, or ""."""
        if self.outcome.failure:
            return self.outcome.failure.message
        return self.outcome.held.reason if self.outcome.held else ""

    @property
    def words(self) -> int:
        """How many words its clauses have."""
        return sum(count(clause) for clause in self.terms.clauses) if self.terms else 0

    @property
    def short(self) -> str:
        """That it has very few words, or ""."""
        return f"only {self.words} words" if self.terms and self.words < FEW_WORDS else ""

    @property
    def date(self) -> StatedDate | None:
        """The date it states of itself that counts most for a list: when it was updated, or else the first stated."""
        dates = self.terms.dates if self.terms else ()
        return next((date for date in dates if date.role == "updated"), dates[0] if dates else None)


def count(clause: Clause) -> int:
    """The words of a clause, its heading included."""
    return len(words(clause.heading)) + len(words(clause.text))


def tried(source: Source, fetcher: Fetcher, now: datetime) -> Tried:
    """Fetch a source and look at it as if for the first time; nothing is recorded."""
    from monitor.check import look  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.model import Page, Past  # noqa: PLC0415
    from monitor.read import read  # noqa: PLC0415

    fetched = fetcher.fetch(source, Past(), now)
    outcome = look(source, Past(), fetched, now)
    if not isinstance(fetched, Page):
        return Tried(outcome, None, source.url)
    terms = outcome.terms
    if terms is None and outcome.held:
        terms = read(fetched, source)
    return Tried(outcome, terms, fetched.url)

"""A source that is looked at again and again, as the pure line does it: its past goes on from look to look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.check import after, look
from monitor.model import Failure, NotModified, Outcome, Past, Source
from tests.decide.pages import CLAUSES, NOON, SOURCE, page, terms_page

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROUND = 6 * HOUR


@dataclass
class Watched:
    """One source and its past; each look comes a round after the one before, unless said otherwise."""

    source: Source = SOURCE
    past: Past = field(default_factory=Past)
    at: datetime = NOON

    def sees(self, markup: str, wait: timedelta = ROUND, url: str = SOURCE.url) -> Outcome:
        """Look at a page."""
        self.at += wait
        fetched = page(markup, url, self.at)
        outcome = look(self.source, self.past, fetched, self.at)
        self.past = after(self.past, fetched, outcome)
        return outcome

    def told_to(self, told: dict[int, set[str]]) -> Past:
        """The past, if these subscribers had been told of these revisions."""
        return replace(self.past, told={number: frozenset(names) for number, names in told.items()})

    def fails(self, wait: timedelta = ROUND) -> Outcome:
        """Look at a server that does not answer."""
        self.at += wait
        failure = Failure("timeout", "no answer in 30 s", self.at)
        outcome = look(self.source, self.past, failure, self.at)
        self.past = after(self.past, failure, outcome)
        return outcome

    def is_not_modified(self, wait: timedelta = ROUND) -> Outcome:
        """Look at a server that says that nothing has changed."""
        self.at += wait
        outcome = look(self.source, self.past, NotModified(self.at), self.at)
        self.past = after(self.past, NotModified(self.at), outcome)
        return outcome


def terms(*swaps: tuple[int, str | None], extra: str = "", title: str = "Voice Terms") -> str:
    """Terms of ten clauses, of which some read otherwise, or are missing; `extra` follows them."""
    clauses = list(CLAUSES)
    for place, text in sorted(swaps, key=lambda swap: -swap[0]):
        if text is None:
            del clauses[place]
        else:
            clauses[place] = text
    return terms_page(tuple(clauses), title).replace("</main>", f"{extra}</main>")


def kinds(outcomes: list[Outcome]) -> list[tuple[str, bool]]:
    """What was found, and whether anybody was told."""
    return [(outcome.kind, outcome.alert) for outcome in outcomes]


SIXTY = (0, "The customer pays every invoice within sixty days of its date, by transfer and without deduction.")
TEN = (0, "The customer pays every invoice within ten days of its date, by transfer and without deduction.")
NINETY = (1, "Either party may end this contract with ninety days' written notice to the other.")
FRANCE = (3, "The law of France governs these terms, and the courts of Lyon decide.")

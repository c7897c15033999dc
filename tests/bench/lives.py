"""The life of one made-up document: its revisions as real checks would find them, made without reading or aligning.

What a text reads as is known because it was written clause by clause, and what changed because it was changed here.
tests/web/test_large.py holds this against real checks of the same pages.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from monitor.model import Line, Memory, NotModified, Outcome, Page, Part, Rules, Seen, Source
from monitor.read import read
from monitor.rules import Governing, clock_of, has_clock, rules_of
from tests.bench.texts import Piece, Section, Text, keys_of, printed, terms_of
from tests.bench.told import comparison_of
from tests.bench.wording import HEADINGS, PART_OF, RULES, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.model import Comparison, Fetched, OutcomeKind, Terms

Look: TypeAlias = "tuple[Fetched, Outcome]"

A_SECTION = 10  # clauses, its heading included
LOOKS_BETWEEN = 2  # between two revisions, that find nothing changed
_DATE_ONLY, _RETURNS, _DATED = 0.03, 0.02, 0.75  # of the revisions: what happens to them, or to their stated date
_ADDED, _REMOVED = 0.07, 0.06  # of the changed clauses; the rest is modified
_NEW = 1_000_000  # clauses that are added count from here


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is made: documents, revisions of each, clauses of each, and clauses that each revision changes."""

    documents: int = 2000
    revisions: int = 50
    clauses: int = 200
    changed: int = 16
    seed: int = 1


@dataclass(slots=True)
class Life:
    """A document from its first revision on; `parent` is what decides where it leaves its changes to another one."""

    source: Source
    writer: Writer
    text: Text
    at: datetime
    end: datetime
    plan: Plan
    parent: Governing | None = None
    number: int = 0
    terms: Terms = field(init=False)
    rules: Rules = field(init=False)
    lines: dict[str, Line] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    former: Text | None = None
    known: dict[str, int] = field(default_factory=dict)
    last: datetime | None = None
    came: int = _NEW

    @property
    def governing(self) -> Governing:
        """What this document says of changes, for those that are part of it."""
        return Governing(self.terms.title, self.source.id, self.rules)

    def begin(self) -> list[Look]:
        """The first look at it."""
        page = self._page()
        self.terms = read(page, self.source)
        changes = tuple(one for one in self.terms.clauses if one.path == "1" or one.path.startswith("1/"))
        self.rules = rules_of(replace(self.terms, clauses=changes))  # they stand there, and are never edited
        self.number, self.last = 1, self.at
        self.held = keys_of(self.text, self.terms)
        self.lines = dict.fromkeys(self.held, Line(0, 1, self.at))
        self.known[self.terms.digest] = 1
        return [(page, Outcome(self.source, self.at, "first", 1, self.terms, lines=dict(self.lines), memory=Memory()))]

    def next(self, revisions: int) -> list[Look]:
        """The looks up to this many further revisions; what is remembered of them stands with the last one."""
        looks = [look for _ in range(revisions) for look in (*self._unchanged(), self._revised())]
        fetched, outcome = looks[-1]
        return [*looks[:-1], (fetched, replace(outcome, lines=dict(self.lines), memory=Memory()))]

    def _unchanged(self) -> Iterator[Look]:
        gap = (self.end - self.at) / (self.plan.revisions - self.number)
        gap *= self.writer.rng.uniform(0.5, 1.2) if self.plan.revisions - self.number > 1 else 1
        for part in range(1, LOOKS_BETWEEN + 1):
            self.last = self.at + gap * part / (LOOKS_BETWEEN + 1)
            yield NotModified(self.last), Outcome(self.source, self.last, "unchanged", self.number)
        self.at += gap

    def _revised(self) -> Look:
        text, back = self._rewritten()
        before, self.terms = self.terms, terms_of(text, self.terms)
        comparison = comparison_of((self.text, before), (text, self.terms), self.at.date())
        self.former, self.text = self.text, text
        self.number += 1
        self._remember()
        kind: OutcomeKind = "seen-before" if back else "date-only" if comparison.verdict == "date-only" else "changed"
        earlier = self.known.get(self.terms.digest) if back else None
        self.known[self.terms.digest] = self.number
        found = self._timed(comparison)
        self.last = self.at
        return self._page(), Outcome(self.source, self.at, kind, self.number, self.terms, found, earlier=earlier)

    def _timed(self, comparison: Comparison) -> Comparison:
        if not has_clock(comparison):
            return comparison
        clock = clock_of(self.rules, comparison, Seen(self.at, self.last), governing=self.parent)
        return replace(comparison, clock=clock)

    def _rewritten(self) -> tuple[Text, bool]:
        """What the document says next, and whether it said so before."""
        chance = self.writer.rng.random()
        day = printed(self.at - timedelta(days=self.writer.rng.randrange(3)))
        if chance < _DATE_ONLY:
            return replace(self.text, day=day if day != self.text.day else printed(self.at + timedelta(days=9))), False
        if chance < _DATE_ONLY + _RETURNS and self.former and self.former.sections != self.text.sections:
            return self.former, True
        moved = self.writer.rng.random() < _DATED
        return Text(self.text.title, self._edited(), day if moved else self.text.day), False

    def _edited(self) -> tuple[Section, ...]:
        """The sections with some clauses changed; the first says how the document is changed, and keeps its clauses."""
        rng = self.writer.rng
        sections = [list(section.pieces) for section in self.text.sections]
        touched: set[int] = set()
        while len(touched) < min(self.plan.changed, self.plan.clauses // 2):
            section = rng.choice(sections[1:])
            place, chance = rng.randrange(len(section)), rng.random()
            number, text = section[place]
            if number in touched:
                continue
            touched.add(number)
            if chance < _ADDED:
                touched.discard(number)
                self.came += 1
                touched.add(self.came)
                section.insert(place, Piece(self.came, self.writer.clause()))
            elif chance < _ADDED + _REMOVED and len(section) > A_SECTION // 2:
                section.pop(place)
            else:
                section[place] = Piece(number, self.writer.edited(text))
        headings = (section.heading for section in self.text.sections)
        return tuple(Section(*pair) for pair in zip(headings, map(tuple, sections), strict=True))

    def _remember(self) -> None:
        held = keys_of(self.text, self.terms)
        for one in self.held ^ held:
            known = self.lines.get(one)
            self.lines[one] = Line((known.turns if known else 0) + 1, self.number, self.at)
        self.held = held

    def _page(self) -> Page:
        url = self.source.url
        return Page((Part(url, url, self.text.page(), "text/markdown"),), self.at)


def written(writer: Writer, plan: Plan, title: str, rules: Sequence[str], day: str) -> Text:
    """A document's first text, of as many clauses as are asked for."""
    sections = max(2, round((plan.clauses - 2) / A_SECTION))
    rest = plan.clauses - 2 - A_SECTION * (sections - 1)
    sizes = [A_SECTION - 1] * (sections - 1) + [max(1, rest - 1)]
    texts = [[writer.clause() for _ in range(size)] for size in sizes]
    texts[0][: len(rules)] = rules
    headings = ("Changes", *(HEADINGS[place % len(HEADINGS)] for place in range(sections - 1)))
    pieces = [
        tuple(Piece(number * plan.clauses + place, text) for place, text in enumerate(section, 1))
        for number, section in enumerate(texts)
    ]
    return Text(title, tuple(Section(*pair) for pair in zip(headings, pieces, strict=True)), day)


def rules_for(number: int, kind: int, parent: str) -> tuple[str, ...]:
    """What a document says of its changes: the first of a provider a rule of its own, others leave it to that."""
    if kind % 3 == 1:
        return (PART_OF.format(parent=parent),)
    return (RULES[(number + kind) % len(RULES)].format(n=(14, 30, 60)[number % 3]),)


def seeded(*parts: object) -> random.Random:
    """Chance that is the same for the same parts."""
    return random.Random(" ".join(map(str, parts)))

"""What was compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from monitor.model.companies import CompanyChange
from monitor.model.kinds import SUBSTANTIVE, ChangeKind, DatesVerdict, Severity, Verdict
from monitor.model.ruled import Clock
from monitor.model.terms import Clause, StatedDate


class Edit(NamedTuple):
    """A run of words that stayed ("="), went ("-") or came ("+"), spaces included."""

    op: Literal["=", "-", "+"]
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing within a change that a reader looks for first, such as a duration; None where a side has none.

    `where` holds the paths of other clauses it bears upon: those that use a changed
    definition, or whose reference no longer fits.
    """

    kind: str
    old: str | None
    new: str | None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause, or to the clauses that were split or merged.

    "=" and "-" edits joined are the old text, "=" and "+" the new one, exactly;
    texts of several clauses are joined by a newline. `within` says which items of an
    enumeration inside the clause changed, as "15(v)"; `above` is the heading it
    stands under. `reason` says in one sentence why the severity is what it is.
    """

    kind: ChangeKind
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    edits: tuple[Edit, ...] = ()
    moved: bool = False
    renumbered: bool = False
    retitled: bool = False
    signals: tuple[Signal, ...] = ()
    topics: tuple[str, ...] = ()
    severity: Severity = "low"
    reason: str = ""
    within: tuple[str, ...] = ()
    above: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What a comparison keeps of one of its two terms; `clauses` is how many there were."""

    title: str
    language: str
    digest: str
    clauses: int
    dates: tuple[StatedDate, ...] = ()
    version: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatesComparison:
    """What the page says of itself against what its text did; `old` and `new` are date values, where one is stated."""

    verdict: DatesVerdict
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class AdvanceNotice:
    """A passage that announces a coming version or an effective date: its clause, the day as a value, its words."""

    path: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class SectionPair:
    """Where a section of rewritten terms went: headings of both sides, "" for none, and the share of words kept."""

    old: str
    new: str
    kept: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two terms differ, clause by clause, in reading order of the new terms.

    `notices` are announcements of what is to come that the new text makes and the
    old one did not; `sections` is a map of the sections where `rewrite` holds. `clock`
    says since when the change binds, where that was worked out. `companies` tells what
    happened to the entries of lists of companies, whose clauses stand in `changes`, too.
    """

    verdict: Verdict
    old: Side
    new: Side
    dates: DatesComparison
    changes: tuple[Change, ...] = ()
    rewrite: bool = False
    notices: tuple[AdvanceNotice, ...] = ()
    sections: tuple[SectionPair, ...] = ()
    clock: Clock | None = None
    companies: tuple[CompanyChange, ...] = ()

    def with_changes(self, changes: tuple[Change, ...]) -> Comparison:
        """The same with only these of its changes, and without the companies that the others told of."""
        kept, found = _places(changes), _places(self.changes)
        left = found - kept
        companies = tuple(one for one in self.companies if (one.kind == "removed", one.clause) not in left)
        return replace(self, changes=changes, companies=companies)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many changes of each kind there are; kinds that do not occur are absent."""
        return dict(Counter(change.kind for change in self.changes))

    @property
    def substantive(self) -> tuple[Change, ...]:
        """The changes that alter what the terms say."""
        return tuple(change for change in self.changes if change.kind in SUBSTANTIVE)


def _places(changes: tuple[Change, ...]) -> set[tuple[bool, str]]:
    """The paths of the clauses of changes, each with whether it is of the old side."""
    olds = {(True, clause.path) for change in changes for clause in change.old}
    return olds | {(False, clause.path) for change in changes for clause in change.new}

"""One clause through time: followed from revision to revision, through new numbers and new places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.reports import stands_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Clause, Revision


@dataclass(frozen=True, slots=True)
class Step:
    """What one revision did to a clause.

    `clause` is as it stood from then on, None where it was removed; `before` as it stood
    until then, None where it came new. `change` is what happened to itself, None where
    something happened only to what stands `below` it.
    """

    revision: Revision
    before: Clause | None
    clause: Clause | None
    change: Change | None = None
    below: tuple[Change, ...] = ()

    @property
    def rewords(self) -> bool:
        """Whether its words are others than before, not only its number or its place."""
        if self.before is None or self.clause is None:
            return True
        return (self.before.heading, self.before.text) != (self.clause.heading, self.clause.text)


@dataclass(frozen=True, slots=True)
class Trail:
    """What happened to a clause, newest first; and as what it stood in the first revision, None where it came later."""

    steps: tuple[Step, ...]
    first: Clause | None

    @property
    def newest(self) -> Step | None:
        """What gave the clause the words that it has now; None where they are those of the first revision."""
        return next((step for step in self.steps if step.rewords), None)


@dataclass(frozen=True, slots=True)
class _Stand:
    """A clause and its path, which may be another than when its words were seen."""

    clause: Clause
    path: str


def trail(revisions: Sequence[Revision], clause: Clause, number: int) -> Trail:
    """Follow a clause of revision `number` to the last revision and back to the first."""
    later = _forth([one for one in revisions if one.number > number], _Stand(clause, clause.path))
    earlier, first = _back([one for one in revisions if one.number <= number], _Stand(clause, clause.path))
    return Trail((*reversed(later), *earlier), first)


def last_with(revisions: Sequence[Revision], path: str) -> int | None:
    """The number of the last revision of which a later change says that it had a clause at this path."""
    for earlier, later in zip(revisions[-2::-1], revisions[:0:-1], strict=True):
        if any(clause.path == path for change in _changes(later) for clause in change.old):
            return earlier.number
    return None


def _forth(revisions: Sequence[Revision], stand: _Stand) -> list[Step]:
    steps = []
    for revision in revisions:
        change = _own([(one, one.old) for one in _changes(revision)], stand.path)
        before = (_became(change.old, stand) if change else None) or stand
        after = _became(change.new, stand) if change else _carried(revision, stand, forth=True)
        steps += _step(revision, change, before, after)
        if after is None:
            break
        stand = after
    return steps


def _back(revisions: Sequence[Revision], stand: _Stand) -> tuple[list[Step], Clause | None]:
    steps: list[Step] = []
    for revision in reversed(revisions):
        change = _own([(one, one.new) for one in _changes(revision)], stand.path)
        after = (_became(change.new, stand) if change else None) or stand
        before = _became(change.old, stand) if change else _carried(revision, stand, forth=False)
        steps += _step(revision, change, before, after)
        if before is None:
            return steps, None
        stand = before
    return steps, stand.clause


def _step(revision: Revision, change: Change | None, before: _Stand | None, after: _Stand | None) -> list[Step]:
    below = tuple(one for one in _changes(revision) if one is not change and _under(one, before, after))
    if not (change or below):
        return []
    then, now = before.clause if before else None, after.clause if after else None
    return [Step(revision, then, now, change, below)]


def _under(change: Change, before: _Stand | None, after: _Stand | None) -> bool:
    was = before and any(stands_at(clause, before.path) for clause in change.old)
    return bool(was or (after and any(stands_at(clause, after.path) for clause in change.new)))


def _changes(revision: Revision) -> tuple[Change, ...]:
    return revision.comparison.changes if revision.comparison else ()


def _own(sides: Sequence[tuple[Change, Sequence[Clause]]], path: str) -> Change | None:
    return next((change for change, side in sides if any(clause.path == path for clause in side)), None)


def _became(side: Sequence[Clause], stand: _Stand) -> _Stand | None:
    """Of the clauses that it was split into or merged from the one that kept its path, or the first."""
    found = next((clause for clause in side if clause.path == stand.path), side[0] if side else None)
    return _Stand(found, found.path) if found else None


def _carried(revision: Revision, stand: _Stand, *, forth: bool) -> _Stand:
    """Where a clause stands to which nothing happened itself: another number above it makes its path another one."""
    moves = {}
    for change in _changes(revision):
        here, there = (change.old, change.new) if forth else (change.new, change.old)
        if len(here) == 1 and len(there) == 1:
            moves[here[0].path] = there[0].path
    above = [path for path in moves if stand.path.startswith((f"{path}/", f"{path}~"))]
    if not above:
        return stand
    nearest = max(above, key=len)
    return _Stand(stand.clause, moves[nearest] + stand.path[len(nearest) :])

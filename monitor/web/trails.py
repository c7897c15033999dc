"""One clause through time: followed from revision to revision, through new numbers and new places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.archive import Outline
    from monitor.model import Change, Clause, Revision
    from monitor.wire import Sketch


@dataclass(frozen=True, slots=True)
class Step:
    """What one revision did to a clause.

    `clause` is as it stood from then on, None where it was removed; `before` as it stood
    until then, None where it came new. `change` is what happened to itself, None where
    something happened only to what stands `below` it. `revision` is without its comparison.
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


def trail(outlines: Sequence[Outline], clause: Clause, number: int) -> Trail:
    """Follow a clause of revision `number` to the last revision and back to the first."""
    later = _forth([one for one in outlines if one.revision.number > number], _Stand(clause, clause.path))
    earlier, first = _back([one for one in outlines if one.revision.number <= number], _Stand(clause, clause.path))
    return Trail((*reversed(later), *earlier), first)


def last_with(outlines: Sequence[Outline], path: str) -> int | None:
    """The number of the last revision of which a later change says that it had a clause at this path."""
    for earlier, later in zip(outlines[-2::-1], outlines[:0:-1], strict=True):
        if any(path in change.old for change in later.changes_near(path)):
            return earlier.revision.number
    return None


def _forth(outlines: Sequence[Outline], stand: _Stand) -> list[Step]:
    steps = []
    for outline in outlines:
        changes = outline.changes_near(stand.path)
        own = next((one for one in changes if stand.path in one.old), None)
        change = own.whole() if own else None
        before = (_became(change.old, stand) if change else None) or stand
        moves = [(one.old, one.new) for one in changes]
        after = _became(change.new, stand) if change else _carried(moves, stand)
        below = _below(changes, own, before, after)
        steps += _step(outline, change, below, (before, after))
        if after is None:
            break
        stand = after
    return steps


def _back(outlines: Sequence[Outline], stand: _Stand) -> tuple[list[Step], Clause | None]:
    steps: list[Step] = []
    for outline in reversed(outlines):
        changes = outline.changes_near(stand.path)
        own = next((one for one in changes if stand.path in one.new), None)
        change = own.whole() if own else None
        after = (_became(change.new, stand) if change else None) or stand
        moves = [(one.new, one.old) for one in changes]
        before = _became(change.old, stand) if change else _carried(moves, stand)
        below = _below(changes, own, before, after)
        steps += _step(outline, change, below, (before, after))
        if before is None:
            return steps, None
        stand = before
    return steps, stand.clause


def _step(
    outline: Outline, change: Change | None, below: tuple[Change, ...], stands: tuple[_Stand | None, _Stand | None]
) -> list[Step]:
    if not (change or below):
        return []
    then, now = (stand.clause if stand else None for stand in stands)
    return [Step(outline.revision, then, now, change, below)]


def _below(
    changes: Sequence[Sketch], own: Sketch | None, before: _Stand | None, after: _Stand | None
) -> tuple[Change, ...]:
    return tuple(one.whole() for one in changes if one is not own and _under(one, before, after))


def _under(change: Sketch, before: _Stand | None, after: _Stand | None) -> bool:
    was = before and any(_stands_at(path, before.path) for path in change.old)
    return bool(was or (after and any(_stands_at(path, after.path) for path in change.new)))


def _stands_at(path: str, of: str) -> bool:
    """As `monitor.reports.stands_at`, by the path of a clause."""
    return path == of or path.startswith((f"{of}~", f"{of}/"))


def _became(side: Sequence[Clause], stand: _Stand) -> _Stand | None:
    """Of the clauses that it was split into or merged from the one that kept its path, or the first."""
    found = next((clause for clause in side if clause.path == stand.path), side[0] if side else None)
    return _Stand(found, found.path) if found else None


def _carried(moves: Sequence[tuple[Sequence[str], Sequence[str]]], stand: _Stand) -> _Stand:
    """Where a clause stands to which nothing happened itself: another number above it makes its path another one.

    `moves` are the paths of each change on the side where it stands, and on the other.
    """
    paths = {here[0]: there[0] for here, there in moves if len(here) == 1 and len(there) == 1}
    above = [path for path in paths if stand.path.startswith((f"{path}/", f"{path}~"))]
    if not above:
        return stand
    nearest = max(above, key=len)
    return _Stand(stand.clause, paths[nearest] + stand.path[len(nearest) :])

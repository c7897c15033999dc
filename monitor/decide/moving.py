"""Volatile clauses: those that change at every check are named once and muted, until they settle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.lines import flaps
from monitor.model import Moving
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from monitor.decide.lines import Turns
    from monitor.model import Change, Clause, Comparison, Terms

TIMES = 3
"""Changes in a row, check by check, that make a clause volatile: a provider who mends a slip needs two."""

SPAN = timedelta(days=1)
"""From the first of them to the last; and how long a muted clause must stand still to have settled."""

_FEW = 3  # clauses that may move together, such as a token, a time and a counter; more of them are a revision


@dataclass(frozen=True, slots=True)
class Movement:
    """What a check does to the moving clauses.

    `moving` is what is remembered, by path; `named` are the clauses found volatile now.
    """

    moving: Mapping[str, Moving]
    named: tuple[Clause, ...] = ()


def moved_on(moving: Mapping[str, Moving], comparison: Comparison, turns: Turns, now: datetime) -> Movement:
    """The moving clauses after a check that found changes of the text.

    A clause that goes back and forth between known texts is told of as such, and is not volatile.
    """
    after = {path: _still(one, now) for path, one in _followed(moving, comparison, turns) if one.muted}
    loose = [change for change in comparison.substantive if not is_muted(change, moving)]
    alone = len(loose) <= _FEW and all(change.kind == "modified" for change in loose)
    named = []
    for change in comparison.substantive:
        before = moving.get(change.old[0].path) if change.old else None
        line = turns.of_change(change)
        if change.kind != "modified" or flaps(line) or not (alone or (before and before.muted)):
            continue
        one = _again(before, change, now)
        if not (one.muted or line) and one.times >= TIMES and now - one.since >= SPAN:
            one = replace(one, muted=True, told=change.new[0])
            named.append(change.new[0])
        elif one.muted and change in loose:
            one = replace(one, told=change.new[0])
        after[change.new[0].path] = one
    return Movement(after, tuple(named))


def stood_still(moving: Mapping[str, Moving], now: datetime) -> dict[str, Moving]:
    """What is remembered after a check that found the same text: only clauses that are muted, until they settled."""
    kept = {path: _still(one, now) for path, one in moving.items() if one.muted}
    return {path: one for path, one in kept.items() if not _has_settled(one, now)}


def settled(moving: Mapping[str, Moving], terms: Terms, now: datetime) -> list[tuple[Clause, Clause]]:
    """The clauses that settled by now with other words than were told last: as told, and as they are."""
    done = {path: one.told for path, one in moving.items() if one.told and _has_settled(one, now)}
    pairs = [(told, clause) for clause in terms.clauses if (told := done.get(clause.path))]
    return [(told, clause) for told, clause in pairs if _said(told) != _said(clause)]


def is_muted(change: Change, moving: Mapping[str, Moving]) -> bool:
    """Whether nothing but what always moves in a muted clause has changed: its frame stands, and nothing was added."""
    known = moving.get(change.old[0].path) if change.kind == "modified" else None
    if known is None or not known.muted:
        return False
    found = _said(change.new[0])
    return not Counter(known.frame) - Counter(found) and len(found) <= known.longest


def settles_at(moving: Mapping[str, Moving], every: timedelta) -> datetime | None:
    """When a look at the very same page would find that a clause no longer moves, or has settled."""
    times = [one.steady + SPAN if one.steady else one.last + every for one in moving.values()]
    return min(times, default=None)


def _again(before: Moving | None, change: Change, now: datetime) -> Moving:
    """A moving clause after one more change."""
    old, new = _said(change.old[0]), _said(change.new[0])
    if before is None:
        before = Moving(now, now, 0, tuple(sorted(old)), len(old))
    if not before.muted or not is_muted(change, {change.old[0].path: before}):
        frame = Counter(before.frame) & Counter(new)
        before = replace(before, frame=tuple(sorted(frame.elements())), longest=max(before.longest, len(new)))
    return replace(before, times=before.times + 1, last=now, steady=None)


def _still(one: Moving, now: datetime) -> Moving:
    return replace(one, steady=one.steady or now)


def _has_settled(one: Moving, now: datetime) -> bool:
    return one.steady is not None and now - one.steady >= SPAN


def _followed(moving: Mapping[str, Moving], comparison: Comparison, turns: Turns) -> Iterator[tuple[str, Moving]]:
    """The moving clauses that did not change now, by the paths that they have now: their words tell which they are."""
    if not moving or turns.last is None:
        return
    changed = {clause.path for change in comparison.substantive for clause in change.old}
    before = {clause.path: _said(clause) for clause in turns.last.clauses if clause.path in moving}
    after = [(clause.path, _said(clause)) for clause in turns.terms.clauses]
    for path, one in moving.items():
        found = [other for other, said in after if said == before.get(path)]
        if found and path not in changed:
            yield (path if path in found else found[0]), one


def _said(clause: Clause) -> list[str]:
    return words(f"{clause.heading} {clause.text}")

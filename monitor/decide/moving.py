"""Volatile clauses: those that change at every check, or day after day, are named once and muted until they settle.

What a document states of itself is treated as one clause more: some pages say each day that they were updated today.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.lines import flaps
from monitor.model import Clause, Moving
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.decide.lines import Turns
    from monitor.model import Comparison, Line, Terms

TIMES = 3
"""Changes in a row, check by check, that make a clause volatile: a provider who mends a slip needs two."""

OFTEN = 5
"""Changes that do so with checks between that found none, each soon after the one before: a count of days."""

DAYS = timedelta(days=3)
"""From the first of `OFTEN` changes to the last."""

SPAN = timedelta(days=1)
"""From the first of `TIMES` changes to the last; and how long a muted clause must stand still to have settled."""

SOON = timedelta(hours=36)
"""After one of `OFTEN` changes; a clause that stands still for longer is counted anew."""

STATED = frozenset({"announced", "date-only"})
"""The dates verdicts where what the document states of itself moved."""

_FEW = 12  # clauses that may move together, such as the rows of a table of rates; more of them are a revision
_DATES = "\x1fdates"
_WEIGHTY = frozenset(
    "not no never none nor neither without except unless only may must shall will cannot can't won't don't doesn't "
    "nicht kein keine keinen nie ohne außer nur muss darf soll pas jamais sans sauf seulement no nunca sin salvo solo "
    "non mai senza não nunca sem niet geen nooit zonder inte aldrig utan ikke aldri uden".split()
)


@dataclass(frozen=True, slots=True)
class Movement:
    """What a check does to the moving clauses: `moving` is what is remembered, `named` are those found volatile."""

    moving: Mapping[str, Moving]
    named: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """A clause before and after, how often its texts turned before, and whether only what always moves has moved."""

    old: Clause
    new: Clause
    line: Line | None
    muted: bool


def moved_on(moving: Mapping[str, Moving], comparison: Comparison, turns: Turns, now: datetime) -> Movement:
    """The moving clauses after a check that found changes of the text.

    A clause that goes back and forth between known texts is told of as such, and is not volatile.
    """
    steps = list(_steps(moving, comparison, turns))
    few = sum(not step.muted for step in steps) <= _FEW
    alone = few and all(change.kind == "modified" for change in comparison.substantive)
    after = {path: one for path, one in _stood(moving, comparison, turns, now) if alone or one.muted}
    named = []
    for step in steps:
        before = moving.get(step.old.path)
        if not (alone or (before and before.muted)) or (flaps(step.line) and not (before and before.muted)):
            continue
        one = _again(before, step, now)
        if _is_volatile(one, now) and step.line is None and not one.muted:
            one = replace(one, muted=True, told=step.new)
            named.append(step.new)
        after[step.new.path] = one
    return Movement(after, tuple(named))


def stood_still(
    moving: Mapping[str, Moving], last: Terms | None, terms: Terms | None, now: datetime
) -> dict[str, Moving]:
    """What is remembered after a check that found the same text, at the paths that its clauses have now."""
    return dict(_kept(_followed(moving, last, terms), now))


def settled(moving: Mapping[str, Moving], last: Terms, terms: Terms, now: datetime) -> list[tuple[Clause, Clause]]:
    """The clauses that settled by now with other words than were told last: as told, and as they are."""
    done = {path: one for path, one in _followed(moving, last, terms) if _has_settled(one, now)}
    pairs = [(done[clause.path].told, clause) for clause in _clauses(terms) if clause.path in done]
    return [(told, clause) for told, clause in pairs if told and _said(told) != _said(clause)]


def is_muted(old: Clause, new: Clause, moving: Mapping[str, Moving]) -> bool:
    """Whether nothing but what always moves in a muted clause has changed.

    The words that stayed throughout stand in their order, no more are added than there
    were at most, and none of these turns or limits what the others say.
    """
    known = moving.get(old.path)
    if known is None or not known.muted:
        return False
    found = _said(new)
    if len(found) > known.longest or _common(known.frame, found) != list(known.frame):
        return False
    return not _WEIGHTY & set(found) - set(known.frame)


def dates_are_muted(moving: Mapping[str, Moving], turns: Turns) -> bool:
    """Whether what the document states of itself is muted, and moved as it always does."""
    return turns.last is not None and is_muted(_dates(turns.last), _dates(turns.terms), moving)


def settles_at(moving: Mapping[str, Moving], every: timedelta) -> datetime | None:
    """When a look at the very same page would find that a clause no longer moves, or has settled."""
    times = []
    for one in moving.values():
        if one.muted:
            times.append(one.steady + SPAN if one.steady else one.last + every)
        else:
            times.append(one.last + (every if one.times else SOON))
    return min(times, default=None)


def _is_volatile(one: Moving, now: datetime) -> bool:
    for_days = one.began is not None and now - one.began >= DAYS
    return (one.often >= OFTEN and for_days) or (one.times >= TIMES and now - one.since >= SPAN)


def _again(before: Moving | None, step: _Step, now: datetime) -> Moving:
    """A moving clause after one more change; where other words changed than always move, it is counted anew."""
    old, new = _said(step.old), _said(step.new)
    if before is None or (before.muted and not step.muted) or _is_past(before, now):
        return Moving(now, now, 1, tuple(_common(old, new)), max(len(old), len(new)), often=1, began=now)
    if step.muted:
        return replace(before, last=now, steady=None)
    return replace(
        before,
        since=before.since if before.times else now,
        last=now,
        times=before.times + 1,
        often=before.often + 1,
        frame=tuple(_common(before.frame, new)),
        longest=max(before.longest, len(new)),
        steady=None,
    )


def _stood(
    moving: Mapping[str, Moving], comparison: Comparison, turns: Turns, now: datetime
) -> Iterator[tuple[str, Moving]]:
    """The moving clauses that stand where others changed."""
    changed = {clause.path for change in comparison.substantive for clause in change.old}
    if comparison.dates.verdict in STATED:
        changed.add(_DATES)
    still = {path: one for path, one in moving.items() if path not in changed}
    return _kept(_followed(still, turns.last, turns.terms), now)


def _kept(moving: Iterator[tuple[str, Moving]], now: datetime) -> Iterator[tuple[str, Moving]]:
    """What is still remembered of clauses that stand still: muted ones until they settled, others for a while."""
    for path, one in moving:
        if one.muted and not _has_settled(one, now):
            yield path, replace(one, steady=one.steady or now)
        elif not one.muted and not _is_past(still := replace(one, times=0), now):
            yield path, still


def _is_past(one: Moving, now: datetime) -> bool:
    """Whether a clause that is not muted stood still for too long to count on."""
    return not one.muted and not one.times and now - one.last > SOON


def _has_settled(one: Moving, now: datetime) -> bool:
    return one.muted and one.steady is not None and now - one.steady >= SPAN


def _followed(moving: Mapping[str, Moving], last: Terms | None, terms: Terms | None) -> Iterator[tuple[str, Moving]]:
    """The moving clauses whose words stand, by the paths that they have now: their words tell which they are."""
    if not moving or last is None or terms is None or last is terms:
        yield from moving.items()
        return
    before = {clause.path: _said(clause) for clause in _clauses(last) if clause.path in moving}
    after = [(clause.path, _said(clause)) for clause in _clauses(terms)]
    for path, one in moving.items():
        found = [other for other, said in after if said == before.get(path)]
        if found:
            yield (path if path in found else found[0]), one


def _steps(moving: Mapping[str, Moving], comparison: Comparison, turns: Turns) -> Iterator[_Step]:
    for change in comparison.substantive:
        if change.kind == "modified":
            old, new = change.old[0], change.new[0]
            yield _Step(old, new, turns.of_change(change), is_muted(old, new, moving))
    if comparison.dates.verdict in STATED and turns.last:
        old, new = _dates(turns.last), _dates(turns.terms)
        yield _Step(old, new, turns.of_dates(), is_muted(old, new, moving))


def _clauses(terms: Terms) -> Iterator[Clause]:
    yield _dates(terms)
    yield from terms.clauses


def _dates(terms: Terms) -> Clause:
    """What a document states of itself, as if it were one clause."""
    stated = ", ".join([*(date.text for date in terms.dates), *([terms.version] if terms.version else [])])
    return Clause(_DATES, None, "", stated, 0, 0)


def _common(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """The words that both have, in their order (a longest common subsequence)."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - slow to import, and hardly ever needed

    blocks = LCSseq.editops(left, right).as_matching_blocks()
    return [word for block in blocks for word in left[block.a : block.a + block.size]]


def _said(clause: Clause) -> list[str]:
    return words(f"{clause.heading} {clause.text}")

"""What stands still again after it was told no more: muted clauses, and wording that went back and forth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.holding import CONFIRMED_BY_TIME, first_seen
from monitor.decide.moving import settled, settles_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.model import Clause, Comparison, Outcome, Past, Source, Terms

STEADY = timedelta(days=7)
"""How long wording that flapped must stand still to have settled: variants served in turn change within days."""


def settling(past: Past, terms: Terms, now: datetime) -> tuple[Terms, Terms] | None:
    """What was told last and what stands now, where that settled by now; None where nothing did, or as it was told.

    Of muted clauses only these clauses are given.
    """
    if past.terms is None:
        return None
    if pairs := settled(past.memory.moving, past.terms, terms, now):
        told, found = zip(*pairs, strict=True)
        return _of_clauses(terms, told), _of_clauses(terms, found)
    stands = past.memory.drifted and now - past.memory.drifted >= STEADY and terms.digest == past.terms.digest
    return (past.believed, terms) if stands and past.believed and past.believed.digest != terms.digest else None


def settle(outcome: Outcome, past: Past, comparison: Comparison) -> Outcome:
    """An outcome at which something settled: how it differs from what was told is told with it, or by itself.

    Wording that flapped was there before; a clause that was muted reads as it never did.
    """
    names = ", ".join(name_of(change.new[0]) for change in comparison.substantive if change.new)
    remark = f"{names or 'The wording'}: stands still again. This is how it differs from what was told last."
    memory = replace(outcome.memory or past.memory, adrift=0, drifted=None)
    if outcome.alert and outcome.comparison:
        told = replace(
            outcome.comparison,
            changes=(*outcome.comparison.changes, *comparison.substantive),
            companies=(*outcome.comparison.companies, *comparison.companies),
        )
        return replace(outcome, comparison=told, remarks=(*outcome.remarks, remark), memory=memory)
    revised = outcome.revision if outcome.comparison else past.revision + 1
    flapped = comparison.old.digest != comparison.new.digest
    return replace(
        outcome,
        kind="seen-before" if flapped else "changed",
        revision=revised,
        terms=outcome.terms or past.terms,
        comparison=comparison,
        earlier=past.revision if flapped else None,
        quiet="",
        remarks=(remark,),
        audience=None,
        memory=memory,
    )


def looks_again(source: Source, past: Past) -> datetime | None:
    """When a look at the very same page would next mean something else, because time alone confirms or settles it."""
    times = [settles_at(past.memory.moving, source.every)]
    if past.memory.drifted:
        times.append(past.memory.drifted + STEADY)
    held = past.held
    if held and held.kind == "unconfirmed" and source.confirm:
        seen = first_seen(held).values()
        times.append(min(max(seen) + source.confirm, min(seen) + 2 * source.confirm) if seen else None)
    elif held and held.kind in CONFIRMED_BY_TIME and held.steady:
        times.append(held.steady + source.hold)
    return min((at for at in times if at), default=None)


def name_of(clause: Clause) -> str:
    """A clause as people call it."""
    return " ".join(filter(None, (clause.label, clause.heading))) or f"“{clause.text[:60]}”"


def _of_clauses(terms: Terms, clauses: Sequence[Clause]) -> Terms:
    return replace(terms, clauses=tuple(clauses), dates=(), version=None, notes=())

"""Who is told of a change because they watch a document beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model import (
    Comparison,
    DatesComparison,
    Dependant,
    Mute,
    Notice,
    Outcome,
    Side,
    Source,
    Subscriber,
    Timetable,
)
from monitor.route import MOST_REASONS, route

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FEES = Source("northline/fees", ("https://northline.example/fees",), title="Fee Schedule")
VOICE = Source("northline/voice", ("https://northline.example/voice",), title="Voice Terms", tags=("telephony",))
WHOLE = Dependant(VOICE, "Voice Terms", whole=True)
LEGAL = Subscriber("legal", "email", "legal@harbor.example", sources=("tag:telephony",))
SIDES = Side("Fees", "en", "1" * 64, 5), Side("Fees", "en", "2" * 64, 5)
OUTCOME = Outcome(FEES, NOON, "changed", 2, comparison=Comparison("substantive", *SIDES, DatesComparison("undated")))


def told(subscriber: Subscriber, *dependants: Dependant, outcome: Outcome = OUTCOME) -> tuple[Notice, ...]:
    """What one subscriber is told."""
    return route(outcome, [subscriber], "", dependants)


def test_whoever_watches_the_whole_is_told_of_its_part() -> None:
    """Of the part itself, under its own title, with the reason; without such a neighbour nobody is."""
    (notice,) = told(LEGAL, WHOLE, outcome=replace(OUTCOME, remarks=("The text of revision 1 is back.",)))
    assert (notice.source, notice.title, notice.subscriber) == ("northline/fees", "Fee Schedule", "legal")
    assert notice.remarks == ("The text of revision 1 is back.", "Part of Voice Terms, which you watch.")
    assert told(LEGAL) == ()
    assert told(replace(LEGAL, sources=("harbor/*",)), WHOLE) == ()


def test_whoever_watches_a_part_is_told_of_the_whole() -> None:
    """As a supplement's subscriber is of the agreement that governs it."""
    (notice,) = told(LEGAL, replace(WHOLE, whole=False))
    assert notice.remarks == ("Voice Terms, which you watch, is part of these terms.",)


def test_whoever_watches_both_is_told_once_and_without_a_reason() -> None:
    """Under the id that the notice has anyway."""
    both = replace(LEGAL, sources=("northline/*",))
    assert told(both, WHOLE) == told(both)
    assert len(told(both)) == 1
    (beside,) = told(LEGAL, WHOLE)
    assert beside.id == told(both)[0].id


def test_several_reasons_make_one_notice() -> None:
    """That names the first of them."""
    many = [Dependant(replace(VOICE, id=f"northline/{n}"), f"Terms {n}", whole=True) for n in range(MOST_REASONS + 2)]
    (notice,) = told(LEGAL, *many)
    assert notice.remarks == tuple(f"Part of Terms {n}, which you watch." for n in range(MOST_REASONS))


@pytest.mark.parametrize("muted", ["northline/fees", "northline/voice"])
def test_muting_either_of_the_two_holds(muted: str) -> None:
    """And muting only clauses of the neighbour does not."""
    assert told(replace(LEGAL, mute=(Mute(muted),)), WHOLE) == ()
    assert len(told(replace(LEGAL, mute=(Mute("northline/voice", "4/*"),)), WHOLE)) == 1


def test_filters_and_digests_are_the_subscriber_s_own() -> None:
    """As of whatever else they are told."""
    assert told(replace(LEGAL, only=frozenset({"date-only"})), WHOLE) == ()
    (notice,) = told(replace(LEGAL, digest=Timetable(NOON.time())), WHOLE)
    assert notice.for_digest


def test_a_hostile_title_stays_one_bounded_line() -> None:
    """What a page calls itself breaks no sentence."""
    (notice,) = told(LEGAL, replace(WHOLE, title="Voice\n\x07Terms " + "x" * 5000))
    assert notice.remarks[0].startswith("Part of Voice Terms xxx")
    assert len(notice.remarks[0]) < 200

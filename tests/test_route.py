"""Who is told of an outcome, and under which id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from monitor.model import ALERTING, Comparison, DatesComparison, Outcome, OutcomeKind, Side, Source, Subscriber
from monitor.route import route, wants

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOURCE = Source("northline/voice", ("https://northline.example/voice",), title="Voice Terms", tags=("telephony", "eu"))
LEGAL = Subscriber("legal", "email", "legal@northline.example")


def comparison(digest: str = "2" * 64, title: str = "Terms of the page") -> Comparison:
    """A change that arrives at a text."""
    sides = Side("Old", "en", "1" * 64, 5), Side(title, "en", digest, 5)
    return Comparison("substantive", *sides, DatesComparison("undated"))


def outcome(kind: OutcomeKind = "changed", revision: int = 2) -> Outcome:
    """A change of the source."""
    return Outcome(SOURCE, NOON, kind, revision, comparison=comparison())


# --- what is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("changed", "terms.changed"), ("date-only", "terms.date_changed"), ("seen-before", "terms.seen_before")],
)
def test_an_alert_is_told_under_its_type(kind: OutcomeKind, type_: str) -> None:
    """With the title that the configuration gives, and all that the channel needs."""
    (notice,) = route(replace(outcome(kind), earlier=1), [LEGAL])
    assert (notice.type, notice.outcome, notice.subscriber) == (type_, kind, "legal")
    assert (notice.source, notice.title, notice.url) == (SOURCE.id, "Voice Terms", SOURCE.url)
    assert (notice.at, notice.revision, notice.earlier) == (NOON, 2, 1)
    assert notice.comparison == comparison()


def test_a_source_without_a_title_goes_by_the_page_s_or_by_its_id() -> None:
    """In this order."""
    nameless = replace(outcome(), source=replace(SOURCE, title=""))
    assert route(nameless, [LEGAL])[0].title == "Terms of the page"
    assert route(replace(nameless, comparison=comparison(title="")), [LEGAL])[0].title == "northline/voice"


@pytest.mark.parametrize("kind", sorted(set(get_args(OutcomeKind)) - ALERTING))
def test_what_is_no_alert_is_told_to_nobody_by_default(kind: OutcomeKind) -> None:
    """A first sight, a failure or a cosmetic change sends nothing, though it may have a comparison."""
    assert route(outcome(kind), [LEGAL]) == ()


def test_renumbering_is_told_to_those_who_ask_for_it() -> None:
    """Under `only`, as a change of the terms."""
    asks = replace(LEGAL, only=frozenset({"renumbered"}))
    assert [notice.type for notice in route(outcome("renumbered"), [asks])] == ["terms.changed"]
    assert route(outcome("changed"), [asks]) == ()


def test_an_outcome_without_a_comparison_tells_nobody() -> None:
    """There is nothing to show, whoever asks for it."""
    everything = replace(LEGAL, only=frozenset(get_args(OutcomeKind)))
    for kind in get_args(OutcomeKind):
        assert route(replace(outcome(kind), comparison=None), [everything]) == ()


# --- who is told ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patterns", "wanted"),
    [
        (("*",), True),
        (("northline/*",), True),
        (("harbor/*",), False),
        (("harbor/*", "northline/voice"), True),
        (("northline/voic",), False),
        (("NORTHLINE/*",), False),
        (("tag:telephony",), True),
        (("tag:tele*",), True),
        (("tag:voice",), False),
        (("telephony",), False),
        ((), False),
    ],
)
def test_sources_are_named_by_glob_or_tag(patterns: tuple[str, ...], *, wanted: bool) -> None:
    """Any one that fits is enough, and capital letters count."""
    assert wants(replace(LEGAL, sources=patterns), outcome()) is wanted
    assert wants(replace(LEGAL, mute=patterns), outcome()) is not wanted


def test_muting_outweighs_asking() -> None:
    """A muted tag stays muted although the source is asked for by name."""
    assert not wants(replace(LEGAL, sources=("northline/voice",), mute=("tag:eu",)), outcome())


def test_each_subscriber_gets_a_notice_of_its_own() -> None:
    """In the order of the configuration; those who did not ask get none."""
    names = ("legal", "ops", "sales")
    subscribers = [replace(LEGAL, name=name, sources=("harbor/*",) if name == "ops" else ("*",)) for name in names]
    assert [notice.subscriber for notice in route(outcome(), subscribers)] == ["legal", "sales"]


# --- under which id ---------------------------------------------------------------------


def _id(told: Outcome, subscriber: Subscriber = LEGAL) -> str:
    return route(told, [subscriber])[0].id


def test_the_same_change_has_the_same_id_whenever_it_is_found() -> None:
    """However late, and whatever the subscriber's address or the source's title has become."""
    later = replace(outcome(), at=NOON + timedelta(days=1), source=replace(SOURCE, title="Other"))
    assert _id(later, replace(LEGAL, address="other@northline.example")) == _id(outcome())


def test_another_change_or_subscriber_has_another_id() -> None:
    """Another text, revision, source or name gives another id, each a `msg_` without odd characters."""
    ids = {
        _id(outcome()),
        _id(replace(outcome(), comparison=comparison("3" * 64))),
        _id(outcome(revision=3)),
        _id(replace(outcome(), source=replace(SOURCE, id="northline/voic"))),
        _id(outcome(), replace(LEGAL, name="ops")),
        _id(outcome(), replace(LEGAL, name="half a \ud800 pair")),
    }
    assert len(ids) == 6
    assert all(one.startswith("msg_") and one[4:].isalnum() and len(one) == 36 for one in ids)

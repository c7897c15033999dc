"""Who is told of an outcome, and under which id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from monitor.model import (
    ALERTING,
    Alarm,
    AlarmKind,
    Comparison,
    DatesComparison,
    Held,
    Outcome,
    OutcomeKind,
    Side,
    Source,
    Subscriber,
    Terms,
)
from monitor.route import route, wants

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOURCE = Source("northline/voice", ("https://northline.example/voice",), title="Voice Terms", tags=("telephony", "eu"))
LEGAL = Subscriber("legal", "email", "legal@northline.example")
OPS = Subscriber("ops", "console", "", sources=())
FAILING = Alarm("failing", "cannot be read\nnorthline.example: no answer in time")


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


def test_a_quiet_outcome_is_told_to_nobody() -> None:
    """Whoever would be told of it else."""
    assert route(replace(outcome(), quiet="only what oscillates has changed"), [LEGAL]) == ()


def test_an_outcome_may_concern_some_subscribers_only() -> None:
    """Those it names, if their own filters let it through."""
    subscribers = [LEGAL, replace(LEGAL, name="sales"), replace(LEGAL, name="fax", sources=("harbor/*",))]
    told = replace(outcome(), audience=frozenset({"sales", "fax", "gone"}))
    assert [notice.subscriber for notice in route(told, subscribers)] == ["sales"]
    assert route(replace(outcome(), audience=frozenset()), subscribers) == ()


def test_remarks_go_along() -> None:
    """They are told with the change."""
    (notice,) = route(replace(outcome(), remarks=("One.", "Two.")), [LEGAL])
    assert notice.remarks == ("One.", "Two.")


# --- what operators are told ------------------------------------------------------------


def failed(*alarms: Alarm) -> Outcome:
    """A check that brought no page, and alarms."""
    return Outcome(SOURCE, NOON, "failed", 2, alarms=alarms or (FAILING,))


@pytest.mark.parametrize("kind", get_args(AlarmKind))
def test_an_alarm_is_told_to_the_operator_under_its_type(kind: AlarmKind) -> None:
    """With its message and address, and without a comparison."""
    alarm = Alarm(kind, "has moved", "https://northline.example/policies")
    (notice,) = route(failed(alarm), [LEGAL, OPS], "ops")
    assert (notice.type, notice.subscriber, notice.outcome, notice.revision) == (f"source.{kind}", "ops", "failed", 2)
    assert (notice.message, notice.link, notice.comparison) == ("has moved", "https://northline.example/policies", None)
    assert (notice.source, notice.title, notice.url, notice.at) == (SOURCE.id, "Voice Terms", SOURCE.url, NOON)


def test_without_an_operator_nobody_is_told_of_alarms() -> None:
    """No name is none, also where a subscriber has no name."""
    assert route(failed(), [LEGAL, OPS]) == ()
    assert route(failed(), [replace(OPS, name="")], "") == ()
    assert route(failed(), [LEGAL, OPS], "op") == ()


def test_the_operator_s_filters_are_for_terms_only() -> None:
    """It is told of every source, whatever its `sources` and `only` say; muting is meant."""
    picky = replace(OPS, sources=("harbor/*",), only=frozenset({"date-only"}))
    assert len(route(failed(), [picky], "ops")) == 1
    assert route(failed(), [replace(OPS, mute=("tag:eu",))], "ops") == ()


def test_an_operator_is_told_of_terms_only_where_it_asks() -> None:
    """No source, no terms; by default both."""
    both = replace(outcome(), alarms=(Alarm("recovered", "is read again"),))
    assert [notice.type for notice in route(both, [OPS], "ops")] == ["source.recovered"]
    asks = replace(OPS, sources=("*",))
    assert [notice.type for notice in route(both, [asks], "ops")] == ["terms.changed", "source.recovered"]


def test_an_alarm_is_told_whatever_becomes_of_the_terms() -> None:
    """Though the outcome is quiet, or concerns others."""
    quiet = replace(outcome(), alarms=(FAILING,), quiet="it oscillates", audience=frozenset())
    assert [notice.type for notice in route(quiet, [OPS], "ops")] == ["source.failing"]


def test_an_alarm_of_a_source_without_a_title_goes_by_the_page_s_or_by_its_id() -> None:
    """As a notice of terms does."""
    nameless = replace(failed(), source=replace(SOURCE, title=""))
    assert route(nameless, [OPS], "ops")[0].title == SOURCE.id
    assert route(replace(nameless, terms=Terms("Of the page", "en", ())), [OPS], "ops")[0].title == "Of the page"


def test_the_same_alarm_has_the_same_id_and_a_later_one_another() -> None:
    """A check that is recorded twice tells once; what is raised anew, for another reason or to another is told."""

    def ids(told: Outcome, operator: Subscriber = OPS) -> list[str]:
        return [notice.id for notice in route(told, [operator], operator.name)]

    def held(kind: str) -> Outcome:
        return replace(failed(Alarm("held", "is held")), held=Held("a reason", "0", NOON, kind))

    moves = failed(Alarm("moved", "has moved", "https://a.example/"), Alarm("moved", "has moved", "https://b.example/"))
    assert ids(failed()) == ids(failed(Alarm("failing", "in other words")))
    found = [
        *ids(failed()),
        *ids(replace(failed(), at=NOON + timedelta(days=1))),
        *ids(failed(Alarm("stale", "was not read"))),
        *ids(failed(), replace(OPS, name="night")),
        *ids(replace(failed(), source=replace(SOURCE, id="northline/sms"))),
        *ids(moves),
        *ids(held("challenge")),
        *ids(held("login")),
    ]
    assert len(set(found)) == len(found) == 9


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

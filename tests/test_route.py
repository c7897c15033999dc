"""Who is told of an outcome, and under which id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import (
    ALERTING,
    Alarm,
    AlarmKind,
    Change,
    ChangeKind,
    Clause,
    Comparison,
    DatesComparison,
    Edit,
    Held,
    Mute,
    Narrowing,
    Outcome,
    OutcomeKind,
    Side,
    Source,
    Subscriber,
    Terms,
    Timetable,
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
    assert wants(replace(LEGAL, mute=tuple(map(Mute, patterns))), outcome()) is not wanted


def test_muting_outweighs_asking() -> None:
    """A muted tag stays muted although the source is asked for by name."""
    assert not wants(replace(LEGAL, sources=("northline/voice",), mute=(Mute("tag:eu"),)), outcome())


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


# --- what is muted ----------------------------------------------------------------------


def clause(path: str, text: str = "", heading: str = "") -> Clause:
    """A clause at a path."""
    return Clause(path=path, label=path.rpartition("/")[2], heading=heading, text=text, depth=1, ordinal=1)


def edited(path: str, was: str = "", kind: ChangeKind = "modified") -> Change:
    """A grave change of a clause on fees: 30 days became 60."""
    edits = (Edit("=", "Pay within "), Edit("-", "30"), Edit("+", "60"), Edit("=", " Days."))
    old, new = clause(was or path, "Pay within 30 Days."), clause(path, "Pay within 60 Days.")
    return Change(kind, (old,), (new,), edits, topics=("fees and taxes", "renewal"), severity="high")


def changed(*changes: Change, kind: OutcomeKind = "changed") -> Outcome:
    """An outcome with these changes."""
    return replace(outcome(kind), comparison=replace(comparison(), changes=changes))


FEES = edited("4/4.2")
FAX = Change("removed", (clause("9", "No fax."),), (), (Edit("-", "No fax."),), topics=("resale",), severity="low")
MUTED = Mute("northline/*", "4/*")


@pytest.mark.parametrize(("day", "wanted"), [(1, True), (2, False), (3, False)])
@pytest.mark.parametrize("clauses", ["", "4/*"])
def test_muting_ends_after_its_last_day(clauses: str, day: int, *, wanted: bool) -> None:
    """Of a source as of a clause; the day itself is still quiet."""
    muted = replace(LEGAL, mute=(Mute("northline/voice", clauses, date(2026, 3, day)),))
    assert wants(muted, changed(FEES)) is wanted


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ((FEES,), False),
        ((FEES, edited("4/4.3")), False),
        ((FEES, FAX), True),
        ((edited("40"),), True),
        ((edited("4/4.2", was="3/3.2"),), True),
        ((edited("5/5.2", was="4/4.2"),), True),
        ((FEES, edited("9", kind="renumbered")), False),
        ((), True),
        ((edited("4/4.2", kind="renumbered"),), True),
        ((Change("modified", (), ()),), True),
    ],
)
def test_changes_of_muted_clauses_do_not_count(changes: tuple[Change, ...], *, wanted: bool) -> None:
    """Where nothing else changed what the terms say, nothing is told; a clause that came from or went elsewhere is."""
    assert wants(replace(LEGAL, mute=(MUTED,)), changed(*changes)) is wanted
    assert len(route(changed(*changes), [replace(LEGAL, mute=(MUTED,))])) == wanted


def test_clauses_of_other_sources_are_not_muted_by_it() -> None:
    """The glob of sources counts as well, and several may each mute some."""
    assert wants(replace(LEGAL, mute=(Mute("harbor/*", "4/*"),)), changed(FEES))
    assert not wants(replace(LEGAL, mute=(MUTED, Mute("tag:eu", "9"))), changed(FEES, FAX))


def test_an_outcome_that_changes_no_clause_is_told_though_clauses_are_muted() -> None:
    """As where only the stated date moved."""
    assert wants(replace(LEGAL, mute=(Mute("*", "*"),)), changed(kind="date-only"))


def test_muting_a_clause_keeps_no_alarm_from_the_operator() -> None:
    """It is about the terms; muting the source until a day is about alarms as well."""
    assert len(route(failed(), [replace(OPS, mute=(Mute("*", "*"),))], "ops")) == 1
    assert route(failed(), [replace(OPS, mute=(Mute("*", until=NOON.date()),))], "ops") == ()
    assert len(route(failed(), [replace(OPS, mute=(Mute("*", until=date(2026, 3, 1)),))], "ops")) == 1


# --- what waits for the digest ----------------------------------------------------------

DAILY = Timetable(time(8))


def waits(narrowing: Narrowing, told: Outcome, *mute: Mute) -> bool:
    """Whether a notice, which there must be, waits for the digest."""
    (notice,) = route(told, [replace(LEGAL, narrowing=narrowing, mute=mute)])
    return notice.for_digest


def test_by_default_all_is_told_at_once() -> None:
    """Whatever changed."""
    for told in (outcome(), changed(FEES), changed(FAX), changed(kind="date-only"), changed(kind="seen-before")):
        assert not waits(Narrowing(), told)


def test_a_subscriber_with_a_digest_gets_all_of_it_there() -> None:
    """However grave it is, and though it is what the subscriber asked for."""
    for narrowing in (Narrowing(), Narrowing(frozenset({"renewal"}))):
        (notice,) = route(changed(FEES), [replace(LEGAL, digest=DAILY, narrowing=narrowing)])
        assert notice.for_digest


@pytest.mark.parametrize(
    ("narrowing", "fits"),
    [
        (Narrowing(frozenset({"renewal"})), True),
        (Narrowing(frozenset({"renewal", "age"})), True),
        (Narrowing(frozenset({"age"})), False),
        (Narrowing(severity="high"), True),
        (Narrowing(severity="medium"), True),
        (Narrowing(clauses=("4/4.2",)), True),
        (Narrowing(clauses=("9", "4/*")), True),
        (Narrowing(clauses=("4",)), False),
        (Narrowing(words=("60",)), True),
        (Narrowing(words=("pay",)), False),
        (Narrowing(frozenset({"renewal"}), "high", ("4/*",), ("30 days",)), True),
        (Narrowing(frozenset({"age"}), "high", ("4/*",), ("30 days",)), False),
        (Narrowing(frozenset({"renewal"}), "high", ("5/*",), ("30 days",)), False),
        (Narrowing(frozenset({"renewal"}), "high", ("4/*",), ("90 days",)), False),
    ],
)
def test_what_fits_all_that_is_asked_for_is_told_at_once(narrowing: Narrowing, *, fits: bool) -> None:
    """One of the topics, one of the clauses, one of the words, so grave or graver; all else waits."""
    assert waits(narrowing, changed(FEES)) is not fits
    assert waits(narrowing, changed(FAX, FEES)) is not fits
    assert waits(narrowing, changed(FEES, kind="seen-before")) is not fits


def test_one_change_must_fit_all_of_it() -> None:
    """A grave change of one clause and a topic of another are not what was asked for."""
    narrowing = Narrowing(frozenset({"resale"}), "high")
    assert waits(narrowing, changed(FEES, FAX))
    assert not waits(narrowing, changed(replace(FAX, severity="high"), FEES))


@pytest.mark.parametrize(
    "narrowing",
    [Narrowing(frozenset({"age"})), Narrowing(severity="high"), Narrowing(clauses=("*",)), Narrowing(words=("a",))],
)
def test_where_no_clause_changed_nothing_fits(narrowing: Narrowing) -> None:
    """A stated date that moved, a text that is back and clauses that are only renumbered wait for the digest."""
    renumbered = edited("4/4.2", kind="renumbered")
    for told in (changed(kind="date-only"), changed(kind="seen-before"), changed(renumbered)):
        assert waits(narrowing, told)


def test_a_clause_is_known_by_its_old_place_as_well() -> None:
    """Whoever watches 4.2 hears of it at once when it goes elsewhere."""
    for change in (edited("5/5.2", was="4/4.2"), edited("4/4.2", was="3/3.2")):
        assert not waits(Narrowing(clauses=("4/4.2",)), changed(change))


def test_a_muted_clause_makes_nothing_urgent() -> None:
    """What is left is told, but waits."""
    assert waits(Narrowing(severity="high"), changed(FEES, FAX), MUTED)
    assert not waits(Narrowing(severity="low"), changed(FEES, FAX), MUTED)


def test_an_alarm_never_waits() -> None:
    """Neither a digest nor what is asked for at once keeps it back."""
    busy = replace(OPS, digest=DAILY, narrowing=Narrowing(frozenset({"age"})))
    assert [notice.for_digest for notice in route(failed(), [busy], "ops")] == [False]


NAMES = st.sampled_from(["4/4.2", "4", "9", "5/5.1~2"])
CHANGES = st.builds(
    Change,
    st.sampled_from(get_args(ChangeKind)),
    st.lists(st.builds(clause, NAMES, st.text(max_size=9)), max_size=2).map(tuple),
    st.lists(st.builds(clause, NAMES, st.text(max_size=9), st.text(max_size=9)), max_size=2).map(tuple),
    st.lists(st.builds(Edit, st.sampled_from("=-+"), st.text(max_size=9)), max_size=3).map(tuple),
    topics=st.sampled_from([(), ("age",), ("age", "resale")]),
    severity=st.sampled_from(["low", "medium", "high"]),
)
NARROWINGS = st.builds(
    Narrowing,
    st.frozensets(st.sampled_from(["age", "resale", "fax"])),
    st.sampled_from(["low", "medium", "high"]),
    st.lists(st.sampled_from(["4/*", "9", "*", "[!4]*"]), max_size=2).map(tuple),
    st.lists(st.text(max_size=3), max_size=2).map(tuple),
)
OUTCOMES = st.builds(
    lambda kind, changes, quiet: replace(changed(*changes, kind=kind), quiet=quiet),
    st.sampled_from(get_args(OutcomeKind)),
    st.lists(CHANGES, max_size=3),
    st.sampled_from(["", "", "it oscillates"]),
)
MUTES = st.lists(st.builds(Mute, st.sampled_from(["*", "harbor/*"]), st.sampled_from(["", "4*", "9"])), max_size=2)


@given(OUTCOMES, NARROWINGS, MUTES.map(tuple), st.none() | st.just(DAILY))
def test_no_filter_silences(
    told: Outcome, narrowing: Narrowing, mute: tuple[Mute, ...], digest: Timetable | None
) -> None:
    """Whoever would get a notice gets the same one, at once or in the digest."""
    plain = [replace(LEGAL, mute=mute), replace(LEGAL, name="all", mute=mute, only=frozenset(get_args(OutcomeKind)))]
    narrow = [replace(one, narrowing=narrowing, digest=digest) for one in plain]
    notices = route(told, plain)
    assert [replace(one, for_digest=False) for one in route(told, narrow)] == list(notices)
    assert not any(one.for_digest for one in notices)


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
    assert route(failed(), [replace(OPS, mute=(Mute("tag:eu"),))], "ops") == ()


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

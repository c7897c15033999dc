"""What operators are told: of failures, held pages, moved and stale sources, each once, and once that it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decide.alarms import alarmed
from monitor.fetch.http import Answer
from monitor.fetch.status import refusal
from monitor.model import Failure, NotModified, Outcome, Past
from tests.decide.operated import DAY, HOUR, NOON, SOURCE, TIMEOUT, Watch

# --- failing --------------------------------------------------------------------------------------------


def test_the_third_failure_in_a_row_is_told_and_no_other() -> None:
    """Two may be a hiccup; from the fourth on it is known."""
    watch = Watch()
    told = [watch.fails(NOON + minute * timedelta(minutes=1)) for minute in range(6)]
    assert told == [[], [], ["failing"], [], [], []]


def test_how_many_failures_are_too_many_is_the_source_s_to_say() -> None:
    """At once, or later than usual."""
    assert Watch(replace(SOURCE, failures=1)).fails(NOON) == ["failing"]
    patient = Watch(replace(SOURCE, failures=5))
    assert [bool(patient.fails(NOON + number * HOUR)) for number in range(6)] == [False] * 4 + [True, False]


def test_a_source_that_fails_for_a_day_is_told_however_few_looks_there_were() -> None:
    """One that is looked at once a day fails for a day at the second failure; how long is the source's to say."""
    assert [Watch().fails(NOON)] == [[]]
    daily, patient = Watch(), Watch(replace(SOURCE, failing=3 * DAY, failures=99, every=DAY))
    assert [daily.fails(NOON + number * DAY) for number in range(3)] == [[], ["failing"], []]
    assert [patient.fails(NOON + number * DAY) for number in range(5)] == [[], [], [], ["failing"], []]


RESTING = replace(TIMEOUT, kind="resting")


def test_a_check_at_which_the_host_rests_is_no_attempt_that_failed() -> None:
    """Another page's wish for rest is no failure of this one: only what was asked for counts, whatever is between."""
    watch = Watch()
    told = [watch.fails(NOON + number * HOUR, RESTING) for number in range(5)]
    told += [watch.fails(NOON + number * HOUR, kind) for number, kind in enumerate((TIMEOUT, TIMEOUT, RESTING), 5)]
    assert told == [[]] * 8
    assert watch.fails(NOON + 8 * HOUR) == ["failing"]
    assert watch.message.startswith("cannot be read, no check succeeded since 2026-03-02 12:00 UTC\n")
    assert watch.past.memory.warned == {"failing", "unasked:6"}


def test_a_host_that_rests_for_a_day_is_told_all_the_same() -> None:
    """Nothing is read meanwhile, whoever's wish it is; also of a source that was never read."""
    for past in (Past(), Past(revision=7, last_success=NOON)):
        watch = Watch(past=past)
        assert [watch.fails(NOON + number * 12 * HOUR, RESTING) for number in range(4)] == [[], [], ["failing"], []]


@pytest.mark.parametrize("look", ["reads", "held"])
def test_rests_before_a_page_came_are_forgotten(look: str) -> None:
    """The next row of failures is counted by itself."""
    watch = Watch(replace(SOURCE, failing=9 * DAY))
    for at in (NOON, NOON + 6 * HOUR):
        for number in range(3):
            watch.fails(at + number * HOUR, RESTING)
        if look == "reads":
            watch.reads(at + 3 * HOUR)
        else:
            watch.held(at + 3 * HOUR)
        assert not [mark for mark in watch.past.memory.warned if mark.startswith("unasked:")]
    assert [watch.fails(NOON + DAY + number * HOUR) for number in range(3)] == [[], [], ["failing"]]


def test_rests_are_forgotten_at_a_success_though_what_was_told_is_not_over_for_long() -> None:
    """What comes and goes keeps its marks for a day; this is none of them."""
    watch = Watch(replace(SOURCE, failures=1))
    assert [watch.fails(NOON), watch.reads(NOON + HOUR)] == [["failing"], ["recovered"]]
    watch.fails(NOON + 2 * HOUR, RESTING)
    assert "unasked:1" in watch.past.memory.warned
    watch.reads(NOON + 3 * HOUR)
    assert "was:failing" in watch.past.memory.warned
    assert "unasked:1" not in watch.past.memory.warned


def test_a_success_begins_the_count_anew() -> None:
    """Two failures, a success and two failures are no three in a row, nor a day of them."""
    watch = Watch()
    assert [watch.fails(NOON + number * HOUR) for number in range(2)] == [[], []]
    assert watch.reads(NOON + 2 * HOUR) == []
    assert [watch.fails(NOON + DAY + number * HOUR) for number in range(2)] == [[], []]


def test_a_failure_says_since_when_why_and_what_stays() -> None:
    """Its first line goes on after the document's name."""
    watch = Watch()
    for number in range(3):
        watch.fails(NOON + number * HOUR)
    assert watch.message.split("\n") == [
        "cannot be read, 3 checks in a row failed since 2026-03-02 12:00 UTC",
        "northline.example: did not finish in the time allowed.",
        "Revision 7 stays the last good one: a change made meanwhile is told once it can be read again.",
    ]


def test_a_source_that_was_never_read_is_told_as_such() -> None:
    """There is no revision that could stay."""
    watch = Watch(replace(SOURCE, failures=1), Past())
    watch.fails(NOON)
    assert "Nothing is watched until it can be read." in watch.message
    assert "Revision" not in watch.message


@pytest.mark.parametrize(("status", "withdrawn"), [(404, True), (410, True), (403, False), (503, False)])
def test_a_document_that_is_gone_is_said_to_be_withdrawn_or_moved(status: int, *, withdrawn: bool) -> None:
    """As the fetcher words its answer; not before it lasts."""
    trouble = refusal(Answer(status, {}, b""), "northline.example", NOON)
    failure = Failure(trouble.kind, str(trouble), NOON, transient=trouble.transient)
    watch = Watch()
    assert [watch.fails(NOON + number * HOUR, failure) for number in range(2)] == [[], []]
    assert watch.fails(NOON + 2 * HOUR, failure) == ["failing"]
    assert watch.message.startswith("has been withdrawn or has moved, 3 checks") is withdrawn
    assert ("take the source out" in watch.message) is withdrawn


@pytest.mark.parametrize("kind", ["robots", "blocked"])
def test_who_is_kept_out_is_told_another_way_in(kind: str) -> None:
    """Beside what the failure says itself: a text can be filed by hand."""
    watch = Watch(replace(SOURCE, failures=1))
    watch.fails(NOON, replace(TIMEOUT, kind=kind))
    assert TIMEOUT.message in watch.message
    assert "`clausewatch ingest`" in watch.message


# --- held -----------------------------------------------------------------------------------------------


def test_a_held_page_is_told_at_once_and_no_second_time() -> None:
    """Though its bytes differ at every look."""
    watch = Watch()
    assert [watch.held(NOON + number * HOUR, text=str(number)) for number in range(4)] == [["held"], [], [], []]


def test_a_page_that_is_held_for_another_reason_is_told_anew() -> None:
    """And each reason once, also where they take turns."""
    watch = Watch()
    kinds = ["challenge", "maintenance", "challenge", "maintenance", "shrunk"]
    told = [watch.held(NOON + number * HOUR, kind) for number, kind in enumerate(kinds)]
    assert told == [["held"], ["held"], [], [], ["held"]]


def test_a_failure_between_held_pages_makes_them_no_news() -> None:
    """It is one outage until a check succeeds."""
    watch = Watch()
    told = [watch.held(NOON), watch.fails(NOON + HOUR), watch.held(NOON + 2 * HOUR)]
    assert told == [["held"], [], []]


def test_a_later_outage_is_told_anew() -> None:
    """After a day without trouble all begins again."""
    watch = Watch()
    assert watch.held(NOON) == ["held"]
    assert watch.reads(NOON + HOUR) == ["recovered"]
    assert [watch.reads(NOON + hours * HOUR) for hours in (7, 13, 19, 25)] == [[]] * 4
    assert watch.past.memory.warned == frozenset()
    assert watch.held(NOON + 26 * HOUR) == ["held"]
    assert watch.reads(NOON + 27 * HOUR) == ["recovered"]


def test_an_outage_that_is_back_at_once_is_told_when_a_day_has_passed() -> None:
    """Not at each check, but it is not kept to ourselves either; and then it says that it comes and goes."""
    watch = Watch()
    watch.held(NOON)
    watch.reads(NOON + HOUR)
    told = [(hours, watch.held(NOON + hours * HOUR)) for hours in range(2, 60)]
    assert [(hours, kinds) for hours, kinds in told if kinds] == [(25, ["held"])]


def test_the_end_of_what_comes_and_goes_is_told_after_a_day_without_trouble() -> None:
    """Until then it would not be true for long."""
    watch = Watch()
    watch.held(NOON)
    watch.reads(NOON + HOUR)
    watch.held(NOON + 2 * HOUR)
    assert watch.held(NOON + 25 * HOUR) == ["held"]
    assert "It comes and goes: it was read again at 2026-03-02 13:00 UTC." in watch.message
    told = [(hours, watch.reads(NOON + hours * HOUR)) for hours in range(26, 51)]
    assert [(hours, kinds) for hours, kinds in told if kinds] == [(50, ["recovered"])]
    assert watch.message.startswith("is read again, at every check since 2026-03-03 14:00 UTC\n")
    assert watch.past.memory.warned == frozenset()


@pytest.mark.parametrize(
    "looks",
    [
        ("reads", "challenge"),
        ("reads", "challenge", "maintenance"),
        ("challenge", "reads", "reads"),
        ("reads", "fails", "fails", "fails"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("hours", [1, 6])
def test_what_alternates_for_ever_gives_a_few_alarms(looks: tuple[str, ...], hours: int) -> None:
    """However long it goes on, and however often it is looked at."""
    watch = Watch()
    told = []
    for number in range(240):
        look, at = looks[number % len(looks)], NOON + number * hours * HOUR
        told += watch.fails(at) if look == "fails" else watch.reads(at) if look == "reads" else watch.held(at, look)
    assert told.count("recovered") <= 1
    assert 1 <= len(told) <= 5


@pytest.mark.parametrize(
    "mark",
    ["over:yesterday", "over:2026-03-02T12:00:00", "well:", "was:", "unasked:", "unasked:-1", "unasked:" + "9" * 5000],
)
def test_a_mark_that_says_nothing_does_no_harm(mark: str) -> None:
    """A time that cannot be read is none."""
    watch = Watch()
    watch.past = replace(watch.past, memory=replace(watch.past.memory, warned=frozenset({mark, "was:held:challenge"})))
    assert watch.held(NOON) == ["held"]
    assert watch.reads(NOON + HOUR) == []
    assert watch.reads(NOON + 26 * HOUR) == ["recovered"]


def test_a_held_page_comes_with_what_can_be_done() -> None:
    """Both commands, ready to be copied."""
    watch = Watch()
    watch.held(NOON)
    first, *rest = watch.message.split("\n")
    assert first == "is held, because the page checks whether its reader is a robot, and shows no terms"
    assert "Subscribers are told nothing of this page. Revision 7 stays the last good one." in rest
    assert "`clausewatch release northline/voice`" in watch.message
    assert "`clausewatch dismiss northline/voice`" in watch.message
    assert "by itself" not in watch.message


@pytest.mark.parametrize("kind", ["shrunk", "lost"])
def test_a_page_that_shrank_says_when_it_will_be_believed(kind: str) -> None:
    """Once it was the same for as long as the source says."""
    watch = Watch(replace(SOURCE, hold=36 * HOUR))
    watch.held(NOON, kind)
    assert watch.message.endswith("it is taken for the terms by itself, from 2026-03-04 00:00 UTC on.")


def test_a_change_that_waits_to_be_seen_again_is_no_alarm() -> None:
    """That is what was asked for; nor is it one when it is over."""
    watch = Watch(replace(SOURCE, confirm=12 * HOUR))
    assert watch.held(NOON, "unconfirmed") == []
    assert watch.reads(NOON + 12 * HOUR) == []


@pytest.mark.parametrize(("kind", "mark"), [("dismissed", "1"), ("challenge", "kind:challenge"), ("shrunk", "1")])
def test_a_page_that_was_dismissed_is_no_alarm(kind: str, mark: str) -> None:
    """Whether it was that text or all of its kind."""
    watch = Watch()
    watch.dismiss(mark)
    assert watch.held(NOON, kind, "1") == []


def test_another_page_after_a_dismissed_one_is_told() -> None:
    """The operator has said nothing of it yet, though it is held for the same reason."""
    watch = Watch()
    assert watch.held(NOON, "shrunk", "1") == ["held"]
    watch.dismiss("1")
    assert watch.held(NOON + HOUR, "dismissed", "1") == []
    assert watch.held(NOON + 2 * HOUR, "shrunk", "2") == ["held"]


# --- stale ----------------------------------------------------------------------------------------------


def test_a_source_whose_held_page_was_dismissed_grows_stale_once() -> None:
    """After a day and four of its rounds; nobody else would say so any more."""
    watch = Watch()
    assert watch.held(NOON + 6 * HOUR, text="1") == ["held"]
    watch.dismiss("1")
    told = [watch.held(NOON + hours * HOUR, "dismissed", "1") for hours in (12, 18, 24, 30, 36)]
    assert told == [[], [], [], ["stale"], []]


def test_a_stale_source_says_since_when_and_why() -> None:
    """With what is held, and what can be done about it."""
    watch = Watch()
    watch.dismiss("1")
    watch.held(NOON + 6 * HOUR, "dismissed", "1")
    watch.held(NOON + 50 * HOUR, "dismissed", "1")
    assert watch.only.kind == "stale"
    assert watch.message.startswith("was not read for 2 days, since 2026-03-02 12:00 UTC\n")
    assert "`clausewatch release northline/voice`" in watch.message


def test_what_is_failing_or_held_is_not_told_as_stale_as_well() -> None:
    """One trouble, one message."""
    failing, held = Watch(), Watch()
    assert [kind for hours in range(1, 200, 6) for kind in failing.fails(NOON + hours * HOUR)] == ["failing"]
    assert [kind for hours in range(1, 200, 6) for kind in held.held(NOON + hours * HOUR)] == ["held"]


def test_failures_and_pages_that_are_not_believed_in_turn_end_as_stale() -> None:
    """Neither lasts long enough by itself: three in a row never come, and each change waits to be confirmed."""
    watch = Watch(replace(SOURCE, confirm=2 * HOUR))
    told = []
    for number in range(1, 12):
        at = NOON + number * 6 * HOUR
        told += watch.fails(at) if number % 2 else watch.held(at, "unconfirmed", str(number))
    assert told == ["stale"]


def test_a_change_that_waits_to_be_seen_again_is_not_stale_meanwhile() -> None:
    """Its wait may outlast four rounds; after it, what never stands still is."""
    watch = Watch(replace(SOURCE, confirm=48 * HOUR))
    told = [(hours, watch.held(NOON + hours * HOUR, "unconfirmed", str(hours))) for hours in range(6, 100, 6)]
    assert [(hours, kinds) for hours, kinds in told if kinds] == [(78, ["stale"])]


def test_after_a_pause_of_ours_the_first_failure_is_no_news() -> None:
    """Nobody looked for a week: that is no trouble of the source."""
    assert Watch().fails(NOON + 7 * DAY) == []
    watch = Watch()
    watch.dismiss("1")
    assert watch.held(NOON + 7 * DAY, "dismissed", "1") == []


def test_the_patience_a_source_asks_for_is_kept() -> None:
    """Where it may fail for a week, a week must pass."""
    watch = Watch(replace(SOURCE, failures=1000, failing=7 * DAY))
    told = [(hours, watch.fails(NOON + hours * HOUR)) for hours in range(6, 10 * 24, 6)]
    assert [(hours, kinds) for hours, kinds in told if kinds] == [(6 + 7 * 24, ["failing"])]


# --- over -----------------------------------------------------------------------------------------------


def test_the_end_of_what_was_told_is_told_once() -> None:
    """With how long it lasted."""
    watch = Watch()
    for number in range(1, 6):
        watch.fails(NOON + number * HOUR)
    assert watch.reads(NOON + 6 * HOUR) == ["recovered"]
    assert watch.message.split("\n")[:2] == [
        "is read again, after 5 hours",
        "No check succeeded between 2026-03-02 13:00 UTC and 2026-03-02 18:00 UTC.",
    ]
    assert watch.reads(NOON + 7 * HOUR) == []


def test_the_end_of_what_was_not_told_is_not_told() -> None:
    """Two failures were nobody's business."""
    watch = Watch()
    watch.fails(NOON)
    watch.fails(NOON + HOUR)
    assert watch.reads(NOON + 2 * HOUR) == []


def test_a_server_that_says_nothing_changed_is_read_again() -> None:
    """A success needs no page."""
    watch = Watch(replace(SOURCE, failures=1))
    watch.fails(NOON)
    good = Outcome(SOURCE, NOON + HOUR, "unchanged", 7)
    assert watch.see(good, NotModified(NOON + HOUR)) == ["recovered"]
    assert watch.past.memory.failing_since is None


def test_an_outage_of_several_kinds_ends_once() -> None:
    """And lasted as long as all of them."""
    watch = Watch()
    watch.held(NOON)
    for number in range(1, 5):
        watch.fails(NOON + number * HOUR)
    assert watch.reads(NOON + 5 * HOUR) == ["recovered"]
    assert watch.message.startswith("is read again, after 5 hours\n")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "a moment"),
        (timedelta(minutes=1), "a minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=120), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=50), "2 days"),
    ],
)
def test_lengths_of_time_are_told_in_words(length: timedelta, words: str) -> None:
    """In the largest unit of which there are two."""
    watch = Watch()
    watch.held(NOON)
    watch.reads(NOON + length)
    assert watch.message.startswith(f"is read again, after {words}\n")


# --- what is remembered ---------------------------------------------------------------------------------


def test_where_nothing_is_news_nothing_is_written() -> None:
    """A check that changes nothing leaves the memory as it was, or as it was decided."""
    watch = Watch()
    watch.reads(NOON)
    assert watch.last.memory is None
    decided = replace(watch.past.memory, dismissed=frozenset({"1"}))
    outcome = Outcome(SOURCE, NOON, "unchanged", 7, memory=decided)
    assert alarmed(SOURCE, watch.past, outcome, NotModified(NOON), NOON).memory is decided


def test_what_was_decided_is_kept_beside_the_alarms() -> None:
    """Neither memory overwrites the other."""
    watch = Watch(replace(SOURCE, failures=1))
    decided = replace(watch.past.memory, dismissed=frozenset({"1"}))
    watch.see(Outcome(SOURCE, NOON, "failed", 7, failure=TIMEOUT, memory=decided), TIMEOUT)
    assert watch.past.memory.dismissed == {"1"}
    assert watch.past.memory.warned == {"failing"}
    assert watch.past.memory.failing_since == NOON


@given(st.text())
def test_no_word_of_another_adds_a_line(text: str) -> None:
    """A reason with line ends in it stays within its line, and none is without end."""
    watch = Watch(replace(SOURCE, failures=1))
    watch.fails(NOON, replace(TIMEOUT, message=text))
    plain = Watch(replace(SOURCE, failures=1))
    plain.fails(NOON)
    assert len(watch.message.splitlines()) <= len(plain.message.splitlines())


def test_a_reason_has_an_end() -> None:
    """However long what was found is."""
    watch = Watch(replace(SOURCE, failures=1))
    watch.fails(NOON, replace(TIMEOUT, message="x" * 100_000))
    assert len(watch.message) < 1000


LOOKS = st.lists(st.sampled_from(["fails", "challenge", "shrunk", "unconfirmed", "dismissed", "reads"]), max_size=30)


@given(LOOKS, st.integers(1, 30))
def test_alarms_and_their_end_take_turns(looks: list[str], hours: int) -> None:
    """Whatever is found: nothing is told twice before its end is, and no end without a beginning."""
    watch = Watch()
    open_: set[str] = set()
    ends: list[datetime] = []
    for number, look in enumerate(looks, 1):
        at = NOON + number * hours * HOUR
        kinds = watch.fails(at) if look == "fails" else watch.reads(at) if look == "reads" else watch.held(at, look)
        for kind in kinds:
            what = look if kind == "held" else kind
            assert (kind == "recovered") <= (look == "reads")
            assert bool(open_) if kind == "recovered" else what not in open_
            open_ = set() if kind == "recovered" else open_ | {what}
            ends += [at] if kind == "recovered" else []
        if look == "dismissed" and open_ & {"challenge", "shrunk"}:
            open_ = open_ - {"challenge", "shrunk"} | {"dismissed"}
    assert all(later - earlier >= DAY for earlier, later in pairwise(ends))


@given(LOOKS.filter(bool), st.integers(1, 30))
def test_after_a_calm_day_a_new_outage_is_told_at_once(looks: list[str], hours: int) -> None:
    """Whatever was before it."""
    watch = Watch()
    for number, look in enumerate(looks, 1):
        at = NOON + number * hours * HOUR
        _ = watch.fails(at) if look == "fails" else watch.reads(at) if look == "reads" else watch.held(at, look)
    for more in range(5):
        watch.reads(at + (1 + more * 6) * HOUR)
    assert watch.held(at + 26 * HOUR, "maintenance", "new") == ["held"]

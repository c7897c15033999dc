"""The daemon's rounds: what is begun, beside what, and how all of it ends."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.health import Pulse, Tally, trouble
from monitor.daemon.rounds import MOST_PASSES, Rounds
from monitor.delivery import Delivered, Trouble
from monitor.errors import ArchiveError
from monitor.model import Failure, Outcome, Standing
from tests.daemon.stage import CLOUD, DAY, NOON, PATIENCE, VOICE, Clock, Work, listening, running, until
from tests.fakes import MemoryArchive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import Source

YEAR = timedelta(days=365)


# --- deliveries that overlap ----------------------------------------------------------


def test_a_pass_that_waits_for_a_slow_receiver_keeps_no_other_pass_waiting() -> None:
    """Further passes begin while one still sends."""
    work, slow, began = Work(), threading.Event(), []

    def deliver() -> Delivered:
        began.append(threading.current_thread())
        if len(began) == 1:
            slow.wait(PATIENCE)
        return Delivered()

    with running(replace(work.duties(VOICE), deliver=deliver)):
        until(lambda: len(began) >= 3, "passes go on")
        assert not slow.is_set()
        slow.set()


def test_passes_that_all_wait_are_only_so_many() -> None:
    """However many rounds go by."""
    work, slow, began, rounds = Work(), threading.Event(), [], []

    def deliver() -> Delivered:
        began.append(1)
        slow.wait(PATIENCE)
        return Delivered()

    def wait_for_rounds(_: Source) -> float:
        rounds.append(1)
        return 0.0

    duties = replace(work.duties(VOICE), deliver=deliver, wait=wait_for_rounds)
    with running(duties):
        until(lambda: len(began) == MOST_PASSES, "as many as there may be")
        before = len(work.looked)
        work.clock.at += DAY
        until(lambda: len(work.looked) > before, "rounds go on")
        assert len(began) == MOST_PASSES
        slow.set()


def test_the_end_waits_for_every_pass() -> None:
    """What is being sent when the daemon is told to stop is sent to its end."""
    sent: list[int] = []
    work, slow = Work(), threading.Event()

    def deliver() -> Delivered:
        began.set()
        slow.wait(PATIENCE)
        sent.append(1)
        return Delivered(1)

    began = threading.Event()
    duties = replace(work.duties(VOICE), deliver=deliver, stop=slow.set)
    with running(duties) as daemon:
        assert began.wait(PATIENCE)
        assert daemon.stop()
    assert sent
    assert not work.aborted


def test_what_does_not_end_by_itself_is_broken_off() -> None:
    """A receiver that never answers is left after a while, and its notice stays owed."""
    work, broken = Work(), threading.Event()

    def deliver() -> Delivered:
        broken.wait(PATIENCE)
        raise CancelledError

    rounds = Rounds(replace(work.duties(), deliver=deliver, abort=broken.set), Pulse(1.0), Tally().saw)
    rounds.tell()
    assert rounds.end(0.2)
    assert broken.is_set()


def test_what_cannot_even_be_broken_off_is_left() -> None:
    """The end comes all the same, and says so."""
    work, over = Work(), threading.Event()

    def deliver() -> Delivered:
        over.wait(PATIENCE)
        return Delivered()

    rounds = Rounds(replace(work.duties(), deliver=deliver), Pulse(1.0), Tally().saw)
    rounds.tell()
    assert not rounds.end(0.1)
    assert work.aborted
    over.set()
    assert rounds.end(PATIENCE)


def test_at_the_start_no_claim_holds() -> None:
    """What a killed daemon was sending is not kept from being sent by its claim."""
    archive = _Claims()
    with running(Work(archive=archive).duties()):
        until(lambda: archive.forgotten, "claims are forgotten")


class _Claims(MemoryArchive):
    forgotten = 0

    def forget_claims(self) -> None:
        self.forgotten += 1


def test_a_delivery_is_logged_with_what_was_not_taken() -> None:
    """Each trouble with its subscriber, once with how many more wait for it."""
    work = Work()
    results = [Delivered(2, 4, 0, (Trouble("msg_1", "legal", "answered 500", parked=False, others=3),))]

    def deliver() -> Delivered:
        return results.pop() if results else Delivered()

    with listening() as log, running(replace(work.duties(), deliver=deliver)):
        assert log.holds("legal: answered 500; 3 more wait for the same")
        assert log.holds("told: 2")


def test_a_bug_in_a_delivery_ends_no_delivery_to_come() -> None:
    """It is logged, and the next round delivers."""
    work, tries = Work(), []

    def deliver() -> Delivered:
        tries.append(1)
        raise ZeroDivisionError

    with listening() as log, running(replace(work.duties(), deliver=deliver)):
        assert log.holds("because of a bug", times=2)
        assert len(tries) >= 2


# --- health -----------------------------------------------------------------------------


@pytest.mark.parametrize(("tick", "silence", "well"), [(5.0, 60.0, True), (5.0, 61.0, False), (60.0, 599.0, True)])
def test_rounds_that_stop_are_trouble(tick: float, silence: float, well: bool) -> None:
    """After ten ticks, and a minute at least; a round ends it."""
    times = [0.0]
    pulse = Pulse(tick, lambda: times[-1])
    times.append(silence)
    assert (pulse.trouble() == "") is well
    pulse.beat()
    assert not pulse.trouble()


def test_an_archive_that_cannot_be_read_is_trouble() -> None:
    """The reason is what the archive says."""
    assert not trouble(Pulse(1.0), MemoryArchive())
    assert trouble(Pulse(1.0), _Unreadable()) == "archive.db: is gone"


class _Unreadable(MemoryArchive):
    def owed_count(self) -> int:
        raise ArchiveError("archive.db", "is gone")

    def standings(self) -> Mapping[str, Standing]:
        raise ArchiveError("archive.db", "is gone")


def test_a_round_that_a_bug_ends_is_no_round() -> None:
    """The daemon goes on trying, but its pulse is not felt."""
    beats: list[int] = []

    class Felt(Pulse):
        def beat(self) -> None:
            beats.append(1)

    class Broken(MemoryArchive):
        asked = 0

        def standings(self) -> Mapping[str, Standing]:
            self.asked += 1
            if self.asked < 3:
                raise ZeroDivisionError
            return super().standings()

    archive = Broken()
    rounds = Rounds(Work(archive=archive).duties(VOICE), Felt(1.0), Tally().saw)
    with listening() as log:
        rounds.start()
        assert log.holds("a round could not be made", times=2)
        until(lambda: beats, "a round was made in the end")
        assert rounds.end(PATIENCE)
    assert archive.asked >= 3


def test_an_archive_that_fails_ends_no_rounds() -> None:
    """It is said each round, and tried again."""
    with listening() as log, running(Work(archive=_Unreadable()).duties(VOICE)):
        assert log.holds("archive.db: is gone", times=3)


def test_checks_and_failures_are_counted() -> None:
    """By outcome, and by kind."""
    tally = Tally()
    tally.saw(Outcome(VOICE, NOON, "changed", 2))
    tally.saw(Outcome(VOICE, NOON, "failed", failure=Failure("timeout", "too slow", NOON)))
    tally.saw(Outcome(VOICE, NOON, "failed", failure=Failure("dns", "unknown", NOON)))
    assert (tally.checks, tally.failures) == ({"changed": 1, "failed": 2}, {"timeout": 1, "dns": 1})


# --- time -------------------------------------------------------------------------------


def test_rounds_missed_while_the_machine_slept_are_made_up_once() -> None:
    """Each source is looked at once, however many of its times went by."""
    work = Work()
    with running(work.duties(VOICE, CLOUD)):
        until(lambda: len(work.looked) == 2, "the first sight")
        work.clock.at += 30 * DAY
        until(lambda: len(work.looked) == 4, "once more")
        before = work.passes
        until(lambda: work.passes > before + 3, "rounds that find nothing due")
    assert sorted(work.looked) == ["harbor/cloud"] * 2 + ["northline/voice"] * 2


def test_what_is_not_to_be_kept_is_let_go_of_once_a_day() -> None:
    """At the start, and then not with every round."""
    work = Work()
    with running(work.duties(VOICE)):
        until(lambda: work.passes > 3, "some rounds")
    assert work.tidied == 1


@pytest.mark.parametrize("jump", [-YEAR, YEAR, timedelta(hours=-1), timedelta(hours=7)])
def test_a_clock_that_jumps_stops_no_checks(jump: timedelta) -> None:
    """A year back or ahead: sources are looked at, at once and by their schedule from then on."""
    work = Work()
    with running(work.duties(VOICE)):
        until(lambda: len(work.looked) == 1, "the first sight")
        work.clock.at += jump
        until(lambda: len(work.looked) == 2, "a look by the new time")
        work.clock.at += VOICE.every
        until(lambda: len(work.looked) == 3, "the look after that")


def test_an_error_of_ours_sets_a_source_back_by_a_clock_that_nobody_sets() -> None:
    """A year ahead on the wall is no minute: the source that could not be recorded rests."""
    work, tries = Work(), []

    def look(source: Source) -> Outcome:
        tries.append(source.id)
        raise ArchiveError("archive.db", "is full")

    with running(replace(work.duties(VOICE), look=look)):
        until(lambda: tries, "the first try")
        work.clock.at += YEAR
        before = work.passes
        until(lambda: work.passes > before + 3, "further rounds")
    assert tries == ["northline/voice"]


def test_the_hour_that_comes_twice_and_the_one_that_is_skipped_do_no_harm() -> None:
    """A source for half past two each night in Stockholm is looked at each night, when the clocks change, too."""
    nightly = replace(VOICE, cron="30 2 * * *", timezone="Europe/Stockholm")
    work = Work(clock=Clock(datetime(2026, 10, 23, 12, 0, tzinfo=UTC)))
    with running(work.duties(nightly)):
        until(lambda: len(work.looked) == 1, "the first sight")
        for nights in range(1, 5):
            work.clock.at += DAY
            until(lambda due=nights + 1: len(work.looked) == due, "once a night")  # type: ignore[misc]

"""The operator's heartbeat: when it is owed, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.daemon.heartbeat import Heartbeat
from monitor.model import GivenUp, NotModified, Outcome, SourceStatus, StatusReport, Timetable
from monitor.render import heartbeat_words
from monitor.render.heartbeat import NAMED
from tests.daemon.stage import DAY, NOON, VOICE, Clock, Work, running, until
from tests.fakes import MemoryArchive

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WEEKLY = Timetable(time(8), weekday=0)
HOUR = timedelta(hours=1)


class Desk:
    """An archive, a clock, and daemons that come and go."""

    def __init__(self, at: datetime, *, operator: str = "ops") -> None:
        self.clock = Clock(at)
        self.archive = MemoryArchive()
        self.duties = replace(Work(self.clock, self.archive).duties(VOICE), operator=operator, heartbeat=WEEKLY)

    def check(self) -> None:
        """Look at a source now."""
        at = self.clock.at
        self.archive.record(VOICE, NotModified(at), Outcome(VOICE, at, "unchanged", 1), ())

    def daemon(self) -> Heartbeat:
        """A daemon that begins now."""
        return Heartbeat(self.clock.at)

    @property
    def owed(self) -> list[str]:
        """The ids of the heartbeats that are owed."""
        return [one.notice.id for one in self.archive.owed(self.clock.at)]


def test_a_heartbeat_is_owed_once_its_time_came() -> None:
    """Once, to the operator, and again a week later."""
    desk = Desk(MONDAY - HOUR)
    heart = desk.daemon()
    desk.check()
    heart.owe(desk.duties)
    assert desk.owed == []
    desk.clock.at = MONDAY
    for _ in range(3):
        heart.owe(desk.duties)
        desk.clock.at += HOUR
    (owed,) = desk.archive.owed(desk.clock.at)
    assert (owed.notice.type, owed.notice.subscriber, owed.notice.comparison) == ("watch.heartbeat", "ops", None)
    assert owed.notice.message.startswith("all quiet: ")
    desk.clock.at = MONDAY + 7 * DAY
    heart.owe(desk.duties)
    assert len(set(desk.owed)) == 2


def test_what_no_daemon_ran_for_is_told_once() -> None:
    """Three weeks without a daemon: the last of the times is told, by the next one and by no further one."""
    desk = Desk(MONDAY - HOUR)
    desk.check()
    desk.clock.at = MONDAY + 22 * DAY
    desk.daemon().owe(desk.duties)
    first = desk.owed
    desk.check()
    desk.daemon().owe(desk.duties)
    assert len(first) == 1
    assert desk.owed == first


def test_a_fresh_archive_owes_nothing_for_the_time_before() -> None:
    """Whoever begins to watch on a Tuesday was not quiet on Monday."""
    desk = Desk(MONDAY + DAY)
    heart = desk.daemon()
    heart.owe(desk.duties)
    desk.check()
    heart.owe(desk.duties)
    desk.daemon().owe(desk.duties)
    assert desk.owed == []


def test_a_clock_that_jumps_ahead_and_back_owes_no_heap_of_them() -> None:
    """One for the time that it jumped to, and none twice."""
    desk = Desk(MONDAY)
    heart = desk.daemon()
    for jump in (timedelta(0), 365 * DAY, timedelta(0), -365 * DAY, timedelta(0)):
        desk.clock.at = MONDAY + jump
        heart.owe(desk.duties)
    desk.clock.at = MONDAY + 400 * DAY
    assert len(desk.owed) == len(set(desk.owed)) == 2


@pytest.mark.parametrize("left_out", [{"operator": ""}, {"heartbeat": None}])
def test_without_an_operator_or_a_timetable_there_is_none(left_out: dict[str, object]) -> None:
    """Nobody is told."""
    desk = Desk(MONDAY)
    desk.daemon().owe(replace(desk.duties, **left_out))  # type: ignore[arg-type] # the fields by their names
    assert desk.owed == []


def test_a_daemon_owes_it_beside_its_rounds() -> None:
    """The next pass sends it as any other notice."""
    desk = Desk(MONDAY)
    with running(desk.duties):
        until(lambda: desk.owed, "the heartbeat is owed")


def test_a_real_archive_takes_it_and_gives_it_back(tmp_path: Path) -> None:
    """As it was, and once however often it is owed."""
    clock = Clock(MONDAY)
    with open_archive(tmp_path / "archive.db") as archive:
        duties = replace(Work(clock, archive).duties(VOICE), operator="ops", heartbeat=WEEKLY)
        for _ in range(2):
            Heartbeat(clock.at).owe(duties)
        (owed,) = archive.owed(clock.at)
        notice = owed.notice
    assert (notice.type, notice.subscriber, notice.source, notice.at) == ("watch.heartbeat", "ops", "", MONDAY)
    assert notice.message == heartbeat_words(StatusReport(()), 0, MONDAY)


# --- its words --------------------------------------------------------------------------


def status(name: str, *, read: timedelta | None = HOUR, state: str = "ok", error: str | None = None) -> SourceStatus:
    """How a source stands that was read so long ago."""
    return SourceStatus(name, state, NOON - read if read is not None else None, error=error)  # type: ignore[arg-type]


def test_all_quiet_is_one_line() -> None:
    """With the figures that tell a watch that works from one that died."""
    report = StatusReport((status("a/b"), status("a/c")))
    assert heartbeat_words(report, 2, NOON) == (
        "all quiet: 2 of 2 sources read in the last day, 2 notices told, nothing owed"
    )


def test_what_was_not_read_is_named_gravest_first() -> None:
    """Never read before not read for long; each with since when and why."""
    well = [status(f"fine/{number}") for number in range(28)]
    late = status("harbor/late", read=30 * HOUR, state="failing", error="answered 503\nSubject: forged")
    report = StatusReport((*well, late, status("harbor/new", read=None)), owed=1)
    assert heartbeat_words(report, 0, NOON).splitlines() == [
        "all quiet: 28 of 30 sources read in the last day, 0 notices told, 1 notice owed; these 2 were not read:",
        "harbor/new (ok), never yet",
        "harbor/late (failing), not since 2026-03-01 06:00 UTC: answered 503 Subject: forged",
    ]


def test_a_watch_that_is_not_well_does_not_call_itself_quiet() -> None:
    """When something was given up, with what to do, or when more than a tenth was not read."""
    given_up = (GivenUp("legal", "answered 410", 3, NOON),)
    words = heartbeat_words(StatusReport((status("a/b"),), parked=3, given_up=given_up), 0, NOON)
    assert words.startswith("not all is well: 1 of 1 source read")
    assert (
        "3 notices to legal given up: answered 410; mend that, then `clausewatch deliver --parked` sends them" in words
    )
    assert heartbeat_words(StatusReport((status("a/b", read=2 * DAY),)), 0, NOON).startswith("not all is well")


def test_a_long_list_is_cut_short() -> None:
    """With how many more there are."""
    report = StatusReport(tuple(status(f"a/{number}", read=None) for number in range(150)))
    lines = heartbeat_words(report, 0, NOON).splitlines()
    assert len(lines) == NAMED + 2
    assert lines[-1] == f"and {150 - NAMED} more; `clausewatch status` lists them"

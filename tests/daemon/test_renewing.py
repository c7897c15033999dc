"""A new configuration while the daemon watches: when it is seen, and how work goes over to it."""

from __future__ import annotations

import os
import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import Duties, Pace, Request, WatchedFile
from monitor.daemon.health import Pulse
from monitor.daemon.rounds import Rounds
from monitor.delivery import Delivered
from monitor.errors import ConfigError, Fault
from monitor.model import Outcome, Source
from tests.daemon.stage import CLOUD, DAY, PATIENCE, VOICE, Work, around, listening, running, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEIGHBOUR = Source("northline/data", ("https://northline.example/data",))


# --- the file ---------------------------------------------------------------------------


def test_a_file_that_stays_as_it_is_did_not_change(tmp_path: Path) -> None:
    """Nor does one that is touched, or written again with the same text."""
    file = tmp_path / "sources.toml"
    file.write_text("[daemon]\n")
    watched = WatchedFile(file)
    assert not watched.changed()
    os.utime(file, ns=(1, 1))
    assert not watched.changed()
    file.write_text("[daemon]\n")
    assert not watched.changed()


def test_a_file_that_holds_another_text_has_changed_once(tmp_path: Path) -> None:
    """Also where it was replaced by a rename and is as long and as old as before."""
    file, fresh = tmp_path / "sources.toml", tmp_path / "fresh"
    file.write_text("tick = 1\n")
    os.utime(file, ns=(1, 1))
    watched = WatchedFile(file)
    fresh.write_text("tick = 2\n")
    os.utime(fresh, ns=(1, 1))
    fresh.rename(file)
    assert watched.changed()
    assert not watched.changed()


def test_a_file_that_goes_and_comes_back_changes_twice(tmp_path: Path) -> None:
    """So that its absence is said, and its return too."""
    file = tmp_path / "sources.toml"
    file.write_text("[daemon]\n")
    watched = WatchedFile(file)
    file.unlink()
    assert [watched.changed(), watched.changed()] == [True, False]
    file.write_text("[daemon]\n")
    assert [watched.changed(), watched.changed()] == [True, False]


# --- the change -------------------------------------------------------------------------


def one_change(*duties: Duties) -> tuple[Callable[[], bool], Callable[[], Duties]]:
    """A configuration that changes at every look until these duties were given."""
    left = deque(duties)
    return lambda: bool(left), left.popleft


def test_a_changed_configuration_is_worked_by(tmp_path: Path) -> None:
    """Without a signal: new sources are looked at, old ones no more, and what only the old parts used is closed."""
    del tmp_path
    old, new = Work(), Work()
    changed, renew = one_change(new.duties(CLOUD))
    with listening() as log, running(old.duties(VOICE), around(changed=changed, renew=renew)):
        assert log.holds("the configuration was read anew: watching 1 sources")
        until(lambda: new.looked == ["harbor/cloud"], "the new source is looked at")
        until(lambda: new.passes, "deliveries go by the new parts")
        until(lambda: old.let_go == 1, "the old parts are closed")
        old.clock.at += DAY
        before = new.passes
        until(lambda: new.passes > before + 3, "further rounds")
    assert old.looked in (["northline/voice"], [])
    assert (old.stopped, new.stopped) == (0, 1)


def test_a_signal_renews_though_nothing_changed() -> None:
    """What the file leads to may be another: a certificate, a credential."""
    old, new = Work(), Work()
    duties = new.duties(CLOUD)
    with running(old.duties(VOICE), around(renew=lambda: duties)) as daemon:
        daemon.requests.put(Request.renew)
        until(lambda: new.looked, "the new source is looked at")


def test_a_broken_configuration_keeps_the_old_one_and_says_so_once() -> None:
    """With every fault and its line; checks go on."""
    work, changes = Work(), deque([True])
    faults = (Fault(3, "source[1].url", "is no address"), Fault(9, "daemon.tick", "must be above 0"))

    def renew() -> Duties:
        raise ConfigError("sources.toml", faults=faults)

    surroundings = around(changed=lambda: bool(changes) and changes.popleft(), renew=renew)
    with listening() as log, running(work.duties(VOICE), surroundings):
        assert log.holds("the one before stays in force")
        before = len(work.looked)
        work.clock.at += DAY
        until(lambda: len(work.looked) > before, "the old sources are still looked at")
    assert [line for line in log.lines if line.startswith("sources.toml")] == [
        "sources.toml:3: source[1].url: is no address",
        "sources.toml:9: daemon.tick: must be above 0",
    ]


def test_a_bug_in_what_is_new_keeps_the_old_one_too() -> None:
    """It is logged as what it is."""
    work, changes = Work(), deque([True])

    def renew() -> Duties:
        raise ZeroDivisionError

    surroundings = around(changed=lambda: bool(changes) and changes.popleft(), renew=renew)
    with listening() as log, running(work.duties(VOICE), surroundings):
        assert log.holds("could not be used because of a bug")
        until(lambda: work.looked, "rounds go on")


# --- work in hand -----------------------------------------------------------------------


def test_a_check_in_hand_is_finished_by_the_old_configuration() -> None:
    """Its parts stay open until then; nobody begins the same source, or another of its host, meanwhile."""
    old, new = Work(), Work()
    begun, go = threading.Event(), threading.Event()

    def look(source: Source) -> Outcome:
        begun.set()
        assert go.wait(PATIENCE)
        assert not old.let_go
        return old.look(source)

    requests_new = new.duties(VOICE, NEIGHBOUR, CLOUD)
    with running(replace(old.duties(VOICE), look=look), around(renew=lambda: requests_new)) as daemon:
        assert begun.wait(PATIENCE)
        daemon.requests.put(Request.renew)
        until(lambda: new.looked == ["harbor/cloud"], "another host is asked at once")
        before = new.passes
        until(lambda: new.passes > before + 3, "further rounds")
        assert new.looked == ["harbor/cloud"]
        assert not old.let_go
        go.set()
        until(lambda: old.looked == ["northline/voice"], "the check is finished")
        until(lambda: old.let_go == 1, "the old parts are closed")
        until(lambda: sorted(new.looked) == ["harbor/cloud", "northline/data", "northline/voice"], "all go on")


def test_a_pass_in_hand_is_finished_before_its_channels_are_closed() -> None:
    """A message on its way when the configuration changes is sent to its end."""
    old, new = Work(), Work()
    begun, go = threading.Event(), threading.Event()

    def deliver() -> Delivered:
        begun.set()
        assert go.wait(PATIENCE)
        assert not old.let_go
        return Delivered()

    duties = new.duties()
    with running(replace(old.duties(), deliver=deliver), around(renew=lambda: duties)) as daemon:
        assert begun.wait(PATIENCE)
        daemon.requests.put(Request.renew)
        until(lambda: new.passes > 2, "new passes begin")
        assert not old.let_go
        go.set()
        until(lambda: old.let_go == 1, "the old parts are closed")


def test_what_waited_for_its_turn_is_left_to_the_new_configuration() -> None:
    """A source that is no longer in it is not looked at any more."""
    old, new = Work(), Work()
    begun, go, looked = threading.Event(), threading.Event(), []

    def look(source: Source) -> Outcome:
        looked.append(source.id)
        begun.set()
        assert go.wait(PATIENCE)
        return old.look(source)

    gone = [Source(f"gone/{number}", ("https://gone.example/",)) for number in range(5)]
    duties = new.duties(CLOUD)
    with running(replace(old.duties(*gone), look=look), around(renew=lambda: duties)) as daemon:
        assert begun.wait(PATIENCE)
        daemon.requests.put(Request.renew)
        until(lambda: new.looked, "the new source is looked at")
        go.set()
        until(lambda: old.let_go == 1, "the old parts are closed")
    assert len(looked) == 1


@pytest.mark.parametrize("stuck", [True, False])
def test_the_end_comes_for_those_who_were_relieved_too(stuck: bool) -> None:
    """What they have in hand is waited for, and broken off where it does not end."""
    old, new = Work(), Work()
    begun, go = threading.Event(), threading.Event()

    def look(source: Source) -> Outcome:
        begun.set()
        assert go.wait(PATIENCE)
        return old.look(source)

    duties = new.duties(CLOUD)
    stop = old.stop if stuck else go.set
    first = replace(old.duties(VOICE), look=look, stop=stop, abort=go.set)
    with running(first, around(renew=lambda: duties)) as daemon:
        assert begun.wait(PATIENCE)
        daemon.requests.put(Request.renew)
        until(lambda: new.looked, "the new source is looked at")
        if stuck:
            go.set()
        assert daemon.stop()
    assert old.looked == ["northline/voice"]


def test_the_pace_is_that_of_the_new_configuration() -> None:
    """More workers work at once."""
    old, new = Work(), Work()
    together = threading.Barrier(3, timeout=PATIENCE)

    def look(source: Source) -> Outcome:
        together.wait()
        return new.look(source)

    sources = [Source(f"many/{number}", (f"https://{number}.example/",)) for number in range(3)]
    duties = replace(new.duties(*sources), look=look, pace=Pace(0.02, 3))
    with running(old.duties(), around(renew=lambda: duties)) as daemon:
        daemon.requests.put(Request.renew)
        until(lambda: len(new.looked) == 3, "three at once")


def test_a_short_tick_begins_at_once_and_not_after_a_long_one() -> None:
    """The daemon waits for an hour when it is told to look every hundredth of a second."""
    work = Work()
    rounds = Rounds(work.duties(VOICE, tick=3600.0), Pulse(3600.0), lambda _: None)
    rounds.start()
    try:
        until(lambda: work.tidied > 0, "the first round")
        before = work.passes
        rounds.relieve(work.duties(VOICE))
        until(lambda: work.passes > before + 1, "further rounds")
    finally:
        rounds.end(PATIENCE)

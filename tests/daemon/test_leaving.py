"""What is done beside the watch is told that the daemon ends before the work in hand is waited for."""

from __future__ import annotations

from dataclasses import replace

from tests.daemon.stage import VOICE, Work, around, running, until


def test_whoever_works_beside_the_watch_leaves_first() -> None:
    """Else both would take their time one after the other, and the service manager would lose its patience."""
    work, told = Work(), []
    duties = replace(work.duties(VOICE), stop=lambda: told.append("stop"))
    with running(duties, around(leaving=lambda: told.append("leave"))) as daemon:
        until(lambda: work.looked, "a look")
        assert daemon.stop()
    assert told == ["leave", "stop"]

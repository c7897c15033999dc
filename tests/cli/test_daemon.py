"""`clausewatch run`: rounds, tells, one line a check, and how it begins and ends."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.daemons import QUICK, Daemon, running
from tests.cli.stage import terms, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.daemons import Restarted
    from tests.cli.slow import Slow
    from tests.cli.stage import Desk

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?:info|warning|error) .+")
FORGED = "# \nunchanged 2026-01-01T00:00:00Z info northline/forged: unchanged\r\x1b[2K\u2028forged"


@pytest.fixture(scope="module")
def watch(new_desk: Callable[[], Desk]) -> Iterator[tuple[Desk, Daemon]]:
    """A daemon with a source for every second, one by cron, one that fails and one that lies, and a webhook."""
    desk = new_desk()
    desk.put("often", terms(), etag='"1"')
    desk.put("yearly", terms())
    desk.put("fails", "no", status=404, headers={"X-Forged": "northline/forged: unchanged"})
    desk.put("lies", f"{FORGED}\n\n1. Nothing here is true.\n")
    desk.configure(
        desk.source("often", 'every = "1s"'),
        desk.source("yearly", 'cron = "0 0 1 1 *"\ntimezone = "Europe/Stockholm"'),
        desk.source("fails", f'title = "{"x" * 20}"'),
        desk.source("lies", 'section = "forged"'),
        desk.hook("ops", more='sources = ["northline/often"]'),
        QUICK,
    )
    with running(desk) as daemon:
        yield desk, daemon


def test_the_daemon_looks_at_each_source_by_its_schedule(watch: tuple[Desk, Daemon]) -> None:
    """Every second means again and again; a cron expression that is not due means once, at first sight."""
    desk, daemon = watch
    until(lambda: len(desk.site.came(desk.path("often"))) >= 3, "three rounds")
    until(lambda: daemon.logged("northline/yearly: first (revision 1)"), "the first sight")
    assert len(daemon.logged("northline/yearly")) == 1
    assert len(daemon.logged("northline/often: first (revision 1)")) == 1
    until(lambda: daemon.logged("northline/often: unchanged (revision "), "it is told to be unchanged")


def test_the_daemon_tells_a_change_once(watch: tuple[Desk, Daemon]) -> None:
    """A change reaches the webhook within a round or two, and never again."""
    desk, daemon = watch
    until(lambda: daemon.logged("northline/often: "), "the first sight")
    before = len(desk.posted("ops"))
    desk.put("often", terms(14 + before), etag=f'"{2 + before}"')
    until(lambda: len(desk.posted("ops")) > before, "the webhook is told")
    seen = len(desk.site.came(desk.path("often")))
    until(lambda: len(desk.site.came(desk.path("often"))) > seen, "another round")
    assert len(desk.posted("ops")) == before + 1
    assert json.loads(desk.posted("ops")[-1].body)["type"] == "terms.changed"
    assert daemon.logged("northline/often: changed (revision ")
    assert daemon.logged("told: 1")


def test_a_check_is_one_line_in_the_log(watch: tuple[Desk, Daemon]) -> None:
    """Every line begins with a time and a level; what a page or its server says begins none."""
    desk, daemon = watch
    until(lambda: daemon.logged("northline/fails: failed"), "a failure")
    until(lambda: daemon.logged("northline/lies: failed"), "a page without the section it should have")
    until(lambda: daemon.logged("northline/yearly: first"), "a first sight")
    assert all(LINE.fullmatch(line) for line in daemon.lines)
    assert not daemon.logged("northline/forged")
    assert not daemon.logged("\x1b")
    assert len(desk.site.came(desk.path("fails"))) == len(daemon.logged("northline/fails: "))


def test_no_message_and_no_trace_forges_a_line() -> None:
    """Whatever a message or an error holds: as text it stays on its line or is indented, as JSON it is one object."""
    script = """
import logging
from monitor.cli.logs import Redactor, log_to_stderr
for as_json in (False, True):
    log_to_stderr(as_json=as_json, redactor=Redactor())
    try:
        raise ValueError("one\\n2026-01-01T00:00:00Z info forged\\x1b[2K")
    except ValueError:
        logging.getLogger("clausewatch").exception("%s", "two\\n2026-01-01T00:00:00Z info forged\\u2028three")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert "\x1b" not in done.stderr
    assert "\u2028" not in done.stderr
    first, *trace, last = done.stderr.splitlines()
    assert LINE.fullmatch(first)
    assert first.endswith("error two 2026-01-01T00:00:00Z info forged three")
    assert trace
    assert all(line.startswith("  | ") for line in trace)
    assert json.loads(last)["message"].startswith("two\n2026")


def test_a_second_daemon_is_turned_away(watch: tuple[Desk, Daemon]) -> None:
    """It ends with 2 and says which process has the archive, also when it names the archive by another path."""
    desk, daemon = watch
    link = desk.folder / "link.db"
    with contextlib.suppress(FileExistsError):
        link.symlink_to(desk.archive)
    # A process of its own: a daemon that was let in here would never end.
    second = desk.run("run", "--archive", "link.db")
    assert (second.code, second.out) == (2, "")
    assert f"a daemon already works on this archive: process {daemon.process.pid} on " in second.err
    assert "stop it first" in second.err


def test_a_check_by_hand_goes_beside_the_daemon(watch: tuple[Desk, Daemon]) -> None:
    """Only a second daemon is kept out."""
    desk, daemon = watch
    until(lambda: daemon.logged("northline/yearly: first"), "a first sight")
    assert desk.inside("check", "northline/yearly").code == 0


def test_the_lock_dies_with_the_daemon(restarted: Restarted) -> None:
    """After SIGKILL the next daemon starts at once, and goes on with the archive as it is."""
    desk, first, second = restarted.desk, restarted.first, restarted.second
    assert first.process.returncode == -signal.SIGKILL
    assert not second.logged("northline/terms: first")
    assert desk.inside("status").code == 0


def test_what_a_killed_daemon_owed_is_told_by_the_next(restarted: Restarted) -> None:
    """Under the same id, and taken once."""
    posts = restarted.desk.posted("ops")
    assert [one.status for one in posts if one.status == 200] == [200]
    assert len({one.headers["webhook-id"] for one in posts}) == 1


def test_ctrl_c_ends_a_daemon_as_sigterm_does(restarted: Restarted) -> None:
    """With 0, and a last line that says so."""
    second = restarted.second
    assert second.process.returncode == 0
    assert second.lines[-1].endswith(" info stopped")


def test_the_log_can_be_json(restarted: Restarted) -> None:
    """Each line is one object with its time and level; that of a check has the source and its outcome."""
    rows = [json.loads(line) for line in restarted.first.lines]
    check = next(row for row in rows if row.get("source"))
    assert {key: check[key] for key in ("level", "event", "source", "outcome", "revision")} == {
        "level": "info", "event": "check", "source": "northline/terms", "outcome": "first", "revision": 1,
    }  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["at"]) for row in rows)
    assert next(row["level"] for row in rows if row["message"].startswith("ops: ")) == "warning"


def test_a_server_that_hangs_does_not_keep_the_daemon(hanging: Slow) -> None:
    """SIGTERM ends it with 0 within ten seconds, in the middle of a body, and what was read is in the archive."""
    assert hanging.ended.code == 0
    assert hanging.seconds < 10
    assert "breaking off what still waits for a server; it will be done at the next start" in hanging.ended.err
    assert hanging.ended.err.endswith(" info stopped\n")
    status = hanging.desk.inside("status", "--format", "json").json
    rows = {row["source"]: row for row in status["sources"]}
    assert rows["northline/terms"]["last_success"] is not None
    assert (rows["northline/hangs"]["last_success"], rows["northline/hangs"]["failures"]) == (None, 0)

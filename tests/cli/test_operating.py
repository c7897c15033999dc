"""`clausewatch run` as an operator meets it: a new configuration, figures, a slow receiver, secrets in the log."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from monitor.cli.logs import Redactor
from monitor.sources import Environment, load
from tests.cli.daemons import QUICK, Daemon, running
from tests.cli.stage import SECRET, ended, terms, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.slow import Slow
    from tests.cli.stage import Desk

DAEMON = '[daemon]\ntick = 0.05\nmetrics = "127.0.0.1:0"\noperator = "ops"\nheartbeat = "daily 00:00"'


@pytest.fixture(scope="module")
def watch(new_desk: Callable[[], Desk]) -> Iterator[tuple[Desk, Daemon]]:
    """A daemon that serves its figures, and whose configuration is changed again and again."""
    desk = new_desk()
    for name in ("one", "two", "three"):
        desk.put(name, terms())
    _configure(desk, desk.source("one"))
    with running(desk) as daemon:
        until(lambda: daemon.logged("northline/one: first"), "the first sight")
        yield desk, daemon


def _configure(desk: Desk, *tables: str) -> None:
    desk.configure(*tables, desk.hook("ops"), DAEMON)


def _ask(daemon: Daemon, path: str) -> tuple[int, str]:
    """What the daemon serves at a path."""
    (line,) = daemon.logged("metrics are served on")
    port = line.rpartition(" ")[2]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_changed_file_is_worked_by_without_a_signal(watch: tuple[Desk, Daemon]) -> None:
    """A source that is added to it is looked at a moment later."""
    desk, daemon = watch
    _configure(desk, desk.source("one"), desk.source("two"))
    until(lambda: daemon.logged("northline/two: first (revision 1)"), "the new source is looked at")
    assert daemon.logged("the configuration was read anew: watching 2 sources")


def test_a_broken_file_is_told_once_and_changes_nothing(watch: tuple[Desk, Daemon]) -> None:
    """Every fault with its line; mended, it is worked by."""
    desk, daemon = watch
    before = len(daemon.logged("the one before stays in force"))
    anew = len(daemon.logged("read anew"))
    _configure(desk, desk.source("one"), desk.source("three", 'every = "often"\ncorn = "0 7 * * *"'))
    until(lambda: len(daemon.logged("the one before stays in force")) > before, "the faults are told")
    assert daemon.logged("source[2].every: ")
    assert daemon.logged("source[2].corn: ")
    assert not daemon.logged("northline/three: ")
    _configure(desk, desk.source("one"), desk.source("three"))
    until(lambda: daemon.logged("northline/three: first (revision 1)"), "it is looked at once it is mended")
    assert len(daemon.logged("the one before stays in force")) == before + 1
    assert len(daemon.logged("read anew")) == anew + 1


def test_a_signal_reads_the_file_anew(watch: tuple[Desk, Daemon]) -> None:
    """Though nothing in it changed."""
    _, daemon = watch
    before = len(daemon.logged("read anew"))
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: len(daemon.logged("read anew")) > before, "it is read anew")


def test_another_archive_needs_a_restart(watch: tuple[Desk, Daemon]) -> None:
    """The daemon holds the lock of the one it began with, and says so."""
    desk, daemon = watch
    _configure(desk, desk.source("one"), '[archive]\npath = "elsewhere/archive.db"')
    until(lambda: daemon.logged("restart it to use another"), "it is refused")
    assert not (desk.folder / "elsewhere").exists()
    _configure(desk, desk.source("one"), desk.source("two"))


def test_the_figures_are_served(watch: tuple[Desk, Daemon]) -> None:
    """What was checked is counted, and each source stands with its time."""
    _, daemon = watch
    status, text = _ask(daemon, "/metrics")
    assert status == 200
    assert re.search(r'^clausewatch_checks_total\{outcome="first"\} [1-9]', text, re.MULTILINE)
    assert re.search(
        r'^clausewatch_last_success_timestamp_seconds\{source="northline/one"\} 1\.\d+e\+09', text, re.MULTILINE
    )
    assert _ask(daemon, "/healthz") == (200, "ok\n")


def test_an_operator_named_on_a_fresh_archive_hears_no_heartbeat_of_the_past(watch: tuple[Desk, Daemon]) -> None:
    """The night before it began to watch was not quiet: it was not watched."""
    desk, daemon = watch
    until(lambda: daemon.logged("northline/one: first"), "the first sight")
    assert not [one for one in desk.posted("ops") if json.loads(one.body)["type"] == "watch.heartbeat"]


def test_the_service_manager_that_started_it_is_told_how_it_is(desk: Desk) -> None:
    """That it is ready, that it reads its configuration anew, and that it stops."""
    address = f"@clausewatch-{desk.folder.name}"
    desk.configure(QUICK)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0{address[1:]}")
        manager.settimeout(30)
        with desk.start("run", prefix=("env", f"NOTIFY_SOCKET={address}")) as daemon:
            try:
                assert manager.recv(4096) == b"READY=1\nSTATUS=watching 0 sources"
                daemon.send_signal(signal.SIGHUP)
                assert manager.recv(4096).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
                assert manager.recv(4096).startswith(b"READY=1\n")
                daemon.terminate()
                assert manager.recv(4096).startswith(b"STOPPING=1\n")
                assert ended(daemon).code == 0
            finally:
                daemon.kill()


# --- a slow receiver --------------------------------------------------------------------


def test_a_receiver_that_hangs_keeps_neither_others_nor_the_end_waiting(unanswered: Slow) -> None:
    """Others are told of one change after another; SIGTERM ends the daemon with 0 within ten seconds."""
    assert unanswered.ended.code == 0
    assert unanswered.seconds < 10
    assert len(unanswered.desk.posted("quick")) == 2
    assert "breaking off what still waits for a server; it will be done at the next start" in unanswered.ended.err


def test_what_a_receiver_that_hangs_was_not_told_stays_owed(unanswered: Slow) -> None:
    """Both changes, none of them given up."""
    status = unanswered.desk.inside("status", "--format", "json").json
    assert (status["owed"], status["parked"], status["given_up"]) == (2, 0, [])
    assert status["oldest_owed"] > 0


# --- secrets ----------------------------------------------------------------------------

HOOK = "https://hooks.northline.example/services/T0/B0/s3cr3t-and-long"
SECRETS = f"""
[fetch]
proxy = "http://terms:pr0xy%2Fpass@127.0.0.1:3128"
[[source]]
id = "northline/voice"
url = "https://northline.example/voice"
headers = {{ Cookie = "session=c00kie" }}
[[subscriber]]
name = "hook"
channel = "webhook"
address = "{HOOK}"
[channel.webhook]
secret = "{SECRET}"
[channel.email]
host = "smtp.northline.example"
from = "terms@northline.example"
user = "terms"
password = "env:MAIL_PASSWORD"
"""


@pytest.fixture
def redactor(tmp_path: Path) -> Redactor:
    """One that learned a configuration full of secrets."""
    (tmp_path / "sources.toml").write_text(SECRETS)
    redactor = Redactor()
    redactor.learn(load(tmp_path / "sources.toml", {"MAIL_PASSWORD": 'pa"ss'}))
    return redactor


@pytest.mark.parametrize(
    ("line", "redacted"),
    [
        (f"posting to {HOOK}", "posting to ***"),
        (
            "Max retries exceeded with url: /services/T0/B0/s3cr3t-and-long (x)",
            "Max retries exceeded with url: *** (x)",
        ),
        ("proxy http://terms:pr0xy%2Fpass@127.0.0.1:3128 refused", "proxy *** refused"),
        ("user 'terms:pr0xy%2Fpass' and pr0xy/pass", "user '***' and ***"),
        ("{'Cookie': 'session=c00kie'}", "{'Cookie': '***'}"),
        (f"signed with {SECRET}", "signed with ***"),
        ('login {"password": "pa\\"ss"}', 'login {"password": "***"}'),
        ("northline/voice: unchanged", "northline/voice: unchanged"),
    ],
)
def test_secrets_are_blotted_out(redactor: Redactor, line: str, redacted: str) -> None:
    """Whole, and in the forms in which errors show them; all else stays."""
    assert redactor(line) == redacted


def test_a_redactor_that_knows_no_secret_changes_nothing() -> None:
    """Not even an empty one."""
    assert Redactor()("northline/voice: unchanged") == "northline/voice: unchanged"


def test_no_trace_shows_a_secret(tmp_path: Path) -> None:
    """As text and as JSON, whatever the error and its causes say."""
    (tmp_path / "sources.toml").write_text(SECRETS.replace("env:MAIL_PASSWORD", "pa55word"))
    script = f"""
import logging
from pathlib import Path
from monitor.cli.logs import Redactor, log_to_stderr
from monitor.sources import load
redactor = Redactor()
redactor.learn(load(Path({str(tmp_path / "sources.toml")!r}), {{}}))
for as_json in (False, True):
    log_to_stderr(as_json=as_json, redactor=redactor)
    try:
        try:
            raise OSError("{HOOK}")
        except OSError as error:
            raise ValueError("pa55word") from error
    except ValueError:
        logging.getLogger("clausewatch").exception("at %s", "{HOOK}")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert done.stderr.count("ValueError: ***") == 2
    assert "s3cr3t" not in done.stderr
    assert "pa55word" not in done.stderr.replace('raise ValueError("pa55word")', "")


def test_a_secret_may_come_from_a_file_of_the_service_manager(tmp_path: Path) -> None:
    """Without the line end behind it; the environment goes before it, and no other folder is looked into."""
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "TOKEN").write_text("from a file\n")
    (tmp_path / "OUTSIDE").write_text("no")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials"), "NAME": "from a variable"}
    looked_up = Environment(environ)
    assert looked_up["TOKEN"] == "from a file"
    assert looked_up["NAME"] == "from a variable"
    assert looked_up.get("../OUTSIDE") is None
    assert looked_up.get("MISSING") is None
    assert Environment({**environ, "TOKEN": "of mine"})["TOKEN"] == "of mine"
    assert Environment({}).get("TOKEN") is None
    assert (set(looked_up), len(looked_up)) == (set(environ), 2)


def test_a_daemon_that_cannot_serve_its_figures_says_so(desk: Desk) -> None:
    """It ends with 2, and leaves no thread behind that would keep it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk.configure(f'[daemon]\nmetrics = "127.0.0.1:{port}"')
        ended = desk.run("run")
    assert ended.code == 2
    assert f"127.0.0.1:{port}: metrics cannot be served there" in ended.err

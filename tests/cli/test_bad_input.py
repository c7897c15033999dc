"""What goes wrong is told in a line, with its subject and what to do; the exit code is 2, and nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.stage import COMMAND, Desk, ended, terms, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.slow import Slow
    from tests.cli.story import Story

NOBODY = 65534


def whole(archive: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    with closing(sqlite3.connect(archive)) as conn:
        return bool(conn.execute("PRAGMA integrity_check").fetchone() == ("ok",))


# --- the configuration ------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "run", "status", "validate", "deliver", "history"])
def test_without_a_configuration_commands_say_so(desk: Desk, command: str) -> None:
    """The file that was looked for is named, and how to name another."""
    ended = desk.inside(command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "clausewatch: sources.toml: does not exist; name the configuration with --config FILE\n"


def test_a_configuration_that_is_named_must_be_there(desk: Desk) -> None:
    """A mistyped --config is an error also for commands that can do without any."""
    (desk.folder / "one.md").write_text(terms(), "utf-8")
    for words in (
        ("status", "--archive", "a.db"),
        ("read", desk.url("terms")),
        ("diff", "one.md", desk.url("terms")),
    ):
        ended = desk.inside(*words, "--config", "nowhere.toml")
        assert (ended.code, ended.err.split(":")[1].strip()) == (2, "nowhere.toml")


def test_every_fault_of_a_configuration_is_told_at_once(desk: Desk) -> None:
    """Each with its line and key, and nothing is fetched before they are mended."""
    (desk.folder / "sources.toml").write_text(
        '[fetch]\ntimeout = "30"\n[[source]]\nid = "northline/voice"\nurl = "northline.example"\nevry = "6h"\n'
        '[[subscriber]]\nname = "legal"\nchannel = "pigeon"\n',
        "utf-8",
    )
    for command in ("check", "validate"):
        ended = desk.inside(command)
        assert (ended.code, ended.out) == (2, "")
        assert [line.split(": ")[0] for line in ended.err.splitlines()] == [
            "sources.toml:2", "sources.toml:5", "sources.toml:6", "sources.toml:9",
        ]  # fmt: skip
        assert [line.split(": ")[1] for line in ended.err.splitlines()] == [
            "fetch.timeout", "source[1].url", "source[1].evry", "subscriber[1].channel",
        ]  # fmt: skip
    assert not desk.archive.exists()


def test_a_broken_configuration_leaves_the_archive_alone(desk: Desk) -> None:
    """When the file is mended, the check goes on where the last one ended."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"))
    desk.inside("check")
    desk.configure(desk.source("terms"), "[nonsense]")
    assert desk.inside("check").code == 2
    desk.configure(desk.source("terms"))
    assert desk.inside("check", "--format", "json").outcomes["northline/terms"]["outcome"] == "unchanged"


# --- names and files --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "northline/nothing"), "northline/nothing: no such source in the configuration"),
        (("check", "northline/plain", "harbor/*", "*/nothing"), "*/nothing: no such source"),
        (("history", "northline/nothing"), "northline/nothing: the archive has no revision of it"),
        (("show", "northline/nothing"), "northline/nothing: the archive has no revision of it"),
        (("show", "northline/plain@9"), "northline/plain@9: there is no such revision; the last one is 1"),
        (("show", "northline/plain@0"), "northline/plain@0: there is no such revision; the last one is 1"),
        (("show", "northline/plain@one"), "northline/plain@one: a revision is a number, as in SOURCE@2"),
        (("show", "northline/plain@²"), "northline/plain@²: a revision is a number"),
        (("diff", "northline/plain@1", "northline/plain@7"), "northline/plain@7: there is no such revision"),
        (("diff", "northline/plain", "northline/nothing"), "northline/nothing: the archive has no revision of it"),
        (("diff", "nowhere.md", "northline/plain"), "nowhere.md: cannot be opened (No such file or directory)"),
        (("diff", "northline/plain", "."), ".: cannot be opened (Is a directory)"),
        (("diff", "northline/plain", "northline/changed", "--output", "no/such.html"), "no/such.html: cannot be"),
        (("export", "json", "no/such.json"), "no/such.json: cannot be written (No such file or directory)"),
        (("notify-test", "nobody"), "nobody: no such subscriber in the configuration (slack, webhook, legal, here"),
        (("check", "--format", "yaml"), "'yaml' is not one of 'text', 'json', 'markdown'"),
        (("check", "--fast"), "No such option: --fast"),
        (("ponder",), "No such command 'ponder'"),
        (("diff", "old.md"), "Missing argument"),
    ],
)
def test_what_is_not_there_is_named(story: Story, arguments: tuple[str, ...], said: str) -> None:
    """The name that was given, what is wrong with it, and nothing on stdout."""
    ended = story.desk.inside(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_an_archive_that_is_not_there_is_not_made_by_asking(desk: Desk) -> None:
    """Commands that only ask leave an empty place empty."""
    desk.configure()
    for words in (("history",), ("show", "a/b"), ("export", "json", "-"), ("diff", "a/b@1", "a/b@2")):
        ended = desk.inside(*words)
        assert (ended.code, ended.out) == (2, "")
        assert "archive.db: there is no archive here yet; `clausewatch check` makes one" in ended.err
    assert desk.inside("status", "--archive", "nowhere.db").code == 0
    assert not desk.archive.parent.exists()


def test_private_addresses_are_not_read_unless_allowed(desk: Desk) -> None:
    """Without a configuration that allows it, an address on this machine is refused and never asked."""
    desk.put("terms", terms())
    ended = desk.inside("read", desk.url("terms"))
    assert (ended.code, ended.out) == (2, "")
    assert "127.0.0.1" in ended.err
    assert desk.site.came(desk.path("terms")) == []


def test_a_slow_page_ends_with_its_time(desk: Desk) -> None:
    """A body that stops half-way is a failure after fetch.timeout, and the revision from before stands."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), fetch="timeout = 1")
    desk.inside("check")
    desk.put("terms", terms(14), hang=True)
    row = desk.inside("check", "--format", "json").outcomes["northline/terms"]
    assert (row["outcome"], row["error"]["kind"], row["revision"]) == ("failed", "timeout", 1)
    desk.put("terms", terms(14))
    assert desk.inside("check", "--format", "json").outcomes["northline/terms"]["outcome"] == "changed"


def test_what_a_page_says_of_itself_forges_no_line(desk: Desk) -> None:
    """A title with line ends and escapes stays on its own line, whatever it spells."""
    desk.put(
        "terms", terms().replace("# Northline", "# \x1b[2J\x1b[1;1H\u202eall well\u2028unchanged northline/forged")
    )
    desk.configure(desk.source("terms"))
    out = desk.inside("check").out
    assert not any(sign in out for sign in "\x1b\u202e\u2028")
    assert not any(line.startswith("unchanged") for line in out.splitlines())


# --- the archive ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('clausewatch', '9999_later', '')",
            "was written by a newer clausewatch; upgrade this one",
        ),
        ("", "is damaged or no clausewatch archive; restore a backup"),
    ],
)
def test_an_archive_that_cannot_be_used_is_left_as_it_is(desk: Desk, statement: str, said: str) -> None:
    """One of a newer release, and one that is none: each is named, and not a byte of it changes."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"))
    desk.inside("check")
    with closing(sqlite3.connect(desk.archive)) as conn:
        conn.executescript(f"{statement}; PRAGMA wal_checkpoint(TRUNCATE);")
    if not statement:
        desk.archive.write_bytes(b"once upon a time " * 500)
    before = desk.archive.read_bytes()
    for command in ("check", "history", "status", "deliver"):
        ended = desk.inside(command)
        assert (ended.code, ended.out) == (2, "")
        assert f"archive.db: {said}" in ended.err
    assert desk.archive.read_bytes() == before


def test_a_locked_archive_is_waited_for_and_then_named(locked: Slow) -> None:
    """The check says that another process is busy, and the next one finds the change that this one could not record."""
    refused = locked.ended
    row = refused.outcomes["northline/terms"]
    assert (refused.code, row["outcome"], row["error"]["kind"]) == (2, "failed", "archive")
    assert "northline/terms: " in refused.err
    assert "archive.db: is busy with another process; try again when that has ended" in refused.err
    then = locked.desk.inside("check", "--format", "json")
    assert (then.code, then.outcomes["northline/terms"]["outcome"]) == (1, "changed")


def test_an_archive_for_which_there_is_no_room_stays_whole(desk: Desk) -> None:
    """A record that does not fit is undone whole; with room again the change is found and told."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), desk.hook("ops"))
    assert desk.inside("check").code == 0
    noise = random.Random(7)  # noqa: S311 - words that do not compress, no secret
    numbers = "\n\n".join(" ".join(f"{noise.getrandbits(64):x}" for _ in range(150)) for _ in range(60))
    desk.put("terms", f"{terms(14)}\n\n{numbers}\n")
    limit = ("sh", "-c", f'ulimit -f {desk.archive.stat().st_size // 512}; exec "$@"', "sh")
    full = ended(desk.start("check", "--format", "json", prefix=limit))
    assert (full.code, full.outcomes["northline/terms"]["error"]["kind"]) == (2, "archive")
    assert "nothing was" in full.err
    assert whole(desk.archive)
    assert desk.posted("ops") == []
    again = desk.inside("check", "--format", "json")
    assert (again.code, again.outcomes["northline/terms"]["revision"]) == (1, 2)
    assert len(desk.posted("ops")) == 1


@pytest.fixture
def read_only(desk: Desk) -> Iterator[tuple[Desk, tuple[str, ...]]]:
    """A desk whose folder may not be written, and what must stand before a command so that it really may not."""
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if not setpriv:
            pytest.skip("root may write everywhere, and there is no setpriv to be somebody else")
        prefix = (setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = Desk(folder, desk.site, desk.mail)
        here.configure(here.source("terms"))
        folder.chmod(0o555)
        yield here, prefix
        folder.chmod(0o700)


def test_a_folder_that_may_not_be_written_is_named(read_only: tuple[Desk, tuple[str, ...]]) -> None:
    """The check says where the archive cannot be made."""
    desk, prefix = read_only
    done = ended(desk.start("check", prefix=prefix))
    if "Permission denied" in done.err and str(COMMAND.parent) in done.err:
        pytest.skip("somebody else may not run the command where it is installed")
    assert (done.code, done.out) == (2, "")
    assert "snapshots/archive.db: cannot be made (Permission denied); check its folder" in done.err


def test_a_file_in_the_place_of_the_archive_s_folder_is_named(desk: Desk) -> None:
    """By the check, and by the daemon, whose lock lies there too."""
    desk.configure(desk.source("terms"))
    (desk.folder / "snapshots").write_text("no folder")
    for command, name in (("check", "archive.db"), ("run", "archive.db.lock")):
        found = desk.inside(command)
        assert (found.code, found.out) == (2, "")
        assert f"snapshots/{name}: cannot be made (" in found.err


# --- signals and pipes ------------------------------------------------------------------


def test_ctrl_c_leaves_the_archive_whole(desk: Desk) -> None:
    """What was read is recorded, the check ends at once though a server hangs, and the next one goes on from there."""
    desk.put("terms", terms())
    desk.put("hangs", terms(), hang=True)
    # The sources are asked in this order, one request at a time: the first is read when the second begins to hang.
    desk.configure(desk.source("terms"), desk.source("hangs"), fetch="timeout = 60\nworkers = 1")
    check = desk.start("check")
    until(lambda: desk.site.came(desk.path("hangs")) and _recorded(desk), "one page is recorded and one hangs")
    began = time.monotonic()
    check.send_signal(signal.SIGINT)
    stopped = ended(check)
    assert time.monotonic() - began < 10
    assert (stopped.code, stopped.out, stopped.err) == (2, "", "clausewatch: stopped; the archive is whole\n")
    assert whole(desk.archive)
    desk.put("hangs", terms())
    after = desk.inside("check", "--format", "json").outcomes
    assert [row["outcome"] for row in after.values()] == ["unchanged", "first"]


def _recorded(desk: Desk) -> bool:
    if not desk.archive.exists():
        return False
    with closing(sqlite3.connect(desk.archive)) as conn:
        return bool(conn.execute("SELECT count(*) FROM checks").fetchone()[0])


def test_a_reader_who_has_seen_enough_is_no_trouble(desk: Desk) -> None:
    """Like `| head -1`: the exit code is the command's own and stderr stays empty."""
    for name, days in (("old.md", 30), ("new.md", 14)):
        (desk.folder / name).write_text(terms(days), "utf-8")
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        process = desk.start("diff", "old.md", "new.md", stdout=ours.fileno())
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_results_that_cannot_be_written_are_trouble(desk: Desk) -> None:
    """A full disk behind stdout is told, and gives no traceback."""
    (desk.folder / "old.md").write_text(terms(), "utf-8")
    with Path("/dev/full").open("w") as full:
        process = desk.start("read", "old.md", stdout=full.fileno())
        _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err == "clausewatch: stdout: cannot be written (No space left on device); see where it leads\n"

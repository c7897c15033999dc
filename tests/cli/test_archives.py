"""`archive init` and `archive copy`, and archives in a database wherever a command takes `--archive`."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from monitor.cli.logs import Redactor
from monitor.sources import load
from tests.cli.stage import terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.stage import Desk
    from tests.postgres import Server

UNREACHABLE = "postgresql://ann:hu%2Fsh-1@127.0.0.1:9/terms?sslpassword=hush-2&connect_timeout=2"
SHOWN = "postgresql://ann"
HELD = r"1 sources, 2 revisions, 2 pages, 2 links; last link [0-9a-f]{64}"


@pytest.fixture(scope="module")
def kept(new_desk: Callable[[], Desk]) -> Desk:
    """A desk with an archive of two revisions, and no configuration in its folder that could stand in for anything."""
    desk = new_desk()
    desk.put("voice", terms())
    desk.configure(desk.source("voice"))
    desk.inside("check")
    desk.put("voice", terms(60))
    assert desk.inside("check").code == 1
    assert desk.inside("comment", "northline/voice@2", "Nul \\0 and 'quotes'", "--by", "Ann").code == 0
    return desk


@pytest.fixture(scope="module")
def moved(kept: Desk, postgres_server: Server) -> str:
    """The same archive in a database."""
    url = postgres_server.fresh()
    assert kept.inside("archive", "copy", str(kept.archive), url).code == 0
    return url


def test_a_file_is_made_once(desk: Desk) -> None:
    """And left alone when it is there."""
    made, again = (desk.inside("archive", "init", "--archive", "new.db") for _ in range(2))
    assert (made.code, made.out) == (0, "new.db: an empty archive was made\n")
    assert (again.code, again.out) == (0, "new.db: the archive is there already\n")
    assert desk.inside("verify", "--archive", "new.db").code == 0


def test_the_tables_of_a_database_are_made_once(desk: Desk, postgres_url: str) -> None:
    """Those of the archive and of the queue, as the configuration asks; until then there is no archive."""
    desk.configure(desk.source("voice"), f'[archive]\nurl = "{postgres_url}"')
    before = desk.inside("history")
    assert (before.code, before.out) == (2, "")
    assert "has no archive yet; run `clausewatch archive init`" in before.err
    made, again = desk.inside("archive", "init"), desk.inside("archive", "init")
    assert (made.code, made.out) == (0, f"{postgres_url}: the tables were made\n")
    assert (again.code, again.out) == (0, f"{postgres_url}: the tables are there already\n")
    assert desk.inside("history").code == 0


def test_a_check_records_in_the_configured_database(desk: Desk, postgres_archive: str) -> None:
    """And nothing is written beside the configuration."""
    desk.put("voice", terms())
    desk.configure(desk.source("voice"), f'[archive]\nurl = "{postgres_archive}"')
    assert desk.inside("check").code == 0
    desk.put("voice", terms(60))
    assert desk.inside("check").code == 1
    assert desk.inside("history").out.count("northline/voice@") == 2
    assert [one.name for one in desk.folder.iterdir()] == ["sources.toml"]


def test_a_copy_says_what_it_holds_and_what_it_leaves(kept: Desk, tmp_path: Path) -> None:
    """On stdout what was copied, as `verify` says it of either."""
    copied = kept.inside("archive", "copy", str(kept.archive), str(tmp_path / "copy.db"))
    assert copied.code == 0
    assert re.fullmatch(rf"copied: {HELD}; 1 entries in the log, last [0-9a-f]{{64}}\n", copied.out)
    assert "lists and searches are made anew" in copied.err
    looked = kept.inside("verify", "--archive", str(tmp_path / "copy.db"))
    assert looked.out.removeprefix("whole: ") == copied.out.removeprefix("copied: ")


def test_a_place_that_is_not_empty_is_refused(kept: Desk) -> None:
    """With 2, and what to do."""
    refused = kept.inside("archive", "copy", str(kept.archive), str(kept.archive))
    assert (refused.code, refused.out) == (2, "")
    assert "holds an archive already; give a place that is empty, nothing was changed there" in refused.err


@pytest.mark.parametrize(
    "command",
    [
        "history",
        "history northline/voice --format json",
        "show northline/voice@2",
        "diff northline/voice@1 northline/voice@2",
        "search days",
        "log",
        "links",
        "export json -",
        "verify",
    ],
)
def test_every_command_tells_the_same_of_a_database(kept: Desk, moved: str, command: str) -> None:
    """As of the file that was copied to it, without a configuration; paths stay paths, addresses addresses."""
    in_file = kept.inside(*command.split(), "--archive", str(kept.archive))
    in_database = kept.inside(*command.split(), "--archive", moved)
    assert in_file.out
    assert (in_database.code, in_database.out) == (in_file.code, in_file.out)


def test_an_archive_comes_back_from_a_database(kept: Desk, moved: str, tmp_path: Path) -> None:
    """With the same last link."""
    back = kept.inside("archive", "copy", moved, str(tmp_path / "back.db"))
    assert back.code == 0
    assert kept.inside("verify", "--archive", str(tmp_path / "back.db")) == kept.inside("verify")


def test_a_fault_in_a_database_is_found(kept: Desk, postgres_archive: str) -> None:
    """`verify` names it and ends with 2."""
    import psycopg  # noqa: PLC0415 - only this test alters a database

    assert kept.inside("archive", "copy", str(kept.archive), postgres_archive).code == 0
    with psycopg.connect(postgres_archive, autocommit=True) as conn:
        conn.execute("UPDATE revisions SET title = 'Other' WHERE number = 1")
    ended = kept.inside("verify", "--archive", postgres_archive)
    assert ended.code == 2
    assert ended.out.startswith("revisions northline/voice@1: ")
    assert "1 faults; keep the database as it is, and restore a backup beside it" in ended.err


def test_what_only_a_file_can_says_what_to_do_instead(desk: Desk) -> None:
    """A database is backed up by its own means; the password stays unsaid."""
    ended = desk.inside("backup", "copy.db", "--archive", UNREACHABLE)
    assert (ended.code, ended.out) == (2, "")
    assert "is backed up with PostgreSQL's own pg_dump; `clausewatch archive copy URL FILE` makes a file" in ended.err
    assert SHOWN in ended.err
    assert "sh-1" not in ended.err
    assert "hush" not in ended.err
    assert list(desk.folder.iterdir()) == []


@pytest.fixture
def guarded(desk: Desk, postgres_url: str) -> str:
    """A configured database without an archive in it, whose address holds passwords."""
    url = f"{postgres_url.replace('postgres@', 'postgres:hu%2Fsh-1@')}?sslpassword=hush-2"
    desk.configure(desk.source("voice"), f'[archive]\nurl = "{url}"')
    return url


def test_no_password_is_shown_of_a_database(desk: Desk, guarded: str) -> None:
    """Whichever command finds no archive in it names the place without them; no file of that name is made."""
    commands = ("check", "history", "verify", f"archive copy {guarded} copy.db")
    ended = [
        *(desk.inside(*command.split()) for command in commands),
        desk.run("serve"),
        desk.inside("archive", "init"),
    ]
    assert [one.code for one in ended] == [2, 2, 2, 2, 2, 0]
    said = "\n".join(one.out + one.err for one in ended)
    assert said.count(f"/{guarded.partition('?')[0].rpartition('/')[2]}") == len(ended)
    assert "Traceback" not in said
    assert "sh-" not in said
    assert {one.name for one in desk.folder.iterdir()} == {"sources.toml"}


@pytest.mark.parametrize("address", ["postgresql://ann:hu/sh@h/terms", "mysql://ann:hush@h/terms", "postgresql://h"])
@pytest.mark.parametrize("command", ["status --archive {}", "archive copy {} a.db", "archive copy a.db {}"])
def test_an_address_that_is_none_is_refused_and_not_repeated(desk: Desk, command: str, address: str) -> None:
    """Nor is it taken for a path."""
    ended = desk.inside(*command.format(address).split())
    assert ended.code == 2
    assert "the archive's address: " in ended.err
    assert "sh" not in ended.err.replace("for example", "")
    assert list(desk.folder.iterdir()) == []


def test_validate_does_not_show_the_address(desk: Desk) -> None:
    """It says that there are no faults."""
    desk.configure(desk.source("voice"), f'[archive]\nurl = "{UNREACHABLE}"')
    ended = desk.inside("validate")
    assert ended.code == 0
    assert "127.0.0.1:9" not in ended.out + ended.err


def test_the_password_is_blotted_out_of_the_log(tmp_path: Path) -> None:
    """Of a configured place and of a given one, in the forms in which errors show it; user and name are no secrets."""
    (tmp_path / "sources.toml").write_text('[archive]\nurl = "postgresql://clausewatch:w0rd%2Fone@h/clausewatch"')
    redactor = Redactor()
    redactor.learn(load(tmp_path / "sources.toml", {}), "postgres://h/x?password=w0rd-two")
    said = "clausewatch: w0rd%2Fone, w0rd/one and w0rd-two at /clausewatch"
    assert redactor(said) == "clausewatch: ***, *** and *** at /clausewatch"


def test_a_file_needs_no_driver_of_a_database(kept: Desk, tmp_path: Path) -> None:
    """Neither to be looked at nor to be recorded in."""
    commands = [
        ["archive", "copy", str(kept.archive), str(tmp_path / "copy.db")],
        ["comment", "northline/voice@1", "Twice.", "--by", "Ann", "--archive", str(tmp_path / "copy.db")],
        ["verify", "--archive", str(tmp_path / "copy.db")],
    ]
    script = f"""
import sys
from monitor.cli import main
for command in {commands!r}:
    sys.argv = ["clausewatch", *command]
    try:
        main()
    except SystemExit as end:
        assert not end.code
print("loaded:", *(name for name in ("psycopg", "procrastinate") if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert "2 entries in the log" in done.stdout
    assert done.stdout.endswith("loaded:\n")


@pytest.mark.parametrize("command", ["status", "run", "worker", "archive init"])
def test_what_has_to_be_installed_is_said(command: str, tmp_path: Path) -> None:
    """Where the extra is missing, in one line."""
    (tmp_path / "sources.toml").write_text("", "utf-8")
    told = f"import sys; sys.modules['psycopg'] = None; sys.argv = {['clausewatch', *command.split()]!r}"
    told += f" + ['--archive', {UNREACHABLE!r}]; from monitor.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", told], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("pip install 'clausewatch[postgres]'")
    assert "Traceback" not in done.stderr

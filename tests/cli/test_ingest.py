"""`ingest`: a document that came another way becomes a revision like any other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.stage import NEW_DATE, Desk, terms

LOGIN = "<html><title>Sign in</title><body><h1>Sign in</h1><form><input type=password></form></body></html>"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with a source that nobody can fetch, a subscriber, and files that came by mail."""
    desk.configure(desk.source("portal", 'every = "3650d"'), desk.hook("register"))
    for name, text in {"old.md": terms(), "new.md": terms(14, updated=NEW_DATE), "login.html": LOGIN}.items():
        (desk.folder / name).write_text(text, "utf-8")
    (desk.folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return desk


def revisions(desk: Desk) -> list[dict[str, Any]]:
    """What the archive lists."""
    found: list[dict[str, Any]] = desk.inside("history", "--format", "json", "--archive", str(desk.archive)).json[
        "revisions"
    ]
    return found


def test_a_file_goes_the_way_of_a_page(office: Desk) -> None:
    """First sight, a change that is told at once, and nothing new, with the exit codes of `check`."""
    first = office.inside("ingest", "northline/portal", "old.md")
    assert (first.code, first.out.split()[0]) == (0, "first")
    changed = office.inside("ingest", "northline/portal", "new.md", "--format", "json")
    row = changed.outcomes["northline/portal"]
    assert (changed.code, row["outcome"], row["alert"], row["revision"]) == (1, "changed", True, 2)
    assert [change["signals"][0]["new"] for change in row["change"]["changes"]] == ["14 days"]
    assert len(office.posted("register")) == 1
    again = office.inside("ingest", "northline/portal", "new.md", "--format", "markdown")
    assert (again.code, again.out.startswith("- **unchanged** ")) == (0, True)
    assert [one["url"] for one in revisions(office)] == [office.url("portal")] * 2


def test_a_page_that_is_no_terms_is_held(office: Desk) -> None:
    """As a fetched one would be."""
    office.inside("ingest", "northline/portal", "old.md")
    held = office.inside("ingest", "northline/portal", "login.html", "--format", "json")
    assert (held.code, held.outcomes["northline/portal"]["outcome"]) == (2, "held")
    assert office.inside("status").code == 2
    assert len(revisions(office)) == 1


def test_a_file_that_cannot_be_read_is_not_the_sources_fault(office: Desk) -> None:
    """It is told as a failed check is, and nothing is recorded."""
    office.inside("ingest", "northline/portal", "old.md")
    failed = office.inside("ingest", "northline/portal", "picture.png", "--format", "json")
    assert (failed.code, failed.outcomes["northline/portal"]["error"]["kind"]) == (2, "unreadable")
    assert failed.err == "clausewatch: picture.png: nothing was recorded\n"
    assert office.inside("status").code == 0


def test_the_next_fetch_asks_for_the_whole_page(desk: Desk) -> None:
    """The server's validators of the page before say nothing of the file."""
    desk.put("terms", terms(), etag='"v1"')
    desk.configure(desk.source("terms"))
    (desk.folder / "new.md").write_text(terms(14), "utf-8")
    desk.inside("check")
    desk.inside("ingest", "northline/terms", "new.md")
    back = desk.inside("check")
    assert [one.status for one in desk.site.came(desk.path("terms"))] == [200, 200]
    assert back.out.startswith("seen-before northline/terms@3")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("2024-03-01", "2024-03-01T00:00:00+00:00"),
        ("2024-03-01T09:30", "2024-03-01T09:30:00+00:00"),
        ("2024-03-01T09:30:00+02:00", "2024-03-01T07:30:00+00:00"),
    ],
)
def test_a_revision_is_of_when_it_was_seen(office: Desk, words: str, at: str) -> None:
    """A day is from its first moment in UTC, a time without a zone is in UTC."""
    assert office.inside("ingest", "northline/portal", "old.md", "--at", words).code == 0
    assert [one["at"] for one in revisions(office)] == [at]


def test_revisions_stand_in_the_order_of_time(office: Desk) -> None:
    """A file from before the last revision is refused, naming that; one of the same day comes just after it."""
    office.inside("ingest", "northline/portal", "old.md", "--at", "2024-03-01T09:30")
    for words in ("2024-02-29", "2024-03-01T09:29"):
        early = office.inside("ingest", "northline/portal", "new.md", "--at", words)
        assert (early.code, early.out) == (2, "")
        assert "is before the last revision, northline/portal@1 of 2024-03-01 09:30 UTC" in early.err
    assert office.inside("ingest", "northline/portal", "new.md", "--at", "2024-03-01").code == 1
    assert [one["at"] for one in revisions(office)] == ["2024-03-01T09:30:00+00:00"] * 2


@pytest.mark.parametrize("words", ["tomorrow", "2024-02-30", "", "9999-12-31T23:59-10:00", "0001-01-01T00:00+10:00"])
def test_what_is_no_date_is_refused(office: Desk, words: str) -> None:
    """With what to write instead; no archive is made for it."""
    ended = office.inside("ingest", "northline/portal", "old.md", "--at", words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: --at: {words!r} is no date; write a day or a time")
    assert not office.archive.exists()


def test_what_is_still_to_come_is_refused(office: Desk) -> None:
    """Nobody has seen it."""
    ended = office.inside(
        "ingest", "northline/portal", "old.md", "--at", (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    )
    assert (ended.code, "is still to come" in ended.err, office.archive.exists()) == (2, True, False)


def test_an_archive_alone_is_enough(office: Desk) -> None:
    """The source's address and title are those of its last revision; nobody is told."""
    office.inside("ingest", "northline/portal", "old.md")
    (office.folder / "sources.toml").unlink()
    ended = office.inside("ingest", "northline/portal", "new.md", "--archive", "snapshots/archive.db")
    assert (ended.code, ended.err) == (1, "")
    assert [one["url"] for one in revisions(office)] == [office.url("portal")] * 2
    unknown = office.inside("ingest", "northline/fax", "new.md", "--archive", "snapshots/archive.db")
    assert "northline/fax: neither the configuration nor the archive knows it" in unknown.err
    assert "there is no archive here" in office.inside("ingest", "a/b", "new.md", "--archive", "nowhere.db").err


@pytest.mark.parametrize(
    ("source", "file", "said"),
    [
        ("northline/fax", "old.md", "northline/fax: no such source in the configuration"),
        ("northline/portal", "nowhere.md", "nowhere.md: cannot be opened"),
        ("northline/portal", "snapshots", "snapshots: cannot be opened"),
        ("northline/portal", "/dev/zero", "/dev/zero: is no regular file"),
    ],
)
def test_what_cannot_be_filed_is_told_in_a_line(office: Desk, source: str, file: str, said: str) -> None:
    """And no archive is made for it."""
    ended = office.inside("ingest", source, file)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"clausewatch: {said}")
    assert not office.archive.exists()


@pytest.mark.parametrize(("name", "kind"), [("a.html", "text/html"), ("a.MD", "text/markdown"), ("a.bin", "")])
def test_the_name_of_a_file_says_what_it_is(office: Desk, name: str, kind: str) -> None:
    """As a server's header would; of other names the content alone counts."""
    (office.folder / name).write_text(terms(), "utf-8")
    office.inside("ingest", "northline/portal", name)
    with closing(sqlite3.connect(office.archive)) as conn:
        assert conn.execute("SELECT asked, content_type FROM parts").fetchall() == [(office.url("portal"), kind)]

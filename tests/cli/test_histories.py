"""`import git` and `export git`: a history that others recorded, taken in, asked about and given back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.history.made import DATA, DATA_ID, DAY, START, VOICE, VOICE_ID, Save, git, repository, shas, terms

if TYPE_CHECKING:
    from tests.cli.stage import Desk, Ended

SAVES = (
    Save(START, {VOICE: terms(), "README.md": "About this repository."}),
    Save(START + DAY, {DATA: terms(title="Data Terms")}),
    Save(START + 2 * DAY, {VOICE: terms(14)}),
)


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with a recorded history, and neither a configuration nor an archive."""
    repository(desk.folder / "history", SAVES)
    return desk


def take(desk: Desk, *more: str) -> Ended:
    """Import the history."""
    return desk.inside("import", "git", "history", "--archive", "own/archive.db", *more)


def rows(ended: Ended) -> list[dict[str, Any]]:
    """The objects that were printed."""
    return [json.loads(line) for line in ended.out.splitlines()]


def test_each_version_is_an_object_in_time_order(shelf: Desk) -> None:
    """With the document, the commit, the time, what was found and whether it is told; all else goes to stderr."""
    ended = take(shelf, "--format", "jsonl")
    assert rows(ended) == [
        {"document": path, "revision": sha, "at": at, "outcome": outcome, "alert": alert}
        for sha, (path, at, outcome, alert) in zip(
            shas(shelf.folder / "history"),
            [
                (VOICE, "2023-11-14T22:13:20+00:00", "first", False),
                (DATA, "2023-11-15T22:13:20+00:00", "first", False),
                (VOICE, "2023-11-16T22:13:20+00:00", "changed", True),
            ],
            strict=True,
        )
    ]
    assert (ended.code, ended.err) == (0, "clausewatch: 3 versions of 2 documents, 1 with something to tell\n")


def test_people_get_a_line_each(shelf: Desk) -> None:
    """The time, the commit, what was found, whether it is told, and the document."""
    last = shas(shelf.folder / "history")[-1][:10]
    assert take(shelf).out.splitlines()[-1] == f"2023-11-16 22:13  {last}  changed      told  {VOICE}"


def test_the_second_time_prints_the_same(shelf: Desk) -> None:
    """And a history that has grown prints what it had and what came."""
    first = take(shelf, "--format", "jsonl").out
    assert take(shelf, "--format", "jsonl").out == first
    text = terms(60, title="Data Terms")
    git(shelf.folder, "clone", "--quiet", "history", "copy")
    (shelf.folder / "copy" / DATA).write_text(text, "utf-8")
    git(shelf.folder / "copy", "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "-am", "grown")
    git(shelf.folder / "copy", "push", "--quiet", "origin", "HEAD")
    grown = take(shelf, "--format", "jsonl").out
    assert grown.startswith(first)
    assert [row["outcome"] for row in rows(take(shelf, "--format", "jsonl"))[3:]] == ["changed"]


def test_only_the_documents_that_are_asked_for(shelf: Desk) -> None:
    """By globs, of which there may be several; the rest can follow later, and ids stay what they are."""
    assert [row["document"] for row in rows(take(shelf, "--documents", "Data*", "--format", "jsonl"))] == [DATA]
    later = rows(take(shelf, "--documents", "*/Voice*", "--documents", "README.md", "--format", "jsonl"))
    assert [row["document"] for row in later] == [VOICE, "README.md", VOICE]
    assert len(rows(take(shelf, "--format", "jsonl"))) == 3


def test_an_imported_history_is_asked_about_like_any_other(shelf: Desk) -> None:
    """By its archive alone: what there is, its text, its differences, and all as JSON; snapshots lie beside it."""
    take(shelf)
    own = ("--archive", "own/archive.db")
    assert len(shelf.inside("history", VOICE_ID, "--format", "json", *own).json["revisions"]) == 2
    assert "within 30 days" in shelf.inside("show", f"{VOICE_ID}@1", *own).out
    compared = shelf.inside("diff", f"{VOICE_ID}@1", f"{VOICE_ID}@2", "--format", "json", *own)
    assert (compared.code, compared.json["counts"]) == (1, {"modified": 1})
    shown = shelf.inside("show", DATA_ID, "--format", "json", *own).json
    assert (shown["title"], shown["url"]) == ("Northline Telecom Data Terms", "file:///Northline/Data%20Terms.md")
    exported = shelf.inside("export", "json", "-", *own).json
    assert [change["source"] for change in exported["changes"]] == [VOICE_ID]
    assert "within 14 days" in (shelf.folder / "own" / f"{VOICE_ID}.md").read_text("utf-8")


def test_an_archive_is_given_back_as_a_history(shelf: Desk) -> None:
    """A commit for each revision; the folder is laid out as the archive names its sources."""
    take(shelf)
    ended = shelf.inside("export", "git", "out", "--archive", "own/archive.db")
    assert (ended.code, ended.out, ended.err) == (0, "", "clausewatch: 3 revisions written to out\n")
    subjects = git(shelf.folder / "out", "log", "--reverse", "--format=%s").splitlines()
    assert subjects == [f"{VOICE_ID}@1: first", f"{DATA_ID}@1: first", f"{VOICE_ID}@2: changed"]
    assert "within 14 days" in (shelf.folder / "out" / f"{VOICE_ID}.md").read_text("utf-8")
    again = shelf.inside("export", "git", "out", "--archive", "own/archive.db")
    assert (again.code, again.err) == (2, "clausewatch: out: is not empty; give a folder that does not exist yet\n")


def test_the_archive_may_be_the_configured_one(shelf: Desk) -> None:
    """Without --archive the configuration says where it is."""
    shelf.configure(shelf.source("voice"))
    assert shelf.inside("import", "git", "history").code == 0
    assert shelf.archive.exists()
    assert shelf.inside("export", "git", "out").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere: cannot be opened; check that it exists and may be read"),
        (("own",), "own: is no git repository; give the folder that has .git in it, or a bare repository"),
        (("history", "--documents", "*.rst"), "--documents: no file in this history is called '*.rst'"),
    ],
)
def test_trouble_is_told_in_a_line(shelf: Desk, words: tuple[str, ...], said: str) -> None:
    """What was asked for cannot be done; no archive is made for it."""
    (shelf.folder / "own").mkdir()
    ended = shelf.inside("import", "git", *words, "--archive", "own/archive.db")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith(f"{said}\n")
    assert ended.err.count("\n") == 1
    assert list((shelf.folder / "own").iterdir()) == []


def test_a_history_without_documents_is_no_trouble(desk: Desk) -> None:
    """Nor is one without commits."""
    repository(desk.folder / "history")
    ended = take(desk)
    assert (ended.code, ended.out, ended.err) == (0, "", "clausewatch: history: has no documents in its history\n")


def test_a_cut_off_history_is_pointed_out(shelf: Desk) -> None:
    """A shallow clone holds only the end of it."""
    git(shelf.folder, "clone", "--quiet", "--bare", "--depth=1", (shelf.folder / "history").as_uri(), "cut")
    ended = shelf.inside("import", "git", "cut", "--archive", "cut.db")
    assert ended.code == 0
    assert "is a shallow clone, so only the end of its history is imported" in ended.err


def test_a_hostile_path_moves_no_cursor(desk: Desk) -> None:
    """In JSON it is written out; for people its controls are gone."""
    repository(desk.folder / "history", [Save(START, {b"a\x1b[31m/\xff\n\xe2\x80\xaeb.md": terms()})])
    row = rows(take(desk, "--format", "jsonl"))[0]
    assert row["document"] == "a\x1b[31m/\udcff\n\u202eb.md"
    assert take(desk).out.endswith("  a[31m/\ufffd b.md\n")
    assert take(desk).out.count("\n") == 1

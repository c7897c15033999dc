"""`diff` and `read` as commands: on files, addresses and revisions, in every format."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.cli.stage import COMMAND, NEW_DATE, OLD_DATE, Desk, terms
from tests.render.tracked import COME, GONE, W, body, resolved

if TYPE_CHECKING:
    from tests.cli.story import Story


@pytest.fixture
def two_files(desk: Desk) -> Desk:
    """A desk with old.md and new.md, where a date and a period changed."""
    (desk.folder / "old.md").write_text(terms(), "utf-8")
    (desk.folder / "new.md").write_text(terms(14, updated=NEW_DATE), "utf-8")
    return desk


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("text", "within [-30-]{+14+} days"),
        ("markdown", "within ~~30~~**14** days"),
        ("html", "within <del>30</del><ins>14</ins> days"),
        ("json", '"duration"'),
    ],
)
def test_two_files_are_compared_in_each_format(two_files: Desk, form: str, mark: str) -> None:
    """Each format marks the words that changed; the exit code says that there is something to tell."""
    ended = two_files.inside("diff", "old.md", "new.md", "--format", form)
    assert (ended.code, ended.err) == (1, "")
    assert mark in ended.out


def test_a_redline_begins_with_the_dates_and_counts(two_files: Desk) -> None:
    """Before the first clause stand the dates verdict and how many clauses changed in which way."""
    ended = two_files.inside("diff", "old.md", "new.md")
    head, _, body = ended.out.partition("2. Payment")
    assert ended.code == 1
    assert f"Announced: the stated date moved from {OLD_DATE} to {NEW_DATE}." in head
    assert "Changes: 1 modified" in head
    assert "within [-30-]{+14+} days" in body


def test_equal_files_give_exit_0(two_files: Desk) -> None:
    """Nothing to tell, and nobody to be bound by it."""
    ended = two_files.inside("diff", "old.md", "old.md", "--format", "json")
    assert ended.code == 0
    assert json.loads(ended.out)["clock"] is None


def test_a_diff_can_be_written_to_a_file(two_files: Desk) -> None:
    """Then stdout stays empty, and the exit code is the same."""
    ended = two_files.inside("diff", "old.md", "new.md", "--format", "html", "--output", "redline.html")
    assert (ended.code, ended.out, ended.err) == (1, "", "written to redline.html\n")
    assert (two_files.folder / "redline.html").read_text("utf-8").lower().startswith("<!doctype html>")


def test_a_word_document_goes_into_a_file(two_files: Desk) -> None:
    """With the old and the new words as tracked changes, at the time when the new side was read."""
    before = datetime.now(UTC).replace(microsecond=0)
    ended = two_files.inside("diff", "old.md", "new.md", "--format", "docx", "--output", "redline.docx")
    assert (ended.code, ended.out, ended.err) == (1, "", "written to redline.docx\n")
    file = (two_files.folder / "redline.docx").read_bytes()
    assert "2.\tPayment. The customer pays each invoice within 14 days" in "\n".join(resolved(file, "accept"))
    assert "2.\tPayment. The customer pays each invoice within 30 days" in "\n".join(resolved(file, "reject"))
    times = {datetime.fromisoformat(str(one.get(f"{W}date"))) for one in body(file).iter(*COME, *GONE)}
    assert before <= min(times) <= max(times) <= datetime.now(UTC)


def test_a_word_document_bears_the_time_of_the_revision(story: Story) -> None:
    """When the new side is one of the archive, its changes are as old as it is, and the file is the same every time."""
    command = ("diff", "northline/changed@1", "northline/changed@2", "--format", "docx", "--output", "redline.docx")
    files = []
    for _ in range(2):
        assert story.desk.inside(*command).code == 1
        files.append((story.desk.folder / "redline.docx").read_bytes())
    assert files[0] == files[1]


def test_a_word_document_goes_through_a_pipe(two_files: Desk) -> None:
    """As the bytes that it is."""
    command = [str(COMMAND), "diff", "old.md", "new.md", "--format", "docx"]
    done = subprocess.run(command, cwd=two_files.folder, capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "2.\tPayment. The customer pays each invoice within 14 days" in "\n".join(resolved(done.stdout, "accept"))


def test_a_terminal_is_refused_a_word_document(two_files: Desk) -> None:
    """The error says what to do instead; nothing is compared before."""
    terminal, end = os.openpty()
    try:
        command = [str(COMMAND), "diff", "old.md", "new.md", "--format", "docx"]
        done = subprocess.run(
            command, cwd=two_files.folder, stdout=end, stderr=subprocess.PIPE, text=True, timeout=30, check=False
        )
    finally:
        os.close(end)
        os.close(terminal)
    assert done.returncode == 2
    assert "is a terminal" in done.stderr
    assert "give --output FILE, or redirect it" in done.stderr


def test_an_address_is_compared_with_a_revision(story: Story) -> None:
    """The page as it is now against a revision of the archive, and two revisions with each other."""
    desk = story.desk
    diff = desk.inside("diff", "northline/changed@1", desk.url("changed"), "--format", "json")
    assert (diff.code, diff.json["dates"]["verdict"]) == (1, "announced")
    assert desk.inside("diff", "northline/changed", desk.url("changed")).code == 0
    between = desk.inside("diff", "northline/back@2", "northline/back@3", "--format", "json")
    assert between.json["changes"] == story.rounds[2].outcomes["northline/back"]["change"]["changes"]


def test_many_files_are_read_although_one_cannot_be(two_files: Desk) -> None:
    """Each gets its row in order; what could not be read says why, and the command ends with trouble."""
    ended = two_files.inside("read", "old.md", "nowhere.md", "new.md", "--format", "json")
    assert ended.code == 2
    assert [row["path"] for row in ended.json] == ["old.md", "nowhere.md", "new.md"]
    assert "cannot be opened (No such file or directory)" in ended.json[1]["error"]
    assert [row["dates"][0]["value"] for row in ended.json if "dates" in row] == ["2024-03-01", "2024-09-01"]


@pytest.mark.parametrize("form", ["json", "jsonl", "text"])
def test_a_password_in_an_address_is_repeated_nowhere(desk: Desk, form: str) -> None:
    """The address is refused, and shown without it; a file is named as it was given, whatever is in its name."""
    ended = desk.inside("read", "https://me:s3cret@northline.example/terms", "a//b@c.md", "--format", form)
    assert ended.code == 2
    assert "s3cret" not in ended.out + ended.err
    assert "https://***@northline.example/terms" in ended.out + ended.err
    if form == "json":
        assert [row["path"] for row in ended.json] == ["https://***@northline.example/terms", "a//b@c.md"]


def test_what_could_not_be_read_is_said_on_stderr_in_plain_formats(two_files: Desk) -> None:
    """Text and Markdown print the terms on stdout and the trouble on stderr."""
    for form in ("text", "markdown"):
        ended = two_files.inside("read", "nowhere.md", "old.md", "--format", form)
        assert ended.code == 2
        assert "Payment" in ended.out
        assert "nowhere.md" in ended.err
        assert "nowhere.md" not in ended.out


def test_an_address_is_read_and_narrowed(desk: Desk) -> None:
    """`read URL --select` shows what a source would see."""
    page = "<html><body><main><p>1. Ours.</p></main><section><p>2. Not ours.</p></section></body></html>"
    desk.put("page", page, kind="text/html")
    desk.configure()
    row = desk.inside("read", desk.url("page"), "--select", "main", "--format", "json").json[0]
    assert [clause["text"] for clause in row["clauses"]] == ["Ours."]

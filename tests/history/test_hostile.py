"""A stranger's repository is read, and makes nothing run; what is no repository is told in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.errors import UsageError
from monitor.history import open_repository
from tests.history.made import DAY, START, VOICE, Save, git, terms
from tests.history.whole import outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.history.whole import Room

SAVES = (Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: terms(14)}))


def trap(room: Room) -> tuple[Path, Path]:
    """A program, and the file that it leaves where it is run."""
    sprung, program = room.folder / "sprung", room.folder / "trap"
    program.write_text(f"#!/bin/sh\ntouch {sprung}\n", "utf-8")
    program.chmod(0o755)
    return program, sprung


def test_no_setting_of_a_repository_makes_anything_run(room: Room) -> None:
    """Hooks, the file watcher, filters, other ways to compare, signatures and pagers stay silent."""
    history = room.history(*SAVES, Save(START + 2 * DAY, {".gitattributes": "* diff=trap filter=trap"}))
    program, sprung = trap(room)
    for setting in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external", "gpg.program"),
        *("diff.trap.command", "diff.trap.textconv", "filter.trap.smudge", "filter.trap.clean", "pager.diff-tree"),
    ):
        git(history, "config", setting, str(program))
    git(history, "config", "log.showSignature", "true")
    git(history, "config", "core.hooksPath", str(room.folder))
    (history / "hooks").mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (history / "hooks" / hook).symlink_to(program)
    assert outcomes(room.take(history)) == [("first", False), ("changed", True)]
    assert not sprung.exists()


def test_what_a_clone_left_elsewhere_is_not_fetched(room: Room) -> None:
    """Neither over the network nor from a folder: a clone without its files runs nothing, and says what it is."""
    whole = room.history(*SAVES)
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(room.folder, "clone", "--quiet", "--bare", "--filter=blob:none", whole.as_uri(), "partial")
    program, sprung = trap(room)
    git(room.folder / "partial", "config", "remote.origin.uploadpack", str(program))
    git(room.folder / "partial", "config", "protocol.file.allow", "always")
    try:
        assert {kind for kind, _ in outcomes(room.take(room.folder / "partial"))} == {"failed"}
    except UsageError as error:  # an older git ends at once
        assert "git could not do it" in str(error)  # noqa: PT017 - either of two answers is right
    assert not sprung.exists()


def test_replaced_and_grafted_commits_are_not_believed(room: Room) -> None:
    """The history is what its commits say, not what a note beside them says."""
    history = room.history(*SAVES)
    first, second = git(history, "rev-list", "--reverse", "main").split()
    git(history, "replace", second, first)
    assert len(room.take(history)) == 2


def test_a_working_copy_is_read_as_well_as_a_bare_repository(room: Room) -> None:
    """Also one whose .git is a file that leads elsewhere; what was not committed does not count."""
    bare = room.history(*SAVES)
    git(room.folder, "clone", "--quiet", str(bare), "copy")
    (room.folder / "copy" / VOICE).write_text("changed here", "utf-8")
    git(room.folder / "copy", "worktree", "add", "--quiet", "../tree", "HEAD")
    assert (room.folder / "tree" / ".git").is_file()
    assert [len(room.take(room.folder / name, archive=name)) for name in ("copy", "tree")] == [2, 2]


def test_a_folder_within_a_repository_is_not_that_repository(room: Room) -> None:
    """Nobody asked for what lies around it."""
    git(room.folder, "clone", "--quiet", str(room.history(*SAVES)), "copy")
    with pytest.raises(UsageError, match="is no git repository"):
        open_repository(room.folder / "copy" / "Northline")


@pytest.mark.parametrize("name", ["nowhere", "a\0b", "file", "empty"])
def test_what_is_no_repository_is_named(room: Room, name: str) -> None:
    """A folder that is not there, a name that can be none, a file, and an empty folder."""
    (room.folder / "file").write_text("x", "utf-8")
    (room.folder / "empty").mkdir()
    with pytest.raises(UsageError, match=r"repository|cannot be opened|is no folder"):
        open_repository(room.folder / name)


def test_a_repository_that_is_damaged_is_told_in_gits_words(room: Room) -> None:
    """An object that is missing from the middle of a history ends the import with a reason, not half of it."""
    history = room.history(*SAVES)
    git(history, "update-ref", "--no-deref", "HEAD", git(history, "rev-parse", "main").strip())
    for pack in (history / "objects" / "pack").iterdir():
        pack.unlink()
    for folder in (history / "objects").glob("??"):
        for part in folder.iterdir():
            part.unlink()
    with pytest.raises(UsageError, match="git could not do it"):
        room.take(history)


def test_without_git_it_is_said_that_it_is_missing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a line, where nothing of that name is on the PATH."""
    history = room.history(*SAVES)
    monkeypatch.setenv("PATH", str(room.folder))
    with pytest.raises(UsageError, match="git: git is not installed, or not on the PATH"):
        open_repository(history)

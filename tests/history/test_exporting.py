"""The archive as a git repository, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive import open_archive
from monitor.errors import ArchiveError, UsageError
from monitor.history import export_history
from tests.history.made import DATA, DATA_ID, DAY, START, VOICE, VOICE_ID, Save, git, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.history.whole import Room


def exported(room: Room, archive: str = "archive", name: str = "export") -> Path:
    """The archive, written out."""
    with open_archive(room.path(archive)) as opened:
        export_history(opened, room.folder / name)
    return room.folder / name


def digests(room: Room, archive: str = "archive") -> dict[str, list[str]]:
    """The texts that each source had, in their order."""
    found: dict[str, list[str]] = {}
    for one in room.left(archive).revisions:
        found.setdefault(one["source"], []).append(one["digest"])
    return found


def test_each_revision_is_a_commit_at_its_time(room: Room) -> None:
    """In time order over all sources, with its outcome in the first line, and what moved below it."""
    room.take(
        room.history(
            Save(START, {VOICE: terms()}),
            Save(START + DAY, {DATA: terms(title="Data Terms")}),
            Save(START + 2 * DAY, {VOICE: terms(14)}),
        )
    )
    folder = exported(room)
    log = git(folder, "log", "--reverse", "--format=%ct %at %s").splitlines()
    assert log == [
        f"{START} {START} {VOICE_ID}@1: first",
        f"{START + DAY} {START + DAY} {DATA_ID}@1: first",
        f"{START + 2 * DAY} {START + 2 * DAY} {VOICE_ID}@2: changed",
    ]
    assert git(folder, "log", "-1", "--format=%b").splitlines() == ["changes: 1 modified", "dates: undated"]
    assert "within 14 days" in (folder / f"{VOICE_ID}.md").read_text("utf-8")
    assert "within 30 days" in git(folder, "show", f"HEAD~2:{VOICE_ID}.md")
    assert git(folder, "status", "--porcelain") == ""


def test_a_quiet_revision_says_why_nobody_was_told(room: Room) -> None:
    """The outcome is in the message, and so is the reason."""
    texts = [terms(more="Visitors: 1."), terms(more="Visitors: 2."), terms(more="Visitors: 1.")]
    texts += [terms(more="Visitors: 2."), terms(more="Visitors: 1.")]
    room.take(room.history(*(Save(START + number * DAY, {VOICE: text}) for number, text in enumerate(texts))))
    quiet = room.rows("SELECT number, quiet FROM revisions WHERE quiet <> '' ORDER BY number")
    assert quiet
    bodies = git(exported(room), "log", "--reverse", "--format=%b%x00").split("\0")
    said = [(number, body) for number, body in enumerate(bodies, 1) if "not told: " in body]
    assert [number for number, _ in said] == [number for number, _ in quiet]
    assert all(f"not told: {why}" in body for (_, body), (_, why) in zip(said, quiet, strict=True))


def test_there_and_back_again(room: Room) -> None:
    """What is imported from an export has the same texts, revision by revision, under the same names."""
    room.take(
        room.history(
            *(
                Save(START + number * DAY, {VOICE: terms(days), DATA: terms(days, title="Data *Terms* [1]")})
                for number, days in enumerate([30, 14, 30, 60])
            )
        )
    )
    room.take(exported(room), archive="back")
    assert digests(room, "back") == digests(room)
    room.take(exported(room, "back", "again"), archive="back again")
    assert digests(room, "back again") == digests(room)


LINES = st.lists(
    st.text(
        st.one_of(st.sampled_from("\\`*_[]<>|&#+-=~1.a) (:;\"'éß條\u00a0\u200b\u2028"), st.characters(codec="utf-8")),
        min_size=1,
        max_size=12,
    ),
    max_size=4,
)


@settings(max_examples=max(6, settings().max_examples // 4))
@given(extras=st.lists(LINES, min_size=1, max_size=4))
def test_whatever_it_says_comes_back(rooms: Iterator[Room], extras: Sequence[Sequence[str]]) -> None:
    """Marks that mean something in Markdown or in git's own stream, and letters of any script."""
    room = next(rooms)
    saves = [Save(START + n * DAY, {VOICE: terms(n + 1, more="\n\n".join(more))}) for n, more in enumerate(extras)]
    room.take(room.history(*saves))
    room.take(exported(room), archive="back")
    assert digests(room, "back") == digests(room)


@pytest.mark.parametrize("inside", ["note.txt", ".git"])
def test_what_is_there_is_not_written_over(room: Room, inside: str) -> None:
    """Neither a folder with files nor an earlier export; nothing in it is touched."""
    room.take(room.history(Save(START, {VOICE: terms()})))
    (room.folder / "export").mkdir()
    (room.folder / "export" / inside).write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        exported(room)
    assert [path.name for path in (room.folder / "export").iterdir()] == [inside]


def test_an_empty_folder_is_filled(room: Room) -> None:
    """Also by an archive that holds nothing yet: a repository without commits."""
    (room.folder / "export").mkdir()
    folder = exported(room)
    assert git(folder, "for-each-ref") == ""
    assert (folder / ".git").is_dir()


def test_an_export_that_fails_leaves_nothing(room: Room) -> None:
    """Here because a stored page is damaged; the folder was not there before, and is not after."""
    room.take(room.history(Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: terms(14)})))
    room.write("UPDATE bodies SET frame = x'00'")
    with pytest.raises(ArchiveError):
        exported(room)
    assert not (room.folder / "export").exists()


def test_a_place_that_cannot_be_made_is_named(room: Room) -> None:
    """As where a file stands in the way."""
    (room.folder / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="cannot be made or opened"):
        exported(room, name="file")

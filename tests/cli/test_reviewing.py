"""What was accepted, who has looked at what, and how far a change is from what was signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.schemas import faults
from tests.cli.stage import Desk, terms

if TYPE_CHECKING:
    from collections.abc import Callable

VOICE = "northline/voice"


def opened(desk: Desk) -> Desk:
    """A desk with a hook, whose one source has changed once."""
    desk.configure(desk.source("voice"), desk.hook("legal"))
    for days in (30, 14):
        desk.put("voice", terms(days))
        desk.inside("check")
    return desk


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Such a desk of one's own."""
    return opened(desk)


@pytest.fixture(scope="module")
def unmarked(new_desk: Callable[[], Desk]) -> Desk:
    """Such a desk, at which nothing is ever noted."""
    return opened(new_desk())


def change(desk: Desk, days: int) -> Any:  # noqa: ANN401 - JSON
    """Change the terms once more: what was then posted."""
    desk.put("voice", terms(days))
    assert desk.inside("check").code == 1
    return json.loads(desk.posted("legal")[-1].body)["data"]


def unreviewed(desk: Desk) -> list[tuple[int, str | None]]:
    """The changes that nobody has looked at, and to whom they were assigned."""
    ended = desk.inside("status", "--format", "json")
    assert ended.code == 0
    assert faults("status", ended.json) == []
    return [(one["revision"], one["assigned_to"]) for one in ended.json["unreviewed"]]


def test_a_change_is_told_with_its_distance_from_what_was_accepted(office: Desk) -> None:
    """To the receiver, on the terminal and in what is kept of it; before anything was accepted nothing is said."""
    assert not any("accepted" in remark for remark in change(office, 20)["remarks"])
    accepted = office.inside("accept", f"{VOICE}@2", "--by", "Ann Lee", "--ref", "C-17", "--note", "signed")
    assert accepted.code == 0
    assert accepted.out.endswith(f"  {VOICE}@2  accepted by Ann Lee (contract C-17): signed\n")
    [remark] = change(office, 10)["remarks"]
    assert remark.startswith("Revision 2 was accepted by Ann Lee on ")
    assert remark.endswith(" (contract C-17); this is revision 4, the 2nd change since.")
    kept = office.inside("history", VOICE, "--format", "json").json["revisions"][3]
    assert kept["remarks"] == [remark]


def test_the_accepted_revision_is_an_operand(office: Desk) -> None:
    """Of `diff` and of `show`; the last acceptance counts."""
    change(office, 10)
    for revision in (3, 1):
        assert office.inside("accept", f"{VOICE}@{revision}", "--by", "Ann").code == 0
    diff = office.inside("diff", f"{VOICE}@accepted", VOICE)
    assert diff.code == 1
    assert "within [-30-]{+10+} days" in diff.out
    shown = office.inside("show", f"{VOICE}@accepted", "--format", "json").json
    assert (shown["revision"], shown["accepted"]["revision"], shown["accepted"]["changes_since"]) == (1, 1, 0)


@pytest.mark.parametrize("command", [("diff", f"{VOICE}@accepted", VOICE), ("show", f"{VOICE}@accepted")])
def test_where_nothing_was_accepted_it_says_how_to(unmarked: Desk, command: tuple[str, ...]) -> None:
    """It is trouble, in one line."""
    ended = unmarked.inside(*command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"clausewatch: {VOICE}: no revision of it was accepted yet;"
        " `clausewatch accept SOURCE@REVISION --by NAME` accepts one\n"
    )


def test_status_lists_what_nobody_has_looked_at(office: Desk) -> None:
    """Until it is acknowledged, or it or a later revision accepted; the exit code stays as it was."""
    change(office, 20)
    change(office, 10)
    assert unreviewed(office) == [(2, None), (3, None), (4, None)]
    assert f"  {VOICE}@2 of " in office.inside("status").out
    office.inside("assign", f"{VOICE}@3", "--to", "Bob", "--by", "Ann")
    office.inside("comment", f"{VOICE}@4", "a short time", "--by", "Ann")
    assert unreviewed(office) == [(2, None), (3, "Bob"), (4, None)]
    office.inside("ack", f"{VOICE}@4", "--by", "Bob")
    assert unreviewed(office) == [(2, None), (3, "Bob")]
    office.inside("accept", f"{VOICE}@2", "--by", "Ann")
    assert unreviewed(office) == [(3, "Bob")]
    office.inside("accept", VOICE, "--by", "Ann")
    assert unreviewed(office) == []


def test_sources_that_are_watched_no_more_wait_for_nobody(office: Desk) -> None:
    """Status lists what the configuration has; with the archive alone, all there is."""
    office.configure(office.source("other"))
    assert unreviewed(office) == []
    (office.folder / "sources.toml").unlink()
    alone = office.inside("status", "--archive", str(office.archive), "--format", "json").json
    assert [one["source"] for one in alone["unreviewed"]] == [VOICE]


def test_the_log_lists_what_was_done_newest_first(office: Desk) -> None:
    """As text and as JSON, of one source or of all; what nobody said is null."""
    office.inside("accept", f"{VOICE}@1", "--by", "Ann Lee", "--ref", "C-17")
    office.inside("assign", VOICE, "--to", "Bob", "--by", "Ann Lee", "--note", "before Friday")
    rows = office.inside("log", VOICE, "--format", "json").json["log"]
    assert rows == office.inside("log", "--format", "json").json["log"]
    assert [{key: row[key] for key in row if key != "at"} for row in rows] == [
        {
            "source": VOICE, "revision": 2, "kind": "assigned", "by": "Ann Lee", "note": "before Friday",
            "ref": None, "to": "Bob",
        },
        {
            "source": VOICE, "revision": 1, "kind": "accepted", "by": "Ann Lee", "note": None, "ref": "C-17",
            "to": None,
        },
    ]  # fmt: skip
    lines = office.inside("log").out.splitlines()
    assert lines[0].endswith(f"  {VOICE}@2  assigned to Bob by Ann Lee: before Friday")
    assert len(lines) == 2


@pytest.mark.parametrize("name", ["", "northline/none", f"{VOICE}@2"])
def test_the_log_of_no_source_is_trouble(unmarked: Desk, name: str) -> None:
    """An empty name, such as a script's unset variable gives, is none either."""
    ended = unmarked.inside("log", name)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: {name}: the archive has no revision of it; ")


def test_show_and_history_have_what_was_done_with_a_revision(office: Desk) -> None:
    """And how far it is from the accepted one; the first thing done stands first."""
    change(office, 10)
    office.inside("accept", f"{VOICE}@1", "--by", "Ann Lee")
    office.inside("comment", f"{VOICE}@2", "fourteen days?", "--by", "Bob")
    office.inside("ack", f"{VOICE}@2", "--by", "Bob")
    shown = office.inside("show", f"{VOICE}@2", "--format", "json").json
    assert [(one["kind"], one["note"]) for one in shown["log"]] == [
        ("commented", "fourteen days?"),
        ("acknowledged", None),
    ]
    assert (shown["accepted"]["revision"], shown["accepted"]["changes_since"]) == (1, 1)
    text = office.inside("show", f"{VOICE}@2").out
    assert "commented by Bob: fourteen days?" in text
    assert "; this is revision 2, the 1st" in text
    history = office.inside("history", VOICE, "--format", "json").json
    assert [[one["kind"] for one in row["log"]] for row in history["revisions"]] == [
        ["accepted"],
        ["commented", "acknowledged"],
        [],
    ]
    assert history["accepted"]["changes_since"] == 2
    assert "; this is revision 3, the 2nd" in office.inside("history", VOICE).out
    assert office.inside("history", "--format", "json").json["accepted"] is None


@pytest.mark.parametrize("name", ["", "   ", "\t\u200b"])
@pytest.mark.parametrize(
    "command",
    [
        ("accept", VOICE, "--by"),
        ("ack", VOICE, "--by"),
        ("comment", VOICE, "hm", "--by"),
        ("assign", VOICE, "--to", "Bob", "--by"),
        ("assign", VOICE, "--by", "Ann", "--to"),
        ("comment", VOICE, "--by", "Ann"),
    ],
)
def test_nothing_is_done_by_nobody(unmarked: Desk, command: tuple[str, ...], name: str) -> None:
    """An empty name is refused, and so is one of which nothing can be seen, or a comment that says nothing."""
    ended = unmarked.inside(*command, name)
    assert ended.code == 2
    assert "is empty; the log says who did what" in ended.err
    assert unmarked.inside("log").out == "nothing yet\n"


def test_a_name_without_end_is_refused(unmarked: Desk) -> None:
    """And a note that is a document."""
    for more in (("--by", "A" * 201), ("--by", "Ann", "--ref", "C" * 201), ("--by", "Ann", "--note", "n" * 4001)):
        ended = unmarked.inside("accept", VOICE, *more)
        assert ended.code == 2
        assert "is longer than" in ended.err


@pytest.mark.parametrize("operand", [f"{VOICE}@9", f"{VOICE}@0", f"{VOICE}@two", f"{VOICE}@", "northline/nothing"])
def test_only_what_is_there_can_be_accepted(unmarked: Desk, operand: str) -> None:
    """A revision or source that the archive does not have ends in one line."""
    ended = unmarked.inside("accept", operand, "--by", "Ann")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: {operand}: ")


def test_the_log_of_a_source_that_is_not_there_is_trouble(unmarked: Desk) -> None:
    """Of one that is there and of which nothing was noted, it says so."""
    assert unmarked.inside("log", "northline/nothing").code == 2
    assert unmarked.inside("log", VOICE).out == "nothing yet\n"


def test_a_hostile_name_is_told_as_words(office: Desk) -> None:
    """It moves no cursor in a terminal, and stands in a message without what it hid."""
    office.inside("accept", VOICE, "--by", "Ann\x1b[2J\u202eeeL", "--ref", "C\r\n17")
    [remark] = change(office, 10)["remarks"]
    assert remark.startswith("Revision 2 was accepted by Ann [2J eeL on ")
    assert "(contract C 17)" in remark
    assert "\x1b" not in office.inside("log").out


def test_verify_says_how_long_the_log_is(office: Desk) -> None:
    """With its last link, to be noted elsewhere."""
    office.inside("accept", VOICE, "--by", "Ann")
    assert "; 1 entries in the log, last " in office.inside("verify").out

"""What people did with revisions, and what nobody has looked at, on a terminal."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from monitor.model import Distance, LogEntry, Revision, SourceStatus, StatusReport, Unreviewed
from monitor.render import history_text, log_text, reviewed_text, status_text
from tests.render.examples import AT, HOSTILE, URL

VOICE = "northline/voice"
ACCEPTED = LogEntry(VOICE, 1, "accepted", "Ann Lee", AT, "signed in Malmö", "C-17")
ASSIGNED = LogEntry(VOICE, 2, "assigned", "Ann Lee", AT + timedelta(hours=1), to="Bob")
REVISIONS = tuple(Revision(VOICE, number, AT, "first", "Voice Terms", URL, "0", "1") for number in (1, 2))
WIDTH = 200


def status(*found: Unreviewed) -> list[str]:
    """The lines of a status with these changes that nobody has looked at."""
    report = StatusReport((SourceStatus(VOICE, "ok", AT, None, AT),), read_24h=1.0, unreviewed=found)
    return status_text(report, AT, width=WIDTH, colour=False).splitlines()


def test_the_log_has_an_entry_a_line() -> None:
    """When, which revision, what was done, to whom, by whom, for which contract, and the note."""
    assert log_text([ASSIGNED, ACCEPTED], width=WIDTH, colour=False).splitlines() == [
        "2026-03-02 10:05  northline/voice@2  assigned to Bob by Ann Lee",
        "2026-03-02 09:05  northline/voice@1  accepted by Ann Lee (contract C-17): signed in Malmö",
    ]
    assert log_text([], width=WIDTH, colour=False) == "nothing yet\n"


def test_a_history_shows_what_was_done_with_each_revision() -> None:
    """Below it, in the order in which it was done."""
    later = LogEntry(VOICE, 2, "acknowledged", "Bob", AT + timedelta(hours=2))
    text = history_text(REVISIONS, width=WIDTH, colour=False, changes=False, log=[later, ASSIGNED, ACCEPTED])
    assert [line.strip().partition("  ")[2] for line in text.splitlines()] == [
        "northline/voice@1  first       Voice Terms",
        "accepted by Ann Lee (contract C-17): signed in Malmö",
        "northline/voice@2  first       Voice Terms",
        "assigned to Bob by Ann Lee",
        "acknowledged by Bob",
    ]


def test_a_revision_is_shown_with_its_entries_and_its_distance() -> None:
    """Both where there are both, and nothing at all where there is neither."""
    shown = reviewed_text([ASSIGNED], Distance(1, "Ann Lee", AT, "", 1), 2, width=WIDTH, colour=False)
    assert shown.splitlines() == [
        "",
        "2026-03-02 10:05  assigned to Bob by Ann Lee",
        "Revision 1 was accepted by Ann Lee on 2 March 2026; this is revision 2, the 1st change since.",
    ]
    assert reviewed_text([], None, 2, width=WIDTH, colour=False) == ""


def test_status_lists_what_nobody_has_looked_at() -> None:
    """With who is to look at it; where there is nothing, no line says so."""
    one = Unreviewed(VOICE, 2, AT)
    assert status(one, Unreviewed("harbor/cloud", 7, AT, "Bob"))[2:5] == [
        "2 changes were neither accepted nor acknowledged:",
        "  northline/voice@2 of 2026-03-02 09:05",
        "  harbor/cloud@7 of 2026-03-02 09:05, assigned to Bob",
    ]
    assert "1 change was neither accepted nor acknowledged:" in status(one)
    assert not any("acknowledged" in line for line in status())


def test_status_lists_the_first_of_many_and_counts_the_rest() -> None:
    """All stand in JSON."""
    lines = status(*(Unreviewed(VOICE, number, AT) for number in range(2, 40)))
    assert lines[2] == "38 changes were neither accepted nor acknowledged:"
    assert lines[12:14] == ["  northline/voice@11 of 2026-03-02 09:05", "  and 28 more"]


def test_no_note_looks_like_an_entry_of_its_own() -> None:
    """However long it is: what goes on below a time stands to the right of all times."""
    note = f"{'x' * 60} 2026-01-01 00:00  {VOICE}@1  accepted by the whole board " * 5
    entry = LogEntry(VOICE, 1, "commented", "Eve", AT, note)
    shown = (
        log_text([entry], width=80, colour=False),
        reviewed_text([entry], None, 1, width=80, colour=False),
        history_text(REVISIONS[:1], width=80, colour=False, changes=False, log=[entry]),
    )
    for text in shown:
        _, _, below = text.partition("commented by Eve:")
        assert below.count("\n") > 5
        assert all(line.startswith(" " * 18) for line in below.splitlines()[1:])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_or_note_moves_a_cursor(text: str) -> None:
    """Whoever wrote it, and wherever it is shown."""
    entry = LogEntry(VOICE, 1, "assigned", text, AT, text, text, text)
    shown = (
        log_text([entry], width=WIDTH, colour=False)
        + reviewed_text([entry], Distance(1, text, AT, text, 1), 2, width=WIDTH, colour=False)
        + history_text(REVISIONS, width=WIDTH, colour=False, changes=False, log=[entry])
        + "\n".join(status(Unreviewed(VOICE, 2, AT, text)))
    )
    unseen = {sign for sign in shown if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unseen <= {"\n", "\u200c", "\u200d"}

"""A recorded history becomes what watching it would have left, once, however often and in however many parts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.archive import open_archive
from monitor.errors import ArchiveError, ArchiveLocked, UsageError
from monitor.history import commits, documents_of, import_plan, open_repository, plan_of
from monitor.history.objects import LARGEST
from monitor.model import Failure, Outcome, Source
from tests.history.made import DATA, DATA_ID, DAY, HOUR, START, VOICE, VOICE_ID, Save, git, grow, shas, terms
from tests.history.whole import outcomes, when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.history.whole import Room

SHORT = terms(clauses=2)
"""Under a third of the words of the whole: believed only after it stood for a day."""


# --- what is found ------------------------------------------------------------------------------


def test_every_version_is_looked_at_in_its_turn(room: Room) -> None:
    """The first, a change, the same text in other markup, and the first text again, each at its commit's time."""
    texts = [terms(), terms(14), terms(14).replace("Invoices.", "**Invoices.**"), terms()]
    history = room.history(*(Save(START + number * DAY, {VOICE: text}) for number, text in enumerate(texts)))
    rows = room.take(history)
    assert outcomes(rows) == [("first", False), ("changed", True), ("unchanged", False), ("seen-before", True)]
    assert [row.at for row in rows] == [when(START + number * DAY) for number in range(4)]
    assert [row.revision for row in rows] == shas(history)
    assert {(row.document, row.source) for row in rows} == {(VOICE, VOICE_ID)}


def test_rows_stand_in_time_order_over_all_documents(room: Room) -> None:
    """Commits of several clones stand in the history as they were merged, not as they were made."""
    history = room.history(
        Save(START + DAY, {VOICE: terms()}),
        Save(START, {DATA: terms(title="Data Terms")}),
        Save(START + DAY, {DATA: terms(14, title="Data Terms")}),
    )
    assert [(row.document, row.at) for row in room.take(history)] == [
        (DATA, when(START)),
        (VOICE, when(START + DAY)),
        (DATA, when(START + DAY)),
    ]


def test_times_do_not_run_backwards_within_a_document(room: Room) -> None:
    """The order of the history holds: a version comes no earlier than the one before it."""
    times = [START + DAY, START, START + 2 * DAY]
    history = room.history(*(Save(at, {VOICE: terms(10 + at % 97)}) for at in times))
    rows = room.take(history)
    assert [row.at for row in rows] == [when(START + DAY), when(START + DAY), when(START + 2 * DAY)]
    assert [row.revision for row in rows] == shas(history)


def test_what_time_confirms_is_told_on_the_row_of_its_commit(room: Room) -> None:
    """A much shorter page that stood for a day was no outage; it is recorded when the day was over."""
    history = room.history(
        Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: SHORT}), Save(START + 9 * DAY, {VOICE: terms(14)})
    )
    assert outcomes(room.take(history)) == [("first", False), ("changed", True), ("changed", True)]
    assert [one["at"] for one in room.left().revisions] == [
        when(at).isoformat() for at in (START, START + 2 * DAY, START + 9 * DAY)
    ]


def test_what_did_not_stand_long_enough_is_not_told(room: Room) -> None:
    """A page that was short for some hours was an outage, and what it hid is compared with what was before."""
    history = room.history(
        Save(START, {VOICE: terms()}),
        Save(START + DAY, {VOICE: SHORT}),
        Save(START + DAY + 8 * HOUR, {VOICE: terms(14)}),
    )
    assert outcomes(room.take(history)) == [("first", False), ("held", False), ("changed", True)]


def test_the_last_version_stands_until_the_newest_commit(room: Room) -> None:
    """Whatever that one touches: the result depends on the repository, not on the day of the import."""
    saves = [Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: SHORT})]
    assert outcomes(room.take(room.history(*saves)))[-1] == ("held", False)
    longer = room.history(*saves, Save(START + 3 * DAY, {"notes.png": "x"}), name="longer")
    assert outcomes(room.take(longer, archive="other"))[-1] == ("changed", True)


def test_a_page_that_was_deleted_is_confirmed_by_no_time(room: Room) -> None:
    """What is not there any more is not seen again."""
    history = room.history(
        Save(START, {VOICE: terms()}),
        Save(START + DAY, {VOICE: SHORT}),
        Save(START + DAY + HOUR, {VOICE: None}),
        Save(START + 9 * DAY, {DATA: "x"}),
    )
    assert ("held", False) in outcomes(room.take(history, "Voice*"))


def test_nobody_is_owed_a_notice(room: Room) -> None:
    """Neither subscribers nor operators: what was told or missed then is over."""
    room.take(room.history(Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: terms(14)})))
    assert room.rows("SELECT count(*) FROM notices") == [(0,)]


# --- what cannot be read --------------------------------------------------------------------------


def test_what_cannot_be_read_is_a_version_that_failed(room: Room) -> None:
    """Nothing, a picture and far too much; the change after it is compared with what was read before it."""
    odd = [b"", b"\x89PNG\r\n\x1a\n" + bytes(2000), b"a" * (LARGEST + 1)]
    history = room.history(
        Save(START, {VOICE: terms()}),
        *(Save(START + number * HOUR, {VOICE: body}) for number, body in enumerate(odd, 1)),
        Save(START + 9 * HOUR, {VOICE: terms(14)}),
    )
    rows = room.take(history)
    assert outcomes(rows) == [("first", False), *[("failed", False)] * 3, ("changed", True)]


def test_line_ends_of_another_system_are_no_change(room: Room) -> None:
    """Nor is a mark of the byte order."""
    windows = b"\xef\xbb\xbf" + terms().replace("\n", "\r\n").encode()
    history = room.history(Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: windows}))
    assert outcomes(room.take(history)) == [("first", False), ("unchanged", False)]


def test_a_suffix_says_how_a_file_is_read(room: Room) -> None:
    """The tags of an HTML file are none of its words."""
    page = "".join(f"<p>{line}</p>" for line in terms().splitlines() if line)
    history = room.history(Save(START, {"Northline/voice.html": f"<html><body><main>{page}</main></body></html>"}))
    assert outcomes(room.take(history)) == [("first", False)]
    with open_archive(room.path()) as opened:
        read = opened.terms(Source("northline/voice", ("file:///x",)), 1)
    assert not any("<" in clause.text for clause in read.clauses)


# --- once, however often ------------------------------------------------------------------------------


def test_importing_again_changes_nothing(room: Room) -> None:
    """The rows are the same, and so is all that the archive holds."""
    history = room.history(*(Save(START + number * DAY, {VOICE: terms(number + 7)}) for number in range(4)))
    rows, left = room.take(history), room.left()
    assert (room.take(history), room.left()) == (rows, left)


def test_an_import_that_was_interrupted_goes_on(room: Room) -> None:
    """After Ctrl-C the archive is whole, and in the end it is as if nothing had happened."""
    saves = [Save(START + n * DAY, {VOICE: terms(n)}) for n in range(18)]
    history = room.history(*saves)
    found = open_repository(history)

    def press(_done: int) -> None:
        raise KeyboardInterrupt

    with open_archive(room.path()) as opened:
        plan = plan_of(documents_of(commits(found)), opened)
        assert plan.versions == 18
        with pytest.raises(KeyboardInterrupt):
            import_plan(plan, found, opened, press, most=1)
        left = plan_of(documents_of(commits(found)), opened).versions
    assert 0 < left < 18
    assert room.take(history) == room.take(history, archive="whole")
    assert room.left() == room.left("whole")


def test_a_row_is_brought_up_to_date_when_the_history_has_grown(room: Room) -> None:
    """What was held when the history ended is confirmed by a commit that came later, on the row of its own commit."""
    history = room.history(Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: SHORT}))
    assert outcomes(room.take(history)) == [("first", False), ("held", False)]
    grow(history, [Save(START + 5 * DAY, {DATA: terms(title="Data Terms")})], known=2)
    assert outcomes(room.take(history)) == [("first", False), ("changed", True), ("first", False)]
    room.take(history, archive="whole")
    assert room.left() == room.left("whole")


TEXTS = [
    *(terms(days) for days in (30, 14)),
    SHORT,
    "",
    terms(more="Visitors today: 1,204."),
    terms(more="Visitors today: 1,377."),
    terms(more="Last updated: 1 March 2024"),
    None,
]
GAPS = [-3 * DAY, 0, HOUR, 7 * HOUR, 25 * HOUR, 4 * DAY]
STEPS = st.lists(
    st.tuples(st.sampled_from(GAPS), st.sampled_from([VOICE, DATA]), st.sampled_from(TEXTS)), min_size=2, max_size=8
)


@settings(max_examples=max(8, settings().max_examples // 3))
@given(steps=STEPS, data=st.data())
def test_in_two_halves_as_in_one(
    rooms: Iterator[Room], steps: Sequence[tuple[int, str, str | None]], data: st.DataObject
) -> None:
    """Wherever a history is cut, and whichever document comes first, the archive is the same in the end."""
    room = next(rooms)
    at, saves = START, []
    for gap, path, text in steps:
        at = max(0, at + gap)
        saves.append(Save(at, {path: text}))
    cut = data.draw(st.integers(0, len(saves)), "cut")
    halves = room.history(*saves[:cut], name="halves")
    room.take(halves, *data.draw(st.sampled_from([(), (VOICE,), (DATA,)]), "chosen"))
    grow(halves, saves[cut:], known=cut)
    whole = room.history(*saves, name="whole")
    assert room.take(halves) == room.take(whole, archive="whole")
    assert room.left() == room.left("whole")


def test_workers_find_the_same_as_one_process(room: Room) -> None:
    """Several processes read and compare; one records, in an order that does not depend on them."""
    saves = [
        Save(START + n * 9 * HOUR, {VOICE: terms(n % 5), DATA: SHORT if n % 3 else terms(n, title="Data")})
        for n in range(18)
    ]
    history = room.history(*saves)
    room.take(history, most=2)
    room.take(history, archive="alone", most=1)
    assert room.left() == room.left("alone")
    ids = "SELECT id, source, at, outcome FROM checks ORDER BY id"
    assert len(room.rows(ids)) >= 36


# --- what is refused --------------------------------------------------------------------------------------


def test_another_history_of_the_same_documents_is_refused(room: Room) -> None:
    """Nothing is put after what it does not follow; nothing is recorded of any document."""
    room.take(room.history(Save(START, {VOICE: terms()})))
    left = room.left()
    other = room.history(Save(START, {DATA: "x", VOICE: terms(14)}), name="other")
    with pytest.raises(UsageError, match="from another history"):
        room.take(other)
    assert room.left() == left


def test_a_history_that_was_rewritten_is_refused(room: Room) -> None:
    """Also where only its end is gone: what was recorded of it is recorded."""
    history = room.history(Save(START, {VOICE: terms()}), Save(START + DAY, {VOICE: terms(14)}))
    room.take(history)
    git(history, "update-ref", "refs/heads/main", shas(history)[0])
    with pytest.raises(UsageError, match="was rewritten"):
        room.take(history)


@pytest.mark.parametrize("imported", [True, False])
def test_a_source_that_is_watched_is_not_written_over(room: Room, imported: bool) -> None:
    """Neither one that was watched before, nor one that is watched since its history was imported."""
    history = room.history(Save(START, {VOICE: terms()}))
    if imported:
        room.take(history)
    source = Source(VOICE_ID, ("https://northline.example/voice",))
    at = when(START + DAY)
    with open_archive(room.path()) as opened:
        failure = Failure("timeout", "no answer", at)
        opened.record(source, failure, Outcome(source, at, "failed", failure=failure), ())
    grow(history, [Save(START + 2 * DAY, {VOICE: terms(14)})], known=1)
    with pytest.raises(UsageError, match="is watched in this archive"):
        room.take(history)


def test_two_imports_at_once_do_not_mix(room: Room) -> None:
    """The one that was planned on what is no longer so is refused, and has changed nothing."""
    history = room.history(Save(START, {VOICE: b""}), Save(START + DAY, {VOICE: b""}))
    found = open_repository(history)
    with open_archive(room.path()) as opened:
        late = plan_of(documents_of(commits(found)), opened)
        room.take(history)
        left = room.left()
        with pytest.raises(ArchiveError, match="meanwhile"):
            import_plan(late, found, opened, most=1)
    assert room.left() == left


def test_an_archive_that_is_busy_is_told_by_name(room: Room) -> None:
    """It is not waited for without end."""
    found = open_repository(room.history(Save(START, {VOICE: terms()})))
    with (
        open_archive(room.path(), patience=0) as opened,
        closing(sqlite3.connect(room.path(), isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked):
            import_plan(plan_of(documents_of(commits(found)), opened), found, opened, most=1)
    assert room.left().rows == []


def test_two_documents_of_one_name_do_not_meet(room: Room) -> None:
    """Each has a source of its own."""
    history = room.history(Save(START, {VOICE: terms(), "Northline/Voice-Terms.md": terms(14)}))
    assert outcomes(room.take(history)) == [("first", False)] * 2
    assert [row.source for row in room.take(history)] == [VOICE_ID, f"{VOICE_ID}-2"]
    assert DATA_ID not in {one["source"] for one in room.left().revisions}

"""How the watch stands, and what its archive holds, gathered for people and programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.check import check, look
from monitor.model import Failure, Fetched, GivenUp, Held, Notice, Outcome, Page, Part, Source, Subscriber
from monitor.reports import empty_status, export_of, of_clause, status_of
from tests.fakes import MemoryArchive
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.places import Place, Stored

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",))
CLOUD = Source("harbor/cloud", ("https://harbor.example/cloud",))
LEGAL = Subscriber("legal", "email", "legal@northline.example")


def terms(days: int = 30, *, updated: str = "1 March 2024") -> str:
    """An invented provider's terms."""
    return (
        f"# Terms\n\nLast updated: {updated}\n\n1. Payment. The customer pays within {days} days.\n\n"
        "2. Support. A fault is looked into on the working day after it was reported.\n"
    )


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """A fresh archive on disk."""
    with open_at(place) as opened:
        yield opened


def see(archive: Stored, source: Source, text: str, at: datetime, *told: Subscriber) -> Outcome:
    """Check a source that has this text."""
    return _check(archive, source, Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at), at, *told)


def miss(archive: Stored, source: Source, at: datetime) -> Outcome:
    """Check a source that cannot be had."""
    return _check(archive, source, Failure("timeout", "did not finish in the time allowed", at), at)


def _check(archive: Stored, source: Source, fetched: Fetched, at: datetime, *told: Subscriber) -> Outcome:
    return check(source, at, fetch=lambda *_: fetched, archive=archive, subscribers=told)


# --- status -----------------------------------------------------------------------------


def test_before_the_first_check_nothing_is_wrong() -> None:
    """Every configured source is listed, and due."""
    report = empty_status([VOICE, CLOUD])
    assert report.all_well
    assert [(one.source, one.state, one.next_check) for one in report.sources] == [
        ("northline/voice", "ok", None),
        ("harbor/cloud", "ok", None),
    ]


def test_a_source_that_was_read_is_ok(archive: Stored) -> None:
    """With when that was, when it changed and when it is due."""
    see(archive, VOICE, terms(30), NOON)
    see(archive, VOICE, terms(14), NOON + HOUR)
    see(archive, VOICE, terms(14), NOON + 2 * HOUR)
    (one,) = status_of(archive, [VOICE], NOON + 3 * HOUR).sources
    assert (one.state, one.failures, one.error) == ("ok", 0, None)
    assert (one.last_success, one.last_change) == (NOON + 2 * HOUR, NOON + HOUR)
    assert one.next_check == NOON + 2 * HOUR + VOICE.every


def test_a_source_that_fails_says_how_often_and_why(archive: Stored) -> None:
    """Until it is read again."""
    see(archive, VOICE, terms(), NOON)
    miss(archive, VOICE, NOON + HOUR)
    miss(archive, VOICE, NOON + 2 * HOUR)
    report = status_of(archive, [VOICE], NOON + 2 * HOUR)
    (one,) = report.sources
    assert (one.state, one.failures, one.error) == ("failing", 2, "did not finish in the time allowed")
    assert one.last_success == NOON
    assert not report.all_well
    see(archive, VOICE, terms(), NOON + 3 * HOUR)
    assert status_of(archive, [VOICE], NOON + 3 * HOUR).all_well


def test_a_held_source_is_held(archive: Stored) -> None:
    """Whatever else is true of it."""
    see(archive, VOICE, terms(), NOON)
    held = Held("looks like a login page", "0" * 64, NOON + HOUR)
    body = Page((Part(VOICE.url, VOICE.url, b"Please log in", "text/plain"),), NOON + HOUR)
    archive.record(VOICE, body, Outcome(VOICE, NOON + HOUR, "held", 1, held=held), ())
    assert status_of(archive, [VOICE], NOON + HOUR).sources[0].state == "held"


@pytest.mark.parametrize(
    ("every", "age", "state"),
    [
        (HOUR, 23 * HOUR, "ok"),
        (HOUR, 25 * HOUR, "stale"),
        (DAY, 95 * HOUR, "ok"),
        (DAY, 97 * HOUR, "stale"),
    ],
)
def test_a_source_that_missed_its_rounds_is_stale(
    archive: Stored, every: timedelta, age: timedelta, state: str
) -> None:
    """After four rounds, and a day at least."""
    see(archive, VOICE, terms(), NOON)
    assert status_of(archive, [replace(VOICE, every=every)], NOON + age).sources[0].state == state


@pytest.mark.parametrize(("days", "state"), [(3, "ok"), (5, "ok"), (6, "stale")])
def test_a_source_with_cron_is_stale_by_its_own_rounds(archive: Stored, days: int, state: str) -> None:
    """Read on a Friday after seven, and due on working days at seven, its fourth round is on the next Thursday."""
    friday = NOON + 4 * DAY
    see(archive, VOICE, terms(), friday)
    on_working_days = replace(VOICE, cron="0 7 * * mon-fri", every=timedelta(hours=6))
    assert status_of(archive, [on_working_days], friday + days * DAY).sources[0].state == state


def test_the_share_of_sources_read_today_counts_the_configured_ones(archive: Stored) -> None:
    """One of two, then none; a source that left the configuration counts no more."""
    see(archive, VOICE, terms(), NOON)
    assert status_of(archive, [VOICE, CLOUD], NOON + DAY).read_24h == 0.5
    assert status_of(archive, [VOICE, CLOUD], NOON + DAY + HOUR).read_24h == 0.0
    assert status_of(archive, [CLOUD], NOON).read_24h == 0.0
    assert status_of(archive, [], NOON).read_24h == 0.0


def test_without_a_configuration_the_archive_s_sources_are_listed(archive: Stored) -> None:
    """By name, and without guessing when they are due."""
    see(archive, VOICE, terms(), NOON)
    see(archive, CLOUD, terms(), NOON)
    report = status_of(archive, None, NOON)
    assert [(one.source, one.next_check) for one in report.sources] == [
        ("harbor/cloud", None),
        ("northline/voice", None),
    ]


def test_what_is_owed_and_parked_is_counted(archive: Stored) -> None:
    """Each notice by itself."""
    see(archive, VOICE, terms(30), NOON)
    see(archive, VOICE, terms(14), NOON, LEGAL, replace(LEGAL, name="ops"))
    archive.park(archive.owed(NOON)[0].notice.id, NOON, "no such address")
    report = status_of(archive, [VOICE], NOON)
    assert (report.owed, report.parked) == (1, 1)
    assert report.all_well


def test_the_time_from_seen_to_told_is_summed_up(archive: Stored) -> None:
    """Half of the notices took no longer than one figure, 95 % no longer than the other; old ones count no more."""
    see(archive, VOICE, terms(30), NOON)
    names = [f"s{number}" for number in range(20)]
    see(archive, VOICE, terms(14), NOON, *(replace(LEGAL, name=name) for name in names))
    for seconds, owed in enumerate(archive.owed(NOON), 1):
        archive.delivered(owed.notice.id, NOON + timedelta(seconds=seconds))
    report = status_of(archive, [VOICE], NOON + HOUR)
    assert (report.seen_to_told_p50, report.seen_to_told_p95) == (11.0, 20.0)
    assert status_of(archive, [VOICE], NOON + 31 * DAY).seen_to_told_p50 is None


# --- history ----------------------------------------------------------------------------


def test_the_history_of_one_clause_has_only_its_changes(archive: Stored) -> None:
    """By its path on either side; revisions that did not touch it are left out."""
    see(archive, VOICE, terms(30), NOON)
    see(archive, VOICE, terms(14).replace("working day", "business day"), NOON + HOUR)
    first, second = archive.revisions(VOICE.id)
    assert of_clause(first, "1") is None
    assert of_clause(second, "7") is None
    only = of_clause(second, "1")
    assert only is not None
    assert only.comparison is not None
    assert [change.new[0].path for change in only.comparison.changes] == ["1"]
    assert second.comparison is not None
    assert len(second.comparison.changes) == 2


def test_a_removed_clause_is_found_by_its_old_path(archive: Stored) -> None:
    """Although no new clause goes by it."""
    see(archive, VOICE, terms(), NOON)
    see(archive, VOICE, terms().partition("\n\n2. ")[0], NOON + HOUR)
    only = of_clause(archive.revisions(VOICE.id)[1], "2")
    assert only is not None
    assert only.comparison is not None
    assert [change.kind for change in only.comparison.changes] == ["removed"]


def test_an_export_has_sources_revisions_and_what_was_told(archive: Stored) -> None:
    """No first sight and no renumbering among the changes, and no change without its diff."""
    renumbered = terms(14).replace("1. ", "4. ").replace("2. S", "5. S")
    for hours, text in enumerate((terms(30), terms(14), renumbered, terms(14, updated="1 September 2024"))):
        see(archive, VOICE, text, NOON + hours * HOUR)
    miss(archive, CLOUD, NOON)
    exported = export_of(archive)
    assert [(row["source"], row["revision"], row["last_success"]) for row in exported["sources"]] == [
        ("harbor/cloud", 0, None),
        ("northline/voice", 4, "2026-03-02T15:00:00+00:00"),
    ]
    outcomes = [row["outcome"] for row in exported["revisions"]]
    assert outcomes == ["first", "changed", "renumbered", "date-only"]
    assert [(row["revision"], row["outcome"]) for row in exported["changes"]] == [(2, "changed"), (4, "date-only")]
    assert all(row["diff"]["format"] == "clausewatch-diff/1" for row in exported["changes"])


def test_what_was_told_to_nobody_is_no_change_of_an_export(archive: Stored) -> None:
    """Its revision is there, with the reason."""
    see(archive, VOICE, terms(30), NOON)
    page = Page((Part(VOICE.url, VOICE.url, terms(14).encode(), "text/markdown"),), NOON + HOUR)
    muted = replace(look(VOICE, archive.past(VOICE, NOON), page, NOON + HOUR), quiet="it oscillates")
    archive.record(VOICE, page, muted, ())
    exported = export_of(archive)
    assert [row["quiet"] for row in exported["revisions"]] == [None, "it oscillates"]
    assert exported["changes"] == []


def test_an_empty_archive_exports_nothing() -> None:
    """Three empty lists."""
    assert export_of(MemoryArchive()) == {"sources": [], "revisions": [], "changes": []}


# --- what is not told yet ------------------------------------------------------------------


def test_a_report_says_since_when_the_oldest_notice_is_owed(archive: Stored) -> None:
    """Nothing owed, nothing said."""
    see(archive, VOICE, terms(30), NOON, LEGAL)
    assert status_of(archive, [VOICE], NOON + HOUR).oldest_owed is None
    see(archive, VOICE, terms(14), NOON + HOUR, LEGAL)
    see(archive, VOICE, terms(7), NOON + 2 * HOUR, LEGAL)
    report = status_of(archive, [VOICE], NOON + 3 * HOUR)
    assert (report.owed, report.oldest_owed) == (2, 7200.0)
    assert status_of(archive, [VOICE], NOON - DAY).oldest_owed == 0.0


def test_a_report_says_what_was_given_up_and_why(archive: Stored) -> None:
    """By subscriber and reason, each with how many and since when."""
    see(archive, VOICE, terms(30), NOON, LEGAL)
    see(archive, VOICE, terms(14), NOON + HOUR, LEGAL)
    see(archive, VOICE, terms(7), NOON + 2 * HOUR, LEGAL)
    for one in archive.waiting(NOON + 3 * HOUR):
        archive.park(one.notice, NOON + 3 * HOUR, "answered 410")
    report = status_of(archive, [VOICE], NOON + 3 * HOUR)
    assert (report.owed, report.parked, report.oldest_owed) == (0, 2, None)
    assert report.given_up == (GivenUp("legal", "answered 410", 2, NOON + HOUR),)


def test_a_report_counts_what_waits_for_a_digest(archive: Stored) -> None:
    """It is not owed yet."""
    notice = Notice(
        id="msg_1",
        type="source.failing",
        at=NOON,
        subscriber="legal",
        source=VOICE.id,
        title="",
        url=VOICE.url,
        revision=1,
        outcome="failed",
        comparison=None,
        message="cannot be read",
        for_digest=True,
    )
    archive.owe(notice)
    report = status_of(archive, [VOICE], NOON)
    assert (report.owed, report.waiting) == (0, 1)

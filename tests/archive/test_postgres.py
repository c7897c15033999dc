"""What PostgreSQL alone promises: every text comes back, errors have names, and nobody waits for what is taken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.archive.integrity import damaged_rows, tally
from monitor.archive.postgres import initialise, open_postgres
from monitor.archive.postgres.connections import place_of
from monitor.archive.postgres.searches import bounded
from monitor.archive.postgres.statements import translated
from monitor.archive.rows import text_in, text_out
from monitor.errors import ArchiveError, ArchiveLocked, ArchiveMissing, ArchiveTooNew, SearchTooWide
from monitor.model import LogEntry, Query
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, see_change, see_first
from tests.cli.stage import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.postgres import PostgresArchive
    from tests.postgres import Server


@pytest.fixture
def archive(postgres_url: str) -> Iterator[PostgresArchive]:
    """An empty archive that does not wait for others for long."""
    with open_postgres(postgres_url, reader=LINES, patience=0.2, create=True) as opened:
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(), st.text(st.characters(categories=["Cs", "Cc", "L"])), st.sampled_from(["\x01s", "\x01bQQ=="]))
)
def test_every_text_comes_back(archive: PostgresArchive, text: str) -> None:
    """Also one with a NUL or with lone surrogates, and one that looks like how we keep these."""
    with archive.connections.reading() as conn:
        row = conn.execute(
            "SELECT CAST(? AS TEXT) AS said, ? = ? AS same", (text_in(text), *[text_in(text)] * 2)
        ).fetchone()
    assert row
    assert (text_out(row["said"]), row["same"]) == (text, True)


@pytest.mark.parametrize(
    ("sql", "driven"),
    [
        ("SELECT ? WHERE a = :one", "SELECT %s WHERE a = %(one)s"),
        ("SELECT '?' || ':no' || 'it''s ?', 5 % 2", "SELECT '?' || ':no' || 'it''s ?', 5 %% 2"),
        ("SELECT a::text LIKE 'x%'", "SELECT a::text LIKE 'x%%'"),
    ],
)
def test_values_go_where_statements_ask_for_them(sql: str, driven: str) -> None:
    """And nowhere else: not in quoted words, not in casts."""
    assert translated(sql) == driven


def test_a_database_without_an_archive_says_how_to_make_one(postgres_url: str) -> None:
    """It is made once; who makes it again changes nothing."""
    with pytest.raises(ArchiveMissing, match="archive init"):
        open_postgres(postgres_url)
    assert initialise(postgres_url) is True
    assert initialise(postgres_url) is False
    open_postgres(postgres_url).close()


def test_tables_of_a_later_release_are_left_alone(postgres_url: str) -> None:
    """They may mean something else."""
    with open_postgres(postgres_url, create=True) as archive, archive.connections.writing() as conn:
        conn.execute("UPDATE clausewatch SET version = version + 1")
    with pytest.raises(ArchiveTooNew):
        open_postgres(postgres_url)
    with pytest.raises(ArchiveTooNew):
        initialise(postgres_url)


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    """By its address, without the password."""
    with pytest.raises(ArchiveError, match=r"postgresql://ann@127.0.0.1:1/terms.*cannot be reached") as raised:
        open_postgres("postgresql://ann:s3cret@127.0.0.1:1/terms", patience=0.1)
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("address", ["postgresql://[", "postgresql://ann:s3cret@h/x?nonsense=1"])
def test_an_address_that_is_none_is_refused_without_its_secrets(address: str) -> None:
    """Before anything is opened."""
    with pytest.raises(ArchiveError) as raised:
        place_of(address)
    assert "s3cret" not in str(raised.value)


def test_who_waits_too_long_for_another_writer_is_told(archive: PostgresArchive) -> None:
    """The archive is busy, and nothing was changed."""
    with (
        open_postgres(archive.connections.url, patience=10) as other,
        other.connections.writing(),
        pytest.raises(ArchiveLocked),
    ):
        see_first(archive, THIRTY)
    assert archive.revisions(SOURCE.id) == []


def test_who_writes_waits_for_the_disk_and_keeps_nobody_else_from_writing(
    archive: PostgresArchive, postgres_server: Server
) -> None:
    """Nothing is called recorded before the disk has it; others record meanwhile, and wait for the disk together."""
    see_first(archive, THIRTY)

    def accept(who: str) -> None:
        archive.note(LogEntry(SOURCE.id, 1, "accepted", who, NOON))

    with ThreadPoolExecutor(2) as pool:
        with postgres_server.endless_commits():
            recording = [pool.submit(accept, who) for who in ("Ann Lee", "Bo Marsh")]
            until(lambda: len(archive.log()) == len(recording), "both are written")
            assert not any(one.done() for one in recording)
        for one in recording:
            one.result(10)


def test_a_notice_that_is_taken_makes_nobody_wait(archive: PostgresArchive) -> None:
    """While one process is just claiming it, another gets nothing, at once, though it would wait for the row."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    (waiting,) = archive.waiting(NOON + HOUR)
    with open_postgres(archive.connections.url) as other, other.connections.changing() as conn:
        conn.execute("SELECT 1 FROM notices WHERE id = ? FOR UPDATE", (waiting.notice,))
        assert archive.claim(waiting.notice, NOON + HOUR, NOON + 2 * HOUR) is None
    assert archive.claim(waiting.notice, NOON + HOUR, NOON + 2 * HOUR) is not None


def test_of_many_who_claim_at_once_one_gets_the_notice(archive: PostgresArchive) -> None:
    """Whoever is first."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    (waiting,) = archive.waiting(NOON + HOUR)
    together = Barrier(8)

    def claim(_: int) -> bool:
        together.wait()
        return archive.claim(waiting.notice, NOON + HOUR, NOON + 2 * HOUR) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


def test_what_was_recorded_is_whole_and_what_was_altered_is_found(archive: PostgresArchive) -> None:
    """Row by row, as in a file."""
    see_first(archive, THIRTY)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    with archive.connections.looking() as conn:
        assert (list(damaged_rows(conn)), tally(conn).revisions) == ([], 2)
    with archive.connections.writing() as conn:
        conn.execute("UPDATE revisions SET title = 'Other Terms' WHERE number = 2")
        conn.execute("UPDATE bodies SET frame = CAST('abc' AS bytea) WHERE digest = (SELECT min(digest) FROM bodies)")
    with archive.connections.looking() as conn:
        told = [str(damage) for damage in damaged_rows(conn)]
    assert any(SOURCE.id + "@2" in one for one in told)
    assert any(one.startswith("bodies") for one in told)


@pytest.mark.parametrize("deed", ["UPDATE log SET note = 'x'", "DELETE FROM log", "TRUNCATE log"])
def test_the_log_is_only_added_to(archive: PostgresArchive, deed: str) -> None:
    """Not altered, not shortened."""
    see_first(archive, THIRTY)
    archive.note(LogEntry(SOURCE.id, 1, "accepted", "Ann Lee", NOON))
    with pytest.raises(ArchiveError, match="only ever added to"), archive.connections.writing() as conn:
        conn.execute(deed)
    assert [entry.by for entry in archive.log()] == ["Ann Lee"]


def test_a_server_that_was_begun_again_is_asked_again(archive: PostgresArchive, postgres_server: Server) -> None:
    """Whoever has connections from before gets new ones."""
    see_first(archive, THIRTY)
    postgres_server.restart()
    assert [one.number for one in archive.revisions(SOURCE.id)] == [1]
    assert archive.waiting(NOON + timedelta(days=1)) == []


def test_a_search_that_asks_for_too_much_is_given_up(archive: PostgresArchive) -> None:
    """And the next one may take its time again."""
    with archive.connections.reading() as conn:
        with pytest.raises(SearchTooWide), bounded(conn, Query("fees"), longest=0.05):
            conn.execute("SELECT pg_sleep(30)")
        assert conn.execute("SHOW statement_timeout").fetchall() == [("0",)]

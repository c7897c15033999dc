"""An archive is moved whole between a file and a database, both ways, or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.archive import Imported
from monitor.archive.copying import BATCH, CATALOGUE, TABLES, copy_archive
from monitor.archive.ends import end_at
from monitor.archive.links import keep_naming
from monitor.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from monitor.model import Line, Linked, LogEntry, Memory, Naming, Notice, RobotsTxt
from tests.archive.chained import HARBOR, alter, fill, filled, found
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    first,
    notice_of,
    page,
    see_change,
    see_first,
)
from tests.places import KINDS, open_at, place_of
from tests.postgres import empty

if TYPE_CHECKING:
    from monitor.archive import Library
    from monitor.archive.integrity import Tally
    from tests.places import Place, Stored

LATE = NOON + 20 * HOUR
HOSTILE = "nul \0, surrogates \ud800 and \udcff, 'quotes\"; DROP TABLE chain; -- \x01b \\ %s :name ? \u202e"
DIGEST = Notice("msg_d", "terms.digest", LATE, "ops", "", "What changed", "", 0, "changed", None, message=HOSTILE)
ODD = st.characters(exclude_categories=()) | st.sampled_from("\0\x01'\ud800\udfff")
LEARNED = (
    "INSERT INTO learned (host, reader, kind, mark, source, words, why, at) VALUES (?, ?, 'restless', ?, ?, ?, ?, ?)"
)


def fill_all(archive: Stored) -> None:
    """Record something in every table, hostile words among it."""
    fill(archive)
    memory, lines = Memory(dismissed=frozenset({"text-of-wall"})), {"00ff00ff00ff00ff": Line(3, 7, NOON)}
    told = replace(changed(THIRTY, HOSTILE, 4, NOON + 9 * HOUR), memory=memory, lines=lines)
    waiting = [replace(notice_of(told, name), title=HOSTILE, for_digest=name == "ops") for name in ("legal", "ops")]
    archive.record(SOURCE, page(HOSTILE, NOON + 9 * HOUR), told, waiting)
    archive.gather(DIGEST, LATE)
    archive.park("northline/messaging@4/legal", LATE, HOSTILE)
    archive.note(LogEntry(SOURCE.id, 4, "commented", HOSTILE, LATE, note=HOSTILE))
    archive.note(LogEntry(SOURCE.id, 2, "accepted", "Ann", LATE))
    archive.keep_robots(RobotsTxt("https://northline.example", "Disallow: /\0", LATE))
    row = Imported("voice\ud800.md", "c0ffee", 1, "imported/voice", NOON, NOON, LATE, "first", alert=True)
    archive.record_history(replace(SOURCE, id="imported/voice"), [(page(THIRTY), first(THIRTY))], [row], None)
    with archive.connections.writing() as conn:
        keep_naming(conn, SOURCE.id, Naming(HOSTILE, (Linked("Fees", "https://fees.example/", "parent", "1"),)))
        conn.execute(LEARNED, ("northline.example", "1", "mark", SOURCE.id, "words", "why\0", "2026"))


def seen(archive: Library) -> list[object]:
    """All that an archive gives out of what it holds."""
    of = [SOURCE, HARBOR, replace(SOURCE, id="imported/voice")]
    each = [
        (
            archive.revisions(one.id),
            archive.past(one, LATE),
            dict(archive.past(one, LATE).lines),
            archive.proof(one.id),
            archive.looks(one.id, 50),
            [archive.exhibit(one.id, kept.number) for kept in archive.revisions(one.id)],
        )
        for one in of
    ]
    queues = [archive.owed(LATE), archive.parked(), archive.for_digests(), archive.waits(NOON), archive.backlog()]
    notes = [archive.log(), archive.accepted(SOURCE.id), archive.unreviewed(), archive.imported(), archive.links()]
    return [*each, *queues, *notes, archive.standings(), archive.robots("https://northline.example")]


def copied(source: Place, target: Place) -> Tally:
    """Copy an archive."""
    with end_at(source, create=False) as old, end_at(target, create=True) as new:
        return copy_archive(old, new, lambda _done, _of: None)


def counts(archive: Stored) -> dict[str, int]:
    """How many rows each table has that is copied."""
    with archive.connections.reading() as conn:
        return {table.name: len(conn.execute(f"SELECT 1 FROM {table.name}").fetchall()) for table in TABLES}  # noqa: S608 - own words


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest) -> Place:
    """Where nothing is recorded yet."""
    return place_of(request)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with something in every table."""
    path = tmp_path_factory.mktemp("model") / "model.db"
    with open_at(path, reader=LINES) as archive:
        fill_all(archive)
    return path


@pytest.fixture
def source(model: Path, tmp_path: Path) -> Path:
    """One of one's own."""
    return Path(shutil.copy(model, tmp_path / "source.db"))


def test_nothing_that_is_recorded_is_forgotten(source: Path) -> None:
    """Every table of a file is copied, or is one of the catalogue; and here each holds something to copy."""
    with closing(sqlite3.connect(source)) as conn:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '[a-z]*'"
        tables = {name for (name,) in conn.execute(names)}
    recorded = {table.name for table in TABLES}
    assert {one for one in tables if not one.startswith(("clause_words_", "sqlite_"))} == recorded | {*CATALOGUE}
    with open_at(source, reader=LINES) as archive:
        assert min(counts(archive).values()) > 0


def test_a_copy_gives_out_all_that_the_archive_does(source: Path, target: Place) -> None:
    """Revisions, pasts, notices, log, imports, proofs and the bytes of pages: hostile words as they were."""
    held = copied(source, target)
    with open_at(source, reader=LINES) as old, open_at(target, reader=LINES) as new:
        assert seen(new) == seen(old)
        assert counts(new) == counts(old)
        assert held.last_link == old.proof(SOURCE.id).head


def test_an_archive_comes_back_from_a_database_as_it_was(source: Path, postgres_archive: str, tmp_path: Path) -> None:
    """There and back every row is the same to the byte, and the file is whole."""
    back = tmp_path / "back.db"
    assert copied(source, postgres_archive) == copied(postgres_archive, back)
    assert found(back) == []
    for table in TABLES:
        columns = ", ".join(sorted({"rowid", *table.key}))
        query = f"SELECT {columns}, * FROM {table.name} ORDER BY {', '.join(table.key)}"  # noqa: S608 - own words
        if not table.placed:
            query = query.replace("rowid, ", "")
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(back)) as new:
            assert new.execute(query).fetchall() == old.execute(query).fetchall()


def test_what_is_recorded_next_follows_what_was_copied(source: Path, target: Place) -> None:
    """Checks, notices and the log count on, and the chain goes on at its last link."""
    copied(source, target)
    with open_at(target, reader=LINES) as archive:
        before = archive.proof(SOURCE.id)
        see_change(archive, HOSTILE, SIXTY, 5, LATE, "legal", "ops")
        archive.note(LogEntry(SOURCE.id, 5, "accepted", "Ann", LATE))
        assert archive.proof(SOURCE.id).links[:-1] == before.links
        assert archive.proof(SOURCE.id).number == before.number + 1
        assert [one.notice.revision for one in archive.owed(LATE)][-2:] == [5, 5]
        assert archive.log()[0].revision == 5


def test_a_place_that_holds_something_is_refused(source: Path, target: Place) -> None:
    """It stays as it is; an archive without a row is a place to copy to."""
    with open_at(target, reader=LINES) as archive:
        see_first(archive)
        before = counts(archive)
    with pytest.raises(ArchiveError, match="holds an archive already"):
        copied(source, target)
    with open_at(target, reader=LINES) as archive:
        assert counts(archive) == before


def test_an_archive_is_not_copied_to_itself(source: Path) -> None:
    """That is refused as any other that holds something."""
    with pytest.raises(ArchiveError, match="holds an archive already"):
        copied(source, source)
    assert found(source) == []


def test_where_there_is_no_archive_nothing_is_made(tmp_path: Path) -> None:
    """A mistyped name leaves no empty archive at the other end."""
    with pytest.raises(ArchiveMissing):
        copied(tmp_path / "nowhere.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bodies SET frame = x'00' WHERE rowid = 1",
        "UPDATE revisions SET title = 'Other' WHERE number = 1",
        "UPDATE chain SET link = 'x' WHERE number = 2",
    ],
)
def test_a_damaged_archive_is_not_copied(source: Path, target: Place, statement: str) -> None:
    """What is wrong is named, and nothing is left at the other end: a copy would pass for whole."""
    assert alter(source, statement)
    with pytest.raises(ArchiveDamaged, match=r"is not whole, so that no copy was kept \("):
        copied(source, target)
    with open_at(target, reader=LINES) as archive:
        assert not any(counts(archive).values())


def test_a_copy_that_was_cut_short_leaves_nothing(source: Path, target: Place) -> None:
    """Whatever ends it, and it can then be made anew."""

    def stop(done: int, _: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with ExitStack() as ends:
        old = ends.enter_context(end_at(source, create=False))
        new = ends.enter_context(end_at(target, create=True))
        with pytest.raises(KeyboardInterrupt):
            copy_archive(old, new, stop)
        assert copy_archive(old, new, lambda *_: None).revisions > 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_meanwhile_is_not_copied(
    source: Path, postgres_archive: str, tmp_path: Path, kind: str
) -> None:
    """A copy is of one moment, while a daemon goes on working, of a file and of a database alike."""
    if kind == "postgres":
        copied(source, postgres_archive)
    origin: Place = postgres_archive if kind == "postgres" else source
    late: list[int] = []

    def write(done: int, _: int) -> None:
        if not late:
            late.append(done)
            with open_at(origin, reader=LINES) as archive:
                see_change(archive, HOSTILE, SIXTY, 5, LATE)

    with end_at(origin, create=False) as old, end_at(tmp_path / "copy.db", create=True) as new:
        held = copy_archive(old, new, write)
    with open_at(origin, reader=LINES) as old_archive, open_at(tmp_path / "copy.db", reader=LINES) as new_archive:
        assert len(old_archive.revisions(SOURCE.id)) == 5
        assert len(new_archive.revisions(SOURCE.id)) == 4
        assert held.last_link == new_archive.proof(SOURCE.id).head != old_archive.proof(SOURCE.id).head


def test_a_database_waits_while_a_large_file_is_looked_over(postgres_archive: str) -> None:
    """No bound on silence ends the transaction that a copy is written in, as it does with any other."""
    asked = "SELECT current_setting('idle_in_transaction_session_timeout')"
    with end_at(postgres_archive, create=False) as end, end.filling() as conn:
        assert conn.execute(asked).fetchone()[0] == "0"


def test_what_comes_out_otherwise_than_it_went_in_is_not_kept(source: Path, tmp_path: Path) -> None:
    """Also in tables that have no chain over them: every row is read again."""
    target = tmp_path / "copy.db"
    open_at(target).close()
    alter(target, "CREATE TRIGGER odd AFTER INSERT ON robots BEGIN UPDATE robots SET text = text || '.'; END")
    with pytest.raises(ArchiveDamaged, match="its robots are not those that were read; nothing was kept"):
        copied(source, target)
    with open_at(target, reader=LINES) as archive:
        assert not any(counts(archive).values())


def test_more_than_a_batch_is_copied_and_counted(tmp_path: Path, postgres_archive: str) -> None:
    """Whatever the keys are that one batch ends at; each row counts when it is written and when it is read again."""
    names = [f"{odd}{number}" for number in range(BATCH) for odd in ("\0", "\ud800", "")]
    rows = [Imported(name, "c0ffee", 1, SOURCE.id, NOON, NOON, LATE, "first", alert=False) for name in names]
    with open_at(filled(tmp_path / "many.db"), reader=LINES) as archive:
        archive.record_history(replace(SOURCE, id="a/b"), (), rows, None)
    heard: list[tuple[int, int]] = []
    with end_at(tmp_path / "many.db", create=False) as old, end_at(postgres_archive, create=True) as new:
        copy_archive(old, new, lambda done, of: heard.append((done, of)))
    copied(postgres_archive, tmp_path / "back.db")
    with open_at(postgres_archive, reader=LINES) as there, open_at(tmp_path / "back.db", reader=LINES) as back:
        assert {row.document for row in there.imported()} == {row.document for row in back.imported()} == set(names)
        assert heard[-1] == (2 * sum(counts(back).values()),) * 2
    assert heard == sorted(heard)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(ODD, max_size=8), min_size=5, max_size=20, unique=True))
def test_any_text_survives_both_ways(
    words: list[str], postgres_archive: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also as part of a key, by which rows are gone through."""
    empty(postgres_archive, but="clausewatch")
    folder = tmp_path_factory.mktemp("texts")
    rows = [Imported(f"{word}.md", "c0ffee", 1, SOURCE.id, NOON, NOON, LATE, "first", alert=False) for word in words]
    with open_at(folder / "source.db", reader=LINES) as archive:
        archive.record_history(SOURCE, (), rows, None)
    copied(folder / "source.db", postgres_archive)
    copied(postgres_archive, folder / "back.db")
    with open_at(postgres_archive) as there, open_at(folder / "back.db") as back:
        for archive in (there, back):
            assert sorted(row.document for row in archive.imported()) == sorted(row.document for row in rows)

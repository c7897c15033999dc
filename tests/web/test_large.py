"""The archive that pages are measured on is as real checks leave one, and every page of it answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.archive.integrity import damages
from monitor.archive.opening import looking
from monitor.check import after, look
from monitor.model import Past
from monitor.sources import Environment, load
from monitor.web import make_app
from tests.bench.large import histories, make
from tests.bench.lives import Plan, seeded
from tests.bench.walks import Chance, ground_of, walks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.archive.sqlite import SqliteArchive
    from monitor.sources import Config

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TINY = Plan(documents=18, revisions=4, clauses=22, changed=3)
A_ROW = 1_000
"""Bytes of the overview for each document at most, its head included: so that a hundred stay below 150 KB."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny archive of documents that changed, of which some are failing, held or stale."""
    made = tmp_path_factory.mktemp("large")
    make(made, TINY, histories(TINY, NOW), NOW)
    return made


@pytest.fixture
def config(folder: Path) -> Config:
    """What it watches."""
    return load(folder / "sources.toml", Environment({}))


@pytest.fixture
def archive(folder: Path) -> Iterator[SqliteArchive]:
    """It, open."""
    with open_archive(folder / "archive.db", create=False) as opened:
        yield opened


def test_every_page_of_it_answers(archive: SqliteArchive, config: Config) -> None:
    """Each route has an address to ask for, and gives an answer."""
    app = make_app(config.sources, archive, lambda: NOW)
    chance = Chance(ground_of(archive, config.sources), seeded("pages"))
    with TestClient(app) as client:
        found = {
            (name, address): client.get(address).status_code
            for name, way in walks(app).items()
            if (address := way(chance))
        }
    assert {asked: status for asked, status in found.items() if status != 200} == {}


def test_the_overview_stays_small(archive: SqliteArchive, config: Config) -> None:
    """It takes so many bytes for each document at most."""
    with TestClient(make_app(config.sources, archive, lambda: NOW)) as client:
        assert len(client.get("/").content) < A_ROW * TINY.documents


def test_it_is_whole_and_its_documents_stand_in_every_state(folder: Path, archive: SqliteArchive) -> None:
    """Nothing is found to be damaged; one is held, one fails, the others have all their revisions."""
    with looking(folder / "archive.db") as conn:
        assert list(damages(conn)) == []
    standings = archive.standings().values()
    assert [one.revision for one in standings] == [TINY.revisions] * TINY.documents
    assert sum(one.held is not None for one in standings) == 1
    assert sum(one.failures > 0 for one in standings) == 1
    assert archive.unreviewed()


def test_what_it_holds_is_what_real_checks_find() -> None:
    """Every page that was written reads, compares and is remembered as it was recorded."""
    plan = Plan(documents=3, revisions=6, clauses=42, changed=5, seed=2)
    pasts: dict[str, Past] = {}
    for source, looks in histories(plan, NOW):
        past = pasts.get(source.id, Past())
        for fetched, made in looks:
            real = look(source, past, fetched, made.at)
            assert (real.kind, real.revision, real.earlier) == (made.kind, made.revision, made.earlier)
            if made.terms:
                assert real.terms == made.terms
            if made.comparison and real.comparison:
                assert real.comparison.changes == made.comparison.changes
                assert real.comparison.dates == made.comparison.dates
            if made.lines is not None and real.lines is not None:
                assert dict(real.lines) == dict(made.lines)
            past = after(past, fetched, real)
        pasts[source.id] = past

"""What holds for every test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import postgres
from tests.places import KINDS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.places import Place

# Twenty-five examples find what a slip would break and keep the suite under a minute; a release is checked with more.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL of our own, started when the first test asks for it. Where there is none, its tests are left out."""
    if not postgres.FOUND and os.environ.get("CI") != "true":
        pytest.skip("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
    with postgres.server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """An empty database, for one test alone."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: postgres.Server) -> str:
    """A database with the tables of an archive."""
    from monitor.archive.postgres import initialise  # noqa: PLC0415 - most runs of a few tests need nothing of it

    url = postgres_server.fresh()
    initialise(url)
    return url


@pytest.fixture
def postgres_archive(postgres_tables: str) -> Iterator[str]:
    """A database with the empty tables of an archive: the same for one test after another, since that is quickest."""
    yield postgres_tables
    postgres.empty(postgres_tables, but="clausewatch")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Place:
    """Where an archive can be opened, of each kind in turn: nothing is recorded there."""
    return place_of(request)

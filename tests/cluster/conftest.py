"""A database with the tables of an archive and of a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.archive.postgres import initialise
from monitor.cluster import set_up
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def cluster_tables(postgres_server: postgres.Server) -> str:
    """A database with all tables."""
    url = postgres_server.fresh()
    initialise(url)
    set_up(url)
    return url


@pytest.fixture
def url(cluster_tables: str) -> Iterator[str]:
    """A database with empty tables: the same for one test after another, since that is quickest."""
    yield cluster_tables
    postgres.empty(cluster_tables, but="clausewatch")

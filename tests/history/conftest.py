"""Places for repositories and archives."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.history.whole import Room

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room of one's own."""
    return Room(tmp_path)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> itertools.chain[Room]:
    """A room for each example of a law."""
    return itertools.chain.from_iterable(iter(lambda: [Room(tmp_path_factory.mktemp("room"))], None))

"""What real documents say of their changes is read as a person marked it; the marks hold no text."""

from __future__ import annotations

import os

import pytest

from tests.bench.rules import HALVES, figures
from tests.bench.shared import SHARED

pytestmark = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir() and os.environ.get("CI") != "true",
    reason="needs the shared corpus beside the repository",
)


def test_of_the_documents_that_were_looked_at_nearly_all_rules_are_right_and_no_deadline_is_invented() -> None:
    """Nearly all rules are right in the half that was looked at, and no days stand where the document states none."""
    found = figures(HALVES[0])
    assert found["right"] >= 0.95
    assert found["invented"] == 0
    assert found["languages_not_read"] == "2/2"

"""`[archive] keep`: how long pages' bytes are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.sources import parse


def kept(text: str) -> timedelta | None:
    """What a configuration asks for."""
    return parse(text, name="sources.toml", folder=Path(), environ={}).archive.keep


@pytest.mark.parametrize("text", ["", "[archive]\n", '[archive]\nkeep = "forever"\n'])
def test_pages_are_kept_for_good_unless_asked_otherwise(text: str) -> None:
    """That is the default, and can be said."""
    assert kept(text) is None


def test_a_duration_is_taken() -> None:
    """In days, mostly."""
    assert kept('[archive]\nkeep = "730d"\n') == timedelta(days=730)


@pytest.mark.parametrize("value", ['"30m"', '"23h59m"', '"always"', '""', "730", "false"])
def test_anything_else_is_refused_on_its_line(value: str) -> None:
    """Minutes are mistaken days: what goes cannot be had again."""
    with pytest.raises(ConfigError) as caught:
        kept(f"[archive]\nkeep = {value}\n")
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(2, "archive.keep")]

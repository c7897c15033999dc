"""The keys that choose one document of several at one address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ConfigError
from monitor.sources import parse

if TYPE_CHECKING:
    from monitor.model import Source

SOURCE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/terms#eu"\n'


def sources(text: str) -> tuple[Source, ...]:
    """The sources of a configuration without warnings."""
    config = parse(text, name="sources.toml", folder=Path(), environ={})
    assert config.warnings == ()
    return config.sources


def test_where_the_terms_begin_and_end_is_taken() -> None:
    """A heading's words or a selector, as written, and without any warning."""
    (source,) = sources(f'{SOURCE}start = "Voice Terms"\nend = "#annex > h2"\nsection = "General"\n')
    assert (source.start, source.end, source.section) == ("Voice Terms", "#annex > h2", "General")


def test_without_them_all_of_the_page_counts() -> None:
    """Neither key has a default."""
    (source,) = sources(SOURCE)
    assert (source.start, source.end) == (None, None)


@pytest.mark.parametrize("value", ['""', '"  "', "3", '["a"]', '"two\\nlines"'])
@pytest.mark.parametrize("key", ["start", "end"])
def test_anything_but_some_words_is_refused(key: str, value: str) -> None:
    """On its line, by its key."""
    with pytest.raises(ConfigError) as caught:
        sources(f"{SOURCE}{key} = {value}\n")
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(4, f"source[1].{key}")]


def test_a_fragment_is_part_of_the_address() -> None:
    """It survives reading, and sources that differ in nothing else are different documents."""
    other = SOURCE.replace("northline/voice", "northline/voice-us").replace("#eu", "#us")
    assert [source.url for source in sources(SOURCE + other)] == [
        "https://northline.example/terms#eu",
        "https://northline.example/terms#us",
    ]

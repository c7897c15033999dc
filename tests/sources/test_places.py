"""Where the keys of a TOML text stand."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.sources.findings import Place

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=5)
LEAVES = st.integers() | st.sampled_from(["a ] # b", 'q"} \\', "two\nlines", "'''", "", "2020-01-01"])
TREES = st.recursive(LEAVES, lambda children: st.lists(children) | st.dictionaries(NAMES, children), max_leaves=10)


def written(value: object) -> str:
    """A value as TOML, with lists over several lines."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quote(key)} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[ # ]\n" + "".join(f"{written(item)},\n" for item in value) + "]"
    return quote(value) if isinstance(value, str) else str(value)


def quote(text: str) -> str:
    """Text as a TOML string."""
    return (
        '"'
        + "".join(
            f"\\U{ord(char):08x}" if char in '"\\' or ord(char) < 32 or ord(char) == 127 else char for char in text
        )
        + '"'
    )


def places(value: object, place: Place = ()) -> Iterator[Place]:
    """Every place of a value, in the order it is written in."""
    yield place
    children: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    for part, child in children:
        yield from places(child, (*place, part))


@settings(deadline=None)
@given(st.lists(st.dictionaries(NAMES, TREES, max_size=4), max_size=4))
def test_every_place_of_a_file_is_found(tables: list[dict[str, Any]]) -> None:
    """Whatever tables, lists and strings a file has, each key and entry has its own place, in file order."""
    text = "# [[t]]\n" + "".join(
        "[[t]] # x = 1\n" + "".join(f"{quote(key)} = {written(value)} # [[t]]\n" for key, value in table.items())
        for table in tables
    )
    data = tomllib.loads(text)
    found = Places(text)
    offsets = [found.offset(place) for place in places(data) if place not in {(), ("t",)}]
    assert offsets == sorted(set(offsets))
    for number, table in enumerate(tables):
        for key in table:
            line = text.split("\n")[found.line(("t", number, key)) - 1]
            assert line.startswith(quote(key))


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ('a = """\n[[t]]\nb = 1\n"""\nb = 2', ("b",), 5),
        ("a = '''\n'b = 1'''''\nb = 2", ("b",), 3),
        ('a = """x\\"""" # "\nb = 2', ("b",), 2),
        ("[x . 'y z']\nb = 1", ("x", "y z", "b"), 2),
        ("[x]\ny.b = 1", ("x", "y", "b"), 2),
        ("x = { y = [\n{ b = 1 } ] }", ("x", "y", 0, "b"), 2),
        ("d = 1979-05-27 07:32:00\nb = 2", ("b",), 2),
        ("[[x]]\n[x.y]\nb = 1\n[[x]]\n[x.y]\nb = 2", ("x", 1, "y", "b"), 6),
        ("[[x]]\n[[x.y]]\n[[x.y]]\nb = 2", ("x", 0, "y", 1, "b"), 4),
        ("[x]\nb = 1\n\n[x.z]\n", ("x", "absent"), 1),
        ("a = 1\r\nb = 2\r\n", ("b",), 2),
    ],
)
def test_places_follow_the_grammar(text: str, place: Place, line: int) -> None:
    """Strings over several lines, dotted keys, inline tables and repeated tables lead to the right line."""
    tomllib.loads(text)
    assert Places(text).line(place) == line

"""A finding: something to say about one place of the file, before its line is known."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from monitor.text.patterns import pattern

Place: TypeAlias = tuple[str | int, ...]
"""A way through the data, such as ("source", 0, "urls", 1); counted from 0."""

SHOWN_LENGTH = 60
"""How much of a value is repeated in a message: an address's host and the start of its path fit."""

_BARE_KEY = pattern(r"[A-Za-z0-9_-]+")


class Finding(NamedTuple):
    """What is wrong, or without effect, at a place; `see` is another place, whose line closes the message."""

    place: Place
    message: str
    see: Place | None = None


def quoted(text: str) -> str:
    """Text in quotes on one line, cut short, with what a terminal would obey written out as escapes."""
    cut = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"
    return '"' + "".join(char if char.isprintable() else _escaped(char) for char in cut) + '"'


def key_of(place: Place) -> str:
    """A place as people count: ("source", 0, "urls", 1) is `source[1].urls[2]`."""
    key = ""
    for part in place:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        else:
            key += ("." if key else "") + (part if _BARE_KEY.fullmatch(part) else quoted(part))
    return key


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

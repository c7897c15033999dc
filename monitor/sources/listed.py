"""What a list of addresses comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a list, where it stands (line from 1), and what the list says of it; "" where it says nothing.

    `provider` is the first half of the id that it gets, made from its host where it is "".
    """

    line: int
    url: str
    title: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    select: str | None = None
    remove: tuple[str, ...] = ()
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list in its order, and a note on whatever was not taken over."""

    rows: tuple[Listed, ...]
    notes: tuple[str, ...]

"""Enumerations within a sentence: "(a) ...; (b) ...; and (c) (i) ... or (ii) ..."."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from monitor.text.labels import Label, as_roman, label_of
from monitor.text.patterns import pattern

_MARK = pattern(r"\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)(?=\s|[\"'(])")
_BEFORE_MARK = frozenset(" \t\n;:,(")
_MOST = 10_000  # marks of one text that are looked at; a clause has dozens
_FEWEST = 2  # items: a lone "(a)" is a reference


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its address within the clause, such as "(c)(iii)", and where it stands, from its mark to the next."""

    address: str
    start: int
    end: int


@dataclass(slots=True)
class _Level:
    label: Label
    count: int = 1


def inline_items(text: str) -> list[Item]:
    """The items of the enumerations in a text, outer ones before the inner ones they hold."""
    starts: list[tuple[int, tuple[str, ...]]] = []
    levels: list[_Level] = []
    counts: dict[tuple[str, ...], int] = {}
    for match in islice(_MARK.finditer(text), _MOST):
        if match.start() and text[match.start() - 1] not in _BEFORE_MARK:
            continue  # "4(a)" is a reference
        label = label_of(match.group())
        placed = _placed(label, levels) if label else None
        if placed is None:
            continue
        levels = placed
        address = tuple(level.label.printed for level in levels)
        starts.append((match.start(), address))
        counts[address[:-1]] = counts.get(address[:-1], 0) + 1
    kept = [(at, address) for at, address in starts if counts[address[:-1]] >= _FEWEST]
    ends = _ends([len(address) for _, address in kept], [at for at, _ in kept], len(text))
    return [Item("".join(address), at, end) for (at, address), end in zip(kept, ends, strict=True)]


def address_at(items: list[Item], place: int) -> str:
    """The address of the innermost item that holds a place of the text, or "" where none does."""
    inside = [item for item in items if item.start <= place < item.end]
    return inside[-1].address if inside else ""


def _placed(label: Label, levels: list[_Level]) -> list[_Level] | None:
    """The open levels once this mark is read: the next item of one, or the first of a new one; None for neither."""
    readings = [label, as_roman(label)] if label.ambiguous else [label]
    for reading in readings:
        for depth in range(len(levels) - 1, -1, -1):
            other = levels[depth].label
            if other.style == reading.style and other.value + 1 == reading.value:
                return [*levels[:depth], _Level(reading)]
    first = next((reading for reading in readings if reading.value == 1), None)
    if first is None:
        return None
    outer = [level for level in levels if level.label.style != first.style]
    return [*outer[: len(outer)], _Level(first)] if len(outer) == len(levels) else [_Level(first)]


def _ends(depths: list[int], starts: list[int], length: int) -> list[int]:
    """Where each item ends: where the next one of its level, or of an outer one, begins."""
    deepest = max(depths, default=0)
    following = [length] * (deepest + 1)  # by depth: where the next item at least as far out begins
    ends = []
    for depth, start in zip(reversed(depths), reversed(starts), strict=True):
        ends.append(following[depth])
        following[depth:] = [start] * (deepest + 1 - depth)
    return ends[::-1]

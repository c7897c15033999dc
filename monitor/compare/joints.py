"""The "and" or "or" at the end of an item, which wanders from item to item as items come and go."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.compare.units import Unit

_JOINTS = {  # by language: "i" joins in Catalan and Polish, and is a number elsewhere
    language: frozenset(joints.split())
    for language, joints in {
        "": "and or", "en": "and or", "de": "und oder sowie", "fr": "et ou", "es": "y e o u", "pt": "e ou",
        "gl": "e ou", "ca": "i o", "it": "e ed o od", "ro": "și sau", "nl": "en of", "sv": "och eller",
        "da": "og eller", "no": "og eller", "nb": "og eller", "pl": "i oraz lub albo", "cs": "a nebo", "sk": "a alebo",
        "hr": "i ili", "fi": "ja tai", "hu": "és vagy",
    }.items()
}  # fmt: skip
_JOINED = pattern(r"[,;]\s*[^\W\d_]{1,6}\W*$")
_FARTHEST = 60  # items of one list that are looked at on each side


def same_but_joint(old: Sequence[Unit], i: int, new: Sequence[Unit], j: int) -> bool:
    """Whether two items differ in nothing but a joint at the end of one, and the other's list has it elsewhere.

    A joint that a whole list lost, or got, says that all of its items are meant, or any of them.
    """
    left, right = old[i], new[j]
    if abs(left.size - right.size) != 1 or not all(map(_is_listed, (left, right))):
        return False
    if left.size < right.size:
        return _has_lost(new[j], old, i)
    return _has_lost(old[i], new, j)


def _has_lost(longer: Unit, units: Sequence[Unit], place: int) -> bool:
    """Whether an item is another one without its joint, and that joint stands at the end of another of the list."""
    joint = _joint(longer)
    if not joint or longer.words[:-1] != units[place].words:
        return False
    return any(_joint(unit) == joint for unit in _list_of(units, place))


def _joint(unit: Unit) -> str:
    """The word behind a comma or semicolon that leads on to the next item, or ""."""
    last = unit.words[-1] if unit.words else ""
    return last if last in _JOINTS.get(unit.language, ()) and _JOINED.search(unit.spoken) else ""


def _list_of(units: Sequence[Unit], place: int) -> Iterator[Unit]:
    """The other items of the list that one stands in: those on its level, up to a clause above it."""
    depth = units[place].clause.depth

    def within(unit: Unit) -> bool:
        return unit.clause.depth >= depth and unit.clause.role != "heading"

    before = takewhile(within, reversed(units[max(0, place - _FARTHEST) : place]))
    after = takewhile(within, units[place + 1 : place + 1 + _FARTHEST])
    return (unit for unit in chain(before, after) if unit.clause.depth == depth and _is_listed(unit))


def _is_listed(unit: Unit) -> bool:
    return unit.clause.role == "item" or bool(unit.clause.label)

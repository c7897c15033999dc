"""A comparison's changes as far as it takes to see which clauses they are of; each whole only where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from monitor.wire.diff import change_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Change
    from monitor.wire.plain import Json


@dataclass(frozen=True, slots=True)
class Sketch:
    """The paths of the clauses of one change, before and after; `whole` gives all of it."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    whole: Callable[[], Change]


def sketches_from(data: Json) -> tuple[Sketch, ...]:
    """The changes of the comparison that `diff_json` described, in its order."""
    return tuple(_sketch(change) for change in data["changes"])


def _sketch(data: Json) -> Sketch:
    old, new = (tuple([clause["path"] for clause in data[side]]) for side in ("old", "new"))
    return Sketch(old, new, partial(change_from, data))

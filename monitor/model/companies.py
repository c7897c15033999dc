"""What happened to the entries of a list of companies: sub-processors, affiliates, licensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

CompanyChangeKind: TypeAlias = Literal["added", "removed", "changed"]


class Cell(NamedTuple):
    """What one column of an entry says: its header, "" where none is known; None on a side where it says nothing."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class CompanyChange:
    """A company that joined or left a list of them, or whose entry says something else.

    `list` is the heading of the list, or "". `columns` are all cells of an entry that was
    added or removed, its name first, and those that differ of one that was changed.
    `clause` is the path of the entry's clause, on the old side where it was removed.
    """

    kind: CompanyChangeKind
    name: str
    list: str
    columns: tuple[Cell, ...]
    clause: str

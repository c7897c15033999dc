"""A web of terms in words: what the pictures show, and what there is no room for in them. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.linked import missing
from monitor.model import Web
from monitor.render.graph import tie_key
from monitor.render.safe import safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import LinkKind, Tie

MOST_ROWS = 200
"""Rows of one table: a provider of a thousand documents names ten thousand others, and nobody reads as many."""

MOST_NAMERS = 3
"""Documents that are listed as naming another one; of more only their number is told."""

_SAYS: dict[LinkKind, str] = {"parent": "is part of", "part": "incorporates", "linked": "links to"}
_GRAVITY: dict[LinkKind, int] = {"parent": 0, "part": 1, "linked": 2}


@dataclass(frozen=True, slots=True)
class Named:
    """A document that nobody watches: its name and address ("" where no link leads there), and who names it how."""

    name: str
    address: str
    says: str
    namers: tuple[str, ...]

    @property
    def command(self) -> str:
        """What to type to watch it, quoted so that a shell takes it for one address and nothing else."""
        return f"clausewatch add {shlex.quote(self.address)}" if self.address else ""

    @property
    def first(self) -> tuple[str, ...]:
        """The namers to list."""
        return self.namers[:MOST_NAMERS]


@dataclass(frozen=True, slots=True)
class Said:
    """What one watched document says of another one (`watched`), under which name and where."""

    source: str
    says: str
    watched: str
    name: str
    clause: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is likely to be missing, what is watched, and what else is linked; `cut` counts the rows left out."""

    wanted: tuple[Named, ...]
    said: tuple[Said, ...]
    others: tuple[Named, ...]
    cut: int


def told(ties: Sequence[Tie], subjects: Iterable[str]) -> Told:
    """The ties of some documents in words, gravest first: those that they name, and the watched ones that name them."""
    own = set(subjects)
    ordered = sorted(ties, key=lambda tie: _GRAVITY[tie.document.kind])
    unwatched = [tie for tie in ordered if not tie.watched and tie.source in own]
    likely = _likely(unwatched)
    wanted = _named(tie for tie in unwatched if tie_key(tie) in likely)
    others = _named(tie for tie in unwatched if tie_key(tie) not in likely)
    said = [_said(tie) for tie in ordered if tie.watched]
    cut = sum(max(0, len(rows) - MOST_ROWS) for rows in (wanted, others, said))
    return Told(tuple(wanted[:MOST_ROWS]), tuple(said[:MOST_ROWS]), tuple(others[:MOST_ROWS]), cut)


def _likely(unwatched: Iterable[Tie]) -> set[str]:
    """The keys of what is likely to be terms: also what belongs to them and no link leads to."""
    of_source: dict[str, list[Tie]] = {}
    for tie in unwatched:
        of_source.setdefault(tie.source, []).append(tie)
    found = {tie_key(tie) for name, ties in of_source.items() for tie in missing(Web((), tuple(ties)), name)}
    return found | {tie_key(tie) for ties in of_source.values() for tie in ties if tie.document.kind != "linked"}


def _named(ties: Iterable[Tie]) -> list[Named]:
    """Each document once, with all who name it, under what the gravest tie calls it."""
    same: dict[str, list[Tie]] = {}
    for tie in ties:
        same.setdefault(tie_key(tie), []).append(tie)
    return [
        Named(
            found[0].document.name,
            safe_url(found[0].document.target),
            _SAYS[found[0].document.kind],
            tuple(dict.fromkeys(tie.source for tie in found)),
        )
        for found in same.values()
    ]


def _said(tie: Tie) -> Said:
    return Said(tie.source, _SAYS[tie.document.kind], tie.watched, tie.document.name, tie.document.clause)

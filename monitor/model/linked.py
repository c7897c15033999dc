"""How documents hang together: which other ones some terms name, and what follows for those that are watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from monitor.model.watched import Source

LinkKind: TypeAlias = Literal["parent", "part", "linked"]
"""These terms belong to the other document; the other one belongs to these terms; it is only pointed to."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another document as some terms name it, with its abbreviation in brackets where they give one.

    `target` is its address, "" where it is named without a link; `clause` is the path of the clause that says most
    of it.
    """

    name: str
    target: str
    kind: LinkKind
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """What the last terms of a source call themselves, and which other documents they name."""

    title: str
    linked: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A source that is watched, and the titles it goes by: the configured one, and what its page calls itself."""

    source: Source
    titles: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people know it by."""
        return next(filter(None, (self.source.title, *self.titles)), self.source.id)


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of the web: a source names another document. `watched` is the source that watches it, "" for none."""

    source: str
    document: Linked
    watched: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """The watched documents in the order of the configuration, and whatever they name, gravest kind first."""

    members: tuple[Member, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Dependant:
    """A watched document that depends on another one, as a `whole` of which that is a part, or as a part of it."""

    source: Source
    title: str
    whole: bool

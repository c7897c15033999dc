"""The other documents that terms name, each once, with how it stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.linked.phrases import Belonging, belongings
from monitor.model import Linked, Naming
from monitor.text.fold import key
from monitor.text.titles import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import LinkKind, Reference, Terms

MOST_PARENTS = 20
"""Names of parents that count: documents have one or two, and a hostile page could have thousands."""

LONGEST_NAME = 160
"""Characters of a name that are kept, as of a reference's words."""

_GRAVITY: dict[LinkKind, int] = {"parent": 0, "part": 1, "linked": 2}


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of belonging, and where it stands."""

    clause: str
    belonging: Belonging


def naming_of(source: str, terms: Terms) -> Naming:
    """What the terms of a source, by its id, call themselves, and which other documents they name."""
    return Naming(terms.title, linked_in(terms, source.partition("/")[0]))


def linked_in(terms: Terms, provider: str = "") -> tuple[Linked, ...]:
    """The other documents that terms name: what they belong to first, then what they incorporate, then the rest.

    What is named twice, by a link and without one or under a longer name, counts once; names
    may have the `provider`'s own or not.
    """
    said = [_Said(one.path, it) for one in terms.clauses if one.role != "contents" for it in belongings(one.text)]
    parents = _parents(said, terms.title, provider)
    others = [one for one in terms.references if one.target or not likeness(one.text, terms.title, provider)]
    found = [_of(reference, said, parents, provider) for reference in others]
    unnamed = [one for one in parents if not any(_alike(one.name, other.name, provider) for other in found)]
    return tuple(sorted(_once(_without_linked([*found, *unnamed])), key=lambda one: _GRAVITY[one.kind]))


def _parents(said: Sequence[_Said], title: str, provider: str) -> list[Linked]:
    """What the terms say that they belong to, by name, each once; never themselves."""
    found: dict[str, Linked] = {}
    for one in said:
        for name in one.belonging.names:
            if not likeness(name, title, provider):
                found.setdefault(key(name), Linked(name[:LONGEST_NAME], "", "parent", one.clause))
    return list(found.values())[:MOST_PARENTS]


def _of(reference: Reference, said: Sequence[_Said], parents: Sequence[Linked], provider: str) -> Linked:
    """A document that the terms refer to; one without an address under the name that says most."""
    parent = next((one for one in parents if _alike(one.name, reference.text, provider)), None)
    if parent:
        name = reference.text if reference.target else max(parent.name, reference.text, key=len)
        return Linked(name, reference.target, "parent", parent.clause)
    words = f" {key(reference.text)} "
    belongs = any(one.clause == reference.clause and words in f" {key(one.belonging.words)} " for one in said)
    kind: LinkKind = "parent" if belongs else "part" if reference.incorporated else "linked"
    return Linked(reference.text, reference.target, kind, reference.clause)


def _without_linked(linked: Sequence[Linked]) -> Iterable[Linked]:
    """Without names of which a part is a link, as in "the Northline [Agreement]": the link is that document."""
    anchors = {(one.clause, f" {key(one.name)} ") for one in linked if one.kind == "parent" and one.target}
    for one in linked:
        whole = f" {key(one.name)} "
        if one.target or not any(clause == one.clause and words in whole for clause, words in anchors):
            yield one


def _once(linked: Iterable[Linked]) -> list[Linked]:
    """Without what is named twice with the same address and words; the graver kind stays."""
    found: dict[tuple[str, str], Linked] = {}
    for one in linked:
        identity = (one.target, "" if one.target else key(one.name))
        before = found.setdefault(identity, one)
        if _GRAVITY[one.kind] < _GRAVITY[before.kind]:
            found[identity] = one
    return list(found.values())


def _alike(name: str, other: str, provider: str) -> bool:
    """Whether two names within one document mean the same one, also where either is an abbreviation."""
    return bool(likeness(name, other, provider)) or bool(likeness(other, name, provider))

"""Two clauses of which markup made only one's first words a heading, set alike before their words are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text.fold import TOKEN, key, words

if TYPE_CHECKING:
    from monitor.model import Clause


def levelled(old: Clause, new: Clause) -> tuple[Clause, Clause]:
    """The same two clauses; where one has a heading and the other begins with its words, both have it or neither."""
    if bool(old.heading) == bool(new.heading):
        return old, new
    if old.heading:
        after, before = levelled(new, old)
        return before, after
    divided = _divided(old, new.heading)
    if divided is not None and new.text:
        return divided, new
    return old, replace(new, heading="", text=f"{new.heading} {new.text}".strip())


def _divided(clause: Clause, heading: str) -> Clause | None:
    """The clause with its first words as its heading, where they are those of `heading`."""
    wanted = words(heading)
    found = list(TOKEN.finditer(clause.text))[: len(wanted)]
    if not found or len(found) < len(wanted):
        return None
    end = found[-1].end()
    while end < len(clause.text) and clause.text[end] in ".:;)":
        end += 1
    if key(clause.text[:end]) != " ".join(wanted):
        return None
    return replace(clause, heading=clause.text[:end], text=clause.text[end:].lstrip())

"""What two clauses that became one another differ in: words, or only what is no change of what they say."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.compare.units import words_of
from monitor.text.addresses import HIDDEN_MAIL, is_mailbox, same_place, same_places, still_the_same
from monitor.text.printed import PrintedAddress, printed_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.compare.align import Alignment
    from monitor.compare.units import Unit
    from monitor.model import Clause

Likeness: TypeAlias = Literal["same", "relinked", "other"]
"""The same words, the same but for where they lead, or other words."""

_GAP = "\x00"  # stands for an address among words: no word has it


def likeness(old: Unit, new: Unit) -> Likeness:
    """How alike two clauses are: an address's form, and what each visit gets anew, are no words."""
    if old.spoken == new.spoken:
        return _led(old.clause, new.clause)
    before, after = _readable(old), _readable(new)
    if len(before) == len(after) and _around(old, before) == _around(new, after):
        elsewhere = any(not still_the_same(one.place, other.place) for one, other in zip(before, after, strict=True))
        return "relinked" if elsewhere else _led(old.clause, new.clause)
    return _led(old.clause, new.clause) if old.words == new.words else "other"


def readdressed(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> None:
    """Pair what is left of both sides where the clauses differ in nothing but the addresses that they print.

    A line that is little but an address has too few other words to be found alike; it stands behind the same clause.
    """
    left = [i for i, unit in enumerate(old) if i not in found.used_old and printed_addresses(unit.spoken)]
    if not left:
        return
    where: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    ahead = -1
    kept = set(found.pairs.values())
    for j, unit in enumerate(new):
        if j in kept:
            ahead = j
        elif j not in found.used_new and (printed := printed_addresses(unit.spoken)):
            where[ahead, _around(unit, printed)].append(j)
    for i, before in zip(left, _ahead_of(left, found), strict=True):
        free = where.get((before, _around(old[i], printed_addresses(old[i].spoken))))
        if free:
            found.pair(i, free.pop(0))


def _ahead_of(left: Sequence[int], found: Alignment) -> list[int]:
    """For each clause that is left, what the last one before it that has its like became; -1 where there is none."""
    olds = sorted(found.pairs)
    places = (bisect_left(olds, i) for i in left)
    return [found.pairs[olds[place - 1]] if place else -1 for place in places]


def _around(unit: Unit, found: Sequence[PrintedAddress]) -> tuple[str, ...]:
    """The words of a clause with a gap for each address in it."""
    out: list[str] = []
    at = 0
    for address in found:
        out += [*words_of(unit.spoken[at : address.start], unit.language), _GAP]
        at = address.end
    return (*out, *words_of(unit.spoken[at:], unit.language))


def _readable(unit: Unit) -> list[PrintedAddress]:
    """The addresses that a clause prints, a hidden one read where its link tells it."""
    found = printed_addresses(unit.spoken)
    if not any(one.place == HIDDEN_MAIL for one in found):
        return found
    told = (same_place(link.target) for link in unit.clause.links if _is_hidden(link.text))
    return [replace(one, place=next(told, HIDDEN_MAIL)) if _is_hidden(one.text) else one for one in found]


def _is_hidden(text: str) -> bool:
    return [one.place for one in printed_addresses(text)] == [HIDDEN_MAIL]


def _led(old: Clause, new: Clause) -> Likeness:
    """Whether the links of two clauses of the same words lead to the same places."""
    if [link.target for link in old.links] == [link.target for link in new.links]:
        return "same"
    places = zip_longest(_places(old), _places(new), fillvalue="")
    return "same" if all(still_the_same(one, other) for one, other in places) else "relinked"


def _places(clause: Clause) -> list[str]:
    """Where a clause's links lead, without those that lead to the address that they print."""
    printed = [one.place for one in printed_addresses(f"{clause.heading} {clause.text}")] if clause.links else []
    places = (same_place(link.target) for link in clause.links)
    return [place for place in places if not any(_prints(one, place) for one in printed)]


def _prints(printed: str, place: str) -> bool:
    return same_places(printed, place if is_mailbox(place) else place.casefold())

"""Whether two names mean one document: as one document calls another, and as that one calls itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.fold import tidy, words
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

LONGEST = 300
"""Characters of a name that count: no title has as many."""

_SMALL = frozenset(
    "the a an of for and or to our your its their his her in on with by from at as us this these".split()
)
_WEAK = frozenset(  # what one name of a document has and another one leaves out; in the singular
    "service online standard condition version current latest inc ltd llc gmbh ab corp corporation company group plc "
    "limited com".split()
)
_GENERIC = frozenset("agreement term policy contract condition notice statement document addendum supplement".split())
_FEWEST = 2  # words that must be left when weak ones are not looked at: "Terms" alone is every provider's
_ARTICLE = pattern(r"^(?:the|our|its|your)\s+", re.IGNORECASE)
_BRACKETS = pattern(r"\(([^()]{0,80})\)")
_ACRONYM = pattern(r"(?<![^\W_])[A-Z][A-Z&]{1,6}s?(?![^\W_])")
_SHORTEST_PLURAL = 4

_SAME, _SAME_BUT_PROVIDER, _SAME_BUT_WEAK, _SAME_ACRONYM = 4, 3, 2, 1


def likeness(name: str, title: str, provider: str = "") -> int:
    """How surely a name means the document of this title, 0 for not at all; `provider` is left out of both.

    Surest are the same words, then those but for the provider's, then those but for
    weak words such as "services", and last an abbreviation that both give or that the title's initials are.

    >>> likeness("General Terms and Conditions for NORTHLINE Services (GTC)", "Northline General Terms", "northline")
    2
    >>> likeness("Privacy Policy", "Northline General Terms", "northline")
    0
    """
    ours, theirs, brand = _parsed(name[:LONGEST]), _parsed(title[:LONGEST]), _parsed(provider).words
    if ours.little:
        return 0
    if ours.words and ours.words == theirs.words:
        return _SAME
    if ours.words - brand and ours.words - brand == theirs.words - brand:
        return _SAME_BUT_PROVIDER
    if _differ_weakly(ours.words - brand, theirs.words - brand):
        return _SAME_BUT_WEAK
    return _SAME_ACRONYM if _share_acronym(ours, theirs, brand) else 0


def marks_of(name: str, provider: str = "") -> frozenset[Hashable]:
    """What a name and the title of the document that it means have at least one of in common.

    To look among thousands of titles only at those that share one: its words but for the
    provider's and weak ones, its abbreviations, and its initials.
    """
    one, brand = _parsed(name[:LONGEST]), _parsed(provider).words
    marks: set[Hashable] = {one.words - brand - _WEAK, *one.acronyms, one.alone.casefold(), _initials(one, brand)}
    return frozenset(marks - {""})


def says_little(name: str) -> bool:
    """Whether a name is what any document of its kind is called for short, as "the Agreement" is."""
    parsed = _parsed(name[:LONGEST])
    return parsed.little or not (parsed.words or parsed.acronyms)


def best(name: str, titles: Iterable[tuple[str, str]], provider: str = "") -> str:
    """The owner of the title that a name most surely means, of pairs of owner and title; "" for none or several."""
    found: dict[str, int] = {}
    for owner, title in titles:
        found[owner] = max(found.get(owner, 0), likeness(name, title, provider))
    surest = max(found.values(), default=0)
    owners = [owner for owner, sure in found.items() if surest and sure == surest]
    return owners[0] if len(owners) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Name:
    """What counts of a name: its words, in their order and as a set in the singular, and the abbreviations it gives.

    `alone` is the abbreviation that is all of it, "" where it is none; `little` says that it is what any is called.
    """

    sequence: tuple[str, ...]
    words: frozenset[str]
    acronyms: frozenset[str]
    alone: str
    little: bool


@remembered
def _parsed(text: str) -> _Name:
    text = _ARTICLE.sub("", tidy(text))
    sequence = tuple(word for word in words(_BRACKETS.sub(" ", text).replace("-", " ")) if word not in _SMALL)
    core = frozenset(map(_singular, sequence))
    alone = text.removesuffix("s") if _ACRONYM.fullmatch(text) else ""
    given = {one.removesuffix("s") for inside in _BRACKETS.findall(text) for one in _ACRONYM.findall(inside)}
    little = len(core) == 1 and core <= _GENERIC
    return _Name(sequence, core, frozenset(given | ({alone} if alone else set())), alone, little)


def _singular(word: str) -> str:
    long = len(word) >= _SHORTEST_PLURAL
    return word[:-1] if long and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _differ_weakly(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether one has all words of the other, and beyond them only weak ones: two different ones tell two documents."""
    nested = ours <= theirs or theirs <= ours
    return nested and ours ^ theirs <= _WEAK and len((ours & theirs) - _WEAK) >= _FEWEST


def _share_acronym(ours: _Name, theirs: _Name, brand: frozenset[str]) -> bool:
    """Whether one abbreviation stands for both: given in both, or given alone and made of the title's initials."""
    if ours.acronyms & theirs.acronyms:
        return True
    if not ours.alone:
        return False
    return ours.alone.casefold() == _initials(theirs, brand)


def _initials(one: _Name, brand: frozenset[str]) -> str:
    return "".join(word[0] for word in one.sequence if _singular(word) not in brand)

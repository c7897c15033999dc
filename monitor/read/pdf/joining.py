"""Lines of a paragraph joined: what a hyphen at the end of a line was."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.read.pdf.words import Word

_CJK_END = pattern(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]$")
_CJK_START = pattern(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LAST_PART = pattern(r"[^\W\d_]+-$")
_FIRST_PART = pattern(r"[^\W\d_]+")
_CORE = pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LINKING = frozenset("and or und oder bzw. et ou y o e of en och".split())
_DIVIDED = 0.03  # of the lines end in a hyphen where a program divides words; true hyphens meet the end of one in 150


@dataclass(frozen=True, slots=True)
class Hyphens:
    """What a document shows of its hyphens: words that no line end divides, what stands before hyphens in them.

    `divides` is true where a word that a line end divides stands undivided elsewhere,
    None where only the number of such lines lets one think so.
    """

    known: frozenset[str]
    prefixes: frozenset[str]
    divides: bool | None

    def joined(self, before: Word, after: Word) -> tuple[str, str]:
        """What stands of a line's last word, and what between it and the first word of the next line."""
        text = before.text
        if after.text in _LINKING:
            return text, " "  # "pre- and post-contractual"
        if halves := _halves(before, after):
            return (text[:-1] if self._is_divided(*halves) else text), ""
        if text.endswith("-") and text[-2:-1].isalnum() and after.text[:1].isalnum():
            return text, ""  # "non-EU", "10-20"
        address = before.link and before.link == after.link and "/" in text
        cjk = _CJK_END.search(text) and _CJK_START.match(after.text)
        return text, "" if address or cjk else " "

    def _is_divided(self, first: str, second: str) -> bool:
        """Whether a hyphen only divides a word: by the word's other places, or else by what the document does."""
        if f"{first}-{second}" in self.known:
            return False
        if first + second in self.known or self.divides:
            return True
        return self.divides is None and first not in self.prefixes and not {first, second} <= self.known


def hyphens_of(paragraphs: Iterable[list[tuple[Word, ...]]]) -> Hyphens:
    """What a document shows of its hyphens; each paragraph is its lines, each line its words."""
    known: set[str] = set()
    met: list[tuple[str, str]] = []
    count = 0
    for lines in paragraphs:
        count += len(lines)
        for words in lines:
            whole = words[:-1] if words[-1].text.endswith("-") else words
            cores = [core.casefold() for word in whole for core in _CORE.findall(word.text)]
            known.update(cores, *(core.split("-") for core in cores if "-" in core))
        met.extend(halves for line, after in pairwise(lines) if (halves := _halves(line[-1], after[0])))
    shown = any(first + second in known and f"{first}-{second}" not in known for first, second in met)
    prefixes = frozenset(word.partition("-")[0] for word in known if "-" in word)
    return Hyphens(frozenset(known), prefixes, True if shown else None if len(met) > _DIVIDED * count else False)


def _halves(before: Word, after: Word) -> tuple[str, str] | None:
    """The parts of what may be one divided word: letters and a hyphen, then small letters."""
    first, second = _LAST_PART.search(before.text), _FIRST_PART.match(after.text)
    if first is None or second is None or not second.group()[0].islower():
        return None
    if any(letter.isupper() for letter in first.group()[1:]):
        return None  # an abbreviation ("APIs-") is not divided
    return first.group()[:-1].casefold(), second.group().casefold()

"""The sentences of terms, each with the clause it stands in and the headings above it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Clause, Terms

_SILENT_ROLES = frozenset({"date", "note", "contents"})
_LONGEST = 20_000
"""Characters of a clause that are looked at: no clause of terms has as many."""

_MOST = 600_000
"""Characters of a document that are looked at: twice the longest one met. Patterns take time on a page made to."""

_LONGEST_SENTENCE = 1_500
"""Characters of a sentence that patterns look at; of 57 documents the longest that states a rule has 547."""

_LONGEST_LEAD = 400
"""Characters of the words that lead a list in and are read before each of its items."""

REPEAT = pattern(r"~\d+$")
"""What makes the path of a further paragraph of its own."""

_END = pattern(r"([.!?;])(?:[\"')\]]{0,2}\s+(?=[\"'(\[]{0,2}[A-Z0-9])|(?<!;)\s+(?=[a-z]\)))")
_SHORTENED = pattern(r"\b(?:e\.g|i\.e|Inc|Ltd|Co|Corp|No|Sec|Art|Mr|Ms|Dr|St|vs|etc|approx|U\.S|U\.K|cf|para|S\.A)\.$")
_LONGEST_SHORTENED = 8  # characters of a shortened word, its stop among them

_CONTRACTIONS = (
    (pattern(r"'(?<=\w')ll\b"), " will"),  # begun with a letter of their own, they are found fast
    (pattern(r"'(?<=\w')re\b"), " are"),
    (pattern(r"'(?<=\w')ve\b"), " have"),
    (pattern(r"won't(?<!\wwon't)\b"), "will not"),
    (pattern(r"can't(?<!\wcan't)\b"), "cannot"),
    (pattern(r"n't(?<=\wn't)\b"), " not"),
)


class Sentence(NamedTuple):
    """A sentence as printed in `text`; `heading` holds all headings above it.

    `whole` is what patterns look at: with the words that lead it in where it stands in a
    list, with contractions written out, and cut where no sentence of terms is as long.
    `clause` is the place of its clause in reading order, from 0.
    """

    text: str
    path: str
    clause: int
    heading: str
    whole: str


def sentences_of(terms: Terms) -> Iterator[Sentence]:
    """The sentences of all clauses in reading order."""
    above: list[tuple[int, str]] = []
    lead, left = _Lead(), _MOST
    for place, clause in enumerate(terms.clauses):
        if clause.role in _SILENT_ROLES or left < 0:
            continue
        left -= len(clause.text)
        if clause.role == "heading":
            above = [one for one in above if one[0] < clause.depth]
            above.append((clause.depth, clause.heading))
            lead = _Lead()
            continue
        sentences = _split(clause.text[:_LONGEST])
        led = lead.words if lead.leads(clause) else ""
        headings = " / ".join([*(words for _, words in above), clause.heading]).strip(" /")
        for text in sentences:
            yield Sentence(text, clause.path, place, headings, _whole(led, text))
        if sentences and sentences[-1].rstrip(" -").endswith(":"):
            lead = _Lead(sentences[-1][-_LONGEST_LEAD:], REPEAT.sub("", clause.path))
        elif not led:
            lead = _Lead()


class _Lead(NamedTuple):
    """Words that lead a list in, and the path of their clause without the number of its repetition."""

    words: str = ""
    path: str = ""

    def leads(self, clause: Clause) -> bool:
        """Whether a clause is an item of that list: below its path, or an item right behind it."""
        return bool(self.words) and (clause.role == "item" or clause.path.startswith(f"{self.path}/"))


def _whole(lead: str, text: str) -> str:
    words = (f"{lead} {text}" if lead else text)[:_LONGEST_SENTENCE]
    if "'" in words:
        for shape, written in _CONTRACTIONS:
            words = shape.sub(written, words)
    return words


@remembered
def _split(text: str) -> tuple[str, ...]:
    """The sentences of a text. One that ends with a shortened word goes on."""
    found: list[str] = []
    parts = _END.split(text)  # and, between each two, the mark that the former ends with
    for part in map("".join, zip_longest(parts[::2], parts[1::2], fillvalue="")):
        if found and found[-1].endswith(".") and _SHORTENED.search(found[-1], len(found[-1]) - _LONGEST_SHORTENED):
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part.strip())
    return tuple(found)

"""The memory of texts: how often each clause's text, each stated date and each whole text came and went.

A text that comes for the first time is news. One that comes or goes again is a
return, and one that goes on coming and going is told no more.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import Line, address_of
from monitor.text.addresses import same_place
from monitor.text.fold import key as words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from monitor.model import Change, Clause, Comparison, Past, Terms

CALM = timedelta(days=30)
"""A text that stood still for so long does not flap: variants served in turn change within days."""

RETURNS = 2
"""Times that a text came or went before, up to which it is told that it does so again: as a return, as flapping."""

_KEY_BYTES = 8
_APART = frozenset({"date", "contents"})  # dates are kept by value, and a table of contents follows its headings


def lines_of(terms: Terms) -> frozenset[str]:
    """The key of every text that these terms hold; the second copy of a clause's text is another one."""
    copies: dict[str, int] = {}
    keys = {*dates_of(terms), text_key("text", terms.digest)}
    for clause in terms.clauses:
        if clause.role not in _APART:
            text = words_of(clause)
            copies[text] = copies.get(text, 0) + 1
            keys.add(text_key("clause", text, str(copies[text])))
    return frozenset(keys)


def dates_of(terms: Terms) -> frozenset[str]:
    """The keys of what terms state of themselves: dates by role and value, and the version."""
    keys = {text_key("date", date.role, date.value or date.text) for date in terms.dates}
    return frozenset(keys | ({text_key("version", terms.version)} if terms.version else set()))


def first_lines(terms: Terms, now: datetime) -> dict[str, Line]:
    """What is remembered with a first revision: its texts, none of which came or went yet."""
    return dict.fromkeys(lines_of(terms), Line(0, 1, now))


def turned(past: Past, terms: Terms, comparison: Comparison, now: datetime) -> Mapping[str, Line]:
    """What is remembered once these terms follow the last ones as the next revision."""
    if past.terms is None:
        return first_lines(terms, now)
    lines = dict(past.lines)
    moved = {_moved(change.new[0]) for change in comparison.changes if change.kind == "moved"}
    for key in moved | (lines_of(past.terms) ^ lines_of(terms)):
        turns = known.turns if (known := _calmed(lines.get(key), now)) else 0
        lines[key] = Line(turns + 1, past.revision + 1, now)
    return lines


def is_known(past: Past, terms: Terms) -> bool:
    """Whether a text that is not the last one is that of an earlier revision."""
    return terms.digest in past.known and (past.terms is None or terms.digest != past.terms.digest)


class Turns:
    """How often the texts of a change came and went before it, by what is remembered of the source."""

    def __init__(self, past: Past, terms: Terms, now: datetime) -> None:
        self._lines = past.lines
        self._now = now
        self.last = past.terms
        self.terms = terms
        self._before = Counter(words_of(clause) for clause in past.terms.clauses) if past.terms else Counter()
        self._after = Counter(words_of(clause) for clause in terms.clauses)
        self._known = past.terms is not None and is_known(past, terms)
        self._revision = past.revision

    def of_change(self, change: Change) -> Line | None:
        """The least turned of the texts that came or went with it; None where one of them is new, or goes for good."""
        if change.kind == "moved":
            often = _calmed(self._lines.get(_moved(change.new[0])), self._now)
            return often if flaps(often) else self._of_text()
        keys = {*self._keys(change.old, self._before), *self._keys(change.new, self._after)}
        return self._least(keys) if keys else self._of_text()

    def of_dates(self) -> Line | None:
        """The same of what the document states of itself."""
        before = dates_of(self.last) if self.last else frozenset()
        return self._least(before ^ dates_of(self.terms))

    def _of_text(self) -> Line | None:
        """The same of the two whole texts: where the same words stand in another order, or apart."""
        return self._least({text_key("text", terms.digest) for terms in (self.last, self.terms) if terms})

    def _keys(self, clauses: Iterable[Clause], copies: Counter[str]) -> Iterator[str]:
        for clause in clauses:
            text = words_of(clause)
            if self._before[text] != self._after[text]:  # else it stands elsewhere, and did not turn
                yield text_key("clause", text, str(copies[text]))

    def _least(self, keys: Iterable[str]) -> Line | None:
        found = [_calmed(self._lines.get(key), self._now) for key in keys]
        turned = [line for line in found if line and line.turns]
        if found and len(turned) == len(found):
            return min(turned, key=lambda line: (line.turns, line.revision))
        return Line(1, self._revision, self._now) if self._known else None


def flaps(line: Line | None) -> bool:
    """Whether a text came and went so often that it is told no more."""
    return line is not None and line.turns > RETURNS


def _calmed(line: Line | None, now: datetime) -> Line | None:
    """A line as it counts now: after a calm its next turn is a return, and no flapping."""
    if line and line.turns > 1 and now - line.at > CALM:
        return replace(line, turns=1)
    return line


def _moved(clause: Clause) -> str:
    """The key of a clause's coming to another place, wherever that is."""
    return text_key("moved", words_of(clause))


def words_of(clause: Clause) -> str:
    """A clause's words, heading first, as they are compared; a document of an index is its address, too."""
    where = f" {same_place(address_of(clause))}" if clause.role == "document" else ""
    return words_in(f"{clause.heading} {clause.text}") + where


def text_key(*parts: str) -> str:
    """The key by which a text is remembered."""
    text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=_KEY_BYTES).hexdigest()

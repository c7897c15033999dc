"""The words of a made-up document, and what they read as: known without reading, since they were written by clause."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.decide.lines import dates_of, text_key
from monitor.model import Clause, StatedDate, Terms
from monitor.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SECTIONS_AT_ONCE = 4_000  # those of one document for ten revisions, and some of its neighbours


class Piece(NamedTuple):
    """A clause's words; its number stays the same whatever becomes of them."""

    number: int
    text: str


class Section(NamedTuple):
    """A heading and the clauses under it."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A document's words, and the day that it states."""

    title: str
    sections: tuple[Section, ...]
    day: str

    def built(self) -> Sequence[Built]:
        """Its sections, read."""
        found, start = [], 3
        for number, section in enumerate(self.sections, 1):
            found.append(_built(number, start, section))
            start += 1 + len(section.pieces)
        return found

    def page(self) -> bytes:
        """The text as Markdown."""
        head = f"# {self.title}\n\nLast updated: {self.day}\n\n"
        return (head + "\n\n".join(one.page for one in self.built()) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Built:
    """A section as it is printed and read: its clauses, the heading first, their words for the digest, their keys."""

    clauses: tuple[Clause, ...]
    page: str
    spoken: str
    keys: tuple[str, ...]


@lru_cache(maxsize=_SECTIONS_AT_ONCE)
def _built(number: int, start: int, section: Section) -> Built:
    clauses = [Clause(f"{number}", f"{number}.", section.heading, "", 0, start, "heading")]
    for place, piece in enumerate(section.pieces, 1):
        label = f"{number}.{place}"
        clauses.append(Clause(f"{number}/{label}", label, "", piece.text, 1, start + place))
    lines = [f"## {number}. {section.heading}", *(f"{one.label} {one.text}" for one in clauses[1:])]
    spoken = " ".join(f"{_folded(one.label or '')} {_folded(one.heading or one.text)}" for one in clauses)
    keys = tuple(_key(_folded(one.heading or one.text)) for one in clauses)
    return Built(tuple(clauses), "\n\n".join(lines), spoken, keys)


@lru_cache(maxsize=10 * _SECTIONS_AT_ONCE)
def _folded(text: str) -> str:
    return key(text)


@lru_cache(maxsize=10 * _SECTIONS_AT_ONCE)
def _key(words: str) -> str:
    return text_key("clause", words, "1")


def terms_of(text: Text, before: Terms) -> Terms:
    """What a text reads as, after what the one before it read as."""
    built = text.built()
    head = (
        Clause(text.title, None, text.title, "", 0, 1, "heading"),
        Clause("-", None, "", f"Last updated: {text.day}", 0, 2, "date"),
    )
    clauses = (*head, *(clause for one in built for clause in one.clauses))
    spoken = [_folded(text.title), _folded(f"Last updated: {text.day}"), *(one.spoken for one in built)]
    digest = hashlib.sha256(" ".join(spoken).encode()).hexdigest()
    return replace(before, clauses=clauses, dates=(_stated(text.day),), digest=digest)


def keys_of(text: Text, terms: Terms) -> set[str]:
    """The key of every text that the terms hold, as `monitor.decide.lines.lines_of` gives them."""
    single = {key for one in text.built() for key in one.keys}
    title = _key(_folded(text.title))
    return single | {title, text_key("text", terms.digest)} | dates_of(terms)


def places(text: Text) -> Iterator[tuple[int, Clause, str]]:
    """Each clause but headings, with the number of its words and the heading above it, in reading order."""
    for section, built in zip(text.sections, text.built(), strict=True):
        for piece, clause in zip(section.pieces, built.clauses[1:], strict=True):
            yield piece.number, clause, section.heading


@lru_cache(maxsize=100)
def _stated(day: str) -> StatedDate:
    value = datetime.strptime(day, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day, nowhere in particular
    return StatedDate("updated", f"Last updated: {day}", value, "day")


def printed(at: datetime) -> str:
    """A day as documents print it."""
    return f"{at.day} {at:%B %Y}"

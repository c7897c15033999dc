"""Whether words or phrases are among those that a change brought or took away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Edit
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.model import Change, Clause


def has_changed(change: Change, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases came or went, in a text or in a heading.

    Whole words are compared, without case and punctuation. A phrase came or went where
    one word of it did: "60 days" came where 30 days became 60.
    """
    sides = [list(_marked(_edits(change), gone)) for gone in ("+", "-")]
    headings = _headings(change.old), _headings(change.new)
    wanted = [words(phrase) for phrase in phrases]
    return any(
        any(_stands(phrase, side) for side in sides) or _came_or_went(phrase, *headings) for phrase in wanted if phrase
    )


def _edits(change: Change) -> Iterable[Edit]:
    if change.edits:
        return change.edits
    old, new = (" ".join(clause.text for clause in clauses) for clauses in (change.old, change.new))
    return (Edit("-", old), Edit("+", new)) if words(old) != words(new) else ()


def _marked(edits: Iterable[Edit], other: str) -> Iterator[tuple[str, bool]]:
    """The words of one side, each with whether it changed; `other` is the mark of what the side does not have."""
    for edit in edits:
        if edit.op != other:
            for word in words(edit.text):
                yield word, edit.op != "="


def _stands(phrase: Sequence[str], side: Sequence[tuple[str, bool]]) -> bool:
    """Whether a phrase stands in a side, with a word in it that changed."""
    length = len(phrase)
    return any(
        side[start][0] == phrase[0]
        and [word for word, _ in side[start : start + length]] == phrase
        and any(changed for _, changed in side[start : start + length])
        for start in range(len(side) - length + 1)
    )


def _headings(clauses: Iterable[Clause]) -> list[list[str]]:
    return [words(clause.heading) for clause in clauses]


def _came_or_went(phrase: Sequence[str], old: Iterable[Sequence[str]], new: Iterable[Sequence[str]]) -> bool:
    """Whether a phrase stands in the headings of one side alone."""
    return _within(phrase, old) != _within(phrase, new)


def _within(phrase: Sequence[str], headings: Iterable[Sequence[str]]) -> bool:
    return any(heading[start : start + len(phrase)] == phrase for heading in headings for start in range(len(heading)))

"""Inline text that was collected piece by piece, as the lines that a reader sees."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeAlias

from monitor.read.datelines import says_only_a_date
from monitor.text.addresses import without_tracking
from monitor.text.fold import tidy
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Piece: TypeAlias = tuple[str, bool]
"""A text, and whether it is bold."""

BREAK = "\n"
"""Stands for a line break in a piece."""

_BREAKS = pattern(r"\n\s*")
_LONGEST_DATED = 160  # characters; a line that only states a date is shorter


def lines_of(pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """Pieces as one text or several, each with how many characters of its start are bold.

    Two breaks end a paragraph, one does where a label follows.
    """
    if len(pieces) == 1:
        whole, bold = pieces[0]
    else:
        whole = "".join([text for text, _ in pieces])
        bold = any([bold for _, bold in pieces])  # noqa: C419 - a generator takes longer than the few pieces of a line
    if BREAK not in whole:  # nearly every line
        text = without_tracking(tidy(whole))
        return [(text, _tidied(whole[: _lead(pieces)]) if bold else 0)] if text else []
    flags = list(chain.from_iterable([bold] * len(text) for text, bold in pieces)) if bold else []
    found = []
    for start, end in pairwise([0, *_ends(whole), len(whole)]):
        text = without_tracking(tidy(whole[start:end].replace(BREAK, " ")))
        if text:
            lead = _lead(zip(whole[start:end], flags[start:end], strict=True)) if bold else 0
            found.append((text, _tidied(whole[start : start + lead])))
    return found


def _ends(whole: str) -> list[int]:
    """Where a paragraph ends: at two breaks, and at one before a label and around a line that only states a date."""
    ends: list[int] = []
    dated = says_only_a_date(_line(whole, 0))
    for match in _BREAKS.finditer(whole):
        line = _line(whole, match.end())
        after_date, dated = dated, says_only_a_date(line)
        if after_date or dated or match.group().count(BREAK) > 1 or split_label(line)[0] is not None:
            ends.append(match.end())
    return ends


def _line(whole: str, start: int) -> str:
    """The line that begins there, as far as it can be a label or a date."""
    return tidy(whole[start : start + _LONGEST_DATED].partition(BREAK)[0])


def _lead(pieces: Iterable[Piece]) -> int:
    """How many characters are bold from the start on, spaces between them included."""
    lead = 0
    for text, bold in pieces:
        plain = "" if bold else text.lstrip()
        lead += len(text) - len(plain)
        if plain:
            break
    return lead


def _tidied(text: str) -> int:
    return len(tidy(text.replace(BREAK, " ")))

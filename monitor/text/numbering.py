"""Headings to which their provider gave another number, told apart from another way to print the same one."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from monitor.text.labels import as_roman, label_of, split_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Comparison
    from monitor.text.labels import Label

_Numbers: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]

_SCHEME = 3  # clauses: fewer may be a slip of the pen in one place
_FIRST = 1  # what each list begins with where one was cut into many


def renumbered_headings(comparison: Comparison) -> bool:
    """Whether, where only labels changed, the provider gave a heading, or a clause with one, another printed number.

    The same number in another form ("1." as "(1)", "Section 1" or "A.1.") is none, and
    so is a list whose markup began anew, or no longer does.
    """
    if comparison.verdict != "renumbered":
        return False
    moved = [numbers for change in comparison.changes if (numbers := _other_numbers(change))]
    return any(not _restarted(list(run)) for _, run in groupby(moved, key=_shift))


def scheme_changed(comparison: Comparison) -> bool:
    """Whether, where only labels changed, clauses are numbered with their section's number or no longer are.

    "2." under "A." that becomes "A.2." is cited in another way from then on. No list
    markup does so by itself: somebody printed it.
    """
    if comparison.verdict != "renumbered":
        return False
    pairs = ((change.old[0].label, change.new[0].label) for change in comparison.changes if change.kind == "renumbered")
    return sum(bool(old and new and _is_fuller(old, new)) for old, new in pairs) >= _SCHEME


def other_number(old: str, new: str) -> bool:
    """Whether two printed labels number differently, and neither is the other in another or a fuller form."""
    before, after = _readings(old), _readings(new)
    return bool(before and after) and not any(_is_form_of(one, other) for one in before for other in after)


def _is_fuller(old: str, new: str) -> bool:
    """Whether one of two labels is the other behind the number of a section."""
    return any(len(one) != len(other) and _is_form_of(one, other) for one in _readings(old) for other in _readings(new))


def _other_numbers(change: Change) -> _Numbers | None:
    """The numbers that a heading had and has, where they differ."""
    if change.kind != "renumbered" or len(change.old) != 1 or len(change.new) != 1:
        return None
    old, new = change.old[0], change.new[0]
    if not (old.heading and new.heading and old.label and new.label and other_number(old.label, new.label)):
        return None
    return _readings(old.label)[0], _readings(new.label)[0]


def _shift(numbers: _Numbers) -> int | _Numbers:
    """By how much a bare number moved: the items of a list that was cut all move alike; others stand for themselves."""
    old, new = numbers
    return new[0] - old[0] if len(old) == len(new) == 1 else numbers


def _restarted(run: Sequence[_Numbers]) -> bool:
    """Whether bare numbers that follow one another begin anew at 1, or no longer do, as those of a list that was cut.

    Several that move by one, from 1 or to 1, follow a heading that gained or lost its number.
    """
    old, new = run[0]
    if (_FIRST,) not in {old, new}:
        return False
    return len(run) == 1 or abs(new[0] - old[0]) > 1


def _readings(printed: str) -> list[tuple[int, ...]]:
    """The numbers that a label may stand for: "4.2" for 4 and 2, "(i)" for 9 as a letter and for 1."""
    label = _label(printed)
    if label is None:
        return []
    return [label.parts, as_roman(label).parts] if label.ambiguous else [label.parts]


def _label(printed: str) -> Label | None:
    """A printed label; one with a name before its number counts by the number."""
    label, rest = split_label(printed.strip(), heading=True)
    if label is None or rest:
        label = label_of(re.sub(r"[^\W\d_]{2,}\.?\s+(?=\S)", "", printed))
    return label


def _is_form_of(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two numbers are one, or the one is the end of the other: "1." under "A." is "A.1."."""
    shorter, longer = sorted((one, other), key=len)
    return longer[len(longer) - len(shorter) :] == shorter

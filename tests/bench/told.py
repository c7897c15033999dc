"""The comparison of two texts of a made-up document, of which it is known which clause became which."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.compare.dates import compare_dates
from monitor.compare.severity import severity_of
from monitor.compare.signals import value_signals
from monitor.compare.topics import topics_of
from monitor.model import SUBSTANTIVE, Change, Comparison, Edit, Side
from tests.bench.texts import places
from tests.bench.wording import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from monitor.model import ChangeKind, Clause, Signal, Terms, Verdict
    from tests.bench.texts import Text

_AROUND = 4  # words on either side of an edit that say what its values are


def comparison_of(old: tuple[Text, Terms], new: tuple[Text, Terms], on: date) -> Comparison:
    """How two texts differ, as `monitor.compare.compare` tells it of such changes."""
    changes = tuple(_changes(old[0], new[0]))
    sides = _side(old[1]), _side(new[1])
    substantive = any(change.kind in SUBSTANTIVE for change in changes)
    moved = sides[0].dates != sides[1].dates
    verdict: Verdict = "substantive" if substantive else "date-only" if moved else "renumbered"
    dates = compare_dates(*sides, text_changed=substantive, on=on)
    return Comparison(verdict, *sides, dates, changes)


def _side(terms: Terms) -> Side:
    return Side(terms.title, terms.language, terms.digest, len(terms.clauses), terms.dates, terms.version, terms.notes)


def _changes(old: Text, new: Text) -> Iterator[Change]:
    """The changes in reading order of the new text, what was removed behind what stood before it."""
    before = {number: (clause, above) for number, clause, above in places(old)}
    after = {number for number, *_ in places(new)}
    gone: dict[int, list[tuple[Clause, str]]] = {}
    last = 0
    for number, (clause, above) in before.items():
        if number in after:
            last = number
        else:
            gone.setdefault(last, []).append((clause, above))
    yield from (_removed(*one) for one in gone.get(0, ()))
    for number, clause, above in places(new):
        if number not in before:
            yield _told("added", (), (clause,), above)
        elif change := _paired(before[number][0], clause, above):
            yield change
        yield from (_removed(*one) for one in gone.get(number, ()))


def _removed(clause: Clause, above: str) -> Change:
    return _told("removed", (clause,), (), above)


def _paired(old: Clause, new: Clause, above: str) -> Change | None:
    if old.text != new.text:
        return _told("modified", (old,), (new,), above)
    return _told("renumbered", (old,), (new,), above) if old.label != new.label else None


def _told(kind: ChangeKind, old: tuple[Clause, ...], new: tuple[Clause, ...], above: str) -> Change:
    edits = edits_of(old[0].text if old else "", new[0].text if new else "")
    signals: tuple[Signal, ...] = ()
    topics: tuple[str, ...] = ()
    if kind != "renumbered":
        signals = value_signals(_near(edits)) if old and new and not _is_plain(edits) else ()
        topics = topics_of(new or old, above)
    severity, reason = severity_of(kind, signals, topics)
    renumbered = bool(old and new and old[0].label != new[0].label)
    return Change(kind, old, new, edits, False, renumbered, False, signals, topics, severity, reason, (), above)  # noqa: FBT003 - neither moved nor retitled


def edits_of(old: str, new: str) -> tuple[Edit, ...]:
    """The one run of words that is another one, between those that stayed."""
    before, after = old.split(" "), new.split(" ")
    head = _same(before, after)
    tail = _same(before[: head - 1 if head else None : -1], after[: head - 1 if head else None : -1])
    tail = min(tail, len(before) - head, len(after) - head)
    start = len(" ".join(before[:head])) + (1 if 0 < head < len(before) and head < len(after) else 0)
    end = len(" ".join(before[len(before) - tail :])) + (1 if tail else 0)
    runs = (("=", old[:start]), ("-", old[start : len(old) - end]), ("+", new[start : len(new) - end]))
    return tuple(Edit(op, text) for op, text in (*runs, ("=", old[len(old) - end :] if end else "")) if text)  # type: ignore[arg-type]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_plain(edits: tuple[Edit, ...]) -> bool:
    """Whether only words were exchanged that are no value: this is asked first, for it is most of the cost."""
    return all(one.op == "=" or one.text in PLAIN for one in edits)


def _near(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits with only the nearest words around them: what a value is, these say."""
    return tuple(_cut(one, first=place == 0) if one.op == "=" else one for place, one in enumerate(edits))


def _cut(edit: Edit, *, first: bool) -> Edit:
    if first:
        return Edit("=", " ".join(edit.text.rsplit(" ", _AROUND + 1)[1:]) or edit.text)
    return Edit("=", " ".join(edit.text.split(" ", _AROUND + 1)[: _AROUND + 1]))

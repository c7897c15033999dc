"""An alignment as changes: what kind each is, with its word edits, signals, topics and severity."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from monitor.compare.definitions import definition_signals
from monitor.compare.edits import word_edits
from monitor.compare.joints import same_but_joint
from monitor.compare.levelled import levelled
from monitor.compare.likeness import likeness, readdressed
from monitor.compare.names import company_signals, name_signals
from monitor.compare.references import broken_references
from monitor.compare.renumber import label_core, label_map, only_follows
from monitor.compare.severity import severity_of, slip_in
from monitor.compare.signals import link_signals, value_signals
from monitor.compare.topics import topics_of
from monitor.compare.within import changed_items
from monitor.model import SUBSTANTIVE, Change, ChangeKind, Clause, Signal
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.compare.align import Alignment
    from monitor.compare.units import Unit

_Place = tuple[int, int, int]


def changes_of(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> tuple[Change, ...]:
    """The changes in reading order of the new terms, what was removed where it was; `found` may gain pairs."""
    readdressed(old, new, found)
    teller = _Teller(old, new, found)
    placed = [*teller.paired(), *teller.joined(), *teller.come_and_gone()]
    return tuple(change for _, change in sorted(placed, key=lambda one: one[0]))


class _Teller:
    """Tells the changes of one alignment."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> None:
        self._old, self._new, self._found = old, new, found
        self._labels = label_map((old[i], new[j]) for i, j in found.pairs.items())
        self._broken = broken_references(old, new, found)
        self._counts: Counter[str] | None = None

    def paired(self) -> Iterator[tuple[_Place, Change]]:
        """What became of each clause that is still one clause."""
        for i, j in self._found.pairs.items():
            old, new, moved = self._old[i], self._new[j], i in self._found.moved
            renumbered = _renumbered(old.clause, new.clause)
            kind = self._kind(i, j, moved=moved, renumbered=renumbered)
            if kind:
                before, after = levelled(old.clause, new.clause)
                change = Change(
                    kind,
                    (before,),
                    (after,),
                    moved=moved,
                    renumbered=renumbered or kind == "renumbered",
                    retitled=kind == "retitled" or (kind == "modified" and _retitled(before, after)),
                )
                yield (j, 1, 0), self._told(change, new.above, self._broken.get(i))

    def joined(self) -> Iterator[tuple[_Place, Change]]:
        """What was split or merged."""
        for i, js in self._found.splits.items():
            news = tuple(self._new[j].clause for j in js)
            kind = self._join_kind([self._old[i]], [self._new[j] for j in js], "split")
            yield (
                (js[0], 1, 0),
                self._told(
                    Change(kind, (self._old[i].clause,), news, moved=i in self._found.moved), self._new[js[0]].above
                ),
            )
        for j, olds in self._found.merges.items():
            gone = tuple(self._old[i].clause for i in olds)
            kind = self._join_kind([self._old[i] for i in olds], [self._new[j]], "merged")
            moved = olds[0] in self._found.moved
            yield (j, 1, 0), self._told(Change(kind, gone, (self._new[j].clause,), moved=moved), self._new[j].above)

    def _join_kind(self, olds: Sequence[Unit], news: Sequence[Unit], kind: ChangeKind) -> ChangeKind:
        """A heading that was set on a line of its own, or drawn into its clause, is neither a split nor a merger."""
        same = [word for unit in olds for word in unit.words] == [word for unit in news for word in unit.words]
        return "reformatted" if same and any(unit.clause.role == "heading" for unit in (*olds, *news)) else kind

    def come_and_gone(self) -> Iterator[tuple[_Place, Change]]:
        """What was added, and what was removed behind what the clause before it became."""
        for j, unit in enumerate(self._new):
            if j not in self._found.used_new:
                yield (j, 1, 0), self._told(Change("added", (), (unit.clause,)), unit.above)
        ends = {i: j for i, j in self._found.pairs.items() if i not in self._found.moved}
        ends |= {i: js[-1] for i, js in self._found.splits.items()}
        ends |= {olds[-1]: j for j, olds in self._found.merges.items()}
        last = -1
        for i, unit in enumerate(self._old):
            last = ends.get(i, last)
            if i not in self._found.used_old:
                yield (last, 2, i), self._told(Change("removed", (unit.clause,), ()), unit.above, self._broken.get(i))

    def _kind(self, i: int, j: int, *, moved: bool, renumbered: bool) -> ChangeKind | None:
        old, new = self._old[i], self._new[j]
        alike = likeness(old, new)
        if alike == "other" and not same_but_joint(self._old, i, self._new, j):
            if only_follows(old.words, new.words, self._labels):
                return "moved" if moved else "renumbered"
            return "retitled" if _only_heading(old.clause, new.clause) else "modified"
        if moved:
            return "moved"
        if renumbered:
            return "renumbered"
        if alike == "relinked":
            return "relinked"
        dated = old.clause.role == new.clause.role == "date"  # what moved in a date line stands in the dates verdict
        return "reformatted" if _looks_other(old.clause, new.clause) and not dated else None

    def _told(self, change: Change, above: str, broken: Signal | None = None) -> Change:
        """The change with all that a reader is told of it. `above` is the heading its clauses stand under."""
        edits = word_edits(_text(change.old), _text(change.new))
        shown = change.new or change.old
        signals = [broken] if broken else []
        topics: tuple[str, ...] = ()
        if change.kind in SUBSTANTIVE:
            signals += value_signals(edits) if change.old and change.new else ()
            signals += definition_signals(change.old, change.new, self._new) if change.kind != "moved" else ()
            signals += name_signals(edits)
            signals += company_signals(change.old, change.new, above)
            topics = topics_of(shown, above)
        signals += link_signals(change)
        slip = slip_in(change.old, change.new, self._word_counts()) if change.kind in _MENDED else ""
        severity, reason = severity_of(change.kind, signals, topics, slip)
        return Change(
            change.kind,
            change.old,
            change.new,
            edits,
            change.moved,
            change.renumbered,
            change.retitled,
            tuple(signals),
            topics,
            severity,
            reason,
            changed_items(change, edits),
            above,
        )

    def _word_counts(self) -> Counter[str]:
        """How often each word stands in both documents."""
        if self._counts is None:
            self._counts = Counter(chain.from_iterable(unit.words for unit in (*self._old, *self._new)))
        return self._counts


_MENDED: frozenset[ChangeKind] = frozenset({"modified", "retitled"})  # what a mended slip of the pen is told as


def _text(clauses: Sequence[Clause]) -> str:
    return "\n".join(clause.text for clause in clauses)


def _renumbered(old: Clause, new: Clause) -> bool:
    """Another label, or one that came or went."""
    return label_core(old) != label_core(new)


def _retitled(old: Clause, new: Clause) -> bool:
    return bool(new.text and old.heading and new.heading) and words(old.heading) != words(new.heading)


def _only_heading(old: Clause, new: Clause) -> bool:
    return bool(old.heading and new.heading) and words(old.text) == words(new.text)


def _looks_other(old: Clause, new: Clause) -> bool:
    return (old.text, old.heading, old.label) != (new.text, new.heading, new.label)

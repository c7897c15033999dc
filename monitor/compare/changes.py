"""An alignment as changes: what kind each is, with its word edits, signals, topics and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.compare.edits import word_edits
from monitor.compare.renumber import LabelMap, label_core, label_map, only_follows
from monitor.compare.signals import severity_of, signals_of
from monitor.compare.topics import topics_of
from monitor.model import Change, ChangeKind, Clause
from monitor.text.addresses import same_place
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.compare.align import Alignment
    from monitor.compare.units import Unit


def changes_of(old: Sequence[Unit], new: Sequence[Unit], found: Alignment) -> tuple[Change, ...]:
    """The changes in reading order of the new terms, what was removed where it was."""
    labels = label_map((old[i], new[j]) for i, j in found.pairs.items())
    placed: list[tuple[tuple[int, int, int], Change]] = []
    for i, j in found.pairs.items():
        change = _pair(old[i], new[j], labels, moved=i in found.moved)
        if change:
            placed.append(((j, 1, 0), change))
    for i, js in found.splits.items():
        placed.append(((js[0], 1, 0), _change("split", [old[i]], [new[j] for j in js], moved=i in found.moved)))
    for j, olds in found.merges.items():
        placed.append(((j, 1, 0), _change("merged", [old[i] for i in olds], [new[j]], moved=olds[0] in found.moved)))
    placed.extend(((j, 1, 0), _change("added", [], [new[j]])) for j in range(len(new)) if j not in found.used_new)
    placed.extend((place, _change("removed", [old[i]], [])) for i, place in _removed(old, found))
    return tuple(change for _, change in sorted(placed, key=lambda one: one[0]))


def _removed(old: Sequence[Unit], found: Alignment) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Each removed clause with its place: behind what the clause before it became."""
    ends = {i: j for i, j in found.pairs.items() if i not in found.moved}
    ends |= {i: js[-1] for i, js in found.splits.items()}
    ends |= {olds[-1]: j for j, olds in found.merges.items()}
    last = -1
    for i in range(len(old)):
        last = ends.get(i, last)
        if i not in found.used_old:
            yield i, (last, 2, i)


def _pair(old: Unit, new: Unit, labels: LabelMap, *, moved: bool) -> Change | None:
    renumbered = _renumbered(old.clause, new.clause)
    kind = _kind(old, new, labels, moved=moved, renumbered=renumbered)
    if kind is None:
        return None
    retitled = kind == "modified" and words(old.clause.heading) != words(new.clause.heading) and bool(new.clause.text)
    renumbered = renumbered or kind == "renumbered"
    return _change(kind, [old], [new], moved=moved, renumbered=renumbered, retitled=retitled or kind == "retitled")


def _kind(old: Unit, new: Unit, labels: LabelMap, *, moved: bool, renumbered: bool) -> ChangeKind | None:
    if old.words != new.words:
        if only_follows(old.words, new.words, labels):
            return "moved" if moved else "renumbered"
        return "retitled" if _only_heading(old.clause, new.clause) else "modified"
    if moved:
        return "moved"
    if renumbered:
        return "renumbered"
    if _links(old.clause) != _links(new.clause):
        return "relinked"
    return "reformatted" if _looks_other(old.clause, new.clause) else None


def _renumbered(old: Clause, new: Clause) -> bool:
    """Another label, where both sides print one."""
    return bool(old.label and new.label) and label_core(old) != label_core(new)


def _only_heading(old: Clause, new: Clause) -> bool:
    return (
        bool(old.heading and new.heading)
        and words(old.text) == words(new.text)
        and words(old.heading) != words(new.heading)
    )


def _links(clause: Clause) -> list[str]:
    return [same_place(link.target) for link in clause.links]


def _looks_other(old: Clause, new: Clause) -> bool:
    return (old.text, old.heading, old.label) != (new.text, new.heading, new.label)


def _change(  # noqa: PLR0913 - one parameter a fact of the change
    kind: ChangeKind,
    old: Sequence[Unit],
    new: Sequence[Unit],
    *,
    moved: bool = False,
    renumbered: bool = False,
    retitled: bool = False,
) -> Change:
    olds, news = tuple(unit.clause for unit in old), tuple(unit.clause for unit in new)
    edits = word_edits("\n".join(clause.text for clause in olds), "\n".join(clause.text for clause in news))
    if kind in {"renumbered", "relinked", "reformatted"}:
        severity, reason = severity_of(kind, (), ())
        return Change(kind, olds, news, edits, moved, renumbered, retitled, severity=severity, reason=reason)
    signals = signals_of(edits) if olds and news else ()
    shown = news or olds
    topics = topics_of(shown, shown[0].path.rpartition("/")[0])
    severity, reason = severity_of(kind, signals, topics)
    return Change(
        kind, olds, news, edits, moved, renumbered, retitled, signals, topics, severity, reason,
    )  # fmt: skip

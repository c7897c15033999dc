"""Two readings of an index of documents compared: a document is its address, and its place in the list says nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from monitor.compare.edits import word_edits
from monitor.compare.topics import topics_of
from monitor.model import Change, Comparison, DatesComparison, Side, Signal, address_of
from monitor.text.addresses import same_place
from monitor.text.fold import key
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.model import ChangeKind, Clause, Severity, Terms, Verdict

_Pairs: TypeAlias = dict[int, int]
_NUMBERS = pattern(r"\d+")
_WEIGHTS: dict[str, tuple[Severity, str]] = {
    "added": ("medium", "A document was added."),
    "removed": ("medium", "A document was withdrawn."),
    "renamed": ("low", "Its name changed; its address is the same."),
    "readdressed": ("medium", "Its name is the same; its address is not, as that of a new edition."),
}


def compare_listed(old: Terms, new: Terms) -> Comparison:
    """How an index changed: documents `added`, `removed`, and `modified` where the name or the address is another.

    One whose address alone is another has a signal "link" with both. Moves within the list are no change.
    """
    pairs = _paired(old.clauses, new.clauses)
    changes = tuple(_changes(old.clauses, new.clauses, pairs))
    verdict: Verdict = "substantive" if changes else "none" if old.clauses == new.clauses else "cosmetic"
    return Comparison(verdict, _side(old), _side(new), DatesComparison("undated"), changes)


def _side(terms: Terms) -> Side:
    return Side(terms.title, terms.language, terms.digest, len(terms.clauses))


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> _Pairs:
    """Which document became which: those of one address, then those of one name, first where only numbers differ."""
    pairs: _Pairs = {}
    for identity in (_place, _edition, _name):
        _pair(old, new, pairs, identity)
    return pairs


def _pair(old: Sequence[Clause], new: Sequence[Clause], pairs: _Pairs, identity: Callable[[Clause], str]) -> None:
    """Pair those left that nothing else left is mistaken for."""
    taken = set(pairs.values())
    befores = {i: identity(clause) for i, clause in enumerate(old) if i not in pairs}
    afters = {j: identity(clause) for j, clause in enumerate(new) if j not in taken}
    counts = Counter(befores.values()), Counter(afters.values())
    where = {name: j for j, name in afters.items()}
    for i, name in befores.items():
        if counts[0][name] == counts[1][name] == 1:
            pairs[i] = where[name]


def _place(clause: Clause) -> str:
    return same_place(address_of(clause))


def _edition(clause: Clause) -> str:
    """A document's name, and its address without numbers: a new edition has a new date or version in it."""
    return f"{_name(clause)}\n{_NUMBERS.sub('0', _place(clause))}"


def _name(clause: Clause) -> str:
    return key(clause.text)


def _changes(old: Sequence[Clause], new: Sequence[Clause], pairs: _Pairs) -> Iterator[Change]:
    """In the order of the new list, and what was withdrawn behind what stood before it."""
    befores = {j: i for i, j in pairs.items()}
    gone: dict[int, list[Clause]] = {}
    last = -1
    for i, clause in enumerate(old):
        last = pairs.get(i, last)
        if i not in pairs:
            gone.setdefault(last, []).append(clause)
    yield from (_change("removed", (clause,), ()) for clause in gone.get(-1, ()))
    for j, clause in enumerate(new):
        before = old[befores[j]] if j in befores else None
        if before is None:
            yield _change("added", (), (clause,))
        elif _place(before) != _place(clause) or _name(before) != _name(clause):
            yield _change("modified", (before,), (clause,))
        yield from (_change("removed", (one,), ()) for one in gone.get(j, ()))


def _change(kind: ChangeKind, old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Change:
    befores, afters = ([address_of(clause) for clause in side] for side in (old, new))
    links = tuple(Signal("link", *pair) for pair in zip(befores, afters, strict=False) if not _is_one(*pair))
    fate = kind if kind != "modified" else "readdressed" if links else "renamed"
    severity, reason = _WEIGHTS[fate]
    above = _section((new or old)[0].path)
    return Change(
        kind,
        old,
        new,
        word_edits(*("".join(clause.text for clause in side) for side in (old, new))),
        signals=links,
        topics=topics_of(new or old, above),
        severity=severity,
        reason=reason,
        above=above,
    )


def _is_one(address: str, other: str) -> bool:
    return same_place(address) == same_place(other)


def _section(path: str) -> str:
    """The last of the headings that a document stands under, "" where there is none."""
    return path.rpartition("/")[0].rpartition("/")[2]

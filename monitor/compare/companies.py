"""What happened to the entries of lists of companies: who joined, who left, and what is said of whom otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.compare.companylists import companies_in, groups_of, title_of
from monitor.compare.companypairs import alone, differing, full_name, paired
from monitor.compare.companyrows import entries_of
from monitor.model import SUBSTANTIVE, CompanyChange
from monitor.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.compare.companylists import Group
    from monitor.compare.companypairs import Entry
    from monitor.model import Change, Terms

_SAME_LIST = 0.5  # of the names of the shorter of two lists under other headings: so many on both make them one
_STILL_THERE = 0.5  # of the names of a list that went as a whole: so many elsewhere, and it was only set otherwise
_LOOKED_AT = 50  # names of such a list
_ASKED = 1_000  # names of all such lists together: each is looked for in the whole text


@dataclass(frozen=True, slots=True)
class _Listed:
    """All that stands under one heading of one side: the entries of its tables and lists of companies."""

    title: str
    place: str
    entries: tuple[Entry, ...]


def company_changes(old: Terms, new: Terms, changes: Sequence[Change]) -> tuple[CompanyChange, ...]:
    """The companies that were added to, removed from or changed in a list of them, in reading order of the new terms.

    Nothing is looked at where no row of a table and no item of a list changed. Where a list was divided, or two
    became one, who stands in another list for that has neither joined nor left.
    """
    if not any(change.kind in SUBSTANTIVE and _is_listed(change) for change in changes):
        return ()
    before, after = groups_of(old), groups_of(new)
    olds, news = _lists_at(before, after, changes)
    if not olds and not news:
        return ()
    became = {change.new[0].path: change.old[0].path for change in changes if len(change.old) == len(change.new) == 1}
    pairs = list(_pairs(_with_rest(olds, before, news), _with_rest(news, after, olds)))
    asked = _ASKED // max(1, sum(not (one and other) for one, other in pairs))
    texts = (_words_of(old), _words_of(new)) if any(not (one and other) for one, other in pairs) else ("", "")
    found: list[CompanyChange] = []
    elsewhere: set[tuple[str, str]] = set()
    for one, other in pairs:
        if one and other:
            found += _told(one, other, became)
            continue
        here, there = _divided((one or other or _NONE).entries, texts[1 if one else 0], asked)
        found += _told(one and replace(one, entries=here), other and replace(other, entries=here), became)
        elsewhere |= {("removed" if other else "added", entry.full) for entry in there}
    return tuple(change for change in found if (change.kind, full_name(change.name)) not in elsewhere)


def _is_listed(change: Change) -> bool:
    return any(clause.role in {"row", "item"} for clause in (*change.old, *change.new))


# --- which list is which ---------------------------------------------------------------------------------


def _lists_at(
    before: Sequence[Group], after: Sequence[Group], changes: Sequence[Change]
) -> tuple[dict[str, _Listed], dict[str, _Listed]]:
    """The lists of both sides under headings under which something changed; all where one of them has no partner."""
    gone = {clause.path for change in changes for clause in change.old}
    came = {clause.path for change in changes for clause in change.new}
    headings = {group.heading for group in before if any(clause.path in gone for clause in group.clauses)}
    headings |= {group.heading for group in after if any(clause.path in came for clause in group.clauses)}
    olds = _lists(group for group in before if group.heading in headings)
    news = _lists(group for group in after if group.heading in headings)
    return (olds, news) if olds.keys() == news.keys() else (_lists(before), _lists(after))


def _lists(groups: Iterable[Group]) -> dict[str, _Listed]:
    """The lists of companies, by the place that they have on both sides."""
    found: dict[str, _Listed] = {}
    for group in groups:
        if entries := companies_in(group):
            listed = found.get(group.place) or _Listed(title_of(group), group.place, ())
            found[group.place] = replace(listed, entries=listed.entries + entries)
    return found


def _with_rest(
    lists: Mapping[str, _Listed], groups: Sequence[Group], others: Mapping[str, _Listed]
) -> dict[str, _Listed]:
    """The lists, and what stands where the other side has one: what it lists is companies, too."""
    found = dict(lists)
    for group in groups if others.keys() - lists.keys() else ():
        if group.place in others and group.place not in lists:
            listed = found.get(group.place) or _Listed(title_of(group), group.place, ())
            found[group.place] = replace(listed, entries=listed.entries + entries_of(group.clauses)[0])
    return found


def _pairs(olds: Mapping[str, _Listed], news: Mapping[str, _Listed]) -> Iterator[tuple[_Listed | None, _Listed | None]]:
    """Each list with what became of it, in new order: the one at its place, or else the one with most of its names."""
    left = {place: listed for place, listed in olds.items() if place not in news}
    where: dict[str, list[str]] = defaultdict(list)
    for place, listed in left.items():
        for name in {entry.bare for entry in listed.entries}:
            where[name].append(place)
    for place, listed in news.items():
        if place in olds:
            yield olds[place], listed
            continue
        names = {entry.bare for entry in listed.entries}
        votes = Counter(at for name in names for at in where.get(name, ()) if at in left)
        best, count = max(votes.items(), key=lambda one: one[1], default=("", 0))
        same = best and count >= _SAME_LIST * min(len(names), len(left[best].entries))
        yield (left.pop(best) if same else None), listed
    yield from ((listed, None) for listed in left.values())


def _divided(entries: Sequence[Entry], other: str, most: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries of a list that one side alone has: those of whom the words of the other say nothing, and the rest.

    It names none where it has not most of them: then the list came or went as a whole, and was not only set
    otherwise, such as a paragraph for each. At most `most` of them are looked for.
    """
    names = sorted({entry.full for entry in entries})[: min(most, _LOOKED_AT)]
    if sum(name in other for name in names) <= _STILL_THERE * len(names):
        return tuple(entries), ()
    if len(entries) > most:
        return (), tuple(entries)
    here = tuple(entry for entry in entries if entry.bare not in other)
    spots = {entry.spot for entry in here}
    return here, tuple(entry for entry in entries if entry.spot not in spots)


def _words_of(terms: Terms) -> str:
    return " | ".join(key(f"{clause.heading} {clause.text}") for clause in terms.clauses)


# --- what is told ----------------------------------------------------------------------------------------------


def _told(old: _Listed | None, new: _Listed | None, became: Mapping[str, str]) -> list[CompanyChange]:
    """What happened between two lists: those who joined or changed in new order, then those who left."""
    title = (new or old or _NONE).title
    now = (new or _NONE).entries
    pairs, gone, came = paired((old or _NONE).entries, now, became)
    found = {other.spot: _changed(title, one, other) for one, other in pairs}
    found |= {
        entry.spot: CompanyChange("added", entry.name, title, alone(entry, new=True), entry.spot) for entry in came
    }
    told = [change for entry in now if (change := found.get(entry.spot))]
    left = (CompanyChange("removed", entry.name, title, alone(entry, new=False), entry.spot) for entry in gone)
    return [*told, *left]


def _changed(title: str, old: Entry, new: Entry) -> CompanyChange | None:
    cells = differing(old, new)
    return CompanyChange("changed", new.name, title, cells, new.spot) if cells else None


_NONE = _Listed("", "", ())

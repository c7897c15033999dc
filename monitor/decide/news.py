"""Which of the changes of a page are news, which undo what was told, and which nobody needs to be told of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.decide.furniture import is_reprint, is_widget, menu_changes
from monitor.decide.lines import RETURNS, flaps
from monitor.decide.moving import STATED, dates_are_muted, is_muted
from monitor.model import SUBSTANTIVE, is_of_document
from monitor.text.announcements import is_announcement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.lines import Turns
    from monitor.model import Change, Comparison, Line, Past, Terms

MUTED = "only clauses that change at every check have changed"
"""Why nobody is told of a volatile clause. They were told that it is."""

FLAPPING = "the wording goes on going back and forth between known texts"
"""Why nobody is told of a return to a text that flaps. They were told that it does."""

KNOWN_AS_MOVING = frozenset({FLAPPING, MUTED})
"""Why nobody is told of changes that subscribers know to go on."""

_FURNITURE = "only menus, buttons or lines printed twice have changed"
_TAKEN_DOWN = "only an announcement was taken down"


@dataclass(frozen=True, slots=True)
class News:
    """What of a comparison is to be told.

    `changes` are those to tell, `dates` whether what the document states of itself is
    to be told; `returns` are the memories of the texts that are back, where all that is
    to be told is known from before. `quiet` says why nothing is to be told, or "".
    """

    changes: tuple[Change, ...]
    dates: bool
    returns: tuple[Line, ...] = ()
    quiet: str = ""

    @property
    def flapping(self) -> bool:
        """Whether a text goes back and forth, and this is when it is said."""
        return any(line.turns == RETURNS for line in self.returns)

    @property
    def earlier(self) -> int | None:
        """The last revision that read as these texts do again."""
        return max((line.revision - 1 for line in self.returns), default=None)

    @property
    def undone(self) -> frozenset[int]:
        """The revisions with which these texts came or went last, and whose changes are undone."""
        return frozenset(line.revision for line in self.returns)


def news_of(past: Past, comparison: Comparison, turns: Turns) -> News:
    """Sort the changes of a page that was compared with the last good one."""
    told, lines, whys = _told(past, comparison, turns)
    dates = comparison.dates.verdict in STATED
    if dates and dates_are_muted(past.memory.moving, turns):
        dates, whys = False, [*whys, MUTED]
    elif dates and (line := turns.of_dates()):
        dates = not flaps(line)
        lines += [line] if dates else []
        whys += [] if dates else [FLAPPING]
    elif dates:
        lines.append(None)
    if not (told or dates):
        return News((), dates=False, quiet=whys[0] if whys else "")
    if not dates and all(change.kind == "removed" and _announces(change) for change in told):
        return News(tuple(told), dates=False, quiet=_TAKEN_DOWN)
    known = [line for line in lines if line]
    return News(tuple(told), dates, tuple(known) if len(known) == len(lines) else ())


def narrowed(comparison: Comparison, news: News) -> Comparison:
    """The comparison with nothing but what is told, and what is no change of the text."""
    told = set(map(id, news.changes))
    changes = tuple(one for one in comparison.changes if one.kind not in SUBSTANTIVE or id(one) in told)
    if len(changes) == len(comparison.changes):
        return comparison
    if news.changes:
        return comparison.with_changes(changes)
    dates = replace(comparison.dates, verdict="date-only" if news.dates else "unchanged")
    left = comparison.with_changes(changes)
    return replace(left, verdict="date-only", dates=dates, rewrite=False, sections=())


def _told(past: Past, comparison: Comparison, turns: Turns) -> tuple[list[Change], list[Line | None], list[str]]:
    """The changes of the text to tell, how often the texts of each turned before, and why the others are not told."""
    changes, terms = comparison.substantive, turns.terms
    menus = menu_changes(changes, past.terms, terms) if past.terms else frozenset()
    told, lines, whys = [], [], []
    for place, change in enumerate(changes):
        line = turns.of_change(change)
        if flaps(line):
            whys.append(FLAPPING)
        elif change.kind == "modified" and is_muted(change.old[0], change.new[0], past.memory.moving):
            whys.append(MUTED)
        elif not is_of_document(change) and (place in menus or _is_around(change, past, terms)):
            whys.append(_FURNITURE)
        else:
            told.append(change)
            lines.append(line)
    return told, lines, whys


def _is_around(change: Change, past: Past, terms: Terms) -> bool:
    return is_widget(change) or (past.terms is not None and is_reprint(change, past.terms, terms))


def _announces(change: Change) -> bool:
    return not is_of_document(change) and all(
        is_announcement(f"{clause.heading} {clause.text}".strip()) for clause in change.old
    )


def remark_on(news: News, names: Sequence[str]) -> tuple[str, ...]:
    """The sentences that are told with it: that a text flaps, that clauses are muted from now on."""
    remarks = []
    if news.flapping:
        remarks.append(
            "This wording goes back and forth: it came and went before. From now on only wording that is new is told."
        )
    if names:
        named = ", ".join(names)
        remarks.append(f"{named}: changed at every one of the last checks. From now on it is told when it settles.")
    return tuple(remarks)

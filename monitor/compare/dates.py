"""What the page says of itself against what its text did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.model import DateRole, DatesComparison, DatesVerdict, Side, StatedDate
from monitor.text.dates import last_day
from monitor.text.fold import key

if TYPE_CHECKING:
    from datetime import date

_ORDER: tuple[DateRole, ...] = ("updated", "effective", "version", "published")


def compare_dates(old: Side, new: Side, *, text_changed: bool, on: date | None) -> DatesComparison:
    """The dates verdict. `on` is the day the new text was seen, where that is known.

    Never an accusation on a guess: a stated period that has not ended, or a month
    or year where no day is known, leaves it undetermined.
    """
    verdict = _verdict(old, new, _main(new), text_changed=text_changed, on=on)
    return DatesComparison(verdict, *(_moved(old, new) or (_value(_main(old)), _value(_main(new)))))


def stated_moved(old: Side, new: Side) -> bool:
    """Whether a stated date has another value, or the version label or the list of revisions changed."""
    if _came(old, new):
        return True
    return old.version != new.version or bool(set(map(key, new.notes)) - set(map(key, old.notes)))


def notes_only_grew(old: Side, new: Side) -> bool:
    """Whether the provider's list of revisions still holds every earlier entry, in order."""
    after = iter(map(key, new.notes))
    return all(any(note == one for one in after) for note in map(key, old.notes))


def _verdict(old: Side, new: Side, after: StatedDate | None, *, text_changed: bool, on: date | None) -> DatesVerdict:
    if stated_moved(old, new):
        return "announced" if text_changed else "date-only"
    if not text_changed:
        return "unchanged" if after or new.version or new.notes else "undated"
    if after is None:
        return "silent" if new.version or new.notes else "undated"
    if after.value is None or _may_cover(after, on):
        return "undetermined"
    return "silent"


def _may_cover(stated: StatedDate, on: date | None) -> bool:
    """Whether the change may have happened within the stated period."""
    if on is None:
        return stated.precision != "day"
    return on.isoformat() <= last_day(stated.value or "")


def _moved(old: Side, new: Side) -> tuple[str | None, str] | None:
    """The date that moved, before and after: of several the most telling role's, and of that the latest."""
    came, gone = _came(old, new), _values(old) - _values(new)
    for role in _ORDER:
        after = [value for one, value in came if one == role and _is_value(value)]
        if after:
            before = [value for one, value in gone if one == role and _is_value(value)]
            return max(before, default=_value(_latest(old, role) or _main(old))), max(after)
    return None


def _came(old: Side, new: Side) -> list[tuple[DateRole, str]]:
    """The dates that are new: of another value, or in the place of one that went.

    They are counted, as parts of one page may date themselves; one that is merely
    gone, or printed once more, announces nothing.
    """
    before, gone = _values(old), _values(old) - _values(new)
    roles_gone = {role for role, _ in gone}
    return [one for one in _values(new) - before if one not in before or one[0] in roles_gone]


def _values(side: Side) -> Counter[tuple[DateRole, str]]:
    """The stated dates by role, counted; one with two readings stands for itself in its own words."""
    return Counter((stated.role, stated.value or key(stated.text)) for stated in side.dates)


def _is_value(text: str) -> bool:
    """Whether it is a date value, and not the words of a date that has two readings."""
    return text[:4].isdigit() and not text[4:].strip("-0123456789")


def _value(stated: StatedDate | None) -> str | None:
    return stated.value if stated else None


def _latest(side: Side, role: DateRole) -> StatedDate | None:
    dated = [stated for stated in side.dates if stated.role == role]
    return max(dated, key=lambda stated: stated.value or "", default=None)


def _main(side: Side) -> StatedDate | None:
    """The date a reader takes for the document's own: of the last update, else of effect; the latest of several."""
    found = (_latest(side, role) for role in _ORDER)
    return next(filter(None, found), None)

"""Which troubles of a source were told, and which are over: what comes and goes is not told each time.

The end of a trouble is told at once. Where it is back within a day, it is told
once more when that day is over, and its end only after a day without trouble. So a
source that alternates for ever gives some four alarms, and none afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Failure

_WELL_FOR = timedelta(hours=24)  # of success; an outage after so long is a new one
_WAS = "was:"
_OVER = "over:"
_WELL = "well:"
_UNASKED = "unasked:"
_MOST_DIGITS = 10  # of a number that we wrote


@dataclass(frozen=True, slots=True)
class Told:
    """The marks of what was told and is not over, and of what is over but not for long enough.

    `over` is when the end of the latter was told, `well` since when checks succeed, or did so last.
    `unasked` counts those of the failures in a row at which nobody was asked, for the host had asked for rest.
    """

    standing: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    over: datetime | None = None
    well: datetime | None = None
    unasked: int = 0

    @property
    def marks(self) -> frozenset[str]:
        """As they are remembered: "was:MARK" for what rests, "over:TIME" and "well:TIME" (ISO 8601), "unasked:N"."""
        times = ((_OVER, self.over), (_WELL, self.well))
        timed = {f"{name}{at.isoformat()}" for name, at in times if at}
        counted = {f"{_UNASKED}{self.unasked}"} if self.unasked else set()
        return self.standing | {f"{_WAS}{mark}" for mark in self.resting} | timed | counted

    def rests(self, begins: str, now: datetime) -> bool:
        """Whether an alarm whose mark begins so was told, and its end, too, less than a day ago."""
        recent = self.over is not None and now - self.over < _WELL_FOR
        return recent and any(mark.startswith(begins) for mark in self.resting)

    def adding(self, marks: Iterable[str]) -> Told:
        """With these told as well."""
        return replace(self, standing=self.standing | frozenset(marks))

    def after_trouble(self, failure: Failure | None) -> Told:
        """What stays at a check without success: `failure` is None where a page came, which ends a row of failures."""
        if failure is None:
            return replace(self, unasked=0)
        return replace(self, unasked=self.unasked + 1) if failure.kind == "resting" else self

    def after_success(self, now: datetime, *, troubled: bool) -> tuple[bool, Told]:
        """Whether the end is to be told at a check that succeeded, and what stays; `troubled` the one before was."""
        if not (self.standing or self.resting):
            return False, Told()
        well = now if troubled or self.well is None else self.well
        if now - well >= _WELL_FOR:
            return bool(self.standing), Told()
        if self.resting:
            return False, replace(self, well=well, unasked=0)
        return True, Told(resting=self.standing, over=now, well=now)


def told_of(marks: Iterable[str]) -> Told:
    """What was told, from its marks; a time or number that cannot be read is none."""
    named = frozenset(marks)
    timed = frozenset(mark for mark in named if mark.startswith((_OVER, _WELL)))
    counted = frozenset(mark for mark in named if mark.startswith(_UNASKED))
    resting = frozenset(mark.removeprefix(_WAS) for mark in named if mark.startswith(_WAS))
    standing = frozenset(mark for mark in named - timed - counted if not mark.startswith(_WAS))
    return Told(standing, resting, _time(timed, _OVER), _time(timed, _WELL), _number(counted))


def _number(marks: Iterable[str]) -> int:
    """The largest number that marks count to; one that is none counts nothing."""
    figures = (mark.removeprefix(_UNASKED) for mark in marks)
    return max((int(one) for one in figures if one.isdecimal() and len(one) < _MOST_DIGITS), default=0)


def _time(marks: Iterable[str], name: str) -> datetime | None:
    for mark in sorted(marks, reverse=True):
        if mark.startswith(name):
            try:
                at = datetime.fromisoformat(mark.removeprefix(name))
            except ValueError:
                continue
            if at.tzinfo:
                return at
    return None

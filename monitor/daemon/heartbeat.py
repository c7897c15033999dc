"""The operator's heartbeat: how the watch stands, told at its time although nothing is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.timetable import latest
from monitor.model import Notice
from monitor.render import heartbeat_words
from monitor.route import notice_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from monitor.daemon.duties import Duties
    from monitor.model import Standing

_MOMENT = timedelta(microseconds=1)


class Heartbeat:
    """Owes the operator a notice for each time of its timetable; for those missed while no daemon ran only the last.

    `since` is when the daemon began.
    """

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._owed: datetime | None = None

    def owe(self, duties: Duties) -> None:
        """Owe what is to be told by now. Raises `ArchiveError`.

        An archive that was watched over before the time came owes it, whichever daemon
        runs now; it knows the notice by its id where another one owed it before.
        """
        if not (duties.operator and duties.heartbeat):
            return
        now = duties.now()
        at = latest(duties.heartbeat, now)
        if at == self._owed:
            return
        if self._since <= at or _was_watched(duties.archive.standings().values(), at):
            told = duties.archive.waits(latest(duties.heartbeat, at - _MOMENT))
            duties.archive.owe(_notice(duties, at, len(told)))
        self._owed = at


def _was_watched(standings: Iterable[Standing], at: datetime) -> bool:
    times = (time for one in standings for time in (one.last_change, one.last_success, one.last_checked))
    return any(time <= at for time in times if time)


def _notice(duties: Duties, at: datetime, told: int) -> Notice:
    return Notice(
        id=notice_id("heartbeat", duties.operator, at.isoformat()),
        type="watch.heartbeat",
        at=duties.now(),
        subscriber=duties.operator,
        source="",
        title="Heartbeat",
        url="",
        revision=0,
        outcome="unchanged",
        comparison=None,
        message=heartbeat_words(duties.report(), told, duties.now()),
    )

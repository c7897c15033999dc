"""What the daemon is given to do, by one configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from monitor.archive import Archive
    from monitor.delivery import Delivered
    from monitor.model import Outcome, Source, StatusReport, Timetable


@dataclass(frozen=True, slots=True)
class Pace:
    """How the daemon keeps time: seconds between rounds, and how many sources at once."""

    tick: float
    workers: int


@dataclass(frozen=True, slots=True)
class Duties:
    """What the daemon does with its parts: look at a source, deliver what is owed, say how all stands, end exchanges.

    `wait` gives the seconds until a source's host may be asked again; `stop` lets no
    exchange begin any more, `abort` ends those under way. `tidy` lets go of what is not
    to be kept any longer, and says of how much. `let_go` closes what the
    duties that came after these do not use. The `operator` hears how the watch stands
    by the timetable `heartbeat`, where there is one.
    """

    sources: Sequence[Source]
    archive: Archive
    look: Callable[[Source], Outcome]
    wait: Callable[[Source], float]
    deliver: Callable[[], Delivered]
    report: Callable[[], StatusReport]
    stop: Callable[[], None]
    abort: Callable[[], None]
    let_go: Callable[[], None]
    tidy: Callable[[], int]
    now: Callable[[], datetime]
    pace: Pace
    operator: str = ""
    heartbeat: Timetable | None = None

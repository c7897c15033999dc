"""What the processes of a cluster are given to do, by one configuration, and how they keep time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from monitor.delivery import Delivered
    from monitor.model import Outcome, Source, Standing, Subscriber, Waiting


class Books(Protocol):
    """What is asked of the archive here; an `Archive` in a database. Raises `ArchiveError`."""

    def standings(self) -> Mapping[str, Standing]:
        """How each source that was ever checked stands, by source id."""
        ...

    def standings_of(self, sources: Sequence[str]) -> Mapping[str, Standing]:
        """How these sources stand, by id."""
        ...

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """The notices that may be sent now."""
        ...

    def forget_claims(self) -> None:
        """Let go of the claims of processes that have ended, as far as that can be told."""
        ...

    def for_digests(self) -> Mapping[str, datetime]:
        """Since when something waits for each subscriber's next digest."""
        ...


@dataclass(frozen=True, slots=True)
class Duties:
    """What is done with the parts that one configuration makes.

    `wait` gives the seconds until a source's host may be asked again; `stop` lets no
    exchange begin any more, `abort` ends those under way, `let_go` closes what the
    duties that came after these do not use. `tidy` lets go of what is not to be kept any
    longer, and says of how much; `remind` owes the operator what is told by a timetable.
    `now` is the time by the database's clock. `tick` is in seconds.
    """

    sources: Sequence[Source]
    subscribers: Sequence[Subscriber]
    archive: Books
    look: Callable[[Source], Outcome]
    wait: Callable[[Source], float]
    deliver: Callable[[], Delivered]
    stop: Callable[[], None]
    abort: Callable[[], None]
    let_go: Callable[[], None]
    tidy: Callable[[], int]
    remind: Callable[[], None]
    now: Callable[[], datetime]
    tick: float = 5.0


@dataclass(frozen=True, slots=True)
class Timing:
    """How a cluster keeps time, in seconds.

    A worker is heard of every `heartbeat`; of one that was silent for `silence` the jobs
    are given to others, which is looked for every `sweep`. `standby` is the time between
    two tries to lead, and `grip` that after which the database takes the lead from one that
    is silent. `back_off` is the longest time between two tries to reach the database, and
    `patience` what work in hand is given after SIGTERM.
    """

    heartbeat: float = 5.0
    silence: float = 20.0
    sweep: float = 5.0
    standby: float = 1.0
    grip: float = 10.0
    back_off: float = 5.0
    patience: float = 8.0


USUAL = Timing()
"""A worker that misses three heartbeats may only be slow; service managers kill ten seconds after SIGTERM."""

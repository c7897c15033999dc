"""Whether rounds go on, and what they found so far: for the watchdog, and for whoever asks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.archive import Archive
    from monitor.model import Outcome

ROUNDS_MISSED = 10
"""After so many ticks without a round something is wrong: one or two are an archive that was busy."""

SHORTEST_SILENCE = 60.0
"""Seconds without a round that are no trouble, however short the tick: a busy archive is waited for ten at a time."""


class Pulse:
    """When the last round was; by a clock that nobody sets and that stands still while the machine sleeps."""

    def __init__(self, tick: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.tick = tick
        self._clock = clock
        self._last = clock()

    def beat(self) -> None:
        """A round was made."""
        self._last = self._clock()

    def trouble(self) -> str:
        """What is wrong, "" while rounds go on."""
        silence = self._clock() - self._last
        if silence <= max(ROUNDS_MISSED * self.tick, SHORTEST_SILENCE):
            return ""
        return f"no round was made for {silence:.0f} seconds; restart the daemon and report what its log says"


class Tally:
    """How many checks there were since the daemon's start, by outcome, and failures by kind."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._checks: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()

    def saw(self, outcome: Outcome) -> None:
        """Count a check."""
        with self._guard:
            self._checks[outcome.kind] += 1
            if outcome.failure:
                self._failures[outcome.failure.kind] += 1

    @property
    def checks(self) -> dict[str, int]:
        """Checks by their outcome."""
        with self._guard:
            return dict(self._checks)

    @property
    def failures(self) -> dict[str, int]:
        """Failed checks by the kind of their failure."""
        with self._guard:
            return dict(self._failures)


def trouble(pulse: Pulse, archive: Archive) -> str:
    """Why the daemon does not work as it should, "" where it does: rounds go on, and the archive can be read."""
    if pulse.trouble():
        return pulse.trouble()
    try:
        archive.owed_count()
    except ClausewatchError as error:
        return str(error)
    return ""

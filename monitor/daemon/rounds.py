"""Round after round: what is due is begun, what is owed is told, without waiting for either."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from monitor.daemon.heartbeat import Heartbeat
from monitor.daemon.shift import Shift
from monitor.errors import ClausewatchError
from monitor.read import host_of
from monitor.rounds import due

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.daemon.duties import Duties
    from monitor.daemon.health import Pulse
    from monitor.model import Outcome

_LOG = logging.getLogger("clausewatch")

MOST_PASSES = 8
"""Passes of delivery at once: each that waits for a slow receiver keeps that address to itself, and no other."""

TIDY_EVERY = 86_400.0
"""Seconds between two looks at what is not to be kept any longer: that is told in days."""


class Rounds:
    """Begins due checks and passes of delivery without waiting for them, so that a slow host delays nobody else."""

    def __init__(self, duties: Duties, pulse: Pulse, saw: Callable[[Outcome], None]) -> None:
        self._saw = saw
        self._pulse = pulse
        self._guard = threading.Lock()
        self._shift = Shift(duties, saw)
        self._elders: list[Shift] = []
        self._heartbeat = Heartbeat(duties.now())
        self._pool = ThreadPoolExecutor(MOST_PASSES, thread_name_prefix="tell")
        self._passes: list[Future[None]] = []
        self._tidied: float | None = None
        self._ending = threading.Event()
        self._called = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds")

    @property
    def duties(self) -> Duties:
        """The duties by which new work is begun."""
        return self._shift.duties

    def start(self) -> None:
        """Make a round now, and one each tick from then on.

        The time between rounds is told by a clock that nobody sets: one that is put back
        by a year would else stop them for a year.
        """
        self._thread.start()

    def relieve(self, duties: Duties) -> None:
        """Begin all new work by other duties; what is in hand is finished by those it was begun with."""
        fresh = Shift(duties, self._saw)
        with self._guard:
            self._shift.relieve()
            self._elders.append(self._shift)
            self._shift = fresh
        self._pulse.tick = duties.pace.tick
        self._called.set()  # else a short tick would begin only after a long one

    def begin(self) -> None:
        """One round: begin a check of every source that is due and not being looked at."""
        shift = self._shift  # one that is relieved meanwhile begins nothing more
        duties = shift.duties
        try:
            self._heartbeat.owe(duties)
            waiting = due(duties.sources, duties.archive.standings(), duties.now())
        except ClausewatchError as error:
            _LOG.error("%s", error)
            return
        with self._guard:
            # What the shift before has in hand is not asked for twice, nor its hosts: each shift paces its own.
            held = {name: host for elder in self._elders for name, host in elder.in_hand.items()}
        hosts = set(held.values())
        shift.begin(
            [one for one in waiting if one.id not in held and host_of(one.url) not in hosts] if held else waiting
        )

    def tell(self) -> None:
        """Deliver what is owed, beside the passes that still wait for a slow receiver."""
        with self._guard:
            self._passes = [one for one in self._passes if not one.done()]
            if not self._ending.is_set() and len(self._passes) < MOST_PASSES:
                self._passes.append(self._pool.submit(self._shift.deliver))

    def tidy(self) -> None:
        """Once a day, let go of what is not to be kept any longer."""
        now = time.monotonic()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        with self._guard:
            if not self._ending.is_set():
                self._passes.append(self._pool.submit(self._shift.tidy))

    def dismiss(self) -> None:
        """Close what only those use who were relieved, once nothing of theirs is in hand."""
        with self._guard:
            if not all(elder.idle for elder in self._elders):
                return
            elders, self._elders = self._elders, []
        for elder in elders:
            elder.duties.let_go()

    def end(self, patience: float) -> bool:
        """Begin nothing more and wait for what is in hand, at most `patience` seconds; whether all ended.

        Exchanges that take longer are broken off: their sources stay due, their notices owed.
        """
        deadline = time.monotonic() + patience
        with self._guard:
            self._ending.set()
            self._called.set()
            shifts = [*self._elders, self._shift]
        for shift in shifts:
            shift.relieve()
        for shift in shifts:
            shift.duties.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)
        if not self._ended(shifts, time.monotonic() + patience / 2):
            _LOG.info("breaking off what still waits for a server; it will be done at the next start")
            for shift in shifts:
                shift.duties.abort()
        return self._ended(shifts, deadline)

    def _ended(self, shifts: list[Shift], deadline: float) -> bool:
        """Whether the looks, the passes and the rounds themselves end before a time (monotonic seconds)."""
        looked = all(shift.wait(deadline - time.monotonic()) for shift in shifts)
        going = [one for one in self._passes if not one.done()]  # `wait` takes a cancelled one for one that goes on
        _, sending = wait(going, max(0.0, deadline - time.monotonic()))
        if self._thread.ident is not None:
            self._thread.join(max(0.0, deadline - time.monotonic()))
        return looked and not sending and not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            self._round()
            self._called.wait(self.duties.pace.tick)
            self._called.clear()
            if self._ending.is_set():
                return

    def _round(self) -> None:
        try:
            self.dismiss()
            self.begin()
            self.tell()
            self.tidy()
        except Exception:  # noqa: BLE001 - whoever watches the pulse sees that no round is made
            _LOG.exception("a round could not be made because of a bug; please report it")
        else:
            self._pulse.beat()

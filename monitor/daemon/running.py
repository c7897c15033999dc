"""The long-running watch: rounds of checks and deliveries until it is told to stop."""

from __future__ import annotations

import logging
import signal
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from monitor.daemon.health import Pulse, Tally, trouble
from monitor.daemon.rounds import Rounds
from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from monitor.daemon.duties import Duties
    from monitor.daemon.systemd import ServiceManager

_LOG = logging.getLogger("clausewatch")

PATIENCE = 8.0
"""Seconds that work in hand is given after SIGTERM; service managers kill after ten."""

LONGEST_PAUSE = 5.0
"""Seconds between two looks at the configuration file and the pulse, however long the tick is."""


def _nothing_else() -> None:
    """Nothing is done beside the watch."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reaches the daemon from outside.

    `changed` says whether the configuration is another one than at the last look;
    `renew` gives the duties by it, or raises `ClausewatchError` where it cannot be
    used. `leaving` is called once the daemon is told to stop, before it waits for the
    work in hand. `metrics` is the host and port where figures are asked for, None for nowhere;
    `clock` gives seconds, as one shows them that nobody sets.
    """

    changed: Callable[[], bool]
    renew: Callable[[], Duties]
    manager: ServiceManager
    leaving: Callable[[], None] = _nothing_else
    metrics: tuple[str, int] | None = None
    clock: Callable[[], float] = time.monotonic


class Request(Enum):
    """What signals ask for."""

    stop = auto()
    renew = auto()


def run(duties: Duties, around: Surroundings) -> bool:
    """Watch until SIGTERM or SIGINT. False when work in hand did not end in time and was left to the next start.

    What is left behind is safe: each check is recorded in one transaction, and a
    notice is owed until it was taken. SIGHUP reads the configuration anew. Whoever
    calls this holds the archive's lock.
    """
    # Of all that may be done within a handler, only this queue is safe to be used wherever it interrupts.
    requests: SimpleQueue[Request] = SimpleQueue()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: requests.put(Request.stop))
    signal.signal(signal.SIGHUP, lambda *_: requests.put(Request.renew))
    return watch(duties, around, requests)


def watch(duties: Duties, around: Surroundings, requests: SimpleQueue[Request]) -> bool:
    """As `run`, for requests that come some other way than by signals."""
    _forget_claims(duties)
    pulse, tally = Pulse(duties.pace.tick, around.clock), Tally()
    rounds = Rounds(duties, pulse, tally.saw)
    with _ended(rounds) as ending, _figures(rounds, pulse, tally, around):
        rounds.start()
        _LOG.info("watching %d sources", len(duties.sources))
        around.manager.ready(f"watching {len(duties.sources)} sources")
        _tend(rounds, pulse, around, requests)
        _LOG.info("stopping: finishing the work in hand")
        around.manager.stopping()
        around.leaving()
    _LOG.info("stopped" if ending.whole else "stopped; work that was not finished will be done at the next start")
    return ending.whole


def _forget_claims(duties: Duties) -> None:
    """Let what a killed process was sending be sent now, and not two minutes later."""
    try:
        duties.archive.forget_claims()
    except ClausewatchError as error:
        _LOG.warning("%s; what was being sent when the last daemon ended is sent in two minutes", error)


@dataclass(slots=True)
class _Ending:
    whole: bool = False


@contextmanager
def _ended(rounds: Rounds) -> Iterator[_Ending]:
    """End the rounds, whatever ends the watch: threads that are left would keep the process for good."""
    ending = _Ending()
    try:
        yield ending
    finally:
        ending.whole = rounds.end(PATIENCE)


def _figures(rounds: Rounds, pulse: Pulse, tally: Tally, around: Surroundings) -> AbstractContextManager[object]:
    """Serve metrics and health while the watch lasts, where that is asked for."""
    if around.metrics is None:
        return nullcontext()
    from monitor.daemon.metrics import Metrics  # noqa: PLC0415 - slow to import, and not everybody asks for figures
    from monitor.daemon.serving import serving  # noqa: PLC0415 - the same

    metrics = Metrics(tally, lambda: rounds.duties)
    return serving(around.metrics, metrics.text, lambda: trouble(pulse, rounds.duties.archive))


def _tend(rounds: Rounds, pulse: Pulse, around: Surroundings, requests: SimpleQueue[Request]) -> None:
    """Do what is asked for, and let the service manager know that rounds go on, until the request to stop."""
    troubled = ""
    while (request := _next(requests, rounds, around)) is not Request.stop:
        if around.changed() or request is Request.renew:
            _renew(rounds, around)
        trouble = pulse.trouble()
        if not trouble:
            around.manager.alive()
        elif not troubled:
            _LOG.error("%s", trouble)
            around.manager.status(trouble)
        troubled = trouble


def _next(requests: SimpleQueue[Request], rounds: Rounds, around: Surroundings) -> Request | None:
    """What is asked for next; None after a pause."""
    pause = min(rounds.duties.pace.tick, LONGEST_PAUSE, around.manager.pause or LONGEST_PAUSE)
    try:
        return requests.get(timeout=pause)
    except Empty:
        return None


def _renew(rounds: Rounds, around: Surroundings) -> None:
    """Work by the configuration as it is now; where it cannot be used, go on with the one before and say so."""
    around.manager.reloading()
    try:
        duties = around.renew()
    except ClausewatchError as error:
        for line in str(error).splitlines():
            _LOG.error("%s", line)
        _LOG.error("the new configuration is not used; the one before stays in force")
        around.manager.ready("the new configuration has faults; the one before stays in force")
    except Exception:  # noqa: BLE001 - a bug in what is new must not end what works
        _LOG.exception("the new configuration could not be used because of a bug; please report it")
        around.manager.ready("the new configuration could not be used; the one before stays in force")
    else:
        rounds.relieve(duties)
        _LOG.info("the configuration was read anew: watching %d sources", len(duties.sources))
        around.manager.ready(f"watching {len(duties.sources)} sources")

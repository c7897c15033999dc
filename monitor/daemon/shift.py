"""Those who work by one configuration, until they are relieved by those who work by the next one."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from monitor.errors import ClausewatchError
from monitor.lanes import Crew, Lanes
from monitor.logbook import log_delivered, log_outcome, log_thinned
from monitor.read import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.daemon.duties import Duties
    from monitor.model import Outcome, Source

_LOG = logging.getLogger("clausewatch")
_SETBACK = 60.0  # seconds before a source is looked at again after an error of ours


class Shift:
    """A crew that looks at sources, and its passes of delivery; `saw` is told of every outcome."""

    def __init__(self, duties: Duties, saw: Callable[[Outcome], None]) -> None:
        self.duties = duties
        self._saw = saw
        self._guard = threading.Lock()
        self._lanes = Lanes(duties.wait)
        self._waiting: set[str] = set()
        self._in_hand: dict[str, str] = {}
        self._setbacks: dict[str, float] = {}  # by a clock that nobody sets
        self._passes = 0
        self._relieved = False
        self._crew = Crew(self._lanes, self._look, duties.pace.workers)

    @property
    def in_hand(self) -> dict[str, str]:
        """The sources that are being looked at, each with its host."""
        with self._guard:
            return dict(self._in_hand)

    @property
    def idle(self) -> bool:
        """Whether nothing is in hand and nothing more will be."""
        with self._guard:
            return self._relieved and not self._passes and not self._in_hand

    def begin(self, sources: Iterable[Source]) -> None:
        """Begin to look at those of these that are not waiting, in hand, or set back by an error of ours."""
        now = time.monotonic()
        with self._guard:
            if self._relieved:
                return
            taken = self._waiting | self._in_hand.keys()
            begun = [one for one in sources if one.id not in taken and self._setbacks.get(one.id, now) <= now]
            self._waiting.update(source.id for source in begun)
            self._lanes.add(begun)

    def deliver(self) -> None:
        """Deliver what is owed, and log how that went."""
        self._pass(_deliver)

    def tidy(self) -> None:
        """Let go of what is not to be kept any longer, and log of how much."""
        self._pass(_tidy)

    def _pass(self, do: Callable[[Duties], None]) -> None:
        with self._guard:
            if self._relieved:
                return
            self._passes += 1
        try:
            do(self.duties)
        finally:
            with self._guard:
                self._passes -= 1

    def relieve(self) -> None:
        """Begin nothing more; what is in hand is finished."""
        with self._guard:
            self._relieved = True
            self._waiting.clear()
            self._lanes.drop()

    def wait(self, seconds: float) -> bool:
        """Wait until those who were relieved have ended their looks, at most so long; whether they have."""
        return self._crew.wait(max(0.0, seconds))

    def _look(self, source: Source) -> None:
        if not self._take(source):
            return
        try:
            outcome = self.duties.look(source)
            self._saw(outcome)
            log_outcome(outcome)
        except CancelledError:
            pass  # the fetcher is closing: the source stays due
        except ClausewatchError as error:
            _LOG.error("%s: %s", source.id, error)
            self._set_back(source)
        except Exception:  # noqa: BLE001 - a bug that one page sets off must not end the watch of all others
            _LOG.exception("%s: could not be looked at because of a bug; please report it", source.id)
            self._set_back(source)
        finally:
            with self._guard:
                self._in_hand.pop(source.id, None)

    def _take(self, source: Source) -> bool:
        """Whether a source is still to be looked at: those who were relieved just now leave it to the others."""
        with self._guard:
            if source.id not in self._waiting:
                return False
            self._waiting.discard(source.id)
            self._in_hand[source.id] = host_of(source.url)
            return True

    def _set_back(self, source: Source) -> None:
        with self._guard:
            self._setbacks[source.id] = time.monotonic() + _SETBACK


def _deliver(duties: Duties) -> None:
    try:
        delivered = duties.deliver()
    except ClausewatchError as error:
        _LOG.error("%s", error)
        return
    except CancelledError:
        return
    except Exception:  # noqa: BLE001 - a bug must not end the deliveries to come
        _LOG.exception("what is owed could not be delivered because of a bug; please report it")
        return
    log_delivered(delivered)


def _tidy(duties: Duties) -> None:
    try:
        thinned = duties.tidy()
    except ClausewatchError as error:
        _LOG.error("%s", error)
    except Exception:  # noqa: BLE001 - what is kept for too long harms nobody
        _LOG.exception("what is not to be kept any longer could not be let go of because of a bug; please report it")
    else:
        log_thinned(thinned)

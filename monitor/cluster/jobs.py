"""The jobs of the queue: to look at a source, and to deliver what is owed. Each may be done twice without harm."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.cluster.queue import PutBackError
from monitor.errors import ClausewatchError
from monitor.logbook import log_delivered, log_outcome
from monitor.rounds import due

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.cluster.duties import Duties
    from monitor.model import Outcome, Source

_LOG = logging.getLogger("clausewatch")

LONGEST_WAIT = 0.25
"""Seconds that a job waits for its host itself; one that had to wait for longer goes back into the queue, so that
another one is done meanwhile. To put it back and to take it again costs some ten milliseconds."""

LONGEST_SET_BACK = 60.0
"""Seconds before a job is tried again that the archive could not take; the first time it is `FIRST_SET_BACK`."""

FIRST_SET_BACK = 2.0


def look(duties: Duties, source: Source, attempts: int) -> Outcome | None:
    """Look at a source if it is still due. Raises `PutBackError` where that is not to be now."""
    try:
        now = duties.now()
        if not due((source,), duties.archive.standings_of((source.id,)), now):
            return None  # another worker did it, and could not say so any more
        wait = duties.wait(source)
        _refuse_long(wait, now)
        outcome = duties.look(source)
    except CancelledError:
        raise PutBackError from None
    except ClausewatchError as error:
        _LOG.error("%s: %s", source.id, error)
        raise _later(duties, attempts) from error
    except PutBackError:
        raise
    except Exception:
        _LOG.exception("%s: could not be looked at because of a bug; please report it", source.id)
        raise
    log_outcome(outcome)
    return outcome


def _refuse_long(wait: float, now: datetime) -> None:
    if wait > LONGEST_WAIT:
        raise PutBackError(now + timedelta(seconds=wait), wait)


def _later(duties: Duties, attempts: int) -> PutBackError:
    """To try again what the archive could not take; at once where it cannot even say what time it is."""
    seconds = min(LONGEST_SET_BACK, FIRST_SET_BACK * 2.0 ** min(attempts, 10))
    try:
        return PutBackError(duties.now() + timedelta(seconds=seconds), seconds)
    except ClausewatchError:
        return PutBackError()


def deliver(duties: Duties) -> None:
    """Deliver what is owed. What could not be is put into the queue again by whoever leads."""
    try:
        delivered = duties.deliver()
    except CancelledError:
        raise PutBackError from None
    except ClausewatchError as error:
        _LOG.error("%s", error)
    except Exception:
        _LOG.exception("what is owed could not be delivered because of a bug; please report it")
        raise
    else:
        log_delivered(delivered)

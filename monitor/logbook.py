"""What a watch logs of its checks and deliveries: one line an event, the same in a daemon and in a cluster."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.render import reread_words

if TYPE_CHECKING:
    from monitor.delivery import Delivered
    from monitor.model import Outcome

_LOG = logging.getLogger("clausewatch")


def log_outcome(outcome: Outcome) -> None:
    """Log what a check found."""
    if outcome.reread:
        _LOG.info("%s: %s", outcome.source.id, reread_words(outcome.reread), extra={"event": "read anew"})
    what = f"{outcome.kind} (revision {outcome.revision})" if outcome.revision else outcome.kind
    detail = outcome.failure.message if outcome.failure else outcome.held.reason if outcome.held else outcome.quiet
    extra = {"event": "check", "source": outcome.source.id, "outcome": outcome.kind, "revision": outcome.revision}
    level = logging.WARNING if outcome.kind in {"failed", "held"} else logging.INFO
    _LOG.log(level, "%s: %s%s", outcome.source.id, what, f": {detail}" if detail else "", extra=extra)


def log_delivered(delivered: Delivered) -> None:
    """Log what a pass of delivery did."""
    for trouble in delivered.troubles:
        others = f"; {trouble.others} more wait for the same" if trouble.others else ""
        _LOG.warning("%s: %s%s%s", trouble.subscriber, trouble.error, "; given up" if trouble.parked else "", others)
    if delivered.sent:
        _LOG.info("told: %d", delivered.sent, extra={"event": "delivered", "sent": delivered.sent})


def log_thinned(thinned: int) -> None:
    """Log of how many pages the bytes were let go of."""
    if thinned:
        _LOG.info("let go of the bytes of %d pages that were kept for long enough", thinned)

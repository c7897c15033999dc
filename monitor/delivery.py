"""Sending what is owed, at least once: each notice on its own, again and again until it is taken or given up."""

from __future__ import annotations

import logging
import random
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.archive.protocol import Archive
    from monitor.model import Notice, Owed, Subscriber

GIVE_UP = timedelta(days=3)
"""A weekend: someone who can mend a channel on Monday still gets what was owed on Friday."""

FIRST_DELAY = 1.0
"""Seconds before the second try."""

LONGEST_DELAY = 3600.0
"""Seconds between tries at most: a channel that is mended is used again within the hour."""

_JITTER = 0.5
"""Share of a delay that chance adds, so that what failed together is not tried together."""

_DOUBLINGS = 12
"""2 to this power is more seconds than LONGEST_DELAY: further doubling would only overflow."""

_log = logging.getLogger(__name__)


class Notifier(Protocol):
    """One channel."""

    def send(self, notice: Notice, address: str, now: datetime) -> None:
        """Hand the notice over to the channel. Raises `DeliveryError` when it was not taken."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """A notice that was not taken, and why; `parked` if it will not be tried again by itself."""

    notice: str
    subscriber: str
    error: str
    parked: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass did: how many notices were sent, put off and parked, and what went wrong."""

    sent: int = 0
    put_off: int = 0
    parked: int = 0
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pass:
    """What stays the same for one pass; `down` grows: addresses that failed in it, until when, and why."""

    archive: Archive
    notifiers: Mapping[str, Notifier]
    subscribers: Mapping[str, Subscriber]
    now: datetime
    give_up: timedelta
    jitter: Callable[[], float]
    down: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)


def deliver(  # noqa: PLR0913 - the last two are for tests and for the one caller that reads the configuration
    archive: Archive,
    notifiers: Mapping[str, Notifier],
    subscribers: Sequence[Subscriber],
    now: datetime,
    *,
    give_up: timedelta = GIVE_UP,
    jitter: Callable[[], float] = random.random,
) -> Delivered:
    """Send every notice that may be sent now, oldest first.

    One that fails never stops another. `jitter` gives numbers from 0 up to 1.
    Raises `ArchiveError` when the archive cannot be used; a notice that was sent
    just before is then sent again, under the same id.
    """
    known = {subscriber.name: subscriber for subscriber in subscribers}
    this = _Pass(archive, notifiers, known, now, give_up, jitter)
    return _sum([_settle(this, owed) for owed in archive.owed(now)])


def retry_parked(
    archive: Archive, notifiers: Mapping[str, Notifier], subscribers: Sequence[Subscriber], now: datetime
) -> Delivered:
    """Send the notices that were given up, once; one that fails stays parked with the new reason."""
    known = {subscriber.name: subscriber for subscriber in subscribers}
    this = _Pass(archive, notifiers, known, now, timedelta(0), lambda: 0.0)
    return _sum([_settle(this, owed) for owed in archive.parked()])


def _sum(results: Sequence[Trouble | None]) -> Delivered:
    troubles = tuple(result for result in results if result)
    parked = sum(trouble.parked for trouble in troubles)
    return Delivered(len(results) - len(troubles), len(troubles) - parked, parked, troubles)


def _settle(this: _Pass, owed: Owed) -> Trouble | None:
    """Send one notice and remember how that went; None when it was taken."""
    subscriber = this.subscribers.get(owed.notice.subscriber)
    if subscriber is None:
        return _park(this, owed, "this subscriber is no longer in the configuration")
    notifier = this.notifiers.get(subscriber.channel)
    if notifier is None:
        return _park(this, owed, f"the channel {subscriber.channel} is not in the configuration")
    where = subscriber.channel, subscriber.address
    if where in this.down:
        return _wait(this, owed, *this.down[where])
    try:
        _send(notifier, owed.notice, subscriber.address, this.now)
    except DeliveryError as error:
        return _failed(this, owed, where, error)
    this.archive.delivered(owed.notice.id, this.now)
    return None


def _send(notifier: Notifier, notice: Notice, address: str, now: datetime) -> None:
    try:
        notifier.send(notice, address, now)
    except (DeliveryError, CancelledError):
        raise
    except Exception as error:
        # A fault of ours, set off by one notice, must not keep the others from being told. What it says may hold an
        # address or a password, so only its type is kept with the notice.
        _log.exception("%s could not be sent", notice.id)
        raise DeliveryError(notice.subscriber, f"a fault in clausewatch itself ({type(error).__name__})") from error


def _failed(this: _Pass, owed: Owed, where: tuple[str, str], error: DeliveryError) -> Trouble:
    if not error.transient:
        return _park(this, owed, str(error))
    until = this.now + timedelta(seconds=_delay(this, owed, error.retry_after))
    this.down[where] = until, str(error)
    return _wait(this, owed, until, str(error))


def _delay(this: _Pass, owed: Owed, retry_after: float | None) -> float:
    """Seconds: from one, doubling, with jitter, at most an hour, or what the channel asked for if that is longer."""
    doubled = FIRST_DELAY * 2.0 ** min(owed.attempts, _DOUBLINGS)
    delay = min(doubled, LONGEST_DELAY / (1 + _JITTER)) * (1 + _JITTER * this.jitter())
    # No channel may put a notice off for longer than we would keep trying.
    return max(delay, min(retry_after or 0.0, this.give_up.total_seconds()))


def _wait(this: _Pass, owed: Owed, until: datetime, error: str) -> Trouble:
    deadline = (owed.first_tried or this.now) + this.give_up
    if this.now >= deadline:
        return _park(this, owed, f"given up; {error}")
    this.archive.put_off(owed.notice.id, this.now, min(until, deadline), error)
    return Trouble(owed.notice.id, owed.notice.subscriber, error, parked=False)


def _park(this: _Pass, owed: Owed, error: str) -> Trouble:
    this.archive.park(owed.notice.id, this.now, error)
    return Trouble(owed.notice.id, owed.notice.subscriber, error, parked=True)

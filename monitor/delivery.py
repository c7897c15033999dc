"""Sending what is owed, at least once: each notice on its own, again and again until it is taken or given up.

Notices to one address go one after another, those to different ones at the same time, so
that a slow channel keeps nobody else waiting. A notice is claimed in the archive before it is
sent: of several processes on one archive only one sends it. Whoever is killed while sending
leaves a claim behind that ends by itself; the notice is then sent again, under the same id.
"""

from __future__ import annotations

import logging
import random
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol, TypeAlias

from monitor.archive.protocol import LONGEST_WAIT
from monitor.decide.timetable import latest, quiet_until
from monitor.errors import ArchiveDamaged, DeliveryError
from monitor.model import Notice, Timetable
from monitor.route import notice_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from monitor.archive.protocol import Outbox
    from monitor.model import Owed, Subscriber, Waiting

GIVE_UP = timedelta(days=3)
"""A weekend: someone who can mend a channel on Monday still gets what was owed on Friday."""

FIRST_DELAY = 1.0
"""Seconds before the second try."""

LONGEST_DELAY = 3600.0
"""Seconds between tries at most: a channel that is mended is used again within the hour."""

CLAIM = timedelta(minutes=2)
"""How long a notice that is being sent is nobody else's: a try takes a minute at most, and what a killed process
was sending waits so long, unless a daemon starts before, which sees that its holder has ended."""

DEFAULT_DIGEST = Timetable(time(8), weekday=0)
"""When those are told who have no digest of their own, of what their filters left out: on Monday morning."""

_JITTER = 0.5
"""Share of a delay that chance adds, so that what failed together is not tried together."""

_DOUBLINGS = 12
"""2 to this power is more seconds than LONGEST_DELAY: further doubling would only overflow."""

_BEFORE = timedelta(milliseconds=1)
"""By so much the others go before the one that failed the next time: it may be the only one that cannot be taken."""

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)

_AT_ONCE = 8
"""Addresses that are sent to at the same time."""

_log = logging.getLogger(__name__)

_Where: TypeAlias = tuple[str, str]
"""A channel and an address."""


class Notifier(Protocol):
    """One channel."""

    def send(self, notice: Notice, address: str, now: datetime) -> None:
        """Hand the notice over to the channel. Raises `DeliveryError` when it was not taken."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """A notice that was not taken, and why; `parked` if it will not be tried again by itself.

    `others` counts those to the same subscriber that were not tried, for its address takes nothing now.
    """

    notice: str
    subscriber: str
    error: str
    parked: bool
    others: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass did: how many notices were sent, put off and parked, and what went wrong."""

    sent: int = 0
    put_off: int = 0
    parked: int = 0
    troubles: tuple[Trouble, ...] = ()


class Busy:
    """The addresses that are being sent to; safe to share between threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._where: set[_Where] = set()

    def begin(self, where: _Where) -> bool:
        """Whether nobody sends to an address; whoever is told so does now."""
        with self._guard:
            free = where not in self._where
            self._where.add(where)
            return free

    def end(self, where: _Where) -> None:
        """Nobody sends to this address any more."""
        with self._guard:
            self._where.discard(where)


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs. `jitter` gives numbers from 0 up to 1; passes that share `busy` may overlap."""

    outbox: Outbox
    notifiers: Mapping[str, Notifier]
    subscribers: Mapping[str, Subscriber]
    clock: Callable[[], datetime]
    give_up: timedelta = GIVE_UP
    jitter: Callable[[], float] = random.random
    busy: Busy = field(default_factory=Busy)


@dataclass(frozen=True, slots=True)
class _Way:
    """How the notices of a pass are claimed, and what becomes of one that its channel may take later."""

    claim: Callable[[str, datetime, datetime], Owed | None]
    later: Callable[[Post, Owed, DeliveryError], Trouble]


def deliver(post: Post) -> Delivered:
    """Make the digests whose time has come, and send every notice that may be sent now, oldest first.

    One that fails never stops another. Raises `ArchiveError` when the archive cannot be
    used; a notice that was sent just before is then sent again, under the same id.
    """
    _make_digests(post)
    return _send_all(post, post.outbox.waiting(post.clock()), _Way(post.outbox.claim, _put_off))


def retry_parked(post: Post) -> Delivered:
    """Send the notices that were given up, once; one that fails stays parked with the new reason."""
    return _send_all(post, post.outbox.waiting_parked(), _Way(post.outbox.claim_parked, _park))


# --- digests ------------------------------------------------------------------------


def _make_digests(post: Post) -> None:
    """Owe each subscriber a digest of what waits for it, once its time has come since the first of that."""
    now = post.clock()
    for name, since in post.outbox.for_digests().items():
        subscriber = post.subscribers.get(name)
        at = latest(subscriber.digest or DEFAULT_DIGEST, now) if subscriber else now
        if since > now:  # the clock was put back since: all of that goes into one
            post.outbox.gather(_digest(name, since, now), _END_OF_TIME)
        elif since <= at:
            post.outbox.gather(_digest(name, since, now), now)


def _digest(subscriber: str, since: datetime, now: datetime) -> Notice:
    """A digest by when it was made, too: of one and the same time more may be filed once the first of it was told."""
    return Notice(
        id=notice_id("digest", subscriber, since.isoformat(), now.isoformat()),
        type="terms.digest",
        at=now,
        subscriber=subscriber,
        source="",
        title="What changed",
        url="",
        revision=0,
        outcome="changed",
        comparison=None,
        message="What changed since the last digest.",
    )


# --- sending ------------------------------------------------------------------------


def _send_all(post: Post, waiting: Sequence[Waiting], way: _Way) -> Delivered:
    lanes = _lanes(post, waiting)
    if not lanes:
        return Delivered()
    with ThreadPoolExecutor(min(_AT_ONCE, len(lanes)), thread_name_prefix="post") as pool:
        return _sum(list(pool.map(lambda one: _lane(post, one[0], one[1], way), lanes.items())))


def _lanes(post: Post, waiting: Iterable[Waiting]) -> dict[_Where, list[Waiting]]:
    """The notices by their address, without those whose subscriber is not to be disturbed now."""
    now = post.clock()
    lanes: dict[_Where, list[Waiting]] = {}
    for one in waiting:
        subscriber = post.subscribers.get(one.subscriber)
        if subscriber is None:
            lanes.setdefault(("", ""), []).append(one)
        elif not _is_quiet(post, one, now):
            lanes.setdefault((subscriber.channel, subscriber.address), []).append(one)
    return lanes


def _is_quiet(post: Post, one: Waiting, now: datetime) -> bool:
    """Whether a notice's subscriber is not to be disturbed."""
    subscriber = post.subscribers.get(one.subscriber)
    return subscriber is not None and quiet_until(subscriber.quiet, now) is not None


def _lane(post: Post, where: _Where, waiting: Sequence[Waiting], way: _Way) -> list[Trouble | None]:
    """Send what goes to one address, until it takes no more for now."""
    results: list[Trouble | None] = []
    if not post.busy.begin(where):
        return results
    try:
        for one in waiting:
            now = post.clock()
            if _is_quiet(post, one, now):  # a long lane may last until then
                continue
            try:
                owed = way.claim(one.notice, now, now + CLAIM)
            except ArchiveDamaged as error:  # what one tells of is broken: the others are told all the same
                results.append(_park_unread(post, one, error))
                continue
            if owed is None:
                continue
            try:
                results.append(_settle(post, owed, now))
            except _Later as later:
                results.append(way.later(post, owed, later.error))
                break
    finally:
        post.busy.end(where)
    return results


class _Later(Exception):
    """An address takes nothing now."""

    def __init__(self, error: DeliveryError) -> None:
        super().__init__(str(error))
        self.error = error


def _sum(lanes: Iterable[Sequence[Trouble | None]]) -> Delivered:
    results = [result for lane in lanes for result in lane]
    troubles = tuple(result for result in results if result)
    parked = sum((1 + trouble.others) for trouble in troubles if trouble.parked)
    put_off = sum((1 + trouble.others) for trouble in troubles if not trouble.parked)
    return Delivered(len(results) - len(troubles), put_off, parked, troubles)


def _settle(post: Post, owed: Owed, now: datetime) -> Trouble | None:
    """Send one notice and remember how that went; None when it was taken. Raises `_Later`."""
    subscriber = post.subscribers.get(owed.notice.subscriber)
    if subscriber is None:
        return _park(post, owed, "this subscriber is no longer in the configuration")
    notifier = post.notifiers.get(subscriber.channel)
    if notifier is None:
        return _park(post, owed, f"the channel {subscriber.channel} is not in the configuration")
    try:
        _send(notifier, owed.notice, subscriber.address, now)
    except DeliveryError as error:
        if error.transient:
            raise _Later(error) from error
        return _park(post, owed, error)
    post.outbox.delivered(owed.notice.id, post.clock())
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


def _delay(post: Post, owed: Owed, retry_after: float | None) -> float:
    """Seconds: from one, doubling, with jitter, at most an hour, or what the channel asked for if that is longer."""
    doubled = FIRST_DELAY * 2.0 ** min(owed.attempts, _DOUBLINGS)
    delay = min(doubled, LONGEST_DELAY / (1 + _JITTER)) * (1 + _JITTER * post.jitter())
    # No channel may put a notice off for longer than we would keep trying; what is longer still the outbox takes for
    # the work of a clock that was put back, and as over.
    longest = min(post.give_up, LONGEST_WAIT).total_seconds()
    return max(delay, min(retry_after or 0.0, longest))


def _put_off(post: Post, owed: Owed, error: DeliveryError) -> Trouble:
    """Put a notice off, and with it all else that is owed to its subscriber; give up what was tried for too long."""
    now, name = post.clock(), owed.notice.subscriber
    until = now + timedelta(seconds=_delay(post, owed, error.retry_after))
    deadline = (owed.first_tried or now) + post.give_up
    if now < deadline:
        until = min(until, deadline)
        post.outbox.put_off(owed.notice.id, now, until, str(error))
        others = post.outbox.put_off_behind(owed, now, until - _BEFORE, str(error))
        return Trouble(owed.notice.id, name, str(error), parked=False, others=others)
    given_up = f"given up; {error}"
    post.outbox.park(owed.notice.id, now, given_up)
    others = post.outbox.park_overdue(name, now, now - post.give_up, given_up)
    post.outbox.put_off_behind(owed, now, until, str(error))
    return Trouble(owed.notice.id, name, given_up, parked=True, others=others)


def _park(post: Post, owed: Owed, error: DeliveryError | str) -> Trouble:
    post.outbox.park(owed.notice.id, post.clock(), str(error))
    return Trouble(owed.notice.id, owed.notice.subscriber, str(error), parked=True)


def _park_unread(post: Post, one: Waiting, error: ArchiveDamaged) -> Trouble:
    """Give up a notice that cannot be read. Raises `ArchiveError` where the archive is broken as a whole."""
    post.outbox.park(one.notice, post.clock(), str(error))
    return Trouble(one.notice, one.subscriber, str(error), parked=True)

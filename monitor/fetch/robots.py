"""What a site's robots.txt allows (RFC 9309), asked once a day."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, TypeAlias

from monitor.errors import ArchiveError
from monitor.fetch.groups import EVERYONE, rules_for_us
from monitor.fetch.status import refusal
from monitor.fetch.trouble import ExchangeError
from monitor.model import RobotsTxt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from protego import Protego

    from monitor.fetch.connection import Budget
    from monitor.fetch.gate import Address
    from monitor.fetch.http import Answer

LIFETIME = timedelta(days=1)  # RFC 9309, 2.4
KEPT_ON = timedelta(days=30)  # RFC 9309, 2.3.1.4: how long a copy may stand in for one that cannot be had
ASK_AGAIN = timedelta(hours=1)  # after a robots.txt that could not be had, where an older copy holds meanwhile
TOO_SLOW = timedelta(minutes=1)  # after one that did not come in time, so that not each page of its site waits for it
MAX_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read, what follows may be ignored
STANDING_IN = 0.5  # of the time left, to ask for another while an old copy may stand in: the page needs the rest
LONGEST_DELAY = 60.0  # seconds; some sites ask for hours, which would only mean never
MANY_SITES = 1024  # sites remembered, so that memory does not grow with the number of sources
MUCH_TEXT = 2_000_000  # characters of rules remembered at most; parsed they take some 20 bytes each

Get: TypeAlias = "Callable[[str, Budget], Answer]"
"""Fetches an address with its redirects, within a budget; raises `ExchangeError`."""

Origin: TypeAlias = tuple[str, str, int]


class RobotsMemory(Protocol):
    """What remembers robots.txt files from one run to the next: an archive."""

    def robots(self, site: str) -> RobotsTxt | None:
        """What a site's robots.txt said when it was asked last. Raises `ArchiveError`."""
        ...

    def keep_robots(self, robots: RobotsTxt) -> None:
        """Remember what a site's robots.txt says. Raises `ArchiveError`."""
        ...


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a robots.txt said at a time, None where it has no rules for us; it holds until `again`.

    With `trouble` it is not known at all.
    """

    parsed: Protego | None
    at: datetime
    again: datetime
    size: int = 0
    trouble: ExchangeError | None = None

    def hold(self, now: datetime) -> bool:
        return self.at - LIFETIME < now < self.again  # also where the clock was put back

    def may_stand_in(self, now: datetime) -> bool:
        return self.trouble is None and now < self.at + LIFETIME + KEPT_ON


class Robots:
    """The robots.txt of every site asked so far; safe to share between threads.

    One that did not come within `patience` seconds is too slow. That one did not come in
    less says nothing of its site: whoever asked had spent the time elsewhere.
    """

    def __init__(self, get: Get, memory: RobotsMemory | None = None, *, patience: float) -> None:
        self._get = get
        self._memory = memory
        self._patience = patience
        self._known: dict[Origin, _Rules] = {}
        self._size = 0
        self._asked: dict[Origin, _Turn] = {}
        self._guard = threading.Lock()

    def permit(self, address: Address, now: datetime, budget: Budget) -> float:
        """The crawl delay in seconds the site asks for, 0 if none; raises `ExchangeError` if it says no.

        No robots.txt (any 4xx but 429) allows everything. One that cannot be had now allows
        nothing, unless an older copy is known; the trouble is then transient (RFC 9309, 2.3.1).
        To ask for it spends from the budget of the page.
        """
        known = self._rules(address, now, budget)
        if known.trouble:
            raise known.trouble.with_traceback(None)
        rules = known.parsed
        if rules is None:
            return 0.0
        if not rules.can_fetch(address.url, EVERYONE):
            raise ExchangeError(
                "robots",
                address.host,
                'its robots.txt does not allow this page; ask the provider, or set robots = "ignore" for the source',
                transient=False,
            )
        return min(rules.crawl_delay(EVERYONE) or 0.0, LONGEST_DELAY)

    def _rules(self, address: Address, now: datetime, budget: Budget) -> _Rules:
        known = self._known.get(address.origin)
        if known is not None and known.hold(now):
            return known
        with self._turn(address.origin):  # a site's other sources wait for one answer instead of asking too
            known = self._known.get(address.origin) or self._kept(address.site)
            if known is None or not known.hold(now):
                known = self._refreshed(address, now, known, budget)
            self._remember(address.origin, known)
            return known

    def _kept(self, site: str) -> _Rules | None:
        """What an earlier run was told; an archive that cannot say is no reason not to ask the site."""
        with suppress(ArchiveError):
            kept = self._memory.robots(site) if self._memory else None
            return _parsed(kept) if kept else None
        return None

    def _refreshed(self, address: Address, now: datetime, known: _Rules | None, budget: Budget) -> _Rules:
        old = known if known is not None and known.may_stand_in(now) else None
        seconds = budget.left() * (STANDING_IN if old else 1.0)
        try:
            with budget.lent(seconds) as lent:
                asked = RobotsTxt(address.site, self._text(address, now, lent), now)
        except ExchangeError as trouble:
            return self._unanswered(trouble, old, now, hurried=seconds < self._patience)
        if self._memory:
            with suppress(ArchiveError):  # then the next run asks once more
                self._memory.keep_robots(asked)
        return _parsed(asked)

    @staticmethod
    def _unanswered(trouble: ExchangeError, old: _Rules | None, now: datetime, *, hurried: bool) -> _Rules:
        """What holds where it cannot be had; raises where nothing does. What only hurry prevented is asked for anew."""
        is_slow = trouble.kind == "timeout"
        if old:
            return old if is_slow and hurried else replace(old, again=now + ASK_AGAIN)
        unknown = _unknown_rules(trouble)
        if is_slow and not hurried:
            return _Rules(None, now, now + TOO_SLOW, trouble=unknown)
        raise unknown from trouble

    def _text(self, address: Address, now: datetime, budget: Budget) -> str:
        """The rules for us as text, "" where there are none; raises `ExchangeError` where nobody can say."""
        try:
            answer = self._get(f"{address.site}/robots.txt", budget)
        except ExchangeError as trouble:
            if trouble.kind == "redirect":  # RFC 9309, 2.3.1.2: as if there were no rules
                return ""
            raise
        if answer.status == HTTPStatus.OK:
            return rules_for_us(_whole_lines(answer.body).decode("utf-8-sig", "replace"))
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refusal(answer, address.host, now)
        return ""

    def _remember(self, origin: Origin, rules: _Rules) -> None:
        with self._guard:
            before = self._known.pop(origin, None)
            self._known[origin] = rules
            self._size += rules.size - (before.size if before else 0)
            while len(self._known) > MANY_SITES or (self._size > MUCH_TEXT and len(self._known) > 1):
                self._size -= self._known.pop(next(iter(self._known))).size

    @contextmanager
    def _turn(self, origin: Origin) -> Iterator[None]:
        """Hold what only one thread may do for a site at a time; forgotten when nobody waits for it."""
        with self._guard:
            turn = self._asked.setdefault(origin, _Turn())
            turn.wanted += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._guard:
                turn.wanted -= 1
                if not turn.wanted:
                    del self._asked[origin]


class _Turn:
    """A lock, and how many threads hold it or wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.wanted = 0


def _parsed(robots: RobotsTxt) -> _Rules:
    if not robots.text:
        return _Rules(None, robots.at, robots.at + LIFETIME)
    from protego import Protego  # noqa: PLC0415 - many sites have no rules for us

    return _Rules(Protego.parse(robots.text), robots.at, robots.at + LIFETIME, len(robots.text))


def _whole_lines(body: bytes) -> bytes:
    """Without the last line of a file that was cut off: of a rule for one page it may have left one for all."""
    return body if len(body) < MAX_BYTES else body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]


def _unknown_rules(trouble: ExchangeError) -> ExchangeError:
    """The same trouble told of the page: a host that cannot be reached at all needs no mention of robots.txt."""
    if trouble.kind in {"address", "dns", "connect", "tls", "resting"}:
        return trouble
    return ExchangeError(
        "robots" if trouble.kind == "http" else trouble.kind,
        trouble.host,
        f"its robots.txt cannot be had, so the page was not asked for: {trouble.message}",
        transient=trouble.transient or trouble.kind == "http",
        retry_after=trouble.retry_after,
    )

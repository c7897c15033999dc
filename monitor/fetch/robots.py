"""What a site's robots.txt allows (RFC 9309), remembered for a day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from protego import Protego

from monitor.fetch.http import Answer
from monitor.fetch.status import refusal
from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    from monitor.fetch.gate import Address

PRODUCT_TOKEN = "clausewatch"  # noqa: S105 - the name robots.txt files may use for us
LIFETIME = timedelta(days=1)  # RFC 9309, 2.4
MAX_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read, what follows may be ignored
LONGEST_DELAY = 60.0  # seconds; some sites ask for hours, which would only mean never
MANY_SITES = 1024  # sites remembered, so that memory does not grow with the number of sources

Get = Callable[[str], Answer]
"""Fetches an address with its redirects; raises `ExchangeError`."""


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego
    at: datetime


class Robots:
    """The robots.txt of every site asked so far; safe to share between threads."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._known: dict[tuple[str, str, int], _Rules] = {}
        self._locks: dict[tuple[str, str, int], threading.Lock] = {}
        self._guard = threading.Lock()

    def permit(self, address: Address, now: datetime) -> float:
        """The crawl delay in seconds the site asks for, 0 if none; raises `ExchangeError` if it says no.

        No robots.txt (any 4xx but 429) allows everything. One that cannot be had now allows
        nothing, unless an older copy is known; the trouble is then transient (RFC 9309, 2.3.1).
        """
        rules = self._rules(address, now)
        if not rules.can_fetch(address.url, PRODUCT_TOKEN):
            raise ExchangeError(
                "robots",
                address.host,
                'its robots.txt does not allow this page; ask the provider, or set robots = "ignore" for the source',
                transient=False,
            )
        return min(rules.crawl_delay(PRODUCT_TOKEN) or 0.0, LONGEST_DELAY)

    def _rules(self, address: Address, now: datetime) -> Protego:
        with self._lock(address):  # a site's other sources wait for one answer instead of asking too
            known = self._known.get(address.origin)
            if known is None or abs(now - known.at) >= LIFETIME:
                known = self._refresh(address, now, known)
            return known.parsed

    def _refresh(self, address: Address, now: datetime, known: _Rules | None) -> _Rules:
        try:
            rules = _Rules(Protego.parse(self._text(address, now)), now)
        except ExchangeError as trouble:
            if known is not None:
                return known
            raise _unknown_rules(trouble) from trouble
        self._remember(address, rules)
        return rules

    def _text(self, address: Address, now: datetime) -> str:
        """The rules as text, "" where there are none; raises `ExchangeError` where nobody can say."""
        try:
            answer = self._get(f"{address.site}/robots.txt")
        except ExchangeError as trouble:
            if trouble.kind == "redirect":  # RFC 9309, 2.3.1.2: as if there were no rules
                return ""
            raise
        if answer.status == HTTPStatus.OK:
            return answer.body.decode("utf-8-sig", "replace")
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise refusal(answer, address.host, now)
        return ""

    def _remember(self, address: Address, rules: _Rules) -> None:
        with self._guard:
            self._known[address.origin] = rules
            while len(self._known) > MANY_SITES:
                oldest = next(iter(self._known))
                del self._known[oldest]
                self._locks.pop(oldest, None)

    def _lock(self, address: Address) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(address.origin, threading.Lock())


def _unknown_rules(trouble: ExchangeError) -> ExchangeError:
    """The same trouble told of the page: a host that cannot be reached at all needs no mention of robots.txt."""
    if trouble.kind in {"address", "dns", "connect", "tls"}:
        return trouble
    return ExchangeError(
        "robots" if trouble.kind == "http" else trouble.kind,
        trouble.host,
        f"its robots.txt cannot be had, so the page was not asked for: {trouble.message}",
        transient=trouble.transient or trouble.kind == "http",
        retry_after=trouble.retry_after,
    )

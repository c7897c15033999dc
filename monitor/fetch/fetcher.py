"""The fetcher: sources in, pages out; politely, within bounds, and through the gate at every hop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from monitor.errors import DeliveryError
from monitor.fetch.browsing import MOST_BYTES, Browser, Limits, Visit, is_markup
from monitor.fetch.connection import Budget
from monitor.fetch.follow import Carried, Courier, Errand, Landing, Permit
from monitor.fetch.gate import Address, Resolve, parse, system_resolve
from monitor.fetch.http import Answer, sendable
from monitor.fetch.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from monitor.fetch.robots import Robots, RobotsMemory
from monitor.fetch.status import refusal, retry_after
from monitor.fetch.trouble import ExchangeError
from monitor.model import Failure, Fetched, NotModified, Page, Part, Past, Reply, Source, Validators

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from monitor.fetch.pace import Pace
    from monitor.fetch.settings import FetchSettings

REPLY_LIMIT = 65_536  # bytes kept of what a webhook answers: Slack's errors are a line, its successes a few KB
LONGEST_VALIDATOR = 1_024  # characters of an ETag worth keeping; longer ones are junk
LONGEST_TYPE = 1_024  # characters of a Content-Type worth keeping

PATIENCE = 0.25
"""The share of `timeout` within which a robots.txt is to come: one that had as much and did not come is slow, and not
only unlucky to be asked for at the end of a chain of redirects. With half of the time kept for the page, a short
redirect, as from http to https, leaves as much."""


class Fetcher:
    """Fetches sources and posts messages; safe to share between threads.

    `robots` remembers robots.txt files from one run to the next; `pace` says whose turn it
    is where others fetch as well. After `close`, whatever waits for its turn, or would
    begin, raises `concurrent.futures.CancelledError`: that is no fault of the provider's.
    Raises `ConfigError` for a proxy that cannot be used.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        resolve: Resolve = system_resolve,
        robots: RobotsMemory | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings
        self._courier = Courier(settings, resolve, pace)
        self._browser = Browser()
        self._robots = Robots(self._robots_txt, robots, patience=PATIENCE * settings.timeout)

    def fetch(self, source: Source, past: Past, now: datetime) -> Fetched:
        """The source's document: a `Page` with all parts, `NotModified` if none changed, or a `Failure`."""
        try:
            return self._document(source, past, now)
        except ExchangeError as trouble:
            return Failure(
                kind=trouble.kind,
                message=str(trouble),
                at=now,
                transient=trouble.transient,
                retry_after=trouble.retry_after,
            )

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a message once and give the answer, whatever its status; redirects are not followed.

        Raises `DeliveryError`, with the host as its subject, when there is no answer.
        """
        delay = self._settings.host_delay
        try:
            answer = self._courier.post(url, body, headers, limit=REPLY_LIMIT, delay=delay)
        except ExchangeError as trouble:
            raise DeliveryError(
                trouble.host, trouble.message, transient=trouble.transient, retry_after=trouble.retry_after
            ) from trouble
        return Reply(answer.status, answer.body, retry_after(answer.headers, datetime.now(UTC)))

    def wait(self, url: str) -> float:
        """The seconds until the host of an address may be asked again without waiting, 0 if it may now.

        A host that is being asked right now counts as free after a moment; look again then.
        """
        return self._courier.wait(url, self._settings.host_delay)

    def close(self) -> None:
        """Begin nothing more; exchanges under way end by themselves, within their time, and pages rendered at once."""
        self._courier.close()
        self._browser.close()

    def abort(self) -> None:
        """Begin nothing more, and end exchanges under way at once: they raise `CancelledError`, too."""
        self._courier.abort()
        self._browser.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _document(self, source: Source, past: Past, now: datetime) -> Page | NotModified:
        """Ask for what changed; where only some parts did, ask for the others whole."""
        asked = [(url, self._part(source, url, past.validators.get(url), now)) for url in source.urls]
        if not any(isinstance(found, Part) for _, found in asked):
            return NotModified(now, tuple((url, found.moved) for url, found in asked if found.moved))
        whole = (found if isinstance(found, Part) else self._part(source, url, None, now) for url, found in asked)
        return Page(tuple(part for part in whole if isinstance(part, Part)), now)

    def _part(self, source: Source, url: str, validators: Validators | None, now: datetime) -> Part | Landing:
        """One address of a source, or only where it led if it has not changed since it gave the validators."""
        if source.render is True:
            return self._rendered(source, url, now)
        etag, modified = (validators.etag, validators.last_modified) if validators else (None, None)
        carried = Carried(source.headers, etag, modified)
        landing = self._courier.follow(Errand(url, carried, self._permit(source, now), self._settings.max_bytes))
        if landing.answer.status == HTTPStatus.NOT_MODIFIED and (etag or modified):
            return landing
        if landing.answer.status != HTTPStatus.OK:
            raise refusal(landing.answer, landing.host, now)
        return _part_of(url, landing)

    def _rendered(self, source: Source, url: str, now: datetime) -> Part:
        """One address of a source as its scripts make it, all within one budget of time.

        It has no validators: those of the document say nothing of what its scripts bring.
        """
        limit = self._settings.max_bytes
        errand = Errand(
            url, Carried(source.headers), self._permit(source, now), limit, budget=Budget(self._settings.timeout)
        )
        landing = self._courier.follow(errand)
        if landing.answer.status != HTTPStatus.OK:
            raise refusal(landing.answer, landing.host, now)
        if not is_markup(landing.answer):
            return replace(_part_of(url, landing), etag=None, last_modified=None)
        limits = Limits(limit, MOST_BYTES * limit, settle=self._settings.settle)
        with self._courier.visiting(parse(landing.url)) as brake:
            rendered = self._browser.render(Visit(self._courier, replace(errand, brake=brake), landing, limits))
        return Part(url, rendered.url, rendered.body, "text/html; charset=utf-8", moved=landing.moved)

    def _permit(self, source: Source, now: datetime) -> Permit:
        if "ignore" in {source.robots, self._settings.robots}:
            return self._usual_delay
        return lambda address, budget: max(self._settings.host_delay, self._robots.permit(address, now, budget))

    def _usual_delay(self, _address: Address, _budget: Budget) -> float:
        return self._settings.host_delay

    def _robots_txt(self, url: str, budget: Budget) -> Answer:
        errand = Errand(url, Carried({}), self._usual_delay, ROBOTS_MAX_BYTES, cut=True, budget=budget)
        return self._courier.follow(errand).answer


def _part_of(asked: str, landing: Landing) -> Part:
    headers = landing.answer.headers
    return Part(
        asked=asked,
        url=landing.url,
        body=landing.answer.body,
        content_type=headers.get("Content-Type", "")[:LONGEST_TYPE],
        etag=_validator(headers, "ETag"),
        last_modified=_validator(headers, "Last-Modified"),
        moved=landing.moved,
    )


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    """A validator that can be sent back, or None."""
    value = headers.get(name, "")
    return value if value and len(value) <= LONGEST_VALIDATOR and sendable(name, value) else None

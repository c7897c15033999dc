"""What a status code that brings no document means for people, and when to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from monitor.fetch.trouble import ExchangeError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.fetch.http import Answer

# A server that asks for longer is broken or means "never"; a source is looked at once a month in any case.
LONGEST_WAIT = timedelta(days=30)

REST = 60.0
"""Seconds of rest for a host that says it was asked too often, and not for how long. A minute is what limits are
mostly counted by; a host that means longer says so again."""

_SERVER_ERRORS = range(500, 600)
_RETRY_LATER = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.NOT_MODIFIED}
)
_SECONDS = pattern(r"[0-9]{1,10}")
_MOVED = "the page is gone; find where the provider publishes it now and correct the url"
_MEANING: Mapping[int, str] = {
    204: "the server sent no document",
    304: "the server says nothing has changed, though it was not asked; it will be tried again",
    401: "the page wants a login; set headers for the source",
    403: "the server refuses this visitor; open the page in a browser, and set headers or ask the provider",
    404: _MOVED,
    410: _MOVED,
    429: "the server was asked too often; it will be asked again later, or raise fetch.host_delay",
    451: "the server may not show the page here for legal reasons",
}
_FAULTY_SERVER = "the server is in trouble; it will be asked again later"
_OTHER = "only 200 brings a document; open the page in a browser and compare"


def refusal(answer: Answer, host: str, now: datetime) -> ExchangeError:
    """The trouble an answer without a document stands for."""
    after = retry_after(answer.headers, now)
    if _is_challenge(answer):
        message = "a bot protection stands before the page; ask the provider for a way in, or set headers"
        return ExchangeError("blocked", host, message, retry_after=after)
    meaning = _FAULTY_SERVER if answer.status in _SERVER_ERRORS else _MEANING.get(answer.status, _OTHER)
    return ExchangeError(
        "http",
        host,
        f"answered {_named(answer.status)}: {meaning}",
        transient=answer.status in _SERVER_ERRORS or answer.status in _RETRY_LATER,
        retry_after=after,
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds a Retry-After header asks for (RFC 9110, 10.2.3), at most 30 days; None without a usable one."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        wait = timedelta(seconds=int(value))
    else:
        try:
            wait = _as_utc(parsedate_to_datetime(value)) - now
        except (ValueError, OverflowError):
            return None
    return max(0.0, min(wait, LONGEST_WAIT).total_seconds())


def rest_asked(answer: Answer) -> float | None:
    """The seconds for which nobody may ask this host anything, where its answer says so; else None or 0."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        after = retry_after(answer.headers, datetime.now(UTC))
        return REST if after is None else after
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return retry_after(answer.headers, datetime.now(UTC))
    return None


def resting(host: str, left: float) -> ExchangeError:
    """The trouble of a page that was not asked for because another of its host's answers asked for rest."""
    until = datetime.now(UTC) + timedelta(seconds=left)
    message = f"asked to be left alone until {until:%Y-%m-%d %H:%M} UTC when another page was fetched; not asked again"
    return ExchangeError("resting", host, message, retry_after=left)


def _as_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _named(status: int) -> str:
    """A status with the name the standard gives it, never the server's own words."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _is_challenge(answer: Answer) -> bool:
    """Whether a bot protection answered in the server's place, as Cloudflare, AWS, DataDome and Akamai mark it."""
    if "cf-mitigated" in answer.headers or "x-amzn-waf-action" in answer.headers:
        return True
    marked = "x-datadome" in answer.headers or answer.headers.get("Server", "").startswith("AkamaiGHost")
    return answer.status == HTTPStatus.FORBIDDEN and marked

"""What a posted message was answered with, and what that means: shared by the channels that post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from monitor.errors import DeliveryError
from monitor.model import Reply

Post: TypeAlias = Callable[[str, bytes, Mapping[str, str]], Reply]
"""Posts a body with headers to an address; raises DeliveryError when there is no answer."""

_PASSING = frozenset({408, 425, 429})
"""Client errors that pass by themselves (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4)."""

_ADVICE: dict[int, str] = {
    400: "it does not understand the message",
    401: "it does not accept our credentials; check the address and its secret",
    403: "it forbids the message; check the address and what it is allowed to do",
    404: "nothing is there; check the address",
    410: "the address was closed for good; give a new one",
    413: "the message is too long for it",
}


def place(address: str) -> str:
    """An address without its secrets: its scheme and host, since path and query of a hook are its password."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    return f"{parts.scheme}://{host}" if host else "an address that is no URL"


def must_be_taken(address: str, reply: Reply, detail: str = "") -> None:
    """Raise DeliveryError unless the answer says that the message was taken (2xx).

    Server errors and the statuses that ask to come back later are transient; all
    else, redirects included, stays wrong until someone changes something.
    """
    if 200 <= reply.status < 300:  # noqa: PLR2004 - the class of success, RFC 9110, 15.3
        return
    transient = reply.status in _PASSING or reply.status >= 500  # noqa: PLR2004 - server errors, RFC 9110, 15.6
    raise DeliveryError(
        place(address),
        f"answered with status {reply.status}{detail}: {_advice(reply.status, transient=transient)}",
        transient=transient,
        retry_after=reply.retry_after if transient else None,
    )


def _advice(status: int, *, transient: bool) -> str:
    if transient:
        return "it will be tried again"
    if 300 <= status < 400:  # noqa: PLR2004 - redirects, RFC 9110, 15.4
        return "it lies elsewhere now, and messages are not sent on; give the new address"
    return _ADVICE.get(status, "it refused the message")

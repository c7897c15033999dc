"""Notices posted to Slack: by incoming webhook, or by a bot's token, which alone can answer in a thread.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
https://docs.slack.dev/reference/methods/chat.postMessage.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.errors import DeliveryError
from monitor.render import slack_messages
from notifiers.answer import Post, must_be_taken, place
from notifiers.progress import Progress

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Notice, Reply

Json: TypeAlias = dict[str, Any]

LONGEST = 60.0
"""Seconds for the messages of one notice; the rest follows with the next try. A notice is ours for two minutes."""

FIRST_IN_CHANNEL = 4_000
"""Characters of a message that is answered in a thread: a usual change stands in it whole, a rewrite fills no screen
after another of a channel that others read, too."""

_MENDED = 3600.0
"""Seconds until what a person has to mend is tried again."""

_REASON = re.compile(r"[a-z_]{3,60}")
"""Slack answers a refused message with one such word; anything else may be of another making, and is not shown."""

_TYPE = "application/json; charset=utf-8"
_PASSING = frozenset(
    "fatal_error internal_error ratelimited rate_limited request_timeout service_unavailable team_added_to_org".split()
)
"""Errors of Slack's methods that pass by themselves."""

_TOKEN = "check token of [channel.slack]"  # noqa: S105 - the name of a key
_ADVICE = {
    "account_inactive": _TOKEN,
    "channel_not_found": "give the id of a channel, and invite the app to it",
    "invalid_auth": _TOKEN,
    "is_archived": "the channel was archived; give another one",
    "missing_scope": "give the app the scope chat:write",
    "not_authed": _TOKEN,
    "not_in_channel": "invite the app to the channel",
    "token_expired": _TOKEN,
    "token_revoked": _TOKEN,
}


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """A bot's token, and where Slack's methods are; without a token only incoming webhooks can be posted to."""

    token: str | None = field(default=None, repr=False)
    api: str = "https://slack.com/api"


class Slack:
    """Posts each notice as one Block Kit message, or as several where it is long.

    `progress` remembers which of several were taken, so that the next try goes on from there.
    """

    def __init__(self, post: Post, settings: SlackSettings | None = None, progress: Progress | None = None) -> None:
        self._post = post
        self._settings = settings or SlackSettings()
        self._progress = progress or Progress()

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - every channel takes the time
        """Post the notice to `address`: that of an incoming webhook, or a channel's id or name.

        With a token, what does not fit the first message answers it in its thread.
        Raises DeliveryError at the first message that is not taken.
        """
        until = time.monotonic() + LONGEST
        taken = self._progress.taken(notice.id, address)
        for message in self._messages(notice, address)[len(taken) :]:
            if time.monotonic() > until:
                raise DeliveryError(self._name(address), "is slow; what it has not taken yet will be sent again")
            self._progress.add(notice.id, address, self._one(message, address, taken))
            taken = self._progress.taken(notice.id, address)
        self._progress.forget(notice.id, address)

    def _messages(self, notice: Notice, address: str) -> tuple[Json, ...]:
        return slack_messages(notice) if _is_hook(address) else slack_messages(notice, FIRST_IN_CHANNEL)

    def _name(self, address: str) -> str:
        return place(address if _is_hook(address) else self._settings.api)

    def _one(self, message: Json, address: str, taken: tuple[str, ...]) -> str:
        """Post one message; its name in the thread, "" from a webhook."""
        if not _is_hook(address):
            return self._by_bot(message | {"channel": address}, taken)
        reply = self._post(address, json.dumps(message).encode(), {"Content-Type": _TYPE})
        must_be_taken(address, reply, _in_brackets(reply.body.decode("utf-8", "replace").strip()))
        return ""

    def _by_bot(self, message: Json, taken: tuple[str, ...]) -> str:
        settings = self._settings
        if not settings.token:
            advice = "needs a token to post to a channel; add [channel.slack], or give the address of a webhook"
            raise DeliveryError(place(settings.api), advice, transient=False)
        thread = {"thread_ts": taken[0]} if taken else {}
        headers = {"Content-Type": _TYPE, "Authorization": f"Bearer {settings.token}"}
        reply = self._post(f"{settings.api}/chat.postMessage", json.dumps(message | thread).encode(), headers)
        must_be_taken(settings.api, reply)
        return _posted(place(settings.api), reply)


def _is_hook(address: str) -> bool:
    return "://" in address


def _in_brackets(reason: object) -> str:
    return f" ({reason})" if isinstance(reason, str) and _REASON.fullmatch(reason) else ""


def _posted(subject: str, reply: Reply) -> str:
    """The timestamp that Slack names the message by; it says "no" with status 200, too."""
    answer = _json(reply.body)
    if answer.get("ok") is True:
        return str(answer.get("ts") or "")
    error = answer.get("error")
    reason = _in_brackets(error)
    if not reason:
        raise DeliveryError(subject, "answered something that Slack does not; it will be tried again")
    if error in _PASSING:
        raise DeliveryError(subject, f"could not{reason}; it will be tried again", retry_after=reply.retry_after)
    advice = _ADVICE.get(str(error), "look this word up among the errors of chat.postMessage")
    if error in _ADVICE:  # no fault of this message: all wait until token or channel are mended
        raise DeliveryError(subject, f"refused the message{reason}; {advice}", retry_after=_MENDED)
    raise DeliveryError(subject, f"refused the message{reason}; {advice}", transient=False)


def _json(body: bytes) -> Json:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}

"""Notices posted to a Slack incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from monitor.render import slack_messages
from notifiers.answer import Post, must_be_taken

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Notice, Reply

_REASON = re.compile(rb"[a-z_]{3,60}")
"""Slack answers a refused message with one such word; anything else may be of another making, and is not shown."""


class Slack:
    """Posts each notice as one Block Kit message, or as several where it is long."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - every channel takes the time
        """Post the notice to the webhook `address`.

        Raises DeliveryError at the first message that is not taken. A notice is then
        sent again whole: a part told twice is better than one never told.
        """
        for message in slack_messages(notice):
            body = json.dumps(message).encode()
            reply = self._post(address, body, {"Content-Type": "application/json; charset=utf-8"})
            must_be_taken(address, reply, _reason(reply))


def _reason(reply: Reply) -> str:
    return f" ({reply.body.strip().decode()})" if _REASON.fullmatch(reply.body.strip()) else ""

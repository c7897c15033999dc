"""Notices posted as signed JSON (Standard Webhooks 1.0, https://www.standardwebhooks.com)."""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING

import standardwebhooks
from standardwebhooks.webhooks import EmptyWebhookSecretError

from monitor.errors import ConfigError
from monitor.wire import notice_json
from notifiers.answer import Post, must_be_taken

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Notice


class Webhook:
    """Posts each notice as JSON with the headers webhook-id, webhook-timestamp and webhook-signature.

    `secret` is `whsec_` and base64. Raises ConfigError when it is not.
    """

    def __init__(self, post: Post, secret: str) -> None:
        self._post = post
        self._signer = _signer(secret)

    def send(self, notice: Notice, address: str, now: datetime) -> None:
        """Post the notice to `address`, signed at `now`. The id is the notice's and never changes on retry."""
        body = json.dumps(notice_json(notice), separators=(",", ":"))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": notice.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(notice.id, now, body),
        }
        must_be_taken(address, self._post(address, body.encode(), headers))


def _signer(secret: str) -> standardwebhooks.Webhook:
    advice = "is no webhook secret; give whsec_ followed by base64, such as `openssl rand -base64 32` prints"
    if not secret.startswith("whsec_"):
        raise ConfigError("channel.webhook.secret", advice)
    try:
        return standardwebhooks.Webhook(secret)
    except (binascii.Error, EmptyWebhookSecretError, ValueError):
        # The library's own error may hold parts of the secret.
        raise ConfigError("channel.webhook.secret", advice) from None

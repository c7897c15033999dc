"""What webhooks are sent is what docs/schemas/webhook.schema.json promises."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.cli.schemas import faults
from tests.render.golden import FOLDER

_DIGEST = re.compile(r'"digest": "[^"]*"')  # the examples have none that could be one
_ONE = f'"digest": "{"0" * 64}"'
BODIES: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".notice.json"): json.loads(_DIGEST.sub(_ONE, path.read_text("utf-8")))
    for path in sorted(FOLDER.glob("*.notice.json"))
}


@pytest.mark.parametrize("name", BODIES)
def test_what_a_webhook_is_sent_keeps_its_schema(name: str) -> None:
    """Changes, digests, alarms and heartbeats, with pages and without."""
    assert faults("webhook", BODIES[name]) == []


@pytest.mark.parametrize("name", ["changed", "held", "heartbeat", "digest", "index-added"])
def test_a_body_without_one_of_its_keys_is_found(name: str) -> None:
    """The schema rejects it, whichever key was taken."""
    data = BODIES[name]["data"]
    for key in data:
        less = {other: value for other, value in data.items() if other != key}
        assert faults("webhook", {**BODIES[name], "data": less}), key

"""What each channel puts around a message, as it leaves: kept beside the messages themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model import Change, Notice, Reply
from notifiers.letter import mail
from notifiers.slack import Slack, SlackSettings
from notifiers.webhook import Webhook
from tests.notifiers.servers import Posted, hook, post
from tests.render import golden
from tests.render.examples import CHANGED, COMPARISON, DATE_ONLY, FAILING, HELD, RELOCATED, SEEN_BEFORE, clause

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOTICES = {
    "changed": CHANGED,
    "date-only": DATE_ONLY,
    "seen-before": SEEN_BEFORE,
    "failing": FAILING,
    "held": HELD,
    "moved": RELOCATED,
}
MANY = tuple(
    Change(kind="added", old=(), new=(clause(f"{number}.1", "Roaming zones", "Words."),), severity="low")
    for number in range(20, 220)
)


def headers(one: Posted) -> str:
    """The headers that are ours."""
    ours = ("content-type", "authorization", "webhook-id", "webhook-timestamp", "webhook-signature")
    return "".join(f"{name}: {one.headers[name]}\n" for name in ours if name in one.headers)


@pytest.mark.parametrize("name", NOTICES)
def test_the_headers_of_a_mail_are_as_they_were_read_and_approved(name: str) -> None:
    """Who, to whom, when, what about, in which thread."""
    message = mail(NOTICES[name], "clausewatch <terms@northline.example>", "legal@example.com")
    message.set_boundary("=-=")
    head = bytes(message).partition(b"\r\n\r\n")[0].decode()
    golden.check(f"{name}.mail.headers.txt", head.replace("\r\n", "\n") + "\n")


@pytest.mark.parametrize("name", NOTICES)
def test_the_headers_of_a_webhook_are_as_they_were_read_and_approved(name: str) -> None:
    """The signature is over exactly this id, time and body."""
    with hook() as there:
        Webhook(post, SECRET).send(NOTICES[name], there.url, NOW)
    golden.check(f"{name}.webhook.headers.txt", headers(there.came[0]))


def test_a_long_change_in_a_thread_is_as_it_was_read_and_approved() -> None:
    """What a bot posts: the summary to the channel, what does not fit as answers to it."""
    long: Notice = replace(CHANGED, comparison=replace(COMPARISON, changes=(*COMPARISON.changes, *MANY)))
    answers = [Reply(200, json.dumps({"ok": True, "ts": f"177.{number}"}).encode()) for number in range(9)]
    with hook(*answers) as there:
        Slack(post, SlackSettings("xoxb-made-up", there.url.partition("/services")[0])).send(long, "C024BE91L", NOW)
    told = [
        f"{one.path}\n{headers(one)}{json.dumps(json.loads(one.body), indent=1, ensure_ascii=False)}\n"
        for one in there.came
    ]
    golden.check("long.slack.thread.txt", "\n".join(told))

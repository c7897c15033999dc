from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from monitor.errors import DeliveryError
from monitor.model import Edit, Notice, Reply
from monitor.render import slack_messages
from notifiers.progress import KEPT, Progress
from notifiers.slack import FIRST_IN_CHANNEL, Slack, SlackSettings
from tests.notifiers.servers import Hook, Posted, closed_port, hook, post
from tests.render.examples import AVAILABILITY, CHANGED, COMPARISON

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TOKEN = "xoxb-s3cret"
CHANNEL = "C024BE91L"
LONG: Notice = replace(
    CHANGED, comparison=replace(COMPARISON, changes=(replace(AVAILABILITY, edits=(Edit("+", "word " * 9000),)),))
)
OK = Reply(200, b"ok")


def posted(ts: str) -> Reply:
    """Slack's answer to a message it took."""
    return Reply(200, json.dumps({"ok": True, "channel": CHANNEL, "ts": ts}).encode())


def refused(error: str, retry_after: float | None = None) -> Reply:
    """Slack's answer to a message it did not take: status 200, too."""
    return Reply(200, json.dumps({"ok": False, "error": error}).encode(), retry_after)


def bot(there: Hook, token: str | None = TOKEN) -> Slack:
    """A channel that takes this server for Slack."""
    parts = urlsplit(there.url)
    return Slack(post, SlackSettings(token, f"{parts.scheme}://{parts.netloc}/api"))


def sent(one: Posted) -> dict[str, object]:
    """What a request carried."""
    found = json.loads(one.body)
    assert isinstance(found, dict)
    return found


def test_a_bot_posts_to_a_channel_with_its_token() -> None:
    """The message goes to chat.postMessage, its token into a header and nowhere else."""
    with hook(posted("1.1")) as there:
        bot(there).send(CHANGED, CHANNEL, NOW)
    (one,) = there.came
    assert one.path == "/api/chat.postMessage"
    assert one.headers["authorization"] == f"Bearer {TOKEN}"
    assert sent(one) == {**slack_messages(CHANGED)[0], "channel": CHANNEL}
    assert TOKEN.encode() not in one.body


def test_the_rest_of_a_long_change_answers_its_first_message() -> None:
    """The channel sees the summary; who wants the rest opens the thread."""
    with hook(posted("1.1"), posted("2.2")) as there:
        bot(there).send(LONG, CHANNEL, NOW)
    first, *rest = (sent(one) for one in there.came)
    assert "thread_ts" not in first
    assert len(rest) == len(slack_messages(LONG, FIRST_IN_CHANNEL)) - 1 > 1
    assert {one["thread_ts"] for one in rest} == {"1.1"}


def test_a_long_change_that_broke_off_goes_on_where_it_broke_off() -> None:
    """What was posted is not posted again, and what follows stays in its thread."""
    with hook(posted("1.1"), posted("2.2"), Reply(500, b""), posted("3.3")) as there:
        channel = bot(there)
        with pytest.raises(DeliveryError, match="status 500"):
            channel.send(LONG, CHANNEL, NOW)
        channel.send(LONG, CHANNEL, NOW)
    came = [sent(one) for one in there.came]
    messages = [{**message, "channel": CHANNEL} for message in slack_messages(LONG, FIRST_IN_CHANNEL)]
    taken = [*came[:2], *came[3:]]
    assert [{key: one[key] for key in one if key != "thread_ts"} for one in taken] == messages
    assert {one.get("thread_ts") for one in taken[1:]} == {"1.1"}


def test_a_webhook_that_asked_for_a_pause_gets_only_what_it_has_not_taken() -> None:
    """Slack takes about one message a second by webhook, and says so with 429 in the midst of a long change."""
    with hook(OK, Reply(429, b"rate_limited", 1), OK) as there:
        channel = Slack(post)
        with pytest.raises(DeliveryError) as caught:
            channel.send(LONG, there.url, NOW)
        assert (caught.value.transient, caught.value.retry_after) == (True, 1.0)
        channel.send(LONG, there.url, NOW)
    bodies = [sent(one) for one in there.came]
    assert [bodies[0], *bodies[2:]] == list(slack_messages(LONG))


def test_a_notice_that_was_taken_whole_is_posted_whole_when_it_is_sent_again() -> None:
    """Only a message that broke off is remembered: one that is sent again on purpose is not half a message."""
    with hook(OK) as there:
        channel = Slack(post)
        channel.send(CHANGED, there.url, NOW)
        channel.send(CHANGED, there.url, NOW)
    assert len(there.came) == 2


@pytest.mark.parametrize("error", ["ratelimited", "internal_error", "fatal_error", "service_unavailable"])
def test_what_slack_cannot_do_now_is_tried_again(error: str) -> None:
    """Status 200 does not mean that a message was taken."""
    with hook(refused(error, 30)) as there, pytest.raises(DeliveryError, match=error) as caught:
        bot(there).send(CHANGED, CHANNEL, NOW)
    assert (caught.value.transient, caught.value.retry_after) == (True, 30.0)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("channel_not_found", "invite the app to it"),
        ("not_in_channel", "invite the app to the channel"),
        ("invalid_auth", r"check token of \[channel.slack\]"),
        ("missing_scope", "chat:write"),
    ],
)
def test_what_a_person_has_to_mend_is_tried_again_in_an_hour(error: str, advice: str) -> None:
    """It concerns all that is owed, which waits; the error says what to do, and the token is not shown."""
    with hook(refused(error)) as there, pytest.raises(DeliveryError, match=rf"\({error}\); .*{advice}") as caught:
        bot(there).send(CHANGED, CHANNEL, NOW)
    assert (caught.value.transient, caught.value.retry_after) == (True, 3600.0)
    assert TOKEN not in f"{caught.value} {SlackSettings(TOKEN)!r}"


def test_a_message_that_slack_will_never_take_is_refused_for_good() -> None:
    """Trying it again would change nothing; the next notice goes out."""
    with (
        hook(refused("msg_blocks_too_long")) as there,
        pytest.raises(DeliveryError, match="look this word up") as caught,
    ):
        bot(there).send(CHANGED, CHANNEL, NOW)
    assert not caught.value.transient


@pytest.mark.parametrize(
    "body", [b"<html>s3cret</html>", b"[]", b'{"ok": "yes"}', b'{"ok": false, "error": "a b"}', b""]
)
def test_an_answer_that_is_not_slacks_is_no_success(body: bytes) -> None:
    """A page of some proxy with status 200 is not repeated in the error, and the message is sent again."""
    with hook(Reply(200, body)) as there, pytest.raises(DeliveryError, match="something that Slack does not") as caught:
        bot(there).send(CHANGED, CHANNEL, NOW)
    assert caught.value.transient
    assert "s3cret" not in str(caught.value)


def test_a_channel_without_a_token_is_told_of_and_nothing_is_sent() -> None:
    """The error says what to add."""
    with hook() as there:
        with pytest.raises(DeliveryError, match=r"needs a token to post to a channel; add \[channel.slack\]") as caught:
            bot(there, token=None).send(CHANGED, CHANNEL, NOW)
        assert not there.came
    assert not caught.value.transient


def test_a_token_does_not_go_to_a_webhook() -> None:
    """An address with a scheme is posted to as it is, whatever else is configured."""
    with hook(OK) as there:
        bot(there).send(CHANGED, there.url, NOW)
    assert "authorization" not in there.came[0].headers
    assert "channel" not in sent(there.came[0])


def test_slack_that_is_not_there_is_tried_again() -> None:
    """No answer is transient."""
    settings = SlackSettings(TOKEN, f"http://127.0.0.1:{closed_port()}/api")
    with pytest.raises(DeliveryError, match="cannot be reached") as caught:
        Slack(post, settings).send(CHANGED, CHANNEL, NOW)
    assert caught.value.transient


def test_progress_forgets_the_oldest_before_it_grows_without_end() -> None:
    """Memory is bounded; what is forgotten is sent whole again."""
    progress = Progress()
    for number in range(KEPT + 1):
        progress.add(f"msg_{number}", CHANNEL, "part")
    assert progress.taken("msg_0", CHANNEL) == ()
    assert progress.taken("msg_1", CHANNEL) == progress.taken(f"msg_{KEPT}", CHANNEL) == ("part",)

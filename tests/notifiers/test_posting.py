from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook as Verifier

from monitor.errors import ConfigError, DeliveryError
from monitor.fetch import Fetcher, FetchSettings
from monitor.model import Edit, Reply
from monitor.render import slack_messages
from monitor.sources import parse, secrets_of
from monitor.wire import diff_from, notice_json
from monitor.wiring import notifiers_from
from notifiers.answer import place
from notifiers.progress import Progress
from notifiers.slack import Slack, SlackSettings
from notifiers.webhook import Webhook
from tests.notifiers.servers import Manners, closed_port, drips, hangs_up, hook, post, rude, says_nothing
from tests.render.examples import AVAILABILITY, CHANGED, COMPARISON, HOSTILE, hostile_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CHANNELS: dict[str, Slack | Webhook] = {"slack": Slack(post), "webhook": Webhook(post, SECRET)}


def now() -> datetime:
    """The verifier reads the real clock, so that signing must too."""
    return datetime.now(UTC)


def test_slack_gets_the_message_as_block_kit_json() -> None:
    """The webhook's address gets exactly the rendered payload."""
    with hook() as there:
        Slack(post).send(CHANGED, there.url, now())
    assert [json.loads(posted.body) for posted in there.came] == list(slack_messages(CHANGED))
    assert there.came[0].headers["content-type"].startswith("application/json")


def test_slack_gets_every_message_of_a_long_notice_in_order() -> None:
    """What does not fit one message comes as several."""
    change = replace(AVAILABILITY, edits=(Edit("+", "word " * 9000),))
    notice = replace(CHANGED, comparison=replace(COMPARISON, changes=(change,)))
    with hook() as there:
        Slack(post).send(notice, there.url, now())
    assert len(there.came) > 1
    assert [json.loads(posted.body) for posted in there.came] == list(slack_messages(notice))


def test_slack_says_why_it_refused_a_message() -> None:
    """Slack's own one-word reason is part of the error; anything longer is not repeated."""
    with hook(Reply(403, b"action_prohibited"), Reply(404, b"<html>secret s3cret page</html>")) as there:
        with pytest.raises(DeliveryError, match=r"status 403 \(action_prohibited\)"):
            Slack(post).send(CHANGED, there.url, now())
        with pytest.raises(DeliveryError, match="status 404: nothing is there") as caught:
            Slack(post).send(CHANGED, there.url, now())
    assert "s3cret" not in str(caught.value)


def test_a_webhook_is_signed_as_standard_webhooks_has_it() -> None:
    """A receiver with the secret verifies the message with the specification's own library."""
    with hook() as there:
        Webhook(post, SECRET).send(CHANGED, there.url, now())
    posted = there.came[0]
    assert Verifier(SECRET).verify(posted.body, posted.headers) == notice_json(CHANGED)
    assert posted.headers["webhook-id"] == CHANGED.id


def test_a_webhook_is_signed_with_its_own_secret_only() -> None:
    """Another secret, or a changed byte, does not verify."""
    with hook() as there:
        Webhook(post, SECRET).send(CHANGED, there.url, now())
    posted = there.came[0]
    other = Verifier("whsec_" + "A" * 32)
    with pytest.raises(Exception, match="No matching signature"):
        other.verify(posted.body, posted.headers)
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(SECRET).verify(posted.body.replace(b"changed", b"CHANGED"), posted.headers)


def test_a_repeated_webhook_keeps_its_id_and_takes_the_new_time() -> None:
    """A receiver can drop what it has seen, and reject what is too old."""
    early, late = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    with hook() as there:
        for at in (early, late):
            Webhook(post, SECRET).send(CHANGED, there.url, at)
    first, second = (posted.headers for posted in there.came)
    assert first["webhook-id"] == second["webhook-id"] == CHANGED.id
    assert [first["webhook-timestamp"], second["webhook-timestamp"]] == [
        str(int(at.timestamp())) for at in (early, late)
    ]
    assert first["webhook-signature"] != second["webhook-signature"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_webhook_carries_hostile_text_as_it_is(text: str) -> None:
    """JSON holds any text, half a surrogate pair included; the receiver encodes it for its own sink."""
    with hook() as there:
        Webhook(post, SECRET).send(hostile_notice(text), there.url, now())
    body = json.loads(there.came[0].body)
    assert body["data"]["title"] == text
    assert diff_from(body["data"]["diff"]).changes[0].reason == text


@pytest.mark.parametrize("secret", ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_no base64 a", "whsec_ä"])
def test_a_secret_that_is_none_is_refused_without_repeating_it(secret: str) -> None:
    """The mistake is told before anything is sent, and what was given stays secret."""
    with pytest.raises(ConfigError, match="is no webhook secret; give whsec_") as caught:
        Webhook(post, secret)
    assert not secret.removeprefix("whsec_") or secret not in str(caught.value)


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_passes_by_itself_is_transient_and_keeps_the_named_wait(name: str, status: int) -> None:
    """Overload and server faults are tried again, when the server says so."""
    with hook(Reply(status, b"later", 120)) as there, pytest.raises(DeliveryError) as caught:
        CHANNELS[name].send(CHANGED, there.url, now())
    assert (caught.value.transient, caught.value.retry_after) == (True, 120.0)
    assert str(status) in str(caught.value)


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 410, 413, 418])
def test_what_stays_wrong_is_permanent_and_says_what_to_do(name: str, status: int) -> None:
    """A refusal is not repeated; neither is the address, whose path is its password."""
    with hook(Reply(status, b"")) as there, pytest.raises(DeliveryError) as caught:
        CHANNELS[name].send(CHANGED, there.url, now())
    assert (caught.value.transient, caught.value.retry_after) == (False, None)
    assert caught.value.subject == "http://127.0.0.1"
    assert "s3cret" not in f"{caught.value!s} {caught.value!r}"


@pytest.mark.parametrize("name", CHANNELS)
def test_any_answer_of_success_is_success(name: str) -> None:
    """204 is as good as 200."""
    with hook(Reply(204)) as there:
        CHANNELS[name].send(CHANGED, there.url, now())
    assert len(there.came) == 1


@pytest.fixture(name="gate")
def _gate() -> Iterator[Fetcher]:
    """The gate that messages really leave by, with little patience."""
    with Fetcher(FetchSettings(timeout=0.3, host_delay=0, allow_private=(ip_network("127.0.0.0/8"),))) as gate:
        yield gate


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("manners", [says_nothing, drips, hangs_up])
def test_a_server_that_is_slow_or_closes_is_left_and_tried_again(gate: Fetcher, name: str, manners: Manners) -> None:
    """Through the gate itself: one deadline for all of it, and its host as the only word of its address."""
    channel = Slack(gate.post) if name == "slack" else Webhook(gate.post, SECRET)
    with rude(manners) as there, pytest.raises(DeliveryError) as caught:
        channel.send(CHANGED, f"http://127.0.0.1:{there.port}/services/s3cret", now())
    assert caught.value.transient
    assert "s3cret" not in str(caught.value)


def test_a_bot_that_slack_tells_to_wait_waits_as_long(gate: Fetcher) -> None:
    """Retry-After comes through the gate."""
    with hook(Reply(429, b"", 120)) as there:
        bot = Slack(gate.post, SlackSettings("xoxb-1", there.url.partition("/services")[0]))
        with pytest.raises(DeliveryError) as caught:
            bot.send(CHANGED, "C1", now())
    assert (caught.value.transient, caught.value.retry_after) == (True, 120.0)


def test_the_channels_of_a_configuration_are_set_up_with_their_secrets(gate: Fetcher) -> None:
    """What [channel.*] says reaches the notifiers, and is not shown."""
    text = """
        [channel.slack]
        token = "env:SLACK_TOKEN"
        [channel.webhook]
        secret = "env:SECRET"
        [channel.email]
        host = "smtp.example.com"
        from = "terms@example.com"
        [[subscriber]]
        name = "team"
        channel = "slack"
        address = "#legal"
        [[subscriber]]
        name = "on-call"
        channel = "apprise"
        address = "json://user:s3cret@127.0.0.1/"
    """
    environ = {"SLACK_TOKEN": "xoxb-s3cret", "SECRET": SECRET}
    config = parse(text, name="sources.toml", folder=Path(), environ=environ)
    found = notifiers_from(config, {"slack": gate, "webhook": gate}, Progress())
    assert set(found) == {"apprise", "console", "email", "slack", "webhook"}
    assert config.slack.token == "xoxb-s3cret"
    assert "s3cret" not in repr(config)
    hidden = secrets_of(config)
    assert "#legal" not in hidden
    assert {"xoxb-s3cret", "json://user:s3cret@127.0.0.1/"} <= hidden
    assert SECRET not in repr(config)


@pytest.mark.parametrize("name", CHANNELS)
def test_the_error_of_a_server_that_is_not_there_is_passed_on(name: str) -> None:
    """What the gate says of an address that does not answer reaches delivery unchanged."""
    with pytest.raises(DeliveryError, match="cannot be reached"):
        CHANNELS[name].send(CHANGED, f"http://127.0.0.1:{closed_port()}/", now())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://user:pw@hooks.example:8443/services/s3cret?k=s3cret#s3cret", "https://hooks.example"),
        ("s3cret", "an address that is no URL"),
        ("https://[s3cret", "an address that is no URL"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    """Scheme and host are enough to know which hook it was."""
    assert place(address) == shown

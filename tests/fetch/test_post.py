from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from monitor.errors import DeliveryError
from monitor.fetch import Fetcher
from tests.fetch.servers import SETTINGS, Canned, drips, hurried, moved, says, serve, serve_raw

HEADERS = {"Content-Type": "application/json", "webhook-id": "msg_1"}


def test_a_message_is_posted_once_with_its_headers() -> None:
    """The reply has status and body, whatever the status."""
    with serve({"/hook": Canned(b'{"ok": true}', 201)}) as site, Fetcher(SETTINGS) as fetcher:
        reply = fetcher.post(site.url("/hook"), b'{"type": "terms.changed"}', HEADERS)
        missing = fetcher.post(site.url("/none"), b"{}", HEADERS)
    assert (reply.status, reply.body, reply.retry_after) == (201, b'{"ok": true}', None)
    assert missing.status == 404
    seen = site.asked("/hook")[0]
    assert (seen.method, seen.body) == ("POST", b'{"type": "terms.changed"}')
    assert (seen.headers["webhook-id"], seen.headers["Content-Type"]) == ("msg_1", "application/json")
    assert seen.headers["User-Agent"].startswith("clausewatch/")


def test_a_receiver_may_say_when_to_come_back() -> None:
    """Retry-After is in the reply."""
    with serve({"/hook": Canned(b"", 429, {"Retry-After": "30"})}) as site, Fetcher(SETTINGS) as fetcher:
        assert fetcher.post(site.url("/hook"), b"{}", {}).retry_after == 30.0


def test_a_redirect_is_the_reply() -> None:
    """A message is never sent on to where a receiver points."""
    with serve({"/hook": moved("/other"), "/other": Canned()}) as site, Fetcher(SETTINGS) as fetcher:
        assert fetcher.post(site.url("/hook"), b"{}", {}).status == 302
    assert not site.asked("/other")


def test_no_answer_is_an_error_that_names_the_host_and_not_the_secret_in_the_address() -> None:
    """Webhook addresses are secrets: only their host is told."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Fetcher(SETTINGS) as fetcher, pytest.raises(DeliveryError) as caught:
        fetcher.post(f"http://127.0.0.1:{port}/services/T0/B0/s3cret", b"{}", {})
    assert (caught.value.subject, caught.value.transient) == ("127.0.0.1", True)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://10.0.0.1/hook", "ftp://northline.example/hook", "http://u:p@127.0.0.1/hook"])
def test_messages_pass_the_same_gate(url: str) -> None:
    """What may not be fetched may not be posted to either, and trying again will not help."""
    with Fetcher(replace(SETTINGS, allow_private=())) as fetcher, pytest.raises(DeliveryError) as caught:
        fetcher.post(url, b"{}", {})
    assert caught.value.transient is False


def test_a_receiver_that_never_answers_is_not_waited_for() -> None:
    """The deadline holds for messages too."""
    with serve_raw(drips(b"", b"H")) as url, Fetcher(hurried()) as fetcher, pytest.raises(DeliveryError) as caught:
        fetcher.post(url, b"", {})
    assert caught.value.transient is True


@pytest.mark.parametrize(
    "rest", [b"Content-Length: 99\r\n\r\nhalf", b"Content-Encoding: br\r\n\r\n?", b"Content-Length: 9999999\r\n\r\nx"]
)
def test_a_message_that_was_taken_is_not_sent_again_for_a_broken_body(rest: bytes) -> None:
    """The status is the answer: a body that cannot be read changes nothing."""
    with serve_raw(says(b"HTTP/1.1 200 OK\r\n" + rest)) as url, Fetcher(SETTINGS) as fetcher:
        assert fetcher.post(url, b"", {}).status == 200


def test_of_a_long_reply_the_beginning_is_kept() -> None:
    """A receiver cannot fill the memory."""
    with serve({"/hook": Canned(b"x" * 1_000_000)}) as site, Fetcher(SETTINGS) as fetcher:
        assert len(fetcher.post(site.url("/hook"), b"{}", {}).body) == 65_536

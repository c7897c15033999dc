from __future__ import annotations

import pytest

from tests.fetch.servers import Canned, failure, fetch, serve


@pytest.mark.parametrize(
    ("status", "kind", "transient", "word"),
    [
        (201, "http", False, "200"),
        (204, "http", False, "no document"),
        (206, "http", False, "200"),
        (300, "http", False, "200"),
        (401, "http", False, "login"),
        (403, "http", False, "refuses"),
        (404, "http", False, "gone"),
        (408, "http", True, "browser"),
        (410, "http", False, "gone"),
        (425, "http", True, "browser"),
        (429, "http", True, "too often"),
        (500, "http", True, "trouble"),
        (503, "http", True, "trouble"),
        (599, "http", True, "trouble"),
    ],
)
def test_only_200_is_a_document(status: int, kind: str, transient: bool, word: str) -> None:
    """Every other status is a failure that names it, says what it means, and whether to come back."""
    with serve({"/terms": Canned(b"terms?", status)}) as site:
        failed = failure(fetch(site.url()))
    assert (failed.kind, failed.transient) == (kind, transient)
    assert failed.message.startswith(f"127.0.0.1: answered {status}")
    assert word in failed.message


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3600", 3600.0),
        (" 0 ", 0.0),
        ("Mon, 02 Mar 2026 09:02:00 GMT", 120.0),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0),
        ("9999999999", 30 * 86400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 30 * 86400.0),
        ("soon", None),
        ("-5", None),
        ("1e9", None),
        ("٣٠", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(said: str, seconds: float | None) -> None:
    """What the server asks for is kept, at most 30 days of it; nonsense is nothing."""
    headers = {"Retry-After": said.encode().decode("latin-1")}
    with serve({"/terms": Canned(b"", 503, headers)}) as site:
        assert failure(fetch(site.url())).retry_after == seconds


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"cf-mitigated": "challenge"}),
        (202, {"X-Amzn-Waf-Action": "challenge"}),
        (403, {"X-DataDome": "protected"}),
        (403, {"Server": "AkamaiGHost"}),
    ],
)
def test_a_bot_protection_is_told_from_the_provider(status: int, headers: dict[str, str]) -> None:
    """A challenge is its own kind of failure, and may pass."""
    with serve({"/terms": Canned(b"Just a moment...", status, headers)}) as site:
        failed = failure(fetch(site.url()))
    assert (failed.kind, failed.transient) == ("blocked", True)


def test_the_words_of_a_server_never_reach_a_message() -> None:
    """Reason phrases, bodies and paths stay out: they may be hostile, or hold secrets."""
    with serve({"/terms?token=s3cret": Canned(b"\x1b[31mpwned", 404)}) as site:
        failed = failure(fetch(site.url("/terms?token=s3cret")))
    assert "s3cret" not in failed.message
    assert failed.message.isprintable()

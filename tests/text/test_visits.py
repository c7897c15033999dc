"""What a page prints anew at every visit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.visits import without_visit_tokens

SIXTEEN = "8a1b2c3d4e5f6789"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Request ID: 7f3a-22bc-91", "Request ID: 11aa-9c9c-04"),
        (f"Ray ID: {SIXTEEN}", "Ray ID: 0011aabbccddeeff"),
        ("Session ID 6f1c2b3a-1111-4222-8333-abcdefabcdef", "Session ID 9f1c2b3a-2222-4222-8333-abcdefabcdef"),
        ("Trace: 4bf92f3577b34da6a3ce929d0e0e4736", "Trace: 00f067aa0ba902b7a3ce929d0e0e4736"),
        ("Incident ID: 18.7a3f1cb8.1753012345.1a2b", "Incident ID: 19.8b4e2dc9.1753099999.9f8e"),
        ("csrf token: aGVsbG8gd29ybGQ9", "csrf token: d29ybGQgaGVsbG8x"),
        ("nonce=3f2a9c1b77", "nonce=91ab33cd02"),
        ("Build 8f3ab21c", "Build 0ac91be4"),
        ("Commit: 8f3ab21", "Commit: 77aa01c"),
        ("Generated at 1753012345", "Generated at 1753098765"),
        ("Generated: 5 May 2026 12:01:33 GMT", "Generated: 6 May 2026 08:44:02 GMT"),
        ("Generated at 1763802345.1234567", "Generated at 1763809999.7654321"),
        ("Timestamp: 1753012345", "Timestamp: 1753098765"),
        ("Rendered in 31 ms", "Rendered in 190 ms"),
        ("Page served in 31 ms", "Page served in 190 ms"),
        ("Page rendered in 0.03 s", "Page rendered in 0.127 s"),
        ("Page generated in 123 ms with 12 queries", "Page generated in 98 ms with 12 queries"),
        ("Server: web-12", "Server: web-7"),
        ("Served by cache-fra-etou8220-FRA", "Served by cache-ams-21042-AMS"),
    ],
)
def test_tokens_of_a_visit_are_nothing(one: str, other: str) -> None:
    """Two visits get the same line, but for its token."""
    assert one != other
    assert without_visit_tokens(one) == without_visit_tokens(other)


@pytest.mark.parametrize(
    "text",
    [
        "IBAN: DE89 3704 0044 0532 0130 00",
        "Account: 4bf92f3577b34da6a3ce929d0e0e4736",
        "PGP fingerprint: 4bf92f3577b34da6a3ce929d0e0e4736",
        "Registration number HRB 123456",
        "Ref. 2024-1187",
        "Reference: 4bf92f3577b34da6a3ce929d0e0e4736",
        "Call +49 30 1234567890",
        "Token contract 0x4bf92f3577b34da6a3ce929d0e0e4736",
        "Session ID cookies expire after 30 days",
        "Request processing takes 30 days",
        "Request number 2024-118 is part of this order",
        "Pages are rendered in 2 seconds",
        "Build 2024.10 or later is supported",
        "Version 2.10.3",
        "Server v1.2 or later",
        "Minimum build: 20260505",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "Served within 200 ms",
        "Processed in 200 ms",
        "Within 2.5 seconds",
        "Page generated within 200 ms",
        "Server: eu-central-1",
        "Host: fra-1",
        "Host: fra-1.northline.example",
        "Served by: eu-west-1.cloud",
        "Served by eu-west-1.northline.example",
        "Report an incident at 1800555123.",
        "Request a callback: 1800555123",
        "Support number: 08001234567",
        "Support no: 08001234567",
        "Support code: 445566",
        "Verification key: RWQf6LRCGA9i53mlYecO4IzT",
        "Signing key 4bf92f3577b34da6a3ce929d0e0e4736 of each build",
        "The request limit is 1500000000 a month.",
        "Trace data is kept for 1500000000 ms.",
        "Build quota per request: 1500000000000 bytes",
        "For a data request write to 3fa85f64a1b2c3d4@privacy.northline.example",
        "Request data centre 3fa85f64a1b2c3d4",
    ],
)
def test_what_lasts_is_kept_whole(text: str) -> None:
    """A bank account, a fingerprint, a reference or a figure of a sentence counts, however opaque it looks."""
    assert without_visit_tokens(text) == text


def test_a_sentence_keeps_its_figures() -> None:
    """Only a short line is what a page prints of a visit."""
    text = (
        f"The provider keeps the request ID {SIXTEEN} of each call for as long as the customer has asked it to keep it."
    )
    assert without_visit_tokens(text) == text


@given(st.text(alphabet="abF019 :-=.requstid", max_size=60))
def test_a_line_without_its_tokens_has_none_left(text: str) -> None:
    """Taking them out twice takes out nothing more."""
    once = without_visit_tokens(f"Request ID: {text}")
    assert without_visit_tokens(once) == once


@pytest.mark.parametrize("piece", ["1", "a1", "1:", "web-1", "Request id ", "generated aB1"])
def test_a_long_line_is_left_alone(piece: str) -> None:
    """What is longer than any such line is not searched."""
    text = piece * (200_000 // len(piece))
    assert without_visit_tokens(text) == text

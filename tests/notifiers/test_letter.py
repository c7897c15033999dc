from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.render import mail_subject
from notifiers.letter import mail, recipients
from tests.render.examples import CHANGED, notice

FROM = "clausewatch <terms@northline.example>"
LEGAL = "legal@example.com"
NAMES = {
    "subject": "Subject",
    "from": "From",
    "to": "To",
    "date": "Date",
    "message-id": "Message-ID",
    "in-reply-to": "In-Reply-To",
    "references": "References",
    "list-id": "List-Id",
    "auto-submitted": "Auto-Submitted",
    "content-type": "Content-Type",
    "mime-version": "MIME-Version",
}


def lines_of_head(raw: bytes) -> list[bytes]:
    """The lines of a mail's headers."""
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


@pytest.mark.parametrize(
    "title",
    [
        "=?utf-8?q?Terms=0D=0ABcc:_victim@example.com?=",
        "=?utf-8?b?VGVybXMNCkJjYzogdmljdGltQGV4YW1wbGUuY29t?=",
        "=?UTF-8?Q?a?=\r\n =?utf-8?q?=0ABcc:_victim@example.com?=",
        "\ud83d\ude00" * 80,
        "Bedingungen für Gespräche und Nachrichten " * 9,
        "w" * 5_000,
        "利用規約" * 200,
    ],
)
def test_no_title_adds_a_header_or_makes_a_line_too_long(title: str) -> None:
    """Whatever a page calls itself, the headers are ours, in lines of 78 characters (RFC 5322, 2.1.1)."""
    told = replace(CHANGED, title=title)
    raw = bytes(mail(told, FROM, LEGAL))
    lines = lines_of_head(raw)
    assert all(len(line) <= 78 for line in lines)
    assert {line.partition(b":")[0].decode().lower() for line in lines if line[:1] not in b" \t"} == set(NAMES)
    assert message_from_bytes(raw, policy=default)["Subject"] == mail_subject(told)


@given(st.text(max_size=60))
def test_any_title_gives_a_mail_that_says_it_and_nothing_else(title: str) -> None:
    """What is parsed again is what was to be said."""
    told = replace(CHANGED, title=title)
    parsed = message_from_bytes(bytes(mail(told, FROM, LEGAL)), policy=default)
    assert [name.lower() for name in parsed.keys()] == [name.lower() for name in mail(told, FROM, LEGAL).keys()]  # noqa: SIM118 - a message lists its headers with `keys`
    assert " ".join(str(parsed["Subject"]).split()) == " ".join(mail_subject(told).split())


@pytest.mark.parametrize("source", ["northline/voice-terms", f"{'n' * 100}/{'v' * 100}", "a/b"])
@pytest.mark.parametrize(
    "sender",
    [FROM, f"a@{'sub.' * 40}northline.example", f"a@{'x' * 63}.{'y' * 63}.example", "a@bücher.example", "local"],
)
def test_ids_of_any_length_stay_whole_and_are_never_encoded(source: str, sender: str) -> None:
    """An id that is folded or encoded would thread nothing."""
    message = mail(replace(CHANGED, source=source), sender, LEGAL)
    head = b"\r\n".join(lines_of_head(bytes(message))).replace(b"\r\n ", b" ").decode()
    for name in ("Message-ID", "In-Reply-To", "References", "List-Id"):
        assert f"{name}: {message[name]}" in head
        assert len(message[name]) <= 77
        assert message[name].isascii()
        assert ".." not in message[name]


def test_two_documents_with_long_names_have_threads_of_their_own() -> None:
    """A name that is cut keeps what tells it from others."""
    one, other = (replace(CHANGED, source=f"northline/{'v' * 90}{end}") for end in "ab")
    assert mail(one, FROM, LEGAL)["References"] != mail(other, FROM, LEGAL)["References"]


def test_a_message_about_no_document_has_a_thread_of_its_kind() -> None:
    """Digests follow one another."""
    digest = replace(notice(), type="terms.digest", source="")
    assert mail(digest, FROM, LEGAL)["References"] == "<terms.digest@clausewatch.northline.example>"
    assert mail(digest, FROM, LEGAL)["List-Id"] == "<terms.digest.clausewatch.northline.example>"


def test_every_line_of_a_mail_is_plain_and_short_enough_for_any_server() -> None:
    """No server needs 8BITMIME for it, and none breaks a line (RFC 5321, 4.5.3.1.6)."""
    raw = bytes(mail(replace(CHANGED, title="Größe " * 30), "Größe <terms@example.com>", LEGAL))
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_a_domain_that_is_not_ascii_is_written_as_every_server_knows_it() -> None:
    """Only a name before the @ that is not ASCII needs a server with SMTPUTF8."""
    assert recipients("Maria <maria@bücher.example>, ops@example.com, ops@example.com") == [
        "maria@xn--bcher-kva.example",
        "ops@example.com",
    ]
    assert "terms@xn--bcher-kva.example" in mail(CHANGED, "terms@bücher.example", LEGAL)["From"]

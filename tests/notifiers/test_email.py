from __future__ import annotations

import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import AuthResult

from monitor.errors import DeliveryError
from monitor.render import mail_html, mail_subject, mail_text
from notifiers.email import Email, EmailSettings
from notifiers.letter import mail
from tests.notifiers.servers import (
    Mailbox,
    Manners,
    certificate,
    closed_port,
    drips,
    hangs_up_after_the_mail,
    is_silent_after_the_mail,
    mailbox,
    rude,
    says_nothing,
)
from tests.render.examples import CHANGED, DATE_ONLY

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LEGAL = "legal@example.com"
FROM = "clausewatch <terms@northline.example>"
PLAIN = EmailSettings(host="127.0.0.1", from_=FROM, timeout=5)


@pytest.fixture(scope="session", name="certificate")
def _certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(name="tls")
def _tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture(name="trusting")
def _trusting(certificate: tuple[Path, Path]) -> EmailSettings:
    return replace(PLAIN, ca_file=str(certificate[0]))


def send(box: Mailbox, settings: EmailSettings = PLAIN, to: str = LEGAL) -> None:
    """Send the usual notice to this server."""
    Email(replace(settings, port=box.port)).send(CHANGED, to, NOW)


def received(box: Mailbox) -> EmailMessage:
    """The first mail that came, parsed."""
    message = message_from_bytes(box.mails[0], policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_arrives_with_text_and_html() -> None:
    """Both parts arrive as rendered, under the headline as subject."""
    with mailbox() as box:
        send(box)
    message = received(box)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == mail_text(CHANGED)
    assert html.get_content().replace("\r\n", "\n") == mail_html(CHANGED)
    assert message["Subject"] == mail_subject(CHANGED)
    assert (message["From"], message["To"]) == (FROM, LEGAL)
    assert box.recipients == [LEGAL]


def test_a_mail_is_dated_threaded_and_marked_as_automatic() -> None:
    """Mail programs sort it by document, filters know the list, and no one's holiday reply answers it."""
    message = mail(CHANGED, FROM, LEGAL)
    assert message["Date"] == "Mon, 02 Mar 2026 09:05:00 +0000"
    assert message["Message-ID"] == "<n-4f2a7c@clausewatch.northline.example>"
    assert message["References"] == "<voice-terms.northline@clausewatch.northline.example>"
    assert message["In-Reply-To"] == message["References"]
    assert message["List-Id"] == "<voice-terms.northline.clausewatch.northline.example>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_repeated_mail_keeps_its_id_and_another_notice_has_its_own() -> None:
    """The same notice is the same mail to every mail program; two notices of one document share the thread."""
    other = replace(DATE_ONLY, id="n-2")
    assert mail(CHANGED, FROM, LEGAL)["Message-ID"] == mail(CHANGED, FROM, LEGAL)["Message-ID"]
    assert mail(other, FROM, LEGAL)["Message-ID"] != mail(CHANGED, FROM, LEGAL)["Message-ID"]
    assert mail(other, FROM, LEGAL)["References"] == mail(CHANGED, FROM, LEGAL)["References"]


def test_several_addresses_with_commas_between_all_get_it() -> None:
    """One subscriber may be a handful of people."""
    with mailbox() as box:
        send(box, to=f"{LEGAL}, Ops <ops@example.com>")
    assert box.recipients == [LEGAL, "ops@example.com"]


def test_encryption_is_used_where_the_server_offers_it(tls: ssl.SSLContext, trusting: EmailSettings) -> None:
    """STARTTLS is on by itself, with the certificate checked."""
    with mailbox(tls_context=tls) as box:
        send(box, trusting)
    assert box.encrypted == [True]


def test_a_user_logs_in_over_the_encrypted_connection(tls: ssl.SSLContext, trusting: EmailSettings) -> None:
    """Name and password arrive, after encryption and not before."""
    with mailbox(tls_context=tls, require_starttls=True, auth_required=True) as box:
        send(box, replace(trusting, user="terms", password="pa55"))
    assert box.logins == [("terms", "pa55")]
    assert box.encrypted == [True]


def test_tls_from_the_start_works_as_well(tls: ssl.SSLContext, trusting: EmailSettings) -> None:
    """A server that speaks nothing but TLS takes the mail."""
    with mailbox(ssl_context=tls) as box:
        send(box, replace(trusting, tls=True))
    assert len(box.mails) == 1


def test_a_wrong_password_is_tried_again_in_an_hour_and_never_shown(
    tls: ssl.SSLContext, trusting: EmailSettings
) -> None:
    """It concerns all that is owed, which waits; more tries may lock the account. The error says what to check."""
    with mailbox(tls_context=tls, require_starttls=True, auth_required=True) as box:
        with pytest.raises(DeliveryError, match=r"does not let us in \(535\); check user and password") as caught:
            send(box, replace(trusting, user="terms", password="wr0ng"))
        assert not box.mails
    assert (caught.value.transient, caught.value.retry_after) == (True, 3600.0)
    assert "wr0ng" not in f"{caught.value} {caught.value.__cause__} {trusting!r}"


def test_a_password_is_not_sent_without_encryption() -> None:
    """A server that offers none gets neither password nor mail."""
    with mailbox(auth_require_tls=False) as box:
        with pytest.raises(DeliveryError, match="offers no encryption; nothing was sent") as caught:
            send(box, replace(PLAIN, user="terms", password="pa55"))
        assert (box.logins, box.mails) == ([], [])
    assert not caught.value.transient


def test_encryption_that_was_asked_for_is_never_left_out() -> None:
    """`always` refuses a server that does not offer it."""
    with mailbox() as box:
        with pytest.raises(DeliveryError, match="offers no encryption"):
            send(box, replace(PLAIN, starttls="always"))
        assert not box.mails


def test_encryption_can_be_left_out_where_that_is_asked_for(tls: ssl.SSLContext) -> None:
    """`never` sends in the clear, for a relay on the same machine."""
    with mailbox(tls_context=tls) as box:
        send(box, replace(PLAIN, starttls="never"))
    assert box.encrypted == [False]


def test_a_certificate_that_nobody_signed_is_refused(tls: ssl.SSLContext) -> None:
    """Mail is not handed to a server that only claims to be the one."""
    with mailbox(tls_context=tls) as box:
        with pytest.raises(DeliveryError, match="shows a certificate that cannot be trusted"):
            send(box)
        assert not box.mails


@pytest.mark.parametrize(
    ("command", "answer", "transient"),
    [
        ("RCPT", "450 4.2.1 mailbox busy", True),
        ("RCPT", "550 5.1.1 no such user", False),
        ("DATA", "451 4.3.0 try later", True),
        ("DATA", "554 5.7.1 rejected", False),
    ],
)
def test_four_hundreds_are_transient_and_five_hundreds_permanent(command: str, answer: str, transient: bool) -> None:
    """The class of a reply says whether trying again can help (RFC 5321, 4.2.1); its words are in the error."""
    with mailbox() as box:
        box.refuse[command] = answer
        with pytest.raises(DeliveryError, match=answer) as caught:
            send(box)
    assert caught.value.transient is transient


def test_one_refused_address_among_several_is_told_and_the_others_have_the_mail() -> None:
    """Nobody is told twice because of it: the refusal is permanent and names the address."""
    with mailbox() as box:
        box.refuse["gone@example.com"] = "550 5.1.1 no such user"
        with pytest.raises(DeliveryError, match=r"did not take the mail for gone@example\.com") as caught:
            send(box, to=f"{LEGAL}, gone@example.com")
    assert box.recipients == [LEGAL]
    assert not caught.value.transient


def test_one_that_is_busy_among_several_gets_the_mail_with_the_next_try_and_the_others_do_not() -> None:
    """Who has it is remembered, so that a mailbox that is full for days fills no other one."""
    with mailbox() as box:
        channel = Email(replace(PLAIN, port=box.port))
        box.refuse["busy@example.com"] = "452 4.2.2 mailbox full"
        for _ in range(2):
            with pytest.raises(DeliveryError, match=r"for busy@example\.com; the others have it|452") as caught:
                channel.send(CHANGED, f"{LEGAL}, busy@example.com", NOW)
            assert caught.value.transient
        del box.refuse["busy@example.com"]
        channel.send(CHANGED, f"{LEGAL}, busy@example.com", NOW)
    assert box.recipients == [LEGAL, "busy@example.com"]


@pytest.mark.parametrize(("manners", "tls"), [(says_nothing, False), (says_nothing, True), (drips, False)])
def test_a_server_that_keeps_us_waiting_is_left_at_the_deadline(manners: Manners, tls: bool) -> None:
    """One that says nothing, or one character at a time for ever, holds nobody: the time is for all of it."""
    late = pytest.raises(DeliveryError, match=r"cannot be reached \(no answer in time\)")
    with rude(manners) as there, late as caught:
        Email(replace(PLAIN, port=there.port, tls=tls, timeout=0.2)).send(CHANGED, LEGAL, NOW)
    assert caught.value.transient
    assert there.came == 1


@pytest.mark.parametrize(
    ("manners", "why"), [(hangs_up_after_the_mail, "it hung up"), (is_silent_after_the_mail, "no answer in time")]
)
def test_a_mail_of_which_nobody_knows_whether_it_arrived_is_sent_again_as_the_same(manners: Manners, why: str) -> None:
    """Twice under one Message-ID, which a mail program shows once, is better than perhaps never."""
    with rude(manners) as there:
        for _ in range(2):
            with pytest.raises(DeliveryError, match=rf"whether it took the mail \({why}\)") as caught:
                Email(replace(PLAIN, port=there.port, timeout=0.5)).send(CHANGED, LEGAL, NOW)
            assert caught.value.transient
    first, second = (message_from_bytes(one, policy=default) for one in there.mails)
    assert first["Message-ID"] == second["Message-ID"] == "<n-4f2a7c@clausewatch.northline.example>"


def test_no_thread_and_no_timer_is_left_behind(tls: ssl.SSLContext, trusting: EmailSettings) -> None:
    """What watches the time ends with the conversation, also with one that failed."""
    before = set(threading.enumerate())
    with mailbox(tls_context=tls) as box:
        send(box, trusting)
    with pytest.raises(DeliveryError):
        Email(replace(PLAIN, port=closed_port())).send(CHANGED, LEGAL, NOW)
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("answer", ["451 later", "550 never"])
def test_a_refused_sender_is_told_with_the_servers_words(answer: str) -> None:
    """The class of the reply decides here, too."""

    class Strict(Mailbox):
        async def handle_MAIL(self, *_: object) -> str:  # noqa: N802 - the library's name
            return answer

    with mailbox(box=Strict()) as box, pytest.raises(DeliveryError, match=answer) as caught:
        send(box)
    assert caught.value.transient is answer.startswith("4")


def test_a_login_that_fails_for_now_is_tried_again(tls: ssl.SSLContext, trusting: EmailSettings) -> None:
    """A server whose directory of users is down does not mean that the password is wrong (RFC 4954, 6)."""

    class Tired(Mailbox):
        def authenticate(self, *_: object) -> AuthResult:
            return AuthResult(success=False, handled=False, message="454 4.7.0 try later")

    with mailbox(box=Tired(), tls_context=tls, auth_required=True) as box:
        with pytest.raises(DeliveryError, match=r"does not let us in \(454\)") as caught:
            send(box, replace(trusting, user="terms", password="pa55"))
        assert not box.mails
    assert caught.value.transient


def test_an_address_outside_ascii_needs_a_server_that_takes_it() -> None:
    """One with SMTPUTF8 gets the mail (RFC 6531); of any other the error says what it does not do."""
    with mailbox(enable_SMTPUTF8=True) as box:
        send(box, to="jörg@example.com")
    assert box.recipients == ["jörg@example.com"]
    with mailbox(enable_SMTPUTF8=False) as box:
        with pytest.raises(DeliveryError, match="SMTPUTF8") as caught:
            send(box, to="jörg@example.com")
        assert not box.mails
    assert not caught.value.transient


def test_a_server_that_is_not_there_is_transient() -> None:
    """A refused connection is tried again, and named by host and port."""
    port = closed_port()
    with pytest.raises(DeliveryError, match="cannot be reached") as caught:
        Email(replace(PLAIN, port=port)).send(CHANGED, LEGAL, NOW)
    assert caught.value.transient
    assert caught.value.subject == f"127.0.0.1:{port}"


def test_an_address_that_is_none_is_permanent() -> None:
    """Nothing is sent to nobody."""
    with mailbox() as box:
        with pytest.raises(DeliveryError) as caught:
            send(box, to="")
        assert not box.mails
    assert not caught.value.transient


@pytest.mark.parametrize(
    ("settings", "port"),
    [
        (PLAIN, 25),
        (replace(PLAIN, user="terms"), 587),
        (replace(PLAIN, tls=True), 465),
        (replace(PLAIN, tls=True, port=2465), 2465),
    ],
)
def test_the_port_is_the_usual_one_for_what_is_asked(settings: EmailSettings, port: int) -> None:
    """Relay, submission, or TLS from the start, unless a port is given."""
    assert settings.reach == ("127.0.0.1", port)

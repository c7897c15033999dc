"""Notices sent by mail: text and HTML, threaded by document (RFC 5322, RFC 2919, RFC 3834)."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from typing import TYPE_CHECKING, Literal

from monitor.errors import DeliveryError
from monitor.render import for_header, mail_html, mail_subject, mail_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from monitor.model import Notice

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_REPLY_LENGTH = 120
"""Characters of a server's answer that an error shows: its first line."""
_LASTING = 500
"""Replies from here on are permanent (RFC 5321, 4.2.1)."""
_TLS_PORT = 465
_SUBMISSION_PORT = 587
_PLAIN_PORT = 25


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """How to reach the mail server. `from_` is an address, with a name or without.

    `tls` speaks TLS from the start; `starttls` "auto" turns it on where the server
    offers it, "always" refuses a server that does not, "never" leaves it. A
    password goes over an unencrypted connection only with "never". `port` 0 stands
    for 465 with tls, 587 with a user, else 25; `ca_file` holds the certificates
    to trust instead of the system's; `timeout` is in seconds.
    """

    host: str
    from_: str
    port: int = 0
    starttls: Literal["auto", "always", "never"] = "auto"
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    ca_file: str | None = None

    @property
    def reach(self) -> tuple[str, int]:
        """Host and port."""
        usual = _TLS_PORT if self.tls else _SUBMISSION_PORT if self.user else _PLAIN_PORT
        return self.host, self.port or usual


class Email:
    """Sends each notice as one mail. Its Message-ID is made from the notice's id, so that a repeat is known as one."""

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - dated by the notice itself
        """Send the notice to `address`, or to several with commas between.

        Raises DeliveryError: transient when the server cannot be reached or answers
        4xx, permanent when it answers 5xx or does not let us in.
        """
        host, port = self._settings.reach
        message = mail(notice, self._settings.from_, address)
        if not message["To"]:
            raise DeliveryError(notice.subscriber, "has no mail address; give one", transient=False)
        with _named(f"{host}:{port}"), self._connection() as server:
            refused = server.send_message(message)
        if refused:
            # The others have it: sending it again would only tell them twice.
            names = ", ".join(for_header(name) for name in refused)
            raise DeliveryError(f"{host}:{port}", f"did not take the mail for {names}", transient=False)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A connection that is encrypted and logged in as the settings ask, closed at the end whatever happens."""
        settings = self._settings
        host, port = settings.reach
        if settings.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=settings.timeout, context=self._trust())
        else:
            server = smtplib.SMTP(host, port, timeout=settings.timeout)
        try:
            self._secure(server)
            self._login(server)
            yield server
            _leave(server)
        finally:
            server.close()

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        settings = self._settings
        if settings.tls or settings.starttls == "never":
            return
        if server.has_extn("starttls"):
            server.starttls(context=self._trust())
            server.ehlo()
        elif settings.starttls == "always" or settings.user:
            raise _Refused('offers no encryption; nothing was sent. Set starttls = "never" to do without')

    def _login(self, server: smtplib.SMTP) -> None:
        if self._settings.user:
            server.login(self._settings.user, self._settings.password or "")


class _Refused(Exception):
    """We will not talk to this server."""


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the mail is taken by then, and a server that hangs up first has not refused it."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return


# --- errors ---------------------------------------------------------------------------------------------


@contextmanager
def _named(subject: str) -> Iterator[None]:
    """Every way in which a mail can fail, as a DeliveryError about `subject`."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # What the server says here may repeat what was sent to it.
        message = f"does not let us in ({error.smtp_code}); check user and password of [channel.email]"
        raise DeliveryError(subject, message, transient=error.smtp_code < _LASTING) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _recipients(subject, error) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(subject, error.smtp_code, error.smtp_error) from error
    except ssl.SSLCertVerificationError as error:  # before ValueError, which it is as well
        reason = for_header(error.verify_message)
        raise DeliveryError(subject, f"shows a certificate that cannot be trusted: {reason}") from error
    except (_Refused, smtplib.SMTPNotSupportedError, ValueError) as error:
        raise DeliveryError(subject, for_header(str(error)), transient=False) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(subject, f"cannot be reached ({_kind(error)}); it will be tried again") from error


def _recipients(subject: str, error: smtplib.SMTPRecipientsRefused) -> DeliveryError:
    """One refusal for all; if any of them may pass, so may the mail."""
    code, answer = min(error.recipients.values())
    return _answered(subject, code, answer)


def _answered(subject: str, code: int, answer: bytes | str) -> DeliveryError:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    transient = code < _LASTING
    advice = "it will be tried again" if transient else "correct the address or ask who runs the server"
    return DeliveryError(
        subject, f"refused the mail: {code} {for_header(said, _REPLY_LENGTH)}; {advice}", transient=transient
    )


def _kind(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it hung up"
    return for_header((error.strerror if isinstance(error, OSError) else None) or type(error).__name__)


# --- the mail itself --------------------------------------------------------------------------------------


def mail(notice: Notice, from_: str, to: str) -> EmailMessage:
    """The mail of a notice. Equal arguments give equal headers; only the boundary between its parts differs."""
    domain = _domain(from_)
    document = ".".join(_NOT_IN_ID.sub("-", part) for part in reversed(notice.source.split("/")))
    thread = f"<{document}@clausewatch.{domain}>"
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = mail_subject(notice)
    message["From"] = for_header(from_)
    message["To"] = ", ".join(address for _, address in getaddresses([for_header(to, len(to))]))
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = f"<{_NOT_IN_ID.sub('-', notice.id)}@clausewatch.{domain}>"
    message["In-Reply-To"] = thread
    message["References"] = thread
    message["List-Id"] = f"<{document}.clausewatch.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail_text(notice), cte="quoted-printable")
    message.add_alternative(mail_html(notice), subtype="html", cte="quoted-printable")
    return message


def _domain(from_: str) -> str:
    domain = parseaddr(from_)[1].rpartition("@")[2]
    return _NOT_IN_ID.sub("-", domain) or "localhost"

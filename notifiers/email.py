"""Notices sent by mail: one conversation with one mail server, within one deadline (RFC 5321)."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from monitor.errors import DeliveryError
from monitor.render import for_header
from notifiers.letter import mail, recipients
from notifiers.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from monitor.model import Notice

_REPLY_LENGTH = 120
"""Characters of a server's answer that an error shows: its first line."""
_MENDED = 3600.0
"""Seconds until a password that was not taken is tried again: more often may lock the account."""
_LASTING = 500
"""Replies from here on are permanent (RFC 5321, 4.2.1)."""
_SHORTEST = 0.01
"""Seconds that a step is given when the time is up: nought would mean "do not wait at all" to a socket."""
_MARGIN = 5.0
"""Seconds that a read may last beyond the deadline: that is to end it first, and then we know why it ended."""
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
    to trust instead of the system's; `timeout` is in seconds, for the whole conversation.
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
    """Sends each notice as one mail. Its Message-ID is made from the notice's id, so that a repeat is known as one.

    `progress` remembers who of several has it, where others do not.
    """

    def __init__(self, settings: EmailSettings, progress: Progress | None = None) -> None:
        self._settings = settings
        self._progress = progress or Progress()

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - dated by the notice itself
        """Send the notice to `address`, or to several with commas between.

        Raises DeliveryError: transient when the server cannot be reached, does not
        answer in time, does not let us in or answers 4xx, permanent when it answers 5xx.
        """
        everyone = recipients(address)
        if not everyone:
            raise DeliveryError(notice.subscriber, "has no mail address; give one", transient=False)
        have = self._progress.taken(notice.id, address)
        wanted = [one for one in everyone if one not in have]
        message = mail(notice, self._settings.from_, address)
        deadline = _Deadline(self._settings.timeout)
        with _named(self._name, deadline), self._conversation(deadline) as server:
            refused = server.send_message(message, to_addrs=wanted)
        if refused:
            self._progress.add(notice.id, address, *(one for one in wanted if one not in refused))
            raise _some(self._name, refused)
        self._progress.forget(notice.id, address)

    @property
    def _name(self) -> str:
        host, port = self._settings.reach
        return f"{host}:{port}"

    @contextmanager
    def _conversation(self, deadline: _Deadline) -> Iterator[_Conversation]:
        """A connection that is encrypted and logged in as the settings ask, closed at the end whatever happens."""
        with deadline:
            server = _Conversation(self._settings, deadline)
            try:
                self._secure(server)
                self._login(server)
                yield server
                _leave(server)
            finally:
                server.close()

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        settings = self._settings
        if settings.tls or settings.starttls == "never":
            return
        if server.has_extn("starttls"):
            server.starttls(context=_trust(settings))
            server.ehlo()
        elif settings.starttls == "always" or settings.user:
            raise _Refused('offers no encryption; nothing was sent. Set starttls = "never" to do without')

    def _login(self, server: smtplib.SMTP) -> None:
        if self._settings.user:
            server.login(self._settings.user, self._settings.password or "")


class _Refused(Exception):
    """We will not talk to this server."""


def _trust(settings: EmailSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.ca_file)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the mail is taken by then, and a server that hangs up first has not refused it."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


# --- the conversation and its end -------------------------------------------------------------------------


class _Deadline:
    """When a conversation ends. A socket's own time-out is for each read alone: one byte a second would keep us."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._socket: socket.socket | None = None

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._socket is not None:
            self._socket.close()

    @property
    def left(self) -> float:
        """Seconds."""
        return max(_SHORTEST, self._until - time.monotonic())

    def watch(self, connected: socket.socket) -> None:
        """Hang up on this connection when the time is up: through a second handle, which TLS does not take over."""
        self._socket = connected.dup()
        if self.passed:
            self._end()

    def _end(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Conversation(smtplib.SMTP):
    """SMTP within a deadline, from the first packet on."""

    def __init__(self, settings: EmailSettings, deadline: _Deadline) -> None:
        self._deadline = deadline
        self._tls = _trust(settings) if settings.tls else None
        host, port = settings.reach
        super().__init__(host, port, timeout=deadline.left)

    def connect(self, host: str = "localhost", port: int = 0, source_address: object = None) -> tuple[int, bytes]:  # noqa: ARG002 - the library's signature
        """Connect and take the greeting; with TLS from the start where that is asked for."""
        connected = _connected(host, port, self._deadline)
        self._deadline.watch(connected)
        self.sock = self._tls.wrap_socket(connected, server_hostname=host) if self._tls else connected
        self.file = None
        return self.getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:  # noqa: ANN401 - whatever the library takes
        """Hand over the mail."""
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            raise _Unanswered from error


class _Unanswered(smtplib.SMTPServerDisconnected):
    """The mail was on its way, and nobody said whether it arrived."""


def _connected(host: str, port: int, deadline: _Deadline) -> socket.socket:
    """A connection to the first of a host's addresses that takes one."""
    refused = OSError("the name has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        one = socket.socket(family, kind, protocol)
        one.settimeout(deadline.left)
        try:
            one.connect(address)
        except OSError as error:
            one.close()
            refused = error
        else:
            one.settimeout(deadline.left + _MARGIN)
            return one
    raise refused


# --- errors ---------------------------------------------------------------------------------------------


@contextmanager
def _named(subject: str, deadline: _Deadline) -> Iterator[None]:
    """Every way in which a mail can fail, as a DeliveryError about `subject`."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # What the server says here may repeat what was sent to it. All notices wait until that is mended.
        message = f"does not let us in ({error.smtp_code}); check user and password of [channel.email]"
        raise DeliveryError(subject, message, retry_after=_MENDED) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _nobody(subject, error.recipients) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(subject, error.smtp_code, error.smtp_error) from error
    except ssl.SSLCertVerificationError as error:  # before ValueError, which it is as well
        reason = for_header(error.verify_message)
        raise DeliveryError(subject, f"shows a certificate that cannot be trusted: {reason}") from error
    except (_Refused, smtplib.SMTPNotSupportedError, ValueError) as error:
        raise DeliveryError(subject, for_header(str(error)), transient=False) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(subject, _broken(error, late=deadline.passed)) from error


def _broken(error: Exception, *, late: bool) -> str:
    why = "no answer in time" if late or isinstance(error, TimeoutError) else _kind(error)
    if isinstance(error, _Unanswered):
        return f"did not say whether it took the mail ({why}); it will be sent again, under the same Message-ID"
    return f"cannot be reached ({why}); it will be tried again"


def _kind(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it hung up"
    return for_header((error.strerror if isinstance(error, OSError) else None) or type(error).__name__)


def _nobody(subject: str, refused: Mapping[str, tuple[int, bytes]]) -> DeliveryError:
    """One refusal for all; if any of them may pass, so may the mail."""
    code, answer = min(refused.values())
    return _answered(subject, code, answer)


def _some(subject: str, refused: Mapping[str, tuple[int, bytes]]) -> DeliveryError:
    """The others have it, and those who may take it later are asked again; nobody else is."""
    names = ", ".join(for_header(name) for name in refused)
    transient = min(code for code, _ in refused.values()) < _LASTING
    return DeliveryError(subject, f"did not take the mail for {names}; the others have it", transient=transient)


def _answered(subject: str, code: int, answer: bytes | str) -> DeliveryError:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    transient = code < _LASTING
    advice = "it will be tried again" if transient else "correct the address or ask who runs the server"
    return DeliveryError(
        subject, f"refused the mail: {code} {for_header(said, _REPLY_LENGTH)}; {advice}", transient=transient
    )

"""Why an exchange came to nothing, and how what the libraries raise is put into those words."""

from __future__ import annotations

import http.client
import ssl

from urllib3.exceptions import HTTPError, InvalidHeader, ProtocolError
from urllib3.exceptions import SSLError as WrappedTlsError
from urllib3.exceptions import TimeoutError as WrappedTimeoutError
from urllib3.util.ssl_match_hostname import CertificateError

EXPECTED: tuple[type[Exception], ...] = (OSError, HTTPError, http.client.HTTPException, CertificateError)
"""What the network, the TLS layer and the HTTP library raise when the other side is at fault; all else is a bug."""

_TLS = (ssl.SSLError, WrappedTlsError, CertificateError)


class ExchangeError(Exception):
    """An exchange with `host` that gave no document.

    It unwinds this room only: at its door it becomes a `Failure` or a `DeliveryError`.
    `kind` is one of `monitor.model.Failure`'s kinds; `retry_after` is in seconds.
    Messages never hold more of an address than its host: the rest may be a secret.
    """

    def __init__(
        self, kind: str, host: str, message: str, *, transient: bool = True, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{host}: {message}")
        self.kind = kind
        self.host = host
        self.message = message
        self.transient = transient
        self.retry_after = retry_after

    def reached_from(self, first: str) -> ExchangeError:
        """The same trouble, told of a host that a redirect from `first` led to."""
        message = f"{self.message} ({first} redirected to it)"
        return ExchangeError(self.kind, self.host, message, transient=self.transient, retry_after=self.retry_after)


def trouble_of(error: Exception, host: str, *, connecting: bool) -> ExchangeError:
    """What an expected error means; `connecting` says whether the request was not sent yet."""
    if isinstance(error, (TimeoutError, WrappedTimeoutError)):
        return ExchangeError(
            "timeout", host, "did not finish in the time allowed; it will be tried again, or raise fetch.timeout"
        )
    if isinstance(error, _TLS):
        return ExchangeError("tls", host, _tls_message(error))
    if connecting:
        return ExchangeError(
            "connect", host, f"no connection could be made ({_system_words(error)}); it will be tried again"
        )
    if _is_broken_http(error):
        return ExchangeError(
            "http", host, "did not answer in HTTP that can be read; open the address in a browser and compare"
        )
    return ExchangeError("cut-off", host, "ended the connection before its answer was whole; it will be tried again")


def _tls_message(error: Exception) -> str:
    cause = error.args[0] if isinstance(error, WrappedTlsError) and error.args else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not to be trusted ({cause.verify_message});"
            " check the address, and that this machine's clock and certificates are up to date"
        )
    if isinstance(cause, CertificateError):
        return "its certificate is for another host; check the address"
    return "no secure connection could be made; it will be tried again"


def _system_words(error: Exception) -> str:
    """What the operating system says, such as "Connection refused"; never words of the other side."""
    return error.strerror if isinstance(error, OSError) and error.strerror else "the way to it is broken"


def _is_broken_http(error: Exception) -> bool:
    if isinstance(error, ProtocolError) and isinstance(error.__cause__, http.client.HTTPException):
        error = error.__cause__  # found while the body was read
    if isinstance(error, (ConnectionError, http.client.IncompleteRead)):
        return False
    return isinstance(error, (http.client.HTTPException, InvalidHeader))

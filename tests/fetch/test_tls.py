from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.fetch.servers import (
    Canned,
    Names,
    failure,
    fetch,
    hurried,
    moved,
    page,
    says,
    serve,
    serve_raw,
    source,
    tls_server,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Path) -> None:
    """A self-signed certificate is a failure of its own kind, and nothing is sent."""
    with serve(tls=tls_server(certificate)) as site:
        failed = failure(fetch(source(site.url(host="northline.example"), Cookie="s3cret"), names=Names(["127.0.0.1"])))
    assert failed.kind == "tls"
    assert "self-signed" in failed.message
    assert not site.seen


def test_a_trusted_certificate_must_be_the_hosts_own(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address was checked, the name is what is verified: with a trusted authority, only the right name passes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    asked: list[str] = []
    with serve(tls=tls_server(certificate, asked)) as site:
        page(fetch(site.url(host="northline.example"), names=Names(["127.0.0.1"])))
        wrong = failure(fetch(site.url(host="harbor.example"), names=Names(["127.0.0.1"])))
        bare = failure(fetch(site.url()))
    assert (wrong.kind, bare.kind) == ("tls", "tls")
    assert "harbor.example" in wrong.message
    assert asked == ["northline.example", "harbor.example", ""]
    assert site.seen[0].headers["Host"] == f"northline.example:{site.port}"


def test_a_redirect_from_https_to_http_loses_the_secrets(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent under TLS is not sent in the clear."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    names = Names(["127.0.0.1"])
    with serve() as plain:
        answers = {"/terms": moved(plain.url(host="northline.example"))}
        with serve(answers, tls=tls_server(certificate)) as site:
            page(fetch(source(site.url(host="northline.example"), Cookie="s3cret"), names=names))
    assert [seen.headers["Cookie"] for seen in site.seen + plain.seen] == ["s3cret", None]


def test_a_server_without_tls_is_no_https() -> None:
    """Plain words where a handshake is due are a failure."""
    with serve_raw(says(b"HTTP/1.1 200 OK\r\n\r\nhello")) as url:
        assert failure(fetch(url.replace("http:", "https:"), settings=hurried())).kind in {"tls", "timeout"}


def test_a_certificate_that_has_expired_is_refused(expired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though its authority is trusted and the name is right."""
    monkeypatch.setenv("SSL_CERT_FILE", str(expired))
    with serve(tls=tls_server(expired)) as site:
        failed = failure(fetch(site.url(host="northline.example"), names=Names(["127.0.0.1"])))
    assert (failed.kind, "expired" in failed.message) == ("tls", True)
    assert not site.seen


def test_a_redirect_from_http_to_https_loses_the_secrets_too(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is another origin, and its certificate is looked at like any other."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    names = Names(["127.0.0.1"])
    with serve(tls=tls_server(certificate)) as safe:
        targets = {
            "/terms": moved(safe.url(host="northline.example")),
            "/wrong": moved(safe.url(host="harbor.example")),
        }
        with serve({**targets, "/plain": Canned()}) as site:
            page(fetch(source(site.url(host="northline.example"), **{"X-Api-Key": "s3cret"}), names=names))
            assert failure(fetch(site.url("/wrong", host="northline.example"), names=names)).kind == "tls"
    assert [seen.headers["X-Api-Key"] for seen in site.seen + safe.seen] == ["s3cret", None, None]


@pytest.mark.parametrize("hello", [b"", b"\x16\x03\x03\x40\x00\x02"], ids=["silence", "record"])
def test_a_handshake_that_drips_ends_in_time(hello: bytes) -> None:
    """Its bytes come one by one, each soon after the last."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            for byte in hello + bytes(300 if hello else 0):
                if over.wait(0.02):
                    return
                connection.send(bytes([byte]))
            over.wait(5)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        try:
            failed = failure(fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/terms", settings=hurried(0.5)))
        finally:
            over.set()
            socket.create_connection(listener.getsockname()).close()  # a busy machine may not have come so far
            thread.join()
    assert failed.kind == "timeout"


def _hang_up(listener: socket.socket) -> None:
    listener.accept()[0].close()


def test_a_handshake_that_is_hung_up_on_is_a_failure_of_tls_or_connection() -> None:
    """Nothing was read, and it may pass."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_hang_up, args=(listener,))
        thread.start()
        failed = failure(fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/terms"))
        thread.join()
    assert failed.kind in {"tls", "connect"}
    assert failed.transient

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fetch.servers import Names, failure, fetch, hurried, moved, page, says, serve, serve_raw, source, tls_server

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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

"""`serve`: the pages over HTTP, by the installed command, on this machine alone."""

from __future__ import annotations

import re
import signal
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from socket import create_server
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.catalogue import MAKER
from tests.cli.stage import PATIENCE, Desk, terms, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from email.message import Message

TOKEN = "harbour-lantern-42"


@contextmanager
def serving(desk: Desk) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server that answers, and where; killed at the end if it is still there."""
    with desk.start("serve", "--port", "0") as process:
        assert process.stderr is not None
        try:
            told = process.stderr.readline()
            where = re.fullmatch(r"clausewatch: pages are served at (http://127\.0\.0\.1:\d+/)\n", told)
            assert where, told
            yield where[1], process
        finally:
            process.kill()


def asked(url: str, **headers: str) -> tuple[int, Message, str]:
    """The status, headers and text at an address."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with closing(error):
            return error.code, error.headers, error.read().decode()


@pytest.fixture
def watched(desk: Desk) -> Desk:
    """A desk whose archive has a first revision."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"))
    assert desk.inside("check").code == 0
    return desk


def test_pages_are_served_until_the_server_is_told_to_stop(watched: Desk) -> None:
    """The overview names the document, behind the guard; SIGTERM ends the server in good order."""
    with serving(watched) as (url, process):
        status, headers, page = asked(url)
        assert (status, "northline" in page) == (200, True)
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Server" not in headers
        assert asked(url, Host="evil.example")[0] == 421
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_token_of_the_configuration_is_asked_for(watched: Desk) -> None:
    """Without it nothing is shown; Ctrl-C ends this server, too."""
    watched.configure(watched.source("terms"), f'[web]\ntoken = "{TOKEN}"\nurl = "https://terms.example"')
    with serving(watched) as (url, process):
        assert asked(url)[0] == 401
        assert asked(url, Authorization=f"Bearer {TOKEN}")[0] == 200
        assert asked(url, Authorization=f"Bearer {TOKEN}", Host="terms.example")[0] == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_proxy_on_this_machine_is_believed_who_asks(watched: Desk) -> None:
    """Each client behind it has tries of its own for the token, and cookies are for TLS where it speaks that."""
    watched.configure(watched.source("terms"), f'[web]\ntoken = "{TOKEN}"\nurl = "https://terms.example"')
    with serving(watched) as (url, _):
        through = {"Host": "terms.example", "X_Forwarded_For": "192.0.2.1", "X_Forwarded_Proto": "https"}
        wrong = {"Authorization": "Bearer no-such-token"}
        told = [asked(url, **through, **wrong)[0] for _ in range(11)]
        assert (set(told[:10]), told[10]) == ({401}, 429)
        assert asked(url, **{**through, "X_Forwarded_For": "192.0.2.2"}, **wrong)[0] == 401
        _, headers, _ = asked(f"{url}login", **through)
        assert "; Secure" in headers["Set-Cookie"]


def test_what_the_lists_are_made_of_is_brought_up_to_date(watched: Desk) -> None:
    """By the server alone, without a daemon."""
    with serving(watched), closing(open_archive(watched.archive)) as archive:
        until(lambda: not archive.uncatalogued(MAKER), "it is caught up with")
        assert [one.revision for one in archive.briefs("northline/terms")] == [1]


@pytest.mark.parametrize(
    ("options", "web", "place"),
    [
        (["--host", "0.0.0.0"], "", "0.0.0.0"),  # noqa: S104 - refused before anything is bound
        (["--host", "::"], "", "::"),
        (["--host", "terms.example"], "", "terms.example"),
        ([], '[web]\nurl = "https://terms.example"', "https://terms.example"),
    ],
)
def test_no_other_place_is_served_without_a_token(watched: Desk, options: list[str], web: str, place: str) -> None:
    """The command says which key is missing, and does not begin."""
    watched.configure(watched.source("terms"), web)
    ended = watched.inside("serve", *options)
    assert ended.code == 2
    assert f"[web] token is needed to serve pages at {place}" in ended.err


def test_a_port_that_is_taken_is_told(watched: Desk) -> None:
    """In a line that names it."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = watched.inside("serve", "--port", str(port))
    assert ended.code == 2
    assert ended.err.startswith(f"clausewatch: 127.0.0.1:{port}: pages cannot be served there (")


def test_without_an_archive_there_is_nothing_to_serve(desk: Desk) -> None:
    """It is not made, and the message says what makes one."""
    desk.configure(desk.source("terms"))
    ended = desk.inside("serve")
    assert (ended.code, desk.archive.exists()) == (2, False)
    assert "`clausewatch check` makes one" in ended.err

"""`serve`: the pages over HTTP, by the installed command, on this machine alone."""

from __future__ import annotations

import os
import re
import signal
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from socket import create_server
from typing import TYPE_CHECKING, Any

import pytest

from monitor.archive import open_archive
from monitor.catalogue import behind
from tests.cli.stage import PATIENCE, Desk, terms, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from email.message import Message

TOKEN = "harbour-lantern-42"


@contextmanager
def serving(desk: Desk, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server that answers, and where; killed at the end if it is still there."""
    with desk.start("serve", "--port", "0", *options) as process:
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


OWN = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Answers that lead elsewhere are looked at themselves."""

    def http_error_303(self, req: object, fp: Any, code: object, msg: object, headers: object) -> Any:  # noqa: ANN401, ARG002 - as urllib has it
        return fp


OPENER = urllib.request.build_opener(_Stay)


def signed_in(url: str) -> tuple[str, str]:
    """The cookies of a session, and the token that its forms carry."""
    with closing(OPENER.open(f"{url}login", timeout=PATIENCE)) as page:
        browser = page.headers["Set-Cookie"].partition(";")[0]
        form = re.search(r'name="csrf" value="([^"]+)"', page.read().decode())
    assert form
    given = urllib.request.Request(
        f"{url}login", data=f"csrf={form[1]}&token={TOKEN}&next=/".encode(), headers={"Cookie": browser, **OWN}
    )
    with closing(OPENER.open(given, timeout=PATIENCE)) as answer:
        session = answer.headers["Set-Cookie"].partition(";")[0]
    _, _, page = asked(url, Cookie=session)
    inside = re.search(r'name="csrf" value="([^"]+)"', page)
    assert inside
    return session, inside[1]


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


def children(process: int) -> list[int]:
    """The processes that another one began and that live."""
    told = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in told.read_text("ascii").split()] if told.exists() else []


def gone(number: int) -> bool:
    """Whether a process has ended."""
    return not Path(f"/proc/{number}").exists()


def test_several_processes_answer_and_end_together(watched: Desk) -> None:
    """Two that answer and one that keeps lists up to date; one that is killed is followed by another."""
    with serving(watched, "--processes", "2") as (url, process):
        until(lambda: len(children(process.pid)) == 3, "three processes are there")
        first, second, keeping = children(process.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(set(children(process.pid)) - {first}) == 3, "another one has taken its place")
        assert {second, keeping} < set(children(process.pid))
        assert all(asked(url)[0] == 200 for _ in range(8))
        begun = children(process.pid)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "another one takes its place" in err
    assert all(gone(one) for one in begun)


def test_who_answers_gives_way_to_the_process_that_compares_for_it(watched: Desk) -> None:
    """Else a comparison would get a third of a core, and all who wait for one with it."""
    with serving(watched, "--processes", "1") as (_, process):
        until(lambda: any(map(children, children(process.pid))), "one has a process beside it")
        ((answering, comparing),) = [(one, *children(one)) for one in children(process.pid) if children(one)]
        until(lambda: nice(answering) > nice(comparing), "it has given way")
        assert nice(comparing) == nice(process.pid)


def nice(process: int) -> int:
    """How much a process gives way to others."""
    return os.getpriority(os.PRIO_PROCESS, process)


def test_no_process_outlives_the_one_that_began_it(watched: Desk) -> None:
    """Even where that was killed: the port is free again."""
    with serving(watched, "--processes", "2") as (_, process):
        until(lambda: len(children(process.pid)) == 3, "three processes are there")
        begun = children(process.pid)
        process.kill()
        process.wait(timeout=PATIENCE)
        until(lambda: all(gone(one) for one in begun), "they have ended")


def test_a_session_that_was_ended_is_ended_in_every_process(watched: Desk) -> None:
    """Whichever of them is asked with a copy of its cookie."""
    watched.configure(watched.source("terms"), f'[web]\ntoken = "{TOKEN}"')
    with serving(watched, "--processes", "2") as (url, _):
        cookie, form = signed_in(url)
        assert asked(url, Cookie=cookie)[0] == 200
        out = urllib.request.Request(f"{url}logout", data=f"csrf={form}".encode(), headers={"Cookie": cookie, **OWN})
        with closing(OPENER.open(out, timeout=PATIENCE)):
            pass
        assert {asked(url, Cookie=cookie)[0] for _ in range(12)} == {401}


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
    with serving(watched, "--processes", "1") as (url, _):
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
        until(lambda: not behind(archive, ()), "it is caught up with")
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

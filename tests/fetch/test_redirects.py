from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.fetch.servers import SETTINGS, TERMS, Canned, Seen, failure, fetch, moved, page, serve, serve_raw, source

if TYPE_CHECKING:
    import socket
    import threading


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_last_address_is_kept(status: int) -> None:
    """The page says where it was asked for and where it was found."""
    with serve({"/terms": moved("../legal/terms?v=2", status), "/legal/terms?v=2": Canned()}) as site:
        part = page(fetch(site.url())).parts[0]
    assert (part.asked, part.url) == (site.url(), site.url("/legal/terms?v=2"))


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), True),
        ((308,), True),
        ((301, 308, 301), True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
        ((), False),
    ],
)
def test_only_permanent_redirects_are_a_move(statuses: tuple[int, ...], *, permanent: bool) -> None:
    """All the way: one passing detour among them may lead elsewhere tomorrow."""
    steps = {f"/{step}": moved(f"/{step + 1}", status) for step, status in enumerate(statuses)}
    with serve({**steps, f"/{len(statuses)}": Canned()}) as site:
        part = page(fetch(site.url("/0"))).parts[0]
    assert part.url == site.url(f"/{len(statuses)}")
    assert part.moved == (part.url if permanent else "")


def test_each_part_of_a_document_moves_for_itself() -> None:
    """The other stays where it is."""
    with serve({"/terms": moved("/legal", 301), "/legal": Canned(), "/annex": Canned()}) as site:
        parts = page(fetch(replace(source(site.url()), urls=(site.url(), site.url("/annex"))))).parts
    assert [part.moved for part in parts] == [site.url("/legal"), ""]


def _chain(hops: int) -> dict[str, Canned]:
    steps = {f"/{step}": moved(f"/{step + 1}") for step in range(hops)}
    return {**steps, f"/{hops}": Canned()}


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    """A chain has an end, or is a loop."""
    with serve(_chain(5)) as site:
        assert page(fetch(site.url("/0"))).parts[0].body == TERMS
    with serve(_chain(6)) as site:
        failed = failure(fetch(site.url("/0")))
    assert (failed.kind, failed.transient) == ("redirect", False)
    assert len(site.seen) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1:25/_HELO",
        "ftp://northline.example/",
        "http:///nowhere",
        "http://user:pass@127.0.0.1/",
        "http://[::1",
        "//",
        "",
        "data:text/html,<h1>Terms</h1>",
        "about:blank",
        "http://127.0.0.1:0/terms",
        "http://127.0.0.1:99999/terms",
        "http://127.0.0.1:http/terms",
        "http://127.0.0.1\x1b[31m/terms",
        "https://",
        "mailto:terms@northline.example",
        "/" + "x" * 8_000,
    ],
)
def test_a_redirect_to_what_is_no_page_is_refused(location: str) -> None:
    """Only http and https addresses with a host are followed."""
    with serve({"/terms": moved(location)}) as site:
        failed = failure(fetch(site.url()))
    assert (failed.kind, failed.transient) == ("redirect", False)
    assert failed.message.isprintable()


def test_a_redirect_without_a_target_is_refused() -> None:
    """A 302 without Location leads nowhere."""
    with serve({"/terms": Canned(b"", 302)}) as site:
        assert failure(fetch(site.url())).kind == "redirect"


def test_a_redirect_into_a_private_network_is_refused() -> None:
    """The gate stands at every hop, and the failure says who sent us there."""
    only = replace(SETTINGS, allow_private=(ip_network("127.0.0.1/32"),))
    with serve(host="127.0.0.2") as inside, serve({"/terms": moved(inside.url())}) as site:
        failed = failure(fetch(site.url(), settings=only))
    assert failed.kind == "address"
    assert failed.message.startswith("127.0.0.2: ")
    assert "127.0.0.1 redirected to it" in failed.message
    assert not inside.seen


def test_secrets_stay_with_their_host() -> None:
    """A source's headers go to no other host or port, nor back home from there."""
    there: dict[str, Canned] = {}
    with serve(there) as away, serve({"/terms": moved(away.url("/away")), "/back": Canned()}) as home:
        there["/away"] = moved(home.url("/back"))
        page(fetch(source(home.url(), Cookie="s3cret", Authorization="Bearer s3cret")))
    assert [seen.headers["Cookie"] for seen in home.seen] == ["s3cret", None]
    assert [seen.headers["Authorization"] for seen in away.seen] == [None]


def test_secrets_go_along_within_their_host() -> None:
    """A redirect on the same host keeps the source's headers."""
    with serve({"/terms": moved("/legal"), "/legal": Canned()}) as site:
        page(fetch(source(site.url(), Cookie="s3cret")))
    assert site.asked("/legal")[0].headers["Cookie"] == "s3cret"


def test_a_target_outside_ascii_is_read_as_utf_8() -> None:
    """Raw bytes in a Location header are percent-encoded, not mangled."""
    location = "/villkor-å".encode().decode("latin-1")
    with serve({"/terms": moved(location), "/villkor-%C3%A5": Canned()}) as site:
        page(fetch(site.url()))


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("//HOST/legal", "/legal"),
        ("//HOST", "/"),
        ("?v=2", "/terms?v=2"),
        ("legal#part-2", "/legal"),
        ("#part-2", "/terms"),
        ("  /legal \t", "/legal"),
        ("/our legal", "/our%20legal"),
        ("/le\x1b[31mgal\x00", "/le%1B%5B31mgal%00"),
        ("/legal\\..\\x", "/legal%5C..%5Cx"),
        ("/a/../legal", "/legal"),
        ("../../legal", "/legal"),
        ("HTTP://HOST/legal", "/legal"),
    ],
)
def test_where_a_redirect_leads_is_worked_out_from_where_it_stands(location: str, path: str) -> None:
    """Relative, without a scheme, with a fragment, or untidy: nothing in it can break the next request."""
    hops: list[str] = []

    def answer(seen: Seen) -> Canned:
        hops.append(seen.path)
        return Canned() if len(hops) > 1 else moved(location.replace("HOST", seen.headers["Host"]))

    with serve({"/terms": answer, path: answer}) as site:
        page(fetch(site.url()))
    assert hops == ["/terms", path]


@pytest.mark.parametrize(("second", "taken"), [("/legal", True), ("/other", False)])
def test_a_redirect_to_several_places_leads_nowhere(second: str, *, taken: bool) -> None:
    """Unless all of them are the same."""
    both = f"HTTP/1.1 302 Found\r\nLocation: /legal\r\nLocation: {second}\r\n\r\n"
    asked = iter((both, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nterms"))

    def script(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(next(asked).encode())

    with serve_raw(script) as url:
        fetched = fetch(url)
    if taken:
        assert page(fetched).parts[0].body == b"terms"
    else:
        assert failure(fetched).kind == "redirect"


def test_every_header_of_a_source_stays_with_its_host() -> None:
    """Not only those whose names sound secret; what all requests have goes along."""
    with serve({"/away": Canned()}) as away, serve({"/terms": moved(away.url("/away"))}) as home:
        headers = {"X-Api-Key": "s3cret", "User-Agent": "reader/1", "Accept-Language": "sv"}
        page(fetch(source(home.url(), **headers)))
    assert [home.seen[0].headers[name] for name in headers] == list(headers.values())
    assert [away.seen[0].headers[name] for name in headers] == [None, "clausewatch/0.1", None]


def test_a_loop_is_given_up_and_told_to_be_one() -> None:
    """Between two hosts as well."""
    there: dict[str, Canned] = {}
    with serve(there) as away, serve({"/terms": moved(away.url("/away"))}) as home:
        there["/away"] = moved(home.url())
        failed = failure(fetch(home.url()))
    assert (failed.kind, failed.transient) == ("redirect", False)
    assert (len(home.seen), len(away.seen)) == (3, 3)

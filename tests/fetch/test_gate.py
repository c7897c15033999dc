from __future__ import annotations

import socket
from contextlib import ExitStack
from dataclasses import replace
from ipaddress import ip_network

import pytest

from tests.fetch.servers import SETTINGS, Names, failure, fetch, hurried, moved, page, serve, source

CLOSED = replace(SETTINGS, allow_private=())
ONE = replace(SETTINGS, allow_private=(ip_network("127.0.0.1/32"),))

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to listen on
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_a_name_that_leads_inside_is_refused(ip: str) -> None:
    """Every address that is not public is refused before anything is connected to, and named."""
    failed = failure(fetch("http://northline.example/terms", settings=CLOSED, names=Names([ip])))
    assert (failed.kind, failed.transient) == ("address", False)
    assert failed.message.startswith("northline.example: leads to ")
    assert "allow_private" in failed.message


@pytest.mark.parametrize("ip", [ip for ip in NOT_PUBLIC if "%" not in ip])
def test_an_address_that_is_not_public_is_refused_as_a_literal_too(ip: str) -> None:
    """Writing the address itself is no way around."""
    host = f"[{ip}]" if ":" in ip else ip
    names = Names([])
    assert failure(fetch(f"http://{host}/terms", settings=CLOSED, names=names)).kind == "address"
    assert not names.asked


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost", "localhost."])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    """What the system's resolver makes of a name is what is checked."""
    assert failure(fetch(f"http://{host}/terms", settings=CLOSED)).kind in {"address", "dns"}


def test_a_network_that_is_allowed_may_be_fetched() -> None:
    """allow_private names what may be reached although it is not public, and only that."""
    with serve() as site:
        page(fetch(site.url(), settings=ONE))
        page(fetch(site.url(host="[::ffff:127.0.0.1]"), settings=ONE))
        assert failure(fetch(site.url(host="127.0.0.2"), settings=ONE)).kind == "address"


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    """Mixed answers are refused whichever comes first, and however many there are."""
    with serve() as site:
        for answers in (["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["127.0.0.1"] * 9 + ["10.0.0.1"]):
            failed = failure(fetch(site.url(host="northline.example"), settings=ONE, names=Names(answers)))
            assert (failed.kind, "10.0.0.1" in failed.message) == ("address", True)
    assert not site.seen


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to() -> None:
    """A name that answers differently the second time is never asked a second time."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with serve() as site:
        page(fetch(site.url(host="northline.example"), settings=ONE, names=names))
    assert names.asked == ["northline.example"]
    assert site.seen[0].headers["Host"] == f"northline.example:{site.port}"


def test_a_name_is_checked_again_at_every_hop() -> None:
    """After a redirect to itself, a name that now leads inside is refused."""
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with serve({"/terms": moved("/terms")}) as site:
        failed = failure(fetch(site.url(host="northline.example"), settings=ONE, names=names))
    assert failed.kind == "address"
    assert names.asked == ["northline.example"] * 2
    assert len(site.seen) == 1


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    """A host with several addresses is reached by any of them."""
    with serve() as site:
        page(fetch(site.url(host="northline.example"), names=Names(["127.0.0.9", "127.0.0.1"])))


def test_an_address_that_does_not_answer_leaves_time_for_the_next() -> None:
    """Each gets a share of what the exchange has, and together they get no more."""
    names = Names(["127.0.0.1", "127.0.0.2"])
    with serve(host="127.0.0.2") as site, ExitStack() as waiting:
        place = ("127.0.0.1", int(site.port))
        waiting.enter_context(socket.create_server(place, backlog=0))
        for _ in range(4):  # from then on nobody gets in
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)  # noqa: FBT003 - as the standard library has it
            client.connect_ex(place)
        page(fetch(site.url(host="northline.example"), settings=hurried(0.5), names=names))
        alone = failure(fetch(f"http://127.0.0.1:{site.port}/terms", settings=hurried()))
    assert (alone.kind, alone.transient) == ("timeout", True)


@pytest.mark.parametrize("answers", [[], ["nonsense"]])
def test_a_name_without_an_address_is_a_failure(answers: list[str]) -> None:
    """No answer is told as such, and may pass."""
    failed = failure(fetch("http://northline.example/terms", names=Names(answers)))
    assert (failed.kind, failed.transient) == ("dns", True)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".example", "a..b"])
def test_a_name_the_system_does_not_know_is_a_failure(host: str) -> None:
    """The system's resolver says no, or cannot even ask."""
    assert failure(fetch(f"http://{host}/terms")).kind == "dns"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://northline.example/terms",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,terms",
        "northline.example/terms",
        "//northline.example/terms",
        "/terms",
        "",
        "http:///terms",
        "http://./terms",
        "http://user:s3cret@northline.example/terms",
        "http://user@northline.example/terms",
        "http://northline.example:0/terms",
        "http://northline.example:99999/terms",
        "http://northline.example:http/terms",
        "http://north line.example/terms",
        "http://northline.example\r\nX: y/terms",
        "http://[fe80::1%25lo]/terms",
        "http://[::1/terms",
        f"http://{'northline.' * 30}example/terms",
    ],
)
def test_only_plain_http_and_https_addresses_are_fetched(url: str) -> None:
    """Other schemes, credentials and addresses without a host are refused before a name is looked up."""
    names = Names(["127.0.0.1"])
    failed = failure(fetch(url, names=names))
    assert (failed.kind, failed.transient) == ("address", False)
    assert "s3cret" not in failed.message
    assert not names.asked


def test_what_follows_a_backslash_is_no_host() -> None:
    """The host that is checked is the host that is asked, however the address is written."""
    names = Names(["127.0.0.1"])
    with serve() as site:
        fetch(source(f"http://northline.example:{site.port}\\@evil.example/terms"), names=names)
    assert names.asked == ["northline.example"]


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6 loopback")
def test_ipv6_is_fetched_as_literal_and_by_name() -> None:
    """IPv6 hosts pass the same gate, and are named with brackets in the request."""
    with serve(host="::1") as site:
        page(fetch(site.url()))
        page(fetch(site.url(host="northline.example"), names=Names(["::1"])))
        assert failure(fetch(site.url(), settings=CLOSED)).kind == "address"
    assert site.seen[0].headers["Host"] == f"[::1]:{site.port}"

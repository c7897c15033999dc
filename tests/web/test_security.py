"""The guard before the pages: to whom it answers, what it lets browsers do, and who may change something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request  # noqa: TC002 - starlette asks for the types of its endpoints
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from monitor.web.security import (
    HEADERS,
    LARGEST_BODY,
    WebSettings,
    csrf_token,
    guarded,
    hosts_of,
    is_loopback,
    may_write,
    posted,
    signed_in,
)
from monitor.web.sessions import FAILURE_WINDOW, LONGEST_SESSION, MOST_CLIENTS, MOST_FAILURES, Sessions, Tries
from monitor.web.signin import own_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from httpx2 import Response as Answer

TOKEN = "harbour-lantern-42"
HERE = "http://localhost:8000"
OWN = {"Sec-Fetch-Site": "same-origin"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PAGE = {"Accept": "text/html"}


async def _page(request: Request) -> Response:
    said = f"write={may_write(request)} session={signed_in(request)}"
    return HTMLResponse(f'{said} <input name="csrf" value="{csrf_token(request)}">')


async def _comment(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"{posted(request).get('words', '')} {len(body)}")


async def _words(request: Request) -> Response:
    return PlainTextResponse(f"{request.url.path}", headers={"Cache-Control": "max-age=60", "X-Frame-Options": "ALLOW"})


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.5

    def __call__(self) -> float:
        return self.now


class Desk:
    """Pages behind the guard, and browsers that ask for them."""

    def __init__(self, token: str = TOKEN) -> None:
        self.clock = Clock()
        routes = [
            Route("/", _page),
            Route("/comment", _comment, methods=["POST"]),
            *(Route(path, _words) for path in ("/static/style.css", "/healthz", "/api/v1/sources", "/all.atom")),
        ]
        settings = WebSettings(hosts_of("127.0.0.1", "https://terms.example"), token, b"k" * 32, self.clock)
        self.app = guarded(Starlette(routes=routes), settings)
        self.opened: list[TestClient] = []

    def browser(self, base: str = HERE, client: str = "127.0.0.1") -> TestClient:
        """A browser with no cookies, at an address."""
        self.opened.append(TestClient(self.app, base_url=base, client=(client, 50_000), follow_redirects=False))
        return self.opened[-1]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Pages that need the token."""
    desk = Desk()
    yield desk
    for one in desk.opened:
        one.close()


@pytest.fixture
def open_desk() -> Iterator[Desk]:
    """Pages without a token, for this machine."""
    desk = Desk("")
    yield desk
    for one in desk.opened:
        one.close()


def form_token(answer: Answer) -> str:
    """The token in the form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def sign_in(browser: TestClient, token: str = TOKEN, wanted: str = "/") -> Answer:
    """Send the form of /login as a browser does."""
    fields = {"csrf": form_token(browser.get("/login")), "token": token, "next": wanted}
    return browser.post("/login", data=fields, headers=OWN)


# --- whom it answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.:8000", "127.0.0.1:1", "[::1]:8000", "terms.example"])
def test_hosts_that_are_served_are_answered(open_desk: Desk, host: str) -> None:
    """This machine's names and that of the configured address, whatever the port and the capitals."""
    assert open_desk.browser().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil@localhost", "localhost/x", "127.0.0.1:x", "", "10.0.0.7"]
)
def test_another_host_is_turned_away(open_desk: Desk, host: str) -> None:
    """A page elsewhere whose name was made to lead here learns nothing."""
    answer = open_desk.browser().get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_two_hosts_are_one_too_many(open_desk: Desk) -> None:
    """Who checks one and uses the other is fooled; so neither is taken."""
    answer = open_desk.browser().get("/", headers=[("Host", "localhost"), ("Host", "evil.example")])
    assert answer.status_code == 400


def test_an_international_name_is_known_as_browsers_send_it() -> None:
    """The address in the configuration may be written with its letters."""
    assert "xn--bcher-kva.example" in hosts_of("127.0.0.1", "https://bücher.example:8443/terms")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    """Addresses and names that lead nowhere else."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "192.0.2.1", "terms.example", "localhost.evil.example"])  # noqa: S104 - nothing is bound
def test_other_places_are_not_this_machine(host: str) -> None:
    """Neither all addresses at once, nor names that look alike."""
    assert not is_loopback(host)


def test_sockets_for_other_protocols_are_closed(open_desk: Desk) -> None:
    """Nothing here speaks WebSocket."""
    with pytest.raises(WebSocketDisconnect), open_desk.browser().websocket_connect("/"):
        pass


# --- headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"), [("/", {}), ("/nothing", {}), ("/login", {}), ("/", {"Host": "evil.example"}), ("/", PAGE)]
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_every_answer_has_the_headers(path: str, headers: Mapping[str, str], token: str) -> None:
    """Pages, errors, refusals and redirects alike."""
    desk = Desk(token)
    with desk.browser() as browser:
        answer = browser.get(path, headers=dict(headers))
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_page_may_say_how_long_it_is_kept_but_not_who_frames_it(open_desk: Desk) -> None:
    """Cache-Control is the page's; the rest is not."""
    answer = open_desk.browser().get("/static/style.css")
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert answer.headers.get_list("X-Frame-Options") == ["DENY"]


# --- who comes in ------------------------------------------------------------------------------


def test_a_page_asks_for_the_token_on_a_form(desk: Desk) -> None:
    """A browser is sent to the form, which knows where it wanted to go."""
    answer = desk.browser().get("/doc%3Fments?order=change&q=a b", headers=PAGE)
    assert answer.status_code == 303
    wanted = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
    assert wanted == ["/doc%3Fments?order=change&q=a%20b"]


@pytest.mark.parametrize(
    ("path", "headers"), [("/api/v1/sources", PAGE), ("/all.atom", PAGE), ("/feeds/all", PAGE), ("/", {})]
)
def test_a_program_is_told_that_a_token_is_needed(desk: Desk, path: str, headers: Mapping[str, str]) -> None:
    """It gets no form."""
    answer = desk.browser().get(path, headers=dict(headers))
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="clausewatch"')


@pytest.mark.parametrize("path", ["/login", "/healthz", "/static/style.css"])
def test_what_the_form_needs_is_open(desk: Desk, path: str) -> None:
    """The form, its style, and whether the server is well."""
    assert desk.browser().get(path).status_code == 200


def test_the_token_in_a_header_lets_a_program_in(desk: Desk) -> None:
    """It may read and write, and gets no cookie."""
    answer = desk.browser().get("/", headers=BEARER)
    assert answer.text.startswith("write=True session=False")
    sent = desk.browser().post("/comment", data={"words": "seen"}, headers=BEARER)
    assert sent.text == "seen 10"


@pytest.mark.parametrize("said", ["Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer \xe4"])
def test_no_other_header_lets_anybody_in(desk: Desk, said: str) -> None:
    """The token alone does, as RFC 6750 has it."""
    answer = desk.browser().get("/", headers=[(b"Authorization", said.encode("latin-1"))])
    assert answer.status_code == 401


def test_the_form_gives_a_session_and_leads_on(desk: Desk) -> None:
    """The cookie is no token, is unseen by scripts, and lets the browser read and write."""
    browser = desk.browser()
    answer = sign_in(browser, wanted="/documents?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/documents?x=1")
    cookie = answer.headers["Set-Cookie"]
    assert "; HttpOnly; SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie
    assert browser.get("/").text.startswith("write=True session=True")
    assert browser.get("/login").headers["Location"] == "/"


def test_over_tls_cookies_stay_on_tls(desk: Desk) -> None:
    """Both of them."""
    browser = desk.browser("https://terms.example")
    assert browser.get("/login").headers["Set-Cookie"].endswith("; Secure")
    assert "; Secure" in sign_in(browser).headers["Set-Cookie"]


def test_a_wrong_token_is_told_on_the_form(desk: Desk) -> None:
    """Nothing of what was sent comes back."""
    answer = sign_in(desk.browser(), "<b>wrong</b>")
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert "wrong</b>" not in answer.text


def test_the_form_shows_where_it_leads_as_text(desk: Desk) -> None:
    """An address made to break out of the form stays within its quotes."""
    answer = desk.browser().get("/login", params={"next": '/"><script>alert(1)</script>'})
    assert "<script>" not in answer.text


def test_a_session_ends_when_its_browser_says_so(desk: Desk) -> None:
    """And a copy of its cookie is worth nothing afterwards."""
    browser = desk.browser()
    sign_in(browser)
    kept = dict(browser.cookies)
    answer = browser.post("/logout", data={"csrf": form_token(browser.get("/"))}, headers=OWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    thief = desk.browser()
    thief.cookies.update(kept)
    assert thief.get("/").status_code == 401


def test_a_link_signs_nobody_out(desk: Desk) -> None:
    """Only a form does."""
    browser = desk.browser()
    sign_in(browser)
    assert browser.get("/logout").status_code == 405
    assert browser.get("/").status_code == 200


def test_a_session_ends_with_the_day(desk: Desk) -> None:
    """However often it was used."""
    browser = desk.browser()
    sign_in(browser)
    desk.clock.now += LONGEST_SESSION + 1
    kept = browser.cookies["clausewatch_session"]
    assert desk.browser().get("/", headers={"Cookie": f"clausewatch_session={kept}"}).status_code == 401


@given(st.text())
def test_no_session_can_be_made_up(text: str) -> None:
    """Whatever a cookie holds, and whichever part of a true one is changed."""
    sessions = Sessions(TOKEN, b"k" * 32, Clock())
    true = sessions.begin()
    assert sessions.alive(true)
    said, _, mac = true.rpartition(".")
    for made in (text, f"{text}.{mac}", f"{said}.{text}", f"{text}{true}"):
        assert made == true or not sessions.alive(made)
    assert sessions.knows(text) == (text == TOKEN)


def test_another_token_ends_all_sessions() -> None:
    """Even where the key stays."""
    before, after = (Sessions(token, b"k" * 32, Clock()) for token in (TOKEN, "another"))
    assert not after.alive(before.begin())


# --- guessing ----------------------------------------------------------------------------------


def test_who_guesses_has_to_wait(desk: Desk) -> None:
    """On the form and in headers alike; others are let in, and so is the guesser a while later."""
    guesser = desk.browser(client="192.0.2.7")
    for _ in range(MOST_FAILURES):
        assert guesser.get("/", headers={"Authorization": "Bearer guess"}).status_code == 401
    refused = guesser.get("/", headers=BEARER)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= FAILURE_WINDOW + 1
    assert sign_in(guesser).status_code == 429
    assert desk.browser(client="192.0.2.8").get("/", headers=BEARER).status_code == 200
    desk.clock.now += FAILURE_WINDOW + 1
    assert guesser.get("/", headers=BEARER).status_code == 200


def test_wrong_tokens_on_the_form_count(desk: Desk) -> None:
    """The eleventh is not even looked at."""
    browser = desk.browser()
    for _ in range(MOST_FAILURES):
        assert sign_in(browser, "guess").status_code == 403
    assert sign_in(browser).status_code == 429


def test_who_is_signed_in_is_not_kept_out_by_a_guesser(desk: Desk) -> None:
    """Behind a proxy both may have one address."""
    browser = desk.browser()
    sign_in(browser)
    for _ in range(MOST_FAILURES + 1):
        desk.browser().get("/", headers={"Authorization": "Bearer guess"})
    assert browser.get("/").status_code == 200


def test_one_network_is_one_guesser() -> None:
    """Of IPv6 addresses a client has more than can be counted."""
    tries = Tries(Clock())
    for number in range(MOST_FAILURES):
        tries.failed(f"2001:db8::{number:x}")
    assert tries.wait("2001:db8::ffff")
    assert not tries.wait("2001:db8:0:1::1")
    assert not tries.wait("192.0.2.1")


def test_who_waited_and_guesses_on_has_to_wait_again() -> None:
    """A new window begins with the next wrong token."""
    clock = Clock()
    tries = Tries(clock)
    for _ in range(2):
        for _ in range(MOST_FAILURES):
            assert not tries.wait("192.0.2.1")
            tries.failed("192.0.2.1")
        assert tries.wait("192.0.2.1") == FAILURE_WINDOW + 1
        clock.now += FAILURE_WINDOW + 1


def test_the_table_of_guessers_is_bounded() -> None:
    """The oldest are forgotten first."""
    tries = Tries(Clock())
    for number in range(MOST_CLIENTS + 1):
        for _ in range(MOST_FAILURES):
            tries.failed(f"client{number}")
    assert not tries.wait("client0")
    assert tries.wait("client1")


# --- writing -----------------------------------------------------------------------------------


def test_a_form_of_ours_is_taken(open_desk: Desk) -> None:
    """On this machine, without any token; the page still has its whole body."""
    browser = open_desk.browser()
    page = browser.get("/")
    assert page.text.startswith("write=True session=False")
    fields = {"csrf": form_token(page), "words": "looked at — fine"}
    answer = browser.post("/comment", data=fields, headers=OWN)
    assert answer.status_code == 200
    assert answer.text.startswith("looked at — fine 1")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:9000"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused(open_desk: Desk, headers: Mapping[str, str]) -> None:
    """Even with the token of a form of ours."""
    browser = open_desk.browser()
    fields = {"csrf": form_token(browser.get("/"))}
    assert browser.post("/comment", data=fields, headers=dict(headers)).status_code == 403


def test_browsers_that_say_only_the_origin_are_believed(open_desk: Desk) -> None:
    """Those that know no Sec-Fetch-Site, and all where pages are served without TLS to other machines."""
    browser = open_desk.browser()
    fields = {"csrf": form_token(browser.get("/"))}
    assert browser.post("/comment", data=fields, headers={"Origin": HERE}).status_code == 200


def test_a_form_needs_the_token_of_its_own_browser(open_desk: Desk) -> None:
    """None, a wrong one, and one that was given to another browser are refused; so are all without a cookie."""
    mine, other = open_desk.browser(), open_desk.browser()
    token, foreign = form_token(mine.get("/")), form_token(other.get("/"))
    for fields in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": foreign}):
        assert mine.post("/comment", data=fields, headers=OWN).status_code == 403
    assert open_desk.browser().post("/comment", data={"csrf": token}, headers=OWN).status_code == 403
    assert mine.post("/comment", content=b"", headers={**OWN, "X-CSRF-Token": token}).status_code == 200


def test_a_browser_without_a_cookie_has_no_forms() -> None:
    """Not even one whose token fits nobody."""
    sessions = Sessions("", b"k" * 32, Clock())
    assert not sessions.is_form_token("", sessions.form_token(""))


def test_a_form_given_before_signing_in_is_worth_nothing_after(desk: Desk) -> None:
    """Its token belongs to the browser, that of a page to the session."""
    browser = desk.browser()
    before = form_token(browser.get("/login"))
    sign_in(browser)
    assert browser.post("/comment", data={"csrf": before}, headers=OWN).status_code == 403
    fields = {"csrf": form_token(browser.get("/"))}
    assert browser.post("/comment", data=fields, headers=OWN).status_code == 200


def test_the_cookie_of_a_browser_is_set_where_a_form_needs_it_and_once(open_desk: Desk) -> None:
    """Pages without a form set none."""
    browser = open_desk.browser()
    assert "Set-Cookie" not in browser.get("/healthz").headers
    assert "HttpOnly; SameSite=Strict" in browser.get("/").headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get("/").headers


@pytest.mark.parametrize(
    ("client", "headers"), [("192.0.2.7", {}), ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}), ("testclient", {})]
)
def test_without_a_token_only_this_machine_writes(open_desk: Desk, client: str, headers: Mapping[str, str]) -> None:
    """Neither other addresses nor what a proxy here passes on."""
    browser = open_desk.browser(client=client)
    page = browser.get("/", headers=dict(headers))
    assert page.text.startswith("write=False")
    answer = browser.post("/comment", data={"csrf": form_token(page)}, headers={**OWN, **headers})
    assert answer.status_code == 403


def test_nobody_writes_without_signing_in(desk: Desk) -> None:
    """With a token configured this machine is not special."""
    assert desk.browser().post("/comment", headers=OWN).status_code == 401


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "BREW"])
def test_every_method_that_may_write_is_looked_at(open_desk: Desk, method: str) -> None:
    """Not POST alone."""
    assert open_desk.browser().request(method, "/").status_code == 403


def test_a_body_that_is_too_long_is_not_read(desk: Desk) -> None:
    """Whether it says how long it is or not."""
    browser = desk.browser()
    longer = b"x" * (LARGEST_BODY + 1)
    assert browser.post("/comment", content=longer, headers=BEARER).status_code == 413
    assert browser.post("/comment", content=iter([longer[:9], longer[9:]]), headers=BEARER).status_code == 413
    assert browser.post("/comment", content=longer[1:], headers=BEARER).text.strip() == str(LARGEST_BODY)


@pytest.mark.parametrize(("more", "status"), [(b"&a=%ff", 200), (b"&a=\xff", 400), (b"&a=1" * 200, 400)])
def test_a_form_that_is_none_ends_in_words(open_desk: Desk, more: bytes, status: int) -> None:
    """Bytes that are no text, and more fields than any form has."""
    browser = open_desk.browser()
    headers = {**OWN, "Content-Type": "application/x-www-form-urlencoded"}
    body = b"csrf=" + form_token(browser.get("/")).encode() + more
    assert browser.post("/comment", content=body, headers=headers).status_code == status


@pytest.mark.parametrize(
    "wanted", ["", "x", "//evil.example", "/\\evil.example", "https://evil.example", "/\n/x", "/\t/x"]
)
def test_the_form_leads_to_no_other_place(wanted: str) -> None:
    """Nor to what a browser takes for one."""
    assert own_path(wanted) == "/"
    assert own_path("/documents/northline/voice?x=1") == "/documents/northline/voice?x=1"

"""Whom every route answers, asked of the table of routes itself: one that is added later is asked, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.routing import BaseRoute, Route

from monitor.web.sessions import MOST_FAILURES
from tests.web.office import DAY, NOON, OWN, QUAY, TOKEN, VOICE, WALL, Office, form_token, sign_in, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

OPEN = frozenset({"/healthz", "/favicon.ico", "/static/icon.svg", "/static/style.css", "/static/pages.js"})
"""What anybody may see where a token is configured, beside /login, which the guard answers: one more fails here."""

FILLED = {"provider": "northline", "document": "voice", "number": "2", "part": "1", "rest": "v1/nothing"}
"""What stands for the parameters of addresses: a document with a revision, a change, and a page that is held."""

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_BEARER = {"Authorization": f"Bearer {TOKEN}"}
_PAGE = {"Accept": "text/html"}


class Unknown(Exception):
    """A route of which this test does not know how to ask."""


def address(route: BaseRoute) -> str:
    """An address that a route answers. Raises `Unknown`."""
    if not isinstance(route, Route):
        said = f"{route!r} is no plain route: say here how it is asked"
        raise Unknown(said)
    unknown = set(_PARAMETER.findall(route.path)) - set(FILLED)
    if unknown:
        said = f"{route.path} has parameters that FILLED does not have: {', '.join(sorted(unknown))}"
        raise Unknown(said)
    return _PARAMETER.sub(lambda found: FILLED[found[1]], route.path)


def asked(routes: list[BaseRoute]) -> list[tuple[str, str]]:
    """Every method and address that the routes take."""
    pairs = {(method, address(route)) for route in routes for method in getattr(route, "methods", None) or ()}
    return sorted(pairs)


def changing(office: Office) -> list[tuple[str, str]]:
    """Those that may change something, as far as their method says."""
    return [pair for pair in asked(office.routes) if pair[0] in _CHANGING]


def reading(office: Office) -> list[str]:
    """The addresses that are only looked at."""
    return [path for method, path in asked(office.routes) if method == "GET"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which every address answers something."""
    with Office(tmp_path_factory.mktemp("kept")) as office:
        office.see(VOICE, terms(30), NOON)
        office.see(QUAY, terms(30), NOON)
        office.see(VOICE, terms(60), NOON + DAY)
        office.see(VOICE, WALL, NOON + 2 * DAY)
        return office.path


@pytest.fixture(params=["", TOKEN], ids=["without a token", "with a token"])
def office(request: pytest.FixtureRequest, tmp_path: Path, kept: Path) -> Iterator[Office]:
    """The pages, for this machine and for whoever has the token."""
    with Office(tmp_path, request.param, kept) as office:
        yield office


@pytest.fixture
def locked(tmp_path: Path, kept: Path) -> Iterator[Office]:
    """The pages for whoever has the token."""
    with Office(tmp_path, TOKEN, kept) as office:
        yield office


@pytest.fixture
def unlocked(tmp_path: Path, kept: Path) -> Iterator[Office]:
    """The pages for this machine."""
    with Office(tmp_path, "", kept) as office:
        yield office


def forms(browser: TestClient) -> dict[str, str]:
    """What forms that would be taken carry: for a log, for a held page, and for whatever comes."""
    return {
        "csrf": form_token(browser.get("/documents/northline/voice/2/log")),
        "kind": "acknowledged",
        "by": "Ann Lee",
        "done": "dismissed",
    }


def test_a_route_that_this_does_not_know_is_named() -> None:
    """Whoever adds one is told what to do."""
    with pytest.raises(Unknown, match="parameters that FILLED does not have: chapter"):
        asked([Route("/books/{chapter}", lambda _: None)])


def test_there_is_something_to_ask(unlocked: Office) -> None:
    """Pages, programs' addresses, and forms."""
    assert {"/", "/api/v1/status", "/feed.atom"} <= set(reading(unlocked))
    assert ("POST", "/documents/northline/voice/held") in changing(unlocked)
    assert ("POST", "/documents/northline/voice/2/log") in changing(unlocked)


def test_without_a_token_no_other_host_is_served(unlocked: Office) -> None:
    """Whatever the address and the method, a name that was made to lead here learns nothing."""
    browser = unlocked.browser()
    for method, path in asked(unlocked.routes):
        answer = browser.request(method, path, headers={"Host": "evil.example"})
        assert answer.status_code == 421, (method, path)


def test_without_a_token_this_machine_sees_every_page(unlocked: Office) -> None:
    """None of them fails; few find something missing where they are asked without any words."""
    browser = unlocked.browser()
    found = {path: browser.get(path).status_code for path in reading(unlocked)}
    assert not {path: status for path, status in found.items() if status not in {200, 404, 422}}
    assert sum(status == 200 for status in found.values()) > 0.75 * len(found), found


def test_with_a_token_nothing_but_what_is_named_here_is_open(locked: Office) -> None:
    """Browsers are led to the form, programs are told what is missing."""
    browser = locked.browser()
    found = set()
    for path in reading(locked):
        told, led = browser.get(path).status_code, browser.get(path, headers=_PAGE)
        if told == 200:
            found.add(path)
            continue
        assert told == 401, path
        assert led.status_code in {303, 401}, path
        assert led.status_code == 401 or led.headers["Location"].startswith("/login?next="), path
    assert found == OPEN


def test_a_wrong_token_opens_nothing(locked: Office) -> None:
    """From another place after a few, for who guesses often is not listened to."""
    pairs = asked(locked.routes)
    for begin in range(0, len(pairs), MOST_FAILURES):
        browser = locked.browser(client=f"192.0.2.{begin // MOST_FAILURES}")
        for method, path in pairs[begin : begin + MOST_FAILURES]:
            answer = browser.request(method, path, headers={"Authorization": "Bearer wrong"})
            assert answer.status_code == (200 if path in OPEN else 401), (method, path)


def test_the_token_in_a_header_opens_all(locked: Office) -> None:
    """Reading and writing; what a form lacks is said by its page, not by the guard."""
    browser = locked.browser()
    for method, path in asked(locked.routes):
        answer = browser.request(method, path, headers=_BEARER)
        assert answer.status_code not in {401, 403, 500}, (method, path)


def test_a_form_without_its_token_is_refused(office: Office) -> None:
    """Also that of somebody who is signed in, and one with the token of another browser."""
    browser, other = signed_in(office), signed_in(office)
    fields, foreign = forms(browser), forms(other)["csrf"]
    before = office.dump()
    for method, path in changing(office):
        for sent in ({**fields, "csrf": ""}, {**fields, "csrf": foreign}):
            answer = browser.request(method, path, data=sent, headers=OWN)
            assert answer.status_code == 403, (method, path)
    assert office.dump() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_from_elsewhere_is_refused(office: Office, site: str) -> None:
    """Even with the right token in it."""
    browser = signed_in(office)
    fields, before = forms(browser), office.dump()
    for method, path in changing(office):
        answer = browser.request(method, path, data=fields, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403, (method, path)
    assert office.dump() == before


def test_nobody_writes_who_is_not_signed_in(office: Office) -> None:
    """Where a token is configured nobody, else nobody at another machine; and nothing is changed."""
    browser, mine = office.browser(client="192.0.2.7"), signed_in(office)
    fields, before = forms(mine), office.dump()
    expected = 401 if office.token else 403
    for method, path in changing(office):
        answer = browser.request(method, path, data=fields, headers=OWN)
        assert answer.status_code == expected, (method, path)
    assert office.dump() == before


def test_looking_changes_nothing(office: Office) -> None:
    """Whatever stands in the address; what is known of sources and was noted of revisions stays as it is."""
    browser = signed_in(office)
    fields, before = forms(browser), office.dump()
    assert before
    for path in reading(office):
        for method in ("GET", "HEAD"):
            browser.request(method, path, params=fields, headers=OWN)
    assert office.dump() == before


def test_what_is_sent_by_a_form_of_ours_is_taken(office: Office) -> None:
    """So that the refusals above are not those of a form that would never be taken."""
    browser = signed_in(office)
    fields, before = forms(browser), office.dump()
    assert browser.post("/documents/northline/voice/2/log", data=fields, headers=OWN).status_code == 303
    assert office.dump() != before


def test_a_host_beside_the_configured_ones_is_refused_with_a_token_too(locked: Office) -> None:
    """The token is no reason to answer under another name."""
    browser = locked.browser()
    for path in reading(locked):
        assert browser.get(path, headers={**_BEARER, "Host": "evil.example"}).status_code == 421, path


def signed_in(office: Office) -> TestClient:
    """A browser that may write."""
    browser = office.browser()
    if office.token:
        sign_in(browser)
    return browser

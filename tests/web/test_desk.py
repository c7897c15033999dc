"""Held pages are shown beside the last good revision, and people decide what they are."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from monitor.check import dismiss
from monitor.model import Clause, Terms
from monitor.web import make_app
from monitor.web.desk import MOST_CLAUSES, MOST_COMPARED, text_of
from monitor.web.pages import Teams
from monitor.web.security import WebSettings, guarded, hosts_of
from tests.web.office import DAY, HERE, HOSTILE, LEGAL, NOON, OWN, QUAY, VOICE, WALL, Office, form_token, hidden, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

VOICE_HELD, QUAY_HELD = "/documents/northline/voice/held", "/documents/quay/dns/held"
LONGER = terms(30) + "".join(f"\n{n}. The customer answers for part {n} of it.\n" for n in range(4, 20))
SHORT = "# Northline Voice Terms\n\n1. Payment is due in 60 days.\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document whose page became much shorter, and one of which only a wall was ever seen."""
    with Office(tmp_path_factory.mktemp("kept")) as office:
        office.see(VOICE, LONGER, NOON)
        assert office.see(VOICE, SHORT, NOON + DAY).kind == "held"
        assert office.see(QUAY, WALL, NOON + 2 * DAY).kind == "held"
        return office.path


@pytest.fixture
def office(tmp_path: Path, kept: Path) -> Iterator[Office]:
    """The pages over a copy of it."""
    with Office(tmp_path, kept=kept) as office:
        yield office


def decide(browser: TestClient, address: str, done: str, shown: Response | None = None) -> Response:
    """Press a button on the page of a held page, as it was shown before or is now."""
    page = shown or browser.get(address)
    fields = {"csrf": form_token(page), "page": hidden(page, "page"), "done": done}
    return browser.post(address, data=fields, headers=OWN)


# --- what is held ------------------------------------------------------------------------------


def test_all_that_is_held_is_listed_with_its_reason(office: Office) -> None:
    """What waits longest stands first, and what was never read is said to have no revision."""
    html = office.browser().get("/held").text
    assert html.index(VOICE_HELD) < html.index(QUAY_HELD)
    assert "less than a third of the words" in html
    assert "4 March 2026, 12:00 UTC" in html
    assert html.count("nothing is recorded of it yet") == 1


def test_where_nothing_is_held_it_is_said_plainly(tmp_path: Path) -> None:
    """An empty table tells nobody anything."""
    with Office(tmp_path) as office:
        office.see(VOICE, terms(30), NOON)
        html = office.browser().get("/held").text
        assert "No page is held" in html
        assert "<table" not in html
        over = office.browser().get(VOICE_HELD)
    assert (over.status_code, "Nothing is held" in over.text) == (200, True)


def test_what_is_held_no_more_to_be_watched_is_not_listed(office: Office) -> None:
    """It has a page that says so, without buttons."""
    app = guarded(make_app((VOICE,), office.archive, lambda: NOON), WebSettings(hosts_of("127.0.0.1", ""), "", b"k"))
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000)) as browser:
        assert QUAY_HELD not in browser.get("/held").text
        page = browser.get(QUAY_HELD)
        assert "not watched any more" in page.text
        assert "<button" not in page.text
        token = form_token(browser.get(VOICE_HELD))
        refused = browser.post(QUAY_HELD, data={"csrf": token, "page": "", "done": "dismissed"}, headers=OWN)
    assert refused.status_code == 409
    assert office.archive.standings()[QUAY.id].held


def test_a_document_that_nobody_knows_has_no_such_page(office: Office) -> None:
    """Neither watched nor in the archive."""
    assert office.browser().get("/documents/northline/none/held").status_code == 404


# --- one of them -------------------------------------------------------------------------------


def test_a_held_page_stands_beside_the_last_good_revision(office: Office) -> None:
    """With the reason, the time, the redline of what would change, and both texts in full."""
    html = office.browser().get(VOICE_HELD).text
    assert "The page has less than a third of the words of the last good revision." in html
    assert "Held since <time" in html
    assert "<del>30</del>" in html
    assert "<ins>60</ins>" in html
    texts = html.partition("The two texts beside each other")[2]
    assert texts.count("Payment is due in 30 days.") == 1
    assert texts.count("Payment is due in 60 days.") == 1
    assert html.index("The last good revision (1)") < html.index("The page that is held</h3>")
    assert html.count("<h1") == 1


def test_at_first_sight_only_the_held_text_is_shown(office: Office) -> None:
    """There is nothing to compare it with."""
    html = office.browser().get(QUAY_HELD).text
    assert "Nothing is recorded of this document yet" in html
    assert "Your request was refused by the firewall." in html
    assert "last good revision" not in html
    assert "<del>" not in html


def test_what_cannot_be_read_is_not_shown_and_cannot_be_released(office: Office) -> None:
    """The reason stands there instead; the page can be let go, and a button that was made up changes nothing."""
    office.see(VOICE, "<h1>Terms</h1><p>1. Payment is due in 90 days.</p>", NOON + 3 * DAY, "text/html")
    voice = replace(VOICE, select="#terms")
    app = make_app((voice,), office.archive, lambda: NOON + 9 * DAY, teams=Teams((LEGAL,)))
    with TestClient(
        guarded(app, WebSettings(hosts_of("127.0.0.1", ""), "", b"k")), base_url=HERE, client=("127.0.0.1", 5)
    ) as browser:
        page = browser.get(VOICE_HELD)
        assert "matches nothing on the page" in page.text
        assert 'value="released"' not in page.text
        assert "Payment is due" not in page.text
        refused = decide(browser, VOICE_HELD, "released")
        assert refused.status_code == 422
        assert "was not taken for them" in refused.text
        assert office.archive.standings()[VOICE.id].held
        assert not [one for one in office.told() if one[0] == "legal"]
        assert "It was let go" in decide(browser, VOICE_HELD, "dismissed").text


def test_words_of_a_held_page_stay_words(office: Office) -> None:
    """No markup of it is obeyed, and no control character reaches the page."""
    body = f"<h1>{escape(HOSTILE)}</h1><p>1. {escape(HOSTILE)}</p>"
    assert office.see(VOICE, body, NOON + 3 * DAY, "text/html").kind == "held"
    html = office.browser().get(VOICE_HELD).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert not {"\u202e", "\x1b", "\x00"} & set(html)


def test_of_a_text_without_end_a_bounded_part_is_shown() -> None:
    """And how much more there is."""
    clauses = tuple(Clause(str(n), None, "", "A line of it.", 0, n) for n in range(1, MOST_CLAUSES + 8))
    text = text_of("Long", Terms("", "en", clauses))
    assert (len(text.clauses), text.left) == (MOST_CLAUSES, 7)


def test_texts_that_are_too_long_to_be_compared_at_once_are_shown_all_the_same(office: Office) -> None:
    """It says that what would change is not marked, and the page can be decided on."""
    line = "Der Kunde begleicht jede Rechnung binnen vierzehn Tagen nach ihrem Zugang ohne Abzug. " * 40
    endless = "".join(f"{n}. {line}{n}\n\n" for n in range(1, 3 + MOST_COMPARED // len(line)))
    assert office.see(VOICE, f"# Bedingungen\n\n{endless}", NOON + 3 * DAY).kind == "held"
    browser = office.browser()
    html = browser.get(VOICE_HELD).text
    assert "too long to be compared" in html
    assert "this is the change" not in html
    assert "vierzehn Tagen" in html
    assert "It was let go" in browser.get(decide(browser, VOICE_HELD, "dismissed").headers["location"]).text


# --- what is done with it ----------------------------------------------------------------------


def test_a_released_page_is_recorded_and_subscribers_are_owed_it(office: Office) -> None:
    """The page after it says when they hear of it, and leads to the change."""
    browser = office.browser()
    answer = decide(browser, VOICE_HELD, "released")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{VOICE_HELD}?done=released")
    assert ("legal", "terms.changed") in office.told()
    assert ("ops", "source.recovered") in office.told()
    after = browser.get(answer.headers["Location"]).text
    assert "revision 2 is the last one now" in after
    assert "within minutes where clausewatch runs all the time, else with its next check" in after
    assert "/documents/northline/voice/2/change" in after
    assert office.archive.standings()[VOICE.id].held is None


def test_a_dismissed_page_is_let_go_and_known_again(office: Office) -> None:
    """Nobody is told, and the same wall is not asked about."""
    browser = office.browser()
    answer = decide(browser, QUAY_HELD, "dismissed")
    assert answer.headers["Location"] == f"{QUAY_HELD}?done=dismissed"
    assert "Nobody is told of it" in browser.get(answer.headers["Location"]).text
    office.see(QUAY, WALL, NOON + 5 * DAY)
    assert office.archive.standings()[QUAY.id].held is None
    assert QUAY_HELD not in browser.get("/held").text


@pytest.mark.parametrize("done", ["released", "dismissed"])
def test_who_presses_twice_is_told_that_nothing_is_held(office: Office, done: str) -> None:
    """It is nobody's fault, and happens when two people look at the same page."""
    browser = office.browser()
    shown = browser.get(VOICE_HELD)
    assert decide(browser, VOICE_HELD, done, shown).status_code == 303
    kept = office.dump()
    again = decide(browser, VOICE_HELD, done, shown)
    assert again.status_code == 409
    assert "Somebody may have decided already" in again.text
    assert office.dump() == kept


def test_nobody_decides_on_a_page_that_they_did_not_see(office: Office) -> None:
    """Another page came meanwhile: it is shown, and asked about anew."""
    browser = office.browser()
    shown = browser.get(VOICE_HELD)
    assert office.see(VOICE, WALL, NOON + 3 * DAY).kind == "held"
    answer = decide(browser, VOICE_HELD, "released", shown)
    assert answer.status_code == 409
    assert "Another page came since" in answer.text
    assert "refused by the firewall" in answer.text
    assert office.archive.standings()[VOICE.id].revision == 1


def test_a_decision_that_is_none_comes_back_with_the_page(office: Office) -> None:
    """With the reason, and nothing done; what was sent is not repeated."""
    answer = decide(office.browser(), VOICE_HELD, HOSTILE)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "alert(1)" not in answer.text
    assert office.archive.standings()[VOICE.id].held


def test_an_archive_that_is_busy_is_told_in_plain_words(office: Office) -> None:
    """The page is still held, and shown again without a word of where the archive is."""
    browser = office.browser()
    shown = browser.get(VOICE_HELD)
    with office.without_patience() as app, TestClient(app, base_url=HERE, client=("127.0.0.1", 5)) as hasty:
        hasty.cookies.update(dict(browser.cookies))
        with office.archive.connections.writing():
            answer = decide(hasty, VOICE_HELD, "dismissed", shown)
    assert answer.status_code == 503
    assert "Another process was at work" in answer.text
    assert str(office.path) not in answer.text
    assert office.archive.standings()[VOICE.id].held


def test_who_decides_while_the_page_is_read_is_no_error(office: Office) -> None:
    """What was decided elsewhere is over."""
    browser = office.browser()
    shown = browser.get(VOICE_HELD)
    dismiss(VOICE, archive=office.archive)
    assert decide(browser, VOICE_HELD, "released", shown).status_code == 409


def test_whoever_may_only_read_sees_no_buttons(office: Office) -> None:
    """But where to sign in."""
    html = office.browser(client="192.0.2.7").get(VOICE_HELD).text
    assert "<button" not in html
    assert '<a href="/login?next=%2Fdocuments%2Fnorthline%2Fvoice%2Fheld">Sign in</a>' in html


def test_the_page_after_it_says_only_what_there_is_to_say(office: Office) -> None:
    """A made-up address brings no words of its own, and says nothing was done while the page is held."""
    browser = office.browser()
    assert "It was taken for the terms" not in browser.get(f"{VOICE_HELD}?done=released").text
    decide(browser, VOICE_HELD, "dismissed")
    html = browser.get(VOICE_HELD, params={"done": HOSTILE}).text
    assert "Nothing is held" in html
    assert "alert(1)" not in html

"""People say in their browser what they did with a change, and see what nobody has looked at."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from monitor.deeds import LONGEST_NAME, LONGEST_NOTE
from monitor.model import LogEntry
from monitor.web.reviewing import AT_ONCE
from monitor.web.reviews import A_YEAR, FORMS
from tests.web.office import DAY, HERE, HOSTILE, NOON, OWN, QUAY, THIRD, VOICE, Office, form_token, hidden, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

LOG = "/documents/northline/voice/2/log"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents that changed once each."""
    with Office(tmp_path_factory.mktemp("kept")) as office:
        office.see(VOICE, terms(30), NOON)
        office.see(QUAY, terms(30), NOON)
        office.see(VOICE, terms(60), NOON + DAY)
        office.see(QUAY, terms(45), NOON + 2 * DAY)
        return office.path


@pytest.fixture
def office(tmp_path: Path, begun: Path) -> Iterator[Office]:
    """The pages over a copy of them."""
    with Office(tmp_path, kept=begun) as office:
        yield office


def send(browser: TestClient, address: str = LOG, **fields: str) -> Response:
    """Send one of the forms of a page."""
    return browser.post(address, data={"csrf": form_token(browser.get(LOG)), **fields}, headers=OWN)


def noted(office: Office) -> list[LogEntry]:
    """The log of the first document, oldest first."""
    return list(reversed(office.archive.log(VOICE.id)))


# --- what is done ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"kind": "acknowledged", "note": "fine"}, ("acknowledged", "fine", "", "")),
        ({"kind": "assigned", "to": " Björn Ålund ", "note": ""}, ("assigned", "", "", "Björn Ålund")),
        ({"kind": "commented", "note": "one\r\ntwo"}, ("commented", "one\ntwo", "", "")),
        ({"kind": "accepted", "ref": "C-17", "note": ""}, ("accepted", "", "C-17", "")),
        ({"kind": "acknowledged", "to": "left out", "ref": "left out"}, ("acknowledged", "", "", "")),
    ],
)
def test_what_somebody_did_is_noted_and_shown(
    office: Office, fields: dict[str, str], kept: tuple[str, str, str, str]
) -> None:
    """By name, at the time of the pages; fields of other forms count for nothing."""
    browser = office.browser()
    answer = send(browser, by="Ann Lee", back=LOG, **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, LOG)
    (entry,) = noted(office)
    assert (entry.kind, entry.note, entry.ref, entry.to) == kept
    assert (entry.revision, entry.by, entry.at) == (2, "Ann Lee", NOON + 30 * DAY)
    shown = unescape(browser.get(LOG).text)
    assert f": {kept[0]}" in shown
    assert all(word in shown for word in kept)


def test_a_name_is_remembered_where_no_script_sees_it(office: Office) -> None:
    """For a year, in this browser; a form begins with it."""
    browser = office.browser()
    answer = send(browser, kind="acknowledged", by="Zoë; Path=/x")
    cookie = answer.headers["Set-Cookie"]
    assert (
        cookie
        == f"clausewatch_name={quote('Zoë; Path=/x', safe='')}; Path=/; HttpOnly; SameSite=Strict; Max-Age={A_YEAR}"
    )
    assert 'name="by" value="Zoë; Path=/x"' in browser.get(LOG).text
    assert 'name="by" value=""' in office.browser().get(LOG).text


@pytest.mark.parametrize("kept", ["", "%20", "%00%0a", "x" * (LONGEST_NAME + 1), "%ff%fe", "%22%3E%3Cscript%3E"])
def test_a_cookie_that_holds_no_name_is_as_none(office: Office, kept: str) -> None:
    """Nor does one that holds markup break the form."""
    answer = office.browser().get(LOG, headers={"Cookie": f"clausewatch_name={kept}"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"kind": "acknowledged", "by": ""}, "by", "is empty"),
        ({"kind": "acknowledged", "by": "\u200b\u202e"}, "by", "is empty"),
        ({"kind": "assigned", "by": "Ann Lee", "to": " "}, "to", "is empty"),
        ({"kind": "commented", "by": "Ann Lee", "note": ""}, "note", "is empty"),
        (
            {"kind": "accepted", "by": "Ann Lee", "ref": "x" * (LONGEST_NAME + 1)},
            "ref",
            "is longer than 200 characters",
        ),
        ({"kind": "accepted", "by": "x" * (LONGEST_NAME + 1)}, "by", "is longer than 200 characters"),
        ({"kind": "commented", "by": "Ann Lee", "note": "x" * (LONGEST_NOTE + 1)}, "note", "is longer than 4,000"),
    ],
)
def test_what_is_refused_comes_back_filled_with_the_reason_beside_it(
    office: Office, fields: dict[str, str], field: str, said: str
) -> None:
    """Nothing is noted, and nothing that was typed is lost; the page to go back to is still known."""
    back = "/unreviewed?to=Ann"
    answer = send(office.browser(), **{"note": "kept words", "back": back, **fields})
    assert answer.status_code == 422
    assert not noted(office)
    name = f"{fields['kind']}-{field}"
    assert f'aria-describedby="{name}-trouble"' in answer.text
    assert re.search(rf'role="alert" id="{name}-trouble">This {said}', answer.text)
    assert '<details class="deed" open>' in answer.text
    assert fields.get("note", "kept words") in answer.text
    assert unescape(hidden(answer, "back")) == back


def test_a_form_of_no_kind_is_refused(office: Office) -> None:
    """What was sent is not repeated outside its fields."""
    answer = send(office.browser(), kind=HOSTILE, by="Ann Lee")
    assert (answer.status_code, "Choose one of these" in answer.text) == (422, True)
    assert not noted(office)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_a_form_leads_back_to_own_pages_only(office: Office, back: str) -> None:
    """Anything else leads to a page of ours."""
    answer = send(office.browser(), kind="acknowledged", by="Ann Lee", back=back)
    assert answer.headers["Location"] in {"/", LOG}


@pytest.mark.parametrize("number", ["0", "3", "999999999"])
def test_nothing_is_noted_of_a_revision_that_is_not_there(office: Office, number: str) -> None:
    """Its page is missing, too."""
    address = f"/documents/northline/voice/{number}/log"
    assert office.browser().get(address).status_code == 404
    assert send(office.browser(), address, kind="acknowledged", by="Ann Lee").status_code == 404
    assert not noted(office)


def test_an_archive_that_is_busy_loses_nothing_that_was_typed(office: Office) -> None:
    """The form comes back filled, to be sent again."""
    with office.without_patience() as app, TestClient(app, base_url=HERE, client=("127.0.0.1", 5)) as hasty:
        token = form_token(hasty.get(LOG))
        with office.archive.connections.writing():
            fields = {"csrf": token, "kind": "commented", "by": "Ann Lee", "note": "a long thought"}
            answer = hasty.post(LOG, data=fields, headers=OWN)
    assert answer.status_code == 503
    assert "nothing was noted" in answer.text
    assert "a long thought</textarea>" in answer.text
    assert str(office.path) not in answer.text


def test_words_of_people_stay_words(office: Office) -> None:
    """In the log, in the list and in the forms, whichever way they came in."""
    for kind in ("assigned", "commented"):
        office.archive.note(LogEntry(VOICE.id, 2, kind, HOSTILE, NOON, HOSTILE, HOSTILE, HOSTILE))
    browser = office.browser()
    send(browser, kind="commented", by=HOSTILE, note=HOSTILE)
    refused = send(browser, kind="assigned", by=HOSTILE, note=HOSTILE, to="")
    for page in (browser.get(LOG), browser.get("/unreviewed"), refused):
        assert "<script>alert" not in page.text
        assert "</p><script" not in page.text
        shown = re.sub(r'value="[^"]*"|<textarea.*?</textarea>', "", page.text, flags=re.DOTALL)
        assert not {"\u202e", "\x1b", "\x00"} & set(shown)


def test_whoever_may_only_read_gets_no_forms(office: Office) -> None:
    """But sees what was done, and where to sign in."""
    office.archive.note(LogEntry(VOICE.id, 2, "commented", "Ann Lee", NOON, note="look at 1"))
    html = office.browser(client="192.0.2.7").get(LOG).text
    assert "look at 1" in html
    assert "<form" not in html
    assert f'href="/login?next={quote(LOG + "#review", safe="")}"' in html
    assert "<form method" not in office.browser(client="192.0.2.7").get("/unreviewed").text


def test_every_field_has_a_label_of_its_own(office: Office) -> None:
    """All four forms stand on one page."""
    html = office.browser().get(LOG).text
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for form in FORMS.values():
        for field in form.fields:
            assert f'<label for="{form.kind}-{field.name}">' in html


# --- what nobody has looked at -----------------------------------------------------------------


def test_what_nobody_has_looked_at_is_listed_oldest_first(office: Office) -> None:
    """Each leads to its change; what was acknowledged is listed no more."""
    browser = office.browser()
    html = browser.get("/unreviewed").text
    assert html.index("/documents/northline/voice/2/change") < html.index("/documents/quay/dns/2/change")
    answer = send(browser, kind="acknowledged", by="Ann Lee", back="/unreviewed")
    assert answer.headers["Location"] == "/unreviewed"
    html = browser.get("/unreviewed").text
    assert "/documents/northline/voice/2/change" not in html
    assert "You acknowledge as <strong><bdi>Ann Lee</bdi>" in html
    assert 'type="hidden" name="by" value="Ann Lee"' in html
    send(browser, "/documents/quay/dns/2/log", kind="accepted", by="Ann Lee")
    assert "Somebody has looked at every change" in browser.get("/unreviewed").text


def test_the_list_can_be_narrowed_to_an_assignee_or_to_nobody(office: Office) -> None:
    """Whoever is asked for that has nothing to do is told so."""
    office.archive.note(LogEntry(VOICE.id, 2, "assigned", "Ann Lee", NOON, to="Björn Ålund"))
    browser = office.browser()
    own = browser.get("/unreviewed", params={"to": "Björn Ålund"}).text
    assert ("northline/voice, revision 2" in own, "quay/dns, revision 2" in own) == (True, False)
    assert '<option value="Björn Ålund" selected>' in own
    nobody = browser.get("/unreviewed", params={"to": " "}).text
    assert ("northline/voice, revision 2" in nobody, "quay/dns, revision 2" in nobody) == (False, True)
    assert "There is nothing here" in browser.get("/unreviewed", params={"to": "nobody"}).text


def test_a_long_list_comes_in_pages(office: Office) -> None:
    """Every change stands on one of them, and on one only."""
    fees = [10] * (AT_ONCE + 1)
    for number in range(-1, len(fees)):
        fees = [20 if place == number else fee for place, fee in enumerate(fees)]
        text = "".join(f"\n{place}. Service {place} costs {fee} euros.\n" for place, fee in enumerate(fees, 1))
        office.see(THIRD, f"# Quay Fees\n{text}", NOON + (3 + number) * DAY)
    browser = office.browser()
    first = browser.get("/unreviewed")
    further = re.search(r'href="([^"]*)" rel="next"', first.text)
    assert further
    second = browser.get(unescape(further[1])).text
    rows = [re.findall(r"Acknowledge ([a-z/]+, revision \d+)", html) for html in (first.text, second)]
    assert [len(one) for one in rows] == [AT_ONCE, 3]
    assert len(set(rows[0] + rows[1])) == AT_ONCE + 3
    assert 'rel="next"' not in second


@pytest.mark.parametrize("after", ["x", "!", "9" * 500, HOSTILE])
def test_a_place_that_is_none_is_the_start(office: Office, after: str) -> None:
    """A link that was cut off shows something nevertheless."""
    answer = office.browser().get("/unreviewed", params={"after": after})
    assert answer.status_code == 200
    assert "/documents/northline/voice/2/change" in answer.text

"""A source that was looked at and has no revision: its page was held from the first sight on, or never came."""

from __future__ import annotations

import json

import pytest

from tests.cli.schemas import faults
from tests.cli.stage import Desk, terms

LOGIN = "<html><title>Sign in</title><body><h1>Sign in</h1><form><input type=password></form></body></html>"
HELD = "the page asks its reader to sign in, and shows no terms"
GONE = "answered 404 (Not Found): the page is gone"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk that looked at a page held, at a page gone, and at one that is well."""
    desk.put("portal", LOGIN, kind="text/html")
    desk.put("voice", terms())
    desk.configure(desk.source("portal"), desk.source("gone"), desk.source("voice"))
    assert desk.inside("check").code == 2
    return desk


@pytest.mark.parametrize(
    "words",
    [
        ("show", "northline/portal"),
        ("show", "northline/portal@1"),
        ("show", "northline/portal", "--format", "json"),
        ("diff", "northline/portal", "northline/voice"),
        ("diff", "northline/voice@1", "northline/portal@1", "--format", "json"),
    ],
)
def test_what_is_held_is_not_shown_and_the_reason_is_told(office: Desk, words: tuple[str, ...]) -> None:
    """In one line, and it is trouble."""
    ended = office.inside(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"clausewatch: northline/portal: has no revision yet; its page is held: {HELD}\n"


def test_what_never_came_is_not_shown_and_the_failure_is_told(office: Desk) -> None:
    """As the last check told it."""
    ended = office.inside("show", "northline/gone")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: northline/gone: has no revision yet; 127.0.0.1: {GONE}")


def test_an_empty_history_is_no_trouble(office: Desk) -> None:
    """It says on stderr why there is none; a source that nobody ever looked at is another matter."""
    ended = office.inside("history", "northline/portal")
    assert (ended.code, ended.out) == (0, "nothing yet\n")
    assert ended.err == f"clausewatch: northline/portal: has no revision yet; its page is held: {HELD}\n"
    assert office.inside("history", "northline/portal", "--format", "json").json == {"revisions": [], "accepted": None}
    assert office.inside("history", "northline/fax").code == 2
    assert "portal" not in office.inside("history").out


def test_status_gives_the_reason_once(office: Desk) -> None:
    """Plainly, beside the source; in JSON as its error."""
    ended = office.inside("status")
    assert (ended.code, ended.out.count(HELD)) == (2, 1)
    assert f"  northline/portal  held: {HELD}\n" in ended.out
    rows = {row["source"]: row for row in office.inside("status", "--format", "json").json["sources"]}
    portal = rows["northline/portal"]
    assert (portal["state"], portal["error"], portal["last_success"]) == ("held", HELD, None)


def test_an_export_has_the_source_and_no_revision_of_it(office: Desk) -> None:
    """Nothing of the held page is given away as terms."""
    ended = office.inside("export", "json", "-")
    exported = json.loads(ended.out)
    numbers = {row["source"]: row["revision"] for row in exported["sources"]}
    assert (ended.code, numbers) == (0, {"northline/portal": 0, "northline/gone": 0, "northline/voice": 1})
    assert [row["source"] for row in exported["revisions"]] == ["northline/voice"]
    assert faults("export", exported) == []


def test_once_the_terms_are_there_they_are_revision_1(office: Desk) -> None:
    """And the held page leaves no trace in what is shown."""
    office.put("portal", terms())
    assert office.inside("check", "northline/portal").out.startswith("first       northline/portal@1")
    assert "within 30 days" in office.inside("show", "northline/portal@1").out
    assert office.inside("status", "--format", "json").json["sources"][0]["error"] is None

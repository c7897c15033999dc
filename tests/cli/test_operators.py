"""What an operator is told of sources in trouble, by the installed command against real servers."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.schemas import faults
from tests.cli.stage import Desk, terms

OPERATOR = '[daemon]\noperator = "ops"'


def challenge(number: int) -> bytes:
    """What a bot protection shows in the place of the page, other bytes at each visit."""
    return (
        "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        "<p>Please verify you are human. This check is automatic and needs JavaScript and cookies.</p>"
        f"<p>Ray ID: {number:016x}</p></body></html>"
    ).encode()


def set_up(desk: Desk, more: str = "") -> None:
    """A source, someone who is told of its terms, and someone who is told of its troubles alone."""
    desk.put("voice", terms())
    tables = (desk.source("voice", more), desk.hook("legal"), desk.hook("ops", more="sources = []"), OPERATOR)
    desk.configure(*tables)
    look(desk)


def look(desk: Desk) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """One check; its row as JSON, which keeps its schema."""
    ended = desk.inside("check", "--format", "json")
    assert faults("check", ended.json) == []
    return ended.outcomes["northline/voice"]


def told(desk: Desk, name: str) -> list[str]:
    """The types of what a subscriber was told so far."""
    return [json.loads(one.body)["type"] for one in desk.posted(name)]


def test_three_failed_checks_and_the_end_of_it_are_told_once_each(desk: Desk) -> None:
    """To the operator, and to nobody else; what is told is what `check` prints as well."""
    set_up(desk)
    desk.put("voice", b"down", status=503)
    rows = [look(desk) for _ in range(5)]
    assert [[alarm["kind"] for alarm in row["alarms"]] for row in rows] == [[], [], ["failing"], [], []]
    assert told(desk, "ops") == ["source.failing"]
    desk.put("voice", terms())
    ends = [look(desk) for _ in range(2)]
    assert [[alarm["kind"] for alarm in row["alarms"]] for row in ends] == [["recovered"], []]
    assert told(desk, "ops") == ["source.failing", "source.recovered"]
    assert told(desk, "legal") == []
    data = json.loads(desk.posted("ops")[0].body)["data"]
    assert data["message"] == rows[2]["alarms"][0]["message"]
    assert data["message"].startswith("cannot be read, 3 checks in a row failed since ")
    assert (data["source"], data["outcome"], data["revision"], data["link"]) == ("northline/voice", "failed", 1, None)


def test_a_challenge_is_told_to_the_operator_alone_and_the_change_behind_it_to_the_subscriber(desk: Desk) -> None:
    """Once, though its bytes differ; when the terms are back, what was changed meanwhile is told."""
    set_up(desk)
    for number in range(3):
        desk.put("voice", challenge(number), kind="text/html")
        assert look(desk)["outcome"] == "held"
    assert (told(desk, "ops"), told(desk, "legal")) == (["source.held"], [])
    assert "clausewatch dismiss northline/voice" in json.loads(desk.posted("ops")[0].body)["data"]["message"]
    desk.put("voice", terms(14))
    assert look(desk)["outcome"] == "changed"
    assert (told(desk, "ops"), told(desk, "legal")) == (["source.held", "source.recovered"], ["terms.changed"])


def test_a_document_that_has_moved_for_good_is_told_with_its_new_address(desk: Desk) -> None:
    """Once, and it is read from there; the address in the file stays as it is."""
    set_up(desk)
    before = (desk.folder / "sources.toml").read_text()
    desk.put("policies", terms())
    desk.put("voice", b"", status=301, headers={"Location": desk.url("policies")})
    assert [look(desk)["outcome"] for _ in range(2)] == ["unchanged", "unchanged"]
    assert told(desk, "ops") == ["source.moved"]
    assert json.loads(desk.posted("ops")[0].body)["data"]["link"] == desk.url("policies")
    assert (desk.folder / "sources.toml").read_text() == before


def test_an_address_that_a_page_names_is_told_and_never_fetched(desk: Desk) -> None:
    """It is a stranger's word."""
    set_up(desk)
    page = f"<link rel=canonical href='{desk.path('elsewhere')}'><h1>Terms</h1><p>{terms()}</p>"
    desk.put("voice", page, kind="text/html")
    look(desk)
    look(desk)
    assert told(desk, "ops").count("source.moved") == 1
    assert desk.site.came(desk.path("elsewhere")) == []


def test_how_many_failures_are_told_is_configured(desk: Desk) -> None:
    """At the first one, where the source says so; a document that is gone is said to be withdrawn or moved."""
    set_up(desk, "failures = 1")
    desk.put("voice", b"gone", status=410)
    look(desk)
    assert "has been withdrawn or has moved" in json.loads(desk.posted("ops")[0].body)["data"]["message"]


def test_an_operator_reads_along_on_the_console(desk: Desk) -> None:
    """Also of the terms, unless it asks for none; a check looked at as text says what operators are told."""
    desk.put("voice", terms())
    desk.configure(desk.source("voice", "failures = 1"), '[[subscriber]]\nname = "ops"\nchannel = "console"', OPERATOR)
    desk.inside("check")
    desk.put("voice", b"down", status=503)
    ended = desk.inside("check")
    assert "to operators: cannot be read, the check at " in ended.out
    assert "northline/voice: cannot be read, the check at " in ended.err
    desk.put("voice", terms(14))
    shown = desk.inside("check").err
    assert "is read again" in shown
    assert "1 clause changed" in shown


def test_without_an_operator_nobody_is_told_but_whoever_checks(desk: Desk) -> None:
    """The row says it all the same, once."""
    desk.put("voice", b"down", status=503)
    desk.configure(desk.source("voice", "failures = 1"), desk.hook("legal"))
    assert [len(look(desk)["alarms"]) for _ in range(2)] == [1, 0]
    assert desk.posted("legal") == []

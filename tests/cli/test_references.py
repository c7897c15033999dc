"""The documents that terms refer to: listed with their addresses, and with whether anybody watches them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.cli.schemas import faults
from tests.cli.stage import Desk, terms

CLAUSES = (
    "1. Services. Northline carries the voice calls of the customer.",
    "2. Payment. The customer pays each invoice within 30 days.",
    "3. Support. A fault is looked into on the working day after it was reported.",
)


def naming(fees: str, dpa: str, privacy: str) -> str:
    """Terms that incorporate two documents by a link and one by its name, and that point to another."""
    documents = (
        f"4. Documents. The [Fee Schedule]({fees}) forms part of these terms. The [Data Processing Addendum]({dpa})"
        " is incorporated by reference. The Acceptable Use Policy forms part of them too."
        f" How data are handled is told in the [Privacy Notice]({privacy})."
    )
    return "# Northline Voice Terms\n\n" + "\n\n".join((*CLAUSES, documents)) + "\n"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk that watches terms and one of the documents that they incorporate, under another form of its address."""
    fees = f"{desk.url('fees')}?utm_source=terms"
    desk.put("voice", naming(fees, desk.url("dpa"), desk.url("privacy")))
    desk.put("fees", terms())
    watched = f'[[source]]\nid = "northline/fees"\nurl = "{desk.url("fees")}#prices"'
    desk.configure(desk.source("voice"), watched)
    return desk


def listed(row: dict[str, Any]) -> dict[str, tuple[str, bool, bool | None]]:
    """The references of a document: address, whether it is incorporated, and whether it is watched."""
    return {one["text"]: (one["target"], one["incorporated"], one["watched"]) for one in row["references"]}


def expected(desk: Desk) -> dict[str, tuple[str, bool, bool | None]]:
    """What the terms of the office name."""
    return {
        "Fee Schedule": (desk.url("fees"), True, True),
        "Data Processing Addendum": (desk.url("dpa"), True, False),
        "Acceptable Use Policy": ("", True, None),
        "Privacy Notice": (desk.url("privacy"), False, False),
    }


def test_read_lists_the_documents_and_who_watches_them(office: Desk) -> None:
    """In JSON and as text; tracking keys and anchors make no other address."""
    rows = office.inside("read", office.url("voice"), "--format", "json").json
    assert listed(rows[0]) == expected(office)
    assert faults("read", rows) == []
    text = office.inside("read", office.url("voice")).out
    incorporated, _, others = text.partition("Other documents named:")
    assert "Fee Schedule  [4]  watched as northline/fees" in incorporated
    assert f"Data Processing Addendum  [4]  not watched\n    {office.url('dpa')}\n" in incorporated
    assert "Acceptable Use Policy  [4]\n    named without an address\n" in incorporated
    assert f"Privacy Notice  [4]  not watched\n    {office.url('privacy')}\n" in others


def test_show_lists_them_as_read_does(office: Desk) -> None:
    """Of a revision of the archive, by the configuration of today."""
    office.inside("check")
    assert listed(office.inside("show", "northline/voice", "--format", "json").json) == expected(office)
    assert "Fee Schedule  [4]  watched as northline/fees" in office.inside("show", "northline/voice@1").out
    office.configure(office.source("voice"))
    assert "Fee Schedule  [4]  not watched" in office.inside("show", "northline/voice").out


def test_without_a_configuration_nobody_is_said_to_watch_or_not(office: Desk) -> None:
    """The documents are listed all the same."""
    (office.folder / "voice.md").write_bytes(office.site.sheets[office.path("voice")].body)
    office.inside("check")
    (office.folder / "sources.toml").unlink()
    place = ("--archive", str(office.archive))
    for words in (("read", "voice.md"), ("show", "northline/voice", *place)):
        ended = office.inside(*words)
        assert (ended.code, "Privacy Notice  [4]\n" in ended.out, "watched" in ended.out) == (0, True, False)
    row = office.inside("read", "voice.md", "--format", "json").json[0]
    assert {one["watched"] for one in row["references"]} == {None}
    status = office.inside("status", *place, "--format", "json").json
    assert status["unwatched"] is None
    assert faults("status", status) == []


def test_a_configuration_with_faults_is_no_reason_not_to_read_a_file(office: Desk) -> None:
    """Unless it was named: then it is told what is wrong with it."""
    (office.folder / "voice.md").write_text(terms(), "utf-8")
    (office.folder / "sources.toml").write_text("[nonsense]\n", "utf-8")
    assert office.inside("read", "voice.md").code == 0
    (office.folder / "mine.toml").write_text("[nonsense]\n", "utf-8")
    named = office.inside("read", "voice.md", "--config", "mine.toml")
    assert (named.code, named.out, named.err.startswith("mine.toml:1: nonsense")) == (2, "", True)


def test_status_ends_with_what_is_incorporated_and_not_watched(office: Desk) -> None:
    """The document that is only pointed to, and the one without an address, are no gap; the exit code stays."""
    before = office.inside("status", "--format", "json").json
    office.inside("check", "northline/voice")
    status = office.inside("status", "--format", "json")
    missing = {"source": "northline/voice", "text": "Data Processing Addendum", "target": office.url("dpa")}
    assert (status.code, before["unwatched"], status.json["unwatched"]) == (0, [], [missing])
    assert faults("status", status.json) == faults("status", before) == []
    last = office.inside("status").out.splitlines()[-1]
    said = "northline/voice incorporates a document that nobody watches: Data Processing Addendum"
    assert last == f"{said} ({office.url('dpa')})"


def test_a_source_whose_page_cannot_be_had_keeps_status_from_nothing(office: Desk) -> None:
    """What is damaged is passed over; how the sources stand is told all the same."""
    office.inside("check")
    with closing(sqlite3.connect(office.archive)) as conn:
        conn.execute("UPDATE bodies SET frame = x'00'")
        conn.commit()
    ended = office.inside("status", "--format", "json")
    assert (ended.code, ended.json["unwatched"], len(ended.json["sources"])) == (0, [], 2)

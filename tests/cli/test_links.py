"""The web of terms at the command line: shown, drawn, added to, and told along."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.cli.schemas import faults

if TYPE_CHECKING:
    from tests.cli.stage import Desk

CLAUSES = (
    "1. Services. Northline carries the voice calls of the customer.",
    "2. Payment. The customer pays each invoice within 30 days.",
    "3. Support. A fault is looked into on the working day after it was reported.",
)
WORDS = " ".join(
    f"The customer keeps record number {n} of each call for the time that the law asks for." for n in range(9)
)


def document(title: str, *clauses: str) -> str:
    """A document with a title of its own and enough words to read well."""
    return f"# {title}\n\n" + "\n\n".join((*CLAUSES, *clauses, f"9. Records. {WORDS}")) + "\n"


def page(title: str, days: int = 30) -> str:
    """A document that names nothing."""
    return document(title).replace("30 days", f"{days} days")


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk that watches a supplement and one of its parts, and has looked at them."""
    voice = document(
        "Northline Voice Supplement",
        f"4. Documents. This supplement is part of the [Customer Agreement]({desk.url('agreement')}).",
        f"5. Fees. The [Fee Schedule]({desk.url('fees')}) forms part of this supplement.",
        f"6. Data. The [Data Processing Addendum]({desk.url('dpa')}) is incorporated by reference.",
        f"7. More. See our [Privacy Policy]({desk.url('privacy')}) and the [Pricing]({desk.url('rates')}).",
    )
    desk.put("voice", voice)
    for name, title in (("fees", "Northline Fees"), ("agreement", "Northline Agreement"), ("dpa", "Northline DPA")):
        desk.put(name, page(title))
    desk.configure(
        desk.source("voice"),
        desk.source("fees"),
        desk.hook("legal", more='sources = ["northline/voice"]'),
        desk.hook("money", more='sources = ["northline/fees"]'),
    )
    assert desk.inside("check").code == 0
    return desk


# --- shown -------------------------------------------------------------------------------------


def test_links_shows_what_belongs_together_and_who_watches_it(office: Desk) -> None:
    """As text, as JSON and as a graph; with the archive alone too."""
    text = office.inside("links")
    assert text.code == 0
    assert f"  part of\n    Customer Agreement  [4]  not watched\n      {office.url('agreement')}\n" in text.out
    assert "    Fee Schedule  [5]  watched as northline/fees\n" in text.out
    assert "northline/fees  Northline Fees\n  incorporates it: northline/voice\n" in text.out
    row = office.inside("links", "--format", "json").json
    assert faults("links", row) == []
    assert [one["kind"] for one in row["links"]] == ["parent", "part", "part", "linked", "linked"]
    assert office.inside("links", "northline/fees", "--format", "dot").out.count("->") == 1
    (office.folder / "sources.toml").unlink()
    alone = office.inside("links", "--archive", str(office.archive)).out
    assert sorted(alone.split("\n\n")[:-1]) == sorted(text.out.split("\n\n")[:-1])


@pytest.mark.parametrize("words", [("links", "harbor/cloud"), ("add", "--linked", "harbor/cloud")])
def test_a_source_that_is_not_there_is_told(office: Desk, words: tuple[str, ...]) -> None:
    """And so is one without terms."""
    assert office.inside(*words).err.startswith("clausewatch: harbor/cloud: no such source")
    office.configure('[[source]]\nid = "harbor/cloud"\nurl = "https://harbor.example/"')
    unread = office.inside(*words)
    assert (unread.code, unread.err) == (
        2,
        "clausewatch: harbor/cloud: has no revision yet; `clausewatch check` makes one\n",
    )


# --- added ---------------------------------------------------------------------------------------


def added(desk: Desk) -> dict[str, str]:
    """Id and address of each source that stands in the file."""
    table = tomllib.loads((desk.folder / "sources.toml").read_text("utf-8"))
    return {one["id"]: one["url"] for one in table["source"]}


def test_what_is_missing_is_listed_and_nothing_written_unasked(office: Desk) -> None:
    """With numbers, the parent first; what is watched, and prices, are not among it."""
    before = added(office)
    ended = office.inside("add", "--linked", "northline/voice")
    numbered = [
        line.split(None, 1) for line in ended.out.splitlines() if line[:4].strip().isdigit() and line[:2] == "  "
    ]
    assert numbered == [
        ["1", "part of       Customer Agreement"],
        ["2", "incorporates  Data Processing Addendum"],
        ["3", "links to      Privacy Policy"],
    ]
    assert (ended.code, added(office)) == (2, before)  # the privacy policy is not there
    assert "nothing was written; with --yes, 2 are added" in ended.err


def test_with_consent_it_is_added_under_the_source_s_provider_and_its_own_title(office: Desk) -> None:
    """Those that read well; then nothing of it is missing any more, but for what could not be read."""
    office.inside("add", "--linked", "northline/voice", "--yes", "--every", "12h")
    found = added(office)
    assert found["northline/agreement"] == office.url("agreement")
    assert found["northline/dpa"] == office.url("dpa")
    assert len(found) == 4
    again = office.inside("add", "--linked", "northline/voice", "--yes").out
    assert "Customer Agreement" not in again
    assert "Privacy Policy" in again
    assert office.inside("check").code == 0
    assert office.inside("links").out.count("watched as northline/agreement") == 1
    assert office.inside("add", "--linked", "northline/fees").out == (
        "every document that northline/fees links to is watched\n"
    )


def test_add_takes_one_kind_of_thing_at_a_time(office: Desk) -> None:
    """And no title for several."""
    both = office.inside("add", "--linked", "northline/voice", office.url("dpa"))
    assert both.err.startswith("clausewatch: add: give one address")
    assert office.inside("add", "--linked", "northline/voice", "--id", "a/b").err.startswith(
        "clausewatch: --id: names one"
    )


# --- told along ----------------------------------------------------------------------------------


def test_a_change_of_a_part_is_told_to_those_who_watch_the_whole(office: Desk) -> None:
    """With the reason; those who watch the part are told without."""
    office.put("fees", page("Northline Fees", 14))
    assert office.inside("check").code == 1
    legal, money = (json.loads(office.posted(name)[0].body)["data"] for name in ("legal", "money"))
    assert legal["remarks"] == ["Part of Northline Voice Supplement, which you watch."]
    assert (legal["source"], money["source"], money["remarks"]) == ("northline/fees", "northline/fees", [])


def test_a_change_of_the_agreement_is_told_to_those_who_watch_its_supplement(office: Desk) -> None:
    """Not so a change of what is only linked."""
    legal = office.hook("legal", more='sources = ["northline/voice"]')
    office.put("privacy", page("Northline Privacy Policy"))
    office.configure(*(office.source(name) for name in ("voice", "agreement", "privacy")), legal)
    office.inside("check")
    office.put("privacy", page("Northline Privacy Policy", 14))
    assert office.inside("check").code == 1
    assert office.posted("legal") == []
    office.put("agreement", page("Northline Agreement", 14))
    assert office.inside("check").code == 1
    [told] = office.posted("legal")
    assert json.loads(told.body)["data"]["remarks"] == [
        "Northline Voice Supplement, which you watch, is part of these terms."
    ]


def test_what_is_filed_by_hand_is_told_along_too(office: Desk) -> None:
    """As what is fetched."""
    (office.folder / "fees.md").write_text(page("Northline Fees", 14), "utf-8")
    assert office.inside("ingest", "northline/fees", "fees.md").code == 1
    assert len(office.posted("legal")) == 1

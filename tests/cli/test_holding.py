"""`release` and `dismiss`: what a person does with a page that is held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.stage import terms

if TYPE_CHECKING:
    from tests.cli.stage import Desk

WALL = "<html><title>Access denied</title><body><h1>Access denied</h1><p>Incident {}</p></body></html>"
SOURCE = "northline/portal"
PORTRAIT = """# Besondere Bedingungen für Sprache

1. Zahlung. Der Kunde zahlt jede Rechnung innerhalb von dreißig Tagen nach ihrem Datum und ohne Abzug.
2. Kündigung. Jede Partei kann diesen Vertrag mit einer Frist von sechzig Tagen schriftlich kündigen.
3. Haftung. Die Haftung endet bei den Entgelten der letzten zwölf Monate vor dem Anspruch.
"""


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk whose source had terms, and a subscriber."""
    desk.configure(desk.source("portal", 'every = "3650d"'), desk.hook("register"))
    files = {"old.md": terms(), "new.md": PORTRAIT, "wall.html": WALL.format(1), "other-wall.html": WALL.format(2)}
    for name, text in files.items():
        (desk.folder / name).write_text(text, "utf-8")
    assert desk.inside("ingest", SOURCE, "old.md").code == 0
    return desk


def test_a_released_page_is_a_revision_that_is_told(office: Desk) -> None:
    """It is compared with the last good one; the source is well again."""
    assert office.inside("ingest", SOURCE, "new.md").code == 2
    assert not office.posted("register")
    released = office.inside("release", SOURCE, "--format", "json")
    row = released.outcomes[SOURCE]
    assert (released.code, row["outcome"], row["alert"], row["revision"]) == (1, "changed", True, 2)
    assert [json.loads(post.body)["data"]["revision"] for post in office.posted("register")] == [2]
    assert office.inside("status").code == 0
    assert office.inside("ingest", SOURCE, "new.md").out.startswith("unchanged")


def test_a_dismissed_page_is_asked_about_no_more(office: Desk) -> None:
    """Nothing is told, the status is well, and the same wall with another number is known again."""
    assert office.inside("ingest", SOURCE, "wall.html").code == 2
    dismissed = office.inside("dismiss", SOURCE)
    assert (dismissed.code, dismissed.out) == (0, f"{SOURCE}: dismissed; the page refuses access, and shows no terms\n")
    assert office.inside("status").code == 0
    again = office.inside("ingest", SOURCE, "other-wall.html")
    assert (again.code, "dismissed" in again.out) == (2, True)
    assert office.inside("status").code == 0
    assert not office.posted("register")


def test_a_dismissed_text_can_be_released_no_more(office: Desk) -> None:
    """Nothing is held any longer."""
    office.inside("ingest", SOURCE, "new.md")
    office.inside("dismiss", SOURCE)
    refused = office.inside("release", SOURCE)
    assert (refused.code, "no page of it is held" in refused.err) == (2, True)


@pytest.mark.parametrize("command", ["release", "dismiss"])
def test_where_nothing_is_held_it_says_so(office: Desk, command: str) -> None:
    """In one line, with exit code 2; a source that nobody knows is named too."""
    for source, said in ((SOURCE, "no page of it is held"), ("northline/none", "no such source")):
        refused = office.inside(command, source)
        assert (refused.code, refused.out, said in refused.err) == (2, "", True)


def test_an_archive_alone_will_do(office: Desk) -> None:
    """Without a configuration nobody is told; the revision is made all the same."""
    office.inside("ingest", SOURCE, "new.md")
    (office.folder / "sources.toml").rename(office.folder / "away.toml")
    released = office.inside("release", SOURCE, "--archive", str(office.archive))
    assert (released.code, released.out.split()[0]) == (1, "changed")

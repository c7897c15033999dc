"""`read` and `show` print what a document says of its own changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.archive.made_up import SOURCE

if TYPE_CHECKING:
    from tests.cli.stage import Desk

TERMS = """# Northline Telecom Messaging Terms

1. Services. Northline Telecom carries the messages of the customer.

2. Changes. We may change these Terms at any time. Changes take effect when posted.
"""
LINE = "  - Amendment: on posting (clause 2): “Changes take effect when posted.”"


def test_a_document_is_read_with_its_rules(desk: Desk) -> None:
    """Below everything else as text, under `rules` as JSON; of another language they are said to be not read."""
    (desk.folder / "terms.md").write_text(TERMS, "utf-8")
    text, row = desk.inside("read", "terms.md"), desk.inside("read", "terms.md", "--format", "json").json[0]
    assert LINE in text.out.splitlines()
    assert (row["rules"]["amendment"]["mechanism"], row["rules"]["amendment"]["clause"]) == ("on-posting", "2")


def test_a_revision_is_shown_with_its_rules(desk: Desk) -> None:
    """As it is read today."""
    desk.configure(f'[[source]]\nid = "{SOURCE.id}"\nurl = "{desk.url("terms")}"')
    desk.put("terms", TERMS)
    assert desk.inside("check").code == 0
    assert LINE in desk.inside("show", SOURCE.id).out.splitlines()
    shown = desk.inside("show", SOURCE.id, "--format", "json").json
    assert shown["rules"]["amendment"]["quote"] == "Changes take effect when posted."


def test_terms_in_another_language_are_said_to_be_not_read(desk: Desk) -> None:
    """Which is not the same as not stated."""
    german = "# Nutzungsbedingungen\n\n" + "\n\n".join(
        f"{number}. Der Kunde zahlt die Rechnung der Gesellschaft innerhalb von dreißig Tagen nach dem Erhalt."
        for number in range(1, 6)
    )
    (desk.folder / "agb.md").write_text(german, "utf-8")
    lines = desk.inside("read", "agb.md").out.splitlines()
    assert "  - Not read: the document is in German." in lines
    assert not [line for line in lines if "not stated" in line]

"""A redline as a page of the site has it: views, anchors, histories, and a table of new numbers."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Change, Comparison, Edit
from monitor.render.entries import NewLabel, folded, folded_besides, new_labels
from monitor.render.onsite import FEW, ROWS, anchor, on_site
from monitor.render.page import redline_body
from tests.render.examples import AVAILABILITY, COMPARISON, RENUMBERED, clause


def nowhere(_change: Change) -> str:
    """No history."""
    return ""


def shown(comparison: Comparison, view: str = "inline") -> BeautifulSoup:
    """The changes as a page has them."""
    return BeautifulSoup(redline_body(comparison, on_site(view, nowhere)), "lxml")


@pytest.mark.parametrize("view", ["inline", "sides"])
def test_every_link_within_the_changes_has_one_target(view: str) -> None:
    """From the list to the changes, from moved clauses back, and from each change to itself."""
    page = shown(COMPARISON, view)
    ids = [str(element["id"]) for element in page.find_all(id=True)]
    links = [str(link["href"]).removeprefix("#") for link in page.find_all("a")]
    assert len(ids) == len(set(ids))
    assert set(links) == set(ids)


def test_the_sides_hold_both_texts_whole() -> None:
    """Word for word, and of a heading that changed the words of each side."""
    retitled = replace(AVAILABILITY, retitled=True, new=(clause("5.2", "Presence.", ordinal=18),))
    page = shown(replace(COMPARISON, changes=(retitled,)), "sides")
    before, after = page.select(".sides > div")
    assert "".join(edit.text for edit in AVAILABILITY.edits if edit.op != "+") in before.get_text()
    assert "".join(edit.text for edit in AVAILABILITY.edits if edit.op != "-") in after.get_text()
    assert [one.get_text() for one in page.select(".title")] == ["Availability.", "Presence."]


def test_a_history_is_linked_where_there_is_one() -> None:
    """With a name that says of what, as a list of links is heard without what stands around them."""
    layout = on_site("inline", lambda change: "/here?a&b" if change is AVAILABILITY else "")
    page = BeautifulSoup(redline_body(COMPARISON, layout), "lxml")
    assert [(one["href"], one["aria-label"]) for one in page.select(".leads a:not(.permalink)")] == [
        ("/here?a&b", "History of 5.2 Availability")
    ]


@given(st.text(alphabet=st.characters(), min_size=1))
def test_an_anchor_is_plain_and_says_the_path(path: str) -> None:
    """Whatever stands in the path, no sign of the anchor could end an attribute or an address."""
    mark = anchor(Change(kind="added", old=(), new=(clause("1", "", path=path),)))
    assert mark.isascii()
    assert not set(mark) & set("\"'<>& #?/")
    assert unquote(mark.removeprefix("clause-")) == path.encode(errors="replace").decode()


def test_what_went_and_what_came_at_one_path_have_anchors_of_their_own() -> None:
    """The path alone would be the same."""
    gone = Change(kind="removed", old=(clause("4", "Old"),), new=())
    came = Change(kind="added", old=(), new=(clause("4", "New"),))
    assert [anchor(gone), anchor(came)] == ["gone-4", "clause-4"]


def test_new_labels_are_told_with_the_names_of_their_clauses() -> None:
    """In reading order; a clause that only refers to others by their new numbers has none."""
    found = new_labels(COMPARISON)
    assert [(one.old, one.new) for one in found] == [("5", "6"), ("6", "7"), ("7", "8"), ("8", "9")]
    assert all(one.name.startswith(one.new) for one in found)
    bare = Change(kind="renumbered", old=(clause(None, "Scope"),), new=(clause("1.", "Scope"),))
    assert new_labels(replace(COMPARISON, changes=(bare,))) == (NewLabel("–", "1", "1. Scope"),)


def test_what_the_table_has_is_not_told_in_lines_as_well() -> None:
    """All other lines stay."""
    assert folded_besides(COMPARISON) == folded(COMPARISON)[1:]
    words = shown(COMPARISON).get_text()
    assert "4 clauses renumbered, with the same words" in words
    assert "5→6" not in words
    assert "1 clause with references that follow the new numbers" in words


def test_a_long_table_is_folded_and_ends_somewhere() -> None:
    """The count is exact, and what is left out is said."""
    many = RENUMBERED * (ROWS // len(RENUMBERED) + 1)
    page = shown(replace(COMPARISON, changes=many))
    details = page.select_one("details.folded")
    assert details is not None
    assert not details.has_attr("open")
    assert len(page.select(".folded tbody tr")) == ROWS
    assert f"And {len(many) - ROWS} more" in page.get_text()
    assert shown(replace(COMPARISON, changes=many[:FEW])).select("details[open]")


def test_words_in_the_table_are_escaped() -> None:
    """Labels and names are written by strangers."""
    hostile = Change(kind="renumbered", old=(clause("<b>", "x"),), new=(clause("<i>", "<script>"),))
    page = shown(replace(COMPARISON, changes=(hostile,)))
    assert page.find(["b", "i", "script"]) is None
    assert "<script>" in page.get_text()


def test_a_change_without_any_clause_is_still_shown() -> None:
    """It has no anchor of its own."""
    bare = Change(kind="modified", old=(), new=(), edits=(Edit("+", "words"),))
    assert anchor(bare) == ""
    for view in ("inline", "sides"):
        assert shown(replace(COMPARISON, changes=(bare,)), view).select("article")

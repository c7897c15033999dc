from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from monitor.model import Change, Edit
from monitor.render import redline, redline_html, redline_markdown, redline_page
from monitor.render.entries import entries, folded, shorten
from tests.render.examples import AVAILABILITY, COMPARISON, MOVED, RENUMBERED, TITLE, URL, clause

LONG = " ".join(f"w{number}" for number in range(100))


def test_marks_without_colour_are_brackets_and_braces() -> None:
    """Where there is no colour, what went and what came are told apart by signs."""
    text = " ".join(redline(COMPARISON, title=TITLE, colour=False).split())
    assert "within [-30 days-]{+5 business days+} of notice" in text
    assert "\x1b" not in text


def test_marks_with_colour_are_strike_and_underline() -> None:
    """With colour, what went is red and struck through, what came is green and underlined."""
    text = redline(COMPARISON, title=TITLE, colour=True)
    assert "\x1b[9;31m30 days\x1b[0m \x1b[4;32m5 business" in text


def test_the_gravest_change_comes_first_in_a_text() -> None:
    """High before medium before low; within each, the order of the document."""
    text = redline(COMPARISON, title=TITLE, colour=False)
    assert re.findall(r"^(HIGH|MEDIUM|LOW) +(\S+)", text, re.MULTILINE) == [
        ("HIGH", "5.2"),
        ("MEDIUM", "4"),
        ("LOW", "9"),
        ("LOW", "Definitions"),
        ("LOW", "11"),
    ]


@pytest.mark.parametrize("width", [40, 76, 100])
def test_lines_are_no_wider_than_asked_for(width: int) -> None:
    """Text is broken at words to fit the terminal."""
    lines = redline(COMPARISON, title=TITLE, width=width, colour=False).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_the_environment_does_not_change_a_redline(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed depends on the arguments alone, not on variables that a terminal sets."""
    before = redline(COMPARISON, title=TITLE, colour=True)
    for name, value in {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert redline(COMPARISON, title=TITLE, colour=True) == before


def test_long_runs_without_a_change_are_cut_beside_the_marks() -> None:
    """Twelve words stay at each side of a mark; the first and the last run keep only the side that touches one."""
    edits = (Edit("=", LONG + " "), Edit("+", "new"), Edit("=", " " + LONG), Edit("-", " old"), Edit("=", " " + LONG))
    first, _, middle, _, last = shorten(edits)
    assert first.text == "… " + " ".join(f"w{number}" for number in range(88, 100)) + " "
    assert middle.text.split().count("…") == 1
    assert len(middle.text.split()) == 25
    assert last.text == " " + " ".join(f"w{number}" for number in range(12)) + " …"


def test_short_runs_stay_whole() -> None:
    """An ellipsis for four words saves nothing."""
    edits = (Edit("=", "one two three "), Edit("+", "four"), Edit("=", " five six."))
    assert shorten(edits) == edits


@given(st.lists(st.tuples(st.sampled_from("=-+"), st.text())))
def test_shortening_never_touches_what_changed(pieces: list[tuple[str, str]]) -> None:
    """Only unchanged runs are cut, whatever the edits."""
    edits = tuple(Edit("=" if op == "=" else "-" if op == "-" else "+", text) for op, text in pieces)
    short = shorten(edits)
    assert [edit for edit in short if edit.op != "="] == [edit for edit in edits if edit.op != "="]
    assert [edit.op for edit in short] == [edit.op for edit in edits]


def test_a_change_without_edits_shows_the_texts_of_its_clauses() -> None:
    """An added clause whose edits were not kept is still shown as added."""
    added = Change(kind="added", old=(), new=(clause("7", "Fees", "You pay."),))
    removed = Change(kind="removed", old=(clause("8", "Tax", "We pay."),), new=())
    found = entries(replace(COMPARISON, changes=(added, removed)))
    assert [entry.edits for entry in found] == [(Edit("+", "You pay."),), (Edit("-", "We pay."),)]


def test_splits_and_merges_name_their_parts() -> None:
    """A reader learns what became of a clause, and what a clause was made of."""
    one, two, three = clause("4", "A", "a"), clause("4.1", "B", "b"), clause("4.2", "C", "c")
    split = Change(kind="split", old=(one,), new=(two, three))
    merged = Change(kind="merged", old=(two, three), new=(one,))
    found = entries(replace(COMPARISON, changes=(split, merged)))
    assert [entry.tags for entry in found] == [("split into 4.1, 4.2",), ("merged from 4.1, 4.2",)]


def test_flags_are_tags_beside_the_kind() -> None:
    """A clause that was modified, moved, retitled and renumbered says all four."""
    change = replace(AVAILABILITY, moved=True, retitled=True)
    assert entries(replace(COMPARISON, changes=(change,)))[0].tags == ("modified", "moved", "retitled", "was 4.2")


def test_renumberings_are_folded_into_one_line() -> None:
    """Labels that moved along are one line, not a page."""
    assert folded(COMPARISON)[0] == "4 clauses renumbered: 5→6, 6→7, 7→8, 8→9"


def test_hundreds_of_renumberings_are_counted_and_not_all_listed() -> None:
    """The count is exact where the list is cut."""
    many = replace(COMPARISON, changes=RENUMBERED * 25)
    line = folded(many)[0]
    assert line.startswith("100 clauses renumbered: 5→6")
    assert line.endswith(", and 40 more")


def test_references_links_and_typography_are_told_apart_from_renumberings() -> None:
    """What changed no word is still listed, by what it was; a link's new target is shown."""
    reformatted = Change(kind="reformatted", old=(clause("3", "Scope"),), new=(clause("3", "Scope"),))
    lines = folded(replace(COMPARISON, changes=(*COMPARISON.changes, reformatted)))
    assert lines[1] == "1 clause with references that follow the new numbers: 14.1 Notices"
    assert "mailto:legal@northline.example → mailto:legal@sales.example" in lines[2]
    assert lines[3] == "1 clause set differently, with the same words: 3 Scope"


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        ((Edit("=", "in "), Edit("-", "30 "), Edit("+", "60 "), Edit("=", "days")), "> in ~~30~~ **60** days"),
        ((Edit("=", "word"), Edit("-", ", and"), Edit("=", " more")), "> word<del>, and</del> more"),
        ((Edit("=", "see "), Edit("+", "(b)"), Edit("=", "x")), "> see <ins>(b)</ins>x"),
        ((Edit("=", "see "), Edit("+", "(b)"), Edit("=", " x")), "> see **(b)** x"),
        ((Edit("+", "one\ntwo"),), "> **one**<br>**two**"),
    ],
)
def test_markdown_marks_are_marks_to_markdown(edits: tuple[Edit, ...], line: str) -> None:
    """Signs stand where Markdown reads them as marks, HTML elements where it would not, and spaces outside of both."""
    change = replace(AVAILABILITY, edits=edits)
    assert line in redline_markdown(replace(COMPARISON, changes=(change,)), title=TITLE).splitlines()


def test_markdown_links_to_the_source() -> None:
    """The address stands under a link, with nothing in it that could end the link."""
    text = redline_markdown(COMPARISON, title=TITLE, url="https://northline.example/a(b)c?d=<e>")
    assert "[Source](https://northline.example/a%28b%29c?d=%3Ce%3E)" in text


def test_the_fragment_needs_no_style_sheet_and_tells_marks_apart_without_colour() -> None:
    """Mail programs drop style sheets: strike and underline are inline, and ink is never set without its ground."""
    page = BeautifulSoup(redline_html(COMPARISON, title=TITLE, url=URL), "lxml")
    assert page.find("style") is None
    gone, came = page.find("del"), page.find("ins")
    assert gone is not None
    assert came is not None
    assert "line-through" in str(gone["style"])
    assert "underline" in str(came["style"])
    for element in page.find_all(style=re.compile(r"(^|;)color:")):
        assert "background:" in str(element["style"])


def test_every_entry_of_the_contents_leads_to_its_change() -> None:
    """Each link within the page has exactly one target."""
    page = BeautifulSoup(redline_page(COMPARISON, title=TITLE, url=URL), "lxml")
    ids = [str(element["id"]) for element in page.find_all(id=True)]
    links = [str(link["href"]) for link in page.find_all("a") if str(link["href"]).startswith("#")]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} == set(ids)
    assert len(page.select("nav li")) == len(COMPARISON.substantive)


def test_the_place_that_a_moved_clause_left_links_to_where_it_is_and_back() -> None:
    """The line stands where the clause stood in the old text: before the first change behind it."""
    page = BeautifulSoup(redline_page(COMPARISON, title=TITLE), "lxml")
    marks = [str(element["id"]) for element in page.select("main [id]")]
    assert marks == ["change-1", "left-5", "change-2", "change-3", "change-4", "change-5"]
    assert page.select_one("#left-5 a[href='#change-5']") is not None
    assert page.select_one("#change-5 a[href='#left-5']") is not None


def test_a_page_of_moves_alone_still_shows_where_they_left() -> None:
    """Without any other change to stand before, the line comes last."""
    page = BeautifulSoup(redline_page(replace(COMPARISON, changes=(MOVED,)), title=TITLE), "lxml")
    assert [str(element["id"]) for element in page.select("main [id]")] == ["change-1", "left-1"]


def test_side_by_side_shows_both_texts_whole() -> None:
    """The left column is the old text and the right one the new, word for word, however much the redline leaves out."""
    page = BeautifulSoup(redline_page(replace(COMPARISON, changes=(AVAILABILITY,)), title=TITLE), "lxml")
    before, after = (column.find_all("p")[1].get_text() for column in page.select(".sides > div"))
    assert before == "".join(edit.text for edit in AVAILABILITY.edits if edit.op != "+")
    assert after == "".join(edit.text for edit in AVAILABILITY.edits if edit.op != "-")


def test_the_page_runs_no_script_and_loads_nothing() -> None:
    """Its own policy forbids everything but its own style."""
    page = BeautifulSoup(redline_page(COMPARISON, title=TITLE, url=URL), "lxml")
    policy = page.select_one("meta[http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")
    assert page.find(["script", "img", "link", "iframe", "object", "form"]) is None
    assert page.find(style=True) is None


def test_the_page_has_a_print_style_and_says_its_language() -> None:
    """On paper there is nothing to click; the clauses carry the language of the terms."""
    text = redline_page(COMPARISON, title=TITLE)
    assert "@media print" in text
    assert '<p class="words" dir="auto" lang="en">' in text

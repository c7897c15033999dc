"""Whole invented pages, each beside the terms that a person would select from it.

`NAME.html` is read with the options of its first line; `NAME.md` holds the terms
line by line, headings after "# "; `NAME.not.txt` holds phrases of the page that are
no terms.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.model import Link, Source
from monitor.read import as_markdown, read
from monitor.text.fold import key, words
from tests.read.reading import labels, page, said

if TYPE_CHECKING:
    from monitor.model import Clause, Terms

PAGES = Path(__file__).parents[1] / "golden" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
ADDRESS = "https://provider.example/legal"
_OPTION = re.compile(r'(\w+)="([^"]*)"')
_AROUND = 12  # words told on either side of a difference

each_page = pytest.mark.parametrize("name", NAMES)


@cache
def terms_on(name: str) -> Terms:
    """The terms on a page, chosen as the first line of the page says."""
    text = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    options = dict(_OPTION.findall(text.partition("-->")[0]))
    fragment = options.pop("fragment", "")
    address = f"{ADDRESS}#{fragment}" if fragment else ADDRESS
    return read(page(text, "text/html; charset=utf-8", address), Source("provider/legal", (address,), **options))


def expected(name: str) -> list[str]:
    """The lines a person selected."""
    return (PAGES / f"{name}.md").read_text(encoding="utf-8").splitlines()


def compared(terms: Terms) -> list[str]:
    """All words that a comparison would see, labels among them."""
    seen = (clause for clause in terms.clauses if clause.role != "contents")
    return [
        word for clause in seen for part in (clause.label or "", clause.heading, clause.text) for word in words(part)
    ]


def difference(wanted: list[str], found: list[str]) -> str:
    """Where two texts differ, each place with the words around it."""
    told = []
    for kind, start, end, other, until in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if kind != "equal":
            before = " ".join(wanted[max(0, start - _AROUND) : start])
            after = " ".join(wanted[end : end + _AROUND])
            missing, extra = " ".join(wanted[start:end]), " ".join(found[other:until])
            told.append(f"...{before} [missing: {missing}] [extra: {extra}] {after}...")
    return "\n".join(told)


def clause_with(name: str, phrase: str) -> Clause:
    """The clause that says a phrase."""
    (found,) = (clause for clause in terms_on(name).clauses if phrase in f"{clause.heading} {clause.text}")
    return found


@each_page
def test_a_page_reads_as_the_terms_a_person_selects(name: str) -> None:
    """Word for word and in order: nothing lost, nothing added, nothing twice."""
    wanted = [word for line in expected(name) for word in words(line)]
    found = compared(terms_on(name))
    assert found == wanted, difference(wanted, found)


@each_page
def test_the_headings_of_the_terms_are_headings_of_clauses(name: str) -> None:
    """With or without their label, by whatever markup a page sets them off."""
    clauses = terms_on(name).clauses
    headings = {key(clause.heading) for clause in clauses}
    headings |= {key(f"{clause.label or ''} {clause.heading}") for clause in clauses if clause.heading}
    wanted = [line.removeprefix("# ") for line in expected(name) if line.startswith("# ")]
    assert [heading for heading in wanted if key(heading) not in headings] == []


@each_page
def test_what_surrounds_the_terms_is_nowhere_in_them(name: str) -> None:
    """Not even in a part that is shown and never compared."""
    text = f" {key(as_markdown(terms_on(name)))} "
    phrases = (PAGES / f"{name}.not.txt").read_text(encoding="utf-8").splitlines()
    assert phrases
    assert [phrase for phrase in phrases if f" {key(phrase)} " in text] == []


def test_lists_in_a_whole_page_are_numbered_as_a_browser_numbers_them() -> None:
    """Nested, continued, skipping, backwards, in letters and Roman."""
    terms = terms_on("lists_numbered_by_the_browser")
    assert [label for label in labels(terms) if label] == [
        *("1.", "2.", "a.", "b.", "i.", "ii.", "c.", "5.", "6."),
        *("7.", "8."),
        *("3.", "2.", "1."),
        *("B.", "C."),
        *("I.", "II.", "III.", "IV."),
    ]


@pytest.mark.parametrize(
    ("phrase", "hidden"),
    [
        ("The van may be driven by the person", False),
        ("You return the van with as much fuel", True),
        ("With the full cover you pay nothing", True),
        ("The van may cross the borders", True),
        ("Each begun hour after the agreed time", True),
        ("Until ten days before the journey", False),
    ],
)
def test_what_a_page_keeps_folded_is_marked(phrase: str, hidden: bool) -> None:
    """Closed accordions and details hold terms all the same."""
    assert clause_with("accordions_and_details", phrase).hidden is hidden


def test_a_list_of_contents_is_no_part_of_what_is_compared() -> None:
    """Its entries are tagged where they are kept; the sections they lead to are not."""
    clauses = terms_on("contents_list_of_in_page_links").clauses
    entries = [clause for clause in clauses if clause.text in {"Opening a stall", "Goods you may offer", "Reviews"}]
    assert {clause.role for clause in entries} <= {"contents"}
    assert [clause.role for clause in clauses if clause.heading == "Reviews"] == ["heading"]


def test_hidden_mail_addresses_are_told_as_a_browser_shows_them() -> None:
    """In an attribute or in a link, with any key, and as the target of a link that has words of its own."""
    terms = terms_on("hidden_mail_addresses")
    for name in ("abuse", "lea", "legal+notices"):
        assert any(f"{name}@stonecrop.example" in one for one in said(terms)), name
    appeals = clause_with("hidden_mail_addresses", "You may object by").links
    assert Link("writing to our appeals desk", "mailto:appeals@stonecrop.example") in appeals


def test_the_rows_of_a_table_with_spans_are_told_as_they_are_printed() -> None:
    """A cell that reaches over several rows or columns is said once, where it begins."""
    rows = [clause.text for clause in terms_on("tables_with_spans_and_captions").clauses if clause.role == "row"]
    assert rows[:5] == [
        "Grade | Plan | Update every",
        "Harbour | Coast",
        "Line down | 15 minutes | 1 hour | 30 minutes",
        "Line slow | 1 hour | 4 hours | 1 day",
        "Question | 2 working days",
    ]


def test_definitions_stand_with_the_words_they_define() -> None:
    """A term and its first meaning follow one another, and the meanings keep their order."""
    text = said(terms_on("definition_lists"))
    joined = key(" ".join(text))
    order = ["Standard ticket", "Half of the fare", "Flexible ticket", "The whole fare", "It may be changed as often"]
    places = [joined.index(key(phrase)) for phrase in order]
    assert all(before < after for before, after in pairwise(places))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("japanese_terms", "ja"),
        ("arabic_without_promotion", "ar"),
        ("german_terms_with_imprint_footer", "de"),
        ("few_sentences_under_a_menu_of_links", "en"),
    ],
)
def test_the_language_is_that_of_the_terms(name: str, language: str) -> None:
    """Whatever the menus around them are written in."""
    assert terms_on(name).language == language


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title_and_date_outside_without_promotion", "2025-08-27"),
        ("german_terms_with_imprint_footer", "2026-02-01"),
        ("consent_dialog_longer_than_the_terms", "2025-09-05"),
        ("old_table_layout_without_promotion", "2005-01-03"),
        ("bare_divs_and_breaks", "2025-12-09"),
        ("tabs_chosen_by_fragment", "2026-01-19"),
    ],
)
def test_the_date_of_the_terms_is_the_one_they_state(name: str, value: str) -> None:
    """Above the body, below it, and never the date of another document on the same page."""
    assert [date.value for date in terms_on(name).dates] == [value]

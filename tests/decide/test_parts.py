"""A document of several parts, of which one is out, and pages of which a part says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.compare import compare
from monitor.decide import Sight, plausible
from monitor.errors import ReadError
from monitor.model import Page, Part, Past, Terms
from monitor.read import read
from tests.decide.pages import ASKED, CLAUSES, NOON, SOURCE, document, terms_page
from tests.decide.sights import ANEW, GERMAN, LOGIN, kind_of, later

ANNEX = tuple(f"Of the annex, rule {number}: {clause}" for number, clause in enumerate(CLAUSES[:6], 1))
BOTH = replace(SOURCE, urls=(ASKED, f"{ASKED}-annex"))
MAIN, ANNEXED = terms_page(), terms_page(ANNEX, "Annex", numbered=False)
WELCOME = document(
    "<main><h1>Welcome to Northline</h1><p>Calls for the whole family and its friends, at a price.</p></main>"
)
IN_GERMAN = terms_page(tuple(f"In der Anlage steht dazu: {clause}" for clause in GERMAN), "Anlage")


def in_parts(*markups: str) -> Sight:
    """What two addresses bring, each part read by itself as well."""
    parts = tuple(Part(url, url, markup.encode(), "text/html") for url, markup in zip(BOTH.urls, markups, strict=True))
    whole = Page(parts, NOON)
    return Sight(whole, read(whole, BOTH), parts=tuple(_read_alone(part) for part in parts))


def _read_alone(part: Part) -> Terms:
    try:
        return read(Page((part,), NOON), BOTH)
    except ReadError:
        return Terms("", "", ())


def later_in_parts(*markups: str, before: tuple[str, str] = (MAIN, ANNEXED)) -> str | None:
    """Why parts are doubted that stand where two good ones stood."""
    last, seen = in_parts(*before).terms, in_parts(*markups)
    past = Past(revision=1, terms=last, known={last.digest: 1})
    return kind_of(plausible(past, replace(seen, comparison=compare(last, seen.terms))))


OUT = {
    "a login": ("partial", LOGIN),
    "a check for robots": ("partial", document("<p>Hold on: we have to make sure that you are a human.</p>")),
    "an error": ("partial", document("<h1>Northline</h1><p>Something went wrong. Please try again later.</p>")),
    "a home page": ("partial", WELCOME),
    "another language": ("partial", IN_GERMAN),
    "nothing": ("lost", document("<p></p>")),
    "next to nothing": ("lost", document("<p>Annex to the Voice Terms of Northline Telecom.</p>")),
}


@pytest.mark.parametrize(("kind", "markup"), OUT.values(), ids=OUT.keys())
def test_one_part_that_is_out_is_doubted(kind: str, markup: str) -> None:
    """Whichever it is; most of the words are there, and yet its clauses were not taken out."""
    assert later_in_parts(MAIN, markup) == kind
    assert later_in_parts(markup, MAIN, before=(ANNEXED, MAIN)) == kind


def test_parts_that_change_are_not_doubted() -> None:
    """A clause that goes, a part written anew or in the other one's place, a new part, and one that ever was short."""
    assert later_in_parts(MAIN, terms_page(ANNEX[:3], "Annex", numbered=False)) is None
    assert later_in_parts(MAIN, terms_page(ANEW[:6], "Annex", numbered=False)) is None
    assert later_in_parts(ANNEXED, MAIN) is None
    assert later_in_parts(MAIN, ANNEXED, before=(MAIN, document("<p>No annex.</p>"))) is None
    assert later_in_parts(terms_page(CLAUSES[:8]), WELCOME, before=(MAIN, WELCOME)) is None
    rates = document("<ul><li>Ireland: 2 cents</li><li>France: 3 cents</li></ul>")
    assert later_in_parts(terms_page(CLAUSES[:4]), rates, before=(MAIN, rates)) is None


def test_a_part_that_was_emptied_on_the_day_it_says_is_not_doubted() -> None:
    """The stated date of the other part moved with it; one that shows a login is doubted all the same."""
    old, new = (MAIN.replace("</h1>", f"</h1><p>Last updated: {day} May 2026</p>") for day in (1, 2))
    assert later_in_parts(new, document("<p></p>"), before=(old, ANNEXED)) is None
    assert later_in_parts(new, LOGIN, before=(old, ANNEXED)) == "partial"


UNHAD = (
    "<p>This content could not be loaded. Please try again later.</p>",
    "<p>This section is currently not available.</p>",
    "<p>Please sign in to view this section.</p>",
    "<h2>Annex</h2><p>Die Inhalte konnten nicht geladen werden.</p>",
    "<h2>Sign in</h2>",
    "<p>Impossibile caricare la pagina.</p>",
)


@pytest.mark.parametrize("instead", UNHAD)
def test_clauses_in_whose_place_something_could_not_be_had_are_not_taken_out(instead: str) -> None:
    """A section that loads by itself may be out; the page says so where its clauses stood."""
    assert later(terms_page(CLAUSES[:8]).replace("</main>", f"{instead}</main>")) == "partial"


@pytest.mark.parametrize(
    "instead",
    [
        "<p>The customer must sign in to read the invoices, which stay there for a year.</p>",
        "<p>If a page could not be loaded, nothing is owed for it.</p>",
        "<p>11. This section is not available to consumers.</p>",
        "<h2>Sign in</h2><p>Each person has a password.</p>",
    ],
)
def test_clauses_that_speak_of_such_things_are_clauses(instead: str) -> None:
    """Though others went with them."""
    assert later(terms_page(CLAUSES[:8]).replace("</main>", f"{instead}</main>")) is None


def test_what_could_not_be_had_beside_whole_terms_is_nothing() -> None:
    """Nor is it where it stood before, or where more came than went."""
    beside = terms_page().replace("</main>", f"{UNHAD[0]}</main>")
    assert later(beside) is None
    assert later(terms_page(CLAUSES[:8]).replace("</main>", f"{UNHAD[0]}</main>"), before=beside) is None
    assert later(terms_page((*CLAUSES[:8], *ANEW)).replace("</main>", f"{UNHAD[0]}</main>")) is None

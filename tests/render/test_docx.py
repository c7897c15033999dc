"""The Word document: accepting gives the new terms, rejecting the old ones, and each change is told by its words."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.model import Change, Clause, Comparison, DatesComparison, Side, Terms
from monitor.render import redline_docx
from tests.compare.documents import SUPPLY, terms
from tests.compare.test_laws import documents, text_of
from tests.render import office
from tests.render.examples import HOSTILE, hostile_comparison
from tests.render.tracked import COME, GONE, W, body, printed, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.model import ClauseRole

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
CHANGED = (
    SUPPLY.replace("5 January", "2 March")
    .replace("within 30 days", "within 14 days")
    .replace("## 2. Prices", "## 2. Fees")
    .replace(
        "## 3. Delivery", "## 3. Data\n\nNorthline keeps no data of its customers once an order is done.\n\n## 4. Stock"
    )
    .replace("## 4. Use", "## 5. Use")
)
ENDED = SUPPLY.partition("## 6.")[0]
NOTHING_SHARED = "Harbor Cloud lends machines by the hour.\n\n- Each machine is returned clean."
LAST_FIRST = SUPPLY.replace("## 1.", "## 6.{}## 1.".format(SUPPLY.partition("## 6.")[2]), 1).rpartition("## 6.")[0]
DUTIES = [f"{name} duties of the customer are listed in annex {name}, and nowhere else." for name in "ABCDEFG"]
SHUFFLED = [DUTIES[6], *DUTIES[1:5], DUTIES[0].replace("nowhere else.", "here")]
BY_HAND = (
    (SUPPLY, CHANGED),
    (ENDED, SUPPLY),
    (SUPPLY, ENDED),
    (SUPPLY, LAST_FIRST),
    (CHANGED, NOTHING_SHARED),
    ("\n\n".join(DUTIES), "\n\n".join(SHUFFLED)),
)


def made(old: str, new: str) -> bytes:
    """The document for two Markdown texts."""
    before, after = terms(old), terms(new)
    return redline_docx(before, after, compare(before, after), at=AT)


def assert_exact(old: Terms, new: Terms, comparison: Comparison) -> None:
    """Accepting gives all of the new terms, rejecting all of the old ones, and the file is as the standard has it."""
    file = redline_docx(old, new, comparison, at=AT)
    assert_well_formed(file)
    assert resolved(file, "accept") == printed(new)
    assert resolved(file, "reject") == printed(old)


def marked(file: bytes, names: set[str]) -> list[str]:
    """The words of tracked runs, one string for each run of them."""
    elements = [element for element in body(file).iter(*names) if len(element)]
    return ["".join(element.itertext(f"{W}t", f"{W}delText")) for element in elements]


def paragraph(file: bytes, words: str) -> Any:  # noqa: ANN401 - lxml ships no types
    """The one paragraph that shows these words."""
    (found,) = [one for one in body(file).iterchildren(f"{W}p") if words in "".join(one.itertext())]
    return found


def style(file: bytes, words: str) -> str:
    """The name of the style of the paragraph with these words."""
    (found,) = [one for one in docx.Document(BytesIO(file)).paragraphs if words in "".join(one._p.itertext())]  # noqa: SLF001 - its own text leaves tracked runs out
    assert found.style is not None
    return str(found.style.name)


# --- laws -----------------------------------------------------------------------------------------------------


@given(documents, documents, st.randoms(use_true_random=False))
def test_accepting_gives_the_new_text_and_rejecting_the_old(old: list[str], other: list[str], random: Any) -> None:  # noqa: ANN401 - hypothesis gives a Random
    """Of documents that share paragraphs, some in another order, some with other words, some joined."""
    new = [*old, *other]
    random.shuffle(new)
    new = [text.replace(text.split()[2], "heliotrope", random.randrange(2)) for text in new[: len(old)]]
    if len(new) > 1 and random.randrange(2):
        new[:2] = [" ".join(new[:2])]
    before, after = terms(text_of(old)), terms(text_of(new))
    assert_exact(before, after, compare(before, after))


ROLES: tuple[ClauseRole, ...] = ("heading", "paragraph", "item", "row", "date", "note", "contents")
words = st.text("ab \n", max_size=5)
parts = st.tuples(st.sampled_from([None, "1.", "(a)"]), words, words, st.integers(0, 12), st.sampled_from(ROLES))


def made_up(found: list[tuple[str | None, str, str, int, ClauseRole]]) -> Terms:
    """Terms of these clauses."""
    clauses = (
        Clause(f"{number}", label, heading, text, depth, number, role)
        for number, (label, heading, text, depth, role) in enumerate(found, start=1)
    )
    return Terms("", "en", tuple(clauses))


@given(st.data())
def test_what_the_comparison_tells_cannot_make_the_texts_wrong(data: st.DataObject) -> None:
    """Clauses of any shape, and changes that pair any of them, in any order and number, with or without edits."""
    old, new = (made_up(data.draw(st.lists(parts, max_size=7))) for _ in range(2))
    changes = tuple(_change(old, new, data) for _ in range(data.draw(st.integers(0, 4))))
    assert_exact(old, new, Comparison("substantive", SIDE, SIDE, DatesComparison("undated"), changes))


SIDE = Side("", "en", "", 0)


def _change(old: Terms, new: Terms, data: st.DataObject) -> Change:
    gone, come = (_some(side, data) for side in (old, new))
    return Change("modified", gone, come, moved=data.draw(st.booleans()))


def _some(side: Terms, data: st.DataObject) -> tuple[Clause, ...]:
    begin = data.draw(st.integers(0, len(side.clauses)))
    step = data.draw(st.sampled_from([1, 1, 1, 2]))
    return side.clauses[begin : begin + data.draw(st.integers(0, 3)) : step]


def assert_well_formed(file: bytes) -> None:
    """Each change has an author, a time and its own number, and each move both of its ends on both of its sides."""
    numbers: Counter[str] = Counter()
    for element in body(file).iter():
        if f"{W}id" in element.attrib and not element.tag.endswith("RangeEnd"):
            numbers[element.get(f"{W}id")] += 1
            assert (element.get(f"{W}author"), element.get(f"{W}date")) == ("clausewatch", "2026-03-02T09:05:00Z")
    assert set(numbers.values()) <= {1}
    sides = [list(_ranges(file, side)) for side in ("moveFrom", "moveTo")]
    assert sorted(sides[0]) == sorted(sides[1])
    assert not list(body(file).iterfind(f".//{W}del//{W}t"))
    assert not list(body(file).iterfind(f".//{W}ins//{W}delText"))


def _ranges(file: bytes, side: str) -> Iterator[str]:
    """The names of the moves on one side; each has an end behind its beginning, before the next one begins."""
    open_one = ""
    whole = body(file)
    marks = set(whole.iterfind(f".//{W}rPr/{W}{side}"))
    elements = whole.iter(f"{W}{side}RangeStart", f"{W}{side}RangeEnd", f"{W}{side}")
    for element in (one for one in elements if one not in marks):
        if element.tag.endswith("Start"):
            assert not open_one
            open_one = element.get(f"{W}id")
            yield element.get(f"{W}name")
        elif element.tag.endswith("End"):
            assert element.get(f"{W}id") == open_one
            open_one = ""
        else:
            assert open_one
    assert not open_one


# --- how changes are told -----------------------------------------------------------------------------------------


def test_a_changed_clause_is_told_word_by_word() -> None:
    """Only the words that differ are tracked, the stated date's too."""
    file = made(SUPPLY, SUPPLY.replace("within 30 days", "within 14 days").replace("5 January", "2 March"))
    assert marked(file, GONE) == ["5 January", "30"]
    assert marked(file, COME) == ["2 March", "14"]


def test_labels_of_renumbered_clauses_are_tracked_as_a_whole() -> None:
    """Also where nothing else of the clause changed; the words beside them stay."""
    file = made(SUPPLY, CHANGED)
    assert {"3.", "4."} <= set(marked(file, GONE))
    assert {"4.", "5."} <= set(marked(file, COME))
    assert "Use" not in marked(file, COME | GONE)


def test_a_heading_with_other_words_is_tracked_in_place() -> None:
    """The heading stays a heading, with its old words beside the new ones."""
    file = made(SUPPLY, CHANGED)
    assert style(file, "PricesFees").startswith("Heading ")


def test_the_marks_of_whole_paragraphs_are_tracked() -> None:
    """Otherwise an added clause that is rejected, or a removed one that is accepted, leaves an empty line."""
    added = paragraph(made(SUPPLY, CHANGED), "keeps no data")
    removed = paragraph(made(CHANGED, SUPPLY), "keeps no data")
    assert added.find(f"{W}pPr/{W}rPr/{W}ins") is not None
    assert removed.find(f"{W}pPr/{W}rPr/{W}del") is not None


def test_a_moved_clause_is_a_move_with_both_of_its_places() -> None:
    """Words that were changed on the way are no part of the move."""
    paragraphs = [f"{word} obligations of the customer are listed in annex {word}." for word in "ABCDEFG"]
    text = paragraphs[1].replace("listed", "told")
    file = made("\n\n".join(paragraphs), "\n\n".join([paragraphs[0], *paragraphs[2:6], text, paragraphs[6]]))
    moved_from, moved_to = ("".join(marked(file, {f"{W}{side}"})) for side in ("moveFrom", "moveTo"))
    assert moved_from == moved_to == "B obligations of the customer are  in annex B."
    assert (marked(file, {f"{W}del"}), marked(file, {f"{W}ins"})) == (["listed"], ["told"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_told_as_moved_is_the_move(order: tuple[int, int]) -> None:
    """Of two clauses that changed places, the one of which the comparison says so."""
    pair = ("A short duty of the customer stands here.", f"{DUTIES[3]} {DUTIES[4]}")
    one, other = (pair[place] for place in order)
    file = made("\n\n".join((DUTIES[0], one, other)), "\n\n".join((DUTIES[0], other, one)))
    assert marked(file, {f"{W}moveFrom"}) == marked(file, {f"{W}moveTo"}) == [pair[0]]


def test_a_clause_that_was_split_gets_a_tracked_paragraph_mark() -> None:
    """Its words are not told as gone and come again."""
    file = made(SUPPLY, SUPPLY.replace("without tax. The customer", "without tax.\n\nThe customer"))
    assert "The customer pays" not in "".join(marked(file, COME | GONE))
    assert paragraph(file, "without tax").find(f"{W}pPr/{W}rPr/{W}ins") is not None


# --- how it looks ------------------------------------------------------------------------------------------------


LEVELS = """# Northline Terms

## 1. Calls

**1.1 Quality.** Calls are carried with care.

The customer will not:

(a) resell calls; or

(b) record them.

- Numbers are lent.

| Service | Price |
|---|---|
| Voice | EUR 1 |
"""


def test_headings_have_the_heading_styles_of_their_level() -> None:
    """So that the navigation of Word lists them."""
    file = made(LEVELS, LEVELS)
    depths = [clause.depth for clause in terms(LEVELS).clauses if clause.role == "heading"]
    styles = [one.style.name for one in docx.Document(BytesIO(file)).paragraphs if one.style is not None]
    headings = [name for name in styles if name and name.startswith("Heading")]
    assert headings == [f"Heading {depth + 1}" for depth in depths]


def test_a_label_is_a_run_of_its_own_before_a_tab() -> None:
    """And hangs out to the left of its words, which are set in by their level."""
    first = paragraph(made(LEVELS, LEVELS), "resell")
    assert [child.tag.removeprefix(W) for child in first.iter(f"{W}t", f"{W}tab")] == ["t", "tab", "t"]
    assert first.find(f".//{W}t").text == "(a)"
    indent = first.find(f"{W}pPr/{W}ind")
    assert int(indent.get(f"{W}left")) >= int(indent.get(f"{W}hanging")) > 0


def test_a_heading_that_runs_in_is_bold_and_its_text_is_not() -> None:
    """It stands in the paragraph of its clause."""
    runs = paragraph(made(LEVELS, LEVELS), "Quality").findall(f"{W}r")
    assert [(run.findtext(f"{W}t"), run.find(f"{W}rPr/{W}b") is not None) for run in runs if run.findtext(f"{W}t")] == [
        ("1.1", False),
        ("Quality.", True),
        (" ", False),
        ("Calls are carried with care.", False),
    ]


def test_items_without_a_label_are_bullets_and_rows_are_lines() -> None:
    """A row's cells stand between bars, as everywhere."""
    file = made(LEVELS, LEVELS)
    assert (style(file, "Numbers"), style(file, "Voice | EUR 1")) == ("List Bullet", "Clause Row")
    assert int(paragraph(file, "Numbers").find(f"{W}pPr/{W}ind").get(f"{W}hanging")) > 0


def test_a_paragraph_whose_shape_changed_keeps_the_old_one_for_rejecting() -> None:
    """A heading that becomes one of a lower level is a heading of the old level again."""
    old = Terms("", "en", (Clause("a", None, "Fees", "", 0, 1, "heading"),))
    new = Terms("", "en", (Clause("a", None, "Fees", "", 1, 1, "heading"),))
    (changed,) = body(redline_docx(old, new, compare(old, new), at=AT)).iter(f"{W}pPrChange")
    assert changed.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Heading1"


def test_words_from_the_right_make_a_paragraph_from_the_right() -> None:
    """As their first letter says."""
    hebrew = Terms("", "he", (Clause("a", None, "", "שלום Northline", 0, 1),))
    assert (
        paragraph(redline_docx(hebrew, hebrew, compare(hebrew, hebrew)), "Northline").find(f"{W}pPr/{W}bidi")
        is not None
    )


# --- the file ------------------------------------------------------------------------------------------------------


def test_equal_arguments_give_equal_bytes() -> None:
    """The file says nothing of when or where it was written."""
    assert made(SUPPLY, CHANGED) == made(SUPPLY, CHANGED)
    with ZipFile(BytesIO(made(SUPPLY, CHANGED))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is() -> None:
    """Its title is the terms' and its time that at which the new ones were seen; nothing is left of the template's."""
    about = docx.Document(BytesIO(made(SUPPLY, CHANGED))).core_properties
    assert (about.title, about.author, about.comments) == ("Northline Supply Terms", "clausewatch", "")
    assert about.modified == AT


def test_without_a_time_the_changes_have_none() -> None:
    """A time that nobody knows is not made up for any word."""
    old, new = terms(SUPPLY), terms(CHANGED)
    file = redline_docx(old, new, compare(old, new))
    assert not [element for element in body(file).iter(*COME, *GONE) if f"{W}date" in element.attrib]


def test_hostile_text_breaks_nothing_and_turns_nothing_around() -> None:
    """Each hostile text in every place: the file opens, and none of its letters moves a cursor or hides."""
    texts = ("\ufffe\uffff\x01", *HOSTILE)
    old, new = hostile(texts), hostile(tuple(f"{text}x" for text in texts))
    for comparison in (hostile_comparison(texts[1]), compare(old, new), compare(old, old)):
        file = redline_docx(old, new, comparison, at=AT)
        docx.Document(BytesIO(file))
        shown = "".join(resolved(file, "accept") + resolved(file, "reject"))
        assert not {letter for letter in shown if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}} - {"\t", "\n"}


def hostile(texts: tuple[str, ...]) -> Terms:
    """A clause for each text, in which every word is that text, under a title of all of them."""
    clauses = (Clause(f"{place}", text, text, text, 1, place) for place, text in enumerate(texts, start=1))
    return Terms("".join(texts), texts[0], tuple(clauses))


def test_nothing_in_the_file_leads_elsewhere() -> None:
    """No link, no field, no picture, no template: opening it loads nothing."""
    with ZipFile(BytesIO(made(SUPPLY, CHANGED))) as parts:
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b"External" not in relations
    assert b"thumbnail" not in relations


# --- in LibreOffice ------------------------------------------------------------------------------------------------


def test_libreoffice_accepts_and_rejects_to_the_same_texts(tmp_path: Path) -> None:
    """Changed in the midst; added, removed and moved at the end; nothing of it left; moved with other last words."""
    lacking = office.missing()
    if lacking and os.environ.get("CI") != "true":
        pytest.skip(f"needs {lacking}")
    assert not lacking
    pairs = [(terms(old), terms(new)) for old, new in BY_HAND]
    files = [tmp_path / f"{number}.docx" for number in range(len(pairs))]
    for file, (old, new) in zip(files, pairs, strict=True):
        file.write_bytes(redline_docx(old, new, compare(old, new), at=AT))
    expected = [office.Resolved(printed(new), printed(old)) for old, new in pairs]
    assert office.resolved(files) == expected

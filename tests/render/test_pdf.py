"""A redline as PDF: its words can be found, its marks are seen without colours, and it is made of what it was given."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.compare import word_edits
from monitor.model import Change, Clause, Clock, CompanyChange, Comparison, DatesComparison, Edit, Side
from monitor.render.clock import CLOCK_HEADING
from monitor.render.pdf import Cover, redline_pdf
from monitor.render.pdf.fonts import printable, width
from monitor.render.pdf.lines import Type, break_lines
from monitor.render.safe import for_terminal
from tests.render.indexes import AFTER, BEFORE, changed

OLD, NEW = "a" * 64, "b" * 64
COVER = Cover(
    "Northline Voice Terms", "northline/voice@2", "2 March 2026, 12:00 UTC", (("Address", "https://x.example"),)
)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def comparison(*pairs: tuple[str, str], language: str = "en", title: str = "Northline Voice Terms") -> Comparison:
    """A comparison with a modified clause for each pair of texts."""
    changes = tuple(_change(number, old, new) for number, (old, new) in enumerate(pairs, start=1))
    old, new = (Side(title, language, digest, len(pairs)) for digest in (OLD, NEW))
    return Comparison("substantive", old, new, DatesComparison("undated"), changes)


def _change(number: int, old: str, new: str) -> Change:
    before, after = (Clause(f"{number}", f"{number}.", "Payment", text, 0, number) for text in (old, new))
    return Change("modified", (before,), (after,), word_edits(old, new), severity="high")


def pages(pdf: bytes) -> list[str]:
    """The words of each page, a space between lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def drawn(pdf: bytes) -> bytes:
    """What is drawn on the pages, as operators (ISO 32000-1, annex A)."""
    streams = (stream.strip() for stream in _STREAM.findall(pdf))
    packed = (stream.removesuffix(b"~>") for stream in streams if stream.endswith(b"~>"))
    return b"".join(zlib.decompress(a85decode(stream)) for stream in packed)


def test_a_page_names_the_document_its_time_and_both_digests() -> None:
    """On each page, with its number."""
    long = [(f"Within 30 days, {number} times. " * 9, f"Within 60 days, {number} times. " * 9) for number in range(30)]
    found = pages(redline_pdf(comparison(*long), COVER))
    assert len(found) > 3
    for number, words in enumerate(found, start=1):
        for said in ("Northline Voice Terms", "northline/voice@2, seen 2 March 2026, 12:00 UTC", OLD, NEW):
            assert said in words
        assert f"Page {number} of {len(found)}" in words
    assert "Address https://x.example" in found[0]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Zahlung binnen Frist für Müller & Søn, œuvre, Łódź, ęž", "de"),
        ("Πληρωμή εντός προθεσμίας, ἀρχή", "el"),
        ("Оплата протягом строку, ґанок, ђак", "uk"),
        ("支払いは請求書の日付から行う", "ja"),
        ("客户应付款", "zh-CN"),
        ("고객은 지불한다", "ko"),
        ("“quoted” – § 4 → ≤ 5 € ₴ №", "en"),
    ],
)
def test_words_of_many_scripts_can_be_found(words: str, language: str) -> None:
    """Letter for letter."""
    found = " ".join(pages(redline_pdf(comparison((words, f"{words} 30"), language=language), COVER)))
    assert "".join(words.split()) in "".join(found.split())
    assert "[U+" not in found


def test_the_clock_and_the_companies_are_told() -> None:
    """In the words of the other messages, and every company."""
    names = [f"Harborlight {number} Ltd" for number in range(90)]
    companies = tuple(CompanyChange("added", name, "Sub-processors", (), f"2/{name}") for name in names)
    clock = Clock("2026-03-02", "2026-04-01", "14.2", "Changes take effect when they are posted.")
    told = replace(comparison(("30 days", "60 days")), companies=companies, clock=clock)
    found = " ".join(pages(redline_pdf(told, COVER)))
    assert [name for name in names if name not in found] == []
    assert "Changes take effect when they are posted." in found
    assert CLOCK_HEADING in found


def test_a_document_of_an_index_is_told_with_how_to_watch_it() -> None:
    """As in the other messages: no sentence ends at its colon."""
    listed = changed(BEFORE, AFTER).comparison
    assert listed
    found = " ".join(" ".join(pages(redline_pdf(listed, COVER))).split())
    assert "Not watched. To watch it: clausewatch add https://harbor.example/legal/dpa" in found


def test_what_no_font_has_is_printed_by_its_number() -> None:
    """Nothing is left out, nothing is shown as something else, and a line says so."""
    [found] = pages(redline_pdf(comparison(("شرط", "شرط 30")), COVER))
    assert "[U+0634][U+0631][U+0637]" in found
    assert "are in none of the fonts of this file" in found


def test_what_went_is_struck_and_what_came_is_underlined() -> None:
    """A line at another height each, so that a print without colours still tells them apart."""
    plain = drawn(redline_pdf(comparison(("within days", "within days")), COVER))
    marked = drawn(redline_pdf(comparison(("within 30 days", "within 60 days")), COVER))
    line = re.compile(rb"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")
    came = [match for match in line.findall(marked) if match not in line.findall(plain)]
    heights = [float(match[1]) for match in came][-2:]
    assert heights[0] - heights[1] == pytest.approx((0.27 + 0.14) * 9.5, abs=0.01)


def test_nothing_is_shortened() -> None:
    """Every word of a long clause that stayed is there."""
    words = " ".join(f"word{number}" for number in range(900))
    found = " ".join(pages(redline_pdf(comparison((words, f"{words} more")), COVER)))
    assert [word for word in words.split() if word not in found] == []


def test_equal_arguments_give_equal_bytes() -> None:
    """The file says nothing of when or where it was made."""
    made = [redline_pdf(comparison(("30 日", "60 дней")), COVER) for _ in range(2)]
    assert made[0] == made[1]
    assert b"/Annot" not in made[0]


def test_hostile_words_stay_words() -> None:
    """No link, no script, no control: neither from a title nor from a clause."""
    evil = ") Tj ET /URI (https://evil.example) \\ <</S/JavaScript>> \x1b[2J \u202e \ud800 \x00"
    cover = Cover(evil, evil, evil, ((evil, evil),))
    pdf = redline_pdf(comparison((evil, f"{evil} 30"), title=evil, language='x"/><'), cover)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) >= 1
        words = document[0].get_textpage().get_text_bounded()
        assert document.get_metadata_value("Title") == for_terminal(evil)
    assert ") Tj ET /URI (https://evil.example)" in words
    assert b"/Annots" not in pdf
    assert b"/OpenAction" not in pdf
    assert "\x1b" not in words


def test_many_changes_fit() -> None:
    """Each by its name in the contents."""
    many = [(f"The customer pays invoice {number} in 30 days.", f"It pays {number} in 60.") for number in range(200)]
    with pypdfium2.PdfDocument(redline_pdf(comparison(*many), COVER)) as document:
        assert len(list(document.get_toc())) == 200


marks = st.sampled_from(["=", "-", "+"])
texts = st.text(st.sampled_from("ab  \n支払い.ж") | st.characters(codec="utf-8"), max_size=60)


@settings(deadline=None)
@given(st.lists(st.builds(Edit, marks, texts), max_size=6), st.floats(30, 400))
def test_breaking_lines_loses_no_letter_and_no_mark(edits: list[Edit], room: float) -> None:
    """Whatever the words, lines hold each letter once, in order and with its mark, and none is too long."""
    shown = [Edit(edit.op, printable(edit.text)) for edit in edits]
    lines = list(break_lines(shown, Type(9.5, 14.0, room)))
    letters = [(edit.op, letter) for line in lines for edit in line for letter in edit.text if not letter.isspace()]
    assert letters == [(edit.op, letter) for edit in shown for letter in edit.text if not letter.isspace()]
    for line in lines:
        wide = sum(width(edit.text, 9.5, "") for edit in line)
        assert wide <= room + 0.01 or sum(len(edit.text) for edit in line) == 1

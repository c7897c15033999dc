"""DOCX as clauses: labels as a word processor prints them, headings by their styles, notes, links and bounds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import TooMuchToRead, UnreadableType
from monitor.model import Link
from monitor.read import read
from monitor.read.docx import docx_layout
from monitor.read.docx.numbering import formed
from tests.read.made_files import LEFT, Ink, Setter, docx, level, numbering, par, pdf, run, style, styles, zipped
from tests.read.reading import PROSE, SOURCE, URL, html, labels, page, paths, roles, said, text

LEGAL = level(0, "%1.") + level(1, "%1.%2") + level(2, "(%3)", "lowerLetter") + level(3, "(%4)", "lowerRoman")
BULLETS = level(0, "", "bullet") + level(1, "o", "bullet")
LISTS = {"numbering": numbering({1: LEGAL, 2: BULLETS})}


def printed(body: str, parts: dict[str, str] | None = None) -> list[str | None]:
    """The labels of the clauses of a document."""
    return labels(read(page(docx(body, LISTS if parts is None else parts)), SOURCE))


def items(*levels: int, listed: int = 1) -> str:
    """Numbered paragraphs at these levels."""
    return "".join(par(run("We serve you."), listed=(listed, at)) for at in levels)


# --- labels -----------------------------------------------------------------------------------


def test_labels_are_printed_as_the_levels_say() -> None:
    """A deeper level counts anew under each one above it, and may print the numbers above its own."""
    assert printed(items(0, 1, 1, 2, 2, 3, 1, 2, 0, 1)) == [
        "1.", "1.1", "1.2", "(a)", "(b)", "(i)", "1.3", "(a)", "2.", "2.1",
    ]  # fmt: skip


def test_a_level_that_was_skipped_has_its_first_number() -> None:
    """As word processors print it."""
    assert printed(items(1, 1)) == ["1.1", "1.2"]


def test_a_list_goes_on_after_other_text() -> None:
    """What stands between its paragraphs does not end it, and bullets do not count."""
    body = items(0) + par(run("We reply.")) + items(0, listed=2) + items(0)
    assert printed(body) == ["1.", None, None, "2."]


def test_a_list_of_its_own_counts_anew_only_where_it_says_so() -> None:
    """Two lists of one kind go on counting together; an override of the start begins again."""
    lists = numbering(
        {1: LEGAL}, {7: (1, ""), 8: (1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')}
    )
    body = items(0) + items(0, listed=7) + items(0, 0, listed=8)
    assert printed(body, {"numbering": lists}) == ["1.", "2.", "5.", "6."]


def test_a_level_restarts_only_after_the_level_that_it_names() -> None:
    """Zero means never: articles that count through all sections."""
    levels = level(0, "Section %1.", "upperRoman") + level(1, "Article %2", more='<w:lvlRestart w:val="0"/>')
    assert printed(items(0, 1, 1, 0, 1), {"numbering": numbering({1: levels})}) == [
        "Section I.", "Article 1", "Article 2", "Section II.", "Article 3",
    ]  # fmt: skip


def test_plain_figures_stand_for_letters_above_where_the_level_asks() -> None:
    """A legal level prints "1.1" under "A."."""
    levels = level(0, "%1.", "upperLetter") + level(1, "%1.%2", more="<w:isLgl/>")
    assert printed(items(0, 1), {"numbering": numbering({1: levels})}) == ["A.", "1.1"]


def test_a_style_numbers_its_paragraphs() -> None:
    """By its own list, one it inherits, or a level that names it; a paragraph may say that it is in none."""
    listed = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    lists = numbering({1: level(0, "%1.") + level(1, "%1.%2", more="<w:pStyle w:val='Second'/>")})
    named = styles(style("First", listed) + style("Second", based="First") + style("Third", based="First"))
    none = (
        '<w:p><w:pPr><w:pStyle w:val="First"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + run("We.") + "</w:p>"
    )
    body = "".join(par(run("We serve you."), style=name) for name in ("First", "Second", "Third")) + none
    assert printed(body, {"numbering": lists, "styles": named}) == ["1.", "1.1", "2.", None]


def test_a_list_may_be_that_of_a_style() -> None:
    """A list that names a style for numbering has the levels of that style's list."""
    lists = numbering({1: LEGAL, 3: '<w:numStyleLink w:val="Legal"/>'})
    named = styles(style("Legal", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"))
    assert printed(items(0, 1, listed=3), {"numbering": lists, "styles": named}) == ["1.", "1.1"]


def test_paragraphs_that_were_deleted_or_are_empty_print_no_label() -> None:
    """A deleted paragraph is not counted; an empty one is, as word processors do."""
    deleted = par("", listed=(1, 0), mark="<w:rPr><w:del/></w:rPr>")
    body = items(0) + deleted + items(0) + par("", listed=(1, 0)) + items(0)
    assert printed(body) == ["1.", "2.", "4."]


@pytest.mark.parametrize(
    ("number", "form", "said_so"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (28, "lowerLetter", "bb"),
        (26, "upperLetter", "Z"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (21, "chineseCounting", "二十一"),
        (10, "japaneseCounting", "十"),
        (7, "none", ""),
        (0, "lowerLetter", "0"),
        (5, "someOther", "5"),
    ],
)
def test_numbers_are_formed_as_lists_print_them(number: int, form: str, said_so: str) -> None:
    """In letters, Roman and Chinese numbers, and in figures where nothing else is known."""
    assert formed(number, form) == said_so


# --- headings, runs, notes, tables -----------------------------------------------------------------


def test_headings_rank_by_the_outline_of_their_styles() -> None:
    """Whatever the style is called, inherited or not, and numbered or not; a title stands above all."""
    outline = "<w:pPr><w:outlineLvl w:val='{}'/></w:pPr>"
    named = styles(
        style("Titel", called="Title")
        + style("berschrift1", called="heading 1")
        + style("Abschnitt", outline.format(1))
        + style("Unterabschnitt", based="Abschnitt")
    )
    body = (
        par(run("Northline Terms"), style="Titel")
        + par(run("Fees"), style="berschrift1", listed=(1, 0))
        + par(run("Payment"), style="Abschnitt")
        + par(run("You pay."))
        + par(run("Taxes"), style="Unterabschnitt")
        + par(run("You pay them too."))
    )
    terms = read(page(docx(body, {**LISTS, "styles": named})), SOURCE)
    assert terms.title == "Northline Terms"
    assert paths(terms) == ["Northline Terms", "1", "1/Payment", "1/Payment~2", "1/Taxes", "1/Taxes~2"]
    assert [one.heading for one in terms.clauses if one.role == "heading"] == [
        "Northline Terms",
        "Fees",
        "Payment",
        "Taxes",
    ]


def test_a_sentence_in_the_style_of_a_heading_is_text() -> None:
    """Sub-clauses are often set so for the sake of their numbers."""
    named = styles(style("H2", "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>"))
    terms = read(page(docx(par(run("Fees"), style="H2") + par(run(PROSE), style="H2"), {"styles": named})), SOURCE)
    assert (roles(terms), terms.clauses[1].text) == (["heading", "paragraph"], PROSE)


def test_bold_words_run_in_behind_a_label() -> None:
    """The label takes the weight of what follows it; weight may come from a style."""
    named = styles(style("Strong", "<w:rPr><w:b/></w:rPr>"))
    styled = '<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>Term.</w:t></w:r>'
    body = par(run("Fees.", bold=True) + run(" You pay."), listed=(1, 0)) + par(styled + run(" A year."), listed=(1, 0))
    terms = read(page(docx(body, {**LISTS, "styles": named})), SOURCE)
    assert [(one.label, one.heading, one.text) for one in terms.clauses] == [
        ("1.", "Fees.", "You pay."),
        ("2.", "Term.", "A year."),
    ]


def test_bullets_nest() -> None:
    """A bullet is no word, and stands under the one above it."""
    terms = read(page(docx(par(run("We keep:")) + items(0, 1, listed=2), LISTS)), SOURCE)
    assert (roles(terms), labels(terms)) == (["paragraph", "item", "item"], [None] * 3)
    assert said(terms)[1:] == ["We serve you.", "We serve you."]


def test_revisions_that_are_tracked_read_as_accepted() -> None:
    """What was inserted counts, what was deleted does not."""
    body = par(
        run("You pay") + "<w:del><w:r><w:delText> nothing</w:delText></w:r></w:del><w:ins>" + run(" fees.") + "</w:ins>"
    )
    assert said(read(page(docx(body)), SOURCE)) == ["You pay fees."]


def test_notes_follow_the_text() -> None:
    """Without the arrows that lead back from them."""
    note = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
    notes = note + par(run("Without tax.")) + "</w:footnote></w:footnotes>"
    body = par(run("You pay 5 EUR") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("."))
    assert said(read(page(docx(body, {"footnotes": notes})), SOURCE)) == ["You pay 5 EUR[1].", "Without tax."]


def test_a_table_has_a_clause_for_each_row() -> None:
    """Its cells joined, as in every format."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{par(run(cell))}</w:tc>" for cell in cells) + "</w:tr>"
        for cells in (("Service", "Fee"), ("Voice", "5 EUR"))
    )
    terms = read(page(docx(par(run(PROSE)) + f"<w:tbl>{rows}</w:tbl>")), SOURCE)
    assert said(terms)[1:] == ["Service | Fee", "Voice | 5 EUR"]


def test_a_text_box_is_read_once() -> None:
    """It is stored twice, for older and for newer programs."""
    box = "<w:txbxContent>" + par(run("Boxed."), listed=(1, 0)) + "</w:txbxContent>"
    space = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    both = (
        f"<w:r><mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    terms = read(page(docx(par(run("You pay.") + both) + items(0), LISTS)), SOURCE)
    assert (said(terms), labels(terms)) == (["You pay.", "Boxed.", "We serve you."], [None, "1.", "2."])


def test_a_list_of_contents_loses_its_page_numbers() -> None:
    """What stands behind the last tab of an entry is the page, and the entries mirror the headings."""
    named = styles(style("TOC1", called="toc 1") + style("H1", called="heading 1"))
    entries = "".join(
        par(run(name) + "<w:r><w:tab/></w:r>" + run("12"), style="TOC1") for name in ("Fees", "Term", "Law")
    )
    body = entries + "".join(par(run(name), style="H1") + par(run(PROSE)) for name in ("Fees", "Term", "Law"))
    terms = read(page(docx(body, {"styles": named})), SOURCE)
    assert roles(terms)[:3] == ["contents"] * 3


def test_links_are_data_beside_the_words() -> None:
    """Addresses outside the document stand in its relationships."""
    body = par(run("See our ") + f'<w:hyperlink r:id="l1">{run("privacy notice")}</w:hyperlink>' + run("."))
    terms = read(page(docx(body, links={"l1": "https://harbor.example/privacy?id=7"})), SOURCE)
    assert terms.clauses[0].links == (Link("privacy notice", "https://harbor.example/privacy?id=7"),)


def test_properties_are_kept_beside_the_terms() -> None:
    """The title, the dates and the language that the file states of itself."""
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title>Northline Terms</dc:title><t:created>2026-01-05T09:30:00Z</t:created>"
        "<t:modified>2026-02-07T10:00:00Z</t:modified>"
        "<dc:language>de-AT</dc:language></c:coreProperties>"
    )
    layout = docx_layout(docx(par(run(PROSE)), {"core": core}), URL)
    assert (layout.title, layout.language, layout.surface.words) == ("Northline Terms", "de", 20)
    assert layout.meta == {
        "docx:title": "Northline Terms",
        "docx:created": "2026-01-05T09:30:00Z",
        "docx:modified": "2026-02-07T10:00:00Z",
    }


# --- what cannot be read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (docx(par(run(PROSE)))[:-40], "damaged or cut off"),
        (zipped({"word/other.xml": b"<x/>"}), "damaged or cut off"),
        (zipped({"word/document.xml": b"<w:document"}), "damaged or cut off"),
        (zipped({"word/document.xml": b"<x>" * 3_000}), "damaged or cut off"),
        (
            zipped({"word/document.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x>&e;</x>'}),
            "document type",
        ),
        (docx("<w:tbl><w:tr><w:tc>" * 70 + par(run("x")) + "</w:tc></w:tr></w:tbl>" * 70), "cannot be understood"),
    ],
)
def test_what_is_no_sound_document_is_refused(body: bytes, named: str) -> None:
    """Cut off, hollow, or made to do harm: each ends in an error that names what to do."""
    with pytest.raises(UnreadableType, match=named) as caught:
        read(page(body), SOURCE)
    assert caught.value.subject == URL


@pytest.mark.parametrize(
    "body",
    [
        zipped({"word/document.xml": b" " * 51_000_000}),
        docx("<w:p/>" * 61_000),
        zipped({f"word/{number}.xml": b"" for number in range(10_001)}),
    ],
)
def test_bounds_are_named(body: bytes) -> None:
    """Too many bytes, too many elements, too many parts."""
    with pytest.raises(TooMuchToRead):
        read(page(body), SOURCE)


# --- one text in four forms ------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A piece of terms: its kind, its label and its words."""

    kind: str
    words: str
    label: str = ""


TERMS = [
    Piece("title", "Harbor Cloud Terms of Service"),
    Piece("text", "These terms were last updated on 5 January 2026, and they hold for every customer of Harbor Cloud."),
    Piece("heading", "Fees", "1."),
    Piece("clause", f"{PROSE} Well-known third-party fees are not part of it.", "1.1"),
    Piece("clause", "You may object to an invoice within thirty days of the day on which it came to you.", "1.2"),
    Piece("point", "in writing, to the address that the invoice names for this purpose and for no other;", "(a)"),
    Piece("point", "by telephone.", "(b)"),
    Piece("heading", "Service", "2."),
    Piece("clause", "We keep the following, and nothing else:", "2.1"),
    Piece("bullet", "names and addresses of those who use the service for you, for as long as they do so"),
    Piece("bullet", "invoices"),
    Piece("row", "Service|Availability|Credit"),
    Piece("row", "Voice and video|99.9 per cent|10 %"),
    Piece("row", "Messages|99.5 per cent|5 %"),
    Piece("clause", "The law of the place where Harbor Cloud has its seat applies to all of this.", "2.2"),
]


def as_text() -> str:
    """The terms as Markdown."""
    marks = {"title": "# ", "heading": "## ", "bullet": "- "}
    rows = [f"| {piece.words.replace('|', ' | ')} |" for piece in TERMS if piece.kind == "row"]
    out = []
    for piece in TERMS:
        if piece.kind != "row":
            out.append(f"{marks.get(piece.kind, '')}{piece.label} {piece.words}".replace("  ", " ").strip())
        elif rows:
            out.append("\n".join([rows[0], "|---|---|---|", *rows[1:]]))
            rows = []
    return "\n\n".join(out)


def as_html() -> str:
    """The terms as HTML."""
    tags = {"title": "h1", "heading": "h2", "bullet": "li"}
    out = []
    for piece in TERMS:
        if piece.kind == "row":
            out.append("<table><tr>" + "".join(f"<td>{cell}</td>" for cell in piece.words.split("|")) + "</tr></table>")
        else:
            tag = tags.get(piece.kind, "p")
            out.append(f"<{tag}>{piece.label} {piece.words}</{tag}>")
    return f"<html><body><main>{''.join(out)}</main></body></html>".replace("</table><table>", "")


def as_docx() -> bytes:
    """The terms as a DOCX whose labels are counted, not written."""
    levels = {"heading": (1, 0), "clause": (1, 1), "point": (1, 2), "bullet": (2, 0)}
    named = styles(style("Title") + style("H1", called="heading 1"))
    out = []
    for piece in TERMS:
        if piece.kind == "row":
            cells = "".join(f"<w:tc>{par(run(cell))}</w:tc>" for cell in piece.words.split("|"))
            out.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        else:
            kind = {"title": "Title", "heading": "H1"}.get(piece.kind, "")
            out.append(par(run(piece.words), style=kind, listed=levels.get(piece.kind)))
    return docx("".join(out).replace("</w:tbl><w:tbl>", ""), {**LISTS, "styles": named})


def as_pdf(width: float) -> bytes:
    """The terms as a PDF whose lines are this wide."""
    setter = Setter(right=LEFT + width)
    sizes = {"title": 20, "heading": 14}
    for piece in TERMS:
        if piece.kind == "row":
            setter.y -= 12
            for number, cell in enumerate(piece.words.split("|")):
                setter.leaves[-1].inks.append(Ink(cell, LEFT + 140 * number, setter.y))
            setter.y -= 6
        elif piece.kind == "bullet":
            setter.paragraph(f"\u2022 {piece.words}", indent=40, hang=12)
        else:
            indent = 20 if piece.kind == "point" else 0
            words = f"{piece.label} {piece.words}".strip()
            setter.paragraph(
                words, size=sizes.get(piece.kind, 10), bold=piece.kind in sizes, indent=indent, hang=indent
            )
    for number, leaf in enumerate(setter.leaves, 1):
        leaf.inks.append(Ink(f"{number} / {len(setter.leaves)}", LEFT, 40, 8))
    return pdf(setter.leaves)


def test_one_text_has_one_digest_in_four_forms() -> None:
    """The words count, labels among them, and not whether they were written, counted or set in lines."""
    expected = text(as_text())
    assert [label for label in labels(expected) if label] == [piece.label for piece in TERMS if piece.label]
    for terms in (html(as_html()), read(page(as_docx()), SOURCE)):
        assert (terms.digest, labels(terms), said(terms)) == (expected.digest, labels(expected), said(expected))


@given(st.integers(260, 500))
def test_a_pdf_has_that_digest_however_wide_its_lines_are(width: int) -> None:
    """Its lines end elsewhere, and some of them in the hyphen of a word."""
    expected, terms = text(as_text()), read(page(as_pdf(width)), SOURCE)
    assert (terms.digest, labels(terms)) == (expected.digest, labels(expected))

"""PDF as clauses: each rule by which words with places become headings, paragraphs, lists and rows."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.errors import NothingToRead, ReadError, TooMuchToRead, UnreadableType
from monitor.model import Link
from monitor.read import read
from monitor.read.decode import decode
from monitor.read.pdf import pdf_layout
from tests.read.made_files import LEFT, RIGHT, TOP, Ink, Leaf, Setter, broken, pdf, wide, written
from tests.read.reading import PROSE, SOURCE, URL, labels, page, paths, roles, said, text

MORE = "Harbor Cloud keeps the records for as long as the law asks for it, and deletes them when that time is over."


def terms_of(leaves: list[Leaf]) -> list[str]:
    """What the clauses of these pages say."""
    return said(read(page(pdf(leaves)), SOURCE))


def full(start: str, end: str) -> str:
    """A line that reaches from edge to edge, with some word between a start and an end."""
    return f"{start} {'m' * (73 - len(start) - len(end))} {end}"


def column(words: str, left: float, right: float, top: float = TOP) -> list[Ink]:
    """A paragraph set between two edges, from a height downwards."""
    return [Ink(line, left, top - 12 * number) for number, line in enumerate(broken(words, right - left))]


# --- headings and paragraphs --------------------------------------------------------------


def test_headings_are_larger_and_rank_by_size() -> None:
    """The largest letters name the document, the next its sections; what is only bold is a heading by its words."""
    setter = Setter()
    setter.paragraph("Northline Terms", size=20, bold=True)
    setter.paragraph(PROSE)
    setter.paragraph("Fees", size=14, bold=True)
    setter.paragraph("Payment", bold=True)
    setter.paragraph(PROSE)
    setter.paragraph("Term", size=14, bold=True)
    setter.paragraph(PROSE)
    terms = read(page(pdf(setter.leaves)), SOURCE)
    assert terms.title == "Northline Terms"
    assert [one.path for one in terms.clauses if one.role == "heading"] == [
        "Northline Terms",
        "Fees",
        "Fees/Payment",
        "Term",
    ]


def test_wrapped_lines_are_one_paragraph_and_gaps_part_two() -> None:
    """Lines at the usual distance go on; a wider distance begins a paragraph."""
    setter = Setter()
    setter.paragraph(PROSE)
    setter.paragraph(MORE)
    assert terms_of(setter.leaves) == [PROSE, MORE]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    """Without a gap between paragraphs, room that was left at the end of a line shows where one ends."""
    setter = Setter()
    setter.paragraph(PROSE + " We reply.", after=0)
    setter.paragraph(MORE + " All of them.", after=0)
    setter.paragraph(PROSE, after=0)
    assert terms_of(setter.leaves) == [PROSE + " We reply.", MORE + " All of them.", PROSE]


def test_a_first_line_that_is_indented_begins_a_paragraph() -> None:
    """As in books, where paragraphs have no gap between them."""
    full = "The party that breaks this promise pays the other one for all it lost and"  # to the end of its line
    inks = [Ink("Northline serves you as the order says.".ljust(70, "."), LEFT + 20, 700)]
    inks += [Ink("and you pay for what you ordered, each month, as long as it lasts, in full.", LEFT, 688)]
    inks += [Ink(full, LEFT + 20, 676), Ink("does so at once.", LEFT, 664)]
    assert terms_of([Leaf(inks)])[1] == f"{full} does so at once."


def test_a_paragraph_goes_on_over_the_page() -> None:
    """A page ends where it is full, which ends no sentence."""
    setter = Setter(y=110)
    setter.paragraph(PROSE + " " + MORE)
    setter.paragraph("We reply.")
    assert len(setter.leaves) == 2
    assert terms_of(setter.leaves) == [f"{PROSE} {MORE}", "We reply."]


def test_a_bold_beginning_is_a_run_in_heading() -> None:
    """Weight within a line is seen word by word."""
    inks = [Ink("Fees.", LEFT, 700, bold=True), Ink("You pay what the order says.", LEFT + wide("Fees. "), 700)]
    terms = read(page(pdf([Leaf([*inks, *column(PROSE, LEFT, RIGHT, 670)])])), SOURCE)
    assert (terms.clauses[0].heading, terms.clauses[0].text) == ("Fees.", "You pay what the order says.")


# --- hyphens ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "whole"),
    [
        ("the infor-", "mation you give.", "", "the information you give."),
        ("the infor-", "mation you give.", "Information is kept.", "the information you give."),
        ("a third-", "party claim.", "Each third-party service.", "a third-party claim."),
        ("a third-", "party claim.", "A third one is a party too.", "a third-party claim."),
        ("for non-", "EU customers.", "", "for non-EU customers."),
        ("pre-", "and post-contractual.", "", "pre- and post-contractual."),
        ("for 10-", "20 days.", "", "for 10-20 days."),
        ("our APIs-", "related work.", "", "our APIs-related work."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_it(
    first: str, second: str, elsewhere: str, whole: str
) -> None:
    """What the document writes elsewhere decides; else a divided word is joined."""
    line = full("You pay the fees for all services and", first)
    leaf = Leaf([Ink(line, LEFT, 700), Ink(second, LEFT, 688), Ink(elsewhere or "We reply.", LEFT, 640)])
    assert terms_of([leaf])[0] == line.removesuffix(first) + whole


def test_a_document_that_divides_words_divides_them_throughout() -> None:
    """One word that stands divided and whole shows that the program divides words."""
    lines = [full("The", "informa-"), full("tion and", "the trans-"), full("mission", "and the con-"), "nection."]
    inks = [Ink(line, LEFT, 700 - 12 * number) for number, line in enumerate(lines)]
    inks.append(Ink("Information. Trans and mission. Con.", LEFT, 620))
    assert "transmission" in terms_of([Leaf(inks)])[0]


# --- lists --------------------------------------------------------------------------------


def test_labels_and_bullets_begin_clauses_of_their_own() -> None:
    """At the usual distance of lines too; text that hangs beside a label goes on with it."""
    setter = Setter()
    setter.paragraph("1. You shall pay the fees:", after=0)
    setter.paragraph(
        "(a) each month, within thirty days of the day on which the invoice came to you;", indent=20, hang=24, after=0
    )
    setter.paragraph("(b) in full.", indent=20, after=0)
    setter.paragraph("\u2022 by card", indent=44, after=0)
    setter.paragraph(
        "\u2022 by transfer to the account that the invoice names, and to no other one than it",
        indent=44,
        hang=12,
        after=0,
    )
    setter.paragraph("2. We serve you.", after=0)
    terms = read(page(pdf(setter.leaves)), SOURCE)
    assert labels(terms) == ["1.", "(a)", "(b)", None, None, "2."]
    assert roles(terms)[3:5] == ["item", "item"]
    assert paths(terms)[:4] == ["1", "1/(a)", "1/(b)", "1/(b)~2"]
    assert said(terms)[4] == "by transfer to the account that the invoice names, and to no other one than it"


def test_a_number_that_a_line_happens_to_begin_with_is_no_label() -> None:
    """A reference or a year at the start of a wrapped line is part of its sentence."""
    inks = [Ink(full("You pay the fees as it is said", "in section"), LEFT, 700)]
    inks += [Ink(full("4.2 of it and", "in the year of"), LEFT, 688)]
    inks += [Ink("1999. That is all.", LEFT, 676)]
    assert len(terms_of([Leaf(inks)])) == 1


def test_labels_that_hang_a_tab_away_are_labels() -> None:
    """A wide space behind a label makes no table."""
    inks = []
    for number, words in enumerate([PROSE, MORE]):
        lines = broken(words, RIGHT - LEFT - 40)
        inks += [Ink(f"1.{number + 1}", LEFT, 700 - 60 * number)]
        inks += [Ink(line, LEFT + 40, 700 - 60 * number - 12 * at) for at, line in enumerate(lines)]
    terms = read(page(pdf([Leaf(inks)])), SOURCE)
    assert (labels(terms), said(terms)) == (["1.1", "1.2"], [PROSE, MORE])


def test_a_list_of_contents_loses_its_dots_and_page_numbers() -> None:
    """It mirrors the headings, and is tagged as such; where it ends in dots or in figures alone."""
    for leader in ("." * 30, ""):
        leaf = Leaf([Ink("Contents", LEFT, TOP, bold=True)])
        setter = Setter()
        for number, name in enumerate(("Fees", "Term", "Liability of Northline")):
            leaf.inks.append(Ink(f"{name} {leader}".strip(), LEFT, TOP - 30 - 12 * number))
            leaf.inks.append(Ink(str(number + 2), RIGHT - 10, TOP - 30 - 12 * number))
            setter.paragraph(name, size=14, bold=True)
            setter.paragraph(PROSE)
        terms = read(page(pdf([leaf, *setter.leaves])), SOURCE)
        assert [one.text for one in terms.clauses if one.role == "contents"][-3:] == [
            "Fees",
            "Term",
            "Liability of Northline",
        ]


# --- columns and tables ---------------------------------------------------------------------


def test_columns_are_read_one_after_the_other() -> None:
    """A title above both stands first, and a paragraph goes on from one column to the next."""
    middle = (LEFT + RIGHT) / 2
    words = f"{PROSE} {MORE}"
    lines = broken(f"{words} {words} {words}", middle - 12 - LEFT)
    half = len(lines) // 2
    leaf = Leaf([Ink("Northline Terms of Service for all of its Customers", LEFT, TOP + 20, 14, bold=True)])
    leaf.inks += [
        ink
        for number in range(len(lines) - half)
        for ink in (
            *([Ink(lines[number], LEFT, TOP - 12 * number)] if number < half else []),
            Ink(lines[half + number], middle + 12, TOP - 12 * number),
        )
    ]
    assert " ".join(terms_of([leaf])) == f"Northline Terms of Service for all of its Customers {words} {words} {words}"


def test_a_heading_between_columns_parts_them() -> None:
    """It need not reach over both: that the other column leaves room beside it is enough."""
    middle = (LEFT + RIGHT) / 2
    inks = [Ink("Fees", LEFT, 650, 16, bold=True)]
    for top in (TOP, 610):
        inks += column(f"{PROSE} {top}", LEFT, middle - 12, top)
        inks += column(f"{MORE} {top}", middle + 12, RIGHT, top)
    assert terms_of([Leaf(inks)]) == [f"{PROSE} {TOP}", f"{MORE} {TOP}", "Fees", f"{PROSE} 610", f"{MORE} 610"]


def table(rows: list[list[str]], lefts: list[float], top: float, gap: float) -> list[Ink]:
    """Rows of cells, each cell wrapped in its column."""
    inks: list[Ink] = []
    for row in rows:
        cells = [
            broken(cell, right - left - 12) for cell, left, right in zip(row, lefts, [*lefts[1:], RIGHT], strict=True)
        ]
        for left, lines in zip(lefts, cells, strict=True):
            inks += [Ink(line, left, top - 12 * number) for number, line in enumerate(lines) if line]
        top -= 12 * max(map(len, cells)) + gap
    return inks


@pytest.mark.parametrize("gap", [0, 8])
def test_a_table_has_a_clause_for_each_row(gap: float) -> None:
    """Cells of several lines too, whether or not rows are set apart, and text before and after is no part of it."""
    rows = [
        ["Service", "Availability", "Credit"],
        ["Voice and video", "99.9 per cent of all minutes of a month, measured at the edge of the network", "10 %"],
        ["Messages", "99.5 per cent", "5 %"],
    ]
    inks = [*column(PROSE, LEFT, RIGHT), *table(rows, [LEFT, 190, 450], 700, gap), *column(MORE, LEFT, RIGHT, 560)]
    terms = read(page(pdf([Leaf(inks)])), SOURCE)
    assert said(terms) == [PROSE, *(" | ".join(row) for row in rows), MORE]
    assert roles(terms) == ["paragraph", "row", "row", "row", "paragraph"]


def test_a_table_of_definitions_is_no_pair_of_columns() -> None:
    """Terms on the left leave gaps beside what they mean, as columns of text do not."""
    rows = [[f'"Term {number}"', f"{PROSE} {number}"] for number in range(6)]
    assert terms_of([Leaf(table(rows, [LEFT, 180], TOP, 6))]) == [" | ".join(row) for row in rows]


# --- what stands around the text --------------------------------------------------------------


def test_headers_footers_and_page_numbers_are_left_out_and_told() -> None:
    """What stands at one height on several pages, but for the numbers of the pages, is no clause."""
    setter = Setter()
    for number in range(1, 9):
        setter.paragraph(f"{number}. Section", size=14, bold=True)
        for _ in range(3):
            setter.paragraph(f"{PROSE} {MORE} {number}")
    for number, leaf in enumerate(setter.leaves, 1):
        leaf.inks.insert(0, Ink("Northline Telecom", LEFT, 810, 8))
        leaf.inks.append(Ink(f"Page {number} of {len(setter.leaves)}", LEFT, 40, 8))
    assert len(setter.leaves) == 2
    terms = read(page(pdf(setter.leaves)), SOURCE)
    assert len(terms.clauses) == 32
    assert {(part.what, part.words) for part in terms.left_out} == {("Northline Telecom", 4), ("Page 1 of 2", 8)}
    assert all("header, footer or page number" in part.why for part in terms.left_out)


def test_running_heads_that_name_their_section_are_known_by_the_page_number() -> None:
    """Their words differ from page to page; that a number counts the pages gives them away."""
    leaves = [
        Leaf([Ink(f"Chapter {name} {number + 3}", LEFT, 810), *column(f"{MORE} {name}", LEFT, RIGHT)])
        for number, name in enumerate(("Fees", "Term", "Notices", "Law"))
    ]
    assert terms_of(leaves) == [f"{MORE} {name}" for name in ("Fees", "Term", "Notices", "Law")]


def test_numbered_headings_at_the_top_of_pages_are_no_headers() -> None:
    """An annex on each page, with the number of the page: its larger letters say that it is a heading."""
    leaves = [
        Leaf([Ink(f"Annex {number}", LEFT, TOP, 14, bold=True), *column(f"{PROSE} {number}", LEFT, RIGHT, 740)])
        for number in (1, 2, 3)
    ]
    assert labels(read(page(pdf(leaves)), SOURCE))[::2] == ["Annex 1", "Annex 2", "Annex 3"]


def test_a_number_alone_at_the_end_of_a_page_is_left_out_only_if_it_is_the_pages() -> None:
    """One page has no other to compare with."""
    for number, left in ((1, []), (2000, ["2000"])):
        leaf = Leaf([*column(PROSE, LEFT, RIGHT), Ink(str(number), 300, 40)])
        assert terms_of([leaf]) == [PROSE, *left]


def test_a_watermark_is_left_out_and_told() -> None:
    """Words at an angle to the text are not of it."""
    leaf = Leaf([*column(PROSE, LEFT, RIGHT), Ink("DRAFT", 200, 400, 60, turn=(0.707, 0.707))])
    terms = read(page(pdf([leaf])), SOURCE)
    assert said(terms) == [PROSE]
    assert [(part.what, part.words) for part in terms.left_out] == [("DRAFT", 1)]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_page_that_was_scanned_or_set_sideways_is_turned(quarter: int) -> None:
    """The angle of most words says which way is up."""
    cosine, sine = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarter]
    upright = column(f"{PROSE} {MORE}", 60, 500, 500)
    inks = [
        Ink(
            ink.text,
            300 + cosine * (ink.x - 300) - sine * (ink.y - 400),
            400 + sine * (ink.x - 300) + cosine * (ink.y - 400),
            turn=(cosine, sine),
        )
        for ink in upright
    ]
    assert terms_of([Leaf(inks, rotate=90 * quarter)]) == [f"{PROSE} {MORE}"]


# --- beside the words ---------------------------------------------------------------------------


def test_links_are_data_beside_the_words() -> None:
    """An area of the page that leads to an address makes a link of the words in it; tracking goes."""
    leaf = Leaf([Ink("See our privacy notice for more.", LEFT, 700), *column(MORE, LEFT, RIGHT, 670)])
    start = LEFT + wide("See our ")
    leaf.links = [
        ((start, 696, start + wide("privacy notice"), 710), "https://harbor.example/privacy?id=7&utm_source=a")
    ]
    terms = read(page(pdf([leaf])), SOURCE)
    assert terms.clauses[0].links == (Link("privacy notice", "https://harbor.example/privacy?id=7"),)


def test_properties_are_kept_beside_the_terms() -> None:
    """The title, the dates and the language that the file states of itself."""
    body = pdf(
        [Leaf(column(PROSE, LEFT, RIGHT))],
        {"Title": "Northline Terms", "CreationDate": "D:20260105093000Z", "ModDate": "D:20260207"},
        catalog="/Lang(de-AT)",
    )
    layout = pdf_layout(body, URL)
    assert (layout.title, layout.language) == ("Northline Terms", "de")
    assert layout.meta == {
        "pdf:Title": "Northline Terms",
        "pdf:CreationDate": "D:20260105093000Z",
        "pdf:ModDate": "D:20260207",
    }
    assert (layout.surface.title, layout.surface.words, layout.surface.closed) == ("Northline Terms", 20, True)


def test_a_range_of_a_pdf_is_chosen_by_its_headings() -> None:
    """A source's start and end hold for files as they do for pages."""
    setter = Setter()
    for name in ("Fees", "Term", "Law"):
        setter.paragraph(name, size=14, bold=True)
        setter.paragraph(f"{PROSE} {name}")
    source = type(SOURCE)("northline/terms", (URL,), start="Term", end="Law")
    assert said(read(page(pdf(setter.leaves)), source)) == ["Term", f"{PROSE} Term"]


# --- what cannot be read ------------------------------------------------------------------------


def test_pictures_of_pages_are_refused_with_advice() -> None:
    """A scan has no words."""
    with pytest.raises(NothingToRead, match="OCR"):
        read(page(pdf([Leaf(), Leaf()])), SOURCE)


def test_a_password_is_named() -> None:
    """A file that asks for one cannot be opened, and says so."""
    objects = [
        b"<</Type/Pages/Count 1/Kids[2 0 R]>>",
        b"<</Type/Page/Parent 1 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Catalog/Pages 1 0 R>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32),
    ]
    with pytest.raises(UnreadableType, match="asks for a password"):
        read(page(written(objects, "/Root 3 0 R/Encrypt 4 0 R/ID[<00><00>]")), SOURCE)


def test_a_cut_off_file_is_refused() -> None:
    """Half a document is never taken for the whole."""
    setter = Setter()
    setter.paragraph(PROSE)
    whole = pdf(setter.leaves)
    with pytest.raises(UnreadableType, match="damaged or cut off"):
        read(page(whole[: len(whole) // 2]), SOURCE)


def test_bounds_are_named() -> None:
    """Too many pages, too many characters, and streams that unpack to far more than text."""
    with pytest.raises(TooMuchToRead, match="1001 pages"):
        read(page(pdf([Leaf()] * 1001)), SOURCE)
    with pytest.raises(TooMuchToRead, match="1,000,000 characters"):
        read(page(pdf([Leaf([Ink("word " * 2_100, 0, 800 - n, 0.05) for n in range(100)])])), SOURCE)
    zeros = zlib.compress(b" " * 151_000_000, 1)
    bomb = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(zeros), zeros)
    with pytest.raises(TooMuchToRead, match="unpacks to more"):
        read(page(written([bomb], "/Root 1 0 R")), SOURCE)


def test_threads_take_turns() -> None:
    """Pdfium may be used by one thread at a time, and checks run in several."""
    setter = Setter()
    setter.paragraph(PROSE)
    bodies = [pdf(setter.leaves), pdf([Leaf()]), pdf(setter.leaves)[:300]] * 8

    def outcome(body: bytes) -> str:
        try:
            return said(read(page(body), SOURCE))[0]
        except ReadError as error:
            return type(error).__name__

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(outcome, bodies)) == [PROSE, "NothingToRead", "UnreadableType"] * 8


@given(st.integers(0, 900), st.binary(min_size=1, max_size=12))
@settings(max_examples=40)
@example(500, b"9999999999")
def test_any_damage_ends_in_words_or_a_named_error(at: int, damage: bytes) -> None:
    """Bytes that were exchanged anywhere in a file."""
    whole = pdf([Leaf(column(PROSE, LEFT, RIGHT))], {"Title": "T"}, packed=False)
    try:
        assert pdf_layout(whole[:at] + damage + whole[at + len(damage) :], URL).blocks is not None
    except ReadError as error:
        assert error.subject == URL  # noqa: PT017 - either end is right


WORDS = st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=40)


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(150, 480), st.booleans())
@settings(max_examples=25)
def test_words_set_on_pages_are_read_back(paragraphs: list[list[str]], width: int, mirrored: bool) -> None:
    """However narrow the lines are and wherever pages end, a PDF has the digest of its plain text."""
    said_so = [f"We say {' '.join(one)}." for one in paragraphs]
    setter = Setter(left=RIGHT - width if mirrored else LEFT, right=RIGHT if mirrored else LEFT + width, y=200)
    for one in said_so:
        setter.paragraph(one)
    assert read(page(pdf(setter.leaves)), SOURCE).digest == text("\n\n".join(said_so)).digest


def test_a_pdf_is_known_by_its_first_bytes() -> None:
    """Wherever in the first kilobyte its mark stands."""
    body = b"junk\n" + pdf([Leaf(column(PROSE, LEFT, RIGHT))])
    assert decode(page(body, "text/html").parts[0]).form == "pdf"

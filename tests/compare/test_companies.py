"""Lists of companies: who joined, who left, and what is said of whom otherwise."""

from __future__ import annotations

from random import Random  # noqa: TC003 - hypothesis reads the annotation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.model import Cell, Clause, CompanyChange, Page, Part, Terms
from monitor.read import read
from tests.compare.documents import NOW, SOURCE, diff

Row = tuple[str, ...]

ROWS: tuple[Row, ...] = (
    ("Harborlight Ltd", "hosting", "Ireland"),
    ("Brightwire Inc.", "mail", "USA"),
    ("Tessel GmbH", "support", "Germany"),
    ("Quillon SA", "search", "France"),
)
HEADER: Row = ("Name", "Purpose", "Location")


def table(rows: tuple[Row, ...], heading: str = "Sub-processors", header: Row = HEADER) -> str:
    """A document whose second section is a table."""
    lines = [f"| {' | '.join(row)} |" for row in (header, ("---",) * len(header), *rows)]
    return page("\n".join(lines), heading)


def page(middle: str, heading: str) -> str:
    """A document with something under a heading in its middle."""
    return (
        "# Harbor Cloud Terms\n\n## 1. Use\n\nThe customer uses the service with the care of a prudent merchant.\n\n"
        f"## 2. {heading}\n\n{middle}\n\n## 3. End\n\nEither party may end this agreement in writing.\n"
    )


def told(old: str, new: str) -> list[tuple[str, str]]:
    """What happened to whom."""
    return [(one.kind, one.name) for one in diff(old, new).companies]


def moved(old: str, new: str) -> tuple[Cell, ...]:
    """The columns of the one company that changed."""
    (one,) = diff(old, new).companies
    assert one.kind == "changed"
    return one.columns


# --- tables -----------------------------------------------------------------------------------------------


def test_a_company_that_joined_is_told_with_its_columns() -> None:
    """The name first, each cell under its header, and the list it joined."""
    assert diff(table(ROWS[:3]), table(ROWS)).companies == (
        CompanyChange(
            "added",
            "Quillon SA",
            "Sub-processors",
            (Cell("Name", None, "Quillon SA"), Cell("Purpose", None, "search"), Cell("Location", None, "France")),
            "2/Quillon SA",
        ),
    )


def test_a_company_that_left_is_told_with_what_it_did() -> None:
    """With the path that its clause had."""
    (one,) = diff(table(ROWS), table(ROWS[:1] + ROWS[2:])).companies
    assert (one.kind, one.name, one.clause) == ("removed", "Brightwire Inc.", "2/Brightwire Inc")
    assert one.columns[2] == Cell("Location", "USA", None)


def test_another_location_is_a_change_of_that_column() -> None:
    """Only what differs is told."""
    after = (("Harborlight Ltd", "hosting", "Germany"), *ROWS[1:])
    assert moved(table(ROWS), table(after)) == (Cell("Location", "Ireland", "Germany"),)


def test_a_renamed_company_is_a_change_of_its_name() -> None:
    """What stands beside the name tells that it is the same one."""
    after = (("Harborlight Holdings Ltd", *ROWS[0][1:]), *ROWS[1:])
    assert moved(table(ROWS), table(after)) == (Cell("Name", "Harborlight Ltd", "Harborlight Holdings Ltd"),)


def test_another_legal_form_is_the_same_company() -> None:
    """An entry is known without its legal form."""
    after = (("Harborlight GmbH", "hosting", "Germany"), *ROWS[1:])
    assert moved(table(ROWS), table(after)) == (
        Cell("Name", "Harborlight Ltd", "Harborlight GmbH"),
        Cell("Location", "Ireland", "Germany"),
    )


def test_two_companies_that_differ_in_legal_form_alone_are_two() -> None:
    """The legal form counts where it alone tells two apart."""
    before = (*ROWS, ("Tessel Inc.", "support", "USA"))
    assert told(table(before), table((*ROWS[:2], *before[3:]))) == [("removed", "Tessel GmbH")]


def test_a_company_in_the_place_of_another_is_no_renamed_one() -> None:
    """Where nothing of the name stays, one left and one joined."""
    after = (("Corvina Oy", *ROWS[0][1:]), *ROWS[1:])
    assert told(table(ROWS), table(after)) == [("added", "Corvina Oy"), ("removed", "Harborlight Ltd")]


def test_a_company_with_two_rows_keeps_the_one_that_stayed() -> None:
    """A name may stand in several rows."""
    before = (*ROWS, ("Tessel GmbH", "logs", "France"))
    assert told(table(before), table(ROWS)) == [("removed", "Tessel GmbH")]
    assert moved(table(before), table((*ROWS, ("Tessel GmbH", "logs", "Spain")))) == (
        Cell("Location", "France", "Spain"),
    )


def test_columns_in_another_order_say_the_same() -> None:
    """A cell is compared with the one under the same header."""
    turned = tuple((row[0], row[2], row[1]) for row in ROWS)
    assert told(table(ROWS), table(turned, header=("Name", "Location", "Purpose"))) == []


def test_a_renamed_column_changes_no_company() -> None:
    """The words of a header are told as the change of its row."""
    assert told(table(ROWS), table(ROWS, header=("Name", "Purpose", "Country"))) == []


def test_a_new_column_is_told_of_each_company() -> None:
    """With nothing on the old side."""
    after = tuple((*row, "adequacy decision") for row in ROWS)
    found = diff(table(ROWS), table(after, header=(*HEADER, "Transfer"))).companies
    assert {one.columns for one in found} == {(Cell("Transfer", None, "adequacy decision"),)}
    assert len(found) == len(ROWS)


def test_an_empty_cell_leaves_the_others_under_their_headers() -> None:
    """What other rows say in a column shows under which header a cell stands."""
    after = (*ROWS, ("Corvina Oy", "", "Ireland"))
    (one,) = diff(table(ROWS), table(after)).companies
    assert one.columns == (Cell("Name", None, "Corvina Oy"), Cell("Location", None, "Ireland"))


def test_the_name_may_stand_in_any_column() -> None:
    """The header says which one it is, also in a row with an empty cell."""
    header = ("Service", "Sub-processor", "Location")
    rows = tuple((what, name, land) for name, what, land in ROWS)
    after = (("hosting", "Harborlight Ltd", "Spain"), *rows[1:3], ("", "Quillon SA", "France"))
    found = diff(table(rows, header=header), table(after, header=header)).companies
    assert [(one.name, one.columns) for one in found] == [
        ("Harborlight Ltd", (Cell("Location", "Ireland", "Spain"),)),
        ("Quillon SA", (Cell("Service", "search", None),)),
    ]


def test_the_list_under_another_heading_is_the_same_list() -> None:
    """It is known by who stands in it."""
    after = (*ROWS, ("Corvina Oy", "mail", "Finland"))
    assert told(table(ROWS), table(after, "Companies that process data for us")) == [("added", "Corvina Oy")]


def test_a_list_that_is_set_as_paragraphs_now_is_not_gone() -> None:
    """Nobody left where the names are still there in another form."""
    prose = page("\n\n".join(f"{name} of {land} does our {what}." for name, what, land in ROWS), "Sub-processors")
    assert told(table(ROWS), prose) == []
    assert len(told(table(ROWS), page("We engage nobody.", "Sub-processors"))) == len(ROWS)


def test_who_is_not_named_where_the_list_is_set_as_paragraphs_left() -> None:
    """The others are still there, in another form."""
    prose = page("\n\n".join(f"{name} of {land} does our {what}." for name, what, land in ROWS[1:]), "Sub-processors")
    assert told(table(ROWS), prose) == [("removed", "Harborlight Ltd")]


def test_who_stands_in_a_list_of_its_own_now_has_not_left() -> None:
    """A list that was divided, or two that became one, lost only whoever stands in neither."""
    one = table(ROWS)
    two = table(ROWS[:2], "Infrastructure sub-processors").replace("## 3. End", "{}\n\n## 4. End")
    rest = [f"| {' | '.join(row)} |" for row in (HEADER, ("---",) * 3, *ROWS[2:])]
    more = [*rest, "| Corvina Oy | mail | Finland |"]
    divided, grown = (two.format("\n".join(["## 3. Support sub-processors", "", *lines])) for lines in (rest, more))
    assert told(one, divided) == told(divided, one) == []
    assert told(one, grown) == [("added", "Corvina Oy")]


@pytest.mark.parametrize("header", ["No.", "#", "Rank"])
def test_the_number_of_a_row_is_nothing_that_a_list_says_of_a_company(header: str) -> None:
    """All below the one that left have another number now, and are the same."""

    def numbered(rows: tuple[Row, ...]) -> str:
        counted = tuple((str(number), *row) for number, row in enumerate(rows, 1))
        return table(counted, header=(header, *HEADER))

    (one,) = diff(numbered(ROWS), numbered(ROWS[1:])).companies
    assert (one.kind, one.name) == ("removed", "Harborlight Ltd")
    assert [cell.column for cell in one.columns] == list(HEADER)


def test_a_number_that_counts_no_rows_is_told() -> None:
    """A column of years is one like others."""
    header = ("Since", *HEADER)
    before, after = (table(((year, *ROWS[0]), ("2021", *ROWS[1])), header=header) for year in ("2019", "2020"))
    assert moved(before, after) == (Cell("Since", "2019", "2020"),)


HTML = """<html><body><main><h1>Harbor Cloud Terms</h1><h2>Annex 3. Sub-processors</h2>
<p>Harbor Cloud engages those who are named here, and tells the customer before it engages others.</p>
<table><tr>{head}</tr><tr><td>Harborlight Ltd</td><td>hosting</td><td>Ireland</td></tr>
<tr><td colspan="3">Affiliates</td></tr>
<tr><td rowspan="2">Tessel GmbH</td><td>mail</td><td>Germany</td></tr><tr><td>{what}</td><td>France</td></tr>{more}
</table><p>The customer reads this list with care, and asks for what it does not understand.</p></main></body></html>"""


def html(head: str, what: str = "logs", more: str = "") -> Terms:
    """The terms of a page with a table in which one name reaches down two rows and one row divides the others."""
    body = HTML.format(head=head, what=what, more=more).encode()
    return read(Page((Part(SOURCE.url, SOURCE.url, body, "text/html"),), NOW), SOURCE)


@pytest.mark.parametrize("cell", ["th", "td"])
def test_a_name_that_reaches_down_is_that_of_both_rows(cell: str) -> None:
    """Its second row is known by the name above it, whether or not the page marks its headers as such."""
    head = "".join(f"<{cell}>{word}</{cell}>" for word in ("Entity name", "Purpose", "Location"))
    (one,) = compare(html(head), html(head, "archives")).companies
    assert (one.kind, one.name, one.columns) == ("changed", "Tessel GmbH", (Cell("Purpose", "logs", "archives"),))


def test_a_row_that_divides_a_table_is_no_company() -> None:
    """A row that says "Licensors" alone is a heading among the rows."""
    head = "<th>Entity name</th><th>Purpose</th><th>Location</th>"
    more = '<tr><td colspan="3">Licensors</td></tr><tr><td>Quillon SA</td><td>maps</td><td>France</td></tr>'
    found = compare(html(head), html(head, more=more)).companies
    assert [(one.kind, one.name) for one in found] == [("added", "Quillon SA")]


def test_what_is_told_of_a_change_goes_with_it() -> None:
    """A comparison that keeps only some of its changes keeps only their companies."""
    comparison = diff(table(ROWS[:3]), table((("Harborlight Ltd", "hosting", "Malta"), *ROWS[2:])))
    assert [one.kind for one in comparison.companies] == ["changed", "added", "removed"]
    added = tuple(change for change in comparison.changes if change.kind == "added")
    assert [one.kind for one in comparison.with_changes(added).companies] == ["added"]
    assert comparison.with_changes(comparison.changes) == comparison


# --- lists --------------------------------------------------------------------------------------------------


def items(*entries: str, heading: str = "Affiliates") -> str:
    """A document whose second section is a list."""
    return page("\n".join(f"* {entry}" for entry in entries), heading)


def test_items_that_are_cut_alike_have_columns() -> None:
    """Without headers, for a list has none."""
    before = ("Harborlight Ltd - hosting - Ireland", "Brightwire Inc. - mail - USA", "Tessel GmbH - logs - Spain")
    after = (*before[:2], "Tessel GmbH - logs - Malta")
    assert moved(items(*before), items(*after)) == (Cell("", "Spain", "Malta"),)


def test_items_that_are_cut_each_in_its_way_are_one_cell() -> None:
    """A dash in one name divides no other."""
    before = ("Harborlight Ltd in Cork - Ireland", "Brightwire Inc.", "Tessel GmbH")
    (one,) = diff(items(*before[1:]), items(*before)).companies
    assert one.columns == (Cell("", None, before[0]),)


def test_the_words_in_brackets_are_a_column() -> None:
    """Where most items end with some."""
    before = ("Harborlight Ltd (Ireland)", "Brightwire Inc. (USA)", "Tessel GmbH (Germany)")
    assert moved(items(*before), items(*before[:2], "Tessel GmbH (Austria)")) == (Cell("", "Germany", "Austria"),)


def test_a_list_is_told_by_what_leads_in_to_it() -> None:
    """The words right before it say whose list it is."""
    before = page("Our licensors are:\n\n* Quillon SA\n* Tessel GmbH", "Other matters")
    (one,) = diff(before, before.replace("* Tessel", "* Corvina Oy\n* Tessel")).companies
    assert (one.list, one.name) == ("Our licensors are", "Corvina Oy")


# --- what is no list of companies -----------------------------------------------------------------------------

TRAPS = {
    "definitions": table((("Affiliate", "a company under common control"), ("Fee", "what is paid")),
                         "Definitions", ("Term", "Meaning")),
    "prices": table((("Harborlight Ltd", "EUR 5"), ("Brightwire Inc.", "EUR 7")), "Carriers", ("Carrier", "Price")),
    "cookies": table((("sid", "Brightwire Inc.", "session"), ("_bw", "Brightwire Inc.", "statistics")),
                     "Cookies of third parties", ("Cookie", "Provider", "Purpose")),
    "cookie names": table((("sid", "session", "1 day"), ("_bw", "statistics", "1 year")),
                          "Partners", ("Name", "Purpose", "Expiry")),
    "revisions": table((("2 March 2026", "New sub-processors"), ("1 May 2025", "New affiliates")),
                       "Change log", ("Date", "Change")),
    "contacts": table((("Harbor Cloud Ltd", "Pier 1, Cork"), ("Harbor Cloud Inc.", "1 Bay Road, Salem")),
                      "Addresses", ("Office", "Address")),
    "sorts": table((("Payment providers", "to bill", "names"), ("Advertising partners", "to advertise", "habits")),
                   "How we share data", ("Name", "Purpose", "Data")),
    "measures": table((("Encryption", "All data is encrypted"), ("Access", "By role alone")),
                      "Sub-processors: measures", ("Measure", "Description")),
    "plans": table((("Basic", "one seat"), ("Plus", "five seats")), "Plans", ("Name", "Description")),
    "duties": items("Harbor Cloud engages sub-processors under a contract in writing",
                    "Harbor Cloud remains liable for each of them", heading="Sub-processors"),
    "sorts in a list": items("Payment providers", "Hosting", "Auditors", heading="Recipients"),
    "terms": items('"Affiliate" means a company under common control', '"Fee" means what is paid'),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_what_is_no_list_of_companies_is_told_as_clauses_alone(name: str) -> None:
    """Definitions, prices, cookies, revisions, addresses, sorts of companies and duties: a row or item that went."""
    lines = TRAPS[name].splitlines()
    place = max(number for number, line in enumerate(lines) if line.startswith(("|", "*")))
    comparison = diff(TRAPS[name], "\n".join(lines[:place] + lines[place + 1 :]))
    assert comparison.changes
    assert comparison.companies == ()


# --- laws -------------------------------------------------------------------------------------------------------

stems = st.text("abdeghiklmnoprstuvz", min_size=4, max_size=9).map(str.capitalize)
names = st.lists(stems, min_size=6, max_size=16, unique=True).map(
    lambda found: [f"{stem} {form}" for stem, form in zip(found, ("Ltd", "Inc.", "GmbH", "AB") * 4, strict=False)]
)
lands = st.sampled_from(["Ireland", "Norway", "Japan", "Kenya"])
tasks = st.sampled_from(["hosting", "mail", "logs", "search", "support"])


@st.composite
def companies(draw: st.DrawFn) -> tuple[Row, ...]:
    """Rows of companies, each name once."""
    return tuple((name, draw(tasks), draw(lands)) for name in draw(names))


@given(companies(), st.randoms(use_true_random=False))
def test_another_order_tells_nothing(rows: tuple[Row, ...], chance: Random) -> None:
    """A row that moved is the same company."""
    turned = list(rows)
    chance.shuffle(turned)
    assert told(table(rows), table(tuple(turned))) == []


@given(companies(), st.data())
def test_so_many_are_told_as_came_and_went(rows: tuple[Row, ...], data: st.DataObject) -> None:
    """Of rows of which some come, each that came is told, in order, and nothing else; and the other way round."""
    fresh = data.draw(st.sets(st.sampled_from(rows), max_size=len(rows) // 2))
    rest = tuple(row for row in rows if row not in fresh)
    came = [row[0] for row in rows if row in fresh]
    assert told(table(rest), table(rows)) == [("added", name) for name in came]
    assert told(table(rows), table(rest)) == [("removed", name) for name in came]


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_whatever_cells_hold_is_told_or_not_without_harm(cells: list[list[str]], data: st.DataObject) -> None:
    """Cells of any text, bars and brackets included, more or fewer than there are headers."""
    header = tuple(data.draw(st.lists(st.sampled_from(["Name", "Purpose", "Location", ""]), max_size=4)))
    rows = [
        Clause(f"2/{number}", None, "", " | ".join(row), 1, number, "row", columns=header)
        for number, row in enumerate(cells, start=2)
    ]
    head = Clause("2", "2", "Sub-processors", "", 0, 1, "heading")
    old, new = (Terms("Terms", "en", (head, *side), digest=str(len(side))) for side in (rows[1:], rows))
    for one in compare(old, new).companies:
        assert one.columns
        assert all(cell.old != cell.new for cell in one.columns)

"""HTML pages as clauses: what a browser would print of the terms, and nothing of the page around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.errors import ReadError, SelectorMatchedNothing
from monitor.model import Link
from tests.read.reading import PROSE, SOURCE, html, labels, paths, roles, said


def test_lists_are_numbered_as_a_browser_numbers_them() -> None:
    """Start, value, type, reversed and nesting; a list without marks has no numbers."""
    terms = html(
        f"<p>{PROSE}</p><ol start=3><li>c<li value=7>g<li>h</ol><p>And:</p><ol type=a><li>one<ol type=I><li>two"
        "<li>three</ol><li>four</ol><p>Back:</p><ol reversed><li>last<li>first</ol><ul><li>mark</ul>"
        "<ol style='list-style: none'><li>bare</ol>"
    )
    numbered = [(label, one) for label, one in zip(labels(terms), said(terms), strict=True) if len(one) < 6]
    assert numbered == [
        *(("3.", "c"), ("7.", "g"), ("8.", "h"), (None, "And:")),
        *(("a.", "one"), ("I.", "two"), ("II.", "three"), ("b.", "four"), (None, "Back:")),
        *(("2.", "last"), ("1.", "first"), (None, "mark"), (None, "bare")),
    ]


def test_an_items_paragraphs_stay_with_it() -> None:
    """The first is the item, and the others stand below it; an empty item is counted and says nothing."""
    terms = html(f"<p>{PROSE}</p><ol><li><p>one</p><p>more of one</p><li></li><li><div>three</div></ol>")
    assert paths(terms)[1:] == ["1", "1~2", "3"]


def test_a_label_in_the_text_wins_over_the_lists_number() -> None:
    """A system that numbers its own items prints them as text."""
    assert labels(html(f"<p>{PROSE}</p><ol><li>4.1 You pay.<li>4.2 We serve.</ol>"))[1:] == ["4.1", "4.2"]


def test_a_table_has_a_clause_for_each_row() -> None:
    """Cells are joined by a bar, the caption is not lost, and a table that holds headings is layout."""
    terms = html(
        f"<p>{PROSE}</p><table><caption>Fees</caption><thead><tr><th>Service<th>Fee</thead>"
        "<tr><td>Voice<td><p>10 EUR</p><p>a month</p></table>"
        f"<table><tr><td><h2>Scope</h2><p>{PROSE}</p></td><td></td></tr></table>"
    )
    assert said(terms)[1:4] == ["Fees", "Service | Fee", "Voice | 10 EUR a month"]
    assert roles(terms)[2:] == ["row", "row", "heading", "paragraph"]


def test_breaks_end_a_line_and_two_of_them_a_paragraph() -> None:
    """One break ends a clause only where a label follows."""
    terms = html(f"<p>{PROSE}<br>{PROSE}<br><br>New words.<br/>(a) one;<br>(b) two.</p>")
    assert said(terms) == [f"{PROSE} {PROSE}", "New words.", "one;", "two."]
    assert labels(terms)[2:] == ["(a)", "(b)"]


def test_lines_of_preformatted_text_are_kept_apart() -> None:
    """A blank line parts paragraphs in <pre>, as it does on the screen."""
    assert said(html(f"<pre>Northline provides\nthe service.\n\n{PROSE}</pre>")) == [
        "Northline provides the service.",
        PROSE,
    ]


def test_hidden_terms_are_kept_and_marked() -> None:
    """Closed tabs and accordions hold terms; scripts, styles, templates and form fields never do."""
    terms = html(
        f"<p>{PROSE}</p><div hidden><p>In a tab.</p></div><div style='display: none'><ul><li>In another.</ul></div>"
        "<details><summary>More of it</summary>Within.</details><script>var fee = 1</script><style>p {}</style>"
        "<template>None</template><noscript>No script</noscript><select><option>One</select><textarea>Two</textarea>"
    )
    assert said(terms)[1:] == ["In a tab.", "In another.", "More of it", "Within."]
    assert [one.hidden for one in terms.clauses] == [False, True, True, False, True]


def test_the_heading_of_an_accordion_is_a_button() -> None:
    """A button within a heading is its words; elsewhere it is something to press."""
    terms = html(f"<h2><button>1. Scope</button></h2><p>{PROSE}</p><button>Accept</button>")
    assert said(terms) == ["Scope", PROSE]


def test_headings_and_links_are_read_with_their_words() -> None:
    """Markup inside a heading is no part of it; a link's target is kept beside the clause."""
    terms = html(
        "<h1>Terms <small>of use</small></h1><h2><a href='#scope'>1. Scope</a></h2>"
        f"<p>{PROSE} See <a href='https://n.example/p?utm_source=a'>the <b>policy</b></a> or "
        "<a href='mailto:law@n.example'>write</a>.</p>"
    )
    assert (terms.title, paths(terms)) == ("Terms of use", ["Terms of use", "1", "1~2"])
    assert terms.clauses[2].links == (Link("the policy", "https://n.example/p"), Link("write", "mailto:law@n.example"))


def test_bold_words_that_begin_a_paragraph_are_its_heading() -> None:
    """By element or by style; bold words that a sentence goes on from are not."""
    terms = html(
        f"<p><strong>1. Fees.</strong> {PROSE}</p><p><span style='font-weight: 700'>2. Term.</span> {PROSE}</p>"
        f"<p><b>Note</b> that {PROSE}</p><p><b>Taxes</b></p><p>{PROSE}</p>"
    )
    assert [one.heading for one in terms.clauses] == ["Fees.", "Term.", "", "Taxes", ""]


def test_a_page_says_its_title_and_language() -> None:
    """The first heading is the title, or else the title element; the language is the text's, or else as declared."""
    page = "<html lang='pt-BR'><head><title>Harbor | Site</title></head><body>{}</body></html>"
    assert html(page.format("<h1>Names</h1><p>Harbor Cloud, Northline.</p>")).title == "Names"
    named = html(page.format("<p>Harbor Cloud, Northline Telecom.</p>"))
    assert (named.title, named.language) == ("Harbor | Site", "pt")
    assert html(page.format(f"<p>{PROSE}</p>")).language == "en"


MENU = "".join(f"<li><a href='/{name}'>{name}</a>" for name in ("Products", "Pricing", "Careers", "Support", "Blog"))


@pytest.mark.parametrize(
    "page",
    [
        "<nav><ul>{menu}</ul></nav><main>{terms}</main><footer><ul>{menu}</ul><p>Harbor Cloud.</p></footer>",
        "<div class='topmenu'><ul>{menu}</ul></div><div><div>{terms}</div></div><div><ul>{menu}</ul></div>",
        "<ul>{menu}</ul>{terms}<ul>{menu}</ul>",
        "<div role='dialog'><p>We use cookies to make the site work, and others if you let us do so.</p></div>{terms}",
        "{terms}<aside><h2>Newsletter</h2><p>Subscribe now.</p></aside><ul>{menu}</ul>",
    ],
)
def test_what_surrounds_the_terms_is_left_out_and_told(page: str) -> None:
    """Menus, footers and dialogs are no clauses, wherever a page puts them; how many words went is said."""
    body = "<h1>Terms</h1>" + "".join(f"<h2>{number}. Part</h2><p>{PROSE}</p>" for number in range(1, 7))
    terms = html(page.format(menu=MENU, terms=body))
    assert said(terms) == ["Terms", *["Part", PROSE] * 6]
    assert sum(part.words for part in terms.left_out) >= 4


def test_a_menu_that_promotes_everything_is_left_out() -> None:
    """A menu with a sentence for each product outweighs short terms, and still it is no part of them."""
    entries = "".join(
        f"<li><a href='/{n}'>Harbor product {n}</a><p>Make the most of your day with product {n}, built for teams.</p>"
        for n in range(40)
    )
    menu = f"<ul><li>Home<li>Search<li>Support<li>Careers<li>Products<ul>{entries}</ul></ul>"
    terms = html(f"<div>{menu}</div><div><h1>Terms</h1>{f'<p>{PROSE}</p>' * 6}</div>")
    assert said(terms) == ["Terms", *[PROSE] * 6]


def test_terms_that_nest_deeply_are_no_menu() -> None:
    """Long items two lists down are terms, though short words at the end are a menu's."""
    clause = f"{PROSE} {PROSE}"
    items = "".join(f"<li>Part<ol>{f'<li>{clause}' * 3}</ol>" for _ in range(4))
    foot = "".join(f"<div>{name}</div>" for name in ["Careers", "Support", "Blog", "News", *"abcdefghij"])
    terms = html(f"<h1>Terms</h1><p>{PROSE}</p><ol>{items}</ol><div>{foot}</div>")
    assert said(terms).count(clause) == 12
    assert "Careers" not in said(terms)


def test_nothing_but_links_is_still_read() -> None:
    """A page of few words has no menu to tell from the rest."""
    assert said(html("<p><a href='/a'>Terms</a></p><p>Few words.</p>")) == ["Terms", "Few words."]


# --- what a source selects ------------------------------------------------------------------

SELECTED = f"<div id=a><p>{PROSE}</p><p class=ad>Buy now.</p></div><div id=b><h2>Fees</h2><p>You pay.</p></div>"


def test_only_what_is_selected_is_read() -> None:
    """Every match in order, none twice; what is removed is gone before."""
    assert said(html(SELECTED, replace(SOURCE, select="#b"))) == ["Fees", "You pay."]
    assert said(html(SELECTED, replace(SOURCE, select="div, p", remove=(".ad", "h2")))) == [PROSE, "You pay."]


def test_a_section_is_its_heading_and_what_stands_below() -> None:
    """Up to the next heading of its rank, with places of its own."""
    fees = "<h2>2. Fees</h2><p>You pay.</p><h3>Late</h3><p>More.</p>"
    body = f"<h1>Terms</h1><h2>1. Scope</h2><p>{PROSE}</p>{fees}<h2>3. End</h2>"
    terms = html(body, replace(SOURCE, section="fees"))
    assert said(terms) == ["Fees", "You pay.", "Late", "More."]
    assert [one.ordinal for one in terms.clauses] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"select": "#gone"}, "'#gone' matches nothing"),
        ({"remove": ("p", ".gone")}, "'.gone' matches nothing"),
        ({"select": "div["}, "'div[' is not valid CSS"),
        ({"select": ""}, None),
        ({"section": "Liability"}, "'Liability'"),
    ],
)
def test_what_a_source_names_must_be_on_the_page(changes: dict[str, str], named: str | None) -> None:
    """A selector or section that finds nothing is said, with the source's name and what to correct."""
    source = replace(SOURCE, **changes)  # type: ignore[arg-type]
    if named is None:
        assert said(html(SELECTED, source))[0] == PROSE
        return
    with pytest.raises(SelectorMatchedNothing) as caught:
        html(SELECTED, source)
    assert named in str(caught.value)
    assert str(caught.value).startswith("northline/terms: ")


@pytest.mark.parametrize(
    "body", ["<html></html>", "<img src=a>", "<script>x</script>", "<p>&nbsp;</p>", "<p>* * *</p>"]
)
def test_a_page_without_words_is_an_error(body: str) -> None:
    """Nothing to read is never taken for empty terms."""
    with pytest.raises(ReadError, match="no words were found"):
        html(f"<!DOCTYPE html>{body}")


def test_a_text_that_is_printed_twice_is_read_once() -> None:
    """A page that holds its terms once for wide and once for narrow screens has them once; lists may repeat."""
    sections = "".join(
        f"<h2>{number}. Matter {number}</h2><p>In matter {number} the customer keeps records of all that it was "
        f"told by Northline and shows them to whoever asks for matter {number} in writing.</p>"
        for number in range(1, 7)
    )
    once = f"<main><div><h1>Terms</h1>{sections}</div></main>"
    twice = f"<main><div><h1>Terms</h1>{sections}</div><div><h1>Terms</h1>{sections}</div></main>"
    assert html(f"<html><body>{twice}</body></html>").digest == html(f"<html><body>{once}</body></html>").digest


def test_markup_without_head_and_body_is_read() -> None:
    """Where a page leaves out its body's tag, its text is still its terms."""
    terms = html(
        "<html><title>T</title><nav><a href='/'>Home</a></nav><main><h1>Terms</h1><p>1. Pay the fees.</p></main>"
    )
    assert [clause.heading or clause.text for clause in terms.clauses] == ["Terms", "Pay the fees."]


def test_elements_of_a_pages_own_making_part_lines() -> None:
    """Panels and cards stand on lines of their own; within a sentence such an element is words like others."""
    terms = html(
        "<app-terms><app-panel><app-title>Fees</app-title><app-text>You pay in <app-term>euros</app-term>.</app-text>"
        f"</app-panel></app-terms><p>{PROSE} It says <app-term>so</app-term> below.</p>"
    )
    assert said(terms)[0] == "Fees"
    assert said(terms)[-1] == f"{PROSE} It says so below."


def test_a_heading_without_end_names_the_page_cut_short() -> None:
    """Even where it is left out, as words that are the same over and over are."""
    found = html(f"<h1>{'word ' * 900}</h1><p>Harbor Cloud sends an invoice on the first day of each month.</p>")
    assert found.title.startswith("word word")
    assert len(found.title) <= 150

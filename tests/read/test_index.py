"""What a provider's index of its legal documents lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.errors import SelectorMatchedNothing, UnreadableType
from monitor.model import Source, Terms
from monitor.read import as_markdown, read
from tests.read.reading import page

if TYPE_CHECKING:
    from random import Random

URL = "https://harbor.example/legal"
INDEX = Source("harbor/index", (URL,), kind="index")
ONES = "<li><a href='/legal/terms'>Terms of Service</a></li><li><a href='/legal/privacy'>Privacy Policy</a></li>"


def index(body: str, source: Source = INDEX, url: str = URL) -> Terms:
    """What an index lists, given what stands in its body."""
    head = '<html lang="en"><head><title>Legal | Harbor Cloud</title></head>'
    return read(page(f"<!doctype html>{head}<body>{body}</body></html>", "text/html; charset=utf-8", url), source)


def listed(terms: Terms) -> list[tuple[str, str]]:
    """Names and addresses, the latter without what all have."""
    return [(one.text, one.links[0].target.removeprefix("https://harbor.example")) for one in terms.clauses]


# --- documents ----------------------------------------------------------------------------


def test_a_document_has_its_link_s_words_the_headings_above_it_and_its_address() -> None:
    """The page's own title heads nothing."""
    body = f"<main><h1>Legal</h1><h2>For customers</h2><h3>In Europe</h3><ul>{ONES}</ul></main>"
    found = index(body)
    assert found.title == "Legal | Harbor Cloud"
    assert [(one.path, one.text, one.role) for one in found.clauses] == [
        ("For customers/In Europe/Terms of Service", "Terms of Service", "document"),
        ("For customers/In Europe/Privacy Policy", "Privacy Policy", "document"),
    ]
    assert listed(found) == [("Terms of Service", "/legal/terms"), ("Privacy Policy", "/legal/privacy")]


def test_an_address_that_is_linked_twice_is_one_document_and_loses_its_anchor_and_what_tracks() -> None:
    """The name is that which says most, in a list before a sentence."""
    prose = (
        "<p>We also have a <a href='http://www.harbor.example/legal/terms/#fees'>policy</a> on fees and the like.</p>"
    )
    entry = "<li><a href='/legal/terms?utm_source=footer'>Terms of Service</a></li>"
    found = index(f"<main>{prose}<ul>{entry}</ul></main>")
    assert listed(found) == [("Terms of Service", "/legal/terms")]


def test_menus_footers_settings_and_the_page_itself_are_no_documents() -> None:
    """A provider's every page links its terms in the footer, and its home page in the header."""
    around = (
        "<header><a href='/'>Harbor</a><a href='/terms'>Terms</a></header><nav><a href='/policies'>Policies</a></nav>"
        "<div class='breadcrumbs'><a href='/agreements'>Agreements</a></div>"
    )
    controls = (
        "<li><a href='/cookie-settings'>Cookie settings</a></li><li><a href='#'>Manage cookies</a></li>"
        "<li><a href='/legal#privacy'>Privacy</a></li><li><a href='https://x.com/harbor'>Terms on X</a></li>"
        "<li><a href='mailto:legal@harbor.example'>Terms by mail</a></li><li><a href='/de/legal'>Deutsch</a></li>"
    )
    below = "<footer><a href='/legal/imprint'>Imprint</a></footer>"
    inside = "<div class='breadcrumbs'><a href='/policies'>Policies</a></div><ul class='footer-links'>{0}</ul>"
    within = inside.format("<li><a href='/legal/jobs'>Jobs Agreement</a></li>")
    found = index(f"{around}<main>{within}<ul>{ONES}{controls}</ul></main>{below}")
    assert listed(found) == listed(index(f"<ul>{ONES}</ul>"))


def test_an_address_keeps_the_dashes_and_quotes_of_a_file_s_name() -> None:
    """Folded as words are, it would lead nowhere; a browser asks for it encoded, and the host stays as it is."""
    found = index("<main><a href=' //häfen.example/Terms – Harbor’s.pdf '>Terms</a> <a href='/`b`–x.pdf'>B</a></main>")
    assert listed(found) == [
        ("Terms", "https://häfen.example/Terms%20%E2%80%93%20Harbor%E2%80%99s.pdf"),
        ("B", "/%60b%60%E2%80%93x.pdf"),
    ]


def test_articles_about_documents_are_none() -> None:
    """A teaser of the latest news is another one every week."""
    news = "<h2>News</h2><ul><li><a href='/blog/our-new-policy'>Our new privacy policy</a></li></ul>"
    elsewhere = "<p><a href='https://news.harbor.example/terms'>We have new terms</a></p>"
    assert listed(index(f"<main><ul>{ONES}</ul>{news}{elsewhere}</main>")) == listed(index(f"<ul>{ONES}</ul>"))
    at_blog = index("<main><a href='/blog/legal/terms'>Terms</a></main>", url="https://harbor.example/blog/legal")
    assert listed(at_blog) == [("Terms", "/blog/legal/terms")]


def test_what_stands_in_one_list_with_documents_is_one_too() -> None:
    """A name alone does not say that "Voice" is a document; a link elsewhere on the page is none."""
    mate = "<li><a href='/voice'>Voice</a> for calls to anywhere in the world</li>"
    others = "<p><a href='/support'>Support</a></p><p>Do <a href='/blog/on-us'>read our blog</a> now and then, too.</p>"
    found = listed(index(f"<main>{others}<ul>{ONES}{mate}</ul></main>"))
    assert [name for name, _ in found] == ["Terms of Service", "Privacy Policy", "Voice"]


def test_a_long_list_of_other_things_is_not_drawn_in_by_one_document() -> None:
    """One entry of a list of products that is called a policy is a document, its neighbours are not."""
    products = "".join(f"<li><a href='/products/{n}'>Product {n}</a></li>" for n in range(9))
    found = listed(index(f"<main><ul>{products}<li><a href='/fair-use'>Fair Use Policy</a></li></ul></main>"))
    assert found == [("Fair Use Policy", "/fair-use")]


def test_boxes_that_are_links_are_called_by_their_headings() -> None:
    """What else a box says is not its name."""
    box = "<a class='card' href='/{0}'><h3>{1}</h3><p>Read all about it.</p></a>"
    boxes = box.format("voice", "Voice Terms") + box.format("fax", "Fax") + box.format("sla", "Service Levels")
    found = index(f"<main><h2>Services</h2><div>{boxes}</div></main>")
    assert listed(found) == [("Voice Terms", "/voice"), ("Fax", "/fax"), ("Service Levels", "/sla")]
    assert found.clauses[2].path == "Services/Service Levels"


def test_a_link_whose_words_say_nothing_is_called_after_its_row() -> None:
    """Tables of files link "PDF" in every row."""
    rows = (
        "<tr><td>Price List</td><td>March</td><td><a href='/prices.pdf'>PDF</a></td></tr>"
        "<tr><td><a href='/sla'>Service Levels</a></td><td></td><td><a href='/sla.pdf'>Download</a></td></tr>"
    )
    found = listed(index(f"<main><table><tr><th>What</th><th>When</th><th>File</th></tr>{rows}</table></main>"))
    expected = [
        ("Price List (PDF)", "/prices.pdf"),
        ("Service Levels", "/sla"),
        ("Service Levels (Download)", "/sla.pdf"),
    ]
    assert found == expected


def test_a_list_within_a_menu_of_the_main_part_is_read_where_nothing_else_is_listed() -> None:
    """Some pages make the list itself a `nav`."""
    assert len(index(f"<nav><a href='/terms'>Terms</a></nav><main><nav><ul>{ONES}</ul></nav></main>").clauses) == 2


def test_links_are_relative_to_the_page_s_base() -> None:
    """A `base` says where they lead from."""
    found = index("<base href='https://docs.harbor.example/x/'><main><a href='terms'>Terms of Service</a></main>")
    assert found.clauses[0].links[0].target == "https://docs.harbor.example/x/terms"


def test_a_selector_takes_every_link_of_what_it_selects_and_a_section_those_below_its_heading() -> None:
    """Whoever chooses a list by hand means all of it."""
    odd = "<div class='all'><a href='/one'>One</a> <a href='/two'>Two</a></div>"
    body = f"<main>{odd}<h2>Documents</h2><ul>{ONES}</ul><h2>Policies</h2><a href='/aup'>AUP</a></main>"
    assert listed(index(body, replace(INDEX, select=".all"))) == [("One", "/one"), ("Two", "/two")]
    assert listed(index(body, replace(INDEX, section="policies"))) == [("AUP", "/aup")]
    with pytest.raises(SelectorMatchedNothing, match="no documents stand under"):
        index(body, replace(INDEX, section="Elsewhere"))


def test_a_page_that_lists_nothing_has_no_clauses_and_a_file_is_no_index() -> None:
    """The first is for the judgment of the page to tell, the second is told at once."""
    assert index("<main><p>We are being maintained. Come back soon.</p></main>").clauses == ()
    with pytest.raises(UnreadableType, match="no web page"):
        read(page("# Legal\n\n- [Terms](/terms)\n", "text/markdown", URL), INDEX)


def test_hostile_links_are_read_as_any_others_or_left_out() -> None:
    """Addresses that lead nowhere on the web, that cannot be taken apart or that hide controls."""
    links = (
        "javascript:alert('Terms')",
        "http://[terms",
        "data:text/html,terms",
        "//user:pass@harbor.example/terms",
        "https://harbor.example/terms\u202e\x07",
    )
    body = "".join(f"<li><a href='{link}'>Terms \u202e of \x07 Service</a></li>" for link in links)
    assert [name for name, _ in listed(index(f"<main><ul>{body}</ul></main>"))] == ["Terms of Service"]


def test_an_index_as_markdown_is_lists_of_links_below_their_headings() -> None:
    """The file beside the archive can be opened by a person; nothing in it leaves its place."""
    evil = "<li><a href='/a>)[x](y'>Terms [1](http://x.example)</a></li>"
    text = as_markdown(index(f"<main><h2>For customers</h2><ul>{ONES}{evil}</ul></main>"))
    assert text.startswith(
        "## For customers\n\n- [Terms of Service](<https://harbor.example/legal/terms>)\n"
        "- [Privacy Policy](<https://harbor.example/legal/privacy>)\n"
    )
    assert "- [Terms \\[1\\](http://x.example)](<https://harbor.example/a%3E)%5Bx%5D(y>)" in text


# --- laws ---------------------------------------------------------------------------------

_NAMES = ("Terms of Service", "Privacy Policy", "Fair Use Policy", "Data Processing Agreement", "Service Terms")
_LISTS = st.dictionaries(st.sampled_from([f"/legal/{n}" for n in range(8)]), st.sampled_from(_NAMES), min_size=1)
_DRESSES = (
    "<ul>{}</ul>|<li>{}</li>",
    "<ol class='docs'>{}</ol>|<li><p>{}</p></li>",
    "<table>{}</table>|<tr><td>{}</td></tr>",
    "<div>{}</div>|<h3>{}</h3>",
    "<section><div>{}</div></section>|<p><strong>{}</strong></p>",
)


def _dressed(pairs: list[tuple[str, str]], dress: str) -> str:
    around, _, each = dress.partition("|")
    links = (each.format(f"<a href='{where}'><span>{name}</span></a>") for where, name in pairs)
    return f"<main><h2>Documents</h2>{around.format(''.join(links))}</main>"


@given(_LISTS, st.randoms(use_true_random=False), st.sampled_from(_DRESSES), st.sampled_from(_DRESSES))
def test_neither_the_order_of_the_links_nor_the_markup_around_them_matters(
    documents: dict[str, str], chance: Random, one: str, other: str
) -> None:
    """Equal sets of addresses and names give equal digests, and no change to tell."""
    pairs = list(documents.items())
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    before, after = index(_dressed(pairs, one)), index(_dressed(shuffled, other))
    assert before.digest == after.digest
    assert len(before.clauses) == len(documents)
    assert compare(before, after).changes == ()


@given(_LISTS, _LISTS)
def test_other_sets_give_other_digests_and_a_change_for_each_difference(
    before: dict[str, str], after: dict[str, str]
) -> None:
    """What came and what went is told once each: a change has at most one document on each side."""
    dress = _DRESSES[0]
    one, other = (index(_dressed(list(listed.items()), dress)) for listed in (before, after))
    found = compare(one, other)
    assert (one.digest == other.digest) == (before == after) == (not found.changes)
    assert len(one.clauses) - len(other.clauses) == sum(len(c.old) - len(c.new) for c in found.changes)

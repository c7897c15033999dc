"""Laws of reading: no input is a crash, and the words of a page do not depend on how it is marked up."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.read import as_markdown, read
from tests.read.reading import PROSE, SOURCE, html, page, text

if TYPE_CHECKING:
    from monitor.model import Terms

KINDS = st.sampled_from(
    ["", "text/html", "text/html; charset=utf-16", "text/markdown", "text/plain; charset=shift_jis", "a/b; charset=hex"]
)
PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div hidden>",
            "<ol start=x type=i>",
            "<ul>",
            "<li value=-3>",
            "</li>",
            "</ol>",
            "<table>",
            "<tr>",
        ),
        *(
            "<td>",
            "</table>",
            "<caption>",
            "<br>",
            "<h2>",
            "</h2>",
            "<b>",
            "</b>",
            "<a href='http://[a'>",
            "</a>",
            "<pre>",
        ),
        *("<!--", "-->", "<![CDATA[", "<?xml ?>", "<nav>", "<main>", "<img alt='one two three'>", "&amp;", "&#0;", "<"),
        *(
            "# ",
            "- ",
            "1. ",
            "(a) ",
            "> ",
            "| ",
            "|-|",
            "---",
            "===",
            "```",
            "**",
            "_",
            "[a](b)",
            "[",
            "\\",
            "`",
            "  \n",
        ),
        *(
            "\n",
            "\n\n",
            "\t",
            "\r",
            "\x00",
            "\u202e",
            "第三条",
            "§ 3 ",
            "Section 4 ",
            "(i) ",
            "A.1. ",
            "Updated: ",
            "may 2024",
        ),
        *("Version 1", "Modified date", '"Fee" means ', "1 May 2024", "a: b", PROSE),
    ]
)
WORD = st.sampled_from("fees you 30 service § % may 第 notice".split())
WORDS = st.lists(WORD, min_size=3, max_size=12).map(" ".join)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=6)
MARKS = st.sampled_from(
    "Fees The service may end. 1. 2. 4.2 (a) (i) a) 1) A. Section 4 § 3 Annex 1 - * # > | + ~~~ --- === ** __ ` "
    '[x](y) <b> <a@b.c> & &amp; &lt; \\ 30 days "Fee" means Updated: May 2024 Version 第三条 一、 (c) i.e. : ; a_b '
    "*x* \\* ``` =".split()
)
LINES = st.lists(MARKS, min_size=1, max_size=6).map(" ".join)


def reads(body: bytes | str, kind: str = "") -> Terms | None:
    """The terms, or None where the reader says that there are none."""
    try:
        return read(page(body, kind), SOURCE)
    except ReadError:
        return None


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), KINDS)
def test_any_bytes_are_terms_or_a_read_error(body: bytes, kind: str) -> None:
    """No server can crash the reader."""
    reads(body, kind)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join), KINDS)
def test_any_markup_is_terms_or_a_read_error(body: str, kind: str) -> None:
    """Broken HTML and Markdown too; and what is read has places that are all different."""
    terms = reads(body.encode(), kind)
    if terms:
        assert len({clause.path for clause in terms.clauses}) == len(terms.clauses)
        assert [clause.ordinal for clause in terms.clauses] == list(range(1, len(terms.clauses) + 1))


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join), KINDS)
def test_reading_twice_gives_the_same(body: str, kind: str) -> None:
    """Reading depends on the page alone."""
    assert reads(body, kind) == reads(body, kind)


def dressed(paragraphs: list[str], data: st.DataObject) -> str:
    """Paragraphs as a page, its markup chosen at random where it means nothing."""
    indent = data.draw(st.sampled_from(["", "\n", "\n    ", "\n\t\t"]))
    attributes = data.draw(st.permutations(["class=x", "id='a'", 'data-b="c"', "style='color: red'"]))
    opening = f"<p {' '.join(attributes[: data.draw(st.integers(0, 4))])}>"
    inner = data.draw(st.sampled_from(["{}", "<span>{}</span>", "<i><u>{}</u></i>", "<font color=red>{}</font>"]))
    around = data.draw(st.sampled_from(["{}", "<div>{}</div>", "<div><section>{}</section></div>", "<form>{}</form>"]))
    shown = [escape(one).replace("§", data.draw(st.sampled_from(["§", "&sect;", "&#167;"]))) for one in paragraphs]
    spaced = [
        one.replace(" ", data.draw(st.sampled_from([" ", "\n", "  ", "&nbsp;", " <!-- x --> "]))) for one in shown
    ]
    body = indent.join(f"{opening}{inner.format(one)}</p>" for one in spaced)
    return f"<!DOCTYPE html>{indent}<html>{indent}<body>{indent}{around.format(body)}{indent}</body></html>"


@settings(deadline=None, max_examples=60)
@given(PARAGRAPHS, st.data())
def test_markup_that_means_nothing_changes_nothing(paragraphs: list[str], data: st.DataObject) -> None:
    """Indents, the order and quotes of attributes, entities, comments and wrappers leave the digest alone."""
    bare = html("<!DOCTYPE html><html><body>" + "".join(f"<p>{escape(one)}</p>" for one in paragraphs))
    assert html(dressed(paragraphs, data)).digest == bare.digest


@settings(deadline=None, max_examples=60)
@given(PARAGRAPHS)
def test_a_page_and_a_text_of_the_same_words_have_one_digest(paragraphs: list[str]) -> None:
    """As HTML, as Markdown and as plain text."""
    markup = "<!DOCTYPE html>" + "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    plain = read(page("\n\n".join(paragraphs), "text/plain"), SOURCE)
    assert html(markup).digest == text("\n\n".join(paragraphs)).digest == plain.digest


@settings(deadline=None, max_examples=60)
@given(PARAGRAPHS, st.data())
def test_one_word_exchanged_gives_another_digest(paragraphs: list[str], data: st.DataObject) -> None:
    """Anywhere on the page."""
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    found = paragraphs[place].split()
    turn = data.draw(st.integers(0, len(found) - 1))
    found[turn] = data.draw(WORD.filter(lambda word: word != found[turn]))
    other = [*paragraphs[:place], " ".join(found), *paragraphs[place + 1 :]]
    assert text("\n\n".join(paragraphs)).digest != text("\n\n".join(other)).digest


@settings(deadline=None, max_examples=60)
@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["text/markdown", "text/html"]))
def test_terms_written_as_markdown_read_back_to_the_same_words(lines: list[str], kind: str) -> None:
    """Whatever in them looks like markup."""
    html_lines = "<!DOCTYPE html>" + "".join(f"<p>{escape(line)}</p>" for line in lines)
    terms = reads("\n\n".join(lines) if kind == "text/markdown" else html_lines, kind)
    if terms and any(clause.text or clause.heading for clause in terms.clauses):
        again = reads(as_markdown(terms), "text/markdown")
        assert again is not None
        assert again.digest == terms.digest


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5_000 + PROSE,
        "<ul><li>" * 2_000 + PROSE,
        "<table><tr><td>a<td>" * 1_000 + PROSE,
        "<p>" + "<b>" * 2_000 + PROSE,
        "<p>" + f"{PROSE} " * 2_000,
        "<ol>" + f"<li>{PROSE}" * 1_000,
        "<!-- a -->" * 300 + "<!--" * 300 + PROSE,
        "<p>a" + " " * 100_000 + PROSE,
        "**a " * 10_000 + PROSE,
        "_a " * 10_000 + PROSE,
        "<!--" * 10_000 + PROSE,
        "# a" + " " * 50_000 + PROSE,
        "\t" * 50_000 + PROSE,
        "[a](" * 10_000 + PROSE,
        "- " * 10_000 + PROSE,
        ">" * 10_000 + PROSE,
        "(a) x\n\n" * 2_000 + PROSE,
        "1 may " * 10_000 + PROSE,
        "?utm_a=" * 10_000 + PROSE,
    ],
    ids=lambda body: body[:12],
)
def test_what_is_built_to_hang_the_reader_is_read(body: str) -> None:
    """Depth, length and repetition take no time that grows with their square."""
    terms = reads(body, "text/html" if body.startswith("<") and not body.startswith("<!--<!--") else "text/markdown")
    assert terms is None or terms.clauses

"""Markdown and plain text as clauses: each rule by which lines become blocks, and terms written back as Markdown."""

from __future__ import annotations

import pytest

from monitor.model import Link
from monitor.read import as_markdown
from tests.read.reading import PROSE, labels, paths, roles, said, text


def test_front_matter_is_no_clause_and_gives_the_title() -> None:
    """The fields above the document are about it; quotes around them are YAML's."""
    terms = text(f'---\ntitle: "Harbor Cloud: Terms"\nrobots: noindex\ntags:\n  - legal\n- b\n# kept\n---\n\n{PROSE}\n')
    assert terms.title == "Harbor Cloud: Terms"
    assert said(terms) == [PROSE]


@pytest.mark.parametrize(
    "body",
    [
        f"---\n\nNorthline terms: these apply.\n\n---\n\n{PROSE}\n",
        f"---\nNorthline terms apply to all.\nNote: to all of it.\n---\n\n{PROSE}\n",
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(body: str) -> None:
    """Words between two rules are lost only if every line of them is a field."""
    assert any("Northline terms" in clause for clause in said(text(body)))


def test_headings_are_atx_or_underlined() -> None:
    """Closing marks are no words, and a rule beneath a line makes it a heading."""
    terms = text(f"# Terms #\n\nFees\n====\n\n{PROSE}\n\nTaxes\n-----\n\n{PROSE}\n\n### C# and more ###\n\n{PROSE}\n")
    assert [one.heading for one in terms.clauses if one.role == "heading"] == ["Terms", "Fees", "Taxes", "C# and more"]


def test_a_rule_is_no_clause() -> None:
    """Rules part what they stand between, and say nothing."""
    assert said(text(f"{PROSE}\n\n***\n\n{PROSE}\n\n- - -\n\n_____\n")) == [PROSE, PROSE]


def test_wrapped_lines_are_one_paragraph() -> None:
    """A paragraph ends at a blank line, whatever the line ends look like."""
    for end in ("\n", "\r\n", "\r"):
        assert said(text(f"Northline provides{end}the service to you.{end}{end}You pay{end}the fees.")) == [
            "Northline provides the service to you.",
            "You pay the fees.",
        ]


def test_a_long_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    """Text that was never wrapped has a paragraph on each line, without blank lines between."""
    assert said(text(f"{PROSE}\n{PROSE}\n")) == [PROSE, PROSE]


def test_a_hard_break_parts_labelled_lines_only() -> None:
    """Two spaces or a backslash before a label begin a clause; elsewhere they are a line's end."""
    terms = text("We may, at any time:  \n(a) stop the service;\\\n(b) change it<br>\nor replace it.\n")
    assert labels(terms) == [None, "(a)", "(b)"]
    assert said(terms)[2] == "change it or replace it."


def test_lists_nest_by_their_indent() -> None:
    """An item stands under the one that it is indented beneath, and what follows it in the list belongs to it."""
    terms = text(
        "1. You shall:\n   1. pay the fees;\n   2. keep records.\n\n      All of them.\n\n2. We shall answer.\n"
    )
    assert paths(terms) == ["1", "1/1", "1/2", "1/2~2", "2"]


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "◦", "▪", "–"])
def test_a_bullet_is_no_word(bullet: str) -> None:
    """Any sign that lists use makes items, and is not part of them."""
    terms = text(f"We collect:\n\n{bullet} names\n{bullet} addresses\n")
    assert said(terms)[1:] == ["names", "addresses"]
    assert roles(terms)[1:] == ["item", "item"]


def test_a_year_that_begins_a_line_is_no_item() -> None:
    """Within a paragraph a number opens a list only as 1."""
    assert said(text("Northline was founded in the city of Harbor in the year\n1999. It was small.\n\nMore.")) == [
        "Northline was founded in the city of Harbor in the year 1999. It was small.",
        "More.",
    ]


def test_a_quotation_is_marked_and_its_signs_are_gone() -> None:
    """A quotation within a quotation too."""
    terms = text(f"{PROSE}\n\n> The law says\n> this.\n>\n> > And that.\n\nEnd of the quotation.\n")
    assert said(terms)[1:] == ["The law says this.", "And that.", "End of the quotation."]
    assert roles(terms)[1:] == ["quote", "quote", "paragraph"]


def test_a_table_has_a_clause_for_each_row() -> None:
    """A row is keyed by its first cell; escaped bars are part of a cell, and the rule is nothing."""
    terms = text("| Service | Fee |\n|:--|--:|\n| Voice | 10 EUR |\n| SMS \\| MMS | 1 EUR |\n| Voice | 12 EUR |\n")
    assert said(terms) == ["Service | Fee", "Voice | 10 EUR", "SMS | MMS | 1 EUR", "Voice | 12 EUR"]
    assert paths(terms) == ["Service", "Voice", "SMS | MMS", "Voice~2"]
    assert set(roles(terms)) == {"row"}


def test_a_table_needs_no_bars_around_it() -> None:
    """The rule beneath its first line makes it a table; escaped bars make none."""
    terms = text("Service | Fee\n--- | ---:\nVoice | 10 EUR\n\nWe reply.\n\nA \\| B\n--- | ---\n")
    assert said(terms)[:3] == ["Service | Fee", "Voice | 10 EUR", "We reply."]
    assert roles(terms)[:3] == ["row", "row", "paragraph"]
    assert said(terms)[3].startswith("A | B")


def test_inline_markup_is_no_word() -> None:
    """Emphasis, code, images, entities, comments and tags are taken off; what is escaped or merely looks so stays."""
    terms = text(
        "You *may* use **the ***Service*** API** `v1` ![our depots](x.png) &amp; more<!-- hidden --> <b>here</b>, "
        "snake_case, 2*3*4, 1\\. \\*plain\\* \\<b\\> and C:\\\\temp.\n"
    )
    assert said(terms) == [
        "You may use the Service API v1 our depots & more here, snake_case, 234, 1. *plain* <b> and C:\\temp."
    ]


def test_a_links_target_is_data_beside_its_words() -> None:
    """Inline links and autolinks keep their words; tracking goes from the target."""
    terms = text(
        "See the [privacy *policy*](https://n.example/p?utm_source=x&id=1 'Policy') or <https://n.example/(a)>.\n"
    )
    assert said(terms) == ["See the privacy policy or https://n.example/(a)."]
    assert terms.clauses[0].links == (Link("privacy policy", "https://n.example/p?id=1"),)


def test_definitions_of_links_are_no_clauses() -> None:
    """Their addresses are data of the links that use them; what only looks like one, or is fenced, is text."""
    terms = text(
        "See [our policy][1], [Fees] and [tax][].\n\n"
        "[1]: https://n.example/p 'Policy'\n[FEES]: /fees\n[tax]: <#tax>\n\n"
        "[Provider]: Northline Telecom.\n\n[^1]: /a footnote\n\n```\n[x]: https://n.example/x\n```\n"
    )
    assert said(terms) == [
        "See our policy, Fees and tax.",
        "[Provider]: Northline Telecom.",
        "[^1]: /a footnote",
        "[x]: https://n.example/x",
    ]
    assert terms.clauses[0].links == (
        Link("our policy", "https://n.example/p"),
        Link("Fees", "/fees"),
        Link("tax", "#tax"),
    )


def test_wrapped_text_keeps_its_indented_parts() -> None:
    """Plain text as it was sent for decades: seventy columns, labels that hang, sections that are indented."""
    terms = text(
        "1.  FEES\n\n    1.1  You pay the fees that the order says, within thirty days\n"
        "         of the invoice; see section\n         4.2 of it.\n\n"
        "          (a)  VAT is added where the law\n               asks for it.\n\n"
        "    What is indented is\n    text.\n"
    )
    assert labels(terms) == ["1.", "1.1", "(a)", None]
    assert said(terms)[1:] == [
        "You pay the fees that the order says, within thirty days of the invoice; see section 4.2 of it.",
        "VAT is added where the law asks for it.",
        "What is indented is text.",
    ]


def test_fenced_text_is_text() -> None:
    """Terms that someone fenced, or indented, are still terms."""
    assert said(text(f"```\n{PROSE}\n```\n\n    {PROSE}\n")) == [PROSE, PROSE]


def test_an_escaped_stop_makes_a_label_of_no_list() -> None:
    r"""A number written "1\." is a label all the same."""
    terms = text("1\\. You pay.\n\n2\\. We serve.\n")
    assert labels(terms) == ["1.", "2."]


# --- terms as Markdown ------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        f"# Terms\n\n1. **Fees.** You pay:\n   (a) this; and\n   (b) that.\n\n## Annex 1\n\n{PROSE}\n",
        "| Service | Fee |\n|---|---|\n| a_b_c | [x](y) \\| <b> &amp;amp; |\n",
        "1) 1) You pay.\n\n\\# no heading\n\n\\- no item\n\n\\> no quotation\n\n\\*\\*not bold\\*\\*\n",
        '§ 1 Geltung\n\n(1) Alles gilt.\n\n第三条 料金\n\n"Fee" means money.\n\nUpdated: May 2024\n',
    ],
)
def test_terms_written_as_markdown_read_back(body: str) -> None:
    """What a person can open is what was read, word for word."""
    terms = text(body)
    assert text(as_markdown(terms)).digest == terms.digest


def test_terms_as_markdown_look_like_a_document() -> None:
    """Headings by depth, labels as printed and never as a list of the reader's own, bullets and rows as such."""
    table = "| A | B |\n|---|---|\n| c | d |"
    body = f"# Terms\n\n## 1. Fees\n\n1.1 **Rates.** You pay 5 * 2.\n\n- names\n\n{table}\n\n{PROSE}\n"
    assert as_markdown(text(body)) == (
        "# Terms\n\n## 1\\. Fees\n\n1\\.1 **Rates.** You pay 5 \\* 2.\n\n- names\n\n| A | B |\n| c | d |\n\n"
        + PROSE
        + "\n"
    )


MAIL = "legal_desk_x@northline.example"
HIDDEN = "/cdn-cgi/l/email-protection#" + bytes([9, *(byte ^ 9 for byte in MAIL.encode())]).hex()


@pytest.mark.parametrize(
    "link",
    [
        f"[[email protected]]({HIDDEN})",
        f"[\\[email protected\\]](https://northline.example{HIDDEN})",
        f"[[email\u00a0protected]](<{HIDDEN}>)",
        f'[[email&#160;protected]]({HIDDEN} "mail")',
        f"[**[email protected]**]({HIDDEN})",
        f"[&#91;email&#160;protected&#93;]({HIDDEN})",
        f"[[email protected]][1]\n\n[1]: {HIDDEN}",
    ],
)
def test_a_mail_address_that_is_hidden_in_a_link_is_read(link: str) -> None:
    """However a converter to Markdown wrote the link: its code differs at every visit, the address does not."""
    (clause,) = text(f"Write to our desk at {link}").clauses
    assert clause.text == f"Write to our desk at {MAIL}"
    assert clause.links == ((MAIL, f"mailto:{MAIL}"),)


def test_a_link_with_words_of_its_own_keeps_them() -> None:
    """Only what stands in the place of the address is read as the address."""
    (clause,) = text(f"Write to [our desk_x]({HIDDEN}) now").clauses
    assert (clause.text, clause.links) == ("Write to our desk_x now", (("our desk_x", f"mailto:{MAIL}"),))


@pytest.mark.parametrize("target", ["/cdn-cgi/l/email-protection", "/cdn-cgi/l/email-protection#zz", f"{HIDDEN}0"])
def test_an_address_that_cannot_be_read_stays_hidden(target: str) -> None:
    """No code, or a broken one, gives no address."""
    (clause,) = text(f"Write to [[email protected]]({target}) now").clauses
    assert clause.text == "Write to [email protected] now"

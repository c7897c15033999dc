"""Each hostile text stands in every place that a stranger can write to, and goes through every sink."""

from __future__ import annotations

import re
import unicodedata
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from monitor.render import (
    for_header,
    for_html,
    for_markdown,
    for_services,
    for_slack,
    for_terminal,
    mail_html,
    mail_subject,
    mail_text,
    notice_text,
    redline,
    redline_html,
    redline_markdown,
    redline_page,
    safe_url,
    slack_messages,
    status_text,
    terms_text,
)
from monitor.render.html import DARK_STYLE
from notifiers.letter import mail
from tests.render.examples import (
    AT,
    HOSTILE,
    hostile_alarm,
    hostile_comparison,
    hostile_notice,
    hostile_report,
    hostile_terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Notice

OURS = re.compile(r"\x1b\[[0-9;]*m")
HEADERS = {"Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References", "List-Id", "Auto-Submitted"}
HEADERS |= {"MIME-Version", "Content-Type"}
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)), name="text")
def _text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def assert_inert(shown: str) -> None:
    """Nothing in it moves a cursor, hides, or turns the order of reading around."""
    bad = {f"U+{ord(char):04X}" for char in shown if unicodedata.category(char) in UNSEEN and char != "\n"}
    assert not bad
    shown.encode()


def assert_harmless_html(markup: str, allowed: set[str]) -> BeautifulSoup:
    """Only our own elements, no handler, no address but of the web, nothing loaded."""
    page = BeautifulSoup(markup, "lxml")
    assert {element.name for element in page.find_all()} <= allowed
    for element in page.find_all():
        assert not [name for name in element.attrs if name.startswith("on") or name in {"src", "srcset", "action"}]
        if "href" in element.attrs:
            target = str(element["href"])
            assert target.startswith("#") or urlsplit(target).scheme in {"http", "https"}
    return page


def test_a_terminal_gets_no_control_and_no_disguise(text: str) -> None:
    """Without colour nothing but words is left; with colour nothing but our own colours is."""
    comparison = hostile_comparison(text)
    for notice in (hostile_notice(text), hostile_alarm(text)):
        assert_inert(notice_text(notice, colour=False))
    assert_inert(redline(comparison, title=text, colour=False))
    coloured = redline(comparison, title=text, colour=True)
    assert_inert(OURS.sub("", coloured))
    ours = set(OURS.findall(redline(hostile_comparison("plain"), title="plain", colour=True)))
    assert set(OURS.findall(coloured)) <= ours


def test_a_terminal_shows_terms_and_the_state_of_the_watch_without_control(text: str) -> None:
    """Titles, dates, clauses, reasons, parts left out and documents named are words; each address is on one line."""
    terms = hostile_terms(text)
    unwatched = {"northline/voice": terms.references}
    for colour in (False, True):
        for shown in (
            terms_text(terms, width=80, colour=colour, watched={}),
            status_text(hostile_report(text), AT, width=80, colour=colour, unwatched=unwatched),
        ):
            assert_inert(OURS.sub("", shown) if colour else shown)
    lines = terms_text(terms, width=80, colour=False).splitlines()
    assert lines.count("Incorporated documents:") == 1
    assert lines[-1] == f"    {for_terminal(text)}".rstrip()


def test_no_line_of_a_text_can_be_forged(text: str) -> None:
    """Foreign line ends stay within the indented words: every line at the margin is one we wrote."""
    forged = text + "\nSource: https://evil.example"
    for notice in (hostile_notice(forged), hostile_alarm(forged)):
        lines = notice_text(notice, width=1000, colour=False).splitlines()
        assert not [line for line in lines if line.startswith(("Source:", "New address:"))]


def test_html_keeps_only_our_own_elements(text: str) -> None:
    """Mail, fragment and page hold the hostile text as words."""
    inline = {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "div",
        "h1",
        "h2",
        "p",
        "span",
        "strong",
        "a",
        "del",
        "ins",
        "br",
    }
    inline |= {"ul", "li", "code"}
    whole = {"style", "main", "nav", "ol", "article", "h3", "details", "summary"}
    comparison = hostile_comparison(text)
    for mailed in (hostile_notice(text), hostile_alarm(text)):
        letter = assert_harmless_html(mail_html(mailed), inline | {"style"})
        assert [style.get_text() for style in letter.find_all("style")] == [DARK_STYLE]
        assert_inert(mail_html(mailed))
    assert_harmless_html(redline_html(comparison, title=text, url=text), inline)
    page = assert_harmless_html(redline_page(comparison, title=text, url=text), inline | whole)
    assert len(page.find_all("style")) == 1
    for markup in (redline_page(comparison, title=text), redline_page(comparison, title="x", url=text)):
        assert_inert(markup)


def test_html_shows_the_words_as_they_were() -> None:
    """Escaping changes nothing that a reader sees."""
    page = BeautifulSoup(redline_html(hostile_comparison("<b>&amp;"), title="<b>&amp;"), "lxml")
    heading = page.find("h1")
    assert heading is not None
    assert heading.get_text() == "<b>&amp;"


def test_markdown_keeps_only_our_own_markup(text: str) -> None:
    """Rendered, the hostile text is words: no link, no image, no HTML, no table, no heading, no code."""
    markdown = redline_markdown(hostile_comparison(text), title=text, url=text)
    assert_inert(markdown.replace("\u200b", ""))
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
    allowed = {"html", "body", "h1", "h2", "p", "ul", "li", "blockquote", "s", "strong", "em", "del", "ins", "br"}
    page = assert_harmless_html(renderer.render(markdown), allowed)
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("h2")) == 13
    assert not re.search(r"(?<!\w)@\w", page.get_text())


def test_slack_gets_words_only_where_it_does_not_parse_them(text: str) -> None:
    """No mrkdwn object, no element that mentions anyone, no link of theirs; the fallback text is escaped."""
    for message in (*slack_messages(hostile_notice(text)), *slack_messages(hostile_alarm(text))):
        for node in _nodes(message):
            assert node.get("type") in {
                "header",
                "plain_text",
                "rich_text",
                "rich_text_section",
                "rich_text_quote",
                "text",
                None,
            }
            assert_inert(str(node.get("text", "")) if not isinstance(node.get("text"), dict) else "")
        assert not re.search(r"<|>|&(?!amp;|lt;|gt;)", message["text"])
        assert message["mrkdwn"] is False
        assert message["unfurl_links"] is False
        assert message["unfurl_media"] is False


def _nodes(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(node for child in value.values() for node in _nodes(child))]
    if isinstance(value, list):
        return [node for child in value for node in _nodes(child)]
    return []


@pytest.mark.parametrize("make", [hostile_notice, hostile_alarm])
def test_a_mail_has_only_the_headers_we_gave_it(text: str, make: Callable[[str], Notice]) -> None:
    """No header is added, no recipient is slipped in, and the subject stays one line."""
    notice = make(text)
    assert_inert(mail_text(notice))
    assert "\n" not in mail_subject(notice)
    assert_inert(mail_subject(notice))
    sent = message_from_bytes(bytes(mail(notice, "clausewatch <terms@example.com>", "legal@example.com")), policy=SMTP)
    assert set(sent.keys()) == HEADERS
    assert len(sent.keys()) == len(HEADERS)
    assert str(sent["To"]) == "legal@example.com"
    assert str(sent["Subject"]) == mail_subject(notice)


def test_words_between_control_characters_are_not_hidden() -> None:
    """A browser shows what an escape sequence encloses, so a redline that left it out would hide a clause."""
    hidden = hostile_notice("\x1b]We may sell your data.\x07")
    comparison = hostile_comparison("\x1b]We may sell your data.\x07")
    for shown in (mail_text(hidden), mail_html(hidden), redline_markdown(comparison, title="x")):
        assert "We may sell your data." in shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        " https://northline.example",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//northline.example/terms",
        "https:///terms",
        "https://[bad",
        "https://northline.example/\x1b]8;;",
        "https://northline.example/\u202etxt.exe",
        "https://northline.example\\@evil.example",
        "https://northline.example/\ud800",
        "",
    ],
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    """Anything else, and anything that could be taken for another address, gives no link at all."""
    assert safe_url(url) == ""


@pytest.mark.parametrize("url", ["https://northline.example/terms?a=b&c=d#e", "http://northline.example:8080/ä"])
def test_addresses_of_the_web_stay_as_they_are(url: str) -> None:
    """An ordinary address is not touched."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("encode", "given", "got"),
    [
        (for_terminal, "a\x1b[1;31mb\x1b]8;;http://x\x1b\\c\x9b0md\u202ee\r\nf\tg", "a[1;31mb]8;;http://x\\c0mde f g"),
        (
            for_terminal,
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        (for_terminal, "\ud83d", "\ufffd"),
        (for_html, "<a href='x'>&\"", "&lt;a href=&#x27;x&#x27;&gt;&amp;&quot;"),
        (for_slack, "<!here> & <@U1>", "&lt;!here&gt; &amp; &lt;@U1&gt;"),
        (for_header, " a\r\nBcc: b\tc ", "a Bcc: b c"),
        (for_header, "word " * 100, "word " * 38 + "word…"),
        (for_header, "=?utf-8?q?a=0D=0ABcc:_b?=", "= ?utf-8?q?a=0D=0ABcc:_b?="),
        (for_services, "<@U1> [a](b) @all", "‹@\u200bU1› [a]\u200b(b) @\u200ball"),
        (for_markdown, "1. a*b_c", "1\\. a\\*b\\_c"),
        (for_markdown, "# a <b> [c](d)", "\\# a \\<b\\> \\[c\\](d)"),
        (for_markdown, "mail me@x.example or @octocat", "mail me@x.example or @\u200boctocat"),
    ],
)
def test_each_encoder_makes_text_fit_for_its_sink(encode: Callable[[str], str], given: str, got: str) -> None:
    """What goes in and what comes out, for each sink."""
    assert encode(given) == got


def test_lines_are_kept_only_where_they_are_asked_for() -> None:
    """A text of several clauses keeps its line ends; a name never has one."""
    assert for_terminal("a\r\nb\u2028c\rd", lines=True) == "a\nb\nc\nd"
    assert for_terminal("a\r\nb\u2028c\rd") == "a b c d"

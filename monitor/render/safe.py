"""One encoder for each place that text ends up in.

What a page says is written by strangers: no word of it may move a cursor, open a
link, mention a person, load a picture or add a header. Every renderer passes
every foreign word through exactly one of these functions, last.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    import re

HEADER_LENGTH = 200
"""Characters of a subject: mail programs show fewer than half of them."""

_SURROGATES = pattern(r"[\ud800-\udfff]")
_LINE_ENDS = pattern(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# Controls; soft hyphen; bidi marks, embeddings and isolates; zero-width space and joiners of words; tags.
# The joiners U+200C and U+200D stay: several scripts are misspelt without them.
_UNSEEN = pattern(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
_NO_XML = pattern(r"[\ufffe\uffff]")
_MARKDOWN = pattern(r"[\\`*_\[\]<>~|&$]")
_MARKDOWN_BLOCK = pattern(r"^(\s*)(?:([#+=:-])|(\d+)([.)])(?=\s|$))")
_MENTION = pattern(r"(?<!\w)@(?=\w)")
_BAD_IN_URL = pattern(r"[\x00-\x20\x7f-\xa0\\]")
_ENCODED_WORD = pattern(r"=(?=\?)")
_BACKTICKS = pattern(r"`+")
_LANGUAGE = pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def for_terminal(text: str, *, lines: bool = False) -> str:
    """Text that moves no cursor, paints nothing and reads in the order it is stored, on one line unless `lines`.

    Also the ground of all other encoders. Of an escape sequence only the control
    characters go: a browser shows what is between them, so that a reader here must
    see it too. Half a surrogate pair, which cannot be written as UTF-8, becomes U+FFFD.
    """
    if text.isprintable():  # none of what is looked for below is, and most text is: a tenth of the time
        return text
    seen = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    seen = _UNSEEN.sub("", seen.replace("\t", " "))
    return seen if lines else seen.replace("\n", " ")


def for_html(text: str) -> str:
    """Text for an element's content or a quoted attribute; line ends stay line ends."""
    return html.escape(for_terminal(text, lines=True), quote=True)


def for_word(text: str) -> str:
    """Text for a run of a Word document; line ends stay line ends. What XML 1.0 (2.2) has no place for is U+FFFD."""
    return _NO_XML.sub("\ufffd", for_terminal(text, lines=True))


def for_slack(text: str) -> str:
    """Text for a `text` field that Slack parses: no mention, no link (the three characters its syntax begins with)."""
    return for_terminal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def for_header(text: str, limit: int = HEADER_LENGTH) -> str:
    """Text for one line of a mail header (RFC 5322, 2.2): no line end, no control, at most `limit` characters.

    What looks like an encoded word (RFC 2047) is taken apart: programs, and Python's own mail library, would read it
    and find line ends and headers in it.
    """
    return clip(_ENCODED_WORD.sub("= ", " ".join(for_terminal(text).split())), limit)


def for_services(text: str, *, lines: bool = False) -> str:
    """Text for a service that may parse any markup: no mention, no tag, no link with other words; "<" becomes "‹"."""
    plain = for_terminal(text, lines=lines).replace("<", "‹").replace(">", "›").replace("](", "]\u200b(")
    return _MENTION.sub("@\u200b", plain)


def for_markdown(text: str) -> str:
    """Text for one line of GitHub flavoured Markdown: no markup, no HTML, no mention."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", for_terminal(text))
    escaped = _MARKDOWN_BLOCK.sub(_escape_block, escaped)
    return _MENTION.sub("@\u200b", escaped)


def _escape_block(found: re.Match[str]) -> str:
    space, mark, number, end = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{end}"


def safe_url(url: str) -> str:
    """The address if it leads to a web page (http or https), else ""; never javascript:, data: or file:."""
    if _BAD_IN_URL.search(url) or _SURROGATES.search(url) or _UNSEEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def url_for_markdown(url: str) -> str:
    """A web address that cannot end a Markdown link early; "" if it is none."""
    return quote(safe_url(url), safe="/:?#@!$&'+,;=%-._~")


def in_code(text: str) -> str:
    """Text as a span of code of Markdown, within more backticks in a row than it has (CommonMark 0.31, 6.1)."""
    plain = for_terminal(text)
    fence = "`" * (max(map(len, _BACKTICKS.findall(plain)), default=0) + 1)
    return f"{fence}{plain}{fence}" if len(fence) == 1 else f"{fence} {plain} {fence}"


def language_tag(language: str) -> str:
    """The language as an HTML `lang` value (BCP 47), "" if it is none."""
    return language if _LANGUAGE.fullmatch(language) else ""


def clip(text: str, limit: int) -> str:
    """Text of at most `limit` characters, cut at a word with "…" where it is longer."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole = cut.rsplit(" ", 1)[0]
    # A text without spaces near the cut, such as Japanese, is cut where it is.
    return f"{(whole if len(whole) > limit // 2 else cut).rstrip()}…"

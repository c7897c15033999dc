"""Inline Markdown as plain words: emphasis, links, images, code, escapes and entities."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from monitor.model import Link
from monitor.text.addresses import hidden_mail, without_tracking
from monitor.text.fold import tidy
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_TARGET = r"\((?:<([^>\n]*)>|((?:[^()\s\\]|\\.|\([^()\s]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = pattern(r"!\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]" + _TARGET)
_LINK = pattern(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]" + _TARGET)
_REFERENCE = pattern(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_AUTOLINK = pattern(r"<((?:https?://|mailto:)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_TAG = pattern(
    r"</?(?:a|abbr|address|article|b|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|"
    r"footer|h[1-6]|"
    r"header|hr|i|img|ins|li|main|mark|nav|ol|p|pre|q|s|section|small|span|strong|sub|summary|sup|table|tbody|"
    r"td|tfoot|th|"
    r"thead|tr|tt|u|ul|var|wbr)(?:\s[^<>]*)?/?>|<!--(?:(?!<!--).)*?-->",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = pattern(r"<br\s*/?>|<wbr\s*/?>", re.IGNORECASE)
_EMPHASIS = pattern(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1|(?<![^\W_])(_{1,3})(?=\S)(.+?)(?<=\S)\3(?![^\W_])", re.DOTALL)
_BOLD_START = pattern(r"\s*(?:\*\*|__)\s*(.+?)\s*(?:\*\*|__)", re.DOTALL)
_MARK = pattern(r"[!-/:-@\[-`{-~]")
_ESCAPE = pattern(rf"\\({_MARK.pattern})")
_CODE = pattern(r"(`+)(.+?)\1", re.DOTALL)
_DECORATION = pattern(
    r"\s*(?:logo|icon|image|photo|picture|avatar|banner|illustration|screenshot)\b|\S*\s*logo\s*$", re.IGNORECASE
)
_HIDDEN_MAIL = pattern(r"\[?email\sprotected\]?", re.IGNORECASE)  # what a page shows in the place of a mail address
_HELD = 0xE000  # escaped characters wait in the private use area while markup is taken off
_UNHOLD = {_HELD + code: chr(code) for code in range(0x21, 0x7F)}
_MOST_WORK = 20_000_000  # marks times characters: the search for pairs tries every mark against all that follows
_MARKUP = pattern(r"[*_\[\]<>&`\\!]")


@dataclass(frozen=True, slots=True)
class Inline:
    """Inline Markdown as words: the text, how many of its first characters are bold, and its links."""

    text: str
    bold: int = 0
    links: tuple[Link, ...] = ()


@remembered
def inline(source: str) -> Inline:
    """The words of a piece of inline Markdown."""
    source = source.replace("mailto:[", "[") if "mailto:[" in source else source
    if not _MARKUP.search(source):
        return Inline(without_tracking(tidy(source)))
    source = _ESCAPE.sub(lambda match: _held(match.group(1)), source)
    links: list[Link] = []
    source = _unlink(source, links)
    bold = _BOLD_START.match(source)
    lead = _plain(bold.group(1)) if bold else ""
    text = _plain(source)
    length = len(lead) if lead and text.startswith(lead) else 0
    return Inline(text, length, tuple(links))


def _unlink(source: str, links: list[Link]) -> str:
    if "[" in source or "<" in source:
        source = _IMAGE.sub(lambda match: f" {spoken_alt(match.group(1))} ", source)
        source = _LINK.sub(lambda match: _keep(match, links), source)
        source = _REFERENCE.sub(r"\1", source)
        source = _AUTOLINK.sub(r"\1", source)
    return source


def spoken_alt(alt: str) -> str:
    """An image's alternative text where it says something; "Logo for Acme" or "icon" says what the words beside do."""
    return "" if _DECORATION.match(alt) else alt


def _keep(match: re.Match[str], links: list[Link]) -> str:
    target = (match.group(2) or match.group(3) or "").translate(_UNHOLD)
    words = match.group(1)
    if mail := hidden_mail(target):
        target = f"mailto:{mail}"
        words = "".join(map(_held, mail)) if _HIDDEN_MAIL.fullmatch(_plain(words)) else words
    links.append(Link(_plain(words), without_tracking(target)))
    return words


def _held(character: str) -> str:
    """A character that is no markup, whatever it looks like, until `_plain` gives it back."""
    return chr(_HELD + ord(character)) if _MARK.match(character) else character


def _plain(source: str) -> str:
    source = _CODE.sub(r"\2", source)
    source = _TAG.sub("", _BREAK.sub(" ", source)) if "<" in source else source
    if (source.count("*") + source.count("_")) * len(source) > _MOST_WORK:
        source = source.replace("*", " ").replace("_", " ")  # an ornament or an attack, but no emphasis
    for _ in range(3):  # emphasis within emphasis
        plain = _EMPHASIS.sub(lambda match: match.group(2) or match.group(4), source)
        if plain == source:
            break
        source = plain
    source = source.replace("**", "")  # emphasis that was opened and never closed
    if "&" in source:
        source = html.unescape(source)
    return without_tracking(tidy(source.translate(_UNHOLD)))

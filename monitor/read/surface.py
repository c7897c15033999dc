"""What a page shows beside and around its terms: by it, a page that is no terms is known.

Counted on the markup itself, in time that grows with its length alone however
broken it is: walking the tree for it would cost more than finding the terms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Surface
from monitor.read.soup import elements
from monitor.text.fold import CJK, tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_UNSEEN = pattern(r"<(?:!--|(script|style|template|title)\b)", re.IGNORECASE)
_ENDS = {name: pattern(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "template", "title")} | {
    "": pattern("-->")
}
_TAG = pattern(r"<[^<>]*>")  # stops at the next "<", or a page of these alone would take its length squared
_CHARACTER = pattern(f"[{CJK}]")
_PASSWORD = pattern(r"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_REFRESH = pattern(r"<meta\b[^<>]*\bhttp-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_IS_REFRESH = pattern("^refresh$", re.IGNORECASE)
_REFRESH_TO = pattern(r"\burl\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)
_CANONICAL = pattern(r"<link\b[^<>]*\brel\s*=\s*[\"']?canonical", re.IGNORECASE)
_BODY = pattern(r"<body\b", re.IGNORECASE)
_CLOSED = pattern(r"</(?:body|html)\b", re.IGNORECASE)
_CUT_TAG = pattern(r"<[a-z/!][^<>]*\Z", re.IGNORECASE)


def surface_of(soup: BeautifulSoup, markup: str) -> Surface:
    """What the page shows; `soup` is its tree before anything was taken out of it, `markup` its text as decoded."""
    seen, scripts = _counted(markup)
    title = next(elements(soup, "title"), None)
    return Surface(
        title=tidy(title.get_text(" ")) if title else "",
        words=seen,
        scripts=scripts,
        password=bool(_PASSWORD.search(markup)),
        closed=_is_closed(markup),
        refresh=_refresh(soup) if _REFRESH.search(markup) else "",
        canonical=_canonical(soup) if _CANONICAL.search(markup) else "",
    )


def _counted(markup: str) -> tuple[int, int]:
    """How many words a reader sees, Chinese and Japanese by character, and how many characters are script."""
    seen = scripts = at = 0
    while found := _UNSEEN.search(markup, at):
        seen += _words(markup[at : found.start()])
        name = (found.group(1) or "").lower()
        end = _ENDS[name].search(markup, found.end() if name else found.start() + len("<!"))
        at = end.start() if end and name else end.end() if end else len(markup)
        scripts += at - found.end() if name == "script" else 0
    return seen + _words(markup[at:]), scripts


def _words(markup: str) -> int:
    text = _untagged(markup)
    return len(text.split()) + (0 if text.isascii() else len(_CHARACTER.findall(text)))


def _untagged(markup: str) -> str:
    """The markup with a space for each tag: as `_TAG` finds them, and in a fifth of its time where each is closed."""
    before, *pieces = markup.split("<")
    texts = [piece.partition(">")[2] for piece in pieces if ">" in piece]
    return " ".join([before, *texts]) if len(texts) == len(pieces) else _TAG.sub(" ", markup)


def _is_closed(markup: str) -> bool:
    """Whether the markup ends as it should: HTML lets the last tags be left out, but who writes `<body>` closes it."""
    if _CLOSED.search(markup):
        return True
    return not _BODY.search(markup) and not _CUT_TAG.search(markup)


def _refresh(soup: BeautifulSoup) -> str:
    """Where a browser that runs scripts would be sent on to."""
    for tag in elements(soup, "meta"):
        if not _IS_REFRESH.search(str(tag.get("http-equiv") or "")):
            continue
        to = _REFRESH_TO.search(str(tag.get("content") or ""))
        if to and not tag.find_parent("noscript"):
            return tidy(to.group(1))
    return ""


def _canonical(soup: BeautifulSoup) -> str:
    tag = next((tag for tag in elements(soup, "link") if "canonical" in tag.get_attribute_list("rel")), None)
    return tidy(str(tag.get("href") or "")) if tag else ""

"""Pages that hold the frame of an application and not what it shows: scripts would fill the place of the terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.decide.phrases import calls
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Outcome, Page

_UNSEEN = pattern(rb"<!--|<(script|style|template|noscript|title|svg)\b", re.IGNORECASE)
_UNSEEN_ENDS = {
    name: pattern(rb"</" + name + rb"\s*>", re.IGNORECASE)
    for name in (b"script", b"style", b"template", b"noscript", b"title", b"svg")
}
_COMMENT_END = pattern(rb"-->")
_PROGRAM = pattern(rb"<script\b(?![^<>]*\bjson\b)", re.IGNORECASE)
_MAIN = pattern(rb"<main\b[^<>]*>", re.IGNORECASE)
_MAIN_END = pattern(rb"</main\b", re.IGNORECASE)
_HEADING = pattern(rb"<h[1-6]\b[^<>]*>[^<>]{0,200}</h[1-6]\s*>", re.IGNORECASE)
_TAG = pattern(rb"<[^<>]*>")
_EMPTY = pattern(rb"<(div|span|p|i|img|section|ul|li)\b(?![^<>]*\bid\s*=)[^<>]*>\s*</\1\s*>", re.IGNORECASE)
# Where the usual frameworks put what they make. An empty box of any other name stands on many pages of terms.
_PLACE = pattern(
    rb"<(?:(?:div|main|section|body|article)\b[^<>]*\bid\s*=\s*[\"']?"
    rb"(?:_{0,3}(?:next|nuxt|gatsby)|(?:(?:react|vue|main|page|site|my)-)?(?:app|root|application)(?:-?(?:root|container))?"
    rb"|main(?:-?content)?|content(?:-root)?|svelte)(?=[\"'\s>])"
    rb"|app-[a-z-]{1,30}|[a-z]{1,30}-(?:app|root)(?=[\s>]))[^<>]*>([^<>]*)</",
    re.IGNORECASE,
)
_LONGEST_WORD = 60  # bytes of "Loading your terms, please wait" and the like; a pattern that counted them took minutes
_LEVELS = 4  # of empty boxes within one another, as the grey bars have that stand for text that loads
_MAY_BE_SHELLS = frozenset({"script", "bare", "unlisted"})
_INSERTED = pattern(r"\{\{[^{}]{1,80}\}\}")


def is_shell(page: Page) -> bool:
    """Whether the place that the page keeps for what it is about holds nothing, or only that something loads.

    It says nothing of what else stands on the page.
    """
    return any(_is_hollow(_seen(part.body)) for part in page.parts)


def wants_browser(outcome: Outcome, page: Page) -> bool:
    """Whether a browser may show more than was found on this page: it has scripts, and nothing that could be terms."""
    if outcome.failure:
        return outcome.failure.kind == "unreadable" and needs_scripts(page)
    return outcome.held is not None and outcome.held.kind in _MAY_BE_SHELLS and needs_scripts(page)


def needs_scripts(page: Page) -> bool:
    """Whether the page has scripts that could fill it: one that was rendered has none left."""
    return any(_PROGRAM.search(part.body) for part in page.parts)


def is_unfilled(text: str) -> bool:
    """Whether a text is no more than the place of another, as `{{ title }}`.

    >>> is_unfilled("{{ page.title }}"), is_unfilled("Fees are {{ fee }} a month.")
    (True, False)
    """
    return "{{" in text and not _INSERTED.sub("", text).strip()


def _is_hollow(markup: bytes) -> bool:
    for _ in range(_LEVELS):
        markup = _EMPTY.sub(b"", markup)
    places = (found[1].strip() for found in _PLACE.finditer(markup))
    return any(len(words) <= _LONGEST_WORD and _says_nothing(words) for words in places) or _has_hollow_main(markup)


def _has_hollow_main(markup: bytes) -> bool:
    """Whether the page has a `main`, and in it at most headings: HTML has one where the document itself stands."""
    begin = _MAIN.search(markup)
    end = _MAIN_END.search(markup, begin.end()) if begin else None
    if begin is None or end is None:
        return False
    return _says_nothing(_TAG.sub(b" ", _HEADING.sub(b"", markup[begin.end() : end.start()])))


def _says_nothing(text: bytes) -> bool:
    plain = text.decode("utf-8", "replace").replace("&nbsp;", " ").strip(" \t\r\n.…")
    return not plain or calls(plain) == "script"


def _seen(body: bytes) -> bytes:
    """Markup without comments, scripts and the like; one that never ends hides the rest, as in a browser."""
    pieces, at = [], 0
    while found := _UNSEEN.search(body, at):
        pieces.append(body[at : found.start()])
        end = (_UNSEEN_ENDS[found[1].lower()] if found[1] else _COMMENT_END).search(body, found.end())
        if end is None:
            return b"".join(pieces)
        at = end.end()
    return b"".join([*pieces, body[at:]])

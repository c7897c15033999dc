"""Whether markup that leaves its last tags out ends all the same as it should: HTML allows that of `</body>`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Page

_SAID = pattern(rb"</(?:body|html)\b", re.IGNORECASE)
_LAST = pattern(rb"</[a-z][a-z0-9]*\s*>\Z", re.IGNORECASE)
_UNSEEN = pattern(rb"<!--|<(script|style|template|textarea|title)\b", re.IGNORECASE)
_UNSEEN_ENDS = {
    name: pattern(rb"</" + name + rb"\b", re.IGNORECASE)
    for name in (b"script", b"style", b"template", b"textarea", b"title")
}
_COMMENT_END = pattern(rb"-->")
_PAIRED = pattern(
    rb"<(/?)(a|article|aside|b|blockquote|div|dl|em|footer|form|h[1-6]|header|i|main|nav|ol|pre|section|span|strong"
    rb"|table|u|ul)(?=[\s/>])",
    re.IGNORECASE,
)
"""Elements whose closing tag may not be left out (HTML, 13.1.2.4), as pages use them."""


def is_whole(page: Page) -> bool:
    """Whether every part ends with a complete closing tag and leaves no element open that must be closed."""
    return all(_ends_whole(part.body) for part in page.parts)


def _ends_whole(body: bytes) -> bool:
    if _SAID.search(body):
        return True
    seen = _seen(body)
    if seen is None or not _LAST.search(seen.rstrip()):
        return False
    tags = Counter((bool(closing), name.lower()) for closing, name in _PAIRED.findall(seen))
    return all(tags[True, name] >= tags[False, name] for _, name in tags)


def _seen(body: bytes) -> bytes | None:
    """Markup without comments, scripts and the like; None where one of these never ends."""
    pieces, at = [], 0
    while found := _UNSEEN.search(body, at):
        pieces.append(body[at : found.start()])
        end = (_UNSEEN_ENDS[found[1].lower()] if found[1] else _COMMENT_END).search(body, found.end())
        if end is None:
            return None
        at = end.start() if found[1] else end.end()
    return b"".join([*pieces, body[at:]])

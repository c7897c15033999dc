"""A text that a page prints twice: once for wide screens and once for narrow ones, say."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.blocks import Block

_PROSE = 20  # words of the first paragraph, by which a second print is found
_SHARE = 0.4  # of all blocks: terms repeat lists and tables, but not two fifths of themselves
_FEWEST = 6  # blocks: of a shorter text nobody can say that it was printed twice
_MOST = 20  # places that are tried: a text is printed twice or three times, one sentence over and over may be thousands


def second_print(blocks: Sequence[Block]) -> range:
    """Where a second print of the text stands, word for word; an empty range where there is none."""
    texts = [block.text for block in blocks]
    first = next((place for place, text in enumerate(texts) if len(text.split()) >= _PROSE), None)
    if first is None or len(texts) < _FEWEST:
        return range(0)
    alike = (place for place in range(first + 1, len(texts)) if texts[place] == texts[first])
    for again in islice(alike, _MOST):
        found = _run(texts, first, again)
        distinct = len({texts[place] for place in found})  # one sentence over and over is no second print
        if 2 * distinct > len(found) >= max(_FEWEST // 2, _SHARE * len(texts)):
            return found
    return range(0)


def _run(texts: Sequence[str], first: int, again: int) -> range:
    """The longest run around `again` that repeats the one around `first`, not running into it."""
    back = 0
    while back < first and texts[first - back - 1] == texts[again - back - 1] and again - back - 1 > first:
        back += 1
    ahead = 0
    while again + ahead < len(texts) and first + ahead < again - back and texts[first + ahead] == texts[again + ahead]:
        ahead += 1
    return range(again - back, again + ahead)

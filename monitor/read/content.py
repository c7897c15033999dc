"""Which blocks of a page are its terms: the part that holds the prose, without menus, consent and promotion.

Method: leave out what is furniture by its name (`furniture`), walk down from the
root while one child holds all the prose (`core`), and within it leave out what
stands before the first and after the last prose and belongs to neither. Prose is a
block of 20 words, or of 10 with punctuation, of which less than half is links;
Chinese and Japanese count by character. Hidden text inside the body (tabs,
accordions) is kept. The main title and the dated line are looked for above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import LeftOut
from monitor.read.copies import second_print
from monitor.read.core import root_of, within
from monitor.read.furniture import furniture_of
from monitor.read.learned import NOTHING_KNOWN, Known, left_out_of, placed
from monitor.read.outline import PUNCTUATED, Outline, outline_of, without
from monitor.read.stated import says_only_a_date
from monitor.text.fold import words
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.read.blocks import Block
    from monitor.read.nodes import Tree

_ABOVE = 12  # blocks above the terms among which their date is looked for, and a heading of any rank as their title
_NEAR = 3  # blocks below the terms among which a line is their date
_RIGHTS = pattern(r"(?:copyright|\(c\))\W.{0,40}\d{4}.{0,120}$", re.IGNORECASE)  # a page's last line, new each January
_AROUND = "around the terms"
_TWICE = "printed twice"
_NOISE = "data or a trial of fonts"


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks that are terms, and what was left out and why; `places` are where the blocks stand in the tree."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    places: tuple[int, ...] = ()


def content_of(tree: Tree, known: Known = NOTHING_KNOWN) -> Content:
    """The terms on a page. Where nothing is prose, everything that is no menu is kept; what was learned goes last."""
    outline = outline_of(tree)
    why = _furniture(outline)
    rest = without(outline, why)
    places = [place for place in range(len(tree.blocks)) if place not in why]
    if rest.total:
        places = _rescued(rest, places, _chosen(rest))
    places, copies = _once(outline, places)
    learned = _learned(tree, places, known)
    why |= learned
    places = [place for place in places if place not in learned]
    kept = set(places)
    for place in range(len(tree.blocks)):
        if place not in kept:
            why.setdefault(place, _TWICE if place in copies else _AROUND)
    left = _left_out((why[place], tree.blocks[place].block) for place in sorted(why) if place not in kept)
    return Content(tuple(tree.blocks[place].block for place in places), left, tuple(places))


def _learned(tree: Tree, places: Sequence[int], known: Known) -> dict[int, str]:
    """The blocks that are left out for what was learned of the host; places are counted only where anything was."""
    if not (known.learned.boilerplate or known.learned.restless):
        return {}
    return {places[number]: why for number, why in left_out_of(placed(tree, places), known).items()}


def _furniture(outline: Outline) -> dict[int, str]:
    """The blocks that are left out for what their element is called, or because no person is meant to read them."""
    found = furniture_of(outline)
    why = {place: found[raw.node] for place, raw in enumerate(outline.blocks) if raw.node in found}
    for place, noisy in enumerate(outline.noise):
        if noisy:
            why.setdefault(place, _NOISE)
    measure = outline.weights if outline.total else outline.counts
    return why if any(weight and place not in why for place, weight in enumerate(measure)) else {}


def _chosen(outline: Outline) -> list[int]:
    places = [place for place in within(outline, root_of(outline)) if outline.counts[place]]
    start, end = _span([outline.blocks[place].block for place in places])
    while end > start + 1 and _RIGHTS.match(outline.blocks[places[end - 1]].block.text):
        end -= 1
    return places[start:end]


def _rescued(outline: Outline, allowed: list[int], kept: list[int]) -> list[int]:
    """The terms with their title and the line with their date, where those stand above or below them."""
    if not kept:
        return kept
    blocks = [raw.block for raw in outline.blocks]
    near = [*range(max(0, kept[0] - _ABOVE), kept[0]), *range(kept[-1] + 1, min(len(blocks), kept[-1] + 1 + _NEAR))]
    dated = [place for place in near if says_only_a_date(blocks[place].text)]
    above = [place for place in allowed if place < kept[0]]
    titles = [] if any(_is_title(blocks[place]) for place in kept) else [p for p in above if _is_title(blocks[p])]
    if not titles and blocks[kept[0]].kind != "heading":
        prose = max((place for place in above if outline.weights[place]), default=-1)
        titles = [place for place in above[-_ABOVE:] if blocks[place].kind == "heading" and place > prose]
    return sorted({*titles[-1:], *dated, *kept})


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _once(outline: Outline, places: list[int]) -> tuple[list[int], set[int]]:
    """The blocks without a second print of them, and that print."""
    copy = second_print([outline.blocks[place].block for place in places])
    return [*places[: copy.start], *places[copy.stop :]], set(places[copy.start : copy.stop])


# --- plain text drowned in navigation ---------------------------------------------

_MENU_WORDS = frozenset(
    (
        "home|search|login|log in|sign in|sign up|products|solutions|pricing|about|about us|careers|contact|"
        "contact us|"
        "support|blog|news|partners|investors|resources|footer|main navigation|skip to main content|"
        "skip to content|menu|"
        "linkedin|twitter|facebook|youtube|instagram|privacy policy|cookie policy|language|english|newsletter|"
        "customers|"
        "developers"
    ).split("|")
)
_FEWEST_MENU_WORDS = 4  # of these, in one end of a text: a menu; terms that end in a list of names have none
_FEWEST_LINES = 12  # an end of a text that is shorter is no page furniture worth the risk
_NESTED = 30  # words of prose that is nested in lists: the promotions in a menu nest too, and are shorter
_SHORT_COST = 4  # words of prose that one short line weighs against


def text_content(blocks: Sequence[Block]) -> Content:
    """The terms within text that was copied with its page's menus around it; nearly always the text whole."""
    start, end = _span(blocks)
    kept = list(blocks[start:end])
    copy = second_print(kept)
    around = ((_AROUND, block) for block in (*blocks[:start], *blocks[end:]))
    twice = ((_TWICE, block) for block in kept[copy.start : copy.stop])
    return Content((*kept[: copy.start], *kept[copy.stop :]), _left_out([*around, *twice]))


def _span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Where the terms begin and end among blocks: all of them, unless an end of them is clearly a menu."""
    if not _is_furniture(blocks):
        return 0, len(blocks)
    start, end = _densest(blocks)
    start = _with_title(blocks, start)
    if not _is_furniture(blocks[:start]):
        start = 0
    if not _is_furniture(blocks[end:]):
        end = len(blocks)
    return start, end


def _densest(blocks: Sequence[Block]) -> tuple[int, int]:
    """The run of blocks with the most prose, short lines counted against it (largest sum of a run, Kadane 1984)."""
    best, best_range, total, start = 0, (0, len(blocks)), 0, 0
    for number, block in enumerate(blocks):
        count = len(words(block.text))
        prose = count >= (PUNCTUATED if block.level <= 1 else _NESTED)
        total += count if prose or block.kind in {"heading", "row"} or split_label(block.text)[0] else -_SHORT_COST
        if total <= 0:
            total, start = 0, number + 1
        elif total > best:
            best, best_range = total, (start, number + 1)
    return best_range


def _with_title(blocks: Sequence[Block], start: int) -> int:
    """The start moved up over the title and the dated line, which are short."""
    title = start
    while title and blocks[title - 1].level == 0 and blocks[title - 1].kind in {"paragraph", "heading"}:
        title -= 1
    while title < start and blocks[title + 1].text.startswith(blocks[title].text):
        title += 1  # the last entry of a menu that repeats the beginning of the title
    return title


def _is_furniture(blocks: Sequence[Block]) -> bool:
    if len(blocks) < _FEWEST_LINES:
        return False
    return sum(block.text.casefold() in _MENU_WORDS for block in blocks) >= _FEWEST_MENU_WORDS


def _left_out(parts: Iterable[tuple[str, Block]]) -> tuple[LeftOut, ...]:
    """What was left out: an entry for each reason, in the order in which they first stood on the page."""
    by_reason: dict[str, list[Block]] = {}
    for why, block in parts:
        by_reason.setdefault(why, []).append(block)
    return tuple(
        LeftOut(" ".join(block.text for block in blocks[:6])[:80], why, sum(len(words(block.text)) for block in blocks))
        for why, blocks in by_reason.items()
    )

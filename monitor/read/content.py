"""Which blocks of a page are its terms: the part that holds the prose, without menus, consent and promotion.

Method: walk down from the root while one child holds all the prose; below it,
drop navigation and dialogs; trim runs of links and short lines before the
first and after the last prose. Prose is a block of 20 words, or of 10 with
punctuation, of which less than half is links; Chinese and Japanese count by
character. Hidden text inside the body (tabs, accordions) is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import LeftOut
from monitor.read.copies import second_print
from monitor.text.dates import printed_dates
from monitor.text.fold import words
from monitor.text.labels import split_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.blocks import Block
    from monitor.read.tree import Node, RawBlock, Tree

_LONG = 20  # words: a block of prose without looking at its punctuation
_PUNCTUATED = 10  # words: with a sentence's punctuation
_SIBLINGS = 0.015  # of the prose: what may stand beside the one child that holds the terms
_FEWEST_PROSE = 3  # blocks of prose: one long paragraph is a part of the terms, not all of them
_SMALL = 0.15  # of the prose: a menu, footer or sidebar that holds more than this is part of the terms
_TOPICAL_MARKS = re.compile(r"cookie|consent|gdpr|subscribe|share|feedback|survey|related")
_MANY = 0.35  # of the prose: elements called cookie or share that hold more than this together are parts of the terms
_SENTENCE = re.compile(r"[.;:!?。；：！？]")
_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "search"})
_ASIDE_MARKS = re.compile(
    r"\b(?:navigation|banner|contentinfo|dialog|alertdialog|search|menu|navbar|breadcrumbs?|cookie|consent|gdpr|"
    r"onetrust|"
    r"newsletter|subscribe|share|social|sidebar|toolbar|pagination|related|promo|feedback|survey|skip-link|language-"
    r"(?:selector|switcher))\b"
)


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks that are terms, and what was left out and why."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]


def content_of(tree: Tree) -> Content:
    """The terms on a page. Where nothing is prose, everything that is no menu is kept."""
    weights = [_prose(raw) for raw in tree.blocks]
    total = sum(weights)
    aside = _asides(tree, weights, total)
    beside = _below(tree.nodes, aside)
    kept = [i for i, raw in enumerate(tree.blocks) if raw.node not in beside]
    if total:
        start, end = _span([tree.blocks[i].block for i in kept])
        kept = kept[start:end]
        allowed = set(kept)
        root = _root(tree, [w if i in allowed else 0 for i, w in enumerate(weights)]) if kept else -1
        below = _below(tree.nodes, {root})
        inside = [i for i in kept if root < 0 or tree.blocks[i].node in below]
        kept = _rescued(tree.blocks, kept, _trimmed(tree.blocks, weights, inside))
    copy = second_print([tree.blocks[i].block for i in kept])
    kept = [*kept[: copy.start], *kept[copy.stop :]]
    chosen = set(kept)
    rest = [raw.block for i, raw in enumerate(tree.blocks) if i not in chosen]
    return Content(tuple(tree.blocks[i].block for i in kept), _left_out(rest))


def _prose(raw: RawBlock) -> int:
    """How many words of prose a block is; 0 for a menu entry or a button."""
    count = len(words(raw.block.text))
    if raw.block.kind == "row":
        return count if count >= _PUNCTUATED else 0
    if raw.linked * 2 > count:
        return 0
    long_enough = count >= _LONG or (count >= _PUNCTUATED and _SENTENCE.search(raw.block.text))
    return count if long_enough else 0


def _asides(tree: Tree, weights: Sequence[int], total: int) -> set[int]:
    masses = _masses(tree, weights)
    named = {number for number, node in enumerate(tree.nodes) if _ASIDE_MARKS.search(node.marks)}
    topical = {number for number in named if _TOPICAL_MARKS.search(tree.nodes[number].marks)}
    if sum(masses[number] for number in topical if tree.nodes[number].parent not in topical) > _MANY * total:
        named -= topical  # a policy on cookies names its own parts so
    tagged = {number for number, node in enumerate(tree.nodes) if node.tag in _ASIDE_TAGS}
    return {
        number
        for number in named | tagged
        if tree.nodes[number].tag not in {"body", "main", "article", "html"} and masses[number] <= _SMALL * total
    }


def _masses(tree: Tree, weights: Sequence[int]) -> list[int]:
    """The prose below each node; children come after their parents, so one pass backwards adds it up."""
    masses = [0] * len(tree.nodes)
    for raw, weight in zip(tree.blocks, weights, strict=True):
        if raw.node >= 0:
            masses[raw.node] += weight
    for number in range(len(tree.nodes) - 1, -1, -1):
        if tree.nodes[number].parent >= 0:
            masses[tree.nodes[number].parent] += masses[number]
    return masses


def _root(tree: Tree, weights: Sequence[int]) -> int:
    """The deepest node that still holds all the prose but a sliver, or -1 for the whole page."""
    masses = _masses(tree, weights)
    blocks = _masses(tree, [int(weight > 0) for weight in weights])
    children: dict[int, list[int]] = {}
    for number, node in enumerate(tree.nodes):
        children.setdefault(node.parent, []).append(number)
    total, at = sum(weights), -1
    while below := children.get(at):
        best = max(below, key=masses.__getitem__)
        if masses[best] < (1 - _SIBLINGS) * total or blocks[best] < _FEWEST_PROSE:
            return at
        at = best
    return at


def _below(nodes: Sequence[Node], tops: set[int]) -> set[int]:
    """The nodes given and all below them; parents come before their children, so one pass finds them."""
    found = set(tops)
    for number, node in enumerate(nodes):
        if node.parent in found:
            found.add(number)
    return found


def _trimmed(blocks: Sequence[RawBlock], weights: Sequence[int], inside: list[int]) -> list[int]:
    """Without the links and short lines that stand before the first and after the last prose."""
    prose = [place for place, i in enumerate(inside) if weights[i]]
    if not prose:
        return inside
    first, last = prose[0], prose[-1]
    while first and not _is_menu(blocks[inside[first - 1]]):
        first -= 1
    while last + 1 < len(inside) and not _is_menu(blocks[inside[last + 1]]):
        last += 1
    return inside[first : last + 1]


def _is_menu(raw: RawBlock) -> bool:
    count = len(words(raw.block.text))
    return raw.block.kind != "heading" and raw.linked * 2 > count


def _rescued(blocks: Sequence[RawBlock], allowed: list[int], kept: list[int]) -> list[int]:
    """The main title, and the line with its date, where they stand above the part with the prose."""
    if not kept or any(blocks[i].block.kind == "heading" and blocks[i].block.level == 1 for i in kept):
        return kept
    before = [i for i in allowed if i < kept[0]]
    titles = [i for i in before if blocks[i].block.kind == "heading" and blocks[i].block.level == 1]
    if not titles:
        return kept
    dated = [i for i in before if i > titles[-1] and _is_dated(blocks[i].block)]
    return [titles[-1], *dated, *kept]


def _is_dated(block: Block) -> bool:
    return len(words(block.text)) <= _PUNCTUATED and bool(printed_dates(block.text))


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
    rest = [*blocks[:start], *blocks[end:]]
    kept = list(blocks[start:end])
    copy = second_print(kept)
    rest += kept[copy.start : copy.stop]
    return Content((*kept[: copy.start], *kept[copy.stop :]), _left_out(rest))


def _span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Where the terms begin and end among blocks: all of them, unless an end of them is clearly a menu."""
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
        prose = count >= (_PUNCTUATED if block.level <= 1 else _NESTED)
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


def _left_out(blocks: Sequence[Block]) -> tuple[LeftOut, ...]:
    """What was left out, runs of it as one entry."""
    count = sum(len(words(block.text)) for block in blocks)
    if not count:
        return ()
    first = " ".join(block.text for block in blocks[:6])[:80]
    return (LeftOut(first, "menus, links and other page furniture around the terms", count),)

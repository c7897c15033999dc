"""The tree of a page with what stands below each element counted: words, prose, links, controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING

from monitor.text.fold import CJK, key, words
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.read.blocks import Block
    from monitor.read.nodes import Node, RawBlock, Tree

LONG = 20  # words: a block of prose without looking at its punctuation
PUNCTUATED = 10  # words: with a sentence's punctuation
_UNSPACED = pattern(f"[{CJK}]")
_SENTENCE = pattern(r"[.;:!?。；：！？]")
_LONGEST_LINE = 200  # characters of an entry in a list of contents
_BEGUN = 3  # letters by which a line is told from others; more are often followed by what is no letter
_REPETITIVE = 0.2  # different words to all: "word word word" is a trial of fonts, no text
_JSON_KEY = pattern(r"\"\s*:\s*[\"\[{\d]")
_DATA = frozenset("{[")  # what JSON begins with
_MOST_KEYS = 5  # keys of JSON in one block: data for a script that came to stand in the text


@dataclass(slots=True)
class Outline:
    """Sums for each node over all that stands in it.

    `holders` are the nodes in which the blocks stand, `weights` is the prose of each block, `counts` its words,
    `links` those of them that lead elsewhere, and `noise` says that it is made for machines; `first` and `last`
    are the first and the last block in each node (0 and -1 where it has none).
    """

    nodes: Sequence[Node]
    blocks: Sequence[RawBlock]
    holders: list[int]
    weights: list[int]
    counts: list[int]
    links: list[int]
    noise: list[bool]
    prose: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    total: int = 0  # the prose of the whole page
    _children: dict[int, list[int]] = field(default_factory=dict)

    def children(self) -> dict[int, list[int]]:
        """The nodes with blocks in them, by the node they stand in (-1 for the page); found when first asked for."""
        children = self._children
        if not children:
            last = self.last
            for number, node in enumerate(self.nodes):
                if last[number] >= 0:
                    children.setdefault(node.parent, []).append(number)
        return children

    def heading_in(self, node: int) -> str:
        """The words of the first heading in a node, or ""."""
        for raw in self.blocks[self.first[node] : self.last[node] + 1]:
            if raw.block.kind == "heading":
                return raw.block.text
        return ""


def outline_of(tree: Tree) -> Outline:
    """A page's outline."""
    blocks = [raw.block for raw in tree.blocks]
    texts = [block.text for block in blocks]
    counts = [_count_of(text) for text in texts]
    links = _links(texts, [raw.linked for raw in tree.blocks])
    noise = [
        (count >= LONG or text[:1] in _DATA) and _is_noise(block, count)
        for block, text, count in zip(blocks, texts, counts, strict=True)
    ]
    weights = [
        _prose(block, count, linked) if count >= PUNCTUATED and not noisy else 0
        for block, count, linked, noisy in zip(blocks, counts, links, noise, strict=True)
    ]
    holders = [raw.node for raw in tree.blocks]
    outline = Outline(tree.nodes, tree.blocks, holders, weights, counts, links, noise)
    outline.controls = _controls(tree.nodes)
    _count(outline)
    return outline


def without(outline: Outline, left_out: Iterable[int]) -> Outline:
    """The outline as it would be without the blocks given; the nodes stay."""
    holders, weights = outline.holders.copy(), outline.weights.copy()
    counts, links = outline.counts.copy(), outline.links.copy()
    for place in left_out:
        holders[place] = -1
        weights[place] = counts[place] = links[place] = 0
    kept = Outline(outline.nodes, outline.blocks, holders, weights, counts, links, outline.noise)
    kept.controls = outline.controls
    _count(kept)
    return kept


def _count(outline: Outline) -> None:
    """Add up what stands in each node."""
    outline.total = sum(outline.weights)
    outline.first, outline.last = _ends(outline.nodes, outline.holders)
    behind = [place + 1 for place in outline.last]
    outline.prose = _sums(outline.weights, outline.first, behind)
    outline.words = _sums(outline.counts, outline.first, behind)
    outline.linked = _sums(outline.links, outline.first, behind)


def _ends(nodes: Sequence[Node], holders: Sequence[int]) -> tuple[list[int], list[int]]:
    """The first and the last block in each node. Children come after their parents: one pass backwards reaches all."""
    first, last = [0] * len(nodes), [-1] * len(nodes)
    for place, holder in enumerate(holders):
        if holder >= 0:
            if last[holder] < 0:
                first[holder] = place
            last[holder] = place
    for number in range(len(nodes) - 1, -1, -1):
        above, end = nodes[number].parent, last[number]
        if above < 0 or end < 0:
            continue
        if last[above] < 0 or first[number] < first[above]:
            first[above] = first[number]
        last[above] = max(last[above], end)
    return first, last


def _sums(values: Sequence[int], first: Sequence[int], behind: Sequence[int]) -> list[int]:
    """The sum of what the blocks in each node have. They stand in a row, for the page was walked depth first."""
    before = list(accumulate(values, initial=0))
    return list(map(sub, map(before.__getitem__, behind), map(before.__getitem__, first)))


def _controls(nodes: Sequence[Node]) -> list[int]:
    """How many buttons and fields stand in each node."""
    controls = [node.controls for node in nodes]
    if any(controls):
        for number in range(len(nodes) - 1, -1, -1):
            above = nodes[number].parent
            if above >= 0:
                controls[above] += controls[number]
    return controls


def _links(texts: Sequence[str], linked: Sequence[int]) -> list[int]:
    """How many words of each block lead elsewhere.

    Those of a list of contents, which a line below repeats, do not; a printed address is words like others.
    """
    links = [count if count and "://" not in text else 0 for text, count in zip(texts, linked, strict=True)]
    entries = {
        place: key(texts[place]) for place, count in enumerate(links) if count and len(texts[place]) <= _LONGEST_LINE
    }
    lowest = _lowest(texts, linked, {line for line in entries.values() if line})
    for place, line in entries.items():
        if lowest.get(line, -1) > place:
            links[place] = 0
    return links


def _lowest(texts: Sequence[str], linked: Sequence[int], lines: set[str]) -> dict[str, int]:
    """Where each of these lines stands last as no link."""
    begun = {line[:_BEGUN] for line in lines}
    found: dict[str, int] = {}
    for place, text in enumerate(texts):
        if linked[place] or len(text) > _LONGEST_LINE:
            continue
        start = text[:_BEGUN]
        if start.isalpha() and start.lower() not in begun and text.isascii():
            continue  # letters stay letters: nearly all lines are told apart so, in a tenth of the time
        line = key(text)
        if line in lines:
            found[line] = place
    return found


def _prose(block: Block, count: int, links: int) -> int:
    """How many words of prose a block of at least `PUNCTUATED` words is that is no noise; 0 for a menu entry."""
    if links * 2 > count:
        return 0
    return count if count >= LONG or block.kind == "row" or _SENTENCE.search(block.text) else 0


def _is_noise(block: Block, count: int) -> bool:
    """Whether a block is made for machines: data of a script, or the same words over and over, but for a table's."""
    text = block.text
    if block.kind == "row":
        return False
    if text[:1] in _DATA and len(_JSON_KEY.findall(text)) >= _MOST_KEYS:
        return True
    if count < LONG or not text.isascii():
        return False
    fewest = _REPETITIVE * min(count, 5 * LONG)
    if len(set(text.split(None, 2 * LONG))) > fewest + 1:  # as nearly always; the last one is all the rest
        return False
    return len(set(text.split())) < fewest


def _count_of(text: str) -> int:
    """How many words a block has; looked at one by one only where they stand without spaces between them."""
    if text.isascii():
        if "  " in text:
            return len(text.split())
        bare = text.strip(" ")  # the text of a block is tidy: what stands between its words are single spaces
        return bare.count(" ") + 1 if bare else 0
    return len(words(text)) if _UNSPACED.search(text) else len(text.split())

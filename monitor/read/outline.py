"""The tree of a page with what stands below each element counted: words, prose, links, controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.text.fold import CJK, key, words
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.blocks import Block
    from monitor.read.nodes import Node, RawBlock, Tree

LONG = 20  # words: a block of prose without looking at its punctuation
PUNCTUATED = 10  # words: with a sentence's punctuation
_UNSPACED = pattern(f"[{CJK}]")
_SENTENCE = pattern(r"[.;:!?。；：！？]")
_LONGEST_LINE = 200  # characters of an entry in a list of contents
_REPETITIVE = 0.2  # different words to all: "word word word" is a trial of fonts, no text
_JSON_KEY = pattern(r"\"\s*:\s*[\"\[{\d]")
_MOST_KEYS = 5  # keys of JSON in one block: data for a script that came to stand in the text


@dataclass(slots=True)
class Outline:
    """Sums for each node over all that stands in it.

    `weights` is the prose of each block, `counts` its words, `links` those of them that lead
    elsewhere, and `noise` says that it is made for machines; `first` and `last` are the
    first and the last block in each node (-1 where it has none).
    """

    nodes: Sequence[Node]
    blocks: Sequence[RawBlock]
    weights: list[int]
    counts: list[int]
    links: list[int]
    noise: list[bool]
    prose: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)  # blocks of prose
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    children: dict[int, list[int]] = field(default_factory=dict)
    total: int = 0  # the prose of the whole page

    def heading_in(self, node: int) -> str:
        """The words of the first heading in a node, or ""."""
        if self.first[node] < 0:
            return ""
        inside = self.blocks[self.first[node] : self.last[node] + 1]
        return next((raw.block.text for raw in inside if raw.block.kind == "heading"), "")


def outline_of(tree: Tree) -> Outline:
    """A page's outline. Children come after their parents, so that one pass backwards adds everything up."""
    counts = [_count_of(raw.block.text) for raw in tree.blocks]
    links = _links(tree.blocks)
    noise = [is_noise(raw.block, count) for raw, count in zip(tree.blocks, counts, strict=True)]
    measured = zip(tree.blocks, counts, links, noise, strict=True)
    weights = [0 if noisy else _prose(raw, count, linked) for raw, count, linked, noisy in measured]
    outline = Outline(tree.nodes, tree.blocks, weights, counts, links, noise)
    _count(outline)
    return outline


def without(outline: Outline, left_out: set[int]) -> Outline:
    """The outline as it would be without the blocks given; the nodes stay."""
    weights = [0 if place in left_out else weight for place, weight in enumerate(outline.weights)]
    counts = [0 if place in left_out else count for place, count in enumerate(outline.counts)]
    kept = Outline(outline.nodes, outline.blocks, weights, counts, outline.links, outline.noise)
    _count(kept, left_out)
    return kept


def _count(outline: Outline, left_out: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    size = len(outline.nodes)
    outline.total = sum(outline.weights)
    outline.prose, outline.words, outline.linked = [0] * size, [0] * size, [0] * size
    outline.controls, outline.pieces = [node.controls for node in outline.nodes], [0] * size
    outline.first, outline.last = [-1] * size, [-1] * size
    for place, raw in enumerate(outline.blocks):
        node, weight = raw.node, outline.weights[place]
        if node < 0 or place in left_out:
            continue
        outline.prose[node] += weight
        outline.words[node] += outline.counts[place]
        outline.linked[node] += outline.links[place]
        outline.pieces[node] += weight > 0
        outline.first[node] = place if outline.first[node] < 0 else outline.first[node]
        outline.last[node] = place
    _add_up(outline)
    for number, node_of in enumerate(outline.nodes):
        if outline.first[number] >= 0:
            outline.children.setdefault(node_of.parent, []).append(number)


def _add_up(outline: Outline) -> None:
    """Add what stands in each node to the one above it, the innermost first."""
    first, last, controls = outline.first, outline.last, outline.controls
    sums = (outline.prose, outline.words, outline.linked, outline.pieces)
    for number in range(len(outline.nodes) - 1, -1, -1):
        above = outline.nodes[number].parent
        if above < 0:
            continue
        controls[above] += controls[number]
        if first[number] < 0:
            continue  # nothing else stands in it
        for one in sums:
            one[above] += one[number]
        if first[above] < 0 or first[number] < first[above]:
            first[above] = first[number]
        last[above] = max(last[above], last[number])


def _links(blocks: Sequence[RawBlock]) -> list[int]:
    """How many words of each block lead elsewhere.

    Those of a list of contents, which a line below repeats, do not; a printed address is words like others.
    """
    links: list[int] = []
    below: set[str] = set()
    for raw in reversed(blocks):
        line = key(raw.block.text) if len(raw.block.text) <= _LONGEST_LINE else ""
        links.append(0 if raw.linked and (line in below or "://" in raw.block.text) else raw.linked)
        if line and not raw.linked:
            below.add(line)
    return links[::-1]


def _prose(raw: RawBlock, count: int, links: int) -> int:
    """How many words of prose a block is that is no noise; 0 for a menu entry or a button."""
    if links * 2 > count:
        return 0
    if raw.block.kind == "row":
        return count if count >= PUNCTUATED else 0
    long_enough = count >= LONG or (count >= PUNCTUATED and _SENTENCE.search(raw.block.text))
    return count if long_enough else 0


def is_noise(block: Block, count: int) -> bool:
    """Whether a block is made for machines: data of a script, or the same words over and over, but for a table's."""
    text = block.text
    if block.kind == "row":
        return False
    if text[:1] in {"{", "["} and len(_JSON_KEY.findall(text)) >= _MOST_KEYS:
        return True
    return count >= LONG and text.isascii() and len(set(text.split())) < _REPETITIVE * min(count, 5 * LONG)


def _count_of(text: str) -> int:
    """How many words a block has; looked at one by one only where they stand without spaces between them."""
    return len(words(text)) if not text.isascii() and _UNSPACED.search(text) else len(text.split())

"""A part of a page, as a source asks for it: from one heading or element to another, or what an anchor names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from monitor.errors import SelectorMatchedNothing
from monitor.read.nodes import Tree
from monitor.text.fold import key
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Source
    from monitor.read.blocks import Block
    from monitor.read.nodes import RawBlock

_PLAIN_FRAGMENT = pattern(r"[^/!:~=&]+")  # not "#/route", "#!route" or "#:~:text=": they name no element
_SECTION_HEADINGS = 2  # headings in an element that is a document of its own; one is a section's

FindAnchor: TypeAlias = Callable[[str], str | None]


def _reads(block: Block, wanted: str) -> bool:
    if len(block.text) > 20 * len(wanted) + 200:
        return False
    _, rest = split_label(block.text, heading=True)
    return wanted in {key(block.text), key(rest)}


def fragment_of(address: str) -> str:
    """The anchor that an address names, or "" where it names none."""
    fragment = address.partition("#")[2]
    return fragment if _PLAIN_FRAGMENT.fullmatch(fragment) else ""


def at_anchor(tree: Tree, anchor: str, source: Source) -> Tree:
    """The part of a page that an anchor names: the element, or the section under the heading that bears it.

    Raises `SelectorMatchedNothing` where nothing on the page bears it.
    """
    for number, node in enumerate(tree.nodes):
        if node.anchor == anchor and (inside := _inside(tree, number)):
            headings = sum(raw.block.kind == "heading" for raw in inside)
            if headings >= _SECTION_HEADINGS or len(inside) > 2 * headings + 1:
                return Tree(tree.nodes, inside)
    start = next((place for place, raw in enumerate(tree.blocks) if anchor in raw.anchors), None)
    if start is None:
        raise SelectorMatchedNothing(source.id, f"nothing on the page bears the anchor #{anchor}; correct the address")
    return Tree(tree.nodes, tree.blocks[start : _section_end(tree.blocks, start)])


def _inside(tree: Tree, number: int) -> list[RawBlock]:
    below = {number}
    for other in range(number + 1, len(tree.nodes)):
        if tree.nodes[other].parent in below:
            below.add(other)
    return [raw for raw in tree.blocks if raw.node in below]


def _section_end(blocks: Sequence[RawBlock], start: int) -> int:
    """Where the section ends whose heading stands at `start` or next to it."""
    heading = next((raw.block for raw in blocks[start : start + 2] if raw.block.kind == "heading"), None)
    if heading is None:
        return len(blocks)
    for place in range(start + 2, len(blocks)):
        block = blocks[place].block
        if block.kind == "heading" and block.level <= heading.level:
            return place
    return len(blocks)


def between(tree: Tree, source: Source, find: FindAnchor) -> Tree:
    """The part of a page from the source's `start` on and before its `end`.

    Either is a heading's words or a CSS selector; `find` gives a selected element's
    anchor. Raises `SelectorMatchedNothing`, naming the one that is not on the page.
    """
    blocks = [raw.block for raw in tree.blocks]
    start = _place(tree, blocks, source.start, find) if source.start else 0
    if start is None:
        raise _absent(source, "start", source.start)
    end = _place(tree, blocks, source.end, find, after=start) if source.end else len(blocks)
    if end is None:
        raise _absent(source, "end", source.end)
    return Tree(tree.nodes, tree.blocks[start:end])


def lines_between(blocks: Sequence[Block], source: Source) -> Sequence[Block]:
    """The same for a document without elements: `start` and `end` are lines or headings."""
    start = line_place(blocks, source.start) if source.start else 0
    if start is None:
        raise _absent(source, "start", source.start)
    end = line_place(blocks, source.end, after=start) if source.end else len(blocks)
    if end is None:
        raise _absent(source, "end", source.end)
    return blocks[start:end]


def line_place(blocks: Sequence[Block], wanted: str, after: int = -1) -> int | None:
    """The first heading below `after` that reads so, with its label or without; else the first line that does."""
    alike = [place for place, block in enumerate(blocks) if place > after and _reads(block, key(wanted))]
    headings = [place for place in alike if blocks[place].kind == "heading"]
    return next(iter([*headings, *alike]), None)


def _place(tree: Tree, blocks: Sequence[Block], wanted: str, find: FindAnchor, after: int = -1) -> int | None:
    place = line_place(blocks, wanted, after)
    anchor = find(wanted) if place is None else None
    if anchor is None:
        return place
    return next((number for number, raw in enumerate(tree.blocks) if anchor in raw.anchors), None)


def _absent(source: Source, key_name: str, wanted: str | None) -> SelectorMatchedNothing:
    return SelectorMatchedNothing(
        source.id, f"no heading on the page reads {wanted!r} and no element is selected by it; correct `{key_name}`"
    )

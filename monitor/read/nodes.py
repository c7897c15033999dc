"""A page's elements and blocks as they were walked: what every step behind the tree itself works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from monitor.read.blocks import Block


@dataclass(slots=True)
class Node:
    """One element that holds blocks: what the choice of content needs to know of it.

    `marks` are its id and classes as lower-case words with hyphens ("nav-bar"), `role`
    is what it says to be to readers who cannot see it, `anchor` its id as written;
    `controls` counts the buttons and fields that stand in it and in no node below.
    """

    parent: int
    tag: str
    marks: str
    hidden: bool
    role: str = ""
    anchor: str = ""
    controls: int = 0


class RawBlock(NamedTuple):
    """A block, the node it stands in, how many of its words are links that lead elsewhere, and the anchors at it."""

    block: Block
    node: int
    linked: int
    anchors: tuple[str, ...] = ()


@dataclass(slots=True)
class Tree:
    """The nodes of a page, parents before children, and its blocks in reading order."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)

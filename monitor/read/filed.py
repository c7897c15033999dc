"""A layout of a file that people keep, a PDF or DOCX: all of it is terms, and what it shows is its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Surface
from monitor.text.fold import CJK
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.blocks import Block

_CHARACTER = pattern(f"[{CJK}]")


def file_surface(blocks: Sequence[Block], title: str, *, closed: bool = True) -> Surface:
    """What a file shows; `closed` says that its end was found."""
    words = sum(len(block.text.split()) for block in blocks)
    characters = sum(len(_CHARACTER.findall(block.text)) for block in blocks if not block.text.isascii())
    return Surface(title=title, words=words + characters, closed=closed)

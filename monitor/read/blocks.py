"""What every format is read into before it is divided into clauses: blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from monitor.errors import TooMuchToRead
from monitor.model import Surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import DateEvidence, LeftOut, Link

BlockKind = Literal["heading", "paragraph", "item", "row"]


class Block(NamedTuple):
    """One piece of a document's layout, its text tidied and free of markup; a tuple, for pages have hundreds.

    `level` is a heading's level (1 to 6) or how deep in lists and quotations a block
    stands (0 outside). `marker` is an ordered item's printed number. `bold` is how many
    characters at the start of the text are emphasised. `cells` and `header` stand for
    table rows.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str | None = None
    bold: int = 0
    links: tuple[Link, ...] = ()
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    quoted: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A page before segmentation: its blocks, and what it says of itself beside them.

    `meta` holds lower-cased keys of front matter or meta elements ("title", "date").
    """

    blocks: tuple[Block, ...]
    title: str = ""
    language: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    surface: Surface = field(default_factory=Surface)
    evidence: tuple[DateEvidence, ...] = ()


_MOST_BLOCKS = 30_000  # ten times as many as the longest terms met; each costs a tenth of a millisecond and more


def bounded(blocks: Sequence[Block], subject: str) -> Sequence[Block]:
    """The blocks. Raises `TooMuchToRead`, naming the subject, where they are more than any terms have."""
    if len(blocks) > _MOST_BLOCKS:
        raise TooMuchToRead(
            subject, f"holds more than {_MOST_BLOCKS:,} paragraphs; no terms do, `select` the part that is terms"
        )
    return blocks

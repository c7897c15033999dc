"""Tables of facts as rows of cells, each cell where a reader sees it: spans repeat what they span (HTML, 4.9.12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Link
from monitor.text.addresses import without_tracking
from monitor.text.fold import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

_LAYOUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "main", "article", "section", "nav", "form")
_WIDEST_SPAN = 100  # cells; the standard allows 1,000 columns and 65,534 rows, an attack asks for them
_UNSEEN = ("script", "style", "noscript", "template")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words of its cells, its links, how many of its words are links, and whether all cells are headers.

    A cell that spans rows stands in each of them in `cells`, and in `text` only where it was printed.
    """

    cells: tuple[str, ...]
    text: str
    links: tuple[Link, ...]
    linked: int
    header: bool


def is_data_table(table: Tag) -> bool:
    """A table of facts has a row of two cells or more, and no page layout inside it."""
    if table.find(_LAYOUT) is not None:
        return False
    return any(len(_cells(row)) > 1 for row in table.find_all("tr"))


def rows_of(table: Tag) -> Iterator[Row]:
    """The rows that say something."""
    reaching: dict[int, tuple[int, str]] = {}  # by column: for how many rows more a cell from above reaches, its words
    for tag in table.find_all("tr"):
        printed = _cells(tag)
        cells, own = _placed(printed, reaching)
        if not any(own):
            continue
        links = tuple(_links(printed))
        yield Row(
            cells=cells,
            text=" | ".join(cell for cell in own if cell),
            links=links,
            linked=sum(len(link.text.split()) for link in links),
            header=bool(printed) and all(cell.name == "th" for cell in printed),
        )


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _placed(printed: list[Tag], reaching: dict[int, tuple[int, str]]) -> tuple[tuple[str, ...], list[str]]:
    """The words in each column of a row, those that reach into it from above included; and those printed in it."""
    placed: list[str] = []
    own: list[str] = []

    def take_reaching() -> None:
        while (above := reaching.get(len(placed))) is not None:
            rows, words = above
            if rows > 1:
                reaching[len(placed)] = (rows - 1, words)
            else:
                del reaching[len(placed)]
            placed.append(words)

    for cell in printed:
        take_reaching()
        words = _words(cell)
        own.append(words)
        rows = _span(cell, "rowspan")
        for _ in range(_span(cell, "colspan")):
            if rows > 1:
                reaching[len(placed)] = (rows - 1, words)
            placed.append(words)
    take_reaching()
    return tuple(placed), own


def _words(cell: Tag) -> str:
    for unseen in cell.find_all(_UNSEEN):
        unseen.decompose()
    return tidy(cell.get_text(" "))


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "").strip()
    return min(int(value), _WIDEST_SPAN) if value.isascii() and value.isdigit() and int(value[:4]) > 0 else 1


def _links(cells: list[Tag]) -> Iterator[Link]:
    for cell in cells:
        for anchor in cell.find_all("a"):
            target = str(anchor.get("href") or "")
            if target:
                yield Link(tidy(anchor.get_text(" ")), without_tracking(target))

"""Tables of facts as rows of cells, each cell where a reader sees it: spans repeat what they span (HTML, 4.9.12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4.element import NavigableString, PreformattedString, Tag

from monitor.model import Link
from monitor.read.soup import elements
from monitor.text.addresses import shown_mail, without_tracking
from monitor.text.fold import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from bs4.element import PageElement

_LAYOUT = frozenset("table h1 h2 h3 h4 h5 h6 main article section nav form".split())
_WIDEST_SPAN = 100  # cells; the standard allows 1,000 columns and 65,534 rows, an attack asks for them
_WIDEST_ROW = 200  # columns; the standard allows 1,000, no table of terms has so many, and what spans further is cut
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_WITHIN_WORDS = frozenset("a abbr b bdi bdo code em font i ins mark s small span strong sub sup tt u wbr".split())


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
    if any(True for _ in elements(table, *_LAYOUT)):
        return False
    return any(len(_cells(row)) > 1 for row in elements(table, "tr"))


def rows_of(table: Tag) -> Iterator[Row]:
    """The rows that say something."""
    reaching: dict[int, tuple[int, str]] = {}  # by column: for how many rows more a cell from above reaches, its words
    for tag in elements(table, "tr"):
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
    return [child for child in row.contents if isinstance(child, Tag) and child.name in {"td", "th"}]


def _placed(printed: list[Tag], reaching: dict[int, tuple[int, str]]) -> tuple[tuple[str, ...], list[str]]:
    """The words in each column of a row, those that reach into it from above included; and those printed in it."""
    placed: list[str] = []
    own: list[str] = []

    def take_reaching() -> None:
        while len(placed) < _WIDEST_ROW and (above := reaching.get(len(placed))) is not None:
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
        for _ in range(min(_span(cell, "colspan"), max(1, _WIDEST_ROW - len(placed)))):
            if rows > 1:
                reaching[len(placed)] = (rows - 1, words)
            placed.append(words)
    take_reaching()
    return tuple(placed), own


def _words(cell: Tag) -> str:
    return tidy("".join(_spoken(cell)))


def _spoken(tag: Tag) -> Iterator[str]:
    """What an element says, piece by piece: a cell is small, and to search it by name would take longer."""
    steps: list[Tag | str] = [tag]
    while steps:
        step = steps.pop()
        if not isinstance(step, Tag):
            yield step
        elif "data-cfemail" in step.attrs:
            yield shown_mail(str(step["data-cfemail"]))
        elif step.name == "img":
            yield f" {step.get('alt') or ''} "  # in a table the picture of a tick is an answer
        elif step.name not in _UNSEEN:
            apart = [] if step.name in _WITHIN_WORDS else [" "]
            steps += [*apart, *(child for child in reversed(step.contents) if _is_text(child)), *apart]


def _is_text(node: PageElement) -> TypeGuard[Tag | NavigableString]:
    return isinstance(node, Tag | NavigableString) and not isinstance(node, PreformattedString)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "").strip()
    return min(int(value), _WIDEST_SPAN) if value.isascii() and value.isdigit() and int(value[:4]) > 0 else 1


def _links(cells: list[Tag]) -> Iterator[Link]:
    for cell in cells:
        for tag in elements(cell, "a"):
            if tag.get("href"):
                yield Link(_words(tag), without_tracking(str(tag["href"])))

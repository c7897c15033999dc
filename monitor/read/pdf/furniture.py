"""What is printed around the text of every page: running headers and footers, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import LeftOut
from monitor.read.pdf.lines import Line, rows_of, usual_size
from monitor.text.fold import words
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.read.pdf.lines import Run

_MARGIN = 0.15  # of the height of a page, at each end, is where headers and footers stand
_SPACE = 1.45  # sizes of letters from a header to the text: lines of one text are seldom as far apart
_OTHER_SIZE = 0.08  # of the size: a header in smaller letters may stand close to the text
_MOST_ROWS = 4  # of them at each end
_SAME_HEIGHT = 6.0  # points: a header stands at one height on its pages
_SHARE = 0.3  # of the pages has a header: left and right pages may differ, first ones have none
_SHARE_COUNTED = 0.5  # of the pages, for rows that are alike in nothing but that a number counts the pages
_FEWEST, _FEWEST_COUNTED = 2, 3
_MOST_NUMBERS = 6  # in a row, each tried as the one that counts the pages
_LARGEST = 1.15  # times the usual size of letters: what is larger is a heading, "Annex 2" on its own page, say
_NUMBERS = pattern(r"\d+")
_COUNT = pattern(r"[0-9]{1,4}")
_PAGE_NUMBER = pattern(
    r"(?:page|seite|página|pagina|strona|sida|p\.)?\s*\d{1,4}\s*(?:of|/|von|de|di|van|av|z|sur)\s*\d{1,4}"
    r"|(?:page|seite|página|pagina|strona|sida)\s+\d{1,4}|第?\s*\d{1,4}\s*(?:页|頁|ページ)",
    re.IGNORECASE,
)
_SMALL_ROMAN = pattern(r"[ivxl]{1,6}")


@dataclass(frozen=True, slots=True)
class Bare:
    """The runs of each page without what stands around its text, and what that was."""

    pages: tuple[tuple[Run, ...], ...]
    left_out: tuple[LeftOut, ...] = ()


def without_furniture(pages: Sequence[Sequence[Run]], heights: Sequence[float]) -> Bare:
    """Leave out lines that stand at one height in the margins of several pages, numbers aside, and page numbers."""
    rows = [_Rows(rows_of(page), height) for page, height in zip(pages, heights, strict=True)]
    ends = _ends(rows)
    kept, dropped = [], []
    for number, page in enumerate(rows):
        gone = [row for top in (True, False) for row in _around(page, number, ends, top=top)]
        hidden = {id(row) for row in gone}
        kept.append(tuple(run for row in page.rows if id(row) not in hidden for run in row.runs))
        dropped.extend(gone)
    return Bare(tuple(kept), _told(dropped))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a page, from the top down, and its height in points."""

    rows: list[Line]
    height: float

    def margin(self, *, top: bool) -> list[Line]:
        """The rows in the margin at one end of the page, the outermost first."""
        ordered = self.rows if top else self.rows[::-1]
        depth = _MARGIN * self.height
        return [row for row in ordered[:_MOST_ROWS] if (row.base if top else self.height - row.base) < depth]


@dataclass(frozen=True, slots=True)
class _Ends:
    """How many pages each look of a row is met on, at one height and at the same end."""

    worded: Counter[_Look]
    counted: Counter[_Look]
    pages: int
    largest: float  # size of the letters of furniture

    def has(self, row: Line, number: int, *, top: bool) -> bool:
        """Whether a row is furniture."""
        if row.size > self.largest:
            return False
        if any(
            self.counted[look] >= max(_FEWEST_COUNTED, _SHARE_COUNTED * self.pages)
            for look in _counts(row, number, top=top)
        ):
            return True
        return any(self.worded[look] >= max(_FEWEST, _SHARE * self.pages) for look in _looks(row, number, top=top))


def _ends(rows: list[_Rows]) -> _Ends:
    worded: Counter[_Look] = Counter()
    counted: Counter[_Look] = Counter()
    for number, page in enumerate(rows):
        for top in (True, False):
            end = page.margin(top=top)
            worded.update({look for row in end for look in _looks(row, number, top=top)})
            counted.update({look for row in end for look in _counts(row, number, top=top)})
    size = usual_size(word for page in rows for row in page.rows for word in row.words)
    return _Ends(worded, counted, len(rows), _LARGEST * size)


_Look = tuple[
    bool, int, str, int
]  # whether at the top, its height, its words, and how far a number is ahead of the page


def _looks(row: Line, number: int, *, top: bool) -> list[_Look]:
    """A row as it is, and with each of its numbers in turn as one that may count the pages."""
    height = round(row.base / _SAME_HEIGHT)
    text = row.text
    found = list(_NUMBERS.finditer(text))[:_MOST_NUMBERS]
    counting = [
        (top, height, f"{text[: match.start()]}#{text[match.end() :]}", int(match.group()[-9:]) - number)
        for match in found
    ]
    return [(top, height, text, 0), *counting]


def _counts(row: Line, number: int, *, top: bool) -> list[_Look]:
    """A row as a number that begins or ends it, whatever its words are: running heads name their section."""
    ends = {word.text for word in (row.words[0], row.words[-1]) if _COUNT.fullmatch(word.text)}
    return [(top, round(row.base / _SAME_HEIGHT), "", int(text) - number) for text in ends]


def _around(page: _Rows, number: int, ends: _Ends, *, top: bool) -> list[Line]:
    """The rows at one end of a page that are furniture: inwards up to the last that is set apart from the text."""
    gone: list[Line] = []
    sure = 0
    ordered = page.rows if top else page.rows[::-1]
    for row, inner in zip(page.margin(top=top), [*ordered[1:], None], strict=False):
        numbers = _is_page_number(row, number)
        if not numbers and not ends.has(row, number, top=top):
            break
        gone.append(row)
        if numbers or inner is None or _is_apart(row, inner):
            sure = len(gone)
    return gone[:sure]


def _is_apart(row: Line, inner: Line) -> bool:
    """Whether a row stands apart from the next one inwards, by space or by the size of its letters."""
    other_size = abs(row.size - inner.size) > _OTHER_SIZE * inner.size
    return other_size or abs(inner.base - row.base) > _SPACE * max(row.size, inner.size)


def _is_page_number(row: Line, number: int) -> bool:
    """Whether a row is "Page 3 of 9", or the very number of its page."""
    text = row.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text) or _SMALL_ROMAN.fullmatch(text)) or text.strip("- ") == str(number + 1)


def _told(rows: list[Line]) -> tuple[LeftOut, ...]:
    """What was left out, each wording once."""
    found: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[_NUMBERS.sub("#", row.text)].append(row)
    return tuple(
        LeftOut(
            alike[0].text[:80],
            f"a header, footer or page number around the text of {len(alike)} page{'s' if len(alike) > 1 else ''}",
            sum(len(words(row.text)) for row in alike),
        )
        for alike in found.values()
    )

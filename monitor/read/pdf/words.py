"""A PDF as words with their places: all that is asked of pdfium (ISO 32000-1 is what it implements).

pdfium keeps one state for the whole process and may be used by one thread at a time, so that
each document is opened, read and closed in one turn.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from monitor.errors import TooMuchToRead, UnreadableType
from monitor.read.pdf.drawn import refuse_expansion
from monitor.read.pdf.streams import refuse_bombs
from monitor.text.addresses import without_tracking
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_TURN: SimpleQueue[None] = SimpleQueue()  # holds one token: who has it may use pdfium
_TURN.put(None)

_MOST_PAGES = 1_000  # the longest terms have some hundred
_MOST_CHARACTERS = 1_000_000  # read in 5 s on the two-core reference machine; the longest terms have half of it
_MOST_LINKS = 2_000  # on one page
_UNICODE = range(1, 0x110000)
_TOKEN = pattern("[^\\s\x00\x02\ufffe\uffff]+[\x02\ufffe]?")
_HYPHENS = str.maketrans("\x02\ufffe", "--")  # pdfium's signs for a hyphen at the end of a line: it joins the next one
_BOLD_NAME = pattern(r"bold|black|heavy|demi|CMBX|[-,]bd", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # a font's flag (ISO 32000-1, table 123)
_BOLD_WEIGHT = 600
_FILL_AND_STROKE = 2  # how fonts without a bold face are made bold (ISO 32000-1, table 106)
_ASKEW = 0.06  # right angles: scans and slanted letters stay below, watermarks stand at half of one
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_URI = 3  # PDFACTION_URI
_LONGEST_ADDRESS = 4_000  # bytes of a link's target
_NAMES = ("Title", "CreationDate", "ModDate")
_LONGEST_PROPERTY = 1_000  # UTF-16 units


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: from where to where and its baseline, downwards, in points; `link` is its target or ""."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its words in the order they were written in, and its height in points.

    `askew` are words at an angle to the others: a watermark, a note in the margin.
    """

    words: tuple[Word, ...]
    height: float
    askew: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF's pages and what it says of itself: its title and dates as written, its language ("en") or ""."""

    sheets: tuple[Sheet, ...]
    properties: dict[str, str] = field(default_factory=dict)
    language: str = ""


def printed(body: bytes, subject: str) -> Printed:
    """The words of a PDF. Raises `UnreadableType` (damaged, locked) and `TooMuchToRead`."""
    refuse_bombs(body, subject)
    turn = _TURN.get()
    try:
        with closing(_opened(body, subject)) as document:
            _refuse_many(document, subject)
            refuse_expansion(_written(document), len(document), subject)
            return _printed(document, subject)
    except pypdfium2.PdfiumError as error:
        raise UnreadableType(subject, "is a PDF that is damaged or cut off; fetch it again") from error
    finally:
        _TURN.put(turn)


def _opened(body: bytes, subject: str) -> Any:  # noqa: ANN401 - pypdfium2 ships no types
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            message = "is a PDF that asks for a password; save it without one (print it to a new PDF, say)"
            raise UnreadableType(subject, message) from error
        raise


def _refuse_many(document: Any, subject: str) -> None:  # noqa: ANN401 - pypdfium2 ships no types
    if len(document) > _MOST_PAGES:
        raise TooMuchToRead(subject, f"is a PDF of {len(document)} pages; give the terms alone ({_MOST_PAGES} at most)")


def _written(document: Any) -> bytes:  # noqa: ANN401 - the same
    """The document as pdfium writes it: no page of it is looked at for that."""
    taken = _Taken([])
    document.save(taken, flags=raw.FPDF_REMOVE_SECURITY)
    return b"".join(taken.pieces)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What pdfium writes, in memory."""

    pieces: list[bytes]

    def write(self, piece: Any) -> None:  # noqa: ANN401 - a buffer of pdfium's, only good for as long as the call
        """Keep a piece."""
        self.pieces.append(bytes(piece))


def _printed(document: Any, subject: str) -> Printed:  # noqa: ANN401 - pypdfium2 ships no types
    sheets = []
    room = _MOST_CHARACTERS
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            room -= raw.FPDFText_CountChars(text)
            if room < 0:
                raise TooMuchToRead(
                    subject, f"is a PDF of more than {_MOST_CHARACTERS:,} characters; give the terms alone"
                )
            sheets.append(_sheet(document, page, text))
    said = {name: _said(raw.FPDF_GetMetaText, document, name.encode()) for name in _NAMES}
    language = re.split(r"[-_]", _said(raw.FPDFCatalog_GetLanguage, document))[0].lower()
    return Printed(tuple(sheets), {name: text for name, text in said.items() if text}, language)


def _said(ask: Any, *of: Any) -> str:  # noqa: ANN401 - pypdfium2 ships no types
    """A text that a document says of itself: pdfium fills a buffer with UTF-16 and says how many bytes it took."""
    buffer = (ctypes.c_ushort * _LONGEST_PROPERTY)()
    size = ask(*of, buffer, ctypes.sizeof(buffer))
    whole = bytes(buffer)[: size if size <= ctypes.sizeof(buffer) else 0]
    return whole.decode("utf-16-le", "replace").strip("\x00").strip()


def _sheet(document: Any, page: Any, text: Any) -> Sheet:  # noqa: ANN401 - the same
    """The words of a page, turned upright: most of them say which way that is."""
    looks: dict[int, _Look] = {}  # of this page alone: once it is closed its places in memory are others'
    found = [_found(text, match, looks) for match in _TOKEN.finditer(_characters(text))]
    if not found:
        return Sheet((), page.get_height())
    quarter = Counter(one.look.quarter for one in found).most_common(1)[0][0]
    upright = [one for one in found if one.look.quarter == quarter and one.look.straight]
    askew = [one.text for one in found if one.look.quarter != quarter or not one.look.straight]
    links = list(_links(document, page))
    frame = _turned(page.get_cropbox(), quarter)
    return Sheet(tuple(_word(one, frame, links) for one in upright), frame[3] - frame[1], tuple(askew))


def _word(one: _Found, frame: Box, links: list[tuple[Box, str]]) -> Word:
    """A word with its place on the page as it is read."""
    quarter = one.look.quarter
    x, y = one.start
    left, base, _, _ = _turned((x, y, x, y), quarter) if quarter else (x, y, x, y)
    right = _turned(one.end, quarter)[2]
    link = _link(links, one) if links else ""
    return Word(one.text, left - frame[0], right - frame[0], frame[3] - base, one.look.size, one.look.bold, link)


def _link(links: list[tuple[Box, str]], one: _Found) -> str:
    """The target of the link area that the middle of a word lies in."""
    x, y = (one.start[0] + one.end[2]) / 2, (one.end[1] + one.end[3]) / 2
    return next((to for (left, low, right, high), to in links if left <= x <= right and low <= y <= high), "")


def _characters(text: Any) -> str:  # noqa: ANN401 - pypdfium2 ships no types
    """A page's characters, one for each that pdfium counts: all at once, or singly where they are not one for one."""
    count = raw.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(whole) == count and "\x00" not in whole:
        return whole
    codes = (raw.FPDFText_GetUnicode(text, place) for place in range(count))
    return "".join(chr(code) if code in _UNICODE else "\x00" for code in codes)


Box = tuple[float, float, float, float]  # left, bottom, right, top


def _turned(box: Box, quarter: int) -> Box:
    """A box after the page was turned so that text at `quarter` right angles reads from left to right."""
    left, bottom, right, top = box
    for _ in range(quarter):  # clockwise by a right angle: (x, y) -> (y, -x)
        left, bottom, right, top = bottom, -right, top, -left
    return left, bottom, right, top


class _Look(NamedTuple):
    """What letters that were written in one go look like, and by how many right angles they are turned."""

    size: float
    bold: bool
    quarter: int
    straight: bool


class _Found(NamedTuple):
    """A word as pdfium has it, in the page's own coordinates: where it starts, and the box of its last letter."""

    text: str
    start: tuple[float, float]
    end: Box
    look: _Look


def _found(text: Any, match: re.Match[str], looks: dict[int, _Look]) -> _Found:  # noqa: ANN401 - no types
    first = match.start()
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text, first, x, y)
    raw.FPDFText_GetLooseCharBox(text, match.end() - 1, box)
    item = raw.FPDFText_GetTextObject(text, first)
    key = ctypes.addressof(item.contents) if item else 0
    if key not in looks:
        looks[key] = _look(text, first, item)
    end = (box.left, box.bottom, box.right, box.top)
    return _Found(match.group().translate(_HYPHENS), (x.value, y.value), end, looks[key])


def _look(text: Any, place: int, item: Any) -> _Look:  # noqa: ANN401 - pypdfium2 ships no types
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, place, matrix)
    quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    size = round(raw.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d), 1)
    straight = abs(quarters - round(quarters)) < _ASKEW
    return _Look(size, bool(item) and _is_bold(item), round(quarters) % 4, straight)


def _is_bold(item: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    if raw.FPDFTextObj_GetTextRenderMode(item) == _FILL_AND_STROKE:
        return True
    font = raw.FPDFTextObj_GetFont(item)
    if raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or raw.FPDFFont_GetFlags(font) & _FORCE_BOLD:
        return True
    name = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    return bool(_BOLD_NAME.search(name.value.decode("latin-1")))


def _links(document: Any, page: Any) -> Iterator[tuple[Box, str]]:  # noqa: ANN401 - pypdfium2 ships no types
    """The areas of a page that lead to an address, in the page's own coordinates."""
    position, link, area = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != _URI or not raw.FPDFLink_GetAnnotRect(link, area):
            continue
        target = ctypes.create_string_buffer(_LONGEST_ADDRESS)
        raw.FPDFAction_GetURIPath(document, action, target, len(target))
        if address := target.value.decode("utf-8", "replace").strip():
            box = (min(area.left, area.right), min(area.bottom, area.top), max(area.left, area.right))
            yield (*box, max(area.bottom, area.top)), without_tracking(address)

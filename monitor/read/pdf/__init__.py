"""A PDF as blocks: pdfium's words, put into lines, columns, tables and paragraphs, then named by their look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import NothingToRead
from monitor.model import LeftOut
from monitor.read.blocks import Layout
from monitor.read.filed import file_surface
from monitor.read.pdf.furniture import without_furniture
from monitor.read.pdf.lines import in_reading_order, runs_of
from monitor.read.pdf.look import blocks_of
from monitor.read.pdf.words import printed
from monitor.text.fold import tidy, words

if TYPE_CHECKING:
    from monitor.read.pdf.words import Printed

__all__ = ["pdf_layout"]

_TAIL = 2048  # bytes at the end in which a whole PDF says that it ends (ISO 32000-1, 7.5.5)


def pdf_layout(body: bytes, subject: str) -> Layout:
    """The blocks of a PDF, its title and its dates: "pdf:Title", "pdf:CreationDate", "pdf:ModDate" in `meta`.

    `subject` is what messages name. Raises `UnreadableType` for a PDF that is damaged or locked,
    `NothingToRead` for one of pictures, and `TooMuchToRead` beyond a thousand pages.
    """
    found = printed(body, subject)
    if not any(sheet.words for sheet in found.sheets):
        raise NothingToRead(subject, "is a PDF of pictures, as scans are; make its text readable (OCR) and give that")
    bare = without_furniture([runs_of(sheet.words) for sheet in found.sheets], [sheet.height for sheet in found.sheets])
    lines = [line for number, runs in enumerate(bare.pages) for line in in_reading_order(runs, number)]
    blocks = blocks_of(lines)
    title = tidy(found.properties.get("Title", ""))
    return Layout(
        blocks,
        title=title,
        language=found.language,
        meta={f"pdf:{name}": tidy(said) for name, said in found.properties.items()},
        left_out=(*bare.left_out, *_askew(found)),
        surface=file_surface(blocks, title, closed=b"%%EOF" in body[-_TAIL:]),
    )


def _askew(found: Printed) -> tuple[LeftOut, ...]:
    """Words at an angle to the text: a watermark, most often."""
    said = [word for sheet in found.sheets for word in sheet.askew]
    count = len(words(" ".join(said)))
    return (LeftOut(" ".join(said)[:80], "set at an angle to the text, as a watermark is", count),) if count else ()

"""How a clause's paragraph looks: its style and how far it is set in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

    from monitor.model import Clause

CLAUSE = "Clause"
ROW = "Clause Row"
NOTE = "Clause Note"
BULLET = "List Bullet"

_STEP = 360
"""Twips (1/1440 inch) for each level: a quarter of an inch."""

_DEEPEST = 8  # levels that are set in: deeper ones would leave narrow columns
_HEADINGS = 9  # levels that Word has
_LETTER = 115  # twips of a label's letter at 10.5 points, with room to spare
_NARROWEST = 440  # room for "(iv)"
_WIDEST = 1440  # a longer label pushes its words along
_BULLET = 300
_SIZES = {1: 16, 2: 13, 3: 11.5}
_ROLES = {"row": ROW, "date": NOTE, "note": NOTE, "contents": NOTE}
_INK = RGBColor(0x1D, 0x24, 0x30)
_QUIET = RGBColor(0x5B, 0x64, 0x72)


class Shape(NamedTuple):
    """A style by its name; twips from the margin and how far the first line stands out to it; words from the right."""

    style: str
    left: int
    hanging: int
    from_right: bool


def shape(clause: Clause) -> Shape:
    """The shape of a clause's paragraph: set in below its heading, with its label hanging out."""
    left = _STEP * min(max(clause.depth - 1, 0), _DEEPEST)
    hanging = _room(clause.label) if clause.label else 0
    style = _style(clause)
    if style == BULLET:
        hanging = _BULLET
    return Shape(style, left + hanging, hanging, _from_right(clause.heading or clause.text))


def _room(label: str) -> int:
    letters = round(_LETTER * (len(label) + 1))
    return min(max(letters, _NARROWEST), _WIDEST)


def _style(clause: Clause) -> str:
    if clause.role == "heading":
        return f"Heading {min(clause.depth + 1, _HEADINGS)}"
    if clause.role == "item" and not clause.label:
        return BULLET
    return _ROLES.get(clause.role, CLAUSE)


def _from_right(text: str) -> bool:
    """Whether the first letter that has a direction is Hebrew or Arabic (UAX #9, P2)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def dress(document: Document) -> None:
    """Give a new document the page and the styles that shapes name."""
    _tidy(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    _fonts(document)
    normal = _paragraph_style(document, "Normal")
    normal.font.size, normal.paragraph_format.space_after = Pt(10.5), Pt(5)
    normal.paragraph_format.line_spacing = 1.1
    for level in range(1, _HEADINGS + 1):
        _heading(document, level)
    for name in (CLAUSE, ROW, NOTE):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = normal
    _paragraph_style(document, ROW).paragraph_format.space_after = Pt(2)
    quiet = _paragraph_style(document, NOTE)
    quiet.font.color.rgb, quiet.paragraph_format.space_after = _QUIET, Pt(2)


def _tidy(document: Document) -> None:
    """Leave out a hundred kinds of tables that the template offers, for there is none in the document."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)


def _fonts(document: Document) -> None:
    """One font for all, instead of those of the template's theme."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in ("ascii", "hAnsi"):
            fonts.attrib.pop(qn(f"w:{name}Theme"), None)
            fonts.set(qn(f"w:{name}"), "Calibri")


def _heading(document: Document, level: int) -> None:
    style = _paragraph_style(document, f"Heading {level}")
    style.font.size, style.font.color.rgb = Pt(_SIZES.get(level, 10.5)), _INK
    style.font.bold, style.font.italic = True, level > len(_SIZES)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14 if level == 1 else 9), Pt(4)


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles[name]
    return style

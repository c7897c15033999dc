"""Paragraphs of tracked changes as the bytes of a Word document (ECMA-376-1, 17.13.5; 17.3.1)."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import count, groupby
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from monitor.render.docx.flow import Edge, Op, Paragraph, Piece
from monitor.render.docx.shapes import Shape, dress, shape
from monitor.render.safe import for_header, for_word, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

AUTHOR: Final = "clausewatch"

_TRACKED: Mapping[Op, str] = {"-": "w:del", "+": "w:ins", "<": "w:moveFrom", ">": "w:moveTo"}
_BREAKS = {"\t": "w:tab", "\n": "w:br"}
_LEFT_OUT = {RELATIONSHIP_TYPE.THUMBNAIL, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}
_PIECES = re.compile(r"([\t\n])")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
_NO_TIME = "1970-01-01T00:00:00Z"  # where a move begins the schema asks for a time, which nobody is shown
_MODE = "15"  # Word 2013 and later; with less, Word opens the document in compatibility mode


def document(paragraphs: Iterable[Paragraph], *, title: str, language: str, at: datetime | None) -> bytes:
    """The paragraphs as a document; `at` is the time of its changes, in UTC."""
    made = docx.Document()
    dress(made)
    _describe(made, title, language, at)
    body = made.element.body
    for element in _Writer(made, at).elements(paragraphs):
        body.insert_element_before(element, "w:sectPr")
    return _bytes(made)


class _Writer:
    """Writes the elements of a body; each change gets a number of its own."""

    def __init__(self, made: Document, at: datetime | None) -> None:
        self._numbers = count(1)
        self._ranges: dict[tuple[Op, int], str] = {}
        self._when = {qn("w:date"): at.strftime("%Y-%m-%dT%H:%M:%SZ")} if at else {}
        self._styles = {style.name: style.style_id for style in made.styles}

    def elements(self, paragraphs: Iterable[Paragraph]) -> Iterator[BaseOxmlElement]:
        """A paragraph each; behind it the ends of moves that its mark belongs to."""
        empty = True
        for paragraph in paragraphs:
            pieces, behind = _parted(paragraph)
            yield self._paragraph(paragraph, pieces)
            yield from map(self._edge, behind)
            empty = False
        if empty:
            yield OxmlElement("w:p")

    def _paragraph(self, paragraph: Paragraph, pieces: Iterable[Piece | Edge]) -> BaseOxmlElement:
        element = OxmlElement("w:p")
        element.append(self._properties(paragraph))
        for op, run in groupby(pieces, key=lambda piece: None if isinstance(piece, Edge) else piece.op):
            if op is None:
                element.extend(self._edge(edge) for edge in run if isinstance(edge, Edge))
                continue
            runs = [_run(piece) for piece in run if isinstance(piece, Piece)]
            if op == "=":
                element.extend(runs)
                continue
            tracked = self._tracked(_TRACKED[op])
            tracked.extend(runs)
            element.append(tracked)
        return element

    def _edge(self, edge: Edge) -> BaseOxmlElement:
        """Where a move begins, with its name, or ends, with the number of its beginning (17.13.5.23 to 28)."""
        name = f"{_TRACKED[edge.op]}Range{'Start' if edge.begins else 'End'}"
        if not edge.begins:
            return OxmlElement(name, {qn("w:id"): self._ranges[edge.op, edge.move]})
        element = self._tracked(name)
        self._ranges[edge.op, edge.move] = element.get(qn("w:id"), "")
        element.set(qn("w:name"), f"move{edge.move}")
        element.set(qn("w:date"), element.get(qn("w:date"), _NO_TIME))
        return element

    def _tracked(self, name: str) -> BaseOxmlElement:
        attributes = {qn("w:id"): str(next(self._numbers)), qn("w:author"): AUTHOR, **self._when}
        return OxmlElement(name, attributes)

    def _properties(self, paragraph: Paragraph) -> BaseOxmlElement:
        """Style and indents; the mark, where it is tracked; and what they were, where a kept paragraph had others."""
        clause, was = paragraph.after or paragraph.before, paragraph.before or paragraph.after
        element = OxmlElement("w:pPr")
        if clause is None or was is None:
            return element
        now, before = shape(clause), shape(was)
        element.extend(self._shape(now))
        if paragraph.mark != "=":
            mark = OxmlElement("w:rPr")
            mark.append(self._tracked(_TRACKED[paragraph.mark]))
            element.append(mark)
        elif now != before:
            changed, old = self._tracked("w:pPrChange"), OxmlElement("w:pPr")
            old.extend(self._shape(before))
            changed.append(old)
            element.append(changed)
        return element

    def _shape(self, one: Shape) -> Iterator[BaseOxmlElement]:
        """In the order that the schema asks for (17.3.1.26)."""
        yield OxmlElement("w:pStyle", {qn("w:val"): self._styles[one.style]})
        if one.from_right:
            yield OxmlElement("w:bidi")
        if one.left or one.hanging:
            yield OxmlElement("w:ind", {qn("w:left"): str(one.left), qn("w:hanging"): str(one.hanging)})


def _parted(paragraph: Paragraph) -> tuple[list[Piece | Edge], list[Edge]]:
    """The pieces within a paragraph, and the ends of moves that stand behind it because its mark was moved, too."""
    within: list[Piece | Edge] = list(paragraph.pieces)
    behind: list[Edge] = []
    while within and paragraph.mark in {"<", ">"} and isinstance(within[-1], Edge) and not within[-1].begins:
        behind.insert(0, within[-1])
        within.pop()
    return within, behind


def _run(piece: Piece) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if piece.bold:
        properties = OxmlElement("w:rPr")
        properties.append(OxmlElement("w:b"))
        run.append(properties)
    for text in _PIECES.split(piece.text):
        if text in _BREAKS:
            run.append(OxmlElement(_BREAKS[text]))
        elif text:
            words = OxmlElement("w:delText" if piece.op == "-" else "w:t")
            words.set(qn("xml:space"), "preserve")
            words.text = text
            run.append(words)
    return run


def _describe(made: Document, title: str, language: str, at: datetime | None) -> None:
    """What the file says of itself, instead of what the template says."""
    about = made.core_properties
    about.author = about.last_modified_by = AUTHOR
    about.title, about.comments, about.keywords = for_header(for_word(title)), "", ""
    if at:
        about.created = about.modified = at
    for mode in made.settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), _MODE)
    for zoom in made.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    if tag := language_tag(language):
        for default in made.styles.element.iter(qn("w:lang")):
            default.set(qn("w:val"), tag)
    for relations in (made.part.package.rels, made.part.rels):
        for name in [name for name, one in relations.items() if one.reltype in _LEFT_OUT]:
            del relations[name]


def _bytes(made: Document) -> bytes:
    """The file, with times that say nothing, so that equal documents are equal files."""
    saved, fixed = BytesIO(), BytesIO()
    made.save(saved)
    with ZipFile(saved) as source, ZipFile(fixed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _FIRST_DAY), source.read(name), ZIP_DEFLATED)
    return fixed.getvalue()

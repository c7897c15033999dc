"""A DOCX made plain before mammoth reads it: numbers as printed, headings by their level, all else taken off.

mammoth makes lists of numbered paragraphs and drops what their numbers look like; "4.2" and
"(a)" are words of terms. Each numbered paragraph therefore gets its label as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from monitor.errors import TooMuchToRead
from monitor.read.docx.archive import packed
from monitor.read.docx.numbering import Counter, lists_of
from monitor.read.docx.styles import Style, default_of, on, space_of, styles_of, value
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.read.docx.archive import Memory, Parts
    from monitor.read.docx.numbering import List

_MOST_PIECES = 60_000  # paragraphs, runs and texts: read in 8 s on the two-core reference machine; terms have 10,000
_DEEPEST_HEADING = 6
_DEEPEST_LIST = 4  # levels below the first that mammoth keeps apart
_LONGEST_HEADING = 15  # words of a sentence; sub-clauses are often set in the style of a heading
_SENTENCE = pattern(r"[.;:,]\s*$")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BULLETS = "1"  # the one list of the plain document
_NOTES = ("footnotes", "endnotes")


def plain(parts: Parts, subject: str) -> Memory:
    """A DOCX of the same words that bears its labels as text and needs neither styles nor numbering to be read.

    Raises `TooMuchToRead` where it has more paragraphs and runs than any terms.
    """
    maker = _Plain(parts)
    pieces = parts.document.iter(*(f"{maker.space}{name}" for name in ("p", "r", "t", "tc")))
    if sum(1 for _ in pieces) > _MOST_PIECES:
        raise TooMuchToRead(subject, "is a DOCX file of more than a thousand pages; give the terms alone")
    maker.rewrite(parts.document)
    written = {
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r" Type="{_MAIN}" Target="word/document.xml"/>'
            "</Relationships>"
        ).encode(),
        "word/document.xml": etree.tostring(parts.document),
        "word/numbering.xml": _bullets(maker.space),
    }
    for name, notes in zip(_NOTES, (parts.footnotes, parts.endnotes), strict=True):
        if notes is not None:
            written[f"word/{name}.xml"] = etree.tostring(notes)
    for name, relations in parts.relations.items():
        written[f"word/_rels/{name}.xml.rels"] = etree.tostring(relations)
    return packed(written)


def _bullets(space: str) -> bytes:
    """The numbering of a document that has only bullets."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/></w:lvl>' for level in range(_DEEPEST_LIST + 1)
    )
    return (
        f'<w:numbering xmlns:w="{space.strip("{}")}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    ).encode()


class _Plain:
    """Rewrites one document's paragraphs, counting as it goes."""

    def __init__(self, parts: Parts) -> None:
        self.space = space_of(parts.document)
        self.styles = styles_of(parts.styles)
        self.default = default_of(parts.styles)
        linked = {name: style.numbering for name, style in self.styles.items() if style.numbering}
        self.lists = lists_of(parts.numbering, linked)
        self.counter = Counter()

    def rewrite(self, document: etree._Element) -> None:
        """Change every paragraph in place."""
        for choice in list(document.iter(f"{_COMPATIBLE}Choice")):
            parent = choice.getparent()
            if parent is not None and parent.find(f"{_COMPATIBLE}Fallback") is not None:
                parent.remove(choice)  # it says the same as the other, for newer programs
        paragraphs = list(document.iter(f"{self.space}p"))
        titled = sum(self._style(paragraph).title for paragraph in paragraphs) == 1
        for paragraph in paragraphs:
            self._paragraph(paragraph, below=int(titled))

    def _style(self, paragraph: etree._Element) -> Style:
        return self.styles.get(self._style_name(paragraph), Style())

    def _style_name(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(f"{self.space}pPr")
        named = None if properties is None else value(properties, "pStyle")
        return named or self.default

    def _paragraph(self, paragraph: etree._Element, *, below: int) -> None:
        style = self._style(paragraph)
        properties = paragraph.find(f"{self.space}pPr")
        mark = None if properties is None else properties.find(f"{self.space}rPr")
        if mark is not None and mark.find(f"{self.space}del") is not None:
            return  # a paragraph that was joined with the next one: it is not counted
        words = "".join(str(text.text or "") for text in paragraph.iter(f"{self.space}t")).strip()
        level = self._level(properties, style, words, below)
        label, bullet = self._counted(paragraph, properties, style)
        if properties is not None:
            paragraph.remove(properties)
        bold = [self._weight(run, style) for run in paragraph.iter(f"{self.space}r")]
        if style.contents:
            self._without_page(paragraph)
            bullet = 0 if bullet is None else bullet  # a list of contents is a list: its entries are no headings
        if label and words:
            paragraph.insert(0, self._run(f"{label} ", bold=bool(bold and bold[0])))
        if level or bullet is not None:
            paragraph.insert(0, self._properties(level, bullet))

    def _level(self, properties: etree._Element | None, style: Style, words: str, below: int) -> int:
        """The level of a heading; 0 for other text, and for sentences that were set in the style of one."""
        own = None if properties is None else value(properties, "outlineLvl")
        level = int(own) + 1 if own is not None and own.isdigit() and int(own) < _DEEPEST_HEADING else style.level
        if style.title:
            return 1
        if not level or (len(words.split()) > _LONGEST_HEADING and _SENTENCE.search(words)):
            return 0
        return min(_DEEPEST_HEADING, level + below)

    def _counted(
        self, paragraph: etree._Element, properties: etree._Element | None, style: Style
    ) -> tuple[str, int | None]:
        """The label that a paragraph prints, or the level of its bullet; its own list is heard before its style's."""
        own = None if properties is None else properties.find(f"{self.space}numPr")
        name = (None if own is None else value(own, "numId")) or style.numbering
        found = self.lists.get(name)
        if found is None:
            return "", None
        said = None if own is None else value(own, "ilvl")
        at = int(said) if said and said.isdigit() else self._level_of_style(found, style, paragraph)
        if at not in found.levels:
            return "", None
        label = self.counter.label(name, found, at)
        return label, min(at, _DEEPEST_LIST) if found.levels[at].bullet else None

    def _level_of_style(self, found: List, style: Style, paragraph: etree._Element) -> int:
        if style.at is not None:
            return style.at
        name = self._style_name(paragraph)
        return next((at for at, level in found.levels.items() if level.style == name), 0)

    def _weight(self, run: etree._Element, style: Style) -> bool:
        """Take the look off a run, but for its weight."""
        properties = run.find(f"{self.space}rPr")
        own = None if properties is None else on(properties.find(f"{self.space}b"), self.space)
        named = None if properties is None else value(properties, "rStyle")
        inherited = self.styles.get(named or "", Style()).bold or style.bold
        bold = inherited if own is None else own
        if properties is not None:
            run.remove(properties)
        if bold:
            run.insert(0, self._bold())
        return bold

    def _bold(self) -> etree._Element:
        properties = etree.Element(f"{self.space}rPr")
        etree.SubElement(properties, f"{self.space}b")
        return properties

    def _without_page(self, paragraph: etree._Element) -> None:
        """An entry of a list of contents without the page number behind its last tab."""
        pieces = list(paragraph.iter(f"{self.space}tab", f"{self.space}t"))
        tabs = [place for place, piece in enumerate(pieces) if piece.tag == f"{self.space}tab"]
        for piece in pieces[tabs[-1] :] if tabs else ():
            if str(piece.text or "").strip().isalnum():
                piece.text = ""

    def _run(self, text: str, *, bold: bool) -> etree._Element:
        run = etree.Element(f"{self.space}r")
        if bold:
            run.append(self._bold())
        etree.SubElement(run, f"{self.space}t").text = text
        return run

    def _properties(self, level: int, bullet: int | None) -> etree._Element:
        properties = etree.Element(f"{self.space}pPr")
        if level:
            etree.SubElement(properties, f"{self.space}pStyle").set(f"{self.space}val", f"Heading{level}")
        elif bullet is not None:
            numbered = etree.SubElement(properties, f"{self.space}numPr")
            etree.SubElement(numbered, f"{self.space}ilvl").set(f"{self.space}val", str(bullet))
            etree.SubElement(numbered, f"{self.space}numId").set(f"{self.space}val", _BULLETS)
        return properties

"""PDF and DOCX files made for tests, from nothing but the standard library."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

# --- PDF ------------------------------------------------------------------------------

_EM = {"Courier": 0.6, "Courier-Bold": 0.6}  # every letter is as wide: tests know where a line ends
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 72, 523, 780, 72


@dataclass(frozen=True)
class Ink:
    """Words at a place: points from the left and from the bottom. `turn` is an angle as (cosine, sine)."""

    text: str
    x: float
    y: float
    size: float = 10
    bold: bool = False
    turn: tuple[float, float] = (1, 0)


@dataclass
class Leaf:
    """One page: its words, and areas (left, bottom, right, top) that lead to addresses."""

    inks: list[Ink] = field(default_factory=list)
    links: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    rotate: int = 0


def pdf(
    leaves: list[Leaf], properties: dict[str, str] | None = None, *, catalog: str = "", packed: bool = True
) -> bytes:
    """A PDF 1.7 with the two weights of a typewriter's letters."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    fonts = [
        add(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
        for name in ("Courier", "Courier-Bold")
    ]
    pages_at = len(objects) + 1 + sum(2 + len(leaf.links) for leaf in leaves)
    kids = []
    for leaf in leaves:
        drawn = "\n".join(_drawn(ink) for ink in leaf.inks).encode("cp1252")
        content = add(_stream(drawn, packed=packed))
        links = [add(_link(area, target)) for area, target in leaf.links]
        annotated = f"/Annots[{' '.join(f'{one} 0 R' for one in links)}]" if links else ""
        kids.append(
            add(
                f"<</Type/Page/Parent {pages_at} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {leaf.rotate}"
                f"/Contents {content} 0 R"
                f"/Resources<</Font<</F0 {fonts[0]} 0 R/F1 {fonts[1]} 0 R>>>>{annotated}>>"
            )
        )
    add(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
    root = add(f"<</Type/Catalog/Pages {pages_at} 0 R{catalog}>>")
    info = add("<<" + "".join(f"/{name}({_quoted(text)})" for name, text in (properties or {}).items()) + ">>")
    return written(objects, f"/Root {root} 0 R/Info {info} 0 R")


def written(objects: list[bytes], trailer: str) -> bytes:
    """Objects as a file with its cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _stream(drawn: bytes, *, packed: bool) -> bytes:
    body = zlib.compress(drawn) if packed else drawn
    how = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(body), how, body)


def _drawn(ink: Ink) -> str:
    cosine, sine = ink.turn
    place = f"{cosine} {sine} {-sine} {cosine} {ink.x:.2f} {ink.y:.2f} Tm"
    return f"BT /F{int(ink.bold)} {ink.size} Tf {place} ({_quoted(ink.text)}) Tj ET"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _link(area: tuple[float, float, float, float], target: str) -> str:
    box = " ".join(str(side) for side in area)
    return f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/A<</S/URI/URI({_quoted(target)})>>>>"


def wide(text: str, size: float = 10) -> float:
    """How wide a text is, in points."""
    return len(text) * size * _EM["Courier"]


@dataclass
class Setter:
    """Sets text on pages line by line, as a word processor does."""

    left: float = LEFT
    right: float = RIGHT
    size: float = 10
    leading: float = 12
    leaves: list[Leaf] = field(default_factory=lambda: [Leaf()])
    y: float = TOP

    def paragraph(  # noqa: PLR0913 - each is a choice that a word processor offers
        self, text: str, *, size: float = 0, bold: bool = False, indent: float = 0, hang: float = 0, after: float = 6
    ) -> None:
        """A paragraph, broken where a line is full; its lines after the first begin `hang` further right."""
        size = size or self.size
        leading = self.leading * size / self.size
        for number, line in enumerate(broken(text, self.right - self.left - indent - hang, size)):
            if self.y - leading < BOTTOM:
                self.leaves.append(Leaf())
                self.y = TOP
            self.y -= leading
            self.leaves[-1].inks.append(Ink(line, self.left + indent + (hang if number else 0), self.y, size, bold))
        self.y -= after


def broken(text: str, width: float, size: float = 10) -> list[str]:
    """A text as lines that are no wider than `width`, with hyphens where the text has soft ones."""
    lines = [""]
    for word in text.split():
        if wide(f"{lines[-1]} {word}".strip(), size) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    return lines


# --- DOCX -----------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS = f'<Relationships xmlns="{_PACKAGE}">'


def run(text: str, *, bold: bool = False) -> str:
    """A run of words."""
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(inner: str, *, style: str = "", listed: tuple[int, int] | None = None, mark: str = "") -> str:
    """A paragraph of runs; `listed` is its list and its level there, `mark` what is said of its end."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>' if listed else ""
    return f"<w:p><w:pPr>{named}{numbered}{mark}</w:pPr>{inner}</w:p>"


def level(at: int, text: str, form: str = "decimal", more: str = "") -> str:
    """One level of a list: what it prints and how it counts."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(lists: dict[int, str], overrides: dict[int, tuple[int, str]] | None = None) -> str:
    """Lists by their number; `overrides` are further ones that count with another, and what they say otherwise."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in lists.items())
    plain = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in lists)
    other = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{base}"/>{says}</w:num>'
        for n, (base, says) in (overrides or {}).items()
    )
    return f"<w:numbering {_W}>{abstract}{plain}{other}</w:numbering>"


def docx(body: str, parts: dict[str, str] | None = None, links: dict[str, str] | None = None) -> bytes:
    """A DOCX with this body, and with other parts ("styles", "numbering", "footnotes", "core") where given."""
    named = {"core": "docProps/core.xml"}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{_RELS}<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELS
        + "".join(
            f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
            for name, to in (links or {}).items()
        )
        + "</Relationships>",
        **{named.get(name, f"word/{name}.xml"): text for name, text in (parts or {}).items()},
    }
    return zipped({name: text.encode() for name, text in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a ZIP archive."""
    memory = BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return memory.getvalue()


def styles(inner: str) -> str:
    """The part with styles."""
    return f"<w:styles {_W}>{inner}</w:styles>"


def style(name: str, says: str = "", *, called: str = "", based: str = "") -> str:
    """One style of paragraphs."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called or name}"/>{on}{says}</w:style>'

"""The parts of a DOCX: a ZIP archive (ECMA-376, part 2), read within bounds, and a small one written for mammoth."""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from lxml import etree

from monitor.errors import TooMuchToRead, UnreadableType

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_UNPACKED = 50_000_000  # bytes of all parts that are read; a thousand pages have a tenth of it
_MOST_PARTS = 10_000
_DAMAGED = "is a DOCX file that is damaged or cut off; open it in a word processor and save it again"
_TYPES = "officeDocument styles numbering footnotes endnotes core-properties".split()


class Memory:
    """Bytes as a file that `zipfile` reads and writes, for this floor opens none."""

    def __init__(self, body: bytes = b"") -> None:
        self.body = bytearray(body)
        self.place = 0

    def read(self, size: int = -1) -> bytes:
        """The bytes from here on, `size` of them at most."""
        end = len(self.body) if size is None or size < 0 else self.place + size
        found = bytes(self.body[self.place : end])
        self.place += len(found)
        return found

    def write(self, piece: bytes) -> int:
        """Put bytes here, over those that stand there."""
        self.body[self.place : self.place + len(piece)] = piece
        self.place += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place: from the start, from here or from the end."""
        self.place = max(0, offset + (0, self.place, len(self.body))[whence])
        return self.place

    def tell(self) -> int:
        """Where the next byte is read or written."""
        return self.place

    def seekable(self) -> bool:
        """Whether one can go to a place."""
        return True

    def flush(self) -> None:
        """Nothing waits to be written."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a DOCX that hold words, parsed; None for those that it has not.

    `relations` are the relationships of the document and its notes, by "document", "footnotes" and "endnotes".
    """

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    core: etree._Element | None
    relations: Mapping[str, etree._Element]


class _Archive:
    """A ZIP archive whose parts are unpacked one by one, until there is no room for more."""

    def __init__(self, body: bytes, subject: str) -> None:
        self.subject = subject
        self.room = _MOST_UNPACKED
        self.zip = ZipFile(Memory(body))
        if len(self.zip.infolist()) > _MOST_PARTS:
            raise TooMuchToRead(subject, "is a DOCX file of too many parts; save it again from a word processor")

    def part(self, name: str) -> etree._Element | None:
        """A part as XML, or None where the archive has none of this name."""
        try:
            known = self.zip.getinfo(name)
        except KeyError:
            return None
        self.room -= known.file_size  # zipfile unpacks no more than this
        if self.room < 0:
            raise TooMuchToRead(self.subject, "is a DOCX file that unpacks to more than any terms")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(self.zip.read(known), parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableType(self.subject, "is a DOCX file with a document type of its own, which none may have")
        return root

    def relations(self, name: str) -> etree._Element | None:
        """The relationships of a part to others."""
        folder, base = posixpath.split(name)
        return self.part(posixpath.join(folder, "_rels", f"{base}.rels"))

    def related(self, name: str) -> dict[str, str]:
        """The names of the parts that a part names, by the last word of their type."""
        root = self.relations(name)
        folder = posixpath.dirname(name)
        parts: dict[str, str] = {}
        for one in () if root is None else root:
            kind = str(one.get("Type") or "").rpartition("/")[2]
            target = posixpath.join("/", folder, str(one.get("Target") or ""))
            parts.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return parts


def parts_of(body: bytes, subject: str) -> Parts:
    """The parts of a DOCX. Raises `UnreadableType` (damaged) and `TooMuchToRead`."""
    try:
        return _parts_of(_Archive(body, subject), subject)
    except (BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableType(subject, _DAMAGED) from error
    except RuntimeError as error:  # what zipfile raises for a packed part with a password
        raise UnreadableType(subject, "is a DOCX file with a password; save it without one") from error


def _parts_of(archive: _Archive, subject: str) -> Parts:
    package = archive.related("")
    main = package.get("officeDocument", "word/document.xml")
    named = archive.related(main)
    document = archive.part(main)
    if document is None:
        raise UnreadableType(subject, _DAMAGED)
    folder = posixpath.dirname(main)
    found = {kind: named.get(kind, posixpath.join(folder, f"{kind}.xml")) for kind in _TYPES}
    names = {"document": main, "footnotes": found["footnotes"], "endnotes": found["endnotes"]}
    return Parts(
        document,
        archive.part(found["styles"]),
        archive.part(found["numbering"]),
        archive.part(found["footnotes"]),
        archive.part(found["endnotes"]),
        archive.part(package.get("core-properties", "docProps/core.xml")),
        {kind: known for kind, name in names.items() if (known := archive.relations(name)) is not None},
    )


def packed(parts: Mapping[str, bytes]) -> Memory:
    """Parts as an archive, by name."""
    memory = Memory()
    with ZipFile(memory, "w") as archive:  # type: ignore[call-overload] # it has all of a file that ZipFile uses
        for name, body in parts.items():
            archive.writestr(name, body)
    memory.seek(0)
    return memory

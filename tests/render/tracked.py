"""What a Word document says with its changes accepted or rejected, read from its XML alone.

As ECMA-376-1 has it (17.13.5): what was inserted or moved here goes by rejecting, what was deleted or moved away goes
by accepting; a paragraph whose mark goes is joined with the next one.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from zipfile import ZipFile

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Clause, Terms

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COME = {f"{W}ins", f"{W}moveTo"}
GONE = {f"{W}del", f"{W}moveFrom"}
_LETTERS = {f"{W}tab": "\t", f"{W}br": "\n"}


def body(file: bytes) -> Any:  # noqa: ANN401 - lxml ships no types
    """The element that holds the paragraphs."""
    with ZipFile(BytesIO(file)) as parts:
        return etree.fromstring(parts.read("word/document.xml")).find(f"{W}body")


def resolved(file: bytes, verb: Literal["accept", "reject"]) -> list[str]:
    """The paragraphs after one verb on all changes."""
    leaving = GONE if verb == "accept" else COME
    found, text = [], ""
    for paragraph in body(file).iterchildren(f"{W}p"):
        text += "".join(_letters(paragraph, leaving))
        if not any(mark.tag in leaving for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/*")):
            found.append(text)
            text = ""
    return [*found, text] if text else found


def _letters(element: Any, leaving: set[str]) -> Iterator[str]:  # noqa: ANN401 - lxml ships no types
    for child in element:
        if child.tag in {f"{W}t", f"{W}delText"}:
            yield child.text or ""
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag not in {*leaving, f"{W}pPr", f"{W}rPr"}:
            yield from _letters(child, leaving)


def printed(terms: Terms) -> list[str]:
    """The paragraphs that terms should be: a document has one at least."""
    return [line(clause) for clause in terms.clauses] or [""]


def line(clause: Clause) -> str:
    """A clause as its paragraph: label, tab, heading, space, text."""
    words = " ".join(part for part in (clause.heading, clause.text) if part)
    return f"{clause.label}\t{words}" if clause.label else words

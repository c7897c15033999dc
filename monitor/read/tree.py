"""An HTML page as raw blocks, each with the elements it stands in: one walk over the tree, nothing judged yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from monitor.model import Link
from monitor.read.blocks import Block, BlockKind
from monitor.read.inline import spoken_alt
from monitor.text.addresses import without_tracking
from monitor.text.fold import tidy
from monitor.text.labels import split_label

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot "
    "th thead tr ul".split()
)
_SKIPPED = frozenset(
    "script style noscript template iframe svg canvas object embed audio video button input select textarea "
    "option datalist "
    "meter progress map head link meta title math".split()
)
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_DEEPEST = 2_000  # elements: beyond it text is still read, but nesting no longer followed
_DEEPEST_TABLE = 200  # elements: a table further down is read as layout, for looking through it takes its whole depth
_XML_START = re.compile(r"<\?(?=xml)", re.IGNORECASE)
_BREAK = "\n"


@dataclass(slots=True)
class Node:
    """One element that holds blocks: what the choice of content needs to know of it."""

    parent: int
    tag: str
    marks: str  # its role, id and classes, lower case
    hidden: bool


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block, the node it stands in, and how many of its words are links."""

    block: Block
    node: int
    linked: int


@dataclass(slots=True)
class Tree:
    """The nodes of a page, parents before children, and its blocks in reading order."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)


def parse(markup: str) -> BeautifulSoup:
    """The page's tree as lxml builds it, broken markup mended."""
    return BeautifulSoup(_XML_START.sub("<? ", markup), "lxml")  # XHTML is read as browsers do, as HTML


def tree_of(root: Tag) -> Tree:
    """Every block of text below an element, in reading order."""
    walker = _Walker()
    walker.walk(root)
    return walker.tree


@dataclass(slots=True)
class _List:
    """An open list: how its items are numbered. `kind` is "" for bullets."""

    kind: str
    count: int
    step: int


@dataclass(slots=True)
class _Pending:
    """The inline text that was collected since the last block ended."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)  # text, bold
    links: list[Link] = field(default_factory=list)
    linked: int = 0


class _Walker:
    def __init__(self) -> None:
        self.tree = Tree()
        self.pending = _Pending()
        self.lists: list[_List] = []
        self.stack: list[int] = []
        self.heading = 0
        self.bold = 0
        self.quotes = 0
        self.preformatted = 0
        self.marker: str | None = None
        self.item = False
        self.anchor: tuple[str, int] | None = None

    def walk(self, root: Tag) -> None:
        steps: list[tuple[bool, Tag | NavigableString]] = [(True, root)]
        while steps:
            opening, node = steps.pop()
            if isinstance(node, NavigableString):
                self._string(node)
            elif not opening:
                self._close(node)
            elif node.name == "table" and len(self.stack) < _DEEPEST_TABLE and _is_data_table(node):
                self._table(node)
            elif self._open(node):
                steps.append((False, node))
                steps.extend(
                    (True, child) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)
                )
        self._flush()

    def _string(self, node: NavigableString) -> None:
        if isinstance(node, PreformattedString) or not node:
            return
        text = str(node) if self.preformatted else str(node).replace("\n", " ")
        self.pending.pieces.append((text, self.bold > 0))

    def _open(self, tag: Tag) -> bool:
        """Enter an element; False where nothing below it is text."""
        name = tag.name
        if (name in _SKIPPED and not (name == "button" and self.heading)) or _is_ignored(tag):
            return False  # the heading of an accordion is a button
        if name == "br":
            self.pending.pieces.append((_BREAK, False))
            return False
        if name == "img":
            self._image(tag)
            return False
        if name in _BLOCK_TAGS:
            self._open_block(tag)
        elif name == "a":
            self.anchor = (without_tracking(str(tag.get("href") or "")), len(self.pending.pieces))
        if name in _BOLD or _BOLD_STYLE.search(str(tag.get("style") or "")):
            self.bold += 1
        return True

    def _open_block(self, tag: Tag) -> None:
        self._flush()
        name = tag.name
        parent = self.stack[-1] if self.stack else -1
        hidden = "hidden" in tag.attrs or bool(_HIDDEN_STYLE.search(str(tag.get("style") or "")))
        if parent >= 0 and self.tree.nodes[parent].hidden:
            hidden = True
        if len(self.stack) < _DEEPEST:
            self.tree.nodes.append(Node(parent, name, _marks(tag), hidden))
            self.stack.append(len(self.tree.nodes) - 1)
        else:
            self.stack.append(parent)
        if name in _LISTS:
            self.lists.append(_open_list(tag))
        elif name == "li":
            self._open_item(tag)
        elif name in _HEADINGS:
            self.heading = _HEADINGS[name]
        elif name in {"blockquote", "dd"}:
            self.quotes += 1
        elif name == "pre":
            self.preformatted += 1

    def _open_item(self, tag: Tag) -> None:
        self.item = True
        if not self.lists or not self.lists[-1].kind:
            self.marker = None
            return
        current = self.lists[-1]
        value = str(tag.get("value") or "")
        if value.lstrip("-").isdigit():
            current.count = int(value)
        self.marker = f"{_numbered(current.count, current.kind)}."
        current.count += current.step

    def _close(self, tag: Tag) -> None:
        name = tag.name
        if name in _BLOCK_TAGS:
            self._flush()
            self.stack.pop()
            if name in _LISTS:
                self.lists.pop()
            elif name == "li":
                self.marker, self.item = None, False
            elif name in _HEADINGS:
                self.heading = 0
            elif name in {"blockquote", "dd"}:
                self.quotes -= 1
            elif name == "pre":
                self.preformatted -= 1
        elif name == "a" and self.anchor is not None:
            target, start = self.anchor
            text = tidy("".join(piece for piece, _ in self.pending.pieces[start:]))
            if text and target:
                self.pending.links.append(Link(text, target))
                self.pending.linked += len(text.split())
            self.anchor = None
        if name in _BOLD or _BOLD_STYLE.search(str(tag.get("style") or "")):
            self.bold -= 1

    def _image(self, tag: Tag) -> None:
        alt = spoken_alt(str(tag.get("alt") or ""))
        if len(alt.split()) > 2:  # noqa: PLR2004 - a logo's or icon's name is no sentence
            self.pending.pieces.append((f" {alt} ", False))

    def _table(self, table: Tag) -> None:
        self._flush()
        for caption in table.find_all("caption"):
            self.walk(caption)
        parent = self.stack[-1] if self.stack else -1
        self.tree.nodes.append(Node(parent, "table", _marks(table), parent >= 0 and self.tree.nodes[parent].hidden))
        node = len(self.tree.nodes) - 1
        header: tuple[str, ...] = ()
        for number, row in enumerate(_rows(table)):
            cells = tuple(tidy(cell.get_text(" ")) for cell in row)
            if not any(cells):
                continue
            links = tuple(
                Link(tidy(a.get_text(" ")), without_tracking(str(a.get("href"))))
                for cell in row
                for a in cell.find_all("a")
                if a.get("href")
            )
            linked = sum(len(link.text.split()) for link in links)
            text = " | ".join(cell for cell in cells if cell)
            block = Block(
                "row", text, len(self.lists), cells=cells, header=header, links=links, hidden=self._hidden(node)
            )
            self.tree.blocks.append(RawBlock(block, node, linked))
            if number == 0 and all(cell.name == "th" for cell in row):
                header = cells

    def _hidden(self, node: int) -> bool:
        return node >= 0 and self.tree.nodes[node].hidden

    def _flush(self) -> None:
        pending, self.pending = self.pending, _Pending()
        if self.anchor is not None:
            self.anchor = (self.anchor[0], 0)
        if not any(piece.strip() for piece, _ in pending.pieces):
            return
        links = tuple(pending.links)
        for text, bold in _lines(pending.pieces):
            kind: BlockKind = "heading" if self.heading else "item" if self.item else "paragraph"
            level = self.heading or len(self.lists) + (self.quotes > 0)
            node = self.stack[-1] if self.stack else -1
            block = Block(kind, text, level, self.marker, bold, links, hidden=self._hidden(node))
            self.tree.blocks.append(RawBlock(block, node, pending.linked))
            self.marker, self.item, links = None, False, ()


def _lines(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, int]]:
    """Inline pieces as one text or several: two breaks end a paragraph, one does where a label follows."""
    whole = "".join(text for text, _ in pieces)
    if _BREAK not in whole and not any(bold for _, bold in pieces):  # nearly every block
        if text := without_tracking(tidy(whole)):
            yield text, 0
        return
    flags = [bold for text, bold in pieces for _ in text]
    start = 0
    for end in [*_ends(whole), len(whole)]:
        text = without_tracking(tidy(whole[start:end].replace(_BREAK, " ")))
        if text:
            yield text, _bold_lead(whole[start:end], flags[start:end])
        start = end


def _ends(whole: str) -> list[int]:
    ends = []
    for match in re.finditer(r"\n\s*", whole):
        double = match.group().count(_BREAK) > 1
        if double or split_label(tidy(whole[match.end() : match.end() + 60]))[0] is not None:
            ends.append(match.end())
    return ends


def _bold_lead(text: str, flags: list[bool]) -> int:
    """How many characters of the tidied text are bold from its start on."""
    lead = 0
    for character, bold in zip(text, flags, strict=True):
        if not bold and not character.isspace():
            break
        lead += 1
    return len(tidy(text[:lead].replace(_BREAK, " ")))


def _is_ignored(tag: Tag) -> bool:
    return tag.get("aria-hidden") == "true" and not tag.find(["p", "li"])


def _marks(tag: Tag) -> str:
    classes = tag.get("class") or ()
    parts = [
        str(tag.get("role") or ""),
        str(tag.get("id") or ""),
        *([classes] if isinstance(classes, str) else classes),
    ]
    return " ".join(parts).lower()


def _open_list(tag: Tag) -> _List:
    if tag.name != "ol" or "none" in str(tag.get("style") or ""):
        return _List("", 1, 1)
    kind = str(tag.get("type") or "1")
    reverse = "reversed" in tag.attrs
    start = str(tag.get("start") or "")
    usual = len(tag.find_all("li", recursive=False)) if reverse else 1
    first = int(start) if start.lstrip("-").isdigit() else usual
    return _List(kind if kind in "1aAiI" else "1", first, -1 if reverse else 1)


def _numbered(value: int, kind: str) -> str:
    """A list number as the browser prints it."""
    if kind in "aA" and value > 0:
        letters = ""
        while value:
            value, rest = divmod(value - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if kind == "A" else letters
    if kind in "iI" and 0 < value < 400:  # noqa: PLR2004 - no list of terms is longer
        return _roman(value).upper() if kind == "I" else _roman(value)
    return str(value)


def _roman(value: int) -> str:
    out = ""
    for number, letters in (
        (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while value >= number:
            out, value = out + letters, value - number
    return out


def _is_data_table(table: Tag) -> bool:
    """A table of facts has two columns or more and no page layout inside it."""
    if table.find(["table", "h1", "h2", "h3", "h4", "h5", "h6", "main", "article"]) is not None:
        return False
    return any(len(row) > 1 for row in _rows(table))


def _rows(table: Tag) -> list[list[Tag]]:
    return [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]

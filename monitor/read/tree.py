"""An HTML page as raw blocks, each with the elements it stands in: one walk over the tree, nothing judged yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString, PreformattedString, Tag

from monitor.errors import TooMuchToRead
from monitor.model import Link
from monitor.read.blocks import Block
from monitor.read.inline import spoken_alt
from monitor.read.lists import OpenList, opened
from monitor.read.nodes import Node, RawBlock, Tree
from monitor.read.pieces import BREAK, lines_of
from monitor.read.soup import elements, soup_of
from monitor.read.tables import is_data_table, rows_of
from monitor.text.addresses import shown_mail, without_tracking
from monitor.text.fold import tidy
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import BeautifulSoup
    from bs4.element import PageElement

    from monitor.read.blocks import BlockKind
    from monitor.read.pieces import Piece

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
_SENTENCE_TAGS = frozenset("a b button dd dt em h1 h2 h3 h4 h5 h6 i label li p small span strong td th u".split())
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_QUOTES = frozenset({"blockquote", "dd"})
_SHAPES = frozenset({*_LISTS, *_HEADINGS, *_QUOTES, "li", "pre"})
_ALONE = frozenset({"br", "img"})
_BOLD_STYLE = pattern(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = pattern(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_MOST_TAGS = 100_000  # seven times as many as the largest page of terms met, and a few seconds to build
_LONGEST_NAMES = 300  # characters of an element's id and classes that are looked at
_DEEPEST = 2_000  # elements: beyond it text is still read, but nesting no longer followed
_DEEPEST_TABLE = 200  # elements: a table further down is read as layout, for looking through it takes its whole depth
_OPENS = frozenset({"aria-expanded", "aria-controls"})  # of a button that heads what it opens, as in an accordion
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_NO_PLACE = ("", "/", "!")  # a list of contents leads down its own page; "#/" and "#!" are a script's addresses
_HIDDEN_MAIL_TARGET = pattern(r"/cdn-cgi/l/email-protection#([0-9a-f]+)", re.IGNORECASE)
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])|_+|-{2,}")  # "navBar" and "nav__bar" are "nav-bar"
_XML_START = pattern(r"<\?(?=xml)", re.IGNORECASE)


def parse(markup: str, subject: str) -> BeautifulSoup:
    """The page's tree as lxml builds it, broken markup mended.

    Raises `TooMuchToRead`, naming the subject, for markup that would take more than
    some seconds to build.
    """
    if markup.count("<") > _MOST_TAGS:
        raise TooMuchToRead(
            subject, f"holds more than {_MOST_TAGS:,} tags; no terms do, give an address of theirs alone"
        )
    return soup_of(_XML_START.sub("<? ", markup))  # XHTML is read as browsers do, as HTML


def tree_of(*roots: Tag) -> Tree:
    """Every block of text below the elements, in reading order."""
    walker = _Walker()
    for root in roots:
        walker.walk(root)
    return walker.tree


class _Walker:
    def __init__(self) -> None:
        self.tree = Tree()
        self.pieces: list[Piece] = []  # the inline text that was collected since the last block ended
        self.links: list[Link] = []  # and its links
        self.linked = 0
        self.lists: list[OpenList] = []
        self.stack: list[int] = []
        self.heading = 0
        self.bold = 0
        self.quotes = 0
        self.preformatted = 0
        self.marker: str | None = None
        self.item = False
        self.link: tuple[str, int] | None = None
        self.anchors: list[str] = []
        self.holders: set[int] | None = None  # the elements that hold paragraphs or items, once that is asked

    def walk(self, root: Tag) -> None:
        """Read what stands below an element, one stretch of siblings after another: pages nest thousands deep."""
        around: list[tuple[Tag, bool, bool, Iterator[PageElement]]] = []
        rest: Iterator[PageElement] = iter([root])
        tag, block, bold = root, False, False
        while True:
            for node in rest:
                if isinstance(node, NavigableString):
                    if self.pieces or self.preformatted or not node.isspace():  # half of all strings are that
                        self._string(node)
                    continue
                entered = self._open(node) if isinstance(node, Tag) else None
                if entered is not None and isinstance(node, Tag):
                    around.append((tag, block, bold, rest))
                    tag, block, bold, rest = node, entered, _is_bold(node), iter(node.contents)
                    self.bold += bold
                    break
            else:
                if not around:
                    break
                self._close(tag.name, block=block)
                self.bold -= bold
                tag, block, bold, rest = around.pop()
        self._flush()

    def _string(self, node: NavigableString) -> None:
        if isinstance(node, PreformattedString) or not node:
            return
        text = str(node) if self.preformatted else node.replace("\n", " ")
        self.pieces.append((text, self.bold > 0))

    def _open(self, tag: Tag) -> bool | None:
        """Enter an element: whether it stands on lines of its own; None where nothing below is text, or it was read."""
        name, attributes = tag.name, tag.attrs
        if name == "table" and len(self.stack) < _DEEPEST_TABLE and is_data_table(tag):
            self._table(tag)
            return None
        block = name in _BLOCK_TAGS or ("-" in name and _is_own_block(tag))
        if self.pieces and (block or (name == "button" and not self.heading)):
            self._flush()
        if attributes:
            self._note_anchors(attributes)
        if (name in _SKIPPED and not self._opens(tag)) or ("aria-hidden" in attributes and self._is_ignored(tag)):
            return None
        if name in _ALONE or attributes.get("data-cfemail"):
            self._alone(tag)
            return None
        if block:
            self._open_block(tag)
        elif name == "a":
            self.link = (_target(tag), len(self.pieces))
        return block

    def _opens(self, tag: Tag) -> bool:
        """Whether a control heads what it opens; all others are counted."""
        if tag.name == "button" and (self.heading > 0 or not _OPENS.isdisjoint(tag.attrs)):
            return True
        if tag.name in _CONTROLS and self.stack:
            self.tree.nodes[self.stack[-1]].controls += tag.attrs.get("type") != "hidden"
        return False

    def _is_ignored(self, tag: Tag) -> bool:
        """Whether an element is hidden from those who are read to, and holds no text: an icon, a letter drawn large."""
        if tag.attrs.get("aria-hidden") != "true":
            return False
        if self.holders is None:
            self.holders = _holders(tag)
        return id(tag) not in self.holders

    def _note_anchors(self, attributes: Mapping[str, object]) -> None:
        if "id" in attributes or "name" in attributes:
            self.anchors.extend(str(attributes[key]) for key in ("id", "name") if attributes.get(key))

    def _alone(self, tag: Tag) -> None:
        """An element that stands for a text, whatever is below it."""
        if tag.name == "br":
            self.pieces.append((BREAK, False))
        elif tag.name == "img":
            self._image(tag)
        else:
            self._mail(tag, shown_mail(str(tag["data-cfemail"])))

    def _open_block(self, tag: Tag) -> None:
        self._enter(tag)
        name = tag.name
        if name not in _SHAPES:
            return
        if name in _LISTS:
            self.lists.append(opened(tag))
        elif name == "li":
            self._open_item(tag)
        elif name in _HEADINGS:
            self.heading = _HEADINGS[name]
        elif name in _QUOTES:
            self.quotes += 1
        elif name == "pre":
            self.preformatted += 1

    def _enter(self, tag: Tag) -> int:
        """A node for an element; very deep ones share their parent's."""
        parent = self.stack[-1] if self.stack else -1
        if len(self.stack) >= _DEEPEST:
            self.stack.append(parent)
            return parent
        nodes, name, attributes = self.tree.nodes, tag.name, tag.attrs
        above = nodes[parent].parent if name == "summary" and parent >= 0 else parent
        hidden = (above >= 0 and nodes[above].hidden) or _is_hidden(name, attributes)
        if attributes:
            role, anchor = str(attributes.get("role") or "").lower(), str(attributes.get("id") or "")
            nodes.append(Node(parent, name, marks_of(anchor, attributes.get("class")), hidden, role, anchor))
        else:
            nodes.append(Node(parent, name, "", hidden))
        self.stack.append(len(nodes) - 1)
        return self.stack[-1]

    def _open_item(self, tag: Tag) -> None:
        self.item = True
        self.marker = self.lists[-1].marker(str(tag.get("value") or "")) if self.lists else None

    def _close(self, name: str, *, block: bool) -> None:
        if block:
            if self.pieces:
                self._flush()
            self.stack.pop()
            if name in _SHAPES:
                self._close_shape(name)
        elif name == "a" and self.link is not None:
            self._close_link(*self.link)

    def _close_shape(self, name: str) -> None:
        if name in _LISTS:
            self.lists.pop()
        elif name == "li":
            self.marker, self.item = None, False
        elif name in _HEADINGS:
            self.heading = 0
        elif name in _QUOTES:
            self.quotes -= 1
        elif name == "pre":
            self.preformatted -= 1

    def _close_link(self, target: str, start: int) -> None:
        pieces = self.pieces[start:]
        text = tidy(pieces[0][0] if len(pieces) == 1 else "".join([piece for piece, _ in pieces]))
        if text and target:
            self.links.append(Link(text, target))
            in_page = target[0] == "#" and target[1:2] not in _NO_PLACE
            self.linked += 0 if in_page else len(text.split())
        self.link = None

    def _mail(self, tag: Tag, address: str) -> None:
        self.pieces.append((address, self.bold > 0))
        if tag.name == "a" and address:
            self.links.append(Link(address, f"mailto:{address}"))

    def _image(self, tag: Tag) -> None:
        alt = spoken_alt(str(tag.get("alt") or ""))
        if len(alt.split()) > 2:  # noqa: PLR2004 - a logo's or icon's name is no sentence
            self.pieces.append((f" {alt} ", False))

    def _table(self, table: Tag) -> None:
        self._flush()
        self._note_anchors(table.attrs)
        for caption in elements(table, "caption"):
            self.walk(caption)
        node = self._enter(table)
        self.stack.pop()
        hidden = self.tree.nodes[node].hidden
        header: tuple[str, ...] = ()
        for number, row in enumerate(rows_of(table)):
            block = Block(
                "row", row.text, len(self.lists), cells=row.cells, header=header, links=row.links, hidden=hidden
            )
            self.tree.blocks.append(RawBlock(block, node, row.linked, tuple(self.anchors)))
            self.anchors = []
            if number == 0 and row.header:
                header = row.cells

    def _flush(self) -> None:
        """End a block where anything was collected for it."""
        pieces, links, linked = self.pieces, tuple(self.links), self.linked
        self.pieces, self.links, self.linked = [], [], 0
        if self.link is not None:
            self.link = (self.link[0], 0)
        level = self.heading or len(self.lists) + (self.quotes > 0)
        node = self.stack[-1] if self.stack else -1
        hidden = node >= 0 and self.tree.nodes[node].hidden
        for text, bold in lines_of(pieces):
            kind: BlockKind = "heading" if self.heading else "item" if self.item else "paragraph"
            block = Block(kind, text, level, self.marker, bold, links, hidden=hidden)
            self.tree.blocks.append(RawBlock(block, node, linked, tuple(self.anchors)))
            self.anchors = []
            self.marker, self.item, links = None, False, ()


def _holders(tag: Tag) -> set[int]:
    """All elements of a tag's page that hold a paragraph or an item; looked for once, for what is hidden may nest."""
    *_, top = tag, *tag.parents
    found: set[int] = set()
    for text in elements(top, "p", "li"):
        for above in text.parents:
            if id(above) in found:
                break
            found.add(id(above))
    return found


def _is_own_block(tag: Tag) -> bool:
    """Whether an element of a page's own making stands on lines of its own: it does where no sentence is around it."""
    return tag.parent is not None and tag.parent.name not in _SENTENCE_TAGS


def _is_hidden(name: str, attributes: Mapping[str, object]) -> bool:
    """Whether an element shows nothing until its reader asks for it."""
    if not attributes:
        return name == "details"
    if "hidden" in attributes or ("aria-hidden" in attributes and attributes["aria-hidden"] == "true"):
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(str(style)):
        return True
    return name == "details" and "open" not in attributes


def _is_bold(tag: Tag) -> bool:
    return tag.name in _BOLD or ("style" in tag.attrs and bool(_BOLD_STYLE.search(str(tag["style"]))))


def _target(anchor: Tag) -> str:
    target = str(anchor.attrs.get("href") or "")
    mail = _HIDDEN_MAIL_TARGET.search(target) if "#" in target else None
    return f"mailto:{shown_mail(mail.group(1))}" if mail else without_tracking(target)


def marks_of(anchor: str, classes: object) -> str:
    """An element's id and classes as one line of names."""
    names = " ".join(classes) if isinstance(classes, list) else str(classes or "")
    if anchor:
        names = f"{anchor} {names}" if names else anchor
    return _hyphenated(names[:_LONGEST_NAMES]) if names else ""


@remembered  # the entries of a menu are all called the same
def _hyphenated(names: str) -> str:
    return _HUMP.sub("-", names).lower()

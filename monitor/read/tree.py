"""An HTML page as raw blocks, each with the elements it stands in: one walk over the tree, nothing judged yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from monitor.errors import TooMuchToRead
from monitor.model import Link
from monitor.read.blocks import Block, BlockKind
from monitor.read.datelines import says_only_a_date
from monitor.read.inline import spoken_alt
from monitor.read.lists import OpenList, opened
from monitor.read.tables import is_data_table, rows_of
from monitor.text.addresses import shown_mail, without_tracking
from monitor.text.fold import tidy
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

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
_SENTENCE_TAGS = frozenset("a b button dd dt em h1 h2 h3 h4 h5 h6 i label li p small span strong td th u".split())
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_BOLD_STYLE = pattern(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = pattern(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_MOST_TAGS = 100_000  # seven times as many as the largest page of terms met, and a few seconds to build
_LONGEST_NAMES = 300  # characters of an element's id and classes that are looked at
_LONGEST_DATED = 160  # characters; a line that only states a date is shorter
_DEEPEST = 2_000  # elements: beyond it text is still read, but nesting no longer followed
_DEEPEST_TABLE = 200  # elements: a table further down is read as layout, for looking through it takes its whole depth
_OPENS = frozenset({"aria-expanded", "aria-controls"})  # of a button that heads what it opens, as in an accordion
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_IN_PAGE = pattern(r"#[^/!]")  # a list of contents leads down its own page; "#/" and "#!" are a script's addresses
_HIDDEN_MAIL_TARGET = pattern(r"/cdn-cgi/l/email-protection#([0-9a-f]+)", re.IGNORECASE)
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])|_+|-{2,}")  # "navBar" and "nav__bar" are "nav-bar"
_XML_START = pattern(r"<\?(?=xml)", re.IGNORECASE)
_BREAK = "\n"


@dataclass(slots=True)
class Node:
    """One element that holds blocks: what the choice of content needs to know of it.

    `marks` are its id and classes as lower-case words with hyphens ("nav-bar"), `role`
    is what it says to be to readers who cannot see it, `anchor` its id as written;
    `controls` counts the buttons and fields that stand in it and in no node below.
    """

    parent: int
    tag: str
    marks: str
    hidden: bool
    role: str = ""
    anchor: str = ""
    controls: int = 0


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block, the node it stands in, how many of its words are links that lead elsewhere, and the anchors at it."""

    block: Block
    node: int
    linked: int
    anchors: tuple[str, ...] = ()


@dataclass(slots=True)
class Tree:
    """The nodes of a page, parents before children, and its blocks in reading order."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)


def parse(markup: str, subject: str) -> BeautifulSoup:
    """The page's tree as lxml builds it, broken markup mended.

    Raises `TooMuchToRead`, naming the subject, for markup that would take more than
    some seconds to build.
    """
    if markup.count("<") > _MOST_TAGS:
        raise TooMuchToRead(
            subject, f"holds more than {_MOST_TAGS:,} tags; no terms do, give an address of theirs alone"
        )
    return BeautifulSoup(_XML_START.sub("<? ", markup), "lxml")  # XHTML is read as browsers do, as HTML


def tree_of(*roots: Tag) -> Tree:
    """Every block of text below the elements, in reading order."""
    walker = _Walker()
    for root in roots:
        walker.walk(root)
    return walker.tree


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
        steps: list[tuple[bool, Tag | NavigableString]] = [(True, root)]
        while steps:
            opening, node = steps.pop()
            if isinstance(node, NavigableString):
                self._string(node)
            elif not opening:
                self._close(node)
            elif node.name == "table" and len(self.stack) < _DEEPEST_TABLE and is_data_table(node):
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
        if _is_block(tag) or (name == "button" and not self.heading):
            self._flush()
        self._note_anchors(tag)
        opens = name == "button" and (self.heading > 0 or not _OPENS.isdisjoint(tag.attrs))
        if name in _CONTROLS and self.stack and not opens:
            self.tree.nodes[self.stack[-1]].controls += tag.get("type") != "hidden"
        if (name in _SKIPPED and not opens) or self._is_ignored(tag):
            return False
        if name == "br":
            self.pending.pieces.append((_BREAK, False))
            return False
        if name == "img":
            self._image(tag)
            return False
        if hidden_mail := tag.attrs.get("data-cfemail"):
            self._mail(tag, shown_mail(str(hidden_mail)))
            return False
        if _is_block(tag):
            self._open_block(tag)
        elif name == "a":
            self.link = (_target(tag), len(self.pending.pieces))
        if _is_bold(tag):
            self.bold += 1
        return True

    def _is_ignored(self, tag: Tag) -> bool:
        """Whether an element is hidden from those who are read to, and holds no text: an icon, a letter drawn large."""
        if tag.attrs.get("aria-hidden") != "true":
            return False
        if self.holders is None:
            self.holders = _holders(tag)
        return id(tag) not in self.holders

    def _note_anchors(self, tag: Tag) -> None:
        attributes = tag.attrs
        if "id" in attributes or "name" in attributes:
            self.anchors.extend(str(attributes[key]) for key in ("id", "name") if attributes.get(key))

    def _open_block(self, tag: Tag) -> None:
        self._enter(tag)
        name = tag.name
        if name in _LISTS:
            self.lists.append(opened(tag))
        elif name == "li":
            self._open_item(tag)
        elif name in _HEADINGS:
            self.heading = _HEADINGS[name]
        elif name in {"blockquote", "dd"}:
            self.quotes += 1
        elif name == "pre":
            self.preformatted += 1

    def _enter(self, tag: Tag) -> int:
        """A node for an element; very deep ones share their parent's."""
        parent = self.stack[-1] if self.stack else -1
        if len(self.stack) >= _DEEPEST:
            self.stack.append(parent)
            return parent
        above = self.tree.nodes[parent].parent if tag.name == "summary" and parent >= 0 else parent
        hidden = _is_hidden(tag) or self._hidden(above)
        role, anchor = str(tag.attrs.get("role") or "").lower(), str(tag.attrs.get("id") or "")
        self.tree.nodes.append(Node(parent, tag.name, _marks(tag), hidden, role, anchor))
        self.stack.append(len(self.tree.nodes) - 1)
        return self.stack[-1]

    def _open_item(self, tag: Tag) -> None:
        self.item = True
        self.marker = self.lists[-1].marker(str(tag.get("value") or "")) if self.lists else None

    def _close(self, tag: Tag) -> None:
        name = tag.name
        if _is_block(tag):
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
        elif name == "a" and self.link is not None:
            target, start = self.link
            text = tidy("".join(piece for piece, _ in self.pending.pieces[start:]))
            if text and target:
                self.pending.links.append(Link(text, target))
                self.pending.linked += 0 if _IN_PAGE.match(target) else len(text.split())
            self.link = None
        if _is_bold(tag):
            self.bold -= 1

    def _mail(self, tag: Tag, address: str) -> None:
        self.pending.pieces.append((address, self.bold > 0))
        if tag.name == "a" and address:
            self.pending.links.append(Link(address, f"mailto:{address}"))

    def _image(self, tag: Tag) -> None:
        alt = spoken_alt(str(tag.get("alt") or ""))
        if len(alt.split()) > 2:  # noqa: PLR2004 - a logo's or icon's name is no sentence
            self.pending.pieces.append((f" {alt} ", False))

    def _table(self, table: Tag) -> None:
        self._flush()
        self._note_anchors(table)
        for caption in table.find_all("caption"):
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

    def _hidden(self, node: int) -> bool:
        return node >= 0 and self.tree.nodes[node].hidden

    def _flush(self) -> None:
        pending, self.pending = self.pending, _Pending()
        if self.link is not None:
            self.link = (self.link[0], 0)
        if not any(piece.strip() for piece, _ in pending.pieces):
            return
        links = tuple(pending.links)
        for text, bold in _lines(pending.pieces):
            kind: BlockKind = "heading" if self.heading else "item" if self.item else "paragraph"
            level = self.heading or len(self.lists) + (self.quotes > 0)
            node = self.stack[-1] if self.stack else -1
            block = Block(kind, text, level, self.marker, bold, links, hidden=self._hidden(node))
            self.tree.blocks.append(RawBlock(block, node, pending.linked, tuple(self.anchors)))
            self.anchors = []
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
    """Where a paragraph ends: at two breaks, and at one before a label and around a line that only states a date."""
    ends: list[int] = []
    dated = says_only_a_date(_line(whole, 0))
    for match in re.finditer(r"\n\s*", whole):
        line = _line(whole, match.end())
        after_date, dated = dated, says_only_a_date(line)
        if after_date or dated or match.group().count(_BREAK) > 1 or split_label(line)[0] is not None:
            ends.append(match.end())
    return ends


def _line(whole: str, start: int) -> str:
    """The line that begins there, as far as it can be a label or a date."""
    return tidy(whole[start : start + _LONGEST_DATED].partition(_BREAK)[0])


def _bold_lead(text: str, flags: list[bool]) -> int:
    """How many characters of the tidied text are bold from its start on."""
    lead = 0
    for character, bold in zip(text, flags, strict=True):
        if not bold and not character.isspace():
            break
        lead += 1
    return len(tidy(text[:lead].replace(_BREAK, " ")))


def _holders(tag: Tag) -> set[int]:
    """All elements of a tag's page that hold a paragraph or an item; looked for once, for what is hidden may nest."""
    *_, top = tag, *tag.parents
    found: set[int] = set()
    for text in top.find_all(["p", "li"]):
        for above in text.parents:
            if id(above) in found:
                break
            found.add(id(above))
    return found


def _is_block(tag: Tag) -> bool:
    """Whether an element stands on lines of its own; one of a page's own making does where no sentence is around it."""
    if tag.name in _BLOCK_TAGS:
        return True
    return "-" in tag.name and tag.parent is not None and tag.parent.name not in _SENTENCE_TAGS


def _is_hidden(tag: Tag) -> bool:
    """Whether an element shows nothing until its reader asks for it."""
    attributes = tag.attrs
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(str(style)):
        return True
    return tag.name == "details" and "open" not in attributes


def _is_bold(tag: Tag) -> bool:
    return tag.name in _BOLD or ("style" in tag.attrs and bool(_BOLD_STYLE.search(str(tag["style"]))))


def _target(anchor: Tag) -> str:
    target = str(anchor.get("href") or "")
    mail = _HIDDEN_MAIL_TARGET.search(target)
    return f"mailto:{shown_mail(mail.group(1))}" if mail else without_tracking(target)


def _marks(tag: Tag) -> str:
    attributes = tag.attrs
    classes = attributes.get("class") or ()
    parts = [attributes.get("id"), *([classes] if isinstance(classes, str) else classes)]
    return _HUMP.sub("-", " ".join(str(part) for part in parts if part)[:_LONGEST_NAMES]).lower()

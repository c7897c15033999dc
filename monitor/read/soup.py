"""Beautiful Soup's tree of a page, built in a third of the time.

Beautiful Soup takes the events of any parser: each element passes through six of its methods
and gets two dozen attributes, nearly all the same. The builder here hears the same events of
the same parser, and gives the tree that `BeautifulSoup(markup, "lxml")` gives, node by node, but
that attributes stand in a plain dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeValueList,
    Comment,
    Doctype,
    NamespacedAttribute,
    NavigableString,
    ProcessingInstruction,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

_LISTED = LXMLTreeBuilder.DEFAULT_CDATA_LIST_ATTRIBUTES
_LISTED_ANYWHERE = _LISTED["*"]
_EMPTY = LXMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or set()
_PREFORMATTED = LXMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_STRINGS = LXMLTreeBuilder.DEFAULT_STRING_CONTAINERS
_PARTICULAR = frozenset({*_EMPTY, *_PREFORMATTED, *_STRINGS})
_SPACES = BeautifulSoup.ASCII_SPACES


def soup_of(markup: str) -> BeautifulSoup:
    """The same as `BeautifulSoup(markup, "lxml")`."""
    return BeautifulSoup(markup, builder=_Builder())


def release(soup: BeautifulSoup) -> None:
    """Let go of a tree that nobody reads any more.

    Its nodes lead to one another back and forth. Only the garbage collector would free
    them, late, and in a walk through all else that is in memory: a tenth of the reading time.
    """
    node = soup.contents[0] if soup.contents else None
    while node is not None:
        node.parent = node.previous_element = node.previous_sibling = None
        node = node.next_element
    soup.tagStack.clear()
    soup.currentTag = None


def elements(tag: Tag, *names: str) -> Iterator[Tag]:
    """The elements below one that have any of these names, in the page's order: `find_all` takes ten times as long."""
    for node in tag.descendants:
        if isinstance(node, Tag) and node.name in names:
            yield node


class _Element(Tag):
    """An element of HTML: what is the same for nearly all of them stands here once."""

    parser_class = BeautifulSoup
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = False
    attribute_value_list_class = AttributeValueList
    can_be_empty_element = False
    cdata_list_attributes = _LISTED
    preserve_whitespace_tags = _PREFORMATTED
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    _namespaces = dict(LXMLTreeBuilder.DEFAULT_NSMAPS)  # noqa: RUF012 - nobody adds to it


class _Builder(LXMLTreeBuilder):
    """Links elements and strings by itself as the events come. HTML has no namespaces, and each element is ended."""

    def initialize_soup(self, soup: BeautifulSoup) -> None:
        """Begin a tree; where the parser rejects the first form of the markup, the next begins another."""
        super().initialize_soup(soup)
        self._open: Tag = soup  # the innermost element that has not ended
        self._last: PageElement | None = None  # the element or string that came last
        self._data: list[str] = []  # the text since then
        self._around: list[str] = []  # the names of open elements whose strings are not like others

    def feed(self, markup: str | bytes) -> None:
        """Build the tree. Raises `bs4.exceptions.ParserRejectedMarkup`."""
        super().feed(markup)
        self._string()
        self.parser = None  # it leads back here, and would keep the tree that this builder leads to
        del self._open, self._last

    def start(self, tag: Any, attrib: Any, nsmap: Any = None) -> None:  # noqa: ANN401, ARG002 - as in bs4
        """An element begins."""
        if self._data:
            self._string()
        element = _Element.__new__(_Element)
        element.name = tag
        element.attrs = _divided(tag, attrib) if attrib else {}
        element.contents = []
        self._link(element)
        self._open = element
        if tag in _PARTICULAR:
            self._particular(element, tag)

    def end(self, tag: Any) -> None:  # noqa: ANN401 - as in bs4
        """The innermost element ends."""
        if self._data:
            self._string()
        self._open = self._open.parent or self._open
        if self._around and self._around[-1] == tag:
            self._around.pop()

    def data(self, data: Any) -> None:  # noqa: ANN401 - as in bs4
        """A piece of text."""
        self._data.append(data)

    def comment(self, text: Any) -> None:  # noqa: ANN401 - as in bs4
        """A comment."""
        self._other(text, Comment)

    def pi(self, target: str, data: str) -> None:
        """A processing instruction."""
        self._other(f"{target} {data}", ProcessingInstruction)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        """The document's type."""
        self._other(str(Doctype.for_name_and_ids(name, pubid, system)), Doctype)

    def _particular(self, element: _Element, name: str) -> None:
        if name in _EMPTY:
            element.can_be_empty_element = True
            self.set_up_substitutions(element)
            return
        self._around.append(name)
        if name in _STRINGS:
            element.interesting_string_types = {_STRINGS[name]}

    def _other(self, text: str, kind: type[NavigableString]) -> None:
        self._string()
        self._data.append(text)
        self._string(kind)

    def _string(self, kind: type[NavigableString] = NavigableString) -> None:
        """A string of the text since the last one; white space alone is one space or line break."""
        if not self._data:
            return
        text = self._data[0] if len(self._data) == 1 else "".join(self._data)
        self._data.clear()
        if (not text or text.isspace()) and not text.strip(_SPACES) and _PREFORMATTED.isdisjoint(self._around):
            text = "\n" if "\n" in text else " "
        if self._around and kind is NavigableString:
            kind = next((_STRINGS[name] for name in reversed(self._around) if name in _STRINGS), kind)
        self._link(str.__new__(kind, text))

    def _link(self, node: Tag | NavigableString) -> None:
        """Put a node where the next one belongs: last in the open element, behind what came last."""
        parent, last = self._open, self._last
        node.parent = parent
        node.previous_element = last
        if last is not None:
            last.next_element = node
        node.next_element = node.next_sibling = None
        siblings = parent.contents
        if siblings:
            node.previous_sibling = before = siblings[-1]
            before.next_sibling = node
        else:
            node.previous_sibling = None
        siblings.append(node)
        self._last = node


def _divided(tag: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """An element's attributes, those that hold several values as lists."""
    if "{" in "".join(attributes):
        attributes = {_name(name): value for name, value in attributes.items()}
    own = _LISTED.get(tag.lower(), ())
    for name, value in attributes.items():
        if name in _LISTED_ANYWHERE or name in own:
            attributes[name] = AttributeValueList(value.split())
    return attributes


def _name(name: str) -> str:
    """An attribute's name; Beautiful Soup takes "{a}b" for one with a namespace."""
    space, end, local = name[1:].partition("}")
    return NamespacedAttribute(None, local, space) if name[0] == "{" and end else name

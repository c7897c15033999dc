"""The links of a web page with what stands around them: headings, the list and the line they stand in, menus."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from bs4.element import NavigableString, PreformattedString, Tag

from monitor.read.furniture import is_by_name, is_consent
from monitor.read.references import says_nothing, web_address
from monitor.read.tree import marks_of
from monitor.text.addresses import same_place
from monitor.text.fold import key, tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset("script style template noscript svg select datalist iframe title head".split())
_LISTS = frozenset({"ul", "ol", "menu", "dl", "table"})
_LINES = frozenset("li p tr dt dd h1 h2 h3 h4 h5 h6 div section article figure blockquote td th body".split())
_INNER = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div")  # in a link that is a card: the first of them has its name
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST = 160  # characters of a document's name
_MOST_AROUND = 2_000  # characters of the line around a link that are looked at
_MOST_NODES = 150  # elements and strings there: a line has a fifth of that, and each link looks at its own
_HIGHEST = 30  # elements around a link among which its line is looked for
_AROUND = " |.,:;()[]{}/\\\"'<>-–—•·*#→›»"
_LONE = 0.5  # of a line's words: a link with fewer stands in a sentence
_KEPT = "/:?#@!$&'()*+,;=%-._~"
_HOST = pattern(r"\s*(?:[a-z][a-z0-9+.-]*:)?//[^/?#\\]*", re.IGNORECASE)
_FOLDABLE = pattern(r"[^\x00-\x7f]|`")
_NEW_WINDOW = pattern(
    r"\(?\s*(?:opens|öffnet|s'ouvre|se abre|abre)\b[^()]{0,30}\b(?:window|tab|fenster|fenêtre|onglet|ventana|pestaña)"
    r"[^()]{0,10}\)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link to another page, as it stands on its own.

    `place` is what all ways to write its address have in common; `headings` are those above it, outermost first,
    without the page's title; `series` is the same for the links of one list, or of boxes built alike, "" in a
    sentence. `own` says that the link's words name it, and not only what stands beside them. `main` and `menu` say
    whether it stands in the page's main part, and in what is a menu, footer or the like by its names.
    """

    words: str
    target: str
    place: str
    headings: tuple[str, ...] = ()
    series: str = ""
    own: bool = True
    main: bool = False
    menu: bool = False
    consent: bool = False


class _Around(NamedTuple):
    """What an element stands in."""

    main: bool = False
    menu: bool = False
    consent: bool = False
    skipped: bool = False
    link: bool = False
    list: int = 0


def entries_of(root: Tag, base: str) -> Iterator[Entry]:
    """The links below an element that lead to other pages of the web, in the page's order; `base` is its address."""
    around = {id(root): _Around()}
    headings: list[tuple[int, str]] = []
    for number, tag in enumerate(elements_below(root)):
        where = around[id(tag)] = _entered(tag, around[id(tag.parent)] if tag is not root else _Around(), number)
        if where.skipped:
            continue
        if tag.name in _HEADINGS and not where.link:
            level, words = _HEADINGS[tag.name], _text(tag)
            headings = [one for one in headings if one[0] < level]
            if words and level > 1:
                headings.append((level, words[:_LONGEST]))
        elif tag.name == "a" and tag.get("href"):
            above = tuple(words for _, words in headings)
            if found := _entry(tag, base, where, above):
                yield found


def elements_below(root: Tag) -> Iterator[Tag]:
    """An element and all below it, in the page's order."""
    if root.parent is not None:
        yield root
    yield from (node for node in root.descendants if isinstance(node, Tag))


def _entered(tag: Tag, above: _Around, number: int) -> _Around:
    """What stands in an element stands in, too."""
    name = tag.name
    role = str(tag.get("role") or "").lower()
    marks = marks_of(str(tag.get("id") or ""), tag.get("class"))
    main = above.main or name == "main" or role == "main"
    menu = above.menu or is_by_name(name, role, marks) or (name == "header" and not main)
    consent = above.consent or (name not in {"html", "body", "main"} and is_consent(marks))
    skipped, link = above.skipped or name in _SKIPPED, above.link or name == "a"
    return _Around(main, menu, consent, skipped, link, number if name in _LISTS else above.list)


def _entry(link: Tag, base: str, where: _Around, headings: tuple[str, ...]) -> Entry | None:
    target = _encoded(web_address(_unfolded(str(link["href"])), base))
    words = _words(link)
    line = _line(link)
    named, own = (words, True) if words and not says_nothing(words) else (_named(words, link, line, headings), False)
    if not target or not named:
        return None
    inside = headings[:-1] if headings and key(headings[-1]) == key(named) else headings  # it is its own heading
    series = f"list {where.list}" if where.list else _series(link, line)
    return Entry(
        named[:_LONGEST], target, same_place(target), inside, series, own, where.main, where.menu, where.consent
    )


def _unfolded(href: str) -> str:
    """An address with what typography would fold behind its host encoded: a file with a dash in its name keeps it."""
    if href.isascii() and "`" not in href:
        return href
    host = _HOST.match(href)
    start = host.end() if host else 0
    return href[:start] + _FOLDABLE.sub(lambda found: quote(found.group(), errors="replace"), href[start:].strip())


def _encoded(address: str) -> str:
    """An address as a browser asks for it: what may not stand in one is encoded (RFC 3986, 2.1), as in "Price List"."""
    parts = urlsplit(address)
    path, query = (quote(part, safe=_KEPT, errors="replace") for part in (parts.path, parts.query))
    return urlunsplit(parts._replace(path=path, query=query))


def _words(link: Tag) -> str:
    """A link's words: of a card its heading's or first paragraph's; where it has none, those for who cannot see it."""
    inner = next((tag for tag in _inside(link, *_INNER[:6]) if _text(tag)), None)
    inner = inner or next((tag for tag in _inside(link, *_INNER) if _text(tag) and not _holds_lines(tag)), None)
    words = _text(inner or link) or tidy(str(link.get("aria-label") or link.get("title") or ""))
    return _NEW_WINDOW.sub("", words).strip()


def _holds_lines(tag: Tag) -> bool:
    return next(_inside(tag, *_INNER), None) is not None


def _inside(tag: Tag, *names: str) -> Iterator[Tag]:
    """The elements of these names below one, as far as is looked."""
    near = islice(tag.descendants, _MOST_NODES)
    return (node for node in near if isinstance(node, Tag) and node.name in names)


def _named(words: str, link: Tag, line: Tag, headings: tuple[str, ...]) -> str:
    """A name for a link whose words are no name: what else its line says, or another link there; else the heading."""
    whole = _row(line)
    others = (one for one in _inside(whole, "a") if one is not link)
    beside = _beside(whole) or next((said for said in map(_text, others) if said and not says_nothing(said)), "")
    name = beside or (headings[-1] if headings else "")
    return f"{name} ({words})" if name and words else name


def _beside(line: Tag) -> str:
    """What a line says outside of its links; of a table's row its first cell that says anything."""
    cells = list(_inside(line, "td", "th")) if line.name == "tr" else []
    texts = (_text(cell, links=False).strip(_AROUND) for cell in (cells or [line]))
    return next((text for text in texts if text and len(text) <= _LONGEST), "")


def _line(link: Tag) -> Tag:
    """The element that stands on lines of its own around a link."""
    return next((tag for tag in islice(link.parents, _HIGHEST) if tag.name in _LINES), link)


def _row(line: Tag) -> Tag:
    """A table's row, or an entry of a list, around a line in it."""
    around = chain([line], islice(line.parents, _HIGHEST))
    found = next((tag for tag in around if tag.name in {"tr", "li", "dl", "ul", "table", "main", "body"}), line)
    return found if found.name in {"tr", "li"} else line


def _series(link: Tag, line: Tag) -> str:
    """What boxes and lines that are built alike have in common; "" for a link within a sentence."""
    if not _holds_lines(link):
        said, all_said = len(_text(link).split()), len(_text(line).split())
        if said < _LONE * all_said:
            return ""
    return " / ".join(f"{tag.name} {marks_of('', tag.get('class'))}" for tag in (link, line, line.parent) if tag)


def _text(tag: Tag, *, links: bool = True) -> str:
    """The words of an element, with or without those of its links."""
    pieces: list[str] = []
    length = 0
    for node in islice(tag.descendants, _MOST_NODES):
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            if links or not _within_link(node, tag):
                pieces.append(str(node))
                length += len(node)
        elif isinstance(node, Tag) and (node.name == "br" or node.name in _LINES):
            pieces.append(" ")
        if length > _MOST_AROUND:
            break
    return tidy("".join(pieces).replace("\n", " "))


def _within_link(node: NavigableString, tag: Tag) -> bool:
    for above in islice(node.parents, _HIGHEST):
        if above is tag:
            return False
        if above.name == "a":
            return True
    return False

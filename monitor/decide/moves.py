"""Whether a document has moved: its server says so for good, or the page calls another address its own.

A page's own word (`<link rel=canonical>`, RFC 6596) is often careless. An address that
differs only in what sites write now so, now so, is no move: scheme, `www`, language or
region, letter case, a final slash or `index.html`, a query on one side only.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from monitor.model import NotModified
from monitor.text.addresses import without_tracking
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.model import Page, Part, Terms

LONGEST_ADDRESS = 2_000
"""Characters: the configuration takes no longer address."""

_LOCALE = pattern(r"[a-z]{2}(?:[-_](?:[a-z]{2,4}|[0-9]{3})){0,2}|int|intl|global|international|worldwide|ww")
_SAME_SITE = pattern(rf"www\d*|m|mobile|amp|{_LOCALE.pattern}")
_SAME_PAGE = pattern(rf"amp|print|{_LOCALE.pattern}")
_INDEX = pattern(r"(?:index|default)(?:\.\w{2,5})?")
_ENDING = pattern(r"\.(?:html?|xhtml|php|aspx?|jsp)\Z")
_LANGUAGE_KEYS = frozenset({"lang", "language", "hl", "locale", "lng", "l", "country", "region", "cc", "market"})
_WORKSHOP = pattern(r"(?:local|localhost|internal|lan|dev\d*|test\d*|stag(?:e|ing)\d*|uat|qa|preprod|preview)(?:-.*)?")
_UNFILLED = pattern(r"[{}<>\[\]]|%7b|\A(?:undefined|null|none|nan)\Z")
# What could hide in a line, or end it: controls, spaces, bidi marks, half a surrogate pair, tags.
_UNFIT = pattern(
    r"[\s\x00-\x1f\x7f-\xa0\\\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Move:
    """A document asked for at `asked` that is at `to`: the server's word for it, or only the page's own."""

    asked: str
    to: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """An address without what sites write in several ways: its host's labels, its path's steps, its query."""

    host: tuple[str, ...]
    port: int | None
    steps: tuple[str, ...]
    query: Mapping[str, str]


def moves_of(page: Page | NotModified, terms: Terms | None) -> Iterator[Move]:
    """Where the parts of a page have moved to; `terms` are what was read from it, None where it is not believed."""
    if isinstance(page, NotModified):
        yield from (Move(asked, to, certain=True) for asked, to in page.moved if _differs(asked, to))
        return
    for place, part in enumerate(page.parts):
        if part.moved and _differs(part.asked, part.moved):
            yield Move(part.asked, part.moved, certain=True)
        elif place == 0 and terms and (own := _own_address(part, terms.surface.canonical)):
            yield Move(part.asked, own, certain=False)


def _own_address(part: Part, canonical: str) -> str:
    """What a page calls its own address, whole, where that is another document's than was asked for and found."""
    if not canonical or len(canonical) > LONGEST_ADDRESS:
        return ""
    try:
        own = urljoin(part.url, canonical)
    except ValueError:
        return ""
    if not all(_differs(known, own) and _is_meant(known, own) for known in (part.asked, part.url)):
        return ""
    return own


def _differs(known: str, other: str) -> bool:
    """Whether two addresses are those of different documents."""
    here, there = _place(known), _place(other)
    if here is None or there is None:
        return False
    if (here.host, here.port, here.steps) != (there.host, there.port, there.steps):
        return True
    return any(there.query.get(key, value) != value for key, value in here.query.items())


def _is_meant(known: str, own: str) -> bool:
    """Whether a page that calls this address its own means it: no home page, no page above it, no other country's."""
    here, there = _place(known), _place(own)
    if here is None or there is None or not there.steps or any(map(_UNFILLED.search, there.steps)):
        return False
    if not _is_public(there.host) and here.host != there.host:
        return False
    if _name(here.host) == _name(there.host):
        if here.steps == there.steps:  # another country's host, or the port of a server behind the one that is asked
            return (here.host, here.port) == (there.host, there.port)
        return here.steps[: len(there.steps)] != there.steps
    return not any(_WORKSHOP.fullmatch(label) for label in there.host if label not in here.host)


def _is_public(host: tuple[str, ...]) -> bool:
    try:
        ip_address(".".join(host))
    except ValueError:
        return len(host) > 1
    return False


def _name(host: tuple[str, ...]) -> tuple[str, ...]:
    """A host without the country or kind that its name ends in: what `.co.uk` and `.com` have in common."""
    labels = host[:-1]
    return labels[:-1] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels


def _place(url: str) -> _Place | None:
    """An address taken apart; None for what is no web address, or none that can be shown and configured."""
    if len(url) > LONGEST_ADDRESS or _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(without_tracking(url))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    query = {key.lower(): value for key, value in parse_qsl(parts.query) if key.lower() not in _LANGUAGE_KEYS}
    return _Place(_labels(host), None if port in {None, *_DEFAULT_PORTS.values()} else port, _steps(parts.path), query)


def _labels(host: str) -> tuple[str, ...]:
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = host.lower()
    labels = host.lower().split(".")
    while len(labels) > 2 and _SAME_SITE.fullmatch(labels[0]):  # noqa: PLR2004 - a name and what it ends in stay
        labels = labels[1:]
    return tuple(labels)


def _steps(path: str) -> tuple[str, ...]:
    steps = [step for step in unquote(path).casefold().split("/") if step and not _SAME_PAGE.fullmatch(step)]
    if steps and _INDEX.fullmatch(steps[-1]):
        steps.pop()
    return tuple(_ENDING.sub("", step) for step in steps)

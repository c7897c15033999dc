"""Ids made from an address and a title: provider/document, in a-z, 0-9 and "-"."""

from __future__ import annotations

import unicodedata
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import idna

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 60
"""Characters of each side: they are typed in commands. What is allowed is 100."""

_SECOND_LEVEL = frozenset("ac co com edu gob gouv gov go ne net nom or org".split())
"""What stands before a country's letters without naming anyone, as in "harbor.co.uk"."""

_COUNTRY = 2  # letters of a country's domain
_FOLDERS = frozenset("default home index main".split())
"""Last parts of a path that say nothing of the document."""

_SUFFIX = pattern(r"\.[A-Za-z]{1,5}$")
_NO_LETTERS = pattern(r"[^a-z]*")
_JUNK = pattern(r"[^a-z0-9]+")
_SILENT = pattern("['\u2018\u2019\u02bcьъЬЪ]")  # apostrophes, and the signs of Cyrillic that stand for no sound
_LATIN = str.maketrans(dict(zip("øłđðħıæœþ", "o l d d h i ae oe th".split(), strict=True)))
_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдежзиклмнопрстуфхцчшщыэюяієђћљњџ",
            "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh shch y e yu ya i ye dj c lj nj dz".split(),
            strict=True,
        )
    )
)
_GREEK = str.maketrans(
    dict(
        zip(
            "αβγδεζηθικλμνξοπρστυφχψως",
            "a v g d e z i th i k l m n x o p r s t y f ch ps o s".split(),
            strict=True,
        )
    )
)


def source_id(url: str, title: str, taken: Collection[str], provider: str = "") -> str:
    """An id for what stands at an address, unlike all that are `taken`: its host's name and its title or path.

    `provider` stands in for the host's name.

    >>> source_id("https://www.northline.example/legal/voice.html", "", ["northline/voice"])
    'northline/voice-2'
    """
    provider = provider or provider_of(url)
    return unlike(f"{provider}/{_document(url, title, provider)}", taken)


def provider_of(url: str) -> str:
    """The name of whoever publishes at an address, as ids have it.

    >>> provider_of("https://legal.northline.example/voice")
    'northline'
    """
    return _provider(urlsplit(url).hostname or "")


def unlike(name: str, taken: Collection[str]) -> str:
    """The id, or the first of name-2, name-3 ... that is free."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def slug(text: str) -> str:
    """Words in a-z and 0-9 with "-" between; letters of other alphabets as they are commonly transliterated, or gone.

    >>> slug("Allgemeine Geschäftsbedingungen (Österreich)")
    'allgemeine-geschaftsbedingungen-osterreich'
    """
    folded = unicodedata.normalize("NFKD", _SILENT.sub("", text)).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    ascii_only = bare.translate(_LATIN).translate(_CYRILLIC).translate(_GREEK)
    words = _JUNK.sub("-", ascii_only).strip("-")
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return cut.strip("-")


def _provider(host: str) -> str:
    """The label of a host that names its owner: the one before the public suffix, as far as that shows."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.rstrip(".").split(".")
    else:
        return slug(host) or "host"
    place = max(0, len(labels) - 2)
    if place and labels[place] in _SECOND_LEVEL and len(labels[-1]) == _COUNTRY:
        place -= 1
    return slug(_spoken(labels[place])) or slug(_wired(labels[place])) or "host"


def _spoken(label: str) -> str:
    """A host's label as it is shown: xn--mnchen-3ya is münchen."""
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _wired(label: str) -> str:
    """A host's label as it is asked for, in ASCII."""
    try:
        return idna.encode(label).decode()
    except UnicodeError:
        return ""


def _document(url: str, title: str, provider: str) -> str:
    """The title without the provider's name before it, or the last part of the path that says something."""
    words = slug(title).removeprefix(f"{provider}-")
    if words != provider and not _NO_LETTERS.fullmatch(words):
        return words
    parts = urlsplit(url).path.split("/")
    named = (slug(_SUFFIX.sub("", unquote(part))) for part in reversed(parts))
    return next((name for name in named if name not in _FOLDERS and not _NO_LETTERS.fullmatch(name)), "terms")

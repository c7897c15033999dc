"""Which files of a history are documents, and which source each one is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import quote

from monitor.model import Source
from monitor.read import content_type_of
from monitor.sources.naming import slug
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCUMENT_SUFFIXES = ("md", "markdown", "html", "htm", "txt")
"""What a file's name ends in that is a document unless globs say otherwise."""

_ABOUT_THE_REPOSITORY = pattern(
    r"(?:readme|licen[cs]e|copying|contributing|changelog|code_of_conduct)(?:[._-].*)?", re.IGNORECASE
)
"""Names at the top that speak of the repository; "License Agreement.md" does not."""

_LOOSE = "documents"  # the provider of what lies in no folder: where the repository lies may differ from clone to clone


def is_document(path: str, globs: Sequence[str] = ()) -> bool:
    """Whether a path is that of a document: by globs where any are given, else by its suffix.

    In a glob "*" stands for any characters, those between folders included; a glob
    without "/" is about the file's name alone.

    >>> is_document("Northline/Voice Terms.md"), is_document("README.md"), is_document(".github/notes.md")
    (True, False, False)
    >>> is_document("Northline/Voice Terms.md", ["Harbor/*"]), is_document("a/b.rst", ["*.rst"])
    (False, True)
    """
    *folders, name = path.split("/")
    if globs:
        return any(fnmatchcase(path if "/" in glob else name, glob) for glob in globs)
    if any(part.startswith(".") for part in (*folders, name)):
        return False
    if not folders and _ABOUT_THE_REPOSITORY.fullmatch(name):
        return False
    return name.casefold().endswith(tuple(f".{suffix}" for suffix in DOCUMENT_SUFFIXES))


@dataclass(slots=True)
class Namer:
    """Gives each path of a history an id of its own, in the order in which the paths first come.

    Every path takes part, document or not, chosen or not: an id must not depend on what
    else is imported, or when.
    """

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def name(self, path: str) -> str:
        """The id of a path that comes for the first time."""
        wanted = free = _id(path)
        while free in self.taken:
            self.counts[wanted] = self.counts.get(wanted, 1) + 1
            free = f"{wanted}-{self.counts[wanted]}"
        self.taken.add(free)
        return free


def source_of(name: str, path: str) -> Source:
    """The source that a document is: its address is its path within the repository (RFC 8089), wherever that lies."""
    return Source(name, (f"file:///{quote(_bytes(path))}",), title=_printable(_stem(path.rpartition("/")[2])))


def _id(path: str) -> str:
    """provider/document: the first folder, and what comes after it."""
    first, folder, rest = path.partition("/")
    if not folder:
        first, rest = _LOOSE, first
    return f"{_word(first)}/{_word(_stem(rest))}"


def _word(text: str) -> str:
    """A part of an id; of a name without any letter that could stand in one, a digest of it."""
    return slug(_printable(text)) or f"x{hashlib.sha256(_bytes(text)).hexdigest()[:8]}"


def _stem(name: str) -> str:
    """A name without a suffix that says how it is written."""
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem.rpartition("/")[2] and content_type_of(name) else name


def _bytes(path: str) -> bytes:
    """A path as git has it: no encoding is promised."""
    return path.encode("utf-8", "surrogateescape")


def _printable(text: str) -> str:
    return _bytes(text).decode("utf-8", "replace")

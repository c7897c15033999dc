"""What the options of `add` ask for, and the configuration that it adds to."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.errors import UsageError
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from monitor.errors import Fault
    from monitor.model import Source
    from monitor.sources import Config, Entry, Watched

TITLE_LENGTH = 150
"""Characters: titles of documents have fewer than a hundred; what is longer is no title."""

ADDRESS_LENGTH = 2_000
"""Characters of an address that are shown: none that is watched is longer."""

_POSITION = pattern(r"\[\d+\]$")
_SCHEME = pattern(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_USER = pattern(r"(?<=//)[^/?#]*@")
_OPTIONS = {"tags": "--tag"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The keys that were given as options; they hold for every entry that is added."""

    id: str | None = None
    title: str | None = None
    every: str | None = None
    tags: tuple[str, ...] = ()
    select: str | None = None
    remove: tuple[str, ...] = ()
    section: str | None = None
    start: str | None = None
    end: str | None = None
    provider: str = ""

    def entry(self, url: str, title: str, taken: Collection[str]) -> Entry:
        """The entry for an address, whose title is used unless another was wished for."""
        from monitor.sources import Entry, source_id  # noqa: PLC0415 - slow imports stay out of --help

        named = self.title or own_words(title)
        return Entry(
            id=self.id or source_id(url, named, taken, self.provider),
            title=named,
            url=url,
            every=self.every,
            select=self.select,
            remove=self.remove,
            section=self.section,
            start=self.start,
            end=self.end,
            tags=self.tags,
        )


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether to add is agreed to beforehand, and whether that holds for what is doubtful too."""

    given: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A configuration file that entries are added to, as it was read; `fresh` where it is yet to be made."""

    path: Path
    text: str
    config: Config
    watched: Watched
    fresh: bool

    def read_as(self, entries: Sequence[Entry]) -> tuple[Source, ...]:
        """The entries as sources, with whatever the file has as defaults."""
        from monitor.sources import parse, with_entries  # noqa: PLC0415

        longer = with_entries(self.text, entries)
        config = parse(longer, name=str(self.path), folder=self.path.parent, environ=os.environ)
        return config.sources[len(self.config.sources) :]

    def leads_to(self, entry: Entry, found_at: str) -> str:
        """That the address leads to a page which is watched already, or ""."""
        from monitor.sources import address_key  # noqa: PLC0415

        fragment = entry.url.partition("#")[2]
        place = f"{found_at}#{fragment}" if fragment and "#" not in found_at else found_at  # RFC 9110, 10.2.2
        if address_key(place) == address_key(entry.url):
            return ""
        clash = self.watched.clash(replace(entry, url=place))
        return f"leads to {found_at}, which {clash.message}" if clash else ""

    def append(self, entries: Sequence[Entry]) -> None:
        """Write the entries to the file; all of them, or none."""
        from monitor.sources import append  # noqa: PLC0415

        append(self.path, entries, os.environ)


def book_at(path: Path) -> Book:
    """The configuration at a path, or an empty one where there is none. Raises `ConfigError` with every fault."""
    from monitor.sources import NEW_FILE, Watched, parse, read_text  # noqa: PLC0415

    fresh = not path.exists()
    text = NEW_FILE if fresh else read_text(path)
    config = parse(text, name=str(path), folder=path.parent, environ=os.environ)
    return Book(path, text, config, Watched(config, text, path), fresh)


def whole_address(words: str) -> str:
    """An address as it was typed, with https:// where it has no scheme.

    Raises `UsageError` for one with characters that nobody sees: they lead elsewhere than it seems.
    """
    from monitor.render import for_terminal  # noqa: PLC0415

    url = words.strip()
    if for_terminal(url) != url:
        raise UsageError(without_user(url), "holds characters that cannot be seen; type the address anew")
    return url if _SCHEME.match(url) else f"https://{url}"


def without_user(url: str) -> str:
    """An address as it may be shown: bounded, and without the user name and password in it."""
    shown = _USER.sub("***@", url)
    return shown if len(shown) <= ADDRESS_LENGTH else f"{shown[:ADDRESS_LENGTH]}…"


def own_words(title: str) -> str:
    """A stranger's words as a value of the configuration: one line, bounded, never the name of a variable."""
    from monitor.render import for_header  # noqa: PLC0415
    from monitor.sources import foreign  # noqa: PLC0415

    return foreign(for_header(title, TITLE_LENGTH))


def refuse(faults: Sequence[Fault], url: str) -> None:
    """Raise `UsageError` for the first fault of an entry, naming the option that is to blame, or the address."""
    for fault in faults:
        option = option_of(fault)
        raise UsageError(without_user(url) if option == "--url" else option, fault.message)


def option_of(fault: Fault) -> str:
    """The option that gave the value which a fault of an entry is about."""
    key = _POSITION.sub("", fault.key.rpartition(".")[2])
    return _OPTIONS.get(key, f"--{key}")


def titled(entry: Entry, wishes: Wishes, title: str, taken: Collection[str]) -> Entry:
    """The entry once its page was read: with its title, and the id that follows from it."""
    named = wishes.entry(entry.url, title, taken)
    return replace(entry, id=named.id, title=named.title)


def agreed(question: str, *, default: bool) -> bool:
    """Whether the answer on the terminal is yes; an empty one is the default, an end of input is no."""
    sys.stderr.write(f"{question} [{'Y/n' if default else 'y/N'}] ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        return False
    answer = line.strip().lower()
    return answer in {"y", "yes"} if answer else default


def can_be_asked() -> bool:
    """Whether somebody sits at a terminal to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()

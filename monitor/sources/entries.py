"""A [[source]] that is to be added: what it says, as TOML, and what would be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.errors import ConfigError
from monitor.sources.env import PREFIX
from monitor.sources.loading import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from tomlkit.items import InlineTable

    from monitor.errors import Fault
    from monitor.model import Source

Subject: TypeAlias = tuple[str, str | None, str | None, str | None, str | None]
"""Which document is meant: an address, and what chooses one of several documents there."""

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Entry:
    """The keys of a [[source]], in the order they are written; what is empty is left out."""

    id: str
    title: str
    url: str
    every: str | None = None
    select: str | None = None
    remove: tuple[str, ...] = ()
    section: str | None = None
    start: str | None = None
    end: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """Which document it is; two entries that agree in this watch the same."""
        return (address_key(self.url), self.select, self.section, self.start, self.end)


def subjects(source: Source) -> list[Subject]:
    """The documents that a configured source watches, one for each of its addresses."""
    return [(address_key(url), source.select, source.section, source.start, source.end) for url in source.urls]


def address_key(url: str) -> str:
    """An address without what leads to the same page: the scheme, the letters' case in the host, the usual port.

    >>> address_key("HTTPS://Northline.Example:443/Terms#eu")
    'northline.example/Terms#eu'
    """
    parts = urlsplit(url)
    port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{(parts.hostname or '').rstrip('.')}{port}{parts.path or '/'}{query}{fragment}"


def foreign(text: str) -> str:
    """Words of a page or a list as a value: never the name of an environment variable, which TOML would fill in."""
    return text.replace(":", " :", 1) if text.startswith(PREFIX) else text


def as_toml(entry: Entry) -> str:
    """The entry as it stands in the file: a header, and a line for each key."""
    import tomlkit  # noqa: PLC0415 - slow to import, and only what writes the file needs it

    lines = [f"{key} = {tomlkit.item(value).as_string()}" for key, value in _pairs(entry)]
    return "\n".join(["[[source]]", *lines, ""])


def as_inline(entry: Entry) -> InlineTable:
    """The entry as it stands in a list of sources within square brackets."""
    import tomlkit  # noqa: PLC0415 - as above

    table = tomlkit.inline_table()
    table.update(_pairs(entry))
    return table


def entry_faults(entry: Entry) -> tuple[Fault, ...]:
    """What would be wrong with the entry, whatever file it stands in; each fault's `key` is that of the entry."""
    try:
        parse(as_toml(entry), name="entry", folder=Path(), environ={})
    except ConfigError as error:
        return error.faults
    return ()


def _pairs(entry: Entry) -> Iterable[tuple[str, str | list[str]]]:
    for field in fields(entry):
        value = getattr(entry, field.name)
        if value:
            yield field.name, list(value) if isinstance(value, tuple) else value

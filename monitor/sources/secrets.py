"""Every secret of a configuration, in each form in which a log could show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from monitor.sources.env import Secret
from monitor.text.databases import passwords_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.sources.config import Config

SHORTEST = 4
"""Characters: to look for fewer would blot out half of all words, and so say more than it hides."""


def secrets_of(config: Config) -> frozenset[str]:
    """Secret values: whole, as they are written in addresses, JSON and reprs; of addresses also the telling parts."""
    parts = {part for secret in _secrets(config) for part in _parts(secret)}
    return _long_enough(parts) | (secrets_of_database(config.archive.url) if config.archive.url else frozenset())


def secrets_of_database(url: str) -> frozenset[str]:
    """The passwords in the address of a database, likewise; its user, host and name are no secrets."""
    return _long_enough(passwords_in(url))


def _long_enough(parts: Iterable[str]) -> frozenset[str]:
    forms = {form for part in parts for form in _forms(part)}
    return frozenset(form for form in forms if len(form) >= SHORTEST)


def _secrets(value: object) -> Iterator[str]:
    """The secrets in a value made of dataclasses, mappings and tuples."""
    if isinstance(value, Secret):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _secrets(item)
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            yield from _secrets(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _secrets(getattr(value, field.name))


def _parts(secret: str) -> Iterator[str]:
    """A secret, and where it is an address its password and what follows its host: errors name these alone."""
    yield secret
    try:
        parts = urlsplit(secret)
        if not (parts.scheme and parts.netloc):
            return
        user, at, _ = parts.netloc.rpartition("@")
    except ValueError:
        return
    if at:
        yield user
        yield unquote(parts.password or "")
        yield parts.password or ""
    if len(parts.path) > SHORTEST:
        yield parts.path
        yield f"{parts.path}?{parts.query}"
    yield parts.query


def _forms(part: str) -> Iterator[str]:
    yield part
    yield quote(part)
    yield quote(part, safe="")
    yield repr(part)[1:-1]
    yield json.dumps(part)[1:-1]
    yield json.dumps(part, ensure_ascii=False)[1:-1]

"""What is watched, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

from monitor.model.kinds import ALERTING, OutcomeKind


@dataclass(frozen=True, slots=True)
class Source:
    """One watched document. `id` is `provider/document`; `urls` are its parts in reading order.

    `section`, `start` and `end` are a heading's words, the latter two or a CSS
    selector: the terms are the section under that heading, or what stands from the
    one on and before the other. `confirm` is how long a change waits until it is seen
    again, `hold` how long a much shorter page must stay as it is to be believed;
    operators are told after `failures` failures in a row, or once it fails for `failing`.
    `render` says whether scripts build the page, in a browser; "auto" where it shows
    nothing without them.
    """

    id: str
    urls: tuple[str, ...]
    title: str = ""
    every: timedelta = timedelta(hours=6)
    cron: str | None = None
    timezone: str = "UTC"
    select: str | None = None
    remove: tuple[str, ...] = ()
    section: str | None = None
    start: str | None = None
    end: str | None = None
    robots: Literal["respect", "ignore"] = "respect"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    render: Literal[True, False, "auto"] = False
    tags: tuple[str, ...] = ()
    confirm: timedelta | None = None
    hold: timedelta = timedelta(hours=24)
    failures: int = 3
    failing: timedelta = timedelta(hours=24)

    @property
    def url(self) -> str:
        """The address people are shown: the first part's."""
        return self.urls[0]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Someone who is told. `sources` and `mute` hold globs of source ids or `tag:NAME`."""

    name: str
    channel: str
    address: str
    sources: tuple[str, ...] = ("*",)
    only: frozenset[OutcomeKind] = ALERTING
    mute: tuple[str, ...] = ()

"""What is watched, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Literal

from monitor.model.kinds import ALERTING, OutcomeKind, Severity


@dataclass(frozen=True, slots=True)
class Source:
    """One watched document. `id` is `provider/document`; `urls` are its parts in reading order.

    `section`, `start` and `end` are a heading's words, the latter two or a CSS
    selector: the terms are the section under that heading, or what stands from the
    one on and before the other. `confirm` is how long a change waits until it is seen
    again, `hold` how long a much shorter page must stay as it is to be believed;
    operators are told after `failures` failures in a row, or once it fails for `failing`.
    `render` says whether scripts build the page, in a browser; "auto" where it shows
    nothing without them. Of an "index" the documents that the page links to are watched,
    and `watched` has the source that watches each address, as `same_place` of monitor.text.addresses says it.
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
    kind: Literal["terms", "index"] = "terms"
    watched: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def url(self) -> str:
        """The address people are shown: the first part's."""
        return self.urls[0]


@dataclass(frozen=True, slots=True)
class Timetable:
    """A time of every day, or of one day of every week (0 is Monday), on the clocks of a time zone."""

    at: time
    timezone: str = "UTC"
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody is to be disturbed, on the clocks of a time zone; an end before the start is the next day's."""

    start: time
    end: time
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Mute:
    """What somebody does not want to hear of: of sources (a glob of ids or `tag:NAME`) all or some clauses.

    `clause` is a glob of paths, "" for all that happens there; `until` is the last day, None for good.
    """

    sources: str
    clause: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What somebody wants to hear of at once: changes that fit each that is given. The rest waits for the digest.

    A change fits with one of the `topics`, with `severity` or a graver one, with a
    path that one of the globs `clauses` fits, with one of the `words` among those that changed.
    """

    topics: frozenset[str] = frozenset()
    severity: Severity = "low"
    clauses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Someone who is told. `sources` holds globs of source ids or `tag:NAME`.

    With a `digest` all is gathered until its time comes; without one only what `narrowing` leaves out.
    """

    name: str
    channel: str
    address: str
    sources: tuple[str, ...] = ("*",)
    only: frozenset[OutcomeKind] = ALERTING
    mute: tuple[Mute, ...] = ()
    narrowing: Narrowing = Narrowing()
    digest: Timetable | None = None
    quiet: QuietHours | None = None

"""What lists, searches and charts show of revisions. It follows from what is recorded, and can be made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from monitor.model.kinds import ALERTING, DatesVerdict, OutcomeKind, Severity

DayKind: TypeAlias = Literal["binds", "act-by", "announced", "effective"]


@dataclass(frozen=True, slots=True)
class Brief:
    """One revision in a line or two.

    `words` say what happened and `clock` since when it binds, "" where that was not worked
    out. `changes` counts the substantive ones, `clauses` and `length` (words) are of the new
    text; `dates` and `stated` are what the page says of itself, as a verdict and a date value,
    `notes` what else it says of its own changes, a line each.
    """

    source: str
    revision: int
    at: datetime
    outcome: OutcomeKind
    words: str
    quiet: str = ""
    clock: str = ""
    severity: Severity | None = None
    changes: int = 0
    clauses: int = 0
    length: int = 0
    dates: DatesVerdict | None = None
    stated: str = ""
    notes: tuple[str, ...] = ()
    compared: bool = False
    """Whether there is a comparison to show: not for a first revision."""

    @property
    def told(self) -> bool:
        """Whether it is one of the changes that are told."""
        return self.compared and self.outcome in ALERTING and not self.quiet


class Latest(NamedTuple):
    """The last revision of a source, and the last one whose change was told; None where none was."""

    last: Brief
    told: Brief | None


class Mark(NamedTuple):
    """The day on which a told change was seen (UTC), how grave it was, and whether the page's own date said nothing."""

    day: date
    severity: Severity | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a revision gives. `name` tells it from the others of its revision, for ever; `words` say why.

    `title` and `url` are the document's, `at` is when the revision was seen, and `aside` what can be done until then.
    """

    source: str
    revision: int
    at: datetime
    title: str
    url: str
    day: date
    kind: DayKind
    name: str
    words: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """One clause as it stands in a revision: all that a search looks at."""

    path: str
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the catalogue takes in of one revision; `clauses` is None where its terms cannot be read any more."""

    brief: Brief
    days: tuple[Day, ...] = ()
    clauses: tuple[Worded, ...] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What the last revision of a document says of itself: its title, its dates as printed, its rules for changes."""

    title: str
    dates: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: words, "phrases in quotes"; "" and None ask for any.

    `since` and `until` bound the days on which the words stood there; `current` asks for
    words of last revisions only. What stands now and fits best comes first, or with `newest` what came last.
    """

    words: str
    provider: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    current: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """A clause that was found, with the revisions in which it read so.

    `first` is the revision that brought its words, seen at `at`; `last` the last one that has them,
    `gone` when they were seen to be gone, None where they still stand. `snippet` is what fits of its
    words, as runs of text, each with whether it was searched for.
    """

    source: str
    path: str
    label: str
    heading: str
    snippet: tuple[tuple[str, bool], ...]
    first: int
    at: datetime
    last: int
    gone: datetime | None = None


class Stock(NamedTuple):
    """How far the catalogue is with a source: up to which revision, made by what ("" for nothing), of how many."""

    source: str
    catalogued: int
    maker: str
    revision: int


@dataclass(frozen=True, slots=True)
class Behind:
    """A source that has revisions which the catalogue does not have yet: those after `catalogued`, up to `revision`.

    `maker` is what they are to be made by: what another one made of the source before gives way.
    """

    source: str
    catalogued: int
    revision: int
    maker: str


@dataclass(frozen=True, slots=True)
class Look:
    """One check of a source and what came of it; `said` is why it failed or what is held, "" for neither."""

    at: datetime
    outcome: OutcomeKind
    revision: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class SentPart:
    """One part of a page as it was sent: its SHA-256 and size in bytes; `gone` where the bytes were let go."""

    url: str
    content_type: str
    digest: str
    size: int
    fetched: datetime
    gone: bool = False

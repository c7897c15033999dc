"""The nouns of clausewatch: frozen values that the stages hand to one another.

Vocabulary: a *source* is one document that is watched; a fetched *page* is read
into *terms*, a flat list of *clauses*; two terms give a *comparison*; a
comparison and the source's *past* give an *outcome*; an outcome gives each
subscriber concerned a *notice*. Times are aware datetimes in UTC.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

DateRole: TypeAlias = Literal["updated", "effective", "published", "version"]
Precision: TypeAlias = Literal["day", "month", "year"]
ClauseRole: TypeAlias = Literal[
    "heading", "paragraph", "item", "definition", "row", "quote", "date", "note", "contents"
]
ChangeKind: TypeAlias = Literal[
    "added", "removed", "modified", "retitled", "split", "merged", "moved", "renumbered", "relinked", "reformatted"
]
Verdict: TypeAlias = Literal["none", "cosmetic", "renumbered", "date-only", "substantive"]
DatesVerdict: TypeAlias = Literal["announced", "silent", "undetermined", "date-only", "unchanged", "undated"]
Severity: TypeAlias = Literal["low", "medium", "high"]
OutcomeKind: TypeAlias = Literal[
    "first", "unchanged", "cosmetic", "renumbered", "date-only", "changed", "seen-before", "held", "failed"
]
NoticeType: TypeAlias = Literal["terms.changed", "terms.date_changed", "terms.seen_before"]

SUBSTANTIVE: frozenset[ChangeKind] = frozenset({"added", "removed", "modified", "retitled", "split", "merged", "moved"})
ALERTING: frozenset[OutcomeKind] = frozenset({"changed", "date-only", "seen-before"})
"""The outcomes a subscriber is told of unless its `only` says otherwise."""

REVISING: frozenset[OutcomeKind] = frozenset({"first", "renumbered", "date-only", "changed", "seen-before"})
"""The outcomes that bring a revision of their own: some word, label or date differs."""


# --- what is watched, and who is told -----------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One watched document. `id` is `provider/document`; `urls` are its parts in reading order."""

    id: str
    urls: tuple[str, ...]
    title: str = ""
    every: timedelta = timedelta(hours=6)
    cron: str | None = None
    timezone: str = "UTC"
    select: str | None = None
    remove: tuple[str, ...] = ()
    section: str | None = None
    robots: Literal["respect", "ignore"] = "respect"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tags: tuple[str, ...] = ()

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


# --- what came over the wire ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One fetched address of a document: its bytes, as decoded from the transfer, and what the server said of them.

    `url` is the address after redirects, `asked` the one in the configuration;
    `content_type` is the header as sent, or "".
    """

    asked: str
    url: str
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was fetched: one part for each address of its source, at least one."""

    parts: tuple[Part, ...]
    at: datetime

    @property
    def url(self) -> str:
        """Where the first part was found, after redirects."""
        return self.parts[0].url

    @property
    def digest(self) -> str:
        """One digest for all parts: that of the only part, or SHA-256 of the parts' digests."""
        if len(self.parts) == 1:
            return self.parts[0].digest
        return hashlib.sha256("\n".join(part.digest for part in self.parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server said that no part has changed since the page we hold."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be had. `retry_after` is in seconds, where the server named a time.

    `kind` is one of address, blocked, dns, connect, tls, timeout, too-large,
    encoding, cut-off, redirect, http, robots, unreadable.
    """

    kind: str
    message: str
    at: datetime
    transient: bool = True
    retry_after: float | None = None


Fetched: TypeAlias = Page | NotModified | Failure


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered to a message that was posted to it."""

    status: int
    body: bytes = b""
    retry_after: float | None = None


class Link(NamedTuple):
    """A link's words and where it leads: data beside the clause's words, never part of them."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date the document states of itself.

    `text` is as printed; `value` is "2020-10-05", "2020-10" or "2020", as
    `precision` says, or None where the printed date has two readings.
    """

    role: DateRole
    text: str
    value: str | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest addressed piece of terms.

    `path` is the chain of labels or headings above and at it, unique in its terms;
    `label` as printed; `text` holds neither label nor heading, and is empty for a
    heading; `depth` is 0 at the top; `ordinal` is its place in reading order, from 1.
    `columns` are the headers of a table row's cells, where its table has any.
    Clauses of the roles date, note and contents are shown but not compared.
    """

    path: str
    label: str | None
    heading: str
    text: str
    depth: int
    ordinal: int
    role: ClauseRole = "paragraph"
    links: tuple[Link, ...] = ()
    hidden: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the page that is no terms: its first words, why it was left out, how many words it had."""

    what: str
    why: str
    words: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page says: clauses in reading order and what it states of itself. Equal words give equal digests."""

    title: str
    language: str
    clauses: tuple[Clause, ...]
    dates: tuple[StatedDate, ...] = ()
    version: str | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    digest: str = ""


# --- what was compared --------------------------------------------------------------


class Edit(NamedTuple):
    """A run of words that stayed ("="), went ("-") or came ("+"), spaces included."""

    op: Literal["=", "-", "+"]
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing within a change that a reader looks for first, such as a duration; None where a side has none.

    `where` holds the paths of other clauses it bears upon: those that use a changed
    definition, or whose reference no longer fits.
    """

    kind: str
    old: str | None
    new: str | None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause, or to the clauses that were split or merged.

    "=" and "-" edits joined are the old text, "=" and "+" the new one, exactly;
    texts of several clauses are joined by a newline. `within` says which items of an
    enumeration inside the clause changed, as "15(v)"; `above` is the heading it
    stands under. `reason` says in one sentence why the severity is what it is.
    """

    kind: ChangeKind
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    edits: tuple[Edit, ...] = ()
    moved: bool = False
    renumbered: bool = False
    retitled: bool = False
    signals: tuple[Signal, ...] = ()
    topics: tuple[str, ...] = ()
    severity: Severity = "low"
    reason: str = ""
    within: tuple[str, ...] = ()
    above: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What a comparison keeps of one of its two terms; `clauses` is how many there were."""

    title: str
    language: str
    digest: str
    clauses: int
    dates: tuple[StatedDate, ...] = ()
    version: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatesComparison:
    """What the page says of itself against what its text did; `old` and `new` are date values, where one is stated."""

    verdict: DatesVerdict
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class AdvanceNotice:
    """A passage that announces a coming version or an effective date: its clause, the day as a value, its words."""

    path: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class SectionPair:
    """Where a section of rewritten terms went: headings of both sides, "" for none, and the share of words kept."""

    old: str
    new: str
    kept: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two terms differ, clause by clause, in reading order of the new terms.

    `notices` are announcements of what is to come that the new text makes and the
    old one did not; `sections` is a map of the sections where `rewrite` holds.
    """

    verdict: Verdict
    old: Side
    new: Side
    dates: DatesComparison
    changes: tuple[Change, ...] = ()
    rewrite: bool = False
    notices: tuple[AdvanceNotice, ...] = ()
    sections: tuple[SectionPair, ...] = ()

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many changes of each kind there are; kinds that do not occur are absent."""
        return dict(Counter(change.kind for change in self.changes))

    @property
    def substantive(self) -> tuple[Change, ...]:
        """The changes that alter what the terms say."""
        return tuple(change for change in self.changes if change.kind in SUBSTANTIVE)


@dataclass(frozen=True, slots=True)
class Held:
    """A page kept from subscribers because it does not look like the terms, and why."""

    reason: str
    digest: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What to send with a conditional request for one address (RFC 9110, 13.1)."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What a source was before this check.

    `terms` are those of the last good revision, by today's reader; `known` maps
    the digest of each text the source ever had to the last revision that had it.
    """

    revision: int = 0
    terms: Terms | None = None
    page_digest: str | None = None
    page_at: datetime | None = None
    validators: Mapping[str, Validators] = field(default_factory=lambda: MappingProxyType({}))
    known: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    failures: int = 0
    held: Held | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    `revision` is the source's revision after the check, 0 when it has none;
    `terms` stand where a revision was made; `earlier` is the revision whose text
    is back, for seen-before.
    """

    source: Source
    at: datetime
    kind: OutcomeKind
    revision: int = 0
    terms: Terms | None = None
    comparison: Comparison | None = None
    failure: Failure | None = None
    held: Held | None = None
    earlier: int | None = None

    @property
    def alert(self) -> bool:
        """Whether a subscriber with the default filters would be told, even if there is none."""
        return self.kind in ALERTING


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one subscriber. Its `id` never changes, however often it is sent."""

    id: str
    type: NoticeType
    at: datetime
    subscriber: str
    source: str
    title: str
    url: str
    revision: int
    outcome: OutcomeKind
    comparison: Comparison
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice not yet delivered: how often it was tried and what went wrong last."""

    notice: Notice
    attempts: int = 0
    first_tried: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a source as the archive holds it."""

    source: str
    number: int
    at: datetime
    outcome: OutcomeKind
    title: str
    url: str
    digest: str
    page_digest: str
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands: what the last checks found, for the schedule and for `status`."""

    source: str
    revision: int = 0
    last_checked: datetime | None = None
    last_success: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    failure: Failure | None = None
    held: Held | None = None
    retry_at: datetime | None = None


SourceState = Literal["ok", "failing", "held", "stale"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source stands; `next_check` is None where it is due now or no schedule is known."""

    source: str
    state: SourceState
    last_success: datetime | None = None
    last_change: datetime | None = None
    next_check: datetime | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the whole watch stands.

    `owed` and `parked` count notices; `read_24h` is the share of sources read in
    the last day; the waits are seconds from seen to told, of the last 30 days.
    """

    sources: tuple[SourceStatus, ...]
    owed: int = 0
    parked: int = 0
    read_24h: float = 0.0
    seen_to_told_p50: float | None = None
    seen_to_told_p95: float | None = None

    @property
    def all_well(self) -> bool:
        """Whether every source is ok."""
        return all(source.state == "ok" for source in self.sources)

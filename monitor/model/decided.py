"""What a source was, what a check of it means, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from monitor.model.compared import Comparison
from monitor.model.fetched import Failure, Validators
from monitor.model.kinds import ALERTING, AlarmKind, NoticeType, OutcomeKind
from monitor.model.remembered import Line, Memory
from monitor.model.reviewed import Distance
from monitor.model.terms import Learned, Terms
from monitor.model.watched import Source


@dataclass(frozen=True, slots=True)
class Held:
    """A page kept from subscribers, and why: it does not look like the terms, or its change waits to be seen again.

    `digest` is the page's, `text` that of the terms read from it, or the changes that
    wait, each with the second in which it was first seen; `since` is when the first such
    page came, `steady` when this text did. `kind` is a word for the reason.
    """

    reason: str
    digest: str
    since: datetime
    kind: str = ""
    text: str = ""
    steady: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What a source was before this check.

    `terms` are those of the last good revision, by today's reader; `former` are these
    as an earlier reader or other selectors had them, where that was never told yet;
    `believed` are those that subscribers were told of last, while wording flaps.
    `known` maps the digest of each text the source ever had to the last revision that
    had it, `lines` does so for each clause's text (by `monitor.decide.lines`). `told`
    says which subscribers have a notice of a revision, `quiet` of which revisions
    nobody was told and knows nothing. `still` says that all of it was read by today's
    reader and nothing of it moves or settles: the same page can bring nothing new.
    `accepted` is the revision that somebody accepted last, None where nobody did.
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
    learned: Learned = field(default_factory=Learned)
    former: Terms | None = None
    believed: Terms | None = None
    lines: Mapping[str, Line] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[int, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    quiet: frozenset[int] = frozenset()
    memory: Memory = field(default_factory=Memory)
    last_success: datetime | None = None
    still: bool = False
    accepted: Distance | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """What an operator is told of a source: what happened and what to do; `url` is the new address of a moved one."""

    kind: AlarmKind
    message: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    `revision` is the source's revision after the check, 0 when it has none;
    `terms` stand where a page was read and believed; `comparison` has the changes that
    are told, and where nothing is, those that were found. `earlier` is the revision
    whose text is back, for seen-before. `quiet` says why nobody is told of an outcome
    that else would be; `remarks` are sentences to tell with it. `audience` names the
    only subscribers it concerns, None where it concerns all. `memory` and `lines` are
    what is to be remembered, None where that is what was; `reread` is how the last good
    terms differ from what an earlier reader or other selectors made of the same page.
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
    quiet: str = ""
    remarks: tuple[str, ...] = ()
    audience: frozenset[str] | None = None
    alarms: tuple[Alarm, ...] = ()
    memory: Memory | None = None
    lines: Mapping[str, Line] | None = None
    reread: Comparison | None = None

    @property
    def alert(self) -> bool:
        """Whether a subscriber with the default filters would be told, even if there is none."""
        return self.kind in ALERTING and not self.quiet


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one subscriber. Its `id` never changes, however often it is sent.

    A notice of terms has a `comparison`; one of a source, for operators, has a
    `message` instead, and as `link` the new address of a moved one. One that is
    `for_digest` is not sent by itself but waits until a digest gathers it: that one
    has what it `gathered`, oldest first. `page` is where people can look at it, set when
    it is sent and not kept: "" where no pages are served.
    """

    id: str
    type: NoticeType
    at: datetime
    subscriber: str
    source: str
    title: str
    url: str
    revision: int
    outcome: OutcomeKind
    comparison: Comparison | None
    earlier: int | None = None
    remarks: tuple[str, ...] = ()
    message: str = ""
    link: str = ""
    for_digest: bool = False
    gathered: tuple[Notice, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that may be sent now, without what it tells: there may be ten thousand of them."""

    notice: str
    subscriber: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice not yet delivered: how often it was tried and what went wrong last."""

    notice: Notice
    attempts: int = 0
    first_tried: datetime | None = None
    error: str | None = None

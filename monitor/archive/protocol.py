"""What every archive can do, whatever it is kept in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.read import NOTHING_LEARNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from monitor.archive.exhibits import Exhibit, Proof
    from monitor.archive.imports import Imported
    from monitor.archive.outlines import Outline
    from monitor.model import (
        Backlog,
        Behind,
        Brief,
        Day,
        Distance,
        Entry,
        Fetched,
        Find,
        Held,
        Latest,
        Learned,
        LogEntry,
        Look,
        Mark,
        Naming,
        Notice,
        Outcome,
        Owed,
        Page,
        Past,
        Place,
        Profile,
        Query,
        Revision,
        RobotsTxt,
        SentPart,
        Source,
        Standing,
        Stock,
        Terms,
        Unreviewed,
        Waiting,
    )


LONGEST_CLAIM = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=3)
"""Beyond these from now on a time was set by a clock that has been put back since, and counts as over."""


class Outbox(Protocol):
    """Notices on their way. Every method raises `monitor.errors.ArchiveError` as those of `Archive` do.

    A notice is owed from the transaction of its change on until its channel took it, or
    it is parked. One for a digest waits until that is made; its digest is owed then.
    """

    def owe(self, notice: Notice) -> None:
        """Owe a notice that no check gave; one that is known by its id already is left as it is."""
        ...

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """The notices that may be sent now, the least tried and oldest first: owed, not put off, claimed by nobody."""
        ...

    def claim(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        """Take a notice to send it, so that no other process does before `until`.

        None where another one was quicker, or it is not owed any more. `delivered`,
        `put_off` and `park` end the claim.
        """
        ...

    def forget_claims(self) -> None:
        """Let go of the claims of processes that have ended, as far as that can be told."""
        ...

    def owed_count(self) -> int:
        """How many notices wait to be delivered, those put off included, parked ones and those for digests not."""
        ...

    def waits(self, since: datetime) -> Sequence[float]:
        """Seconds from seen to told of every notice delivered since then, shortest first."""
        ...

    def owed(self, now: datetime) -> Sequence[Owed]:
        """As `waiting`, each with all that it tells: for whoever looks at them, not for sending."""
        ...

    def waiting_parked(self) -> Sequence[Waiting]:
        """The notices that were given up, oldest first."""
        ...

    def parked(self) -> Sequence[Owed]:
        """As `waiting_parked`, each with all that it tells."""
        ...

    def backlog(self) -> Backlog:
        """Since when what is owed waits, what waits for digests, and what was given up and why."""
        ...

    def claim_parked(self, notice: str, now: datetime, until: datetime) -> Owed | None:
        """As `claim`, for one that was given up."""
        ...

    def delivered(self, notice: str, at: datetime) -> None:
        """Remember that a notice was taken by its channel."""
        ...

    def put_off(self, notice: str, at: datetime, until: datetime, error: str) -> None:
        """Remember that a notice was not taken at `at`, why, and not to try before `until`."""
        ...

    def put_off_behind(self, tried: Owed, at: datetime, until: datetime, error: str) -> int:
        """Put off all else that may be sent to the subscriber of one that was not taken; how many that were.

        It counts as tried as often as that one, so that what is sent next waits as long if it fails, too.
        """
        ...

    def park(self, notice: str, at: datetime, error: str) -> None:
        """Give a notice up until it is asked for by hand."""
        ...

    def park_overdue(self, subscriber: str, at: datetime, first_tried: datetime, error: str) -> int:
        """Give up what is owed to a subscriber and was to be sent at `first_tried` or before; how many that were."""
        ...

    def for_digests(self) -> Mapping[str, datetime]:
        """Since when something waits for each subscriber's next digest."""
        ...

    def gather(self, digest: Notice, until: datetime) -> int:
        """Owe a digest of all that waits for its subscriber since `until` or before; of how many. Nothing where 0."""
        ...


class ReviewLog(Protocol):
    """What people did with revisions. Entries are only ever added; `ArchiveError` is raised as by `Archive`."""

    def note(self, entry: LogEntry) -> None:
        """Add an entry to the log. Raises `UnknownRevision` where the archive does not have its revision."""
        ...

    def log(self, source: str | None = None) -> Sequence[LogEntry]:
        """What was noted, of one source or of all, newest first."""
        ...

    def accepted(self, source: str, to: int | None = None) -> Distance | None:
        """The revision of a source that was accepted last; None where none was.

        Its distance counts to the last revision, or to the one of the number `to`.
        """
        ...

    def unreviewed(self) -> Sequence[Unreviewed]:
        """The told changes since what was accepted last that nobody acknowledged, oldest first."""
        ...


class Archive(Outbox, ReviewLog, Protocol):
    """The store of pages, revisions, changes and notices, and of what was learned of each host.

    Every method raises `monitor.errors.ArchiveError` when the store cannot be
    used, and has then changed nothing.
    """

    def glance(self, source: Source) -> Past:
        """What the source was, as `past` says it but without any text: what it takes to ask for its page."""
        ...

    def past(self, source: Source, now: datetime) -> Past:
        """What the source was before this check: its last good terms, read by today's reader, and what is known."""
        ...

    def record(
        self,
        source: Source,
        fetched: Fetched,
        outcome: Outcome,
        notices: Iterable[Notice],
        learned: Learned = NOTHING_LEARNED,
    ) -> None:
        """Keep one check whole: page, revision, change, standing and notices, in one transaction.

        `learned` is what the page was read with, as `past` gave it.
        """
        ...

    def record_history(
        self,
        source: Source,
        looks: Iterable[tuple[Fetched, Outcome]],
        rows: Iterable[Imported],
        since: datetime | None,
    ) -> None:
        """Keep looks at a recorded history and what is printed of its versions, in one transaction.

        Nobody is owed a notice. A source that was not checked last at `since` is refused.
        """
        ...

    def imported(self, document: str | None = None) -> Sequence[Imported]:
        """What was imported of recorded histories, of one document or of all, in time order."""
        ...

    def held_page(self, source: str) -> Page:
        """The page that is held for a source. Raises `NothingHeld` where none is."""
        ...

    def dismiss(self, source: str, marks: frozenset[str]) -> Held:
        """Let go of the page that is held for a source, known again by these marks. Raises `NothingHeld`."""
        ...

    def standings(self) -> Mapping[str, Standing]:
        """How each source that was ever checked stands, by source id."""
        ...

    def links(self) -> Mapping[str, Naming]:
        """What the last terms of each source call themselves and name, by source id."""
        ...

    def links_near(self, source: Source, also: Iterable[str] = ()) -> Mapping[str, Naming]:
        """As `links`, for at least those that one source may be tied to: its provider's, what names it, and `also`.

        It takes milliseconds where `links` takes half a second for ten thousand sources.
        """
        ...

    def revisions(self, source: str) -> Sequence[Revision]:
        """A source's revisions, oldest first, each with its comparison to the one before."""
        ...

    def all_revisions(self) -> Iterable[Revision]:
        """Every source's revisions, oldest first."""
        ...

    def terms(self, source: Source, revision: int) -> Terms:
        """The terms of one revision, by today's reader. Raises `UnknownRevision`."""
        ...

    def robots(self, site: str) -> RobotsTxt | None:
        """What a site's robots.txt said when it was asked last, None where that is not known."""
        ...

    def keep_robots(self, robots: RobotsTxt) -> None:
        """Remember what a site's robots.txt says, at the latest when the store is closed."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...


class Witness(Archive, Protocol):
    """An archive that also gives out what it holds just as it is stored, for evidence."""

    def exhibit(self, source: str, revision: int) -> Exhibit:
        """All that is stored of one revision: its page's bytes, what was said of them, its change.

        Raises `UnknownRevision`.
        """
        ...

    def proof(self, source: str) -> Proof:
        """The links of the hash chain that witness a source's pages and revisions, and the chain's last one."""
        ...


class Library(Witness, Protocol):
    """An archive with a catalogue: lines of revisions, words of clauses and days, to be looked up quickly.

    The catalogue is filled by `monitor.catalogue`, may be behind the revisions, and can be made again.
    """

    def stock(self, source: str | None = None) -> Sequence[Stock]:
        """How far the catalogue is with each source that has revisions, or with one."""
        ...

    def catalogue(self, behind: Behind, entries: Sequence[Entry], profile: Profile) -> bool:
        """Take in the revisions of a source that follow those it has; False where another process was quicker."""
        ...

    def profiles(self, sources: Iterable[str] | None = None) -> Mapping[str, Profile]:
        """What the last revisions of these sources, or of all, say of themselves, by source id."""
        ...

    def titles(self) -> Mapping[str, str]:
        """What the last revision of each source calls itself, by source id."""
        ...

    def briefs(self, source: str, before: int | None = None, limit: int | None = None) -> Sequence[Brief]:
        """The lines of a source's revisions, newest first: of those before a number, and so many at most."""
        ...

    def latest(self, sources: Iterable[str]) -> Mapping[str, Latest]:
        """The lines of the last revision of each of these sources, and of the last one that was told."""
        ...

    def marks(self, sources: Iterable[str], since: datetime) -> Mapping[str, Sequence[Mark]]:
        """The days on which changes of these sources were seen since then, oldest first, by source id."""
        ...

    def days(self, first: date, last: date, provider: str = "") -> Sequence[Day]:
        """The days that revisions give, from one day to another, in order; of one provider where it is named."""
        ...

    def since(self, source: str, revision: int) -> Mapping[tuple[str, str], Sequence[int]]:
        """Which revision brought the words of each clause of a revision, by heading and text.

        There are several where clauses say the same, earliest first.
        """
        ...

    def search(self, query: Query, limit: int, after: int = 0) -> Sequence[Find]:
        """The clauses that say these words; beyond the first `after`, and so many at most. Raises `SearchTooWide`."""
        ...

    def too_many(self, query: Query) -> bool:
        """Whether so many clauses say these words that `search` gives the newest first, whatever was asked for."""
        ...

    def known(self, provider: str = "") -> Mapping[str, int]:
        """The last revision of each source that was ever checked, of a provider or of all, by id; 0 before a first."""
        ...

    def standings_of(self, sources: Iterable[str]) -> Mapping[str, Standing]:
        """How these sources stand, by id, as far as they were ever checked."""
        ...

    def revision(self, source: str, number: int) -> Revision:
        """One revision of a source. Raises `UnknownRevision`."""
        ...

    def outlines(self, source: str) -> Sequence[Outline]:
        """A source's revisions, oldest first, with as much of their comparisons as is asked for."""
        ...

    def told(self, of: str = "", after: Place | None = None, limit: int = 50) -> Sequence[Place]:
        """Where the told changes of a source, a provider or all stand, in the order of time.

        The newest ones, newest first; with `after` the first ones after that place.
        """
        ...

    def looks(self, source: str, limit: int) -> Sequence[Look]:
        """The last checks of a source, newest first."""
        ...

    def sent(self, source: str, revision: int) -> Sequence[SentPart]:
        """What is known of the page that a revision was read from, without its bytes; nothing of an unknown one."""
        ...

    def assignees(self) -> Sequence[str]:
        """Everybody to whom a change was ever given, in the order of their names."""
        ...

    def held(self) -> Mapping[str, Standing]:
        """How the sources stand of which a page is held, by id."""
        ...

    def unreviewed_counts(self) -> Mapping[str, int]:
        """How many told changes of each source wait for somebody to look at them, by source id; 0 is left out."""
        ...

    def unreviewed_part(self, limit: int, after: Place | None = None, to: str | None = None) -> Sequence[Unreviewed]:
        """As `unreviewed`, so many at most after a place; with `to` those given to somebody, or with "" to nobody."""
        ...

    def standing(self, source: str) -> Standing | None:
        """How one source stands; None where it was never checked."""
        ...

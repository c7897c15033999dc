"""The parts, built from the configuration: the only place that knows every notifier and archive."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

from monitor.archive import Library, open_archive
from monitor.check import check
from monitor.compare import compare
from monitor.delivery import Busy, Delivered, Post, deliver, retry_parked
from monitor.fetch import Fetcher, FetchSettings, LocalPace
from monitor.model import Fetched, Notice, Outcome, Page, Part, Past, Source, Subscriber, Terms
from monitor.read import read
from monitor.render import paged
from monitor.route import notice_id
from notifiers.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

    from monitor.archive.sql import Connections
    from monitor.delivery import Notifier
    from monitor.fetch import Pace, RobotsMemory
    from monitor.sources import ArchivePlace, Config

_MESSAGE_DELAY = 0.0  # seconds between messages to one receiver: it paces us by 429 where it must


class Store(Library, Protocol):
    """An archive that is open, whatever it is kept in: closed at the end of a `with` block."""

    @property
    def connections(self) -> Connections:
        """Its connections, for what looks deeper than `Library` does."""
        ...

    def __enter__(self) -> Self:
        """Give out the archive."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Close it."""
        ...


def utc_now() -> datetime:
    """The time, for those at the edge who may ask."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Common:
    """What the processes of a cluster have in common: the pace of requests to each host, and the clock.

    `pace` gives a pace for exchanges of so many seconds at most.
    """

    pace: Callable[[float], Pace]
    now: Callable[[], datetime]


ALONE = Common(lambda _: LocalPace(), utc_now)
"""A process that shares its hosts with no other."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run works with. `posters` are the gates that messages leave by, one for each channel that posts.

    Looks wait for their servers at the same time, but read, compare and record one at a
    time: more threads than one that compute only take the interpreter from one another
    (92 ms of CPU a page with 16 of them, 69 with one), and hold as many pages in memory.
    """

    config: Config
    archive: Store
    fetcher: Fetcher
    posters: Mapping[str, Fetcher]
    common: Common = ALONE
    computing: Lock = field(default_factory=Lock)
    busy: Busy = field(default_factory=Busy)
    progress: Progress = field(default_factory=Progress)

    def look(self, source: Source) -> Outcome:
        """Look at one source now, and record what was found."""
        with self.computing:
            return check(
                source,
                self.common.now(),
                fetch=self._fetch,
                archive=self.archive,
                subscribers=self.config.subscribers,
                operator=self.config.daemon.operator,
                sources=self.config.sources,
            )

    def _fetch(self, source: Source, past: Past, now: datetime) -> Fetched:
        self.computing.release()
        try:
            return self.fetcher.fetch(source, past, now)
        finally:
            self.computing.acquire()

    def wait(self, source: Source) -> float:
        """The seconds until a source's host may be asked again."""
        return self.fetcher.wait(source.url)

    def deliver(self) -> Delivered:
        """Send what is owed; passes may overlap."""
        if not (self.archive.owed_count() or self.archive.for_digests()):
            return Delivered()
        return deliver(self.post())

    def deliver_parked(self) -> Delivered:
        """Send what was given up."""
        return retry_parked(self.post())

    def post(self) -> Post:
        """What delivering works with."""
        notifiers = notifiers_from(self.config, self.posters, self.progress)
        base = self.config.web.url
        return Post(
            outbox=self.archive,
            notifiers={name: Leading(one, base) for name, one in notifiers.items()} if base else notifiers,
            subscribers={subscriber.name: subscriber for subscriber in self.config.subscribers},
            clock=self.common.now,
            give_up=self.config.daemon.give_up,
            busy=self.busy,
        )

    def renewed(self, config: Config) -> Parts:
        """The parts for another configuration: the archive stays, and every gate whose settings do.

        A gate that stays knows when it asked each host last. Raises `ConfigError` for a
        proxy that cannot be used.
        """
        now, then = config, self.config
        fetcher = self.fetcher if now.fetch == then.fetch else fetcher_from(now, self.archive, self.common)
        same = (now.fetch, now.webhook, now.slack) == (then.fetch, then.webhook, then.slack)
        return replace(self, config=now, fetcher=fetcher, posters=self.posters if same else _posters(now))

    def let_go(self, successor: Parts) -> None:
        """Close the gates that a successor does not use."""
        if self.fetcher is not successor.fetcher:
            self.fetcher.close()
        if self.posters is not successor.posters:
            for poster in self.posters.values():
                poster.close()

    def tidy(self) -> int:
        """Let go of the bytes of pages that were kept for long enough; of how many pages."""
        from monitor.archive.retention import thin  # noqa: PLC0415 - asked for once a day, by the daemon

        keep = self.config.archive.keep
        return thin(self.archive.connections, keep, utc_now()) if keep else 0

    def stop(self) -> None:
        """Begin no further exchange; those under way end by themselves."""
        self.fetcher.close()
        for poster in self.posters.values():
            poster.close()

    def abort(self) -> None:
        """Begin no further exchange, and end those under way at once: they raise `CancelledError`."""
        self.fetcher.abort()
        for poster in self.posters.values():
            poster.abort()


@contextmanager
def parts_from(config: Config, archive: ArchivePlace | None = None, common: Common = ALONE) -> Iterator[Parts]:
    """Every part a configuration asks for, closed again at the end. `archive` stands in for the configured place."""
    opened = archive_for(archive or config.archive.place)
    parts = Parts(config, opened, fetcher_from(config, opened, common), _posters(config), common)
    try:
        yield parts
    finally:
        parts.stop()
        opened.close()


def fetcher_for_commands(config: Config | None) -> Fetcher:
    """The fetcher for an address given on the command line; without a configuration, with the defaults."""
    return fetcher_from(config) if config else Fetcher(FetchSettings())


def fetcher_from(config: Config, robots: RobotsMemory | None = None, common: Common = ALONE) -> Fetcher:
    """The fetcher for pages; `robots` remembers robots.txt files from one run to the next."""
    fetch = config.fetch
    return Fetcher(
        FetchSettings(
            timeout=fetch.timeout,
            max_bytes=fetch.max_bytes,
            host_delay=fetch.host_delay,
            allow_private=fetch.allow_private,
            robots=fetch.robots,
            contact=fetch.contact,
            proxy=fetch.proxy,
        ),
        robots=robots,
        pace=common.pace(fetch.timeout),
    )


def _posters(config: Config) -> dict[str, Fetcher]:
    """A gate for each channel that posts: what a webhook may reach, a page may not."""
    return {
        "webhook": Fetcher(FetchSettings(allow_private=config.webhook.allow_private, host_delay=_MESSAGE_DELAY)),
        "slack": Fetcher(FetchSettings(allow_private=config.slack.allow_private, host_delay=_MESSAGE_DELAY)),
    }


def notifiers_from(config: Config, posters: Mapping[str, Fetcher], progress: Progress) -> dict[str, Notifier]:
    """A notifier for each channel that is set up; `progress` is what they remember of messages taken in part."""
    from notifiers.apprise import Apprise  # noqa: PLC0415 - as the next one
    from notifiers.console import Console  # noqa: PLC0415 - slow to import, and most rounds find nothing to tell
    from notifiers.email import Email, EmailSettings  # noqa: PLC0415 - the same
    from notifiers.slack import Slack, SlackSettings  # noqa: PLC0415 - the same
    from notifiers.webhook import Webhook  # noqa: PLC0415 - the same

    found: dict[str, Notifier] = {
        "console": Console(sys.stderr, colour=sys.stderr.isatty()),
        "slack": Slack(posters["slack"].post, SlackSettings(config.slack.token), progress),
        "apprise": Apprise(),
    }
    if config.webhook.secret:
        found["webhook"] = Webhook(posters["webhook"].post, config.webhook.secret)
    if config.email:
        mail = config.email
        found["email"] = Email(
            EmailSettings(
                host=mail.host,
                from_=mail.sender,
                port=mail.port,
                starttls=mail.starttls,
                tls=mail.tls,
                user=mail.user,
                password=mail.password,
                timeout=mail.timeout,
                ca_file=str(mail.ca_file) if mail.ca_file else None,
            ),
            progress,
        )
    return found


@dataclass(frozen=True, slots=True)
class Leading:
    """A channel whose messages lead to the pages at `base`: where they are now, however long a notice waited."""

    notifier: Notifier
    base: str

    def send(self, notice: Notice, address: str, now: datetime) -> None:
        """As the channel itself."""
        self.notifier.send(paged(notice, self.base), address, now)


def send_sample(config: Config, subscriber: Subscriber) -> None:
    """Send one subscriber a made-up change. Raises `DeliveryError` when it is not taken."""
    posters = _posters(config)
    try:
        notifier = notifiers_from(config, posters, Progress())[subscriber.channel]
        notifier.send(sample_notice(subscriber.name, utc_now()), subscriber.address, utc_now())
    finally:
        for poster in posters.values():
            poster.close()


def sample_notice(subscriber: str, now: datetime) -> Notice:
    """A made-up change of an invented provider, as a notice."""
    source = Source("example/test-message", ("https://example.com/terms",), "Test message from clausewatch")
    before, after = (_sample_terms(source, days, now) for days in (30, 60))
    comparison = compare(before, after, on=now.date())
    name = notice_id("sample", subscriber, now.isoformat())
    return Notice(name, "terms.changed", now, subscriber, source.id, source.title, source.url, 2, "changed", comparison)


def _sample_terms(source: Source, days: int, now: datetime) -> Terms:
    asked = "This message was asked for by `clausewatch notify-test`"
    text = f"# Test message\n\n1. Notice. {asked}: {days} days' notice is made up.\n"
    return read(Page((Part(source.url, source.url, text.encode(), "text/markdown"),), now), source)


def archive_at(place: ArchivePlace) -> Store:
    """An archive that is there already; raises `ArchiveMissing` where none is."""
    if isinstance(place, str):
        return _in_postgres(place)
    return open_archive(place, snapshots=place.parent, create=False)


def archive_for(place: ArchivePlace) -> Store:
    """An archive to record in: a file is made where none is; raises `ArchiveMissing` where a database has none."""
    return _in_postgres(place) if isinstance(place, str) else open_archive(place, snapshots=place.parent)


def _in_postgres(url: str) -> Store:
    """Snapshots lie beside an archive's file, so that one in a database has none."""
    from monitor.archive.postgres import open_postgres  # noqa: PLC0415 - no driver is loaded for a file

    return open_postgres(url)

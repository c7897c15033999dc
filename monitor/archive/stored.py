"""An archive in a database: what SQLite and PostgreSQL have in common."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from monitor.archive.catalogue import StoredCatalogue
from monitor.archive.exhibits import StoredExhibits
from monitor.archive.imports import imported_from, keep_imported, refuse_late
from monitor.archive.learned import learn, remembered
from monitor.archive.links import namings, namings_near
from monitor.archive.log import StoredLog, accepted_of
from monitor.archive.memory import load_lines, load_memory
from monitor.archive.outbox import StoredOutbox, add_notices, change, told_of
from monitor.archive.outlines import outlines
from monitor.archive.pages import (
    Reader,
    Reading,
    is_read,
    keep_reading,
    load_page,
    newest_reading,
    page_digest,
    reading,
)
from monitor.archive.recording import Check, dismiss_held, kept, quiet_of, record_check, remember_text, revision_page
from monitor.archive.robots import RobotsTable
from monitor.archive.rows import Kept, revision_from, standing_from
from monitor.archive.snapshots import is_written, snapshot_path, write_snapshot
from monitor.archive.told import told_places
from monitor.decide import stands_still
from monitor.errors import ArchiveError, NothingHeld, ReadError, UnknownRevision
from monitor.model import (
    REVISING,
    Fetched,
    Held,
    Learned,
    Memory,
    Naming,
    Notice,
    Outcome,
    Page,
    Past,
    Place,
    Revision,
    RobotsTxt,
    Source,
    Standing,
    Terms,
)
from monitor.read import NOTHING_LEARNED, READER_VERSION, as_markdown, learn_alike, learn_restless, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from monitor.archive.imports import Imported
    from monitor.archive.outlines import Outline
    from monitor.archive.sql import Connection, Connections

TODAYS_READER = Reader(READER_VERSION, read, as_markdown, learn_alike, learn_restless)
_REVISIONS = "SELECT revisions.*, pages.digest AS page_digest FROM revisions JOIN pages ON pages.key = revisions.page"


class StoredArchive(StoredOutbox, StoredLog, StoredExhibits, StoredCatalogue):
    """A `Library` in a database; it may be used from several threads, and several processes may use the database."""

    def __init__(self, connections: Connections, reader: Reader, snapshots: Path | None = None) -> None:
        self._connections = connections
        self._robots = RobotsTable(connections)
        self._reader = reader
        self._snapshots = snapshots

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def glance(self, source: Source) -> Past:
        """What the source was, as `past` says it but without any text: what it takes to ask for its page."""
        with self._connections.reading() as conn:
            before, past = self._glanced(conn, source)
            read = before.page and is_read(conn, Reading(before.page, self._reader.version, source, past.learned))
        return replace(past, still=bool(read) and stands_still(past.memory))

    def _glanced(self, conn: Connection, source: Source) -> tuple[Kept, Past]:
        """What is kept of a source, and its past without any text."""
        before = kept(conn, source.id)
        learned = remembered(conn, source, before.host, self._reader.version)
        memory = load_memory(conn, source.id)
        return before, _past_of(before, page_digest(conn, before.page), memory, learned)

    def past(self, source: Source, now: datetime) -> Past:  # noqa: ARG002 - what counts may come to depend on the time
        """What the source was before this check: its last good terms, read by today's reader, and what is known."""
        with self._connections.reading() as conn:
            before, past = self._glanced(conn, source)
            if not past.revision:
                return past
            texts = conn.execute("SELECT digest, revision FROM texts WHERE source = ?", (source.id,)).fetchall()
            lines, told, quiet = load_lines(conn, source.id), told_of(conn, source.id), quiet_of(conn, source.id)
            adrift = past.memory.adrift
            believed = revision_page(conn, source.id, adrift) if adrift else None
            accepted = accepted_of(conn, source.id)
        learned = past.learned
        former = self._former(source, before.page, learned)
        terms = self._last_terms(source, before.page, learned)
        known = {row["digest"]: row["revision"] for row in texts}
        if terms and known.get(terms.digest, 0) < past.revision:
            known[terms.digest] = past.revision
            self._cache(lambda conn: remember_text(conn, source.id, terms.digest, past.revision))
        return replace(
            past,
            terms=terms,
            known=MappingProxyType(known),
            former=former if former and terms and former.clauses != terms.clauses else None,
            believed=self._last_terms(source, believed, learned),
            lines=lines,
            told=MappingProxyType(told),
            quiet=quiet,
            accepted=accepted,
        )

    def record(
        self,
        source: Source,
        fetched: Fetched,
        outcome: Outcome,
        notices: Iterable[Notice],
        learned: Learned = NOTHING_LEARNED,
    ) -> None:
        """Keep one check whole, in one transaction; then learn from it, and bring the source's snapshot up to date.

        `learned` is what the page was read with, as `past` gave it. Where only the snapshot
        cannot be written, `ArchiveError` says so and the record stands. A check that was
        compared with another revision than the archive's last is refused with
        `ArchiveError`: another process was quicker.
        """
        with self._connections.writing() as conn:
            now = record_check(conn, Check(source, fetched, outcome, learned), self._reader)
            add_notices(conn, notices)
        revised = isinstance(fetched, Page) and outcome.kind in REVISING  # a text as before teaches nothing
        read_anew = revised and self._learn(source, outcome.at)
        if self._snapshots:
            self._update_snapshot(self._snapshots, source, now, outcome.terms if revised and not read_anew else None)

    def record_history(
        self,
        source: Source,
        looks: Iterable[tuple[Fetched, Outcome]],
        rows: Iterable[Imported],
        since: datetime | None,
    ) -> None:
        """Keep looks at a recorded history and what is printed of its versions, in one transaction.

        Nobody is owed a notice. A source that was not checked last at `since` is refused with `ArchiveError`.
        """
        with self._connections.writing() as conn:
            refuse_late(source.id, kept(conn, source.id).standing.last_checked, since)
            for fetched, outcome in looks:
                record_check(conn, Check(source, fetched, outcome, NOTHING_LEARNED), self._reader)
            keep_imported(conn, rows)
            now = kept(conn, source.id)
        if self._snapshots:
            self._update_snapshot(self._snapshots, source, now)

    def imported(self, document: str | None = None) -> Sequence[Imported]:
        """What was imported of recorded histories, of one document or of all, in time order."""
        with self._connections.reading() as conn:
            return list(imported_from(conn, document))

    def held_page(self, source: str) -> Page:
        """The page that is held for a source. Raises `NothingHeld` where none is."""
        with self._connections.reading() as conn:
            page = kept(conn, source).held_page
            if page is None:
                raise NothingHeld(source)
            return load_page(conn, page)

    def dismiss(self, source: str, marks: frozenset[str]) -> Held:
        """Let go of the page that is held for a source, known again by these marks. Raises `NothingHeld`."""
        with self._connections.writing() as conn:
            return dismiss_held(conn, source, marks)

    def standings(self) -> Mapping[str, Standing]:
        """How each source that was ever checked stands, by source id."""
        with self._connections.reading() as conn:
            rows = conn.execute("SELECT * FROM standings ORDER BY source").fetchall()
        return {row["source"]: standing_from(row) for row in rows}

    def standing(self, source: str) -> Standing | None:
        """How one source stands; None where it was never checked."""
        with self._connections.reading() as conn:
            row = conn.execute("SELECT * FROM standings WHERE source = ?", (source,)).fetchone()
        return standing_from(row) if row else None

    def links(self) -> Mapping[str, Naming]:
        """What the last terms of each source call themselves and name, by source id."""
        with self._connections.reading() as conn:
            return namings(conn)

    def links_near(self, source: Source, also: Iterable[str] = ()) -> Mapping[str, Naming]:
        """As `links`, for at least those that one source may be tied to: its provider's, what names it, and `also`."""
        with self._connections.reading() as conn:
            return namings_near(conn, source, also)

    def revisions(self, source: str) -> Sequence[Revision]:
        """A source's revisions, oldest first, each with its comparison to the one before."""
        return list(self._revisions(f"{_REVISIONS} WHERE source = ? ORDER BY number", (source,)))

    def all_revisions(self) -> Iterable[Revision]:
        """Every source's revisions, oldest first."""
        return self._revisions(f"{_REVISIONS} ORDER BY revisions.at, source, number", ())

    def revision(self, source: str, number: int) -> Revision:
        """One revision of a source. Raises `UnknownRevision`."""
        found = next(self._revisions(f"{_REVISIONS} WHERE source = ? AND number = ?", (source, number)), None)
        if found is None:
            raise UnknownRevision(f"{source}@{number}")
        return found

    def outlines(self, source: str) -> Sequence[Outline]:
        """A source's revisions, oldest first, with as much of their comparisons as is asked for."""
        with self._connections.reading() as conn:
            return list(outlines(conn, source))

    def told(self, of: str = "", after: Place | None = None, limit: int = 50) -> Sequence[Place]:
        """Where the told changes of a source, a provider or all stand, in the order of time.

        The newest ones, newest first; with `after` the first ones after that place.
        """
        with self._connections.reading() as conn:
            return told_places(conn, of, after, limit)

    def terms(self, source: Source, revision: int) -> Terms:
        """The terms of one revision, by today's reader. Raises `UnknownRevision`, or `ReadError` if none ever could."""
        with self._connections.reading() as conn:
            page = revision_page(conn, source.id, revision)
            learned = remembered(conn, source, kept(conn, source.id).host, self._reader.version)
        if page is None:
            raise UnknownRevision(f"{source.id}@{revision}")
        return self._terms(source, page, learned)

    def robots(self, site: str) -> RobotsTxt | None:
        """What a site's robots.txt said when it was asked last, None where that is not known."""
        return self._robots.get(site)

    def keep_robots(self, robots: RobotsTxt) -> None:
        """Remember what a site's robots.txt says, at the latest when the archive is closed."""
        self._robots.put(robots)

    def close(self) -> None:
        """Let go of the file, from every thread."""
        self._robots.flush()
        self._connections.close()

    def _revisions(self, query: str, values: tuple[str | int, ...]) -> Iterator[Revision]:
        """Revisions whose comparisons are unpacked one by one: a long history never lies in memory whole."""
        with self._connections.reading() as conn:
            rows = conn.execute(query, values).fetchall()
        for row in rows:
            with self._connections.reading() as conn:
                comparison = change(conn, row["source"], row["number"])
            yield revision_from(row, comparison)

    def _former(self, source: Source, page: str | None, learned: Learned) -> Terms | None:
        """The terms of the last good page as they were read last, where today they are to be read anew."""
        if page is None:
            return None
        with self._connections.reading() as conn:
            if is_read(conn, Reading(page, self._reader.version, source, learned)):
                return None
            return newest_reading(conn, page)

    def _last_terms(self, source: Source, page: str | None, learned: Learned) -> Terms | None:
        """The terms of the last good page; None where there is none, or where no reader ever could read it."""
        if page is None:
            return None
        with suppress(ReadError):
            return self._terms(source, page, learned)
        return None

    def _reread(self, source: Source, now: Kept) -> Terms | None:
        """The terms of the last good page, with what is known of its host by now."""
        with self._connections.reading() as conn:
            learned = remembered(conn, source, now.host, self._reader.version)
        return self._last_terms(source, now.page, learned)

    def _terms(self, source: Source, page: str, learned: Learned) -> Terms:
        """What today's reader makes of a page; where it cannot read it any more, what an earlier reading made of it."""
        made = Reading(page, self._reader.version, source, learned)
        with self._connections.reading() as conn:
            remembered = reading(conn, made)
        if remembered:
            return remembered
        try:
            with self._connections.reading() as conn:
                stored = load_page(conn, page)
            terms = self._reader.read(stored, source, learned)
        except ReadError:
            with self._connections.reading() as conn:
                earlier = newest_reading(conn, page)
            if earlier is None:
                raise
            return earlier
        self._cache(lambda conn: keep_reading(conn, made, terms))
        return terms

    def _cache(self, keep: Callable[[Connection], None]) -> None:
        """Remember what can be had again: an archive that is busy, full or not ours to write is no reason to fail."""
        with suppress(ArchiveError), self._connections.writing() as conn:
            keep(conn)

    def _learn(self, source: Source, at: datetime) -> bool:
        """Whether something was learned; the record stands, whatever can be learned from it."""
        with suppress(ReadError, ArchiveError):
            return learn(self._connections, self._reader, source, at)
        return False

    def _update_snapshot(self, folder: Path, source: Source, now: Kept, terms: Terms | None = None) -> None:
        """Write the source's last text, `terms` if they are at hand, to its file, unless it is there already."""
        revision = now.standing.revision
        if not revision:
            return
        if now.snapshot == revision and is_written(folder, source.id):
            return
        path = snapshot_path(folder, source.id)
        terms = terms or self._reread(source, now)
        if terms is None:
            return
        write_snapshot(path, self._reader.markdown(terms))
        with self._connections.writing() as conn:
            conn.execute("UPDATE standings SET snapshot = ? WHERE source = ?", (revision, source.id))


def _past_of(before: Kept, digest: str | None, memory: Memory, learned: Learned) -> Past:
    """A past without its texts."""
    standing = before.standing
    return Past(
        revision=standing.revision,
        page_digest=digest,
        page_at=before.page_at,
        validators=MappingProxyType(dict(before.validators)),
        failures=standing.failures,
        held=standing.held,
        retry_at=standing.retry_at,
        learned=learned,
        memory=memory,
        last_success=standing.last_success,
    )

"""A git history of documents into the archive: each version looked at once, in the order and at the time of its commit.

The archive is written by this process alone, one transaction for a stretch of a
document's versions, in an order that does not depend on how fast the workers are.
What was imported before stays as it is, and a history that has grown goes on where
it ended.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from monitor.archive import Imported
from monitor.errors import UsageError
from monitor.history.documents import source_of
from monitor.history.git import running
from monitor.history.objects import Blobs
from monitor.history.pool import processors, workers
from monitor.history.replaying import Chapter, Shown, Told, fetched, replay
from monitor.model import Past
from monitor.read import content_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from datetime import datetime

    from monitor.archive import Archive
    from monitor.history.git import Repository
    from monitor.history.listing import Document, Version
    from monitor.model import Outcome, OutcomeKind, Source

    Progress: TypeAlias = Callable[[int], None]

_LONGEST_CHAPTER = 16  # versions in one transaction: some two seconds of reading, and at most so much is done again
_LARGEST_CHAPTER = 4_000_000  # bytes of such versions, but for the last of them
_SPARE = 10
"""Chapters that lie ready beyond one for each worker: those of long pages take ten times as long as others, and what
follows is recorded after them. (A history of 1,036 versions, two processors: 112 s with 2 of them.)"""

_MOST_WAITING = 16_000_000  # bytes of versions at once in memory; what is made of them takes some ten times as much
_WORTH_WORKERS = 40  # versions: to begin a worker takes as long as to read and compare ten


@dataclass(slots=True)
class Course:
    """How far a document is: which of its versions is next, and what is printed of the one before it.

    `size` is that of its last version in bytes.
    """

    document: Document
    source: Source
    next: int
    last: Imported | None = None
    past: Past | None = None
    size: int = 0

    @property
    def left(self) -> int:
        """How many versions are still to be looked at."""
        return len(self.document.versions) - self.next


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done of a history."""

    courses: Sequence[Course]

    @property
    def versions(self) -> int:
        """How many versions are to be looked at."""
        return sum(course.left for course in self.courses)


@dataclass(frozen=True, slots=True)
class _Work:
    """What an import works with."""

    archive: Archive
    blobs: Blobs
    pool: Executor
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Begun:
    """A chapter on its way: whose it is, its versions, and the promise of what it comes to."""

    course: Course
    versions: Sequence[Version]
    chapter: Chapter
    told: Future[Told] = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes its versions have."""
        return sum(len(shown.body) for shown in self.chapter.shown if isinstance(shown.body, bytes))


def plan_of(documents: Iterable[Document], archive: Archive) -> Plan:
    """What is still to be imported of each document.

    Raises `UsageError` where the archive holds something else under a document's
    name: another history, one that was rewritten, or checks of another kind.
    """
    known = defaultdict(list)
    for row in archive.imported():
        known[row.document].append(row)
    standings = archive.standings()
    courses = []
    for document in documents:
        rows = known[document.path]
        name = rows[-1].source if rows else document.name
        _refuse_other(document, rows, name)
        standing = standings.get(name)
        _refuse_checked(name, standing.last_checked if standing else None, rows[-1].looked if rows else None)
        courses.append(_course(document, name, rows))
    return Plan([course for course in courses if course.left])


def import_plan(
    plan: Plan, repository: Repository, archive: Archive, progress: Progress = lambda _: None, most: int | None = None
) -> None:
    """Look at every version of a plan, and record what it comes to; `progress` hears how many are done.

    `most` is how many workers there may be, as many as there are processors when left
    out. Raises `UsageError` where git fails, `ArchiveError` where the archive does.
    """
    wanted = most or (processors() if plan.versions >= _WORTH_WORKERS else 1)
    with running(repository, Blobs.command(repository), feed=True) as pipeline, workers(wanted) as (pool, count):
        work = _Work(archive, Blobs(pipeline), pool, progress)
        _work_through(_longest_first(plan, work.blobs), work, count + _SPARE if count > 1 else 1)


def _longest_first(plan: Plan, blobs: Blobs) -> list[Course]:
    """The courses by what is left of them in bytes: near the end every worker shall still have something to do."""
    for course in plan.courses:
        body = blobs.read(course.document.versions[-1].blob)
        course.size = len(body) if isinstance(body, bytes) else 0
    return sorted(plan.courses, key=lambda course: (-course.left * course.size, course.document.path))


def _work_through(courses: Iterable[Course], work: _Work, at_once: int) -> None:
    """Have chapters replayed side by side, and record them in the order in which they were begun."""
    waiting, going = deque(courses), deque[_Begun]()
    while waiting or going:
        while waiting and len(going) < at_once and sum(begun.size for begun in going) < _MOST_WAITING:
            going.append(_begin(waiting.popleft(), work))
        begun = going.popleft()
        _record(begun, work)
        if begun.course.left:
            going.append(_begin(begun.course, work))


def _course(document: Document, name: str, rows: Sequence[Imported]) -> Course:
    course = Course(document, source_of(name, document.path), len(rows), rows[-1] if rows else None)
    if rows and document.versions[len(rows) - 1].until > rows[-1].until:
        course.next -= 1  # it stood for longer than was known: time may have confirmed it
    return course


def _refuse_other(document: Document, rows: Sequence[Imported], name: str) -> None:
    found = [version.commit for version in document.versions[: len(rows)]]
    if found != [row.revision for row in rows]:
        strange = next((row for row in rows if row.revision not in found), rows[-1])
        raise UsageError(
            name,
            f"the archive has {document.path!r} from another history, with the commit {strange.revision[:10]}:"
            " this one is another repository, was rewritten or is not whole; import it into an archive of its own",
        )


def _refuse_checked(name: str, last: datetime | None, looked: datetime | None) -> None:
    if last != looked:
        raise UsageError(
            name,
            "is watched in this archive, and a history cannot be put before or between its checks;"
            " import it into an archive of its own",
        )


def _begin(course: Course, work: _Work) -> _Begun:
    if course.past is None:
        course.past = work.archive.past(course.source, course.last.looked) if course.last else Past()
    shown = tuple(_shown(course, work.blobs))
    versions = course.document.versions[course.next : course.next + len(shown)]
    last = course.last.looked if course.last else None
    chapter = Chapter(course.source, content_type_of(course.document.path), course.past, last, shown)
    return _Begun(course, versions, chapter, work.pool.submit(replay, chapter))


def _shown(course: Course, blobs: Blobs) -> Iterator[Shown]:
    """The next versions with their bytes, as many as belong into one chapter."""
    room = _LARGEST_CHAPTER
    for version in course.document.versions[course.next : course.next + _LONGEST_CHAPTER]:
        body = blobs.read(version.blob)
        yield Shown(version.at, version.until, body, begun=_is_last(course, version))
        room -= len(body) if isinstance(body, bytes) else 0
        if room <= 0:
            return


def _is_last(course: Course, version: Version) -> bool:
    """Whether it is the version that was looked at last, before the history grew."""
    return course.last is not None and course.last.revision == version.commit


def _record(begun: _Begun, work: _Work) -> None:
    course, told = begun.course, begun.told.result()
    looks, rows = [], []
    for version, shown, outcomes in zip(begun.versions, begun.chapter.shown, told.outcomes, strict=True):
        looks += [(fetched(begun.chapter, shown, outcome.at), outcome) for outcome in outcomes]
        rows.append(_row(course, version, outcomes))
    work.archive.record_history(course.source, looks, rows, begun.chapter.last)
    course.past, course.last = told.past, rows[-1]
    course.next += len(rows)
    work.progress(len(rows))


def _row(course: Course, version: Version, outcomes: Sequence[Outcome]) -> Imported:
    """What is printed of a version: the last that was found of it but `unchanged`, and whether anything was told."""
    kinds: list[OutcomeKind] = [outcome.kind for outcome in outcomes if outcome.kind != "unchanged"]
    alert = any(outcome.alert for outcome in outcomes)
    before = course.last if _is_last(course, version) else None
    if before:
        looked = outcomes[-1].at if outcomes else before.looked
        kind, alert = (kinds or [before.outcome])[-1], alert or before.alert
        return replace(before, looked=looked, until=version.until, outcome=kind, alert=alert)
    return Imported(
        course.document.path,
        version.commit,
        version.ordinal,
        course.source.id,
        outcomes[0].at,
        outcomes[-1].at,
        version.until,
        (kinds or ["unchanged"])[-1],
        alert,
    )

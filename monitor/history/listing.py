"""The versions of each document of a history: when each came, and until when nothing came after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.history.documents import Namer, is_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.history.objects import Commit, Touched


@dataclass(frozen=True, slots=True)
class Version:
    """A text of a document: the commit that brought it, that commit's place and time, and its blob.

    `until` is how far the history's clock came before the next text: the latest time
    of the commits that follow, the next one that touches the document included.
    """

    commit: str
    ordinal: int
    at: datetime
    blob: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a history, with the id of its source; its versions in the order of the history."""

    path: str
    name: str
    versions: Sequence[Version]


def documents_of(commits: Iterable[Commit], globs: Sequence[str] = ()) -> list[Document]:
    """The documents of a history, by the order in which they first come.

    A commit that touches a document brings a version, unless it deletes it. A merge
    brings one only where its text is not the one that came last: what it brings was
    recorded by the commits that it merges, and what it decides otherwise is new.
    """
    clock, listed = _Clock(), _Listed(globs)
    for commit in commits:
        clock.tick(commit.at)
        for touched in commit.touched:
            page = listed.page(touched.path)
            if page is not None and not (commit.merge and page.blob == touched.blob):
                page.turn(commit, touched, clock)
    documents = [page.document(clock) for page in listed.pages.values() if page is not None]
    return [document for document in documents if document.versions]


class _Clock:
    """Answers how late it became since some commit; keeps only the times that can still be an answer."""

    def __init__(self) -> None:
        self.ordinal = 0
        self._places: list[int] = []
        self._times: list[datetime] = []

    def tick(self, at: datetime) -> None:
        self.ordinal += 1
        while self._times and self._times[-1] <= at:
            self._times.pop()
            self._places.pop()
        self._times.append(at)
        self._places.append(self.ordinal)

    def since(self, ordinal: int) -> datetime | None:
        """The latest time of the commits after this one, None where none came."""
        place = bisect_right(self._places, ordinal)
        return self._times[place] if place < len(self._times) else None


@dataclass(slots=True)
class _Page:
    """A document while its history is read: the versions that are over, and the commit and blob that stand."""

    path: str
    name: str
    versions: list[Version] = field(default_factory=list)
    commit: Commit | None = None
    ordinal: int = 0
    blob: str | None = None

    def turn(self, commit: Commit, touched: Touched, clock: _Clock) -> None:
        self.end(clock)
        self.commit, self.ordinal, self.blob = commit, clock.ordinal, touched.blob

    def end(self, clock: _Clock) -> None:
        if self.commit is not None and self.blob is not None:
            until = max(self.commit.at, clock.since(self.ordinal) or self.commit.at)
            self.versions.append(Version(self.commit.sha, self.ordinal, self.commit.at, self.blob, until))

    def document(self, clock: _Clock) -> Document:
        self.end(clock)
        return Document(self.path, self.name, self.versions)


class _Listed:
    """All paths that a history ever had, by their first appearance; None for those that are no documents."""

    def __init__(self, globs: Sequence[str]) -> None:
        self.pages: dict[str, _Page | None] = {}
        self._globs = globs
        self._namer = Namer()

    def page(self, path: str) -> _Page | None:
        if path not in self.pages:
            name = self._namer.name(path)
            self.pages[path] = _Page(path, name) if is_document(path, self._globs) else None
        return self.pages[path]

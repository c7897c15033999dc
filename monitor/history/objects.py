"""What a git repository holds: its commits with the files they touch, and the bytes of those files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from monitor.history.git import Pipeline, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.history.git import Repository

LARGEST = 10_000_000
"""Bytes of a version: what `fetch` takes of a page unless told otherwise."""

_PIECE = 1 << 16
_FILE_MODE = b"100"  # how the modes of regular files begin; 120000 is a link, 160000 another repository
_LAST_TIME = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())  # later than any wait could be added to


@dataclass(frozen=True, slots=True)
class Touched:
    """A path that a commit touched: the blob that is there now, None where no regular file is left."""

    path: str
    blob: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and what differs from its parent; `merge` says that it has several, and then from any of them."""

    sha: str
    at: datetime
    merge: bool
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose bytes cannot be had, as a kind of failure and in words."""

    kind: str
    message: str


def commits(repository: Repository) -> Iterator[Commit]:
    """Every commit that HEAD leads to, each after its parents; none where HEAD leads nowhere yet.

    What was already there before a branch grew, merges included, comes in the same
    order as before: git's topological order keeps a first parent's history in one
    piece, at the front. Raises `UsageError` where git cannot read the repository.
    """
    if repository.ask("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return
    order = repository.command("rev-list", "--topo-order", "--reverse", "HEAD")
    differences = repository.command(
        *("diff-tree", "--stdin", "--always", "-r", "-m", "--root", "--raw", "-z"),
        *("--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--format=%H %ct %P"),
    )
    with running(repository, order, differences) as pipeline:
        yield from _commits(_tokens(pipeline.out))


def is_shallow(repository: Repository) -> bool:
    """Whether the history was cut off when the repository was cloned."""
    return repository.ask("rev-parse", "--is-shallow-repository") == "true"


class Blobs:
    """The bytes of blobs, one after another, out of one `git cat-file`."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @staticmethod
    def command(repository: Repository) -> list[str]:
        """The command whose pipeline is to be given."""
        return repository.command("cat-file", "--batch")

    def read(self, blob: str) -> bytes | Unread:
        """The bytes, or why they cannot be had. Raises `UsageError` where git ends."""
        self._pipeline.write(f"{blob}\n".encode())
        out = self._pipeline.out
        head = out.readline(_PIECE).split()
        if len(head) == 2:  # noqa: PLR2004 - the name and "missing", or another word for it
            return Unread("unreadable", "its bytes are not in the repository; fetch or clone it whole and run again")
        if len(head) != 3:  # noqa: PLR2004 - the name, the type and the size (git-cat-file, "BATCH OUTPUT")
            raise self._pipeline.broken()
        size = int(head[2])
        if size > LARGEST:
            self._skip(out, size + 1)
            return Unread("too-large", f"has {size:,} bytes; a version may have {LARGEST:,}")
        body = out.read(size)
        if len(out.read(1)) != 1:
            raise self._pipeline.broken()
        return body

    def _skip(self, out: IO[bytes], size: int) -> None:
        while size > 0:
            piece = out.read(min(_PIECE, size))
            if not piece:
                raise self._pipeline.broken()
            size -= len(piece)


def _commits(tokens: Iterator[bytes]) -> Iterator[Commit]:
    """Commits from the tokens of `diff-tree`; a merge, listed once for each parent, is put together."""
    head: bytes | None = None
    touched: dict[str, Touched] = {}
    for token in tokens:
        if b":" not in token[:2]:
            if head is not None and token.strip() != head:
                yield _commit(head, touched)
                touched = {}
            head = token.strip()
            continue
        mode, blob = token.strip().split(b" ")[1:4:2]
        path = next(tokens).decode("utf-8", "surrogateescape")
        touched[path] = Touched(path, blob.decode() if mode.startswith(_FILE_MODE) else None)
    if head is not None:
        yield _commit(head, touched)


def _commit(head: bytes, touched: dict[str, Touched]) -> Commit:
    sha, time, *parents = head.split(b" ")
    return Commit(sha.decode(), _time(time), len(parents) > 1, tuple(touched.values()))


def _time(seconds: bytes) -> datetime:
    """When a commit says that it was made; what is no time, or out of the calendar, is the nearest that is one."""
    said = int(seconds) if seconds.lstrip(b"-").isdigit() else 0
    return datetime.fromtimestamp(max(0, min(said, _LAST_TIME)), UTC)


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole

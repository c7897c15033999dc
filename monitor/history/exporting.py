"""The archive as a git repository of Markdown: a commit for each revision, at the time when it was seen."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from monitor.errors import UsageError
from monitor.history.git import make_repository, running
from monitor.model import Source
from monitor.read import as_markdown
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from monitor.archive import Archive
    from monitor.history.git import Pipeline, Repository
    from monitor.model import Comparison, Revision

_BRANCH = b"refs/heads/main"
_WHO = b"clausewatch <clausewatch@localhost>"
_SPECIAL = pattern(rb'[\x00-\x1f"\\\x7f-\xff]')
_CONTROLS = pattern(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")


def export_history(archive: Archive, folder: Path, known: Callable[[str, str], Source] | None = None) -> int:
    """Write every revision into a new repository at `folder`, in time order, and give their number.

    `known` finds a source by its id and address, with the selectors that its pages
    are read with. Raises `UsageError` where the folder is not empty or git fails; what
    was begun is then taken away again.
    """
    with _new_repository(folder) as repository:
        command = repository.command("fast-import", "--quiet", "--done")
        with running(repository, command, feed=True) as pipeline:
            number = _write_all(pipeline, archive, known or (lambda name, url: Source(name, (url,))))
        if number:
            _check_out(repository)
    return number


@contextmanager
def _new_repository(folder: Path) -> Iterator[Repository]:
    """A repository that is whole in the end, or not there at all."""
    made = not os.path.lexists(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise UsageError(str(folder), f"cannot be made or opened ({reason}); give another folder") from error
    if full:
        raise UsageError(str(folder), "is not empty; give a folder that does not exist yet")
    folder = folder.resolve()
    try:
        yield make_repository(folder)
    except BaseException:
        _take_away(folder, whole=made)
        raise


def _take_away(folder: Path, *, whole: bool) -> None:
    for inside in list(folder.iterdir()):
        if inside.is_dir() and not inside.is_symlink():
            shutil.rmtree(inside, ignore_errors=True)
        else:
            inside.unlink(missing_ok=True)
    if whole:
        with suppress(OSError):
            folder.rmdir()


def _write_all(pipeline: Pipeline, archive: Archive, known: Callable[[str, str], Source]) -> int:
    number = 0
    for number, revision in enumerate(archive.all_revisions(), 1):  # noqa: B007 - the count is what is given
        terms = archive.terms(known(revision.source, revision.url), revision.number)
        pipeline.write(*_commit(revision, as_markdown(terms)))
    pipeline.write(b"done\n")
    return number


def _commit(revision: Revision, text: str) -> Iterable[bytes]:
    """One commit as `git fast-import` takes it; it follows the one before on the same branch."""
    moment = b" %d +0000\n" % max(0, int(revision.at.timestamp()))
    yield b"commit " + _BRANCH + b"\n"
    yield from (role + _WHO + moment for role in (b"author ", b"committer "))
    yield _data("\n".join(_message(revision)))
    yield b"M 100644 inline " + _quoted(f"{revision.source}.md") + b"\n"
    yield _data(text)


def _message(revision: Revision) -> Iterator[str]:
    """What happened, in the first line; below it what moved, and why nobody was told where that is so."""
    yield f"{revision.source}@{revision.number}: {revision.outcome}"
    yield ""
    if revision.comparison:
        yield from _moved(revision.comparison)
    if revision.quiet:
        yield _line(f"not told: {revision.quiet}")
    yield from (_line(remark) for remark in revision.remarks)


def _moved(comparison: Comparison) -> Iterator[str]:
    counts = ", ".join(f"{count} {kind}" for kind, count in comparison.counts.items())
    if counts:
        yield f"changes: {counts}"
    dates = comparison.dates
    said = f" ({dates.old or 'none'} -> {dates.new or 'none'})" if dates.old != dates.new else ""
    yield _line(f"dates: {dates.verdict}{said}")


def _line(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _data(text: str) -> bytes:
    body = text.encode("utf-8", "replace")
    return b"data %d\n%b\n" % (len(body), body)


def _quoted(path: str) -> bytes:
    """A path as fast-import takes it, whatever bytes it has (git-fast-import, "M")."""
    escaped = _SPECIAL.sub(lambda found: b"\\%03o" % ord(found[0]), path.encode("utf-8", "surrogateescape"))
    return b'"' + escaped + b'"'


def _check_out(repository: Repository) -> None:
    """Lay the last texts out beside the repository, where people look for them."""
    with running(
        repository, repository.command(f"--work-tree={repository.folder}", "reset", "--hard", "--quiet", "HEAD")
    ):
        pass

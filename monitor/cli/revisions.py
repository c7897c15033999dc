"""SOURCE@REVISION on the command line: which revision is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.errors import NothingAccepted, UnknownRevision, UnknownSource
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.archive import Archive
    from monitor.model import Revision

_ACCEPTED = "accepted"
_MARK = pattern(rf"[0-9]{{1,9}}|{_ACCEPTED}")

SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE[@REVISION]",
        help="A source, and which of its revisions: a number or `accepted`; the last when left out.",
    ),
]


def name_and_mark(operand: str) -> tuple[str, str]:
    """The source and the mark of its revision: a number, "accepted", or "" for the last. Raises `UnknownRevision`."""
    name, at, mark = operand.partition("@")
    if at and not _MARK.fullmatch(mark):
        raise UnknownRevision(operand, "a revision is a number, as in SOURCE@2, or the one accepted: SOURCE@accepted")
    return name, mark


def revision_of(archive: Archive, source: str, mark: str) -> Revision:
    """One revision of a source, by its mark. Raises `UnknownSource`, `UnknownRevision` or `NothingAccepted`."""
    revisions = archive.revisions(source)
    if not revisions:
        raise none_yet(archive, source)
    if not mark:
        return revisions[-1]
    number = _accepted(archive, source) if mark == _ACCEPTED else int(mark)
    for revision in revisions:
        if revision.number == number:
            return revision
    raise UnknownRevision(f"{source}@{number}", f"there is no such revision; the last one is {revisions[-1].number}")


def _accepted(archive: Archive, source: str) -> int:
    accepted = archive.accepted(source)
    if accepted is None:
        raise NothingAccepted(source)
    return accepted.revision


def none_yet(archive: Archive, source: str) -> UnknownRevision:
    """Why a source has no revision, though it was looked at. Raises `UnknownSource` for one that never was."""
    standing = archive.standings().get(source)
    if standing is None:
        raise UnknownSource(source, "the archive has no revision of it; `clausewatch history` lists all there are")
    if standing.held:
        why = f"its page is held: {standing.held.reason}"
    else:
        why = standing.failure.message if standing.failure else "nothing was read"
    return UnknownRevision(source, f"has no revision yet; {why}")

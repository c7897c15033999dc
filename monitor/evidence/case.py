"""All that the evidence of one revision is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.archive import Exhibit, Proof, StoredPart
    from monitor.model import Comparison, LogEntry, Revision, Terms

_SUFFIXES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/xhtml+xml": "txt",
    "text/html": "txt",
    "text/markdown": "txt",
    "text/plain": "txt",
}
"""By content type. A page of the web is opened as text: a browser would run its scripts and fetch what it names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the revision, all that is stored of it, and its text, None where it cannot be read."""

    name: str
    revision: Revision
    exhibit: Exhibit
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class Case:
    """All that the evidence of one revision is made from; `recorded` says that the comparison is the archive's own."""

    new: Side
    old: Side | None
    comparison: Comparison | None
    recorded: bool
    proof: Proof
    log: Sequence[LogEntry]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides there are, the new one first."""
        return (self.new, self.old) if self.old else (self.new,)

    @property
    def link(self) -> tuple[int, str]:
        """The number of the revision's link in the chain, and the link itself; 0 and "" where it has none."""
        wanted = str(self.new.revision.number)
        return next(((one.number, one.link) for one in self.proof.links if one.revision == wanted), (0, ""))


def page_name(side: Side, number: int, part: StoredPart) -> str:
    """The name of a part of a page, numbered from 1: nothing of it is the page's own."""
    kind = part.content_type.partition(";")[0].strip().lower()
    return f"{side.name}/page-{number}.{_SUFFIXES.get(kind, 'bin')}"

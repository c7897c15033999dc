"""What a provider's index of its legal documents lists, and what became of what it listed.

Of an index each clause is a document: its text is the link's words, its only link the address, its path the
headings it stands under and its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from monitor.model.compared import Change, Comparison
    from monitor.model.kinds import NoticeType
    from monitor.model.terms import Clause, Terms

Fate: TypeAlias = Literal["added", "withdrawn", "renamed", "readdressed"]

WATCHED = "watched"
"""The kind of the signal that names, as `new`, the source that watches a document, None where none does."""

_TOLD_AS: dict[NoticeType, Fate] = {"terms.document_added": "added", "terms.document_withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an index, and what became of it.

    `title` and `url` are as listed now, or last; `former` is the name of a renamed one, or the address of one that
    is at another; `section` is the heading it stands under; each "" for none. `watched` is the source that watches
    it, "" for none, None where that was not looked for.
    """

    fate: Fate
    title: str
    url: str
    former: str = ""
    section: str = ""
    watched: str | None = None


def lists_documents(terms: Terms) -> bool:
    """Whether these are the terms of an index; one that lists nothing has no clause, which no other terms lack."""
    return all(clause.role == "document" for clause in terms.clauses)


def documents_of(comparison: Comparison, of: NoticeType = "terms.changed") -> tuple[Document, ...]:
    """The documents that an index gained, lost, renamed or links elsewhere, in the order they are listed.

    `of` is the type of a notice: one of what was added, and one of what was withdrawn, leave the other to the other;
    names and addresses are told with the first of them. None where what was compared is no index.
    """
    found = tuple(document_of(change) for change in comparison.substantive if is_of_document(change))
    others = frozenset(_TOLD_AS.values()) - {_TOLD_AS[of]} if of in _TOLD_AS else frozenset[Fate]()
    if of == "terms.document_withdrawn" and any(one.fate == "added" for one in found):
        others |= {"renamed", "readdressed"}
    return tuple(one for one in found if one.fate not in others)


def is_of_document(change: Change) -> bool:
    """Whether a change is of a document in an index."""
    return any(clause.role == "document" for clause in (*change.old, *change.new))


def address_of(clause: Clause) -> str:
    """Where a document of an index is."""
    return clause.links[0].target if clause.links else ""


def document_of(change: Change) -> Document:
    """The document that a change in an index is of."""
    clause = (change.new or change.old)[0]
    watched = next((signal.new or "" for signal in change.signals if signal.kind == WATCHED), None)
    fate, former = _fate(change)
    return Document(fate, clause.text, address_of(clause), former, change.above, watched)


def _fate(change: Change) -> tuple[Fate, str]:
    """What became of a document, and its former name or address."""
    if not (change.old and change.new):
        return ("added" if change.new else "withdrawn"), ""
    old = change.old[0]
    link = any(signal.kind == "link" for signal in change.signals)
    return ("readdressed", address_of(old)) if link else ("renamed", old.text)

"""The documents that an index gained or lost as messages tell them: names, addresses, and how to watch them."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import document_of, documents_of, is_of_document
from monitor.render.safe import safe_url

if TYPE_CHECKING:
    from monitor.model import Comparison, Document, Fate, Notice

_ORDER: tuple[Fate, ...] = ("added", "withdrawn", "renamed", "readdressed")
_PAST: dict[Fate, str] = {"readdressed": "at another address"}


def is_of_index(comparison: Comparison) -> bool:
    """Whether it is of an index, and has documents to tell."""
    return any(map(is_of_document, comparison.changes))


def told_in(notice: Notice) -> Comparison | None:
    """What a notice tells of: of an index, where several notices may tell of one check, the documents of this one."""
    comparison = notice.comparison
    if comparison is None or not is_of_index(comparison):
        return comparison
    told = frozenset(documents_of(comparison, notice.type))
    changes = tuple(one for one in comparison.changes if not is_of_document(one) or document_of(one) in told)
    return replace(comparison, changes=changes)


def documents_words(comparison: Comparison) -> str:
    """What happened to the documents: "2 documents added, 1 withdrawn"."""
    counts = Counter(one.fate for one in documents_of(comparison))
    told = [f"{counts[fate]:,} {_PAST.get(fate, fate)}" for fate in _ORDER if counts[fate]]
    first, *rest = told or ["0 changed"]
    number, _, past = first.partition(" ")
    noun = "document" if number == "1" else "documents"
    return ", ".join([f"{number} {noun} {past}", *rest])


def document_tags(document: Document) -> tuple[str, ...]:
    """What happened to it, and the heading it stands under."""
    under = (f"under “{document.section}”",) if document.section else ()
    former = (f"was “{document.former}”",) if document.fate == "renamed" else ()
    return (_PAST.get(document.fate, document.fate), *former, *under)


def former_address(document: Document) -> str:
    """Where a document was that is at another address now, "" for one that is not."""
    return document.former if document.fate == "readdressed" else ""


def watch_words(document: Document) -> tuple[str, str]:
    """Whether a document is watched, as a sentence, and the command that would watch it, "" for none."""
    if document.watched:
        return f"Watched {'already, ' if document.fate == 'added' else ''}as {document.watched}.", ""
    said = "" if document.watched is None else "Not watched."
    address = safe_url(document.url)
    if document.fate == "withdrawn" or not address:
        return said, ""
    return f"{said} To watch it:".strip(), f"clausewatch add {shlex.quote(address)}"

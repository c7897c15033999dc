"""The changes of a redline in HTML: each an article, in reading order, with the places that moved clauses left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from monitor.render.entries import Entry, folded
from monitor.render.html import document_html, marked
from monitor.render.phrases import clause_name
from monitor.render.safe import for_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.model import Change, Clause, Comparison, Edit

Words: TypeAlias = "Callable[[Entry, str], Iterator[str]]"
"""The words of a change, which are in the language that is given ("" where it is not known)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a redline is put together from; each part gives lines of HTML.

    `beside` is what stands beside a change's name, and `folded` what is told of the
    changes that left every word as it was.
    """

    words: Words
    beside: Callable[[Entry], Iterable[str]]
    folded: Callable[[Comparison], Iterable[str]]


def articles(found: Iterable[Entry], language: str, layout: Layout) -> Iterator[str]:
    """The changes in reading order; where a clause stood that was moved, a line leads to where it stands now."""
    left = sorted((entry for entry in found if _has_moved(entry.change)), key=_old_place)
    for entry in found:
        if not _has_moved(entry.change):
            while left and entry.change.old and _old_place(left[0]) < _old_place(entry):
                yield _left_place(left.pop(0))
        yield from _article(entry, language, layout)
    yield from (_left_place(entry) for entry in left)


def severity_mark(entry: Entry) -> str:
    """How grave it is, as a word of its colour."""
    return f'<span class="severity {entry.severity}">{entry.severity}</span>'


def _has_moved(change: Change) -> bool:
    return (change.moved or change.kind == "moved") and bool(change.old) and bool(change.new)


def _old_place(entry: Entry) -> int:
    return entry.change.old[0].ordinal


def _left_place(entry: Entry) -> str:
    old = for_html(clause_name(entry.change.old[0]))
    link = f'<a href="#change-{entry.number}">{for_html(entry.name)}</a>'
    return f'<p class="left quiet" id="left-{entry.number}">Here stood {old}; it is now at {link}.</p>'


def _article(entry: Entry, language: str, layout: Layout) -> Iterator[str]:
    yield f'<article id="change-{entry.number}">{severity_mark(entry)} <h3>{for_html(entry.name)}</h3>'
    yield f'<span class="tags"> · {for_html(", ".join(entry.tags))}{_way_back(entry)}</span>'
    yield from layout.beside(entry)
    if entry.signals:
        yield f'<p class="signals">{for_html("; ".join(entry.signals))}</p>'
    if entry.reason:
        yield f'<p class="reason">{for_html(entry.reason)}</p>'
    if entry.document:
        yield from document_html(entry.document, "")
    yield from layout.words(entry, language)
    yield "</article>"


def _way_back(entry: Entry) -> str:
    return f' (<a href="#left-{entry.number}">from where</a>)' if _has_moved(entry.change) else ""


# --- the words of a change ---------------------------------------------------------------------------------


def inline_words(entry: Entry, language: str) -> Iterator[str]:
    """Old and new words in one text, with long runs left out; both texts whole, to be unfolded."""
    for edits in (entry.title, entry.short):
        if edits:
            yield f'<p class="words" dir="auto"{_lang(language)}>{marked(edits)}</p>'
    if entry.change.old and entry.change.new and entry.edits:
        yield '<details><summary>Side by side, in full</summary><div class="sides">'
        yield _side("Before", entry.change.old, (), _old(entry.edits), language)
        yield _side("After", entry.change.new, (), _new(entry.edits), language)
        yield "</div></details>"


def words_in_sides(entry: Entry, language: str) -> Iterator[str]:
    """The old text whole on the left and the new one on the right; a side that there is not says so."""
    if entry.document or not (entry.change.old or entry.change.new):
        return
    yield '<div class="sides">'
    yield _side("Before", entry.change.old, _old(entry.title), _old(entry.edits), language)
    yield _side("After", entry.change.new, _new(entry.title), _new(entry.edits), language)
    yield "</div>"


def _old(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.op != "+")


def _new(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.op != "-")


def _side(
    when: str, clauses: tuple[Clause, ...], title: tuple[Edit, ...], edits: tuple[Edit, ...], language: str
) -> str:
    names = for_html("; ".join(clause_name(clause) for clause in clauses)) or "no such clause"
    parts = [f'<p class="label">{when}: {names}</p>']
    if title:
        parts.append(f'<p class="title" dir="auto"{_lang(language)}>{marked(title)}</p>')
    if edits or not title:
        parts.append(f'<p dir="auto"{_lang(language)}>{marked(edits)}</p>')
    return f"<div>{''.join(parts)}</div>"


def _lang(language: str) -> str:
    return f' lang="{for_html(language)}"' if language else ""


# --- as a file shows it --------------------------------------------------------------------------------------


def _nothing(_entry: Entry) -> tuple[str, ...]:
    return ()


def folded_lines(comparison: Comparison) -> Iterator[str]:
    """A paragraph for each kind of change that left every word as it was."""
    return (f'<p class="quiet">{for_html(line)}</p>' for line in folded(comparison))


AS_FILE = Layout(inline_words, _nothing, folded_lines)
"""A redline that stands alone, for a file: it leads nowhere but to its own parts."""

"""Changes as a message shows them: each with its name, its tags and its words, still to be encoded for a sink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.compare import word_edits
from monitor.model import (
    SUBSTANTIVE,
    Change,
    Clause,
    Comparison,
    Document,
    Edit,
    Severity,
    document_of,
    is_of_document,
)
from monitor.render.documents import document_tags
from monitor.render.phrases import NAME_LENGTH, clause_name, gravity, sections_words, signal_words
from monitor.render.safe import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEEP_WORDS = 12
"""Unchanged words left at each side of a mark: about a line of print, enough to see the sentence."""

SLACK_WORDS = 4
"""Fewer words than these are not worth an ellipsis."""

LISTED = 60
"""Renumberings told one by one: more are a wall that nobody reads, and every one stands in the JSON."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A substantive change in words. `title` holds the edits of a heading that changed, `edits` those of the text.

    One of a document in an index has no edits but the `document`.
    """

    number: int
    name: str
    tags: tuple[str, ...]
    severity: Severity
    signals: tuple[str, ...]
    reason: str
    title: tuple[Edit, ...]
    edits: tuple[Edit, ...]
    change: Change
    document: Document | None = None

    @property
    def short(self) -> tuple[Edit, ...]:
        """The edits with long unchanged runs left out."""
        return shorten(self.edits)

    @property
    def brief(self) -> tuple[str, ...]:
        """What is told beside its name where there is room for one line."""
        return (*self.tags, *self.signals, *([self.document.url] if self.document else ()))


def entries(comparison: Comparison) -> tuple[Entry, ...]:
    """The substantive changes in reading order, numbered from 1."""
    return tuple(_entry(number, change) for number, change in enumerate(comparison.substantive, start=1))


def gravest_entries(comparison: Comparison) -> tuple[Entry, ...]:
    """The substantive changes, gravest first; the numbers are those of the reading order."""
    return gravest_first(entries(comparison))


def gravest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same, gravest first; in reading order where they are as grave."""
    return tuple(sorted(found, key=lambda entry: gravity(entry.severity)))


def _entry(number: int, change: Change) -> Entry:
    if is_of_document(change):
        one = document_of(change)
        name = clip(one.title, NAME_LENGTH)
        return Entry(number, name, document_tags(one), change.severity, (), "", (), (), change, one)
    return Entry(
        number=number,
        name=change_name(change),
        tags=_tags(change),
        severity=change.severity,
        signals=_signals(change),
        reason="" if change.signals and change.kind in SUBSTANTIVE else change.reason,  # the signals say it
        title=_title_edits(change),
        edits=_text_edits(change),
        change=change,
    )


def change_name(change: Change) -> str:
    """The name of the changed clause, as it is called now if it is still there."""
    side = change.new or change.old
    return clause_name(side[0], change.above) if side else "a clause"


def _tags(change: Change) -> tuple[str, ...]:
    tags: list[str] = [change.kind]
    if change.kind == "split":
        tags[0] = f"split into {_names(change.new)}"
    if change.kind == "merged":
        tags[0] = f"merged from {_names(change.old)}"
    if change.moved and change.kind != "moved":
        tags.append("moved")
    if change.retitled and change.kind != "retitled":
        tags.append("retitled")
    if change.within:
        tags.append(f"in {', '.join(change.within)}")
    if was := _old_label(change):
        tags.append(f"was {was}")
    return tuple(tags)


def _names(clauses: tuple[Clause, ...]) -> str:
    return ", ".join(clause.label or clause_name(clause) for clause in clauses)


def _old_label(change: Change) -> str:
    if len(change.old) != 1 or len(change.new) != 1 or change.old[0].label == change.new[0].label:
        return ""
    return change.old[0].label or ""


def _title_edits(change: Change) -> tuple[Edit, ...]:
    if not change.retitled and change.kind != "retitled":
        return ()
    before = "; ".join(clause.heading for clause in change.old if clause.heading)
    after = "; ".join(clause.heading for clause in change.new if clause.heading)
    return word_edits(before, after)


def _text_edits(change: Change) -> tuple[Edit, ...]:
    if change.edits:
        return _joined(change.edits)
    before, after = _text(change.old), _text(change.new)
    if before == after:
        return (Edit("=", after),) if after else ()
    return tuple(edit for edit in (Edit("-", before), Edit("+", after)) if edit.text)


def _text(clauses: tuple[Clause, ...]) -> str:
    return "\n".join(clause.text for clause in clauses if clause.text)


def _joined(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].op == edit.op:
            joined[-1] = Edit(edit.op, joined[-1].text + edit.text)
        elif edit.text:
            joined.append(edit)
    return tuple(joined)


# --- leaving out what stayed -----------------------------------------------------------------------


def shorten(edits: tuple[Edit, ...], keep: int = KEEP_WORDS) -> tuple[Edit, ...]:
    """The edits with each long unchanged run cut to `keep` words beside the marks, and "…" for the rest."""
    last = len(edits) - 1
    shown = []
    for place, edit in enumerate(edits):
        head = keep if place > 0 or last == 0 else 0
        tail = keep if place < last else 0
        shown.append(Edit("=", _cut(edit.text, head, tail)) if edit.op == "=" else edit)
    return tuple(shown)


def _cut(text: str, head: int, tail: int) -> str:
    if len(text.split()) <= head + tail + SLACK_WORDS:
        return text
    behind = text.split(None, head)[-1] if head else text
    before = text.rsplit(None, tail)[0] if tail else text
    start = f"{text[: len(text) - len(behind)].rstrip()} " if head else ""
    end = f" {text[len(before) :].lstrip()}" if tail else ""
    return f"{start}…{end}"


def spaced(text: str) -> tuple[str, str, str]:
    """A text as the space before it, its words and the space after it: marks belong on words alone."""
    words = text.strip()
    if not words:
        return text, "", ""
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]


# --- what changed no word ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A clause whose label alone changed, by its name; "–" stands for no label, `signals` say what else there is."""

    old: str
    new: str
    name: str
    signals: tuple[str, ...] = ()


def new_labels(comparison: Comparison) -> tuple[NewLabel, ...]:
    """The clauses that have another label and the same words, in reading order."""
    return tuple(
        NewLabel(_bare(old.label), _bare(new.label), clause_name(new, change.above), _signals(change))
        for change in comparison.changes
        if change.kind == "renumbered"
        for old, new in zip(change.old, change.new, strict=False)
        if old.label != new.label
    )


def folded(comparison: Comparison) -> tuple[str, ...]:
    """One line for each kind of change that left every word as it was: "2 clauses renumbered: 8→9, 8.1→9.1".

    Before them, where the terms were rewritten, a line on where each section went.
    """
    renumbered = _line(
        comparison.changes,
        "renumbered",
        lambda change: change.kind == "renumbered" and _relabelled(change) != "",
        _relabelled,
    )
    return tuple(line for line in (_sections(comparison), renumbered, *_unworded(comparison)) if line)


def folded_besides(comparison: Comparison) -> tuple[str, ...]:
    """The lines of `folded` without that of the clauses renumbered, for where `new_labels` are shown."""
    return tuple(line for line in (_sections(comparison), *_unworded(comparison)) if line)


def _sections(comparison: Comparison) -> str:
    sections = sections_words(comparison)
    return f"Sections: {'; '.join(sections)}" if sections else ""


def _unworded(comparison: Comparison) -> tuple[str, ...]:
    changes = comparison.changes
    return (
        _line(
            changes,
            "with references that follow the new numbers",
            lambda change: change.kind == "renumbered" and not _relabelled(change),
        ),
        _line(changes, "with another link behind the same words", lambda change: change.kind == "relinked"),
        _line(changes, "set differently, with the same words", lambda change: change.kind == "reformatted"),
    )


def _relabelled(change: Change) -> str:
    pairs = zip(change.old, change.new, strict=False)
    moved = ", ".join(f"{_bare(old.label)}→{_bare(new.label)}" for old, new in pairs if old.label != new.label)
    signals = "; ".join(_signals(change))
    return f"{moved} ({signals})" if moved and signals else moved


def _signals(change: Change) -> tuple[str, ...]:
    return tuple(signal_words(signal) for signal in change.signals)


def _bare(label: str | None) -> str:
    return (label or "–").rstrip(".:")


def _named(change: Change) -> str:
    signals = "; ".join(_signals(change))
    return f"{change_name(change)} ({signals})" if signals else change_name(change)


def _line(
    changes: tuple[Change, ...],
    what: str,
    chosen: Callable[[Change], bool],
    shown: Callable[[Change], str] = _named,
) -> str:
    told = [shown(change) for change in changes if chosen(change)]
    if not told:
        return ""
    more = f", and {len(told) - LISTED} more" if len(told) > LISTED else ""
    return f"{len(told)} {'clause' if len(told) == 1 else 'clauses'} {what}: {', '.join(told[:LISTED])}{more}"

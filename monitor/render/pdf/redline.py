"""What stands on the pages of a redline: who it is of, what is said of it, and every change, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Edit
from monitor.render.clock import CLOCK_HEADING, block_of_clock, said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.documents import former_address, watch_words
from monitor.render.entries import Entry, entries, folded
from monitor.render.pdf.fonts import printable
from monitor.render.pdf.lines import Type, break_lines
from monitor.render.pdf.paper import ROOM, Block, Ink, Line, Sheet, draw
from monitor.render.phrases import counts_words, dates_words, own_words, sides_words, verdict_words
from monitor.render.safe import clip, for_terminal, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Comparison, Document

HEAD_LENGTH = 80
"""Characters of a title in the head of a page: with what stands beside it they fill the line."""

_NAME_ROOM = 92.0  # points for the name of a fact, such as "Digest before"
_INSET = 12.0
_KEPT = 5  # lines of a change that stay with its name, so that none stands at the foot of a page without its words
_LEGEND = (Edit("=", "Read it so: "), Edit("-", "these words went"), Edit("=", ", "), Edit("+", "these words came"))
_UNPRINTED = "[U+"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the pages say beside the changes: a title, the revision's `name`, when it was `seen`, and facts by name."""

    title: str
    name: str
    seen: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph looks."""

    size: float = 9.5
    leading: float = 14.0
    ink: Ink = "ink"
    bold: bool = False
    inset: float = 0.0
    above: float = 0.0


_TITLE = _Look(17.0, 22.0, bold=True)
_SIDES = _Look(8.0, 16.0, "quiet")
_FACT = _Look(8.0, 11.5, "quiet")
_SAID = _Look(9.5, 14.0, above=4.0)
_NAME = _Look(10.5, 15.0, bold=True, above=14.0)
_GRAVE = _Look(10.5, 15.0, "grave", bold=True, above=14.0)
_TAGS = _Look(8.0, 11.5, "quiet", inset=_INSET)
_SIGNAL = _Look(9.0, 13.0, bold=True, inset=_INSET)
_WORDS = _Look(inset=_INSET, above=2.0)
_ITEM = _Look(8.5, 12.5, inset=_INSET, above=2.0)
_FOLDED = _Look(8.5, 12.5, "quiet", above=8.0)


def redline_pdf(comparison: Comparison, cover: Cover) -> bytes:
    """A whole comparison in reading order as the bytes of a PDF file; nothing is shortened.

    What went is struck through, what came is underlined, and both have colours. Each page
    names the document, when it was seen and the digests of both texts. Nothing in it
    is a link. Equal arguments give equal bytes.
    """
    language = language_tag(comparison.new.language or comparison.old.language)
    blocks = [*_front(comparison, cover, language), *_changes(comparison, language)]
    return draw(_sheet(comparison, cover, language), [*blocks, *_remark(blocks, language)])


def _sheet(comparison: Comparison, cover: Cover, language: str) -> Sheet:
    before, after = comparison.old.digest, comparison.new.digest
    return Sheet(
        title=for_terminal(cover.title),
        left=clip(_plain(cover.title), HEAD_LENGTH),
        right=_plain(f"{cover.name}, seen {cover.seen}"),
        foot=(_plain(f"Text before, digest {before}"), _plain(f"Text after, digest {after}")),
        language=language,
    )


def _plain(text: str) -> str:
    return printable(for_terminal(text))


# --- before the changes ------------------------------------------------------------------------


def _front(comparison: Comparison, cover: Cover, language: str) -> Iterator[Block]:
    yield Block(tuple(_set(cover.title, _TITLE, language)), keep=1)
    yield Block(tuple(_set(sides_words(comparison), _SIDES, language)))
    for name, value in cover.facts:
        yield Block(tuple(_fact(name, value, language)), keep=2)
    yield Block(tuple(_set(verdict_words(comparison), _Look(10.5, 15.0, bold=True, above=12.0), language)))
    own = (dates_words(comparison), *own_words(comparison), *said_of_clock(comparison))
    for said in (*own, f"Changes: {counts_words(comparison)}"):
        yield Block(tuple(_set(said, _SAID, language)))
    yield Block(tuple(_marked(_LEGEND, _SAID, language)))
    yield from _list(CLOCK_HEADING, block_of_clock(comparison), language)


def _list(head: str, said: Iterable[str], language: str) -> Iterator[Block]:
    """Lines below a heading, on one page with the first of them; nothing where there are none."""
    lines = [line for one in said for line in _set(one, _ITEM, language)]
    if lines:
        yield Block((*_set(head, _NAME, language), *lines), keep=2, name=clip(_plain(head), HEAD_LENGTH))


def _fact(name: str, value: str, language: str) -> Iterator[Line]:
    """A fact's name, and beside it its value: one line, with more below it where the value is long."""
    look = _Look(_FACT.size, _FACT.leading, _FACT.ink, inset=_NAME_ROOM)
    first, *more = list(_set(value or "–", look, language)) or [Line((), look.size, look.leading)]
    yield Line((Edit("=", _plain(name)),), look.size, look.leading, look.ink)
    yield Line(first.words, first.size, 0.0, "ink", inset=first.inset)  # beside its name
    yield from more


# --- the changes -------------------------------------------------------------------------------


def _changes(comparison: Comparison, language: str) -> Iterator[Block]:
    for block in company_blocks(comparison, len(comparison.companies)):
        yield from _list(block.head, (line.words for line in block.lines), language)
    if objection := objection_words(comparison):
        yield Block(tuple(_set(objection, _SAID, language)))
    for entry in entries(comparison):
        lines = tuple(_change(entry, language))
        yield Block(lines, keep=_KEPT, name=clip(_plain(entry.name), HEAD_LENGTH))
    for said in folded(comparison):
        yield Block(tuple(_set(said, _FOLDED, language)))


def _change(entry: Entry, language: str) -> Iterator[Line]:
    look = _GRAVE if entry.severity == "high" else _NAME
    yield from _set(entry.name, look, language)
    yield from _set(", ".join((f"severity {entry.severity}", *entry.tags)), _TAGS, language)
    if entry.signals:
        yield from _set("; ".join(entry.signals), _SIGNAL, language)
    if entry.reason:
        yield from _set(entry.reason, _TAGS, language)
    for edits in (entry.title, entry.edits):
        yield from _marked(edits, _WORDS, language)
    if entry.document:
        yield from _document(entry.document, language)


def _document(document: Document, language: str) -> Iterator[Line]:
    """Where a document of an index is, and whether it is watched."""
    former, watching = former_address(document), " ".join(filter(None, watch_words(document)))
    for said in (document.url, former and f"before: {former}", watching):
        yield from _set(said, _ITEM, language)


def _remark(blocks: Iterable[Block], language: str) -> Iterator[Block]:
    """That characters were printed by their numbers, where some were."""
    if any(_UNPRINTED in edit.text for block in blocks for line in block.lines for edit in line.words):
        said = (
            "Signs that stand here by their Unicode number, as [U+0627], are in none of the fonts of this file;"
            " redline.html and redline.json show them as they are."
        )
        yield Block(tuple(_set(said, _FOLDED, language)))


def _set(text: str, look: _Look, language: str) -> Iterator[Line]:
    yield from _marked((Edit("=", text),), look, language)


def _marked(edits: Iterable[Edit], look: _Look, language: str) -> Iterator[Line]:
    kind = Type(look.size, look.leading, ROOM - look.inset, language)
    shown = (Edit(edit.op, printable(for_terminal(edit.text, lines=True))) for edit in edits)
    for number, words in enumerate(break_lines(shown, kind)):
        above = look.above if number == 0 else 0.0
        yield Line(words, look.size, look.leading, look.ink, look.bold, look.inset, above)

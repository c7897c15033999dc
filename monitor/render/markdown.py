"""A comparison as GitHub flavoured Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.render.clock import said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.documents import former_address, watch_words
from monitor.render.entries import Entry, folded, gravest_entries, spaced
from monitor.render.phrases import counts_words, dates_words, own_words, verdict_words
from monitor.render.safe import for_markdown, for_terminal, in_code, url_for_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Comparison, Document, Edit

_MARKS = {"-": ("~~", "<del>", "</del>"), "+": ("**", "<ins>", "</ins>")}


def redline_markdown(comparison: Comparison, *, title: str, url: str = "") -> str:
    """A whole comparison, gravest change first: what went ~~struck through~~, what came **bold**."""
    return "\n".join(_lines(comparison, title, url)) + "\n"


def _lines(comparison: Comparison, title: str, url: str) -> Iterator[str]:
    yield f"# {for_markdown(title)}"
    yield ""
    for line in said_of_clock(comparison):
        yield for_markdown(line)
        yield ""
    yield verdict_words(comparison)
    yield ""
    yield f"- {for_markdown(dates_words(comparison))}"
    for line in own_words(comparison):
        yield f"- {for_markdown(line)}"
    if comparison.changes:
        yield f"- Changes: {counts_words(comparison)}"
    if address := url_for_markdown(url):
        yield f"- [Source]({address})"
    yield from _companies(comparison)
    for entry in gravest_entries(comparison):
        yield from _entry(entry)
    for line in folded(comparison):
        yield ""
        yield for_markdown(line)


def _companies(comparison: Comparison) -> Iterator[str]:
    for block in company_blocks(comparison):
        yield ""
        yield f"**{for_markdown(block.head)}**"
        yield ""
        yield from (f"- {for_markdown(line.words)}" for line in block.lines)
    if objection := objection_words(comparison):
        yield ""
        yield for_markdown(objection)


def _entry(entry: Entry) -> Iterator[str]:
    yield ""
    yield f"## {for_markdown(entry.name)}"
    yield ""
    yield f"*{entry.severity}*: {for_markdown('; '.join((*entry.tags, *entry.signals)))}"
    if entry.reason:
        yield f"({for_markdown(entry.reason)})"
    if entry.document:
        yield from _document(entry.document)
    for edits in (entry.title, entry.short):
        if edits:
            yield ""
            yield f"> {_marked(edits)}"


def _document(document: Document) -> Iterator[str]:
    """Where a document of an index is, and the line to type to watch it."""
    yield ""
    for words, address in (("", document.url), ("before: ", former_address(document))):
        if address:
            link = url_for_markdown(address)
            yield f"- {words}<{link}>" if link else f"- {words}{for_markdown(address)}"
    said, command = watch_words(document)
    if said:
        yield f"- {for_markdown(said)}{f' {in_code(command)}' if command else ''}"


def _marked(edits: Iterable[Edit]) -> str:
    """The edits on one line, where a line end of the text is a `<br>`."""
    text = ""
    pieces = [piece for edit in edits for piece in _pieces(edit)]
    for place, (op, piece) in enumerate(pieces):
        following = pieces[place + 1][1] if place + 1 < len(pieces) else ""
        text += piece if op == "=" else _wrapped(op, piece, text[-1:], following[:1])
    return text.strip()


def _pieces(edit: Edit) -> Iterator[tuple[str, str]]:
    """An edit as encoded pieces: what is marked holds words alone; spaces and line ends stay outside of the marks."""
    for number, line in enumerate(for_terminal(edit.text, lines=True).split("\n")):
        before, words, after = spaced(line)
        yield from (("=", piece) for piece in ("<br>" if number else "", before) if piece)
        if words:
            yield edit.op, for_markdown(words)
        if after:
            yield "=", after


def _wrapped(op: str, piece: str, before: str, following: str) -> str:
    """A marked piece, with signs where Markdown takes them for marks, else with HTML elements.

    A sign opens nothing when a letter stands before it and punctuation after it, and
    closes nothing the other way round (CommonMark 0.31, 6.2).
    """
    sign, start, end = _MARKS[op]
    opens = piece[0].isalnum() or not before.isalnum()
    closes = piece[-1].isalnum() or not following.isalnum()
    return f"{sign}{piece}{sign}" if opens and closes else f"{start}{piece}{end}"

"""A digest: what changed in many documents, in one message that stays short enough to be read.

Documents with the gravest changes come first, and within them the gravest notices.
What a message has no room for is counted, with the command that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from monitor.render.clock import said_of_clock
from monitor.render.companies import LISTED_IN_SHORT, company_lines
from monitor.render.documents import is_of_index, told_in, watch_words
from monitor.render.entries import gravest_entries
from monitor.render.html import QUIET, badge, paragraph, source_link
from monitor.render.paged import page_words
from monitor.render.phrases import (
    dates_words,
    diff_command,
    document_name,
    gravest,
    gravity,
    happened,
    own_words,
    seen_words,
    times_words,
)
from monitor.render.safe import clip, for_html, for_terminal, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.model import Comparison, Document, Notice, Severity
    from monitor.render.entries import Entry

Json: TypeAlias = dict[str, Any]

DOCUMENTS = 20
"""Documents told with their changes: five screens, or as many Slack blocks as one message takes with room to spare."""

FURTHER = 40
"""Further documents told in a line each."""

NEWS = 3
"""Changes told of each document: it has more only where a page flaps or a digest waited for long."""

CLAUSES = 3
"""Clauses told of each change, gravest first."""

SAID = 3
"""Lines told of what a document says of its own changes, and of remarks."""

LINE_LENGTH = 200
"""Characters of such a line, and of what a clause's tags and signals may take."""

_NO_CLAUSE = 3  # behind the gravities of all changes of clauses


_Kind: TypeAlias = Literal["document", "link", "page", "news", "silent", "fact", "clause", "command", "also", "further"]

_HEADING = "font-size:17px;margin:26px 0 4px;padding-top:12px;border-top:1px solid #8a94a6"
_HTML: dict[_Kind, str] = {
    "document": f'<h2 style="{_HEADING}">{{text}} <span style="{QUIET};font-weight:400">{{beside}}</span></h2>',
    "news": f'<p style="margin:16px 0 4px"><strong>{{text}}</strong><br><span style="{QUIET}">{{beside}}</span></p>',
    "silent": '<p style="margin:0 0 6px"><strong>{text}</strong></p>',
    "fact": '<p style="margin:0 0 6px">{text}</p>',
    "clause": '<p style="margin:0 0 4px;padding-left:14px">{mark}<strong>{text}</strong>: {beside}</p>',
    "command": f'<p style="margin:0 0 6px;{QUIET}">{{text}} <code>{{beside}}</code></p>',
    "also": f'<h2 style="{_HEADING}">{{text}}</h2>',
    "further": f'<p style="margin:0 0 4px">{{mark}}{{text}} &nbsp;<code style="{QUIET}">{{beside}}</code></p>',
}
_SLACK: dict[_Kind, tuple[str, str]] = {  # how the text looks, and what stands beside it
    "document": ("bold", "italic"),
    "news": ("bold", ""),
    "silent": ("bold", ""),
    "fact": ("", ""),
    "clause": ("bold", ""),
    "command": ("", "code"),
    "also": ("bold", ""),
    "further": ("", "code"),
}
_APART: frozenset[_Kind] = frozenset({"document", "news", "also"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a digest. `beside` stands after its text, less loud; a command is to be copied.

    The text of a link or a page is its address; `beside` says of a page what it is.
    """

    kind: _Kind
    text: str
    beside: str = ""
    severity: Severity | None = None


def digest_lines(notice: Notice) -> Iterator[Line]:
    """What stands below the headline of a digest, line by line, still to be encoded for a sink."""
    found = _documents(notice.gathered)
    for gathered in found[:DOCUMENTS]:
        yield from _document(gathered)
    if found[DOCUMENTS:]:
        yield Line("also", "Also changed")
    for gathered in found[DOCUMENTS : DOCUMENTS + FURTHER]:
        yield _further(gathered)
    if rest := found[DOCUMENTS + FURTHER :]:
        left = times_words(sum(map(len, rest)), "more change")
        yield Line("command", f"And {left} in {times_words(len(rest), 'document')}; those of one:", _history("SOURCE"))


def _documents(gathered: Iterable[Notice]) -> list[list[Notice]]:
    """The notices of each document, gravest first and then oldest first; the gravest document first."""
    found: dict[str, list[Notice]] = {}
    for one in gathered:
        found.setdefault(one.source, []).append(one)
    groups = [sorted(group, key=_gravity) for group in found.values()]
    return sorted(groups, key=lambda group: (_gravity(*group), group[0].source))


def _gravity(*gathered: Notice) -> int:
    severity = gravest(*(one.comparison for one in gathered))
    return gravity(severity) if severity else _NO_CLAUSE


def _document(gathered: Sequence[Notice]) -> Iterator[Line]:
    last = max(gathered, key=lambda one: one.at)
    yield Line("document", document_name(last), last.source)
    if url := safe_url(last.url):
        yield Line("link", url)
    for one in gathered[:NEWS]:
        what = happened(one)
        yield Line("news", what[:1].upper() + what[1:], seen_words(one))
        if page := safe_url(one.page):
            yield Line("page", page, page_words(one))
        if comparison := told_in(one):
            yield from _told(one, comparison)
    if left := gathered[NEWS:]:
        yield Line("command", f"{times_words(len(left), 'more change')}:", _history(last.source))


def _told(notice: Notice, comparison: Comparison) -> Iterator[Line]:
    """What is told of one change: what the dates say, and its gravest clauses in short."""
    yield from (Line("fact", line) for line in said_of_clock(comparison, notice.at.date()))
    yield Line("silent" if comparison.dates.verdict == "silent" else "fact", dates_words(comparison))
    for said in (*notice.remarks, *own_words(comparison))[:SAID]:
        yield Line("fact", clip(said, LINE_LENGTH))
    for line in company_lines(comparison, LISTED_IN_SHORT):
        yield Line("fact", clip(line, LINE_LENGTH))
    found = gravest_entries(comparison)
    for entry in found[:CLAUSES]:
        yield Line("clause", entry.name, _in_short(entry), entry.severity)
        yield from _watching(entry.document) if entry.document else ()
    if notice.revision > 1 and comparison.changes:
        noun = "document" if is_of_index(comparison) else "clause"
        left = f"{times_words(len(found) - CLAUSES, f'more {noun}')}; whole" if found[CLAUSES:] else "Whole"
        yield Line("command", f"{left} redline:", diff_command(notice))


def _watching(document: Document) -> Iterator[Line]:
    """Whether a document of an index is watched, and the line to type to watch it."""
    said, command = watch_words(document)
    if said:
        yield Line("command", said, command) if command else Line("fact", said)


def _in_short(entry: Entry) -> str:
    return clip(", ".join(entry.brief), LINE_LENGTH)


def _further(gathered: Sequence[Notice]) -> Line:
    one = gathered[0]
    words = f"{document_name(one)}: {times_words(len(gathered), 'change')}"
    return Line("further", words, _history(one.source), gravest(*(each.comparison for each in gathered)))


def _history(source: str) -> str:
    return f"clausewatch history {source}"


# --- HTML -------------------------------------------------------------------------------------------------


def digest_html(notice: Notice) -> Iterator[str]:
    """The lines as HTML, for the body of a mail."""
    yield paragraph(notice.message)
    for line in digest_lines(notice):
        yield _html(line)


def _html(line: Line) -> str:
    if line.kind == "link":
        return "".join(source_link(line.text))
    if line.kind == "page":
        return "".join(source_link(line.text, f"Open {line.beside}"))
    mark = f"{badge(line.severity)} " if line.severity else ""
    return _HTML[line.kind].format(mark=mark, text=for_html(line.text), beside=for_html(line.beside))


# --- Slack ------------------------------------------------------------------------------------------------


def digest_elements(notice: Notice) -> Iterator[list[Json]]:
    """The lines as rich text elements of Slack, a list for each document: they are to stand in a block of their own."""
    block = [_element(notice.message), _END]
    for line in digest_lines(notice):
        if line.kind in {"document", "also"}:
            yield block
            block = []
        block += [*([_END] if line.kind in _APART else []), *_elements(line), _END]
    yield block


def _elements(line: Line) -> Iterator[Json]:
    if line.kind == "link":
        yield {"type": "link", "url": line.text, "text": "Open the source"}
        return
    if line.kind == "page":
        yield {"type": "link", "url": line.text, "text": f"Open {line.beside}"}
        return
    text, beside = _SLACK[line.kind]
    if line.severity:
        yield _element(f"• {line.severity}: ")
    yield _element(line.text, text)
    if line.beside:
        yield _element(" " if line.kind == "command" else "  ")
        yield _element(line.beside, beside)


def _element(words: str, style: str = "") -> Json:
    element: Json = {"type": "text", "text": for_terminal(words)}
    return element | ({"style": {style: True}} if style else {})


_END: Json = {"type": "text", "text": "\n"}

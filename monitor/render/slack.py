"""A notice as Slack messages in Block Kit.

Words of a page stand only in `plain_text` objects and `rich_text` elements, which
Slack does not parse for mentions, links or markup; how they look is told by the
elements' styles. Limits: https://docs.slack.dev/reference/block-kit/blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.render.clock import said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.digest import digest_elements
from monitor.render.documents import former_address, told_in, watch_words
from monitor.render.entries import Entry, folded, gravest_entries
from monitor.render.paged import page_words
from monitor.render.phrases import (
    alarm_lines,
    counts_words,
    dates_words,
    diff_command,
    document_name,
    headline,
    own_words,
    seen_words,
)
from monitor.render.safe import clip, for_slack, for_terminal, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Comparison, Document, Edit, Notice, Severity

Json: TypeAlias = dict[str, Any]

MESSAGE_BLOCKS = 50
"""Blocks that Slack takes in one message."""

BLOCK_CHARACTERS = 3000
"""Characters that Slack takes in one text."""

LAST_OF_ONE = "\uffff"
"""The last character that is one unit of UTF-16."""

MESSAGE_CHARACTERS = 12_000
"""Characters we put in one message: Slack refuses longer ones without naming its limit for rich text."""

HEADER_CHARACTERS = 150
"""Characters that Slack takes in a header block."""

FALLBACK_CHARACTERS = 500
"""Characters of the text that notifications show instead of blocks: phones show fewer."""

FULL_ENTRIES = 8
"""Changes shown word by word, gravest first: a channel is read in passing; the rest follows in short."""

_MARKS: dict[Severity, str] = {"high": "HIGH", "medium": "Medium", "low": "Low"}
_STYLES: dict[str, Json] = {"-": {"strike": True}, "+": {"bold": True}, "=": {}}


def slack_messages(notice: Notice, first: int = MESSAGE_CHARACTERS) -> tuple[Json, ...]:
    """The payloads to post, in order: one, or as many as Slack's limits ask for. Nothing is dropped.

    The first holds `first` characters: fewer where the others are to answer it in a thread.
    """
    packed = _packed(list(_blocks(notice)), first)
    name = document_name(notice)
    return tuple(_message(notice, name, blocks, (number, len(packed))) for number, blocks in enumerate(packed, start=1))


def _message(notice: Notice, name: str, blocks: list[Json], place: tuple[int, int]) -> Json:
    number, count = place
    text = headline(notice) if number == 1 else f"{name}: continued, {number} of {count}"
    start = [] if number == 1 else [_header(text)]
    return {
        "text": for_slack(clip(text, FALLBACK_CHARACTERS)),
        "mrkdwn": False,
        "blocks": start + blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _packed(blocks: list[Json], room: int) -> list[list[Json]]:
    """The blocks in as many messages as they need; one block of each is kept for the header that says "continued"."""
    packed: list[list[Json]] = [[]]
    for block in blocks:
        length = _length(block)
        if len(packed[-1]) >= MESSAGE_BLOCKS - 1 or (packed[-1] and length > room):
            packed.append([])
            room = MESSAGE_CHARACTERS
        packed[-1].append(block)
        room -= length
    return packed


def _length(block: Json) -> int:
    return sum(_units(element["text"]) for part in block.get("elements", ()) for element in part["elements"])


def _units(text: str) -> int:
    """How long a text is in UTF-16, in which Slack counts: an emoji is two."""
    return len(text) + sum(character > LAST_OF_ONE for character in text)


# --- blocks ---------------------------------------------------------------------------------------------


def _blocks(notice: Notice) -> Iterator[Json]:
    yield _header(headline(notice))
    if notice.type == "terms.digest":
        for parts in digest_elements(notice):
            yield from _sections("rich_text_section", parts)
    elif notice.comparison is None:
        yield from _sections("rich_text_section", [*_whole(notice), *_alarm(notice), *_origin(notice)])
    else:
        yield from _terms(notice, told_in(notice) or notice.comparison)


def _terms(notice: Notice, comparison: Comparison) -> Iterator[Json]:
    parts = [*_whole(notice), *_clock(notice, comparison), *_remarks(notice), *_facts(comparison), *_origin(notice)]
    yield from _sections("rich_text_section", parts)
    yield from _companies(comparison)
    found = gravest_entries(comparison)
    for entry in found[:FULL_ENTRIES]:
        yield from _entry(entry)
    if found[FULL_ENTRIES:]:
        yield from _sections("rich_text_section", [_text("Also:\n", bold=True), *_short(found[FULL_ENTRIES:])])
    for line in folded(comparison):
        yield from _sections("rich_text_section", [_text(line)])
    if notice.revision > 1:
        yield from _sections("rich_text_section", [_text("Whole redline: "), _text(diff_command(notice), code=True)])


def _companies(comparison: Comparison) -> Iterator[Json]:
    for block in company_blocks(comparison):
        lines = "".join(f"\n{for_terminal(line.words)}" for line in block.lines)
        words = [_text(lines, lines=True)] if lines else []
        yield from _sections("rich_text_section", [_text(block.head, bold=True), *words])
    if objection := objection_words(comparison):
        yield from _sections("rich_text_section", [_text(objection)])


def _header(text: str) -> Json:
    words = for_terminal(text)
    words = clip(words, HEADER_CHARACTERS if _units(words) == len(words) else HEADER_CHARACTERS // 2)
    return {"type": "header", "text": {"type": "plain_text", "text": words, "emoji": False}}


def _whole(notice: Notice) -> Iterator[Json]:
    """The headline once more, where a header block cannot hold it."""
    whole = headline(notice)
    if _units(whole) > HEADER_CHARACTERS:
        yield _text(f"{for_terminal(whole)}\n", lines=True)


def _clock(notice: Notice, comparison: Comparison) -> Iterator[Json]:
    for line in said_of_clock(comparison, notice.at.date()):
        yield _text(f"{for_terminal(line)}\n", lines=True)


def _remarks(notice: Notice) -> Iterator[Json]:
    for remark in notice.remarks:
        yield _text(f"{for_terminal(remark)}\n", lines=True)


def _facts(comparison: Comparison) -> Iterator[Json]:
    notes = "".join(f"\n{for_terminal(line)}" for line in own_words(comparison))
    yield _text(for_terminal(dates_words(comparison)), bold=comparison.dates.verdict == "silent")
    yield _text(f"{notes}\nChanges: {counts_words(comparison)}" if comparison.changes else notes, lines=True)


def _alarm(notice: Notice) -> Iterator[Json]:
    if lines := alarm_lines(notice):
        yield _text("\n".join(for_terminal(line) for line in lines), lines=True)
    if url := safe_url(notice.link):
        yield _text("\nNew address: ", lines=True)
        yield {"type": "link", "url": url, "text": url}


def _origin(notice: Notice) -> Iterator[Json]:
    yield _text(f"\n{seen_words(notice)}", lines=True)
    if page := safe_url(notice.page):
        yield _text("\n", lines=True)
        yield {"type": "link", "url": page, "text": f"Open {page_words(notice)}"}
    if url := safe_url(notice.url):
        yield _text("\n", lines=True)
        yield {"type": "link", "url": url, "text": "Open the source"}


def _entry(entry: Entry) -> Iterator[Json]:
    head = [
        _text(f"{_MARKS[entry.severity]}  ", bold=entry.severity != "low"),
        _text(entry.name, bold=True),
        _text(f"  {', '.join(entry.tags)}", italic=True),
    ]
    head += [_text(f"\n{for_terminal(line)}", lines=True) for line in (*entry.signals, entry.reason) if line]
    head += _document(entry.document) if entry.document else ()
    yield from _sections("rich_text_section", head)
    for edits in (entry.title, entry.short):
        yield from _sections("rich_text_quote", [_edit(edit) for edit in edits])


def _document(document: Document) -> Iterator[Json]:
    """Where a document of an index is, and the line to type to watch it."""
    for words, address in (("\n", document.url), ("\nbefore: ", former_address(document))):
        if address:
            url, shown = safe_url(address), for_terminal(address)
            yield _text(words, lines=True)
            yield {"type": "link", "url": url, "text": shown} if url else _text(shown)
    said, command = watch_words(document)
    if said:
        yield _text(f"\n{said}", lines=True)
    if command:
        yield _text(" ")
        yield _text(command, code=True)


def _short(found: Iterable[Entry]) -> Iterator[Json]:
    for entry in found:
        tags = ", ".join(entry.brief)
        yield _text(f"• {entry.severity}: {for_terminal(entry.name)}: {for_terminal(tags)}\n", lines=True)


def _edit(edit: Edit) -> Json:
    return _text(edit.text, lines=True) | ({"style": _STYLES[edit.op]} if edit.op != "=" else {})


def _text(text: str, *, lines: bool = False, **style: bool) -> Json:
    element: Json = {"type": "text", "text": for_terminal(text, lines=lines)}
    chosen = {name: True for name, on in style.items() if on}
    return element | ({"style": chosen} if chosen else {})


def _sections(kind: str, parts: list[Json]) -> Iterator[Json]:
    """Rich text blocks of one part each that hold all elements, none longer than Slack takes."""
    group: list[Json] = []
    room = BLOCK_CHARACTERS
    for piece in _pieces(parts):
        length = _units(piece["text"])
        if length > room:
            yield _rich(kind, group)
            group, room = [], BLOCK_CHARACTERS
        group.append(piece)
        room -= length
    if group:
        yield _rich(kind, group)


def _pieces(parts: Iterable[Json]) -> Iterator[Json]:
    for part in parts:
        text = part["text"]
        step = BLOCK_CHARACTERS if _units(text) == len(text) else BLOCK_CHARACTERS // 2
        for start in range(0, len(text), step):
            yield part | {"text": text[start : start + step]}


def _rich(kind: str, group: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": group}]}

"""A comparison as a fragment of HTML for mail: inline styles only, readable on light and dark grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.render.clock import CLOCK_HEADING, block_of_clock, said_of_clock
from monitor.render.companies import company_blocks, objection_words
from monitor.render.documents import former_address, watch_words
from monitor.render.entries import Entry, folded, gravest_entries
from monitor.render.phrases import counts_words, dates_words, own_words, verdict_words
from monitor.render.safe import for_html, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Comparison, Document, Edit, Severity

# Marks set ink and ground together, so that they are readable whatever ground a mail program gives the page; all other
# text keeps the program's own ink. Strike and underline tell them apart without colour.
_GONE = "background:#fbdcdc;color:#7d1220;text-decoration:line-through;border-radius:3px;padding:0 2px"
_CAME = "background:#d3f1dc;color:#0b4f27;text-decoration:underline;border-radius:3px;padding:0 2px"
_BADGES: dict[Severity, str] = {
    "high": "background:#a4161a;color:#ffffff",
    "medium": "background:#f2c14e;color:#3b2c00",
    "low": "background:#d6dae0;color:#2b3038",
}
_BADGE = "border-radius:4px;padding:1px 7px;font-size:12px;font-weight:700"
_CARD = "margin:18px 0 0;padding:2px 0 2px 14px;border-left:4px solid"
_EDGES: dict[Severity, str] = {"high": "#c8373c", "medium": "#d39b1e", "low": "#8a94a6"}  # seen on light and dark
QUIET = "opacity:.78;font-size:14px"
"""How words look that stand back."""

DARK_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  del { background: #57191f !important; color: #ffc9cb !important; }
  ins { background: #11402a !important; color: #b9f0c9 !important; }
}
"""
"""What a document may add in its head: on a dark ground the marks' light ones glare. A mail program that drops it
still shows ink and ground that belong together."""


def redline_html(comparison: Comparison, *, title: str, url: str = "") -> str:
    """A whole comparison, gravest change first, as one `<div>` that needs no style sheet."""
    lead = f'<h1 style="font-size:20px;line-height:1.3;margin:0 0 10px">{for_html(title)}</h1>'
    return "\n".join(
        (
            '<div style="font-size:16px;line-height:1.55">',
            lead,
            *(paragraph(line) for line in said_of_clock(comparison)),
            paragraph(verdict_words(comparison)),
            *facts(comparison),
            *source_link(url),
            *changes(comparison, len(comparison.changes)),
            *clock_list(comparison),
            "</div>",
        )
    )


def facts(comparison: Comparison) -> Iterator[str]:
    """What the dates say, the provider's own notes and the counts, a paragraph each."""
    yield paragraph(dates_words(comparison), strong=comparison.dates.verdict == "silent")
    for line in own_words(comparison):
        yield paragraph(line)
    if comparison.changes:
        yield paragraph(f"Changes: {counts_words(comparison)}")


def changes(comparison: Comparison, full: int) -> Iterator[str]:
    """What happened to companies; the gravest `full` changes word by word, the others listed; what changed no word."""
    yield from _companies(comparison)
    found = gravest_entries(comparison)
    for entry in found[:full]:
        yield from _card(entry)
    if found[full:]:
        yield '<h2 style="font-size:16px;margin:22px 0 6px">Also changed</h2>'
        yield from _short_list(found[full:])
    for line in folded(comparison):
        yield f'<p style="margin:18px 0 0;{QUIET}">{for_html(line)}</p>'


def _companies(comparison: Comparison) -> Iterator[str]:
    for block in company_blocks(comparison):
        yield f'<h2 style="font-size:16px;margin:22px 0 6px">{for_html(block.head)}</h2>'
        if block.lines:
            yield '<ul style="margin:0;padding-left:20px;list-style:none">'
            yield from (f'<li dir="auto">{for_html(line.words)}</li>' for line in block.lines)
            yield "</ul>"
    if objection := objection_words(comparison):
        yield f'<p style="margin:8px 0 6px">{for_html(objection)}</p>'


def clock_list(comparison: Comparison) -> Iterator[str]:
    """All that a comparison's clock was worked out from, below a heading of its own; nothing where it has no clock."""
    if lines := block_of_clock(comparison):
        yield f'<h2 style="font-size:16px;margin:22px 0 6px">{CLOCK_HEADING}</h2>'
        yield f'<ul style="margin:0;padding-left:20px;{QUIET}">'
        yield from (f'<li dir="auto">{for_html(line)}</li>' for line in lines)
        yield "</ul>"


def paragraph(text: str, *, strong: bool = False) -> str:
    """A paragraph of plain words."""
    words = f"<strong>{for_html(text)}</strong>" if strong else for_html(text)
    return f'<p style="margin:0 0 6px">{words}</p>'


def source_link(url: str, words: str = "Open the source") -> Iterator[str]:
    """A link to a web page, or nothing where the address is none."""
    if address := safe_url(url):
        yield (
            f'<p style="margin:0 0 6px"><a href="{for_html(address)}" rel="noopener noreferrer">{for_html(words)}</a>'
            f' <span style="{QUIET}">{for_html(address)}</span></p>'
        )


def marked(edits: Iterable[Edit], gone: str = "", came: str = "") -> str:
    """Edits as text with `<del>` and `<ins>`, whose attributes are given; a line end becomes `<br>`."""
    return "".join(_mark(edit, gone, came) for edit in edits)


def _mark(edit: Edit, gone: str, came: str) -> str:
    words = for_html(edit.text).replace("\n", "<br>\n")
    if edit.op == "=":
        return words
    return f"<del{gone}>{words}</del>" if edit.op == "-" else f"<ins{came}>{words}</ins>"


def _card(entry: Entry) -> Iterator[str]:
    yield f'<div style="{_CARD} {_EDGES[entry.severity]}">'
    yield f'<p style="margin:0 0 4px">{badge(entry.severity)} <strong>{for_html(entry.name)}</strong>'
    yield f'<span style="{QUIET}">&nbsp; {for_html(", ".join(entry.tags))}</span></p>'
    if entry.signals:
        yield f'<p style="margin:0 0 4px;font-weight:600">{for_html("; ".join(entry.signals))}</p>'
    if entry.reason:
        yield f'<p style="margin:0 0 4px;{QUIET}">{for_html(entry.reason)}</p>'
    if entry.document:
        yield from document_html(entry.document)
    for edits in (entry.title, entry.short):
        if edits:
            yield f'<p dir="auto" style="margin:0 0 4px">{_inline(edits)}</p>'
    yield "</div>"


def document_html(document: Document, attributes: str = ' style="margin:0 0 4px"') -> Iterator[str]:
    """Where a document of an index is, and the line to type to watch it; the paragraphs' attributes are given."""
    for words, address in (("", document.url), ("before: ", former_address(document))):
        link, shown = for_html(safe_url(address)), for_html(address)
        if address:
            told = f'<a href="{link}" rel="noopener noreferrer">{shown}</a>' if link else shown
            yield f"<p{attributes}>{words}{told}</p>"
    said, command = watch_words(document)
    code = f" <code>{for_html(command)}</code>" if command else ""
    if said:
        yield f"<p{attributes}>{for_html(said)}{code}</p>"


def _inline(edits: Iterable[Edit]) -> str:
    return marked(edits, f' style="{_GONE}"', f' style="{_CAME}"')


def badge(severity: Severity) -> str:
    """A severity on a ground of its colour."""
    return f'<span style="{_BADGE};{_BADGES[severity]}">{severity}</span>'


def _short_list(found: Iterable[Entry]) -> Iterator[str]:
    yield '<ul style="margin:0;padding-left:20px">'
    for entry in found:
        tags = ", ".join(entry.brief)
        yield f"<li>{badge(entry.severity)} {for_html(entry.name)}: {for_html(tags)}</li>"
    yield "</ul>"

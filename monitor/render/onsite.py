"""What a redline has beside its words where it is a page among others: lasting links, histories, a table of numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from monitor.render.article import Layout, inline_words, words_in_sides
from monitor.render.entries import folded_besides, new_labels
from monitor.render.phrases import times_words
from monitor.render.safe import for_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from monitor.model import Change, Comparison
    from monitor.render.article import Words
    from monitor.render.entries import Entry, NewLabel

VIEWS: Mapping[str, Words] = {"inline": inline_words, "sides": words_in_sides}
"""How the words of changes are laid out, by the name of the view."""

FEW = 12
"""As many new labels are seen at a glance, and need not be unfolded."""

ROWS = 500
"""Labels in the table: more are a wall that nobody reads, and every one stands in the JSON."""


def on_site(view: str, history: Callable[[Change], str]) -> Layout:
    """The layout of a view for a page of the site; `history` gives the address of a change's clause through time."""
    return Layout(VIEWS[view], partial(_beside, history=history), _folded)


def anchor(change: Change) -> str:
    """A name for a change that others beside it do not alter: that of its clause, or of the one that is gone."""
    side, kind = (change.new, "clause") if change.new else (change.old, "gone")
    # half a surrogate pair, which a path can hold, has no UTF-8
    return f"{kind}-{quote(side[0].path, safe='', errors='replace')}" if side else ""


def _beside(entry: Entry, history: Callable[[Change], str]) -> Iterator[str]:
    name, mark = for_html(entry.name), anchor(entry.change)
    yield '<span class="leads">'
    if mark:
        yield f'<a class="permalink" id="{mark}" href="#{mark}" aria-label="Lasting link to {name}">¶</a>'
    if address := history(entry.change):
        yield f'<a href="{for_html(address)}" aria-label="History of {name}">history</a>'
    yield "</span>"
    if entry.change.topics:
        yield f'<p class="topics">Topics: {for_html(", ".join(entry.change.topics))}</p>'
    if entry.change.reason and not entry.reason:
        yield f'<p class="reason">{for_html(entry.change.reason)}</p>'


def _folded(comparison: Comparison) -> Iterator[str]:
    if found := new_labels(comparison):
        yield f'<details class="folded"{" open" if len(found) <= FEW else ""}>'
        yield f"<summary>{times_words(len(found), 'clause')} renumbered, with the same words</summary>"
        yield "<table><thead><tr>"
        yield '<th scope="col">Old number</th><th scope="col">New number</th><th scope="col">Clause</th>'
        yield "</tr></thead><tbody>"
        yield from (_row(one) for one in found[:ROWS])
        yield "</tbody></table>"
        if len(found) > ROWS:
            yield f'<p class="quiet">And {len(found) - ROWS:,} more, all of which are in the JSON.</p>'
        yield "</details>"
    yield from (f'<p class="quiet">{for_html(line)}</p>' for line in folded_besides(comparison))


def _row(one: NewLabel) -> str:
    signals = f' <span class="quiet">{for_html("; ".join(one.signals))}</span>' if one.signals else ""
    cells = f"<td>{for_html(one.old)}</td><td>{for_html(one.new)}</td>"
    return f'<tr>{cells}<td dir="auto">{for_html(one.name)}{signals}</td></tr>'
